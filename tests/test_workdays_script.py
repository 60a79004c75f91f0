"""The browser's calculator gives the program's answers, for every start day of two years."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from generator.calendar import WorkCalendar, compact, work_calendar
from generator.deadlines.json import rules_as_data, workday_as_json
from generator.profiles.deadlines import DEADLINE_RULES
from tests.conftest import REPOSITORY
from tests.test_calendar import AMENDMENT, days_between, notice
from tests.test_deadlines import of, request

SCRIPT = REPOSITORY / "site_templates/theme/assets/workdays.js"
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="needs Node.js")

CALENDARS = {
    "the library's": work_calendar(),
    "with next year's notice": work_calendar([notice()]),
    "with an amended notice": work_calendar([notice(调整=[AMENDMENT])]),
}
DAYS = days_between(date(2025, 1, 1), date(2026, 12, 31))


def answers(calendar: WorkCalendar, program: str, *arguments: object) -> Any:
    """What the script's functions (`m`) say of a calendar (`c`) and the arguments (`a`)."""
    code = f"""
        const m = require({json.dumps(str(SCRIPT))});
        const {{ c, a }} = JSON.parse(require("node:fs").readFileSync(0, "utf-8"));
        process.stdout.write(JSON.stringify((() => {{ {program} }})()));
    """
    given = json.dumps({"c": compact(calendar, 2021), "a": arguments})
    done = subprocess.run([str(NODE), "-e", code], input=given, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def texts(days: Sequence[date]) -> list[str]:
    return [day.isoformat() for day in days]


@pytest.mark.parametrize("name", CALENDARS)
def test_every_due_day_of_two_years_agrees(name: str) -> None:
    calendar = CALENDARS[name]
    days = DAYS if name == "the library's" else [day for day in DAYS if day >= date(2026, 9, 1)]
    program = """return a[0].map((start) => Array.from({ length: 30 }, (_, n) => {
        const due = m.addWorkingDays(c, start, n + 1);
        return [due.due_on, due.provisional, due.not_before, due.explanation.map((d) => [d.day, d.kind, d.reason])];
    }));"""
    expected = [
        [
            [
                due.due_on.isoformat() if due.due_on else None,
                due.provisional,
                due.not_before.isoformat() if due.not_before else None,
                [[day.on.isoformat(), day.kind.value, day.reason] for day in due.explanation],
            ]
            for due in (calendar.add_working_days(start, number) for number in range(1, 31))
        ]
        for start in days
    ]
    assert answers(calendar, program, texts(days)) == expected


def test_the_answer_has_the_keys_of_the_contract() -> None:
    due = CALENDARS["the library's"].add_working_days(date(2026, 9, 17), 12)
    told = answers(CALENDARS["the library's"], "return m.addWorkingDays(c, '2026-09-17', 12)")
    expected = json.loads(workday_as_json(due))
    assert told == {
        **{key: expected[key] for key in told},
        "explanation": [{key: day[key] for key in ("day", "kind", "reason")} for day in expected["explanation"]],
    }


def test_days_between_agree() -> None:
    pairs = [(one, one + timedelta(days=length)) for one in DAYS[::7] for length in (-40, -1, 0, 1, 2, 9, 30)]
    program = "return a[0].map(([one, other]) => m.workingDaysBetween(c, one, other))"
    calendar = CALENDARS["the library's"]
    expected = [calendar.working_days_between(one, other) for one, other in pairs]
    assert answers(calendar, program, [texts(pair) for pair in pairs]) == expected


@pytest.mark.parametrize("start", ["2026-09-17", "2026-12-21"])
def test_a_badge_says_the_same_on_every_day_the_reader_may_come(start: str) -> None:
    """Across a make-up Sunday and two holidays, and into the unknown year."""
    first = date.fromisoformat(start)
    days = days_between(first, min(first + timedelta(days=40), date(2026, 12, 31)))
    found = [of(request(start), today=day.isoformat())[0] for day in days]
    program = """return a[0].map((today) => {
        const told = m.standing(c, a[1], false, today);
        return [told.state, told.days_left, told.text];
    })"""
    last = found[0].last_day
    told = answers(CALENDARS["the library's"], program, texts(days), last.isoformat() if last else None)
    assert told == [[one.state.value, one.days_left, one.state_text] for one in found]


@pytest.mark.parametrize(("start", "months", "due_on"), [
    ("2026-01-31", 1, "2026-02-28"), ("2026-02-10", 3, "2026-05-11"), ("2026-04-01", 6, "2026-10-08"),
    ("2024-02-29", 12, "2025-02-28"), ("2026-03-16", 12, None), ("2025-10-31", 4, "2026-02-28"),
])  # fmt: skip
def test_months_agree(start: str, months: int, due_on: str | None) -> None:
    program = "return m.addMonths(c, a[0], a[1]).due_on"
    assert answers(CALENDARS["the library's"], program, start, months) == due_on


def test_the_day_is_chinas_wherever_the_reader_is() -> None:
    program = "return a[0].map((instant) => m.dayInChina(new Date(instant)))"
    instants = ["2026-09-27T15:59:59Z", "2026-09-27T16:00:00Z", "2026-12-31T23:00:00-05:00"]
    assert answers(CALENDARS["the library's"], program, instants) == ["2026-09-27", "2026-09-28", "2027-01-01"]


def test_what_is_no_day_or_no_period_is_refused() -> None:
    program = """return a[0].map(([start, days]) => {
        try { return m.addWorkingDays(c, start, days).due_on } catch (error) { return error.name }
    })"""
    asked = [["2026-02-30", 1], ["constructor", 1], ["2026-02-03", 0], ["2026-02-03", 1.5], ["2026-02-03", 1001]]
    assert answers(CALENDARS["the library's"], program, asked) == ["RangeError"] * 5


def test_every_rule_with_a_figure_can_be_reckoned_in_the_browser() -> None:
    """By working days with the rule's amount, by the cycle with months; each answer as the program's."""
    rules = rules_as_data(DEADLINE_RULES)
    assert {rule["unit"] for rule in rules} == {"workday", "cycle", "none"}
    program = "return a[0].map((n) => m.addWorkingDays(c, '2026-09-17', n).due_on)"
    amounts = sorted({rule.amount for rule in DEADLINE_RULES if rule.amount})
    calendar = CALENDARS["the library's"]
    expected = [calendar.add_working_days(date(2026, 9, 17), amount).due_on for amount in amounts]
    assert answers(calendar, program, amounts) == [day.isoformat() for day in expected if day]
    assert json.loads(json.dumps(rules)) == rules
