"""A holiday notice of the State Council, for a year the calendar library does not know yet."""

from datetime import date
from typing import Annotated

from pydantic import Field

from generator.model.written import Day, Line, Title, WebAddress, Written, Year, optional, required


class Holiday(Written, title="节日"):
    """One holiday: first and last day off."""

    name: Title | None = required("名称", "节日名称，如 春节")
    first_on: Day | None = required("起", "放假第一天")
    last_on: Day | None = required("止", "放假最后一天")


class CalendarNotice(Written, title="放假通知"):
    """`catalogues/calendar/<year>.yml`: the notice as published, 国务院办公厅关于部分节假日安排的通知."""

    year: Year | None = required("年份", "通知所安排的年份，如 2027")
    title: Line | None = required("标题", "通知全称")
    number: Line | None = required("文号", "发文字号")
    address: WebAddress | None = required("网址", "通知原文的网址")
    holidays: Annotated[tuple[Holiday, ...], Field(max_length=20)] | None = required("放假", "各节日的起止日期")
    make_up_days: Annotated[tuple[Day, ...], Field(max_length=20)] = optional("上班", "调休上班的周末日期", ())

    def implausible(self) -> tuple[str, ...]:
        """What in the notice cannot be right, in words; empty when it is plausible."""
        days_off = [
            (holiday.first_on, holiday.last_on)
            for holiday in self.holidays or ()
            if holiday.first_on and holiday.last_on
        ]
        return (
            *(f"{first}至{last}起止颠倒" for first, last in days_off if last < first),
            *(f"{first}与{self.year}年不符" for first, _ in days_off if self.year and abs(first.year - self.year) > 1),
            *(f"{day}既放假又上班" for day in self.make_up_days if _within(day, days_off)),
            *(f"{day}不是周末，不会是调休上班日" for day in self.make_up_days if day.weekday() < 5),
        )


def _within(day: date, stretches: list[tuple[date, date]]) -> bool:
    return any(first <= day <= last for first, last in stretches)
