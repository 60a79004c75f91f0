"""Figures, their rows, and the card that holds them."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from msgspec import Struct

from generator.model.register import FiledResource
from generator.rules.secrets import shown
from generator.wording import UNKNOWN


class Row(Struct, frozen=True, gc=False):
    """One thing a figure counts: its code (or file), its name, what is said of it, and whether it is in order."""

    code: str
    name: str
    told: str
    is_good: bool


class Figure(Struct, frozen=True):
    """How many of its rows are in order; `proves` and `does_not_prove` say what a catalogue can know of a duty.

    `words` is what its rows are called, in order and otherwise: a share of a mix judges nobody.
    """

    id: str
    title: str
    article: str
    rows: tuple[Row, ...]
    proves: str = ""
    does_not_prove: str = ""
    words: tuple[str, str] = ("符合", "不符合")

    @property
    def good(self) -> int:
        """How many rows are in order."""
        return sum(row.is_good for row in self.rows)

    @property
    def total(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    @property
    def share(self) -> float | None:
        """Share of the rows that are in order; `None` where there are none."""
        return self.good / self.total if self.rows else None


class Weights(Struct, frozen=True):
    """How much each figure counts, by its id, and the evaluation rules that say so (办法第二十七条第一款)."""

    source: str
    by_figure: Mapping[str, int]


class Scorecard(Struct, frozen=True):
    """The figures of one department from one day to another, both inclusive."""

    organisation: str
    first_on: date
    last_on: date
    figures: tuple[Figure, ...]
    weights: Weights | None = None

    @property
    def total(self) -> float | None:
        """Out of 100 by the weights, over the figures that have rows; `None` without weights or without rows."""
        weighed = [
            (figure.share, self.weights.by_figure.get(figure.id, 0))
            for figure in self.figures
            if self.weights and figure.share is not None
        ]
        weight = sum(one for _, one in weighed)
        return 100 * sum((share or 0) * one for share, one in weighed) / weight if weight else None


def resource_row(filed: FiledResource, told: str, is_good: bool) -> Row:
    """A row about one resource."""
    return Row(filed.resource.code or filed.file, named(filed.resource.name), told, is_good)


@lru_cache(maxsize=1 << 16)
def named(name: str | None) -> str:
    """A name fit to be shown."""
    return shown(name or UNKNOWN)


def quarter(year: int, number: int) -> tuple[date, date]:
    """First and last day of a quarter, 1 to 4."""
    first = date(year, 3 * number - 2, 1)
    following = date(year + 1, 1, 1) if number == 4 else date(year, 3 * number + 1, 1)
    return first, date.fromordinal(following.toordinal() - 1)
