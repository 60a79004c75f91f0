"""A holiday notice of the State Council, for a year the calendar library does not know yet."""

from collections.abc import Iterator
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

    def implausible(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """What in the notice cannot be right: where, and in which way; nothing when it is plausible."""
        for number, holiday in enumerate(self.holidays or ()):
            first, last = holiday.first_on, holiday.last_on
            if first and last and last < first:
                yield ("放假", number, "止"), f"{first}至{last}起止颠倒"
            if first and self.year and abs(first.year - self.year) > 1:
                yield ("放假", number, "起"), f"{first}与{self.year}年不符"
        for number, day in enumerate(self.make_up_days):
            if self._is_day_off(day):
                yield ("上班", number), f"{day}既放假又上班"
            if day.weekday() < 5:
                yield ("上班", number), f"{day}不是周末，不会是调休上班日"

    def _is_day_off(self, day: date) -> bool:
        return any(
            holiday.first_on <= day <= holiday.last_on
            for holiday in self.holidays or ()
            if holiday.first_on and holiday.last_on
        )
