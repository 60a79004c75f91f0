"""On paper: a resource takes one sheet, and nothing of the screen's furniture is printed."""

import re

import pytest
from playwright.sync_api import Page, expect

from generator.views import addresses
from tests.browser.conftest import Site, Visit
from tests.browser.kinds import EVERY_KIND, Place, place_of

MARRIAGE = "resources/307008/000001/"
FURNITURE = ".md-header, .md-tabs, .md-sidebar, .md-top, .md-skip, .mulu-quick-search, .mulu-onscreen"


ON_PAPER = "#browse [data-at]:visible"
NOTE = "#search-printed"


def sheets(page: Page) -> int:
    """How many A4 sheets the page takes."""
    return len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True)))


def test_a_resource_prints_on_one_sheet(own_site: Site, visit: Visit) -> None:
    """A resource of fifteen items, three legal bases and five services fits one A4 sheet."""
    page = visit(own_site, MARRIAGE)
    assert page.locator("#items + table tbody tr").count() == 15
    assert sheets(page) == 1


def test_counting_sheets_can_tell_two_from_one(own_site: Site, visit: Visit) -> None:
    """The handbook of rules, a long list, takes more than one sheet: the count above means something."""
    assert sheets(visit(own_site, "rules/")) > 1


def test_folded_lists_are_printed(demo_site: Site, visit: Visit) -> None:
    """What is folded on the screen is on the paper, with scripts and without, and is folded again afterwards."""
    for javascript in (True, False):
        page = visit(demo_site, addresses.DEADLINES, javascript=javascript)
        rows = page.locator("#ended + details tbody tr")
        expect(rows.first).to_be_hidden()
        page.emulate_media(media="print")
        assert rows.evaluate_all("all => all.every((row) => row.checkVisibility())")
        page.emulate_media(media="screen")
    page = visit(demo_site, addresses.DEADLINES)
    folded = page.locator("#ended + details")
    for event, is_open in (("beforeprint", True), ("afterprint", False)):
        page.evaluate("event => dispatchEvent(new Event(event))", event)
        assert folded.evaluate("one => one.open") is is_open


@EVERY_KIND
def test_only_words_are_printed(kind: str, request: pytest.FixtureRequest, visit: Visit) -> None:
    """Menus, boxes and downloads stay on the screen; the sheet says which commit and day it shows."""
    place: Place = place_of(kind, request)
    page = visit(*place)
    page.emulate_media(media="print")
    seen = page.locator(FURNITURE).evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => one.className)"
    )
    assert seen == []
    assert page.locator("h1").is_visible()
    assert "截至" in page.locator(".md-footer").inner_text()
    page.emulate_media(media="screen")


def test_what_is_found_takes_the_width_of_a_broad_sheet(own_site: Site, visit: Visit) -> None:
    """The facets, which are not printed, leave no column beside which the results would be squeezed."""
    page = visit(own_site, "search/?q=登记")
    expect(page.locator("#search-results")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".mulu-facets")).to_be_hidden()
    boxes = [page.locator(one).bounding_box() for one in ("#browse", "#search-found")]
    widths = [box["width"] for box in boxes if box]
    assert widths[0] == widths[1] > 1_000


def _printing(page: Page) -> None:
    """From now on pressing the button asks for the printer, which only counts how often."""
    page.evaluate("() => { window.asked = 0; window.print = () => { window.asked += 1; }; }")


def _told(page: Page) -> str:
    """What the paper says of the words searched, and of the rows that it has not."""
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    told = page.locator(NOTE).inner_text()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    return told


@pytest.mark.parametrize("view", ["", "?view=table"])
@pytest.mark.parametrize("way", ["button", "keys"])
def test_all_that_was_found_is_printed(own_site: Site, visit: Visit, view: str, way: str) -> None:
    """By the button and by the keys: rows that were never in sight too, each once and in their order."""
    found = len(own_site.pages.resources)
    page = visit(own_site, f"search/{view}")
    expect(page.locator("#search-status")).to_have_text(f"共 {found} 项资源")
    few = sheets(page)
    _printing(page)
    if way == "button":
        page.get_by_role("button", name="打印").click()
    else:
        page.locator("#search-box").press("Control+Shift+p")  # is the browser's own
        page.locator("#search-box").press("Control+p")
    page.wait_for_function("() => window.asked === 1")
    expect(page.locator("#search-status")).to_have_text(f"共 {found} 项资源")
    assert page.locator(ON_PAPER).count() < found
    page.emulate_media(media="print")
    places = page.locator(ON_PAPER).evaluate_all("rows => rows.map((row) => Number(row.dataset.at))")
    assert places == list(range(found))
    assert _told(page) == ""
    assert sheets(page) > 3 * few
    assert page.evaluate("window.asked") == 1


def test_paper_says_when_it_has_not_all_that_was_found(own_site: Site, visit: Visit) -> None:
    """The browser's own menu prints what is in sight: the paper says so; a new answer is new paper."""
    found = len(own_site.pages.resources)
    page = visit(own_site, "search/")
    expect(page.locator("#search-status")).to_have_text(f"共 {found} 项资源")
    page.emulate_media(media="print")
    there = page.locator(ON_PAPER).count()
    assert 0 < there < found
    assert _told(page).startswith(
        f"共 {found} 项，此处只印出 {there} 项。按检索网页上的“打印”按钮，可以印出 {found} 项；"
    )
    page.emulate_media(media="screen")
    expect(page.locator(NOTE)).to_be_hidden()
    _printing(page)
    page.get_by_role("button", name="打印").click()
    page.wait_for_function("() => window.asked === 1")
    page.locator("#search-box").fill("婚姻登记信息")
    expect(page.locator("#search-status")).to_contain_text("找到")
    page.emulate_media(media="print")
    assert page.locator(ON_PAPER).count() == page.locator("#search-results [data-at]").count() < found
    assert _told(page).startswith("检索词：婚姻登记信息。")
