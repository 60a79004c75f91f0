"""What the page of articles says: each article of the two regulations, and which rules and deadlines carry it out."""

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from msgspec import Struct

from generator.diagnostics import Rule
from generator.profiles import HUNAN_2021, ORDER_809, Profile
from generator.profiles.clocks import DeadlineRule
from generator.profiles.deadlines import DEADLINE_RULES
from generator.views.duties import DUTIES, Duty

C = TypeVar("C", Rule, DeadlineRule)

_DIGITS = "零一二三四五六七八九"
_SOURCES = {profile.cited_as: profile for profile in (HUNAN_2021, ORDER_809)}
_CITED = re.compile(rf"({'|'.join(_SOURCES)})?第([{_DIGITS}十]+)条")


class ArticleRow(Struct, frozen=True):
    """One article: its number in Chinese, its duty, the rules and deadlines that cite it."""

    anchor: str
    article: str
    duty: Duty
    rules: tuple[Rule, ...]
    deadlines: tuple[DeadlineRule, ...]


class RegulationRows(Struct, frozen=True):
    """A regulation and its articles, in their order."""

    profile: Profile
    rows: tuple[ArticleRow, ...]


def articles_of(rules: Iterable[Rule]) -> tuple[RegulationRows, ...]:
    """Every article of every regulation with what carries it out."""
    ruled, timed = _by_article(rules), _by_article(DEADLINE_RULES)
    return tuple(
        RegulationRows(
            profile,
            tuple(
                ArticleRow(
                    f"{profile.name}-{number}",
                    f"第{in_chinese(number)}条",
                    duty,
                    tuple(ruled.get((profile.cited_as, number), ())),
                    tuple(timed.get((profile.cited_as, number), ())),
                )
                for number, duty in enumerate(DUTIES[profile.name], 1)
            ),
        )
        for profile in _SOURCES.values()
    )


def cited_articles(text: str) -> Iterator[tuple[str, int]]:
    """The articles a citation names, each with how its regulation is cited: 办法第九条、第十七条 names two."""
    source = ""
    for named, number in _CITED.findall(text):
        source = named or source
        if source:
            yield source, _number(number)


def in_chinese(number: int) -> str:
    """A number below one hundred as an article counts: 10 is 十, 21 is 二十一."""
    tens, ones = divmod(number, 10)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


def _number(chinese: str) -> int:
    tens, ten, ones = chinese.rpartition("十")
    return (_DIGITS.index(tens) if tens else bool(ten)) * 10 + (_DIGITS.index(ones) if ones else 0)


def _by_article(cited: Iterable[C]) -> dict[tuple[str, int], list[C]]:
    found: dict[tuple[str, int], list[C]] = {}
    for one in cited:
        for article in dict.fromkeys(cited_articles(one.article)):
            found.setdefault(article, []).append(one)
    return found
