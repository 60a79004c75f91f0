"""Files for other programs: filings, deadlines, calendars, badges and frozen editions, each also shown on a page."""

from collections.abc import Iterable
from pathlib import Path

from generator.deadlines import Deadline
from generator.deadlines.feed import deadlines_as_calendar
from generator.deadlines.json import deadlines_as_json
from generator.report.filings import filings_as_csv, filings_as_json
from generator.views import addresses
from generator.views.pages import Pages


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
    _put(site, addresses.DEADLINES_JSON, deadlines_as_json(edition.deadlines))
    _put(site, addresses.CALENDAR_FEED, _calendar(pages, edition.deadlines, pages.title, base))
    by_organisation: dict[str, list[Deadline]] = {}
    for deadline in edition.deadlines:
        by_organisation.setdefault(deadline.organisation, []).append(deadline)
    for organisation in pages.organisations:
        title = f"{pages.title}：{organisation.name}"
        feed = _calendar(pages, by_organisation.get(organisation.name, ()), title, base)
        _put(site, addresses.deadline_feed(organisation.address), feed)
