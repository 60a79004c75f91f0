"""Open deadlines in the browser: the board and its filters, and badges brought up to the day of whoever reads them."""

from datetime import date
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from generator.audience import for_audience
from generator.deadlines import Deadline, State
from generator.deadlines.value import STATE_ORDER
from generator.edition import Audience, read_edition
from generator.views import addresses
from tests.browser.conftest import Site, Visit

BOARD = addresses.DEADLINES
ROWS = "#open-deadlines tbody tr"
CORRECTED = ".mulu-corrected"
REPLIES = ("requests/2026-0001/reply", "requests/2026-0002/reply", "requests/2026-0003/reply")
"""Requests of 1, 16 and 21 September 2026; counted by hand they end on 15 and 30 September and on 12 October."""

STANDING = {
    "2026-09-29": ("已逾期 10 个工作日", "即将到期，还有 1 个工作日", "未到期，还有 5 个工作日"),  # the build's own day
    "2026-09-30": ("已逾期 11 个工作日", "今日到期", "未到期，还有 4 个工作日"),
    "2026-10-01": ("已逾期 11 个工作日", "已逾期不足 1 个工作日", "未到期，还有 4 个工作日"),  # the first day off
    "2026-10-07": ("已逾期 11 个工作日", "已逾期不足 1 个工作日", "未到期，还有 4 个工作日"),  # the last
    "2026-10-08": ("已逾期 12 个工作日", "已逾期 1 个工作日", "即将到期，还有 3 个工作日"),
    "2026-10-09": ("已逾期 13 个工作日", "已逾期 2 个工作日", "即将到期，还有 2 个工作日"),
    "2026-10-10": ("已逾期 14 个工作日", "已逾期 3 个工作日", "即将到期，还有 1 个工作日"),  # a Saturday worked
    "2026-10-11": ("已逾期 14 个工作日", "已逾期 3 个工作日", "即将到期，还有 1 个工作日"),  # a Sunday as ever
    "2026-10-12": ("已逾期 15 个工作日", "已逾期 4 个工作日", "今日到期"),
    "2026-10-13": ("已逾期 16 个工作日", "已逾期 5 个工作日", "已逾期 1 个工作日"),
}
"""What the badges of the three replies say to whoever reads the page on a day, by the notice of the State Council."""


def _noon(day: str) -> str:
    return f"{day}T12:00:00+08:00"


def _badge(page: Page, identity: str) -> Locator:
    return page.locator(f'{ROWS}:has(a[href$="{identity.replace("/", ".")}/"]) .mulu-tag')


def _states(page: Page) -> list[str]:
    return page.locator(f"{ROWS} .mulu-tag").all_inner_texts()


def _open(site: Site, day: str) -> list[Deadline]:
    found = for_audience(read_edition(site.register, date.fromisoformat(day)), Audience.PUBLIC).deadlines
    return [one for one in found if one.is_open]


def test_the_board_shows_what_is_open_overdue_first(demo_site: Site, visit: Visit) -> None:
    """The rows are the open deadlines by urgency, and each figure is the number of its rows."""
    page = visit(demo_site, BOARD)
    wanted = [one for one in demo_site.edition.deadlines if one.is_open]
    assert [one.state for one in wanted].count(State.OVERDUE) > 1
    assert _states(page) == [one.state_text for one in wanted]
    ranks = [STATE_ORDER[one.state] for one in wanted]
    assert ranks == sorted(ranks)
    for state in {one.state for one in wanted}:
        count = sum(one.state is state for one in wanted)
        expect(page.locator(f"[data-count-of={state}] strong")).to_have_text(str(count))
    ended = page.locator("#ended + details")
    expect(ended.locator("table")).to_be_hidden()
    ended.locator("summary").click()
    assert ended.locator("tbody tr:visible").count() == len(demo_site.edition.deadlines) - len(wanted)


def test_an_official_filters_the_board_to_what_one_department_has_overdue(demo_site: Site, visit: Visit) -> None:
    """State and department narrow the rows, stand in the address, and come back with it and with the way back."""
    late = next(one for one in demo_site.edition.deadlines if one.state is State.OVERDUE)
    wanted = [one for one in demo_site.edition.deadlines if one.is_open and one.state is State.OVERDUE]
    page = visit(demo_site, BOARD)
    page.get_by_label("状态", exact=True).select_option("已逾期")
    assert page.locator(f"{ROWS}:visible .mulu-tag").all_inner_texts() == [one.state_text for one in wanted]
    page.get_by_label("责任单位", exact=True).select_option(late.organisation)
    own = [one for one in wanted if one.organisation == late.organisation]
    expect(page.locator(".mulu-filter output")).to_have_text(f"显示 {len(own)} 条，共 {page.locator(ROWS).count()} 条")
    query = f"?state={quote('已逾期')}&organisation={quote(late.organisation)}"
    assert page.url == demo_site.url(BOARD) + query
    page.locator(f"{ROWS}:visible a").first.click()
    expect(page.locator("article .mulu-tags .mulu-tag")).to_have_text(own[0].state_text)
    page.go_back()
    expect(page.get_by_label("责任单位", exact=True)).to_have_value(late.organisation)
    assert page.locator(f"{ROWS}:visible").count() == len(own)


def test_a_figure_of_the_board_leads_to_its_rows(demo_site: Site, visit: Visit) -> None:
    """The figure of a state is a link to the board filtered to it."""
    page = visit(demo_site, BOARD)
    figure = page.locator("[data-count-of=即将到期]")
    count = int(figure.locator("strong").inner_text())
    figure.get_by_role("link").click()
    assert count
    expect(page.locator(f"{ROWS}:visible")).to_have_count(count)
    expect(page.get_by_label("状态", exact=True)).to_have_value("即将到期")


@pytest.mark.parametrize("day", STANDING)
def test_badges_are_right_on_the_day_they_are_read(autumn_site: Site, visit: Visit, day: str) -> None:
    """Across a holiday week, a Saturday worked and last days, each badge says what the notices make of that day."""
    page = visit(autumn_site, BOARD, at=_noon(day))
    for identity, text in zip(REPLIES, STANDING[day], strict=True):
        expect(_badge(page, identity)).to_have_text(text)
    assert _states(page) == [one.state_text for one in _open(autumn_site, day)]
    note = page.locator(CORRECTED)
    if day == "2026-09-29":
        expect(note).to_have_count(0)
    else:
        year, month, date_ = map(int, day.split("-"))
        expect(note).to_have_text(f"以下时限状态已按{year}年{month}月{date_}日更新（网站生成于2026年9月29日）。")


def test_the_board_counts_and_orders_what_was_corrected(autumn_site: Site, visit: Visit) -> None:
    """Filters, figures and order follow the corrected states: what became due today was not so when it was built."""
    page = visit(autumn_site, f"{BOARD}?state={quote('今日到期')}", at=_noon("2026-10-12"))
    expect(page.locator(f"{ROWS}:visible")).to_have_count(1)
    expect(page.locator(f"{ROWS}:visible .mulu-tag")).to_have_text("今日到期")
    expect(page.locator("[data-count-of=今日到期] strong")).to_have_text("1")
    expect(page.locator("[data-count-of=已逾期] strong")).to_have_text("3")
    for state in ("即将到期", "未到期"):
        expect(page.locator(f"[data-count-of={state}]")).to_be_hidden()
    page.get_by_label("状态", exact=True).select_option("已逾期")
    expect(page.locator(f"{ROWS}:visible")).to_have_count(3)


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        ("2026-09-29T16:30:00+00:00", "今日到期"),  # half past noon on 29 September in New York
        ("2026-09-29T15:59:00+00:00", "即将到期，还有 1 个工作日"),
        ("2026-09-30T15:59:00+00:00", "今日到期"),
        ("2026-09-30T16:00:00+00:00", "已逾期不足 1 个工作日"),
    ],
)
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati"])
def test_a_reader_elsewhere_sees_the_day_in_china(
    autumn_site: Site, visit: Visit, zone: str, instant: str, text: str
) -> None:
    """A deadline ends with the day in China, wherever it is read."""
    page = visit(autumn_site, BOARD, at=instant, zone=zone)
    expect(_badge(page, REPLIES[1])).to_have_text(text)


def test_a_badge_that_stands_alone_says_that_it_was_corrected(autumn_site: Site, visit: Visit) -> None:
    """On the page of one deadline the badge turns to overdue, in words and looks, with a note behind it."""
    address = addresses.deadline(REPLIES[1])
    page = visit(autumn_site, address)
    badge = page.locator("article .mulu-tags .mulu-tag")
    expect(badge).to_have_text("即将到期，还有 1 个工作日")
    expect(page.locator(CORRECTED)).to_have_count(0)
    page = visit(autumn_site, address, at=_noon("2026-10-10"))
    expect(badge).to_have_text("已逾期 3 个工作日")
    expect(badge).to_have_class("mulu-tag mulu-tag--late")
    expect(page.locator(CORRECTED)).to_have_text("（已按2026年10月10日更新）")


@pytest.mark.parametrize("address", ["", "organisations/省教育厅/", "resources/307003/000001/"])
def test_badges_of_other_pages_are_corrected_too(autumn_site: Site, visit: Visit, address: str) -> None:
    """Home, a department and a resource bring their badges up to the day, with one note for each list."""
    page = visit(autumn_site, address, at=_noon("2026-10-10"))
    badge = page.locator('article .mulu-tag[data-due="2026-09-30"]')
    expect(badge).to_have_text("已逾期 3 个工作日")
    expect(page.locator(CORRECTED)).to_have_count(1)


def test_a_clock_that_runs_behind_changes_nothing(autumn_site: Site, visit: Visit) -> None:
    """A reader whose clock is wrong by a year sees the page as it was built."""
    page = visit(autumn_site, BOARD, at=_noon("2025-09-29"))
    expect(_badge(page, REPLIES[1])).to_have_text("即将到期，还有 1 个工作日")
    expect(page.locator(CORRECTED)).to_have_count(0)


def test_beyond_the_notices_no_figure_is_made_up(autumn_site: Site, visit: Visit) -> None:
    """Read in a year whose notice the build did not know, a badge says overdue and gives no figure."""
    page = visit(autumn_site, BOARD, at=_noon("2027-01-05"))
    expect(_badge(page, REPLIES[1])).to_have_text("已逾期，天数待放假通知登记后计算")


def test_a_deadline_explains_each_day(autumn_site: Site, visit: Visit) -> None:
    """The page of a deadline names start, article, each day off and each weekend worked, with the notice."""
    page = visit(autumn_site, addresses.deadline(REPLIES[2]))
    facts = page.locator("article > .mulu-facts")
    expect(facts.locator("dt:text-is('到期日') + dd")).to_have_text("2026年10月12日")
    expect(facts.locator("dt:text-is('期限') + dd")).to_have_text("10个工作日（条例第二十一条）")
    days = page.locator("#counting ~ table tbody tr")
    told = {row.locator("td").nth(0).inner_text(): row.locator("td").nth(1).inner_text() for row in days.all()}
    off = ["2026年9月25日", "2026年9月26日", "2026年9月27日", *(f"2026年10月{day}日" for day in range(1, 8))]
    assert told == {**dict.fromkeys(off, "不计入"), "2026年10月10日": "计入", "2026年10月11日": "不计入"}
