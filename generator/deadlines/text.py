"""Deadlines and working days as lines of text, as they are read in a terminal and in a calendar's entry."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from generator.calendar import CalendarDay, DayKind, Due, weekday
from generator.deadlines.value import STATE_ORDER, Deadline
from generator.diagnostics import quoted
from generator.rules import secrets
from generator.wording import UNKNOWN, day


def shown(text: str) -> str:
    """Contributed text fit to be shown: on one line, no hidden character, no personal number."""
    return quoted(secrets.shown(text))


def deadlines_as_text(deadlines: Sequence[Deadline]) -> str:
    """One paragraph per deadline, in the order given."""
    return "\n".join("".join(f"{line}\n" for line in _paragraph(one)) for one in deadlines)


def _paragraph(one: Deadline) -> Iterator[str]:
    subject = f"{one.subject.code} {shown(one.subject.name)}"
    yield f"{one.state_text}  {last_day_text(one)}  {one.organisation}  {one.rule.obligation}  {subject}"
    yield from (f"    {line}" for line in reasons(one))


def last_day_text(one: Deadline) -> str:
    """The last day to be in time, or why there is none."""
    if one.last_day:
        return day(one.last_day)
    if one.not_before:
        return f"不早于{day(one.not_before)}"
    return "起算日未知" if one.rule.has_figure else "无具体日期"


def reasons(one: Deadline) -> Iterator[str]:
    """Why the day is what it is, one sentence each: event, article, extension, end, calendar, reading."""
    started = day(one.started_on) if one.started_on else f"{UNKNOWN}之日"
    yield f"起算：{started}，{shown(one.start_event)}；当日不计"
    yield f"依据：{one.rule.article}，{one.rule.period}"
    if one.extended_to and one.due_on:
        yield f"原定{day(one.due_on)}，延至{day(one.extended_to)}"
    if one.ended_on:
        yield f"办结：{day(one.ended_on)}，{shown(one.ended_by)}"
    yield from counted(one.explanation)
    if one.moved_from:
        yield f"原为{day(one.moved_from)}，因{one.moved_by}而变动"
    yield from one.notes
    if one.reading:
        yield f"口径：{one.reading}"
    if one.sources:
        yield f"日历：{'、'.join(one.sources)}"


def counted(days: Iterable[CalendarDay]) -> Iterator[str]:
    """The days skipped and the make-up days counted, days in a row of one reason told together."""
    runs: list[list[CalendarDay]] = []
    for entry in days:
        if runs and _belongs(runs[-1][-1], entry):
            runs[-1].append(entry)
        else:
            runs.append([entry])
    for run in runs:
        first, last = run[0], run[-1]
        span = day(first.on) if first is last else f"{day(first.on)}至{day(last.on)}"
        reason = first.kind if first.kind is DayKind.WEEKEND and not first.amended_by else first.reason
        if first.kind is DayKind.UNKNOWN:
            yield f"未知：{span}起（{reason}）"
        else:
            yield f"{'计入' if first.is_working else '不计'}：{span}（{reason}）"


def _belongs(before: CalendarDay, entry: CalendarDay) -> bool:
    in_a_row = entry.on.toordinal() == before.on.toordinal() + 1
    same = before.reason == entry.reason or entry.kind is DayKind.WEEKEND
    return in_a_row and before.kind is entry.kind and same and before.amended_by == entry.amended_by


def summary(deadlines: Iterable[Deadline], today: date) -> str:
    """How many deadlines stand where, in one line."""
    states = Counter(one.state for one in deadlines)
    told = "，".join(f"{state} {states[state]} 项" for state in sorted(states, key=STATE_ORDER.__getitem__))
    return f"以{day(today)}为今天：{told or '没有时限'}"


def workday_as_text(due: Due) -> str:
    """The answer of `mulu workday`, with each day that is not an ordinary working day."""
    if due.due_on:
        head = f"自{day(due.start_on)}起（当日不计）第 {due.days} 个工作日：{day(due.due_on)}（{weekday(due.due_on)}）"
    else:
        earliest = f"，不早于{day(due.not_before)}" if due.not_before else ""
        head = f"自{day(due.start_on)}起（当日不计）第 {due.days} 个工作日：暂定{earliest}"
    lines = [head, *(f"    {line}" for line in counted(due.explanation))]
    if due.moved_from:
        lines.append(f"    原为{day(due.moved_from)}，因{due.moved_by}而变动")
    lines += [f"    日历：{'、'.join(due.sources)}"] if due.sources else []
    return "".join(f"{line}\n" for line in lines)
