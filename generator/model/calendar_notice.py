"""A holiday notice of the State Council, for a year the calendar library does not know yet, and what amended it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

from pydantic import Field

from generator.model.written import Day, Line, Title, WebAddress, Written, Year, optional, required

LONGEST_HOLIDAY = 15
"""Days in a row: no notice has reached so many; the longest was ten, 2020."""

FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
"""What every notice arranges, 全国年节及纪念日放假办法第二条."""

MakeUpDays = Annotated[tuple[Day, ...], Field(max_length=20)]


class Holiday(Written, title="节日"):
    """One holiday: first and last day off."""

    name: Title | None = required("名称", "节日名称，如 春节；两节合并放假的，以顿号隔开")
    first_on: Day | None = required("起", "放假第一天")
    last_on: Day | None = required("止", "放假最后一天")

    @property
    def days(self) -> Iterator[date]:
        """Each day off; none while first or last is unknown, and no more than a holiday can have."""
        if self.first_on and self.last_on:
            first = self.first_on.toordinal()
            for ordinal in range(first, min(self.last_on.toordinal() + 1, first + LONGEST_HOLIDAY)):
                yield date.fromordinal(ordinal)


Holidays = Annotated[tuple[Holiday, ...], Field(max_length=20)]


class Amendment(Written, title="调整通知"):
    """A later notice that changes some days of the year's arrangement, such as 国办发明电〔2020〕1号."""

    title: Line | None = required("标题", "调整通知全称")
    number: Line | None = required("文号", "发文字号")
    address: WebAddress | None = optional("网址", "通知原文的网址")
    published_on: Day | None = required("发布日期", "调整通知的发布日期")
    holidays: Holidays = optional("放假", "增加放假的起止日期", ())
    make_up_days: MakeUpDays = optional("上班", "增加调休上班的周末日期", ())
    ordinary_days: MakeUpDays = optional("照常", "不再放假、也不再调休上班，恢复平常作息的日期", ())


class CalendarNotice(Written, title="放假通知"):
    """`catalogues/calendar/<year>.yml`: the notice as published, 国务院办公厅关于部分节假日安排的通知."""

    year: Year | None = required("年份", "通知所安排的年份，如 2027")
    title: Line | None = required("标题", "通知全称")
    number: Line | None = required("文号", "发文字号")
    address: WebAddress | None = required("网址", "通知原文的网址")
    published_on: Day | None = optional("发布日期", "通知的发布日期")
    holidays: Holidays | None = required("放假", "各节日的起止日期")
    make_up_days: MakeUpDays = optional("上班", "调休上班的周末日期", ())
    amendments: Annotated[tuple[Amendment, ...], Field(max_length=10)] = optional(
        "调整", "年内另发通知调整的，按发布先后列出；原安排保持不动", ()
    )

    def implausible(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """What in the notice cannot be right: where, and in which way; nothing when it is plausible."""
        yield from self._implausible_days((), self.holidays or (), self.make_up_days)
        for number, amendment in enumerate(self.amendments):
            yield from self._implausible_days(("调整", number), amendment.holidays, amendment.make_up_days)
            changed = {*amendment.make_up_days, *(on for holiday in amendment.holidays for on in holiday.days)}
            for index, day in enumerate(amendment.ordinary_days):
                if day in changed:
                    yield ("调整", number, "照常", index), f"{day}既照常又放假或者上班"

    @property
    def unnamed(self) -> list[str]:
        """The festivals of every year that the notice does not name; those named together count each."""
        named = "、".join(holiday.name or "" for holiday in self.holidays or ())
        return [festival for festival in FESTIVALS if festival.removesuffix("节") not in named]

    def _implausible_days(
        self, place: tuple[str | int, ...], holidays: Sequence[Holiday], make_up_days: Sequence[date]
    ) -> Iterator[tuple[tuple[str | int, ...], str]]:
        for number, holiday in enumerate(holidays):
            first, last = holiday.first_on, holiday.last_on
            if first and last and last < first:
                yield (*place, "放假", number, "止"), f"{first}至{last}起止颠倒"
            if first and last and (last - first).days >= LONGEST_HOLIDAY:
                yield (*place, "放假", number, "止"), f"{first}至{last}共{(last - first).days + 1}天，过长"
            if first and self.year and not self._may_arrange(first):
                yield (*place, "放假", number, "起"), f"{first}与{self.year}年不符"
        for number, day in enumerate(make_up_days):
            if any(day in holiday.days for holiday in holidays):
                yield (*place, "上班", number), f"{day}既放假又上班"
            if day.weekday() < 5:
                yield (*place, "上班", number), f"{day}不是周末，不会是调休上班日"
            if self.year and not self._may_arrange(day):
                yield (*place, "上班", number), f"{day}与{self.year}年不符"

    def _may_arrange(self, day: date) -> bool:
        """A notice arranges its year and the December before it (元旦 of 2019 and 2023)."""
        return day.year == self.year or (day.month == 12 and self.year == day.year + 1)
