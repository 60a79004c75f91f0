"""The page of downloads: all that can be fetched is on it, all on it can be fetched and is what it says."""

import csv
import io
import json
import re
from xml.etree import ElementTree
from zipfile import is_zipfile

import pytest
from icalendar import Calendar

from generator.model.schema import schema_of
from generator.views import addresses
from generator.views.downloads import PAGE, Download
from tests.browser.conftest import Site, Visit

FOR_MACHINES = {"robots.txt", "sitemap.xml", "opensearch.xml", "csp.txt", "csp.nginx.conf"}
"""Files under names that programs know, which nobody fetches from a page."""


def _listed(site: Site) -> list[Download]:
    return [file for group in site.pages.downloads for file in group.files]


def _read(form: str, text: str) -> object:
    """The file read as what it says it is; raises when it is not."""
    match form:
        case "CSV":
            return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
        case "Atom" | "SVG":
            return ElementTree.fromstring(text)
        case "iCalendar":
            return Calendar.from_ical(text)
        case _:
            return json.loads(text)


def test_everything_on_the_page_can_be_fetched_and_is_what_it_says(demo_site: Site, visit: Visit) -> None:
    """Each file listed is there in its form, and the page links to exactly these."""
    page = visit(demo_site, addresses.DOWNLOADS)
    once = [one for one in _listed(demo_site) if not one.is_beside_pages]
    links = page.locator("article .mulu-downloads a").evaluate_all("all => all.map((one) => decodeURI(one.href))")
    assert links == [demo_site.root + one.address for one in once]
    for one in once:
        if one.form == "Excel":
            assert is_zipfile(demo_site.folder / one.address)
        else:
            assert _read(one.form, (demo_site.folder / one.address).read_text("utf-8")) is not None, one.address


def test_everything_that_can_be_fetched_is_on_the_page(demo_site: Site) -> None:
    """No file of the site is left out: it stands on the page by itself, or as what lies beside each of many pages."""
    listed = {one.address for one in _listed(demo_site)}
    beside = {one.address.removeprefix(PAGE) for one in _listed(demo_site) if one.is_beside_pages}
    folder = demo_site.folder.resolve()
    files = {file.relative_to(folder) for file in folder.rglob("*") if file.is_file()}
    left_out = {
        file.as_posix()
        for file in files
        if file.suffix not in (".html", ".png") and file.parts[0] != "assets" and file.name not in FOR_MACHINES | beside
    }
    nothing_yet = {addresses.organisation_feed(one.name) for one in demo_site.pages.organisations if not one.rows}
    assert left_out - listed <= nothing_yet


def test_the_whole_register_can_be_fetched_as_a_table_and_as_records(demo_site: Site) -> None:
    """As many rows as records as resources, the same codes, and every record the same as beside its page."""
    register = json.loads((demo_site.folder / addresses.REGISTER_JSON).read_text("utf-8"))
    rows = _read("CSV", (demo_site.folder / addresses.REGISTER_CSV).read_text("utf-8"))
    codes = [page.row.code for page in demo_site.pages.resources]
    assert [record["code"] for record in register] == codes
    assert isinstance(rows, list)
    assert [row[0] for row in rows[1:]] == codes
    for page, record in zip(demo_site.pages.resources, register, strict=True):
        beside = json.loads((demo_site.folder / page.address / addresses.RESOURCE_JSON).read_text("utf-8"))
        assert record["elements"] == beside["elements"]


def test_the_forms_of_files_are_those_that_editors_use(demo_site: Site) -> None:
    """The schema on the site is the program's."""
    shown = json.loads((demo_site.folder / addresses.schema("resource")).read_text("utf-8"))
    assert shown == schema_of("resource")


@pytest.mark.parametrize("width", [1280, 360])
def test_a_group_without_files_says_so(faulty_site: Site, visit: Visit, width: int) -> None:
    """A register without a past has no editions to fetch, and the page says that."""
    page = visit(faulty_site, addresses.DOWNLOADS, width=width)
    assert page.locator("#editions + p").inner_text() == "还没有可以下载的内容。"
    assert re.search(r"\d+ 项", page.locator("#register + table").inner_text())
