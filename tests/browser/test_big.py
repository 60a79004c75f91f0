"""Journeys on a site of thousands of resources: search, a department in parts, a resource, a version, a month."""

import re

from playwright.sync_api import expect

from generator.views import addresses
from generator.views.part import ROWS
from tests.browser.conftest import Site, Visit
from tests.browser.test_pages import TOO_WIDE

MOST_BYTES = 500_000
DEPARTMENT = "第002局"


def test_no_page_grows_with_the_register(big_site: Site) -> None:
    """Not one page of thousands is larger than 500 KB, whatever it lists."""
    folder = big_site.folder.resolve()
    sizes = {file.relative_to(folder).as_posix(): file.stat().st_size for file in folder.rglob("*.html")}
    assert len(sizes) > 4_000
    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}


def test_a_resource_of_thousands_is_found_and_read(big_site: Site, visit: Visit) -> None:
    """By words from the middle of its name, from home; the answer says how many there are, the page how to get it."""
    wanted = big_site.pages.resources[1_234]
    page = visit(big_site)
    page.locator("article input[name=q]").fill(f"{wanted.row.link.text[1:5]} {wanted.provider_link.text}")
    page.keyboard.press("Enter")
    expect(page.locator("#search-status")).to_contain_text("找到")
    page.locator("#search-found").get_by_role("link", name=wanted.row.link.text).first.click()
    expect(page.locator("h1")).to_have_text(wanted.row.link.text)
    expect(page.locator("#sharing + dl")).to_contain_text("共享平台")


def test_a_department_of_hundreds_is_read_in_parts(big_site: Site, visit: Visit) -> None:
    """The department's page lists the first part, the others follow, each resource stands in exactly one."""
    own = next(one for one in big_site.pages.organisations if one.name == DEPARTMENT)
    assert ROWS < len(own.rows) < 2 * ROWS
    page = visit(big_site, own.address)
    seen = page.locator("#resources ~ table tbody td:first-child a").all_inner_texts()
    assert len(seen) == ROWS
    page.get_by_role("navigation", name="各部分").get_by_role("link", name="2").click()
    assert page.url == big_site.url(addresses.part(own.address, 2))
    expect(page.locator("h1")).to_have_text(f"{DEPARTMENT}（第 2 部分）")
    seen += page.locator("#resources ~ table tbody td:first-child a").all_inner_texts()
    assert seen == [row.link.text for row in own.rows]
    page.locator("article").get_by_role("link", name=DEPARTMENT, exact=True).first.click()
    assert page.url == big_site.url(own.address)


def test_an_old_version_is_compared_with_today_s(big_site: Site, visit: Visit) -> None:
    """From a resource that was changed to the version as it was, and what is different since."""
    revised = next(page for page in big_site.pages.resources if len(page.revisions) > 1 and page.revisions[0].fields)
    page = visit(big_site, revised.address)
    page.get_by_role("link", name="查看当时的版本").first.click()
    expect(page.locator(".admonition")).to_contain_text("不是现行版本")
    expect(page.locator("#since ~ table tbody tr").first).to_be_visible()


def test_a_year_of_filings_is_read_by_month(big_site: Site, visit: Visit) -> None:
    """From the register of filings to the year, to a month with all of its own, to a receipt."""
    page = visit(big_site, addresses.FILINGS)
    page.get_by_role("link", name="2026年", exact=True).click()
    month = big_site.pages.filing_years[0].months[0]
    page.get_by_role("link", name=f"{month.month}月", exact=True).click()
    expect(page.locator("#filings tbody tr")).to_have_count(len(month.filings))
    page.locator("#filings tbody a").first.click()
    expect(page.locator("h1")).to_have_text(re.compile("^备案回执 备〔2026〕"))


def test_a_phone_reads_the_longest_lists(big_site: Site, visit: Visit) -> None:
    """At 360 pixels the long pages do not scroll sideways, scripts on or off."""
    for address in (addresses.CATALOGUES, addresses.organisation(DEPARTMENT), addresses.CHANGES, addresses.OVERSIGHT):
        for javascript in (True, False):
            assert visit(big_site, address, width=360, javascript=javascript).evaluate(TOO_WIDE) == [], address


def test_of_thousands_that_were_found_hundreds_are_printed(big_site: Site, visit: Visit) -> None:
    """Five hundred; the paper says of how many, and where all are to be had."""
    found = len(big_site.pages.resources)
    page = visit(big_site, "search/")
    expect(page.locator("#search-status")).to_have_text(f"共 {found} 项资源")
    page.evaluate("() => { window.print = () => (window.asked = true); }")
    page.get_by_role("button", name="打印").click()
    page.wait_for_function("() => window.asked")
    page.emulate_media(media="print")
    assert page.locator("#browse [data-at]:visible").count() == 500
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#search-printed")).to_have_text(
        f"共 {found} 项，此处只印出 500 项。全部结果可以在检索网页上导出 Excel 或者 CSV。"
    )
