"""Files for other programs: filings, deadlines, calendars, badges and frozen editions, each also shown on a page."""

import json
from collections.abc import Iterable
from pathlib import Path

from generator.calendar import compact
from generator.deadlines import Deadline
from generator.deadlines.feed import deadlines_as_calendar
from generator.deadlines.json import deadlines_as_json
from generator.edition import Edition
from generator.publish.badges import badge_json, badge_svg
from generator.report.filings import filings_as_csv, filings_as_json
from generator.source.table import table_text
from generator.views import addresses
from generator.views.badges import Badge, badge_over
from generator.views.edition import EditionPage
from generator.views.frozen import HEADER, frozen_records, frozen_rows
from generator.views.pages import Pages

FIRST_YEAR = 2021
"""The measures are in force since then: no clock starts earlier."""


def _put_badge(site: Path, page: str, badge: Badge) -> None:
    _put(site, addresses.badge_image(page), badge_svg(badge))
    _put(site, addresses.badge_data(page), badge_json(badge))


def _by_catalogue(edition: Edition) -> dict[str, list[Deadline]]:
    """The deadlines of each catalogue's own review and of its resources, by the catalogue's file."""
    file_of = {
        filed.resource.code: catalogue.file
        for catalogue in edition.register.catalogues
        for filed in catalogue.resources
        if filed.resource.code
    }
    file_of |= {f"{one.kind.folder}/{one.folder}": one.file for one in edition.register.catalogues}
    found: dict[str, list[Deadline]] = {}
    for deadline in edition.deadlines:
        found.setdefault(file_of.get(deadline.subject.code, ""), []).append(deadline)
    return found


def _calendar(pages: Pages, deadlines: Iterable[Deadline], title: str, base: str) -> bytes:
    edition = pages.edition
    return deadlines_as_calendar(
        deadlines,
        edition.register.authority,
        edition.today,
        title,
        (lambda one: base + addresses.deadline(one.id)) if base else None,
    )


def _put(site: Path, address: str, content: str | bytes) -> None:
    file = site / address
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)


def write_records(pages: Pages, site: Path, base: str) -> None:
    """Write every such file; `base` is the site's absolute address, empty when it is not known."""
    edition = pages.edition
    _put(site, addresses.FILINGS_JSON, filings_as_json(edition.filings))
    _put(site, addresses.FILINGS_CSV, filings_as_csv(edition.filings))
    calendar = json.dumps(compact(edition.calendar, FIRST_YEAR), ensure_ascii=False, separators=(",", ":"))
    _put(site, addresses.WORKDAYS, calendar)
    _put(site, addresses.DEADLINES_JSON, deadlines_as_json(edition.deadlines))
    _put(site, addresses.CALENDAR_FEED, _calendar(pages, edition.deadlines, pages.title, base))
    by_organisation: dict[str, list[Deadline]] = {}
    for deadline in edition.deadlines:
        by_organisation.setdefault(deadline.organisation, []).append(deadline)
    for organisation in pages.organisations:
        title = f"{pages.title}：{organisation.name}"
        feed = _calendar(pages, by_organisation.get(organisation.name, ()), title, base)
        _put(site, addresses.deadline_feed(organisation.address), feed)
        _put_badge(site, organisation.address, badge_over(by_organisation.get(organisation.name, ()), edition.today))
    by_catalogue = _by_catalogue(edition)
    for catalogue in pages.catalogues:
        found = by_catalogue.get(catalogue.file, ())
        _put_badge(site, catalogue.address, badge_over(found, edition.today))
    _put_badge(site, addresses.DEADLINES, badge_over(edition.deadlines, edition.today))
    for frozen in pages.editions:
        if frozen.edition.figures:
            _put_frozen(site, frozen)


def _put_frozen(site: Path, page: EditionPage) -> None:
    records = json.dumps(list(frozen_records(page.edition.resources)), ensure_ascii=False, indent=1)
    _put(site, page.address + addresses.RESOURCES_JSON, records + "\n")
    _put(site, page.address + addresses.RESOURCES_CSV, table_text(HEADER, frozen_rows(page.edition.resources)))
