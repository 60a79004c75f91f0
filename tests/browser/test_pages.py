"""What holds on every kind of page: its frame, its width, its words without scripts, its keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Visit

PAGES = {
    "home": ("own_site", ""),
    "catalogues": ("own_site", "catalogues/"),
    "catalogue": ("own_site", "catalogues/base/人口/"),
    "organisations": ("own_site", "organisations/"),
    "organisation": ("own_site", "organisations/省民政厅/"),
    "resource": ("own_site", "resources/307008/000001/"),
    "search": ("own_site", "search/?q=登记"),
    "bases": ("own_site", "bases/"),
    "no problems": ("own_site", "problems/"),
    "problems": ("faulty_site", "problems/"),
    "rule problems": ("faulty_site", "problems/M101/"),
    "faulty resource": ("faulty_site", "resources/307003/000002/"),
    "rules": ("own_site", "rules/"),
    "rule": ("own_site", "rules/M101/"),
    "about": ("own_site", "about/"),
    "404": ("own_site", "404.html"),
    "hostile resource": ("hostile_site", "resources/307003/000104/"),
    "hostile problems": ("hostile_site", "problems/"),
}
EVERY_PAGE = pytest.mark.parametrize("kind", PAGES)

TOO_WIDE = """() => {
  const clips = (node) => /auto|scroll|hidden|clip/.test(getComputedStyle(node).overflowX);
  const isClipped = (node) => node !== document.body && (clips(node) || isClipped(node.parentElement));
  const isSeen = (node) => node.checkVisibility() && getComputedStyle(node).position !== 'fixed';
  const wide = [...document.querySelectorAll('.md-banner *, .md-header *, article *, .md-footer *')]
    .filter((node) => node.getBoundingClientRect().right > innerWidth + 1)
    .filter((node) => isSeen(node) && !isClipped(node.parentElement))
    .map((node) => node.outerHTML.slice(0, 120));
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth > clientWidth ? [`the page is ${scrollWidth} wide`, ...wide] : wide;
}"""
"""Elements that reach beyond the right edge and that no box of their own scrolls or clips."""


@pytest.fixture
def place(kind: str, request: pytest.FixtureRequest) -> tuple[Site, str]:
    """The site and the address of a kind of page."""
    site, address = PAGES[kind]
    return request.getfixturevalue(site), address


@pytest.mark.parametrize("width", [1280, 360])
@EVERY_PAGE
def test_every_page_is_whole(place: tuple[Site, str], visit: Visit, width: int) -> None:
    """One heading, a title, its language, the commit and day it shows, no sideways scroll in light and dark."""
    site, address = place
    page = visit(site, address, width=width)
    edition = site.edition
    assert page.locator("h1").count() == 1
    expect(page.locator("h1")).to_be_visible()
    assert page.title().strip()
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    commit = edition.commit.id[:12] if edition.commit else "提交未知"
    expect(page.locator(".md-footer")).to_contain_text(commit)
    expect(page.locator(".md-footer")).to_contain_text("截至 2026年11月23日")
    declared = page.locator(".md-banner").get_by_text("示例数据").is_visible()
    assert declared == bool(edition.register.authority.demonstration) == bool(page.locator(".md-banner").count())
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    assert page.evaluate(TOO_WIDE) == []
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert page.evaluate(TOO_WIDE) == []


@EVERY_PAGE
def test_a_page_says_the_same_without_scripts(kind: str, place: tuple[Site, str], visit: Visit) -> None:
    """With scripts off every page but the search page has all its words, and its links lead on."""
    site, address = place
    page = visit(site, address, javascript=False)
    if kind == "search":
        expect(page.locator("noscript > p")).to_be_visible()
    else:
        assert page.locator("article").inner_text() == visit(site, address).locator("article").inner_text()
    page.get_by_role("link", name="资源目录", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("资源目录")


def test_a_resource_is_reached_without_scripts(own_site: Site, visit: Visit) -> None:
    """With scripts off links lead from home through a catalogue to a resource and on to its provider."""
    page = visit(own_site, javascript=False)
    for name in ("资源目录", "湖南省民政厅部门信息资源目录", "婚姻登记信息", "省民政厅"):
        page.locator("body").get_by_role("link", name=name, exact=True).first.click()
        expect(page.locator("h1")).to_have_text(name)


def _tab_until(page: Page, selector: str, most: int) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and focused.evaluate("(node, selector) => node.matches(selector)", selector):
            return
    pytest.fail(f"{most} times Tab does not reach {selector}")


def test_a_resource_is_found_and_opened_by_keyboard_alone(own_site: Site, visit: Visit) -> None:
    """Tab reaches the header's box, Enter searches, Tab leads past the facets to the results, Enter opens the first."""
    page = visit(own_site, "catalogues/base/人口/")
    _tab_until(page, ".md-header input[name=q]", most=8)
    page.keyboard.type("婚姻登记信息")
    page.keyboard.press("Enter")
    expect(page.locator("#search-status")).to_contain_text("找到")
    _tab_until(page, ".mulu-skip", most=3)
    page.keyboard.press("Enter")
    _tab_until(page, "#search-results [data-at='0'] a", most=1)
    assert page.locator(":focus").evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("婚姻登记信息")


@pytest.mark.parametrize(
    ("kind", "tab"),
    [
        ("home", "首页"),
        ("catalogues", "资源目录"),
        ("catalogue", "资源目录"),
        ("resource", "资源目录"),
        ("organisation", "部门"),
        ("search", "检索"),
        ("bases", "依据"),
        ("rule problems", "校验问题"),
        ("rule", "规则手册"),
        ("about", "关于"),
    ],
)
def test_the_tab_of_a_page_is_marked(place: tuple[Site, str], visit: Visit, tab: str) -> None:
    """Exactly the tab that a page belongs to is marked as the active one."""
    page = visit(*place)
    assert [text.strip() for text in page.locator(".md-tabs__item--active").all_text_contents()] == [tab]
