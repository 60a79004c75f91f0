"""Home, departments, scorecards and ledgers: figures that lead to their rows, badges and feeds that are there."""

import re
from xml.etree import ElementTree

from icalendar import Calendar
from playwright.sync_api import Page, expect

from generator.views import addresses
from generator.views.scorecard import ScorecardPage
from tests.browser.conftest import Site, Visit

DEPARTMENT = "省民政厅"


def _fetched(page: Page, address: str) -> str:
    text: str = page.evaluate("address => fetch(address).then((answer) => answer.text())", address)
    return text


def test_home_begins_with_search_and_tells_what_is_due_and_new(demo_site: Site, visit: Visit) -> None:
    """The box comes first; then, in short, what is overdue or about to be, and the newest filings."""
    page = visit(demo_site)
    order = page.locator("article").evaluate(
        "one => [...one.querySelectorAll('form, h2')].map(each => each.id || 'form')"
    )
    assert order[:3] == ["form", "due", "filings"]
    urgent = demo_site.pages.board.urgent
    assert page.locator("#due + ul li .mulu-tag").all_inner_texts() == [one.state for one in urgent[:5]]
    expect(page.get_by_role("link", name="时限看板：")).to_have_text(f"时限看板：逾期和临近到期的共 {len(urgent)} 项")
    newest = demo_site.pages.filings[:5]
    links = page.locator("#filings + ul li a")
    assert links.all_inner_texts() == [one.title or one.filing.number for one in newest]
    links.first.click()
    expect(page.locator("h1")).to_have_text(f"备案回执 {newest[0].filing.number}")


def test_home_without_a_past_tells_nothing_new(faulty_site: Site, visit: Visit) -> None:
    """A register outside Git has no filings, and home makes none up."""
    page = visit(faulty_site)
    expect(page.locator("#filings")).to_have_count(0)


def test_a_department_shows_its_deadlines_badge_and_feeds(demo_site: Site, visit: Visit) -> None:
    """Its open deadlines, its badge as an image with words, its calendar and its changes, each there and its own."""
    own = next(
        one
        for one in demo_site.pages.organisations
        if any(page.deadline.is_open and page.deadline.last_day for page in one.deadlines) and one.rows
    )
    page = visit(demo_site, own.address)
    still_open = [one for one in own.deadlines if one.deadline.is_open]
    assert page.locator("#deadlines + table tbody tr").count() == len(still_open)
    badge = page.locator("img[src='badge.svg']")
    badge.scroll_into_view_if_needed()
    expect(badge).to_be_visible()
    assert badge.evaluate("one => one.complete && one.naturalWidth") > 40
    assert badge.get_attribute("alt")
    calendar = Calendar.from_ical(_fetched(page, page.url + "deadlines.ics"))
    dated = [one for one in still_open if one.deadline.last_day]
    assert len(calendar.walk("VEVENT")) >= len(dated) > 0
    feed = page.get_by_role("link", name="本单位资源的变更（Atom）").get_attribute("href") or ""
    root = ElementTree.fromstring(_fetched(page, feed))
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"


def _card(site: Site) -> ScorecardPage:
    return next(one for one in site.pages.organisations if one.name == DEPARTMENT).scorecards[0]


def test_a_figure_of_a_scorecard_leads_to_its_rows(demo_site: Site, visit: Visit) -> None:
    """From a department to its scorecard; each figure is as many rows as it counts, those that fail first."""
    page = visit(demo_site, addresses.organisation(DEPARTMENT))
    rows = page.locator("#newest-scorecard tbody tr")
    newest = [one for one in _card(demo_site).figures if one.figure.total]
    told = [[cell.inner_text() for cell in row.locator("td").all()[:2]] for row in rows.all()]
    assert told == [[one.figure.title, f"{one.figure.good} / {one.figure.total}"] for one in newest]
    page.locator("#scorecards ~ ul a").first.click()
    card = _card(demo_site)
    expect(page.locator("h1")).to_have_text(card.title)
    for part in card.figures:
        figure = part.figure
        row = page.locator(f"#figures + table tr:has(a[href='#{figure.id}'])")
        assert row.locator("td").nth(1).inner_text() == f"{figure.good} / {figure.total}"
        told = page.locator(f"h3#{figure.id} ~ *").evaluate_all(
            """all => {
              const end = all.findIndex((one) => one.tagName === 'H3');
              const own = all.slice(0, end < 0 ? undefined : end).find((one) => one.tagName === 'DETAILS');
              return own ? [...own.querySelectorAll('tbody td:last-child')].map((one) => one.textContent) : [];
            }"""
        )
        good, other = figure.words
        assert told == [other] * (figure.total - figure.good) + [good] * figure.good
    page.locator("#figures + table a").first.click()
    assert page.url.endswith(f"#{card.figures[0].figure.id}")


def test_a_ledger_leads_to_a_record_its_steps_and_its_deadline(demo_site: Site, visit: Visit) -> None:
    """From the list of ledgers to the newest request, its steps by day, its deadline and back to its resource."""
    page = visit(demo_site, addresses.LEDGERS)
    page.get_by_role("link", name="共享申请台账", exact=True).click()
    ledger = next(one for one in demo_site.pages.ledgers if str(one.kind) == "共享申请台账")
    expect(page.locator("article tbody tr")).to_have_count(len(ledger.entries))
    entry = next(one for one in ledger.entries if one.closed_on and one.deadlines)
    page.get_by_role("link", name=entry.entry.number, exact=True).click()
    expect(page.locator("h1")).to_have_text(entry.title)
    steps = page.locator("#steps + ol > li").all_inner_texts()
    assert [re.sub(r"^.*?日", "", step).strip() for step in steps] == [step.name for step in entry.steps]
    page.locator("#deadlines + table tbody a").first.click()
    expect(page.locator("article > .mulu-facts")).to_contain_text("当日不计入")
    page.locator("dt:text-is('对象') + dd a").first.click()
    expect(page.locator(".mulu-tags").first).to_contain_text("共享")


def test_a_resource_under_verification_says_that_business_continues(demo_site: Site, visit: Visit) -> None:
    """An open correction shows on its resource's page, 办法第二十二条第三款."""
    doubted = next(one for one in demo_site.pages.resources if one.verifications)
    page = visit(demo_site, doubted.address)
    expect(page.locator(".admonition")).to_contain_text("受理单位应当照常办理")
