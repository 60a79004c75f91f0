"""The site works wherever it is served: every address in it is relative and leads somewhere."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import UNKNOWN, Site, Visit
from tests.browser.links import Crawl


@pytest.mark.parametrize("site", ["own_site", "demo_site", "autumn_site", "faulty_site", "hostile_site", "nested_site"])
def test_no_address_in_the_files_is_dead(site: str, request: pytest.FixtureRequest) -> None:
    """Every href, src and anchor of every file leads to a file of the site; only plain links may lead outside."""
    served: Site = request.getfixturevalue(site)
    crawl = Crawl(served.folder, served.root)
    assert crawl.faults == []
    assert len(crawl.pages) > 40


def test_the_site_works_below_another_folder(nested_site: Site, visit: Visit) -> None:
    """Served below /a/b/ the site searches, opens a result, walks on and comes home."""
    page = visit(nested_site)
    page.locator(".md-header input[name=q]").fill("办学")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="民办学校办学许可信息", exact=True).click()
    expect(page).to_have_url(nested_site.url("resources/307003/000001/"))
    page.locator("article").get_by_role("link", name="省教育厅", exact=True).first.click()
    expect(page).to_have_url(nested_site.url("organisations/省教育厅/"))
    page.locator(".md-logo").first.click()
    expect(page).to_have_url(nested_site.root)


@pytest.mark.parametrize("site", ["own_site", "nested_site"])
def test_an_unknown_address_leads_home(site: str, request: pytest.FixtureRequest, visit: Visit) -> None:
    """The page for unknown addresses says so in Chinese, has the site's styles, and its links work at any depth."""
    served: Site = request.getfixturevalue(site)
    page = visit(served, UNKNOWN)
    expect(page).to_have_title(re.compile("没有这个网页"))
    expect(page.locator("h1")).to_have_text("没有这个网页")
    assert page.evaluate("[...document.styleSheets].map(sheet => sheet.cssRules.length > 0)") == [True] * 4
    page.locator("article").get_by_role("link", name="检索", exact=True).click()
    expect(page).to_have_url(served.url("search/"))
