"""One event to one deadline: which rule speaks, until when, and where it stands."""

from calendar import monthrange
from collections.abc import Collection, Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from generator.calendar import Due, WorkCalendar
from generator.deadlines.value import Deadline, State, Subject
from generator.model.authority import DeadlineReading
from generator.model.steps import Extension
from generator.model.words import CorrectionPeriod, ExtensionReading, ReviewCycle, TriggerKind
from generator.profiles import HUNAN_2021, ORDER_809
from generator.profiles.clocks import DeadlineRule, Obligation, Roll, Unit
from generator.profiles.deadlines import rules_for
from generator.wording import day

SOON_DAYS = 3
HUNAN_VERIFICATION = "hunan-verification"
PROFILE_OF_PERIOD = {CorrectionPeriod.HUNAN: HUNAN_2021.name, CorrectionPeriod.ORDER: ORDER_809.name}
MONTHS = {
    ReviewCycle.MONTHLY: 1,
    ReviewCycle.QUARTERLY: 3,
    ReviewCycle.HALF_YEARLY: 6,
    ReviewCycle.YEARLY: 12,
}


class Law(Struct, frozen=True):
    """What the authority has chosen: its profiles by name, and how it reads the two open questions."""

    profiles: Collection[str]
    reading: DeadlineReading


class Event(Struct, frozen=True):
    """What starts a clock and what ended it, before any rule or calendar is asked.

    `ruled_on` is the day that chooses the regulation where it is not the start; `prefer` names the rule that fits
    where two without a figure speak; `judged_on` as in `Deadline`; `handed_in` is the day an update was handed in that
    waits for its review.
    """

    id: str
    obligation: Obligation
    subject: Subject
    organisation: str
    start_event: str
    started_on: date | None
    ended_on: date | None = None
    ended_by: str = ""
    judged_on: date | None = None
    handed_in: date | None = None
    extension: Extension | None = None
    kind: TriggerKind | None = None
    cycle: ReviewCycle | None = None
    ruled_on: date | None = None
    prefer: str = ""
    notes: tuple[str, ...] = ()
    internal: bool = False


def speaking_rule(event: Event, law: Law) -> tuple[DeadlineRule | None, str]:
    """The rule that speaks for an event and the reading taken, empty where nothing is open to reading."""
    on = event.ruled_on or event.started_on
    if on is None:
        return None, ""
    rules = rules_for(event.obligation, on, law.profiles, event.kind)
    if not rules:
        return None, ""
    preferred = next((rule for rule in rules if rule.id == event.prefer), rules[0])
    if event.obligation is not Obligation.VERIFICATION or len(rules) == 1:
        return preferred, ""
    return _verification_rule(rules, law.reading.correction_period)


def _verification_rule(rules: tuple[DeadlineRule, ...], chosen: CorrectionPeriod | None) -> tuple[DeadlineRule, str]:
    figures = "、".join(f"{rule.article}规定{rule.period}" for rule in rules)
    if chosen is None:
        told = f"{figures}；主管部门尚未明确按哪一种计算，现按较严的{rules[0].article}计算"
        return rules[0], told
    rule = next(rule for rule in rules if rule.profile == PROFILE_OF_PERIOD[chosen])
    return rule, f"{figures}；主管部门已明确按{chosen}计算"


def deadline(event: Event, calendar: WorkCalendar, law: Law, today: date) -> Deadline | None:
    """The event's deadline as it stands on a day; `None` where no regulation in force sets or words one."""
    rule, reading = speaking_rule(event, law)
    if rule is None:
        return None
    is_over = event.ended_on is not None and event.ended_on <= today
    ended_on = event.ended_on if is_over else None
    found = Deadline(
        id=event.id,
        rule=rule,
        subject=event.subject,
        organisation=event.organisation,
        start_event=event.start_event,
        started_on=event.started_on,
        due_on=None,
        extended_to=None,
        not_before=None,
        ended_on=ended_on,
        ended_by=event.ended_by if is_over else "",
        judged_on=(event.judged_on or ended_on) if is_over else event.handed_in,
        state=State.NO_LIMIT,
        days_left=None,
        days_late=None,
        explanation=(),
        sources=(),
        reading=reading,
        notes=event.notes,
        internal=event.internal,
    )
    due = _due(rule, event, calendar)
    if due is None:
        return found if not rule.has_figure else replace(found, state=State.PROVISIONAL)
    dated = replace(
        found,
        due_on=due.due_on,
        not_before=due.not_before,
        explanation=due.explanation,
        sources=due.sources,
        moved_from=due.moved_from,
        moved_by=due.moved_by,
    )
    return _standing(_lengthened(dated, event, calendar, law), calendar, today)


def _due(rule: DeadlineRule, event: Event, calendar: WorkCalendar) -> Due | None:
    """The due day by the rule alone; `None` without a figure or a start."""
    if event.started_on is None or not rule.has_figure:
        return None
    if rule.unit is Unit.WORKDAY and rule.amount:
        return calendar.add_working_days(event.started_on, rule.amount)
    if rule.unit is Unit.CYCLE and event.cycle and rule.roll is Roll.NEXT:
        return calendar.next_working_day(months_after(event.started_on, MONTHS[event.cycle]))
    return None


def months_after(start: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def _lengthened(found: Deadline, event: Event, calendar: WorkCalendar, law: Law) -> Deadline:
    """The deadline with its extension, as far as the article lets it count, and a note where it does not."""
    extension, rule = event.extension, found.rule
    if extension is None or not extension.days or event.started_on is None or not rule.amount:
        return found
    faults = list(_without_effect(rule, extension))
    if faults:
        return replace(found, notes=(*found.notes, f"登记的延期不计：{'，'.join(faults)}"))
    most, reading = longest_extension(rule, law.reading)
    counted = min(extension.days, most)
    notes = [f"{day(extension.consented_on)}经同意延长{counted}个工作日"] if extension.consented_on else []
    if extension.days > most:
        notes.append(f"登记延长{extension.days}个工作日，超出最长{most}个工作日的部分不计")
    due = calendar.add_working_days(event.started_on, rule.amount + counted)
    return replace(
        found,
        extended_to=due.due_on,
        not_before=due.not_before,
        explanation=due.explanation,
        sources=due.sources,
        reading="。".join(part for part in (found.reading, reading) if part),
        notes=(*found.notes, *notes),
        moved_from=due.moved_from,
        moved_by=due.moved_by,
    )


def _without_effect(rule: DeadlineRule, extension: Extension) -> Iterator[str]:
    if rule.extension is None:
        yield f"{rule.article}没有规定延期"
        return
    if extension.consented_on is None:
        yield f"没有登记{rule.extension.consent_by}同意的日期"
    if rule.extension.must_notify and extension.notified_on is None:
        yield f"没有登记告知{rule.extension.must_notify}的日期"


def longest_extension(rule: DeadlineRule, reading: DeadlineReading) -> tuple[int, str]:
    """The most working days the rule can be extended by, and the reading taken; 0 where the article has no extension.

    「延长期限最长不得超过15个工作日」 is the extension's length by the letter, or the whole period's, as settled.
    """
    if rule.extension is None:
        return 0, ""
    most, whole = rule.extension.amount, rule.extension.amount - (rule.amount or 0)
    if rule.id != HUNAN_VERIFICATION:
        return most, ""
    if reading.extension_reading is ExtensionReading.TOTAL:
        return whole, f"主管部门已明确{most}个工作日是连同原期限的总期限，最长延长{whole}个工作日"
    told = "主管部门已明确" if reading.extension_reading else "主管部门尚未明确，现按字面理解："
    return most, f"{told}{most}个工作日是延长的期限，连同原期限最长{most + (rule.amount or 0)}个工作日"


def _standing(found: Deadline, calendar: WorkCalendar, today: date) -> Deadline:
    last, judged = found.last_day, found.judged_on
    if last is None:
        is_in_time = judged is not None and found.not_before is not None and judged < found.not_before
        return replace(found, state=State.IN_TIME if is_in_time and not found.is_open else State.PROVISIONAL)
    if judged is not None and found.is_open:
        if judged <= last:
            return replace(found, state=State.OPEN)
        return replace(found, state=State.OVERDUE, days_left=calendar.working_days_between(judged, last))
    if judged is not None:
        if judged <= last:
            return replace(found, state=State.IN_TIME)
        return replace(found, state=State.LATE, days_late=calendar.working_days_between(last, judged))
    left = calendar.working_days_between(today, last)
    return replace(found, state=_open_state(found, last, left, today), days_left=left)


def _open_state(found: Deadline, last: date, left: int | None, today: date) -> State:
    if today > last:
        return State.OVERDUE
    if today == last:
        return State.TODAY
    if left is not None and left <= SOON_DAYS:
        return State.SOON
    return State.EXTENDED if found.extended_to else State.OPEN
