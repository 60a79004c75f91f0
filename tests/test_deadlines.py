"""Deadlines: each source, each state, boundaries by rule, extensions, readings, and ten recomputed by hand."""

import ast
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from generator.calendar import WorkCalendar, work_calendar
from generator.cli import run
from generator.deadlines import (
    Answer,
    Deadline,
    LateStep,
    State,
    deadlines_of,
    due_of_trigger,
    steps_after_filing,
    within,
)
from generator.deadlines.clock import months_after
from generator.deadlines.feed import deadlines_as_calendar, uid_of
from generator.deadlines.json import deadlines_as_json
from generator.deadlines.text import deadlines_as_text, summary
from generator.model.authority import Authority
from generator.model.catalogue import Catalogue
from generator.model.ledgers import LEDGER_RECORDS
from generator.model.register import Entry, FiledCatalogue, FiledResource, Register
from generator.model.resource import Resource
from generator.model.words import CatalogueKind, LedgerKind
from generator.rules.extensions import clock_of
from tests.conftest import REPOSITORY
from tests.test_calendar import AMENDMENT, notice

CALENDAR = work_calendar()
CODE = "307003/000001"
UNCONDITIONAL, DENIED = "307003/000002", "307003/000003"
CLASSES = {CODE: "有条件共享", UNCONDITIONAL: "无条件共享", DENIED: "不予共享"}
CATALOGUE_FILE = "catalogues/department/省教育厅/catalogue.yml"
Told = Mapping[str, Any]


def register_of(*records: tuple[LedgerKind, Told], cycle: str = "每半年", **authority: object) -> Register:
    """A register of one catalogue with one resource of each class, and these ledger records, numbered in order."""
    resources = tuple(
        FiledResource(
            f"catalogues/department/省教育厅/{code[-1]}.yml",
            Resource.model_validate(
                {"资源名称": f"许可信息{code[-1]}", "资源代码": code, "提供方": "省教育厅", "共享类型": sharing}
            ),
            CatalogueKind.DEPARTMENT,
            "省教育厅",
        )
        for code, sharing in CLASSES.items()
    )
    catalogue = Catalogue.model_validate({"目录名称": "省教育厅目录", "牵头部门": "省教育厅", "复核周期": cycle})
    chosen = {
        "主管部门": "省政府办公厅",
        "行政区划": "430000",
        "规则集": ["hunan-2021", "state-council-809"],
        **authority,
    }
    entries = tuple(
        Entry(
            f"catalogues/ledgers/{kind.folder}/2026/2026-{number:04}.yml",
            kind,
            f"2026-{number:04}",
            LEDGER_RECORDS[kind].model_validate(record),
        )
        for number, (kind, record) in enumerate(records, 1)
    )
    filed = FiledCatalogue(CATALOGUE_FILE, CatalogueKind.DEPARTMENT, "省教育厅", catalogue, resources)
    return Register(authority=Authority.model_validate(chosen), catalogues=(filed,), entries=entries)


def trigger(on: str, kind: str = "法律修订", code: str = CODE, **more: object) -> tuple[LedgerKind, Told]:
    affected = {"资源代码": code, **more}
    return LedgerKind.TRIGGERS, {"类别": kind, "事项": "民办教育促进法修订", "发生日期": on, "涉及资源": [affected]}


def request(on: str, code: str = CODE, **more: object) -> tuple[LedgerKind, Told]:
    return LedgerKind.REQUESTS, {"资源代码": code, "使用部门": "省公安厅", "收到日期": on, **more}


def correction(on: str, **more: object) -> tuple[LedgerKind, Told]:
    return LedgerKind.CORRECTIONS, {"资源代码": CODE, "反馈部门": "省公安厅", "事由": "有误", "收到日期": on, **more}


def of(*records: tuple[LedgerKind, Told], today: str = "2026-11-25", **more: Any) -> tuple[Deadline, ...]:
    given_ = {name: more.pop(name) for name in ("answered", "last_changed") if name in more}
    calendar = more.pop("calendar", CALENDAR)
    return deadlines_of(register_of(*records, **more), calendar, date.fromisoformat(today), **given_)


def only(*records: tuple[LedgerKind, Told], **more: Any) -> Deadline:
    (found,) = of(*records, **more)
    return found


# Ten deadlines recomputed by hand --------------------------------------------------------------------------------

HAND: list[tuple[str, tuple[LedgerKind, Told], str, str, str]] = [
    ("order-update", trigger("2026-06-12"), "2026-06-29", "06-15 16 17 18 22 23 24 25 26 29", "端午节 06-19至21"),
    ("order-update", trigger("2026-09-17", "行政法规修订"), "2026-10-08",
     "09-18 20 21 22 23 24 28 29 30 10-08", "09-20（日）上班；中秋节 09-25至27；国庆节 10-01至07"),
    ("hunan-update", trigger("2026-09-17", "地方性法规修订"), "2026-10-14",
     "09-18 20 21 22 23 24 28 29 30 10-08 09 10 12 13 14", "10-10（六）上班"),
    ("hunan-update", trigger("2025-01-20"), "2025-02-14",
     "01-21 22 23 24 26 27 02-05 06 07 08 10 11 12 13 14",
     "春节 01-28至02-04；01-26（日）、02-08（六）上班"),
    ("order-reply", request("2026-02-09"), "2026-02-28",
     "02-10 11 12 13 14 24 25 26 27 28", "春节 02-15至23；02-14（六）、02-28（六）上班"),
    ("order-direct", request("2026-09-30", UNCONDITIONAL), "2026-10-08", "10-08", "国庆节 10-01至07"),
    ("order-direct", request("2026-09-19", UNCONDITIONAL), "2026-09-20", "09-20", "09-20（日）上班"),
    ("hunan-verification", correction("2026-04-30"), "2026-05-11",
     "05-06 07 08 09 11", "劳动节 05-01至05；05-09（六）上班"),
    ("hunan-reply", request("2024-09-26"), "2024-10-15",
     "09-27 29 30 10-08 09 10 11 12 14 15", "国庆节 10-01至07；09-29（日）、10-12（六）上班"),
    ("order-update", trigger("2025-09-25", "职能变化"), "2025-10-15",
     "09-26 28 29 30 10-09 10 11 13 14 15", "国庆节、中秋节 10-01至08；09-28（日）、10-11（六）上班"),
]  # fmt: skip
"""Rule, record, due day, the days counted one by one from the notices, what the notices arrange between."""


def days_named(year: int, text: str) -> list[date]:
    month, days = 0, []
    for part in text.split():
        *named, day = map(int, part.split("-"))
        month = named[0] if named else month
        days.append(date(year, month, day))
    return days


@pytest.mark.parametrize(("rule", "record", "due_on", "counted", "arranged"), HAND)
def test_ten_deadlines_recomputed_by_hand(
    rule: str, record: tuple[LedgerKind, Told], due_on: str, counted: str, arranged: str
) -> None:
    found = only(record, today=due_on)
    assert (found.rule.id, found.due_on) == (rule, date.fromisoformat(due_on)), arranged
    days = days_named(int(due_on[:4]), counted)
    assert len(days) == found.rule.amount
    assert days[-1] == found.due_on
    assert found.started_on is not None
    assert days == [
        day
        for number in range(1, (days[-1] - found.started_on).days + 1)
        if CALENDAR.is_working(day := found.started_on + timedelta(days=number))
    ]


# Boundaries per rule ---------------------------------------------------------------------------------------------

GRANTED = {"日期": "2026-06-12", "结果": "同意"}
REVIEWED = trigger("2026-06-01", 报送日期="2026-06-12")
WITH_FIGURE: list[tuple[str, tuple[LedgerKind, Told], str]] = [
    ("order-update", trigger("2026-06-12"), "2026-06-29"),
    ("hunan-update", trigger("2026-06-12", "地方性法规修订"), "2026-07-06"),
    ("order-review", REVIEWED, "2026-06-16"),
    ("order-direct", request("2026-06-12", UNCONDITIONAL), "2026-06-15"),
    ("order-reply", request("2026-06-12"), "2026-06-29"),
    ("order-delivery", request("2026-06-01", 答复=GRANTED), "2026-07-13"),
    ("hunan-verification", correction("2026-06-12"), "2026-06-22"),
]


def ruled(rule: str, record: tuple[LedgerKind, Told], today: date, **more: Any) -> Deadline:
    (found,) = [one for one in of(record, today=today.isoformat(), **more) if one.rule.id == rule]
    return found


@pytest.mark.parametrize(("rule", "record", "last"), WITH_FIGURE)
def test_on_the_last_day_it_is_due_today_and_on_the_next_overdue(
    rule: str, record: tuple[LedgerKind, Told], last: str
) -> None:
    """From a Friday, across the Dragon Boat Festival (06-19 to 21) where the period is long enough."""
    due_on = date.fromisoformat(last)
    on_the_day = ruled(rule, record, due_on)
    assert (on_the_day.due_on, on_the_day.state, on_the_day.days_left) == (due_on, State.TODAY, 0)
    next_day = CALENDAR.add_working_days(due_on, 1).due_on
    assert next_day
    late = ruled(rule, record, next_day)
    assert (late.state, late.days_left, late.state_text) == (State.OVERDUE, -1, "已逾期 1 个工作日")
    before = ruled(rule, record, due_on - timedelta(days=3))
    assert before.state is State.SOON


def test_four_working_days_before_it_is_not_soon_yet() -> None:
    record = trigger("2026-06-12")
    assert [only(record, today=f"2026-06-{day}").state for day in (23, 24)] == [State.OPEN, State.SOON]


STARTS = {
    "a holiday": ("2026-10-03", "2026-10-08"),
    "a make-up Sunday": ("2026-09-20", "2026-09-21"),
    "a Saturday before a make-up Sunday": ("2026-09-19", "2026-09-20"),
    "the last day before the Spring Festival": ("2026-02-14", "2026-02-24"),
    "the last known day": ("2026-12-31", None),
}


@pytest.mark.parametrize("name", STARTS)
@pytest.mark.parametrize(
    ("obligation", "record"),
    [
        ("order-update", trigger), ("order-reply", request), ("hunan-verification", correction),
        ("order-direct", lambda on: request(on, UNCONDITIONAL)),
        ("order-delivery", lambda on: request("2026-01-05", 答复={"日期": on, "结果": "同意"})),
        ("order-review", lambda on: trigger("2026-01-05", 报送日期=on)),
        ("hunan-update", lambda on: trigger(on, "地方性法规修订")),
    ],
)  # fmt: skip
def test_the_first_day_counted_from_any_kind_of_start(name: str, obligation: str, record: Any) -> None:
    start, first = STARTS[name]
    found = ruled(obligation, record(start), date.fromisoformat(start))
    assert found.rule.amount
    if first is None:
        assert (found.due_on, found.state, found.not_before) == (None, State.PROVISIONAL, date(2027, 1, 1))
        return
    rest = found.rule.amount - 1
    first_day = date.fromisoformat(first)
    assert found.due_on == (CALENDAR.add_working_days(first_day, rest).due_on if rest else first_day)


def test_a_deadline_into_the_unknown_year_becomes_known_with_the_notice() -> None:
    record = trigger("2026-12-21")
    unknown = only(record, today="2026-12-22")
    assert (unknown.state, unknown.due_on, unknown.days_left, unknown.provisional) == (
        State.PROVISIONAL, None, None, True,
    )  # fmt: skip
    assert unknown.explanation[-1].reason == "2027年的放假通知尚未登记"
    known = only(record, today="2026-12-22", calendar=work_calendar([notice()]))
    assert (known.state, known.due_on) == (State.OPEN, date(2027, 1, 5))


def test_what_ended_before_the_unknown_year_was_in_time() -> None:
    """Ten working days cannot have passed by then, whatever the notice will say."""
    record = request("2026-12-21", 答复={"日期": "2026-12-30", "结果": "不同意", "理由": "无关"})
    assert only(record, today="2026-12-31").state is State.IN_TIME
    later = request("2026-12-21", 答复={"日期": "2027-01-06", "结果": "不同意", "理由": "无关"})
    assert only(later, today="2027-01-07").state is State.PROVISIONAL


def test_the_weekend_after_the_last_day_is_late_by_no_working_day_yet() -> None:
    found = only(request("2026-06-01"), today="2026-06-20")
    assert (found.due_on, found.state, found.days_left, found.state_text) == (
        date(2026, 6, 15), State.OVERDUE, -3, "已逾期 3 个工作日",
    )  # fmt: skip
    friday = only(request("2026-07-10"), today="2026-07-25")
    assert (friday.due_on, friday.days_left, friday.state_text) == (date(2026, 7, 24), 0, "已逾期不足 1 个工作日")


# What ends a clock -----------------------------------------------------------------------------------------------

ANSWER = Answer(date(2026, 7, 1), "0" * 40, "备〔2026〕0012号")


def test_a_trigger_is_answered_by_the_merge_that_names_it() -> None:
    found = only(trigger("2026-06-12"), answered={("2026-0001", CODE): ANSWER})
    assert (found.state, found.ended_on, found.ended_by, found.days_late) == (
        State.LATE, date(2026, 7, 1), "备〔2026〕0012号", 2,
    )  # fmt: skip
    assert found.state_text == "逾期办结，逾期 2 个工作日"
    other = only(trigger("2026-06-12"), answered={("2026-0002", CODE): ANSWER})
    assert other.is_open


def test_the_day_of_handing_in_counts_for_the_department_and_starts_the_authoritys_own_clock() -> None:
    update, review = sorted(
        of(trigger("2026-06-12", 报送日期="2026-06-26"), answered={("2026-0001", CODE): ANSWER}),
        key=lambda one: one.rule.obligation.name,
        reverse=True,
    )
    assert (update.state, update.ended_on, update.judged_on) == (State.IN_TIME, date(2026, 7, 1), date(2026, 6, 26))
    assert update.notes == ("以报送之日2026年6月26日认定是否按期",)
    assert (review.organisation, review.due_on, review.state) == ("省政府办公厅", date(2026, 6, 30), State.LATE)


@pytest.mark.parametrize(
    ("handed_in", "state", "text", "days_left"),
    [
        ("2026-06-29", State.OPEN, "已报送，待审核", None),
        ("2026-06-30", State.OVERDUE, "已逾期 1 个工作日", -1),
    ],
)
def test_an_update_that_waits_for_its_review_is_late_by_no_more_than_it_was_when_handed_in(
    handed_in: str, state: State, text: str, days_left: int | None
) -> None:
    """The last day is 2026-06-29; two weeks later the authority has not merged, which is no fault of the department."""
    update, review = of(trigger("2026-06-12", 报送日期=handed_in), today="2026-07-13")
    update, review = (update, review) if update.rule.obligation.name == "UPDATE" else (review, update)
    assert (update.state, update.state_text, update.days_left, update.is_open) == (state, text, days_left, True)
    assert (review.organisation, review.state) == ("省政府办公厅", State.OVERDUE)


def test_a_recorded_no_change_ends_the_clock() -> None:
    found = only(trigger("2026-06-12", 无需变更="不涉及信息项", 认定日期="2026-06-29"))
    assert (found.state, found.ended_by) == (State.IN_TIME, "认定无需变更")


def test_what_ends_after_the_day_asked_about_has_not_ended_on_it() -> None:
    record = trigger("2026-06-12")
    assert only(record, answered={("2026-0001", CODE): ANSWER}, today="2026-06-29").state is State.TODAY
    assert only(record, answered={("2026-0001", CODE): ANSWER}, today="2026-07-01").state is State.LATE


def test_a_request_is_ruled_by_the_class_it_had_when_received() -> None:
    assert only(request("2026-06-12")).rule.id == "order-reply"
    assert only(request("2026-06-12", 共享类型="无条件共享")).rule.id == "order-direct"
    assert of(request("2026-06-12", DENIED)) == ()
    provided = of(request("2026-06-12", DENIED, 答复={"日期": "2026-06-15", "结果": "同意"}, 提供日期="2026-06-16"))
    assert sorted((one.rule.id, one.state.value) for one in provided) == [
        ("hunan-denied-filing", "未规定期限"),
        ("order-delivery", "按期办结"),
    ]


def test_before_the_order_unconditional_data_has_no_reply_deadline() -> None:
    found = only(request("2025-07-31", UNCONDITIONAL), today="2026-11-25")
    assert (found.rule.id, found.state, found.provisional) == ("hunan-direct", State.NO_LIMIT, False)
    assert found.rule.period == "直接获取，没有具体期限"


def test_missing_material_does_not_restart_the_clock() -> None:
    found = only(request("2026-06-12", 补正={"告知日期": "2026-06-15", "补齐日期": "2026-06-24"}))
    assert found.due_on == date(2026, 6, 29)
    assert found.notes == ("2026年6月15日已告知补正；条例没有规定补正期间不计时，时限仍自收到申请起算",)


def test_a_withdrawn_request_is_over() -> None:
    found = only(request("2026-06-12", 撤回日期="2026-06-15"))
    assert (found.state, found.ended_by) == (State.IN_TIME, "使用部门撤回")


# Extensions and readings -----------------------------------------------------------------------------------------

CONSENT = {"同意": "主管部门", "同意日期": "2026-06-24", "告知日期": "2026-06-24"}


def test_an_extension_moves_the_last_day_and_keeps_the_first() -> None:
    found = only(trigger("2026-06-12", 延期={"工作日数": "5", **CONSENT}), today="2026-06-25")
    assert (found.due_on, found.extended_to, found.state) == (
        date(2026, 6, 29), date(2026, 7, 6), State.EXTENDED,
    )  # fmt: skip
    assert found.notes == ("2026年6月24日经同意延长5个工作日",)


def test_an_extension_counts_no_further_than_the_article_lets_it() -> None:
    found = only(trigger("2026-06-12", 延期={"工作日数": "8", **CONSENT}), today="2026-06-25")
    assert found.extended_to == date(2026, 7, 6)
    assert found.notes[-1] == "登记延长8个工作日，超出最长5个工作日的部分不计"


@pytest.mark.parametrize(
    ("record", "note"),
    [
        (trigger("2026-06-12", 延期={"工作日数": "5"}), "登记的延期不计：没有登记同级政务数据共享主管部门同意的日期"),
        (request("2026-06-12", 延期={"工作日数": "5", "同意日期": "2026-06-24"}),
         "登记的延期不计：没有登记告知政务数据需求部门的日期"),
        (trigger("2026-06-12", "地方性法规修订", 延期={"工作日数": "5", **CONSENT}),
         "登记的延期不计：办法第十条第二款没有规定延期"),
    ],
)  # fmt: skip
def test_an_extension_without_consent_notice_or_article_does_not_count(
    record: tuple[LedgerKind, Told], note: str
) -> None:
    found = only(record, today="2026-06-25")
    assert (found.extended_to, found.notes) == (None, (note,))


def test_an_extension_into_the_unknown_year_is_provisional() -> None:
    found = only(request("2026-12-10", 延期={"工作日数": "10", **CONSENT}), today="2026-12-25")
    assert (found.due_on, found.extended_to, found.state) == (date(2026, 12, 24), None, State.PROVISIONAL)


BOTH_FIGURES = "办法第二十二条第二款规定5个工作日、条例第二十六条规定10个工作日；"


@pytest.mark.parametrize(
    ("period", "due_on", "reading"),
    [
        ({}, "2026-06-22", BOTH_FIGURES + "主管部门尚未明确按哪一种计算，现按较严的办法第二十二条第二款计算"),
        ({"校核期限": "办法"}, "2026-06-22", BOTH_FIGURES + "主管部门已明确按办法计算"),
        ({"校核期限": "条例"}, "2026-06-29", BOTH_FIGURES + "主管部门已明确按条例计算"),
    ],
)
def test_the_verification_period_is_the_authoritys_choice_and_says_so(period: Told, due_on: str, reading: str) -> None:
    found = only(correction("2026-06-12"), 时限口径=period, today="2026-06-15")
    assert (found.due_on, found.reading) == (date.fromisoformat(due_on), reading)


@pytest.mark.parametrize(
    ("chosen", "extended_to", "told"),
    [
        ({}, "2026-07-13", "主管部门尚未明确，现按字面理解：15个工作日是延长的期限，连同原期限最长20个工作日"),
        ({"校核延期": "总期限"}, "2026-07-06", "主管部门已明确15个工作日是连同原期限的总期限，最长延长10个工作日"),
        ({"校核延期": "延长的期限"}, "2026-07-13",
         "主管部门已明确15个工作日是延长的期限，连同原期限最长20个工作日"),
    ],
)  # fmt: skip
def test_the_longest_extension_of_a_verification_is_the_authoritys_choice(
    chosen: Told, extended_to: str, told: str
) -> None:
    found = only(
        correction("2026-06-12", 延期={"工作日数": "15", **CONSENT}),
        时限口径={"校核期限": "办法", **chosen},
        today="2026-06-25",
    )
    assert found.extended_to == date.fromisoformat(extended_to)
    assert found.reading == f"{BOTH_FIGURES}主管部门已明确按办法计算。{told}"


@pytest.mark.parametrize("period", [{}, {"校核期限": "办法"}, {"校核期限": "条例"}])
@pytest.mark.parametrize(
    "record",
    [trigger("2026-06-12"), trigger("2026-06-12", "地方性法规修订"), request("2026-06-12"), correction("2026-06-12"),
     request("2026-06-12", UNCONDITIONAL), correction("2025-07-01"), trigger("2025-07-01")],
)  # fmt: skip
def test_a_check_judges_an_extension_by_the_clock_that_counts(period: Told, record: tuple[LedgerKind, Told]) -> None:
    register = register_of(record, 时限口径=period)
    (found,) = deadlines_of(register, CALENDAR, date(2026, 11, 25))
    judged: Any = register.entries[0].value
    assert clock_of(judged, register) == found.rule


def test_by_the_order_a_verification_ends_when_its_result_was_told() -> None:
    record = correction("2026-06-12", 办结日期="2026-06-29", 结论="已更正", 告知日期="2026-06-30")
    by_order = only(record, 时限口径={"校核期限": "条例"})
    assert (by_order.state, by_order.ended_on) == (State.LATE, date(2026, 6, 30))
    found = of(record, 时限口径={"校核期限": "办法"})
    assert sorted((one.rule.id, one.state.value) for one in found) == [
        ("hunan-result", "未规定期限"),
        ("hunan-verification", "逾期办结"),
    ]


def test_an_open_verification_says_that_business_goes_on() -> None:
    assert only(correction("2026-06-12")).notes == ("校核期间照常办理业务（办法第二十二条第三款）",)


# Catalogues, and what has no figure ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cycle", "changed", "due_on"),
    [
        ("每月", "2026-01-31", "2026-02-28"),  # the last of the month, a make-up Saturday
        ("每季度", "2026-02-10", "2026-05-11"),  # a Sunday rolls on
        ("每半年", "2026-04-01", "2026-10-08"),  # so does National Day
        ("每年", "2025-08-11", "2026-08-11"),
        ("每年", "2024-02-29", "2025-02-28"),
    ],
)
def test_a_catalogue_is_reviewed_by_its_own_cycle(cycle: str, changed: str, due_on: str) -> None:
    found = only(cycle=cycle, last_changed={CATALOGUE_FILE: date.fromisoformat(changed)})
    assert (found.rule.id, found.due_on) == ("hunan-periodic", date.fromisoformat(due_on))
    assert found.id == "catalogues/department/省教育厅/periodic"


def test_a_review_in_the_unknown_year_names_the_earliest_day() -> None:
    found = only(cycle="每年", last_changed={CATALOGUE_FILE: date(2026, 3, 16)})
    assert (found.state, found.due_on, found.not_before) == (State.PROVISIONAL, None, date(2027, 3, 16))


def test_an_unknown_last_change_is_unknown() -> None:
    assert of() == ()
    found = only(last_changed={})
    assert (found.state, found.started_on, found.notes) == (State.PROVISIONAL, None, ("目录上次变更的日期未知",))


NO_FIGURE: list[tuple[LedgerKind, Told]] = [
    (LedgerKind.DISPUTES, {"资源代码": [CODE], "各方": ["省教育厅", "省公安厅"], "事由": "不一致",
                           "发生日期": "2026-01-05", "提请日期": "2026-02-05"}),
    (LedgerKind.SUSPENSIONS, {"资源代码": CODE, "使用部门": "省公安厅", "方式": "暂停", "事由": "违规",
                              "起": "2026-01-05"}),
    (LedgerKind.INCIDENTS, {"部门": "省教育厅", "概述": "泄露", "发现日期": "2026-01-05"}),
]  # fmt: skip


@pytest.mark.parametrize("today", ["2026-01-05", "2026-11-25"])
def test_a_duty_without_figure_is_never_overdue(today: str) -> None:
    found = of(*NO_FIGURE, today=today)
    assert {(one.state, one.days_left, one.due_on) for one in found} == {(State.NO_LIMIT, None, None)}
    assert sorted((one.rule.id, one.organisation, one.internal) for one in found) == [
        ("hunan-suspension-report", "省教育厅", False),
        ("order-coordination", "省政府办公厅", False),
        ("order-incident-report", "省教育厅", True),
        ("order-negotiation", "省公安厅", False),
        ("order-negotiation", "省教育厅", False),
    ]


def test_a_suspension_without_misuse_is_filed_under_the_order() -> None:
    kind, told = NO_FIGURE[1]
    assert only((kind, {**told, "情形": "其他正当理由"})).rule.id == "order-suspension-report"


# The whole -------------------------------------------------------------------------------------------------------

MANY = (
    trigger("2026-11-02"), trigger("2026-11-11"), trigger("2026-11-13"), request("2026-11-20"), trigger("2026-12-21"),
    correction("2026-06-12", 办结日期="2026-06-15"), *NO_FIGURE[1:2],
)  # fmt: skip


def test_overdue_comes_first_and_ended_last() -> None:
    assert [one.state for one in of(*MANY)] == [
        State.OVERDUE, State.TODAY, State.SOON, State.OPEN, State.PROVISIONAL, State.NO_LIMIT, State.IN_TIME,
    ]  # fmt: skip


def test_ids_are_unique_and_do_not_depend_on_the_day_or_the_law() -> None:
    ids = [one.id for one in of(*MANY, *NO_FIGURE)]
    assert len(set(ids)) == len(ids)
    assert only(trigger("2026-06-12")).id == "triggers/2026-0001/307003-000001/update"
    only_hunan = only(trigger("2026-06-12"), 规则集=["hunan-2021"], today="2026-06-12")
    assert (only_hunan.rule.id, only_hunan.id) == ("hunan-update", "triggers/2026-0001/307003-000001/update")


def test_within_so_many_days_is_what_is_late_or_soon() -> None:
    assert [one.state for one in within(of(*MANY), 3)] == [State.OVERDUE, State.TODAY, State.SOON]
    assert [one.days_left for one in within(of(*MANY), 0)] == [-7, 0]


def test_a_moved_day_says_why() -> None:
    calendar = work_calendar([notice(调整=[AMENDMENT])])
    found = only(correction("2027-09-29"), calendar=calendar, today="2027-10-08")
    assert (found.moved_from, found.due_on) == (date(2027, 10, 12), date(2027, 10, 13))
    assert "原为2027年10月12日，因《关于调整2027年国庆节放假的通知（样本）》（样本〔2027〕3号）而变动" in (
        deadlines_as_text([found])
    )


def test_the_review_page_is_told_until_when() -> None:
    register = register_of(trigger("2026-06-12"), trigger("2026-12-21"), trigger("2026-06-12", "地方性法规修订"))
    assert due_of_trigger(register, CALENDAR) == {
        ("2026-0001", CODE): "2026年6月29日（条例第十七条第二款，10个工作日）",
        ("2026-0002", CODE): "暂定，不早于2027年1月1日（条例第十七条第二款，10个工作日）",
        ("2026-0003", CODE): "2026年7月6日（办法第十条第二款，15个工作日）",
    }


def test_a_step_dated_after_the_merge_that_filed_it_is_told() -> None:
    register = register_of(request("2026-06-12", 答复={"日期": "2026-06-20", "结果": "同意"}), trigger("2026-12-01"))
    filed = {entry.file: date(2026, 6, 18) for entry in register.entries}
    assert steps_after_filing(register, filed) == (
        LateStep("catalogues/ledgers/requests/2026/2026-0001.yml", "答复", date(2026, 6, 20), date(2026, 6, 18)),
    )
    assert steps_after_filing(register, {}) == ()


# Forms -----------------------------------------------------------------------------------------------------------

CONTRACT = (
    "rule", "article", "profile", "subject", "organisation", "started_on", "due_on", "extended_to", "ended_on", "state",
    "days_left", "provisional",
)  # fmt: skip


def test_the_json_holds_the_contract() -> None:
    listed = json.loads(deadlines_as_json(of(*MANY)))
    assert all(set(CONTRACT) <= set(entry) for entry in listed)
    assert {key: listed[0][key] for key in CONTRACT} == {
        "rule": "order-update",
        "article": "条例第十七条第二款",
        "profile": "state-council-809",
        "subject": CODE,
        "organisation": "省教育厅",
        "started_on": "2026-11-02",
        "due_on": "2026-11-16",
        "extended_to": None,
        "ended_on": None,
        "state": "已逾期",
        "days_left": -7,
        "provisional": False,
    }


def test_the_text_explains_itself() -> None:
    assert deadlines_as_text([only(trigger("2026-09-17"), today="2026-09-18")]) == (
        "未到期，还有 9 个工作日  2026年10月8日  省教育厅  更新目录  307003/000001 许可信息1\n"
        "    起算：2026年9月17日，民办教育促进法修订（法律修订）；当日不计\n"
        "    依据：条例第十七条第二款，10个工作日\n"
        "    不计：2026年9月19日（周末）\n"
        "    计入：2026年9月20日（国庆节调休）\n"
        "    不计：2026年9月25日至2026年9月27日（中秋节）\n"
        "    不计：2026年10月1日至2026年10月7日（国庆节）\n"
        "    日历：chinesecalendar 1.11.0（国办发明电〔2025〕7号）\n"
    )
    assert summary(of(*MANY), date(2026, 11, 25)).startswith("以2026年11月25日为今天：已逾期 1 项，今日到期 1 项")


def entries_of(found: Sequence[Deadline], today: date = date(2026, 11, 25), **authority: str) -> list[Any]:
    known = Authority.model_validate({"主管部门": "省政府办公厅", "行政区划": "430000", **authority})
    feed = Calendar.from_ical(deadlines_as_calendar(found, known, today))
    assert feed["version"] == "2.0"
    return list(feed.walk("VEVENT"))


def test_the_feed_holds_what_is_open_and_has_a_day() -> None:
    entries = entries_of(of(*MANY))
    assert [(str(entry["dtstart"].dt), str(entry["status"])) for entry in entries] == [
        ("2026-11-16", "CONFIRMED"), ("2026-11-25", "CONFIRMED"), ("2026-11-27", "CONFIRMED"),
        ("2026-12-04", "CONFIRMED"), ("2027-01-01", "TENTATIVE"),
    ]  # fmt: skip
    assert str(entries[0]["summary"]) == "更新目录：许可信息1（省教育厅）"
    assert len({str(entry["uid"]) for entry in entries}) == 5


def test_an_entry_is_updated_and_never_doubled() -> None:
    record = trigger("2026-12-21")
    (before,) = entries_of(of(record))
    (after,) = entries_of(of(record, calendar=work_calendar([notice()])), date(2026, 11, 26))
    assert before["uid"] == after["uid"]
    assert before["sequence"] < after["sequence"]
    assert before["dtstamp"].dt < after["dtstamp"].dt
    (extended,) = entries_of(of(trigger("2026-11-18", 延期={"工作日数": "5", **CONSENT})))
    (plain,) = entries_of(of(trigger("2026-11-18")))
    assert (extended["uid"], extended["sequence"] - plain["sequence"]) == (plain["uid"], 2)


def test_a_moved_entry_has_a_higher_sequence() -> None:
    record = correction("2027-09-29")
    (before,) = entries_of(of(record, calendar=work_calendar([notice()]), today="2027-09-30"))
    amended = work_calendar([notice(调整=[AMENDMENT])])
    (after,) = entries_of(of(record, calendar=amended, today="2027-09-30"))
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (1, 5)


def test_two_authorities_never_share_an_entry() -> None:
    one = only(trigger("2026-11-18"))
    assert uid_of(one, Authority.model_validate({"主管部门": "甲局", "行政区划": "430100"})) != uid_of(
        one, Authority.model_validate({"主管部门": "甲局", "行政区划": "430000"})
    )


def test_the_feed_is_the_same_for_the_same_day_folded_and_without_foreign_lines() -> None:
    kind, told = trigger("2026-11-18")
    found = of((kind, {**told, "事项": "修订；BEGIN:VEVENT, 手机13800138000" + "长" * 120}))
    known = Authority.model_validate({"主管部门": "省政府办公厅", "目录名称": "目录"})
    feed = deadlines_as_calendar(found, known, date(2026, 11, 25))
    assert feed == deadlines_as_calendar(found, known, date(2026, 11, 25))
    assert all(len(line) <= 75 for line in feed.split(b"\r\n"))
    assert feed.count(b"\r\nBEGIN:VEVENT\r\n") == 1
    assert b"13800138000" not in feed.replace(b"\r\n ", b"")


# Commands --------------------------------------------------------------------------------------------------------

LEDGER_FILE = "catalogues/ledgers/triggers/2026/2026-0001.yml"
TRIGGER_YAML = """类别: 法律修订
事项: 民办教育促进法修订
文号: 主席令第一号
发生日期: 2026-11-02
涉及资源:
  - 资源代码: 307003/000001
"""


def test_the_command_prints_deadlines_and_the_missing_notice(
    register: Path, write: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    write(LEDGER_FILE, TRIGGER_YAML)
    code = run(["deadlines", "--root", str(register), "--today", "2026-11-25", "--format", "json"])
    printed = capsys.readouterr()
    assert code == 0
    assert [(entry["subject"], entry["state_text"]) for entry in json.loads(printed.out)] == [
        ("307003/000001", "已逾期 7 个工作日")
    ]
    assert "2027年的放假通知尚未登记" in printed.err
    assert run(["deadlines", "--root", str(register), "--today", "2026-11-25", "--organisation", "省公安厅"]) == 0
    assert capsys.readouterr().out == ""
    assert run(["deadlines", "--root", str(register), "--today", "2026-10-31", "--format", "ics"]) == 0
    printed = capsys.readouterr()
    assert Calendar.from_ical(printed.out).walk("VEVENT")
    assert "尚未登记" not in printed.err
    assert run(["deadlines", "--root", str(register), "--organisation", "无此厅"]) == 2


def test_the_command_answers_for_a_start_day(register: Path, write: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["workday", "2026-09-19", "1", "--root", str(register), "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {key: answer[key] for key in ("start_on", "days", "due_on", "provisional", "explanation")} == {
        "start_on": "2026-09-19",
        "days": 1,
        "due_on": "2026-09-20",
        "provisional": False,
        "explanation": [
            {
                "day": "2026-09-20",
                "kind": "调休上班",
                "reason": "国庆节调休",
                "source": "chinesecalendar 1.11.0（国办发明电〔2025〕7号）",
            }
        ],
    }
    assert run(["workday", "2026-12-31", "1", "--root", str(register), "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["due_on"], answer["provisional"]) == (None, True)
    assert run(["workday", "2026-12-31", "1", "--root", str(register)]) == 0
    assert capsys.readouterr().out.startswith("自2026年12月31日起（当日不计）第 1 个工作日：暂定，不早于2027年1月1日\n")
    for days in ("0", "-1", "1001", "一"):
        assert run(["workday", "2026-12-31", days, "--root", str(register)]) == 2


# Laws and walls --------------------------------------------------------------------------------------------------

days_2025 = st.dates(date(2025, 8, 1), date(2026, 12, 31))


@given(days_2025, days_2025)
def test_law_days_left_and_state_agree(started: date, today: date) -> None:
    found = only(request(started.isoformat()), today=today.isoformat())
    last = found.last_day
    if last is None:
        assert found.state is State.PROVISIONAL
        return
    assert CALENDAR.is_working(last) is True
    assert found.days_left is not None
    assert (found.days_left > 0, found.state is State.TODAY, found.state is State.OVERDUE) == (
        today < last, today == last, today > last,
    )  # fmt: skip
    assert (found.state is State.SOON) == (0 < found.days_left <= 3)


@given(days_2025, st.integers(0, 30), st.integers(1, 10))
def test_law_a_later_start_or_a_longer_extension_is_never_due_earlier(start: date, later: int, longer: int) -> None:
    def last(on: date, **more: Any) -> date:
        return only(request(on.isoformat(), **more)).last_day or date.max

    assert last(start) <= last(start + timedelta(days=later))
    assert last(start) <= last(start, 延期={"工作日数": str(longer), **CONSENT})


@given(st.dates(date(2021, 1, 1), date(2090, 12, 31)), st.sampled_from([1, 3, 6, 12]))
def test_law_months_keep_the_day_or_end_the_month(start: date, months: int) -> None:
    end = months_after(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end + timedelta(days=1)).day == 1


def test_no_clock_is_reachable_but_the_one_of_the_arguments() -> None:
    """`--today` is read in one place; `time` measures how long a build took, and nothing else."""
    asked = {"today", "now", "utcnow", "time", "localtime", "gmtime"}
    found = set()
    for path in sorted((REPOSITORY / "generator").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in asked:
                owner = ast.unparse(node.func.value)
                if owner in ("date", "datetime", "time", "datetime.date", "datetime.datetime"):
                    found.add(f"{path.relative_to(REPOSITORY / 'generator').as_posix()}: {owner}.{node.func.attr}")
    assert found == {"arguments.py: datetime.now"}


def test_help_needs_no_heavy_library() -> None:
    program = (
        "import sys; sys.argv = ['mulu', '--help']\n"
        "from generator.arguments import parser_of\n"
        "from generator.cli import COMMANDS\n"
        "parser_of(COMMANDS)\n"
        "print(sorted({'icalendar', 'chinese_calendar', 'wcwidth', 'mkdocs', 'git'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=REPOSITORY)
    assert done.stdout == "[]\n"


def test_the_calendar_is_handed_in() -> None:
    assert isinstance(CALENDAR, WorkCalendar)
    assert deadlines_of(register_of(trigger("2027-01-04")), CALENDAR, date(2027, 1, 5))[0].days_left is None
