"""Pieces of a site: files that are made apart from all others, and not again while what they are made of stays."""

from collections.abc import Callable
from functools import partial
from typing import Any

from msgspec import Struct

from generator.publish.builds import Files


class Piece(Struct, frozen=True):
    """Files of the site that are made apart from all others; the same seed, where there is one, makes the same.

    `old_files` are the blobs that making them reads, in this order.
    """

    make: Callable[[], Files]
    seed: object = None
    old_files: tuple[str, ...] = ()

    @classmethod
    def of(cls, make: Callable[..., Files], *values: Any) -> "Piece":
        """Files made of nothing but these values, which JSON can say."""
        return cls(partial(make, *values), (make.__qualname__, values))
