"""A deadline as a value: which duty, since when, until when, what ended it, and why the day is what it is."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from generator.calendar import CalendarDay
from generator.profiles.clocks import DeadlineRule


class State(StrEnum):
    """Where a deadline stands on a day."""

    OVERDUE = "已逾期"
    TODAY = "今日到期"
    SOON = "即将到期"
    EXTENDED = "已延期"
    OPEN = "未到期"
    PROVISIONAL = "暂定"
    NO_LIMIT = "未规定期限"
    IN_TIME = "按期办结"
    LATE = "逾期办结"


class SubjectKind(StrEnum):
    """What a deadline is about."""

    RESOURCE = "资源"
    CATALOGUE = "目录"
    RECORD = "台账"


class Subject(Struct, frozen=True):
    """What a deadline is about: a resource by its code, a catalogue by kind and folder, a record by its number.

    `record` is the ledger's folder and the number, such as `requests/2026-0003`; empty for a catalogue.
    """

    kind: SubjectKind
    code: str
    name: str
    record: str = ""


class Answer(Struct, frozen=True):
    """The merge that changed a resource and named the trigger: its day, its commit, its filing's number."""

    on: date
    commit: str
    filing: str = ""


class Deadline(Struct, frozen=True):
    """One clock on one day.

    `due_on` is the day by the rule alone, `extended_to` the day after an effective extension; both are `None` while
    the calendar does not know (`provisional`, then `not_before` is the earliest day it can be) or without a figure.
    `judged_on` is the day that counts against the due day where it is not `ended_on`: the handing in of an update. An
    open one handed in waits for its review: in time it is 未到期 whatever the day, late by no more than it was.
    `days_left` counts working days and is negative when late, `None` once ended; `days_late` is for what ended late.
    `internal` marks what only the internal audience may see.
    """

    id: str
    rule: DeadlineRule
    subject: Subject
    organisation: str
    start_event: str
    started_on: date | None
    due_on: date | None
    extended_to: date | None
    not_before: date | None
    ended_on: date | None
    ended_by: str
    judged_on: date | None
    state: State
    days_left: int | None
    days_late: int | None
    explanation: tuple[CalendarDay, ...]
    sources: tuple[str, ...]
    reading: str = ""
    notes: tuple[str, ...] = ()
    moved_from: date | None = None
    moved_by: str = ""
    internal: bool = False

    @property
    def provisional(self) -> bool:
        """Whether there is a period but its last day is not known yet."""
        return self.rule.has_figure and self.last_day is None

    @property
    def last_day(self) -> date | None:
        """The last day to be in time: after the extension, where there is one."""
        return self.extended_to or (None if self.not_before else self.due_on)

    @property
    def is_open(self) -> bool:
        """Whether something remains to be done."""
        return self.ended_on is None

    @property
    def state_text(self) -> str:
        """The state with its figure: 已逾期 3 个工作日."""
        match self.state:
            case State.OPEN if self.judged_on and self.is_open:
                return "已报送，待审核"
            case State.OVERDUE if self.days_left is None:
                return f"{self.state}，天数待放假通知登记后计算"
            case State.OVERDUE:
                return f"{self.state} {-self.days_left} 个工作日" if self.days_left else f"{self.state}不足 1 个工作日"
            case State.SOON | State.EXTENDED | State.OPEN if self.days_left is not None:
                return f"{self.state}，还有 {self.days_left} 个工作日"
            case State.LATE if self.days_late:
                return f"{self.state}，逾期 {self.days_late} 个工作日"
            case State.NO_LIMIT if self.ended_on:
                return f"已办结（{self.state}）"
            case _:
                return self.state.value


STATE_ORDER = {state: place for place, state in enumerate(State)}
"""Overdue first, ended last."""


def urgency(deadline: Deadline) -> tuple[bool, int, date, str]:
    """The order of a board: what is open by urgency, the earliest day first; then what has ended."""
    return (
        not deadline.is_open,
        STATE_ORDER[deadline.state],
        deadline.last_day or deadline.not_before or date.max,
        deadline.id,
    )
