"""Deadlines and working days as JSON; keys are a contract (see docs/json.md), dates are YYYY-MM-DD."""

import json
from collections.abc import Iterable
from datetime import date

from generator.calendar import CalendarDay, Due
from generator.deadlines.text import shown
from generator.deadlines.value import Deadline
from generator.profiles.clocks import DeadlineRule


def deadlines_as_json(deadlines: Iterable[Deadline]) -> str:
    """A list, overdue first, of the deadlines with what each rests on."""
    return _document([_deadline(one) for one in deadlines])


def workday_as_json(due: Due) -> str:
    """`{start_on, days, due_on, provisional, explanation}` and what it rests on."""
    return _document(
        {
            "start_on": due.start_on.isoformat(),
            "days": due.days,
            "due_on": _day(due.due_on),
            "provisional": due.provisional,
            "not_before": _day(due.not_before),
            "explanation": _explained(due.explanation),
            "sources": list(due.sources),
            "moved_from": _day(due.moved_from),
            "moved_by": due.moved_by,
        }
    )


def rules_as_data(rules: Iterable[DeadlineRule]) -> list[dict[str, object]]:
    """The rules as the browser's calculator reads them: what counts, within how long, by which words."""
    return [
        {
            "id": rule.id,
            "profile": rule.profile,
            "title": rule.title,
            "article": rule.article,
            "actor": rule.actor,
            "count_from": rule.count_from,
            "period": rule.period,
            "unit": rule.unit.name.lower(),
            "amount": rule.amount,
            "extension": rule.extension.amount if rule.extension else None,
            "text": list(rule.text),
            "effective_from": _day(rule.effective_from),
            "effective_to": _day(rule.effective_to),
        }
        for rule in rules
    ]


def _deadline(one: Deadline) -> dict[str, object]:
    return {
        "id": one.id,
        "rule": one.rule.id,
        "title": one.rule.title,
        "article": one.rule.article,
        "period": one.rule.period,
        "profile": one.rule.profile,
        "subject": one.subject.code,
        "subject_kind": one.subject.kind.name.lower(),
        "subject_name": shown(one.subject.name),
        "record": one.subject.record,
        "organisation": one.organisation,
        "start_event": shown(one.start_event),
        "started_on": _day(one.started_on),
        "due_on": _day(one.due_on),
        "extended_to": _day(one.extended_to),
        "not_before": _day(one.not_before),
        "ended_on": _day(one.ended_on),
        "ended_by": shown(one.ended_by),
        "judged_on": _day(one.judged_on),
        "state": one.state.value,
        "state_text": one.state_text,
        "days_left": one.days_left,
        "days_late": one.days_late,
        "provisional": one.provisional,
        "explanation": _explained(one.explanation),
        "sources": list(one.sources),
        "reading": one.reading,
        "notes": list(one.notes),
        "moved_from": _day(one.moved_from),
        "moved_by": one.moved_by,
        "internal": one.internal,
    }


def _explained(days: Iterable[CalendarDay]) -> list[dict[str, str]]:
    return [
        {"day": day.on.isoformat(), "kind": day.kind.value, "reason": shown(day.reason), "source": day.source}
        for day in days
    ]


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _document(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
