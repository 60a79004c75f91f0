"""Pieces of a site: files that are made apart from all others, and not again while what they are made of stays."""

from collections.abc import Callable
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.json import Encoder
from pydantic import BaseModel

from generator.publish.builds import Files, digest_of


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


def seed_of(frame: str, seed: object) -> str:
    """The digest of all that some files are made of: what every page has in common, and their own seed.

    Empty where there is none, or where it cannot be written down.
    """
    if seed is None:
        return ""
    try:
        return digest_of(frame.encode() + _AS_JSON.encode(seed))
    except UnicodeEncodeError:
        return ""  # half of a surrogate pair, in the name of a file


def _plain(value: object) -> object:
    """A record by its fields in their order."""
    if not isinstance(value, BaseModel):
        raise TypeError(type(value))
    return [getattr(value, name) for name in type(value).model_fields]


_AS_JSON = Encoder(enc_hook=_plain, order="deterministic")
