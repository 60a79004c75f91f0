"""The working calendar against the State Council's notices, a second library, and the laws of counting."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.calendar import CalendarDay, DayKind, WorkCalendar, work_calendar
from generator.calendar.library import NOTICES
from generator.model.calendar_notice import CalendarNotice

CALENDAR = work_calendar()
SOURCE_2026 = "chinesecalendar 1.11.0（国办发明电〔2025〕7号）"

ARRANGED: dict[int, tuple[str, str, str]] = {
    2021: (
        "国办发明电〔2020〕27号",
        "01-01/01-03 02-11/02-17 04-03/04-05 05-01/05-05 06-12/06-14 09-19/09-21 10-01/10-07",
        "02-07 02-20 04-25 05-08 09-18 09-26 10-09",
    ),
    2022: (
        "国办发明电〔2021〕11号",
        "01-01/01-03 01-31/02-06 04-03/04-05 04-30/05-04 06-03/06-05 09-10/09-12 10-01/10-07",
        "01-29 01-30 04-02 04-24 05-07 10-08 10-09",
    ),
    2023: (
        "国办发明电〔2022〕16号",
        "2022-12-31/01-02 01-21/01-27 04-05/04-05 04-29/05-03 06-22/06-24 09-29/10-06",
        "01-28 01-29 04-23 05-06 06-25 10-07 10-08",
    ),
    2024: (
        "国办发明电〔2023〕7号",
        "01-01/01-01 02-10/02-17 04-04/04-06 05-01/05-05 06-10/06-10 09-15/09-17 10-01/10-07",
        "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    ),
    2025: (
        "国办发明电〔2024〕12号",
        "01-01/01-01 01-28/02-04 04-04/04-06 05-01/05-05 05-31/06-02 10-01/10-08",
        "01-26 02-08 04-27 09-28 10-11",
    ),
    2026: (
        "国办发明电〔2025〕7号",
        "01-01/01-03 02-15/02-23 04-04/04-06 05-01/05-05 06-19/06-21 09-25/09-27 10-01/10-07",
        "01-04 02-14 02-28 05-09 09-20 10-10",
    ),
}
"""Per year the notice's number, its days off (first/last) and its make-up days, copied from the notices' own texts."""


def day_of(year: int, text: str) -> date:
    return date.fromisoformat(text if len(text) == 10 else f"{year}-{text}")


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def days_off(year: int) -> set[date]:
    spans = [tuple(day_of(year, end) for end in span.split("/")) for span in ARRANGED[year][1].split()]
    return {day for first, last in spans for day in days_between(first, last)}


def make_up_days(year: int) -> set[date]:
    return {day_of(year, text) for text in ARRANGED[year][2].split()}


OFF = set().union(*map(days_off, ARRANGED))
MADE_UP = set().union(*map(make_up_days, ARRANGED))
ALL_DAYS = days_between(date(2021, 1, 1), date(2026, 12, 31))


def test_every_day_is_as_the_notices_say() -> None:
    """Each of the 2,191 days from the measures' year on."""
    expected = [day in MADE_UP or (day.weekday() < 5 and day not in OFF) for day in ALL_DAYS]
    assert [CALENDAR.is_working(day) for day in ALL_DAYS] == expected
    assert len(ALL_DAYS) == 2191


def test_make_up_days_and_days_off_are_called_so() -> None:
    assert {day for day in ALL_DAYS if CALENDAR.day(day).kind is DayKind.MAKE_UP} == MADE_UP
    called_off = {day for day in ALL_DAYS if CALENDAR.day(day).kind is DayKind.HOLIDAY}
    assert {day for day in called_off if day.weekday() < 5} == {day for day in OFF if day.weekday() < 5}
    # the library also calls the weekend before 元旦 of 2024 (放假，与周末连休) days off; it is off either way
    assert sorted(called_off - OFF) == [date(2023, 12, 30), date(2023, 12, 31)]


def test_a_second_library_agrees_day_by_day() -> None:
    """`holidays` writes its table by hand from the same notices; there is no difference from 2021 to 2026."""
    other = holidays.country_holidays("CN", years=range(2021, 2027))
    assert [day for day in ALL_DAYS if other.is_working_day(day) != CALENDAR.is_working(day)] == []


@pytest.mark.parametrize("year", ARRANGED)
def test_each_year_cites_its_notice(year: int) -> None:
    assert NOTICES[year] == ARRANGED[year][0]
    assert CALENDAR.day(date(year, 5, 1)).source == f"chinesecalendar 1.11.0（{ARRANGED[year][0]}）"


@pytest.mark.parametrize(
    ("on", "kind", "reason"),
    [
        (date(2026, 9, 19), DayKind.WEEKEND, "星期六"),
        (date(2026, 9, 20), DayKind.MAKE_UP, "国庆节调休"),
        (date(2026, 9, 24), DayKind.WORKDAY, "星期四"),
        (date(2026, 9, 25), DayKind.HOLIDAY, "中秋节"),
        (date(2026, 2, 14), DayKind.MAKE_UP, "春节调休"),
        (date(2022, 12, 31), DayKind.HOLIDAY, "元旦"),
    ],
)
def test_a_day_says_what_it_is(on: date, kind: DayKind, reason: str) -> None:
    assert (CALENDAR.day(on).kind, CALENDAR.day(on).reason) == (kind, reason)


def test_a_year_without_notice_is_unknown_not_monday_to_friday() -> None:
    day = CALENDAR.day(date(2027, 3, 1))
    assert day == CalendarDay(date(2027, 3, 1), DayKind.UNKNOWN, "2027年的放假通知尚未登记", "")
    assert day.is_working is None


def test_a_due_day_in_an_unknown_year_is_provisional_and_says_the_earliest_day() -> None:
    due = CALENDAR.add_working_days(date(2026, 12, 28), 5)
    assert (due.due_on, due.provisional, due.not_before) == (None, True, date(2027, 1, 1))
    assert [(day.on, day.kind) for day in due.explanation] == [(date(2027, 1, 1), DayKind.UNKNOWN)]
    assert CALENDAR.add_working_days(date(2026, 12, 28), 3).due_on == date(2026, 12, 31)
    assert CALENDAR.add_working_days(date(2030, 1, 1), 1).due_on is None
    assert CALENDAR.working_days_between(date(2026, 12, 30), date(2027, 1, 4)) is None


def test_a_due_day_explains_each_skipped_and_made_up_day() -> None:
    due = CALENDAR.add_working_days(date(2026, 9, 17), 9)
    assert due.due_on == date(2026, 9, 30)
    assert [(day.on.isoformat(), day.kind.value, day.reason) for day in due.explanation] == [
        ("2026-09-19", "周末", "星期六"),
        ("2026-09-20", "调休上班", "国庆节调休"),
        ("2026-09-25", "放假", "中秋节"),
        ("2026-09-26", "放假", "中秋节"),
        ("2026-09-27", "放假", "中秋节"),
    ]
    assert due.sources == (SOURCE_2026,)


@pytest.mark.parametrize(("today", "year"), [
    (date(2026, 10, 31), None), (date(2026, 11, 1), 2027), (date(2026, 12, 31), 2027), (date(2027, 1, 1), 2027),
    (date(2025, 11, 30), None),
])  # fmt: skip
def test_a_missing_notice_is_told_from_november_on(today: date, year: int | None) -> None:
    missing = CALENDAR.missing_year(today)
    assert (missing.year if missing else None) == year
    assert not missing or "2027年的放假通知尚未登记" in missing.text


def notice(year: int = 2027, **extra: object) -> CalendarNotice:
    """A made-up notice: nobody knows the days of 2027 yet."""
    return CalendarNotice.model_validate(
        {
            "年份": str(year),
            "标题": f"关于{year}年部分节假日安排的通知（样本）",
            "文号": "样本〔2026〕1号",
            "网址": "https://example.org/",
            "放假": [
                {"名称": "元旦", "起": f"{year - 1}-12-31", "止": f"{year}-01-02"},
                {"名称": "国庆节", "起": f"{year}-10-01", "止": f"{year}-10-07"},
            ],
            "上班": [f"{year - 1}-12-27", f"{year}-10-09"],
            **extra,
        }
    )


def test_a_notice_in_the_register_makes_its_year_known_and_reaches_into_the_december_before() -> None:
    calendar = work_calendar([notice()])
    cited = "《关于2027年部分节假日安排的通知（样本）》（样本〔2026〕1号）"
    assert calendar.day(date(2026, 12, 27)) == CalendarDay(date(2026, 12, 27), DayKind.MAKE_UP, "周末调休", cited)
    assert calendar.day(date(2026, 12, 31)) == CalendarDay(date(2026, 12, 31), DayKind.HOLIDAY, "元旦", cited)
    assert calendar.add_working_days(date(2026, 12, 25), 5).due_on == date(2027, 1, 4)
    assert calendar.add_working_days(date(2026, 12, 25), 5).sources == (SOURCE_2026, cited)
    assert calendar.missing_year(date(2026, 12, 1)) is None


def test_a_gap_between_known_years_is_not_jumped_over() -> None:
    calendar = work_calendar([notice(2028)])
    due = calendar.add_working_days(date(2026, 12, 30), 3)
    assert (due.due_on, due.not_before) == (None, date(2027, 1, 1))
    assert calendar.working_days_between(date(2026, 12, 30), date(2028, 1, 4)) is None
    assert calendar.add_working_days(date(2028, 1, 4), 1).due_on == date(2028, 1, 5)


def test_a_notice_replaces_only_the_holidays_it_names() -> None:
    """A register may copy one holiday of a year the library knows; the others stay."""
    moved = notice(2026, 放假=[{"名称": "国庆节", "起": "2026-10-01", "止": "2026-10-05"}], 上班=["2026-10-11"])
    calendar = work_calendar([moved])
    assert calendar.is_working(date(2026, 10, 6)) is True
    assert calendar.is_working(date(2026, 10, 10)) is False  # the library's make-up day of 国庆节 is gone with it
    assert calendar.is_working(date(2026, 10, 11)) is True
    assert calendar.day(date(2026, 9, 25)) == CALENDAR.day(date(2026, 9, 25))
    assert calendar.is_working(date(2026, 1, 1)) is False


AMENDMENT = {
    "标题": "关于调整2027年国庆节放假的通知（样本）",
    "文号": "样本〔2027〕3号",
    "发布日期": "2027-09-01",
    "放假": [{"名称": "国庆节", "起": "2027-10-08", "止": "2027-10-08"}],
    "上班": ["2027-10-10"],
    "照常": ["2027-10-09"],
}


def test_a_notice_amended_in_the_year_moves_due_days_and_says_so() -> None:
    calendar = work_calendar([notice(调整=[AMENDMENT])])
    due = calendar.add_working_days(date(2027, 9, 30), 2)
    assert due.due_on == date(2027, 10, 11)
    assert due.moved_from == date(2027, 10, 9)
    assert due.moved_by == "《关于调整2027年国庆节放假的通知（样本）》（样本〔2027〕3号）"
    assert [(day.on.day, day.kind.value, bool(day.amended_by)) for day in due.explanation if day.on.day > 7] == [
        (8, "放假", True),
        (9, "周末", True),
        (10, "调休上班", True),
    ]
    assert calendar.add_working_days(date(2027, 9, 1), 2).moved_from is None


def test_an_implausible_amendment_is_told() -> None:
    bad = {**AMENDMENT, "上班": ["2027-10-08", "2026-05-02"], "照常": ["2027-10-08"]}
    assert [place for place, _ in notice(调整=[bad]).implausible()] == [
        ("调整", 0, "上班", 0),
        ("调整", 0, "上班", 0),
        ("调整", 0, "上班", 1),
        ("调整", 0, "照常", 0),
    ]


# Laws -----------------------------------------------------------------------------------------------------------

starts = st.dates(date(2021, 1, 1), date(2026, 12, 31))
counts = st.integers(1, 60)
calendars = st.sampled_from([CALENDAR, work_calendar([notice()]), work_calendar([notice(调整=[AMENDMENT])])])


@given(calendars, starts, counts)
def test_law_a_due_day_is_a_working_day_and_so_many_lie_between(calendar: WorkCalendar, start: date, days: int) -> None:
    due_on = calendar.add_working_days(start, days).due_on
    if due_on:
        assert calendar.is_working(due_on) is True
        assert calendar.working_days_between(start, due_on) == days
        assert sum(bool(calendar.is_working(day)) for day in days_between(start, due_on)[1:]) == days


@given(calendars, starts, st.integers(0, 40), counts)
def test_law_a_later_start_is_never_due_earlier(calendar: WorkCalendar, start: date, later: int, days: int) -> None:
    first = calendar.add_working_days(start, days).due_on
    second = calendar.add_working_days(start + timedelta(days=later), days).due_on
    assert (first or date.max) <= (second or date.max)


@given(calendars, starts, counts, counts)
def test_law_a_then_b_is_a_and_b(calendar: WorkCalendar, start: date, a: int, b: int) -> None:
    middle = calendar.add_working_days(start, a).due_on
    if middle:
        assert calendar.add_working_days(middle, b).due_on == calendar.add_working_days(start, a + b).due_on
    else:
        assert calendar.add_working_days(start, a + b).due_on is None


@given(starts, starts)
def test_law_counting_back_is_the_negative(one: date, other: date) -> None:
    forth, back = CALENDAR.working_days_between(one, other), CALENDAR.working_days_between(other, one)
    assert forth is not None
    assert back == -forth


@given(st.dates(date(2027, 1, 1), date(2100, 12, 30)), counts)
def test_law_an_unknown_year_gives_no_day(start: date, days: int) -> None:
    assert CALENDAR.add_working_days(start, days).due_on is None


def test_less_than_one_day_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one working day"):
        CALENDAR.add_working_days(date(2026, 1, 5), 0)
