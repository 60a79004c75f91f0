"""Files for other programs: filings, deadlines, calendars, badges and frozen editions, each also shown on a page."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from generator.authoring.sheets import empty_sheets
from generator.calendar import compact
from generator.deadlines import Deadline
from generator.deadlines.feed import deadlines_as_calendar
from generator.deadlines.json import deadlines_as_json
from generator.edition import Edition
from generator.filing.filing import Filing
from generator.model.authority import Authority
from generator.model.schema import schema_text
from generator.publish.badges import badge_json, badge_svg
from generator.publish.builds import Files
from generator.publish.downloads import ledger_downloads
from generator.publish.pieces import Piece, seed_of
from generator.publish.runs import kept_records, only_these, records_at, rows_at
from generator.report.filings import filing_rows, filings_as_csv, filings_as_json
from generator.report.json import findings_as_json
from generator.source.workbook import Sheet, workbook_bytes
from generator.views import addresses
from generator.views.badges import Badge, badge_over
from generator.views.downloads import FORMS
from generator.views.edition import EditionPage
from generator.views.exports import as_records, as_table, records_from, records_of
from generator.views.filing import FilingPage
from generator.views.pages import Pages

FIRST_YEAR = 2021
"""The measures are in force since then: no clock starts earlier."""
FILINGS_AT_ONCE = 100
"""Filings that are told anew together when one of them is another."""


def records(pages: Pages, base: str, frame: str, kept: Path) -> Iterator[Piece]:
    """Every such file; `base` is the site's absolute address, empty when it is not known.

    What is kept of the filings below a folder is used again while the `frame` and they are the same.
    """
    edition = pages.edition
    yield Piece(partial(_filings, pages.filings[::-1], frame, kept))
    yield Piece(partial(_of_the_whole, pages))
    yield Piece(partial(ledger_downloads, pages))
    yield Piece.of(_schemas)
    yield Piece.of(_workbook, empty_sheets(edition.register))
    about = edition.register.authority, edition.today, base
    yield Piece.of(_deadlines, pages.title, edition.deadlines, *about)
    by_organisation: dict[str, list[Deadline]] = {}
    for deadline in edition.deadlines:
        by_organisation.setdefault(deadline.organisation, []).append(deadline)
    for organisation in pages.organisations:
        title, found = f"{pages.title}：{organisation.name}", by_organisation.get(organisation.name, [])
        yield Piece.of(_of_organisation, organisation.address, title, found, *about)
    for page in pages.editions:
        if page.edition.figures:
            yield Piece(partial(_frozen, page, edition), (_frozen.__name__, page.address, page.edition.judged.commit))


def _filings(oldest_first: Sequence[FilingPage], frame: str, kept: Path) -> Files:
    """The filing register, of runs of filings: nearly all of them are as they were."""
    kept.mkdir(exist_ok=True)
    runs = []
    for at in range(0, len(oldest_first), FILINGS_AT_ONCE):
        some = oldest_first[at : at + FILINGS_AT_ONCE]
        seeds = [seed_of(frame, page.identity) for page in some]
        runs.append(kept_records(kept, seeds, partial(_filed, [page.filing for page in some])))
    only_these(kept, runs)
    yield addresses.FILINGS_JSON, records_of(map(records_at, runs))
    yield addresses.FILINGS_CSV, b"".join((filings_as_csv(()).encode(), *map(rows_at, runs)))


def _filed(some: Sequence[Filing]) -> tuple[bytes, bytes]:
    return records_from(filings_as_json(some)), filing_rows(some).encode("utf-8", "surrogatepass")


def _of_the_whole(pages: Pages) -> Files:
    edition = pages.edition
    yield addresses.WORKDAYS, _as_json(compact(edition.calendar, FIRST_YEAR))
    yield addresses.EDITION, _as_json(_said_of(edition))
    yield addresses.FINDINGS_JSON, findings_as_json(edition.findings)
    by_catalogue = _by_catalogue(edition)
    for catalogue in pages.catalogues:
        yield from _badge(catalogue.address, badge_over(by_catalogue.get(catalogue.file, ()), edition.today))


def _schemas() -> Files:
    """The forms of the register's files."""
    for name in FORMS:
        yield addresses.schema(name), schema_text(name)


def _workbook(sheets: Sequence[Sheet]) -> Files:
    """The empty workbook that the form page offers."""
    yield addresses.WORKBOOK, workbook_bytes(sheets)


def _deadlines(title: str, deadlines: Sequence[Deadline], authority: Authority, today: date, base: str) -> Files:
    yield addresses.DEADLINES_JSON, deadlines_as_json(deadlines)
    yield addresses.CALENDAR_FEED, _calendar(title, deadlines, authority, today, base)
    yield from _badge(addresses.DEADLINES, badge_over(deadlines, today))


def _of_organisation(
    address: str, title: str, deadlines: Sequence[Deadline], authority: Authority, today: date, base: str
) -> Files:
    yield addresses.deadline_feed(address), _calendar(title, deadlines, authority, today, base)
    yield from _badge(address, badge_over(deadlines, today))


def _said_of(edition: Edition) -> dict[str, object]:
    """The commit and the day that the site shows, which `edition.js` puts below every page."""
    commit = edition.commit
    return {
        "commit": commit.id if commit else None,
        "committed_on": commit.committed_on.isoformat() if commit else None,
        "altered": commit.altered if commit else None,
        "today": edition.today.isoformat(),
    }


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _badge(page: str, badge: Badge) -> Files:
    yield addresses.badge_image(page), badge_svg(badge)
    yield addresses.badge_data(page), badge_json(badge)


def _frozen(page: EditionPage, edition: Edition) -> Files:
    """The resources of an edition as they stood at its commit."""
    resources = edition.resources_at(page.edition.judged.commit or "")
    yield page.address + addresses.RESOURCES_JSON, as_records(resources)
    yield page.address + addresses.RESOURCES_CSV, as_table(resources)


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


def _calendar(title: str, deadlines: Iterable[Deadline], authority: Authority, today: date, base: str) -> bytes:
    address_of = (lambda one: base + addresses.deadline(one.id)) if base else None
    return deadlines_as_calendar(deadlines, authority, today, title, address_of)
