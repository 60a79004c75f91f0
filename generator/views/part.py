"""Long lists in parts, each a page with its own address, so that no page grows with the register."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from msgspec import Struct

from generator.views import addresses

R = TypeVar("R")

ROWS = 400
"""Rows of a list on one page."""


class Part(Struct, Generic[R], frozen=True):
    """One part of a list: its number from one, its rows, how many rows there are, and the addresses of all parts."""

    number: int
    rows: Sequence[R]
    total: int
    addresses: tuple[str, ...]

    @property
    def address(self) -> str:
        """Where this part is."""
        return self.addresses[self.number - 1]


def parts_of(address: str, rows: Sequence[R], size: int = ROWS) -> tuple[Part[R], ...]:
    """The parts of a list; the first is at the address itself, and is there also when nothing is listed."""
    numbers = range(1, max(1, -(-len(rows) // size)) + 1)
    found = tuple(addresses.part(address, number) for number in numbers)
    return tuple(Part(number, rows[(number - 1) * size : number * size], len(rows), found) for number in numbers)
