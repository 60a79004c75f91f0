"""Working days: the calendar library, overlaid by the notices in the register; what neither knows is unknown.

A holiday named by a notice replaces the library's days of that holiday in that year, so that a notice copied in full
and one copied for a single holiday are both right. A day is never taken for a working day because it is a Monday:
its whole year must have been arranged by a notice first.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from msgspec import Struct, field

from generator.calendar.library import Library, library
from generator.model.calendar_notice import Amendment, CalendarNotice, Holiday

ONE_DAY = timedelta(days=1)
MISSING_FROM_MONTH = 11
"""The next year's notice is published from late October to early December; from this month on its absence is told."""


class DayKind(StrEnum):
    """What a day is: only 工作日 and 调休上班 are counted."""

    WORKDAY = "工作日"
    WEEKEND = "周末"
    HOLIDAY = "放假"
    MAKE_UP = "调休上班"
    UNKNOWN = "未知"


class CalendarDay(Struct, frozen=True):
    """One day: its kind, why, who says so, and the later notice that changed it, if any."""

    on: date
    kind: DayKind
    reason: str
    source: str
    amended_by: str = ""

    @property
    def is_working(self) -> bool | None:
        """Whether work is done on this day; `None` when unknown."""
        return None if self.kind is DayKind.UNKNOWN else self.kind in (DayKind.WORKDAY, DayKind.MAKE_UP)


class Due(Struct, frozen=True):
    """The day so many working days after a start, which is not counted; `None` while the calendar is unknown.

    `explanation` holds each day between them that is not an ordinary working day; `not_before` is the earliest day
    a provisional due day can be; `moved_from` and `moved_by` say what a notice amended later has changed.
    """

    start_on: date
    days: int
    due_on: date | None
    explanation: tuple[CalendarDay, ...]
    sources: tuple[str, ...]
    not_before: date | None = None
    moved_from: date | None = None
    moved_by: str = ""

    @property
    def provisional(self) -> bool:
        """Whether the due day reaches into a year without a notice (暂定)."""
        return self.due_on is None


class MissingYear(Struct, frozen=True):
    """A year whose holiday notice is not there though it should be known by now."""

    year: int

    @property
    def text(self) -> str:
        """The warning, in one sentence with its cure."""
        return (
            f"{self.year}年的放假通知尚未登记，推算到该年的时限一律为暂定，上一年年底几天也可能随之调整；"
            f"请按国务院办公厅的通知登记 catalogues/calendar/{self.year}.yml"
        )


class WorkCalendar(Struct, frozen=True, eq=False, dict=True):
    """All arranged days by date, each known year with its source, and the calendar before later amendments."""

    years: Mapping[int, str]
    arranged: Mapping[date, CalendarDay]
    original: "WorkCalendar | None" = None
    _dues: dict[tuple[date, int], Due] = field(default_factory=dict)
    _days: dict[int, CalendarDay] = field(default_factory=dict)

    def knows(self, day: date) -> bool:
        """Whether the day's year has been arranged."""
        return day.year in self.years

    def day(self, on: date) -> CalendarDay:
        """What this day is."""
        arranged = self.arranged.get(on)
        if arranged and self.knows(on):
            return arranged
        if not self.knows(on):
            return CalendarDay(on, DayKind.UNKNOWN, f"{on.year}年的放假通知尚未登记", "")
        kind = DayKind.WEEKEND if on.weekday() >= 5 else DayKind.WORKDAY
        return CalendarDay(on, kind, weekday(on), self.years[on.year])

    def is_working(self, on: date) -> bool | None:
        """Whether work is done on this day; `None` when unknown."""
        return self.day(on).is_working

    def add_working_days(self, start: date, days: int) -> Due:
        """The day `days` (from 1) working days after `start`, explained; raises `ValueError` for less than one."""
        if days < 1:
            raise ValueError(f"at least one working day must be counted, not {days}")
        known = self._dues.get((start, days))
        if known is None:
            known = self._dues[start, days] = self._counted(start, days)
        return known

    def next_working_day(self, on: date) -> Due:
        """The day itself when work is done on it, else the next working day."""
        return self.add_working_days(on - ONE_DAY, 1)

    def working_days_between(self, after: date, until: date) -> int | None:
        """Working days after one day and up to another, inclusive; negative when it lies before; `None` if unknown."""
        if until < after:
            count = self.working_days_between(until, after)
            return None if count is None else -count
        if until > after and self._known_until(after + ONE_DAY) < until:
            return None
        return self._count_until(until) - self._count_until(after)

    def missing_year(self, today: date) -> MissingYear | None:
        """The first year whose notice is missing: this one, or from November on the next."""
        expected = (today.year, today.year + 1) if today.month >= MISSING_FROM_MONTH else (today.year,)
        return next((MissingYear(year) for year in expected if year not in self.years), None)

    @cached_property
    def _working(self) -> list[int]:
        """Ordinals of all known working days, in order."""
        return [on.toordinal() for year in sorted(self.years) for on in _days_of(year) if self.is_working(on)]

    def _count_until(self, on: date) -> int:
        return bisect_right(self._working, on.toordinal())

    def _known_until(self, first: date) -> date:
        """The last day of the unbroken run of known years that `first` lies in; the day before it when unknown."""
        if not self.knows(first):
            return first - ONE_DAY
        year = first.year
        while year + 1 in self.years:
            year += 1
        return date(year, 12, 31)

    def _counted(self, start: date, days: int) -> Due:
        known_until = self._known_until(start + ONE_DAY)
        index = self._count_until(start) + days - 1
        due_on = date.fromordinal(self._working[index]) if index < len(self._working) else None
        if due_on is None or due_on > known_until:
            unknown = known_until + ONE_DAY
            passed = tuple(self._passed(start, known_until))
            return Due(start, days, None, (*passed, self.day(unknown)), self._sources(start, known_until), unknown)
        passed = tuple(self._passed(start, due_on))
        due = Due(start, days, due_on, passed, self._sources(start, due_on))
        return self._moved(due) if self.original else due

    def _passed(self, after: date, until: date) -> Iterator[CalendarDay]:
        for day in self._days_after(after, until):
            if day.kind is not DayKind.WORKDAY or day.amended_by:
                yield day

    def _sources(self, after: date, until: date) -> tuple[str, ...]:
        days = self._days_after(after, until)
        return tuple(dict.fromkeys(part for day in days for part in (day.source, day.amended_by) if part))

    def _days_after(self, after: date, until: date) -> list[CalendarDay]:
        return [self._day(ordinal) for ordinal in range(after.toordinal() + 1, until.toordinal() + 1)]

    def _day(self, ordinal: int) -> CalendarDay:
        known = self._days.get(ordinal)
        if known is None:
            known = self._days[ordinal] = self.day(date.fromordinal(ordinal))
        return known

    def _moved(self, due: Due) -> Due:
        before = self.original.add_working_days(due.start_on, due.days).due_on if self.original else None
        if before is None or due.due_on is None or before == due.due_on:
            return due
        last = max(before, due.due_on)
        by = dict.fromkeys(day.amended_by for day in self._passed(due.start_on, last) if day.amended_by)
        moved = (before, "、".join(by))
        return Due(due.start_on, due.days, due.due_on, due.explanation, due.sources, due.not_before, *moved)


def compact(calendar: WorkCalendar, first_year: int) -> dict[str, object]:
    """The calendar from a year on, as the browser's calculator reads it (`site_templates/theme/assets/workdays.js`).

    `{years: {year: source}, days: {day: [place of the kind in DayKind, reason]}}`; other days go by their weekday.
    """
    places = {kind: place for place, kind in enumerate(DayKind)}
    return {
        "years": {str(year): source for year, source in sorted(calendar.years.items()) if year >= first_year},
        "days": {
            on.isoformat(): [places[day.kind], day.reason]
            for on, day in sorted(calendar.arranged.items())
            if on.year >= first_year and calendar.knows(on)
        },
    }


def work_calendar(notices: Iterable[CalendarNotice] = (), known: Library | None = None) -> WorkCalendar:
    """The calendar of the library (`known`, else the installed one) overlaid by the register's notices."""
    base = known or library()
    listed = sorted((notice for notice in notices if notice.year), key=lambda notice: notice.year or 0)
    original = _without_amendments(base, listed)
    amendments = [amendment for notice in listed for amendment in notice.amendments]
    if not amendments:
        return original
    arranged = dict(original.arranged)
    for amendment in sorted(amendments, key=lambda entry: entry.published_on or date.max):
        arranged.update(_changed(amendment))
    return WorkCalendar(original.years, arranged, original)


def _without_amendments(base: Library, notices: Iterable[CalendarNotice]) -> WorkCalendar:
    years = {year: base.source_of(year) for year in base.years}
    arranged = {
        on: CalendarDay(
            on,
            DayKind.MAKE_UP if works else DayKind.HOLIDAY,
            f"{name}调休" if works else name,
            base.source_of(_arranging_year(on, name)),
        )
        for on, (works, name) in base.days.items()
    }
    names = {on: name for on, (_, name) in base.days.items()}
    for notice in notices:
        source = cited(notice)
        year = notice.year or 0
        replaced = [name for name in base.names if any(_is_named(name, holiday) for holiday in notice.holidays or ())]
        for on, name in list(names.items()):
            if name in replaced and _arranging_year(on, name) == year:
                del arranged[on], names[on]
        years[year] = source
        arranged.update(_arranged(notice.holidays or (), notice.make_up_days, source))
    return WorkCalendar(years, arranged)


def cited(notice: CalendarNotice | Amendment) -> str:
    """A notice as it is cited: title and number."""
    number = f"（{notice.number}）" if notice.number else ""
    return f"《{notice.title or '放假通知'}》{number}"


def _is_named(name: str, holiday: Holiday) -> bool:
    return name.removesuffix("节") in (holiday.name or "")


def _arranging_year(on: date, name: str) -> int:
    """The year whose notice arranges the day: that of 元旦 begins in the December before."""
    return on.year + 1 if on.month == 12 and name == "元旦" else on.year


def _arranged(
    holidays: Iterable[Holiday], make_up_days: Iterable[date], source: str, amended_by: str = ""
) -> dict[date, CalendarDay]:
    days = {on: CalendarDay(on, DayKind.MAKE_UP, "周末调休", source, amended_by) for on in make_up_days}
    for holiday in holidays:
        for on in holiday.days:
            days[on] = CalendarDay(on, DayKind.HOLIDAY, holiday.name or "放假", source, amended_by)
    return days


def _changed(amendment: Amendment) -> dict[date, CalendarDay]:
    source = cited(amendment)
    days = _arranged(amendment.holidays, amendment.make_up_days, source, source)
    for on in amendment.ordinary_days:
        kind = DayKind.WEEKEND if on.weekday() >= 5 else DayKind.WORKDAY
        days[on] = CalendarDay(on, kind, f"{weekday(on)}，恢复平常作息", source, source)
    return days


def _days_of(year: int) -> Iterator[date]:
    for ordinal in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1):
        yield date.fromordinal(ordinal)


def weekday(on: date) -> str:
    """The day of the week as officials write it: 星期六."""
    return "星期" + "一二三四五六日"[on.weekday()]
