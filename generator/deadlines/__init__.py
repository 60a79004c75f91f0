"""Deadlines: what must be done until when, by whom, by which article; knows no clock, the day is handed in."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from generator.calendar import WorkCalendar
from generator.deadlines.clock import Law, deadline
from generator.deadlines.events import Answered, World, ledger_events, review_events, trigger_events
from generator.deadlines.value import Answer, Deadline, State, Subject, SubjectKind, urgency
from generator.model.authority import DeadlineReading
from generator.model.ledgers import Trigger
from generator.model.register import Register
from generator.profiles import profiles_named
from generator.wording import day

__all__ = [
    "Answer",
    "Deadline",
    "LateStep",
    "State",
    "Subject",
    "SubjectKind",
    "deadlines_of",
    "due_of_trigger",
    "law_of",
    "steps_after_filing",
    "within",
]

PLANNED_STEPS = frozenset({"发生", "停止"})
"""Steps that can rightly be written before their day: a law that is not in force yet, the end of a channel."""


class LateStep(Struct, frozen=True):
    """A step dated after the merge that filed it, which nobody can have known then."""

    file: str
    step: str
    on: date
    filed_on: date

    @property
    def text(self) -> str:
        """The remark, in one sentence."""
        return f"{self.file}：“{self.step}”登记为{day(self.on)}，晚于登记它的合并（{day(self.filed_on)}），请核对"


def law_of(register: Register) -> Law:
    """The profiles the authority chose and how it reads what they leave open."""
    authority = register.authority
    names = tuple(profile.name for profile in profiles_named(authority.profiles or ()))
    return Law(names, authority.deadline_reading or DeadlineReading())


def deadlines_of(
    register: Register,
    calendar: WorkCalendar,
    today: date,
    answered: Answered | None = None,
    last_changed: Mapping[str, date] | None = None,
) -> tuple[Deadline, ...]:
    """Every deadline of the register as it stands on a day, overdue first.

    `answered` holds the merges that answered triggers; `last_changed` the day each catalogue's folder last changed,
    by the path of its catalogue file; `None` where there is no history to ask, and then no review is due.
    """
    world = World(register, law_of(register), answered or {})
    events = [*ledger_events(world)]
    if last_changed is not None:
        events += review_events(world, last_changed, today)
    found = (deadline(event, calendar, world.law, today) for event in events)
    return tuple(sorted((one for one in found if one), key=urgency))


def within(deadlines: Iterable[Deadline], days: int) -> tuple[Deadline, ...]:
    """What is open and overdue, or due within so many working days, in the order given."""
    return tuple(one for one in deadlines if one.is_open and _is_within(one, days))


def _is_within(one: Deadline, days: int) -> bool:
    return one.state is State.OVERDUE or (one.days_left is not None and one.days_left <= days)


def due_of_trigger(register: Register, calendar: WorkCalendar) -> Mapping[tuple[str, str], str]:
    """Until when a trigger's resource must be updated, by number and code, in words for the review page."""
    world = World(register, law_of(register), {})
    return {
        (entry.number, affected.code): _due_text(found)
        for entry, trigger in register.entries_of(Trigger)
        for affected in trigger.affected or ()
        if affected.code
        for event in list(trigger_events(world, entry, trigger, affected))[:1]
        if (found := deadline(event, calendar, world.law, date.min))
    }


def _due_text(found: Deadline) -> str:
    period = f"{found.rule.article}，{found.rule.period}"
    if found.last_day:
        extended = "，已延期" if found.extended_to else ""
        return f"{day(found.last_day)}（{period}{extended}）"
    if found.not_before:
        return f"暂定，不早于{day(found.not_before)}（{period}）"
    return f"暂定（{period}）"


def steps_after_filing(register: Register, filed_on: Mapping[str, date]) -> tuple[LateStep, ...]:
    """Steps dated after the day their file was last filed, by file; a check cannot tell, it knows no day."""
    return tuple(_steps_after_filing(register, filed_on))


def _steps_after_filing(register: Register, filed_on: Mapping[str, date]) -> Iterator[LateStep]:
    for entry in register.entries:
        filed = filed_on.get(entry.file)
        if filed:
            for step in entry.value.steps:
                if step.on and step.on > filed and step.name not in PLANNED_STEPS:
                    yield LateStep(entry.file, step.name, step.on, filed)
