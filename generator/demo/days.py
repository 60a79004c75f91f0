"""The days of the story: counted from its first day, moved to days on which offices work."""

from datetime import date, timedelta
from functools import cache

from msgspec import Struct

from generator.calendar import WorkCalendar, work_calendar
from generator.diagnostics import OperatorError

LENGTH = 560
"""Days from the first to the last: more than eighteen months."""
FIRST_END = date(2026, 11, 21)
"""The earliest last day: before it, the story would cite laws of the sample register that are not yet in force."""


class Days(Struct, frozen=True):
    """The calendar of one telling; `last` is the day it ends on."""

    last: date

    def __post_init__(self) -> None:
        if self.last < FIRST_END:
            raise OperatorError(
                f"演示的最后一天不得早于 {FIRST_END}，否则所引法规尚未施行；请用 --today 另给日期，如 2026-11-23"
            )

    @property
    def first(self) -> date:
        """The day of the first import."""
        return self.last - timedelta(LENGTH)

    def on(self, offset: int) -> date:
        """The working day that many days into the story, or the next one that is still in it."""
        day = self.first + timedelta(offset)
        while not is_working_day(day) and day < self.last:
            day += timedelta(1)
        return day

    def after(self, day: date, count: int) -> date:
        """The working day so many working days later, or earlier when negative; never past the last day."""
        step = timedelta(1 if count > 0 else -1)
        for _ in range(abs(count)):
            day += step
            while not is_working_day(day):
                day += step
        return min(day, self.last)

    def quarters(self) -> list[tuple[str, date]]:
        """The last three quarters that have ended, oldest first: name, and the first day after each."""
        year, quarter = self.last.year, (self.last.month - 1) // 3
        ended = [divmod(year * 4 + quarter - back, 4) for back in (3, 2, 1)]
        return [(f"{y}-Q{q + 1}", date(y + (q == 3), (q * 3 + 3) % 12 + 1, 1)) for y, q in ended]


def is_working_day(day: date) -> bool:
    """Whether offices work: by the holiday notices, or Monday to Friday in a year without one, as a story may."""
    working = _calendar().is_working(day)
    return day.weekday() < 5 if working is None else working


@cache
def _calendar() -> WorkCalendar:
    return work_calendar()
