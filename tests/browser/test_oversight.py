"""The authority's board: every figure is the number of the rows it leads to, every chart has its table."""

from collections import Counter

import pytest
from playwright.sync_api import Page, expect

from generator.views import addresses
from tests.browser.conftest import TODAY, Site, Visit

BOARD = addresses.OVERSIGHT


def _leads_to(page: Page, figure: int, rows: str) -> None:
    """The page shows as many rows as the figure that led to it said."""
    expect(page.locator(f"{rows}:visible")).to_have_count(figure)


def test_what_presses_leads_to_the_deadlines_it_counts(demo_site: Site, visit: Visit) -> None:
    """Overdue and due stand first with their numbers; each leads to just these rows of the deadline board."""
    still_open = Counter(one.state.value for one in demo_site.edition.deadlines if one.is_open)
    assert still_open["已逾期"] > 1
    for state in ("已逾期", "今日到期", "即将到期"):
        tile = visit(demo_site, BOARD).locator(f".mulu-counts a:has-text('项时限{state}')")
        assert int(tile.locator("strong").inner_text()) == still_open[state]
        tile.click()
        _leads_to(tile.page, still_open[state], "#open-deadlines tbody tr")


def test_the_filings_of_this_month_are_counted_by_the_edition_s_day(demo_site: Site, visit: Visit) -> None:
    """The month of the build's day: as many as the page of the month lists."""
    filed = [one for one in demo_site.edition.filings if one.on.isoformat()[:7] == TODAY[:7]]
    assert filed
    page = visit(demo_site, BOARD)
    tile = page.get_by_role("link", name="件本月备案")
    assert tile.locator("strong").inner_text() == str(len(filed))
    tile.click()
    expect(page.locator("h1")).to_have_text("2026年11月备案")
    _leads_to(page, len(filed), "#filings tbody tr")


def test_twelve_months_are_drawn_and_told(demo_site: Site, visit: Visit) -> None:
    """The bars and the table say the same twelve months; what was late and what broke the rules leads to its rows."""
    page = visit(demo_site, BOARD)
    months = demo_site.pages.oversight.months
    assert [one.title for one in months][:: len(months) - 1] == ["2025年12月", "2026年11月"]
    assert len(months) == 12
    chart = page.get_by_role("img", name="2025年12月至2026年11月每月的备案件数")
    assert chart.locator("text").all_text_contents() == [
        text for m in months for text in (str(m.filings), str(m.month))
    ]
    heights = chart.locator("rect").evaluate_all("all => all.map((one) => one.height.baseVal.value)")
    most = max(one.filings for one in months)
    assert heights == pytest.approx([130 * one.filings / most for one in months], abs=0.1)
    rows = page.locator("#filings + .mulu-charted tbody tr")
    told = [[cell.strip() for cell in row.locator("td").all_inner_texts()] for row in rows.all()]
    assert told == [
        [one.title, str(one.filings), str(one.late), str(one.violations), str(one.unproven)] for one in reversed(months)
    ]
    assert sum(one.filings for one in months) == sum(
        "2025-12" <= one.on.isoformat()[:7] <= "2026-11" for one in demo_site.edition.filings
    )
    broken = next(one for one in months if one.violations)
    row = rows.filter(has_text=broken.title)
    row.locator("td").nth(3).get_by_role("link").click()
    expect(page.locator("h1")).to_have_text(f"{broken.title}备案")
    _leads_to(page, broken.violations, "#filings tbody tr")


def test_every_department_s_open_deadlines_lead_to_their_rows(demo_site: Site, visit: Visit) -> None:
    """The most pressing department first; its figures by state are the rows that the deadline board then shows."""
    first = demo_site.pages.oversight.departments[0]
    wanted = [one for one in demo_site.edition.deadlines if one.is_open and one.organisation == first.organisation.text]
    assert sum(one.state.value == "已逾期" for one in wanted) == first.counts["已逾期"] > 0
    page = visit(demo_site, BOARD)
    row = page.locator("#departments + .mulu-charted tbody tr").first
    assert row.locator("td").last.inner_text() == str(len(wanted))
    row.locator("td").nth(1).get_by_role("link").click()
    _leads_to(page, first.counts["已逾期"], "#open-deadlines tbody tr")
    assert page.get_by_label("责任单位", exact=True).input_value() == first.organisation.text
    drawn = visit(demo_site, BOARD).get_by_role("img", name="各单位未办结的时限").locator("rect")
    assert drawn.count() >= len(demo_site.pages.oversight.departments[:10])


def test_findings_are_counted_by_family_and_lead_to_their_rules(faulty_site: Site, visit: Visit) -> None:
    """Errors and warnings of each family; every rule with its number leads to its findings."""
    families = faulty_site.pages.oversight.families
    page = visit(faulty_site, BOARD)
    rows = page.locator("#findings + .mulu-charted tbody tr")
    assert [cell.inner_text() for cell in rows.locator("td:first-child").all()] == [one.title for one in families]
    assert sum(one.errors + one.warnings for one in families) == len(faulty_site.edition.findings)
    (rule, *_) = families[0].rules
    page.get_by_role("link", name=rule.rule.id, exact=True).click()
    _leads_to(page, len(rule.findings), "article tbody tr")
