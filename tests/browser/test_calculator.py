"""The public calculator: any start day and rule answered in the browser, as the program answers."""

from datetime import date
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from generator.calendar import work_calendar
from generator.deadlines.clock import months_after
from generator.profiles import Profile
from generator.profiles.deadlines import DEADLINE_RULES, RULE_NAMED
from generator.views import addresses
from generator.views.calculator import choices_by_profile
from generator.wording import day
from tests.browser.conftest import Site, Visit

ANSWER = "#calculator-answer"
CASES = [
    ("order-update", "2026-06-12", "2026-06-29"),  # 端午节 06-19至21
    ("order-update", "2025-09-25", "2025-10-15"),  # 09-28（日）、10-11（六）上班；国庆节、中秋节 10-01至08
    ("hunan-update", "2026-09-17", "2026-10-14"),  # 09-20（日）、10-10（六）上班；中秋节、国庆节
    ("hunan-update", "2025-01-20", "2025-02-14"),  # 春节 01-28至02-04；01-26（日）、02-08（六）上班
    ("order-reply", "2026-02-09", "2026-02-28"),  # 春节 02-15至23；02-14（六）、02-28（六）上班
    ("order-direct", "2026-09-30", "2026-10-08"),
    ("order-direct", "2026-09-19", "2026-09-20"),
    ("order-review", "2026-09-30", "2026-10-09"),
    ("hunan-verification", "2026-04-30", "2026-05-11"),  # 劳动节 05-01至05；05-09（六）上班
    ("hunan-reply", "2024-09-26", "2024-10-15"),  # 09-29（日）、10-12（六）上班
    ("order-reply-extended", "2026-09-16", "2026-10-20"),  # 30 September is the tenth day, ten more follow the holiday
    ("hunan-verification-extended", "2026-04-30", "2026-06-01"),
]
"""Rule, start, due day: counted by hand from the notices; `-extended` with the longest extension."""


def _visit(visit: Visit, site: Site, **asked: str) -> Page:
    page = visit(site, f"{addresses.CALCULATOR}?{urlencode(asked)}")
    expect(page.locator(ANSWER)).not_to_be_empty()
    return page


def test_every_rule_of_both_profiles_is_offered(demo_site: Site, visit: Visit) -> None:
    """The choices are the rules of the profiles, each under its regulation, with article and period."""
    page = _visit(visit, demo_site, start="2026-09-16")
    offered = page.locator("#calculator-rule optgroup").evaluate_all(
        "all => all.map(one => [one.label, [...one.querySelectorAll('option')].map(each => each.value)])"
    )
    assert [title for title, _ in offered] == ["《湖南省政务信息资源共享管理办法》", "《政务数据共享条例》"]
    values = [value for _, values in offered for value in values]
    for rule in DEADLINE_RULES:
        assert [value for value in values if value == rule.id or value.startswith(f"{rule.id}-")], rule.id
    texts = page.locator("#calculator-rule optgroup option").all_inner_texts()
    wanted = [choice.text for _, choices in choices_by_profile(_profiles(demo_site)) for choice in choices]
    assert texts == wanted


def _profiles(site: Site) -> list[Profile]:
    from generator.profiles import profiles_named

    return list(profiles_named(site.edition.register.authority.profiles or ()))


@pytest.mark.parametrize(("rule", "start", "due"), CASES)
def test_a_due_day_is_the_programs(demo_site: Site, visit: Visit, rule: str, start: str, due: str) -> None:
    """The answer in the browser is the day counted by hand, which is the program's."""
    known = RULE_NAMED[rule.removesuffix("-extended")]
    assert known.amount
    amount = known.amount + (known.extension.amount if known.extension and rule.endswith("-extended") else 0)
    first, last = date.fromisoformat(start), date.fromisoformat(due)
    assert work_calendar().add_working_days(first, amount).due_on == last
    page = _visit(visit, demo_site, start=start, rule=rule)
    expect(page.locator(ANSWER)).to_have_text(f"自{day(first)}起算，到期日为{day(last)}。")
    expect(page.get_by_label("工作日数")).to_have_value(str(amount))
    expect(page.get_by_label("工作日数")).to_be_disabled()


def test_a_cycle_ends_on_the_same_day_months_later_or_the_next_working_day(demo_site: Site, visit: Visit) -> None:
    """A half year from 31 March ends on 30 September; from 1 April on 1 October, moved behind the holiday."""
    assert months_after(date(2026, 3, 31), 6) == date(2026, 9, 30)
    page = _visit(visit, demo_site, start="2026-03-31", rule="hunan-periodic-6")
    expect(page.locator(ANSWER)).to_have_text("自2026年3月31日起算，到期日为2026年9月30日。")
    page.get_by_label("起算日期").fill("2026-04-01")
    expect(page.locator(ANSWER)).to_have_text("自2026年4月1日起算，到期日为2026年10月8日。")


def test_a_start_before_the_rule_was_in_force_is_refused(demo_site: Site, visit: Visit) -> None:
    """A rule does not reach back before its regulation; on its first day it holds."""
    page = _visit(visit, demo_site, start="2025-07-31", rule="order-reply")
    expect(page.locator(ANSWER)).to_have_text("条例第二十一条自2025年8月1日起施行，起算日期在此以前，不适用这一条。")
    expect(page.locator("#calculator-days")).to_be_hidden()
    page.get_by_label("起算日期").fill("2025-08-01")
    expect(page.locator(ANSWER)).to_have_text("自2025年8月1日起算，到期日为2025年8月15日。")


@pytest.mark.parametrize(
    ("rule", "answer"),
    [
        ("hunan-negotiation", "条文只写“及时”，没有规定期限，不作推算。"),
        ("order-incident-report", "条文只写“立即”，没有规定期限，不作推算。"),
        ("hunan-review", "条文没有规定期限，不作推算。"),
    ],
)
def test_a_rule_without_a_figure_is_not_counted(demo_site: Site, visit: Visit, rule: str, answer: str) -> None:
    """A duty without a figure gives no day."""
    page = _visit(visit, demo_site, start="2026-09-16", rule=rule)
    expect(page.locator(ANSWER)).to_have_text(answer)
    expect(page.locator("#calculator-days")).to_be_hidden()


def test_an_unknown_year_gives_no_day(demo_site: Site, visit: Visit) -> None:
    """Counting into a year without its notice is provisional, says since when, and is never Monday to Friday."""
    page = _visit(visit, demo_site, start="2026-12-25", rule="order-reply")
    expect(page.locator(ANSWER)).to_have_text(
        "自2026年12月25日起算，到期日暂定，不早于2027年1月1日：推算到的年份还没有放假通知。"
    )
    expect(page.locator("#calculator-days tbody tr").last).to_contain_text("2027年的放假通知尚未登记")
    page.get_by_label("起算日期").fill("2020-12-31")
    expect(page.locator(ANSWER)).to_have_text("起算日期请填2021年1月1日至2100年12月31日之间的日期。")


def test_what_is_asked_stands_in_the_address(demo_site: Site, visit: Visit) -> None:
    """Each change is kept in the address, which gives the same answer to whoever opens it."""
    page = _visit(visit, demo_site, start="2026-09-16")
    expect(page.get_by_label("工作日数")).to_be_enabled()
    page.get_by_label("工作日数").fill("3")
    expect(page.locator(ANSWER)).to_have_text("自2026年9月16日起算，到期日为2026年9月20日。")
    assert page.url.endswith("?start=2026-09-16&rule=&days=3")
    page.get_by_label("事项").select_option("order-delivery")
    assert page.url.endswith("?start=2026-09-16&rule=order-delivery")
    answer = page.locator(ANSWER).inner_text()
    page.reload()
    expect(page.locator(ANSWER)).to_have_text(answer)
    expect(page.get_by_label("事项")).to_have_value("order-delivery")


@pytest.mark.parametrize("days", ["0", "1001", "1.5", ""])
def test_a_number_that_is_none_is_refused(demo_site: Site, visit: Visit, days: str) -> None:
    """Only whole numbers from 1 to 1000 are counted."""
    page = _visit(visit, demo_site, start="2026-09-16")
    page.get_by_label("工作日数").fill(days)
    expect(page.locator(ANSWER)).to_have_text("工作日数请填 1 至 1000 的整数。")


def test_the_reader_begins_with_today(demo_site: Site, visit: Visit) -> None:
    """Without a day in the address the day in China is filled in."""
    page = visit(demo_site, addresses.CALCULATOR, at="2026-11-30T23:30:00+00:00", zone="America/New_York")
    expect(page.get_by_label("起算日期")).to_have_value("2026-12-01")


def test_a_keyboard_is_enough(demo_site: Site, visit: Visit) -> None:
    """Tab reaches day, rule and number in their order; what is typed is answered."""
    page = _visit(visit, demo_site, start="2026-09-16")
    page.get_by_label("起算日期").focus()
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id"))
        if reached[-1] == "calculator-rule":
            page.keyboard.press("ArrowDown")
            page.keyboard.press("ArrowUp")
        if reached[-1] == "calculator-count":
            break
    assert [name for name in dict.fromkeys(reached) if name != "calculator-start"] == [
        "calculator-rule",
        "calculator-count",
    ]
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("3")
    expect(page.locator(ANSWER)).to_have_text("自2026年9月16日起算，到期日为2026年9月20日。")


def test_without_scripts_the_page_says_where_else_to_ask(demo_site: Site, visit: Visit) -> None:
    """With scripts off there is a hint and no form that does nothing."""
    page = visit(demo_site, addresses.CALCULATOR, javascript=False)
    expect(page.locator("noscript > p")).to_contain_text("mulu workday")
    expect(page.locator("#calculator")).to_be_hidden()
