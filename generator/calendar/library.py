"""The door to the calendar library: which days it knows to be arranged, in Chinese, by which notice in which year."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from msgspec import Struct

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}
NOTICES = {
    2021: "国办发明电〔2020〕27号",
    2022: "国办发明电〔2021〕11号",
    2023: "国办发明电〔2022〕16号",
    2024: "国办发明电〔2023〕7号",
    2025: "国办发明电〔2024〕12号",
    2026: "国办发明电〔2025〕7号",
}
"""The State Council's notices since the measures are in force; the library's days of these years were compared with
each, day by day (`tests/test_calendar.py`)."""


class Library(Struct, frozen=True, eq=False):
    """What a library knows: its name and version, its years, and per arranged day whether work is done and why."""

    name: str
    years: range
    days: Mapping[date, tuple[bool, str]]

    @property
    def names(self) -> frozenset[str]:
        """The holidays it knows by name."""
        return frozenset(name for _, name in self.days.values())

    def source_of(self, year: int) -> str:
        """The library as it is cited, with the notice it follows in that year."""
        return f"{self.name}（{NOTICES[year]}）" if year in NOTICES else self.name


@cache
def library() -> Library:
    """The installed `chinesecalendar`."""
    from chinese_calendar import __version__
    from chinese_calendar.constants import holidays, workdays

    days = {on: (False, NAMES.get(name, name)) for on, name in holidays.items()}
    days |= {on: (True, NAMES.get(name, name)) for on, name in workdays.items()}
    years = range(min(holidays).year, max(holidays).year + 1)
    return Library(f"chinesecalendar {__version__}", years, days)
