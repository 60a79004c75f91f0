"""The forms in which `mulu deadlines` answers."""

from collections.abc import Sequence
from datetime import date

from generator.deadlines.value import Deadline
from generator.model.authority import Authority


def formatted(name: str, found: Sequence[Deadline], authority: Authority, today: date, title: str = "") -> str:
    """The deadlines as text, JSON or an iCalendar feed, which `title` names."""
    match name:
        case "json":
            from generator.deadlines.json import deadlines_as_json

            return deadlines_as_json(found)
        case "ics":
            from generator.deadlines.feed import deadlines_as_calendar

            return deadlines_as_calendar(found, authority, today, title).decode("utf-8")
        case _:
            from generator.deadlines.text import deadlines_as_text

            return deadlines_as_text(found)
