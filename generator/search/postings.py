"""Postings: for each gram the documents that have it in their name or code, in their items, in their summary.

A list of numbers is written as the gaps between them, from -1 on, seven bits a byte, low first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate
from operator import sub

from msgspec import Struct

from generator.search.document import Document
from generator.search.text import SEPARATOR, folded, grams_of_text, grams_of_words, start_grams, whole_gram

NAME, ITEMS, SUMMARY = range(3)
FIELDS = (NAME, ITEMS, SUMMARY)


Written = bytes | bytearray
"""A list as it is written."""


class Lists(Struct, frozen=True, gc=False):
    """The lists of one field of some documents, which are numbered from 0: few large values, quick to hand over.

    Of each gram the first and the last number, and where its gaps end in `gaps`, which has those after the first.
    """

    grams: tuple[str, ...]
    firsts: tuple[int, ...]
    lasts: tuple[int, ...]
    ends: tuple[int, ...]
    gaps: bytes


def lists_of(documents: Iterable[Document]) -> tuple[Lists, ...]:
    """The lists of each field of some documents."""
    found: tuple[defaultdict[str, list[int]], ...] = tuple(defaultdict(list) for _ in FIELDS)
    for number, document in enumerate(documents):
        for lists, grams in zip(found, _grams_of(document), strict=True):
            for numbers in map(lists.__getitem__, grams):
                numbers.append(number)
    return tuple(_packed(lists) for lists in found)


def _grams_of(document: Document) -> tuple[Iterable[str], ...]:
    name, code = folded(document.name), folded(document.code)
    grams = grams_of_text(f"{name}{SEPARATOR}{code}")
    for text in filter(None, (name, code)):
        grams.update((*start_grams(text), whole_gram(text)))
    items = set[str]().union(*map(grams_of_words, (*document.items, *document.also)))
    return grams, items, grams_of_text(folded(document.summary))


def _packed(lists: dict[str, list[int]]) -> Lists:
    grams = tuple(sorted(gram for gram in lists if " " not in gram and SEPARATOR not in gram))
    found = [lists[gram] for gram in grams]
    ends, gaps = list[int](), bytearray()
    for numbers in found:
        if len(numbers) > 1:
            gaps += _written([*map(sub, numbers[1:], numbers)])
        ends.append(len(gaps))
    firsts, lasts = (tuple([numbers[at] for numbers in found]) for at in (0, -1))
    return Lists(grams, firsts, lasts, tuple(ends), bytes(gaps))


class Postings:
    """The lists of all documents, made of those of parts that follow each other."""

    def __init__(self) -> None:
        self._lists: tuple[dict[str, bytearray], ...] = tuple({} for _ in FIELDS)
        self._firsts: tuple[dict[str, int], ...] = tuple({} for _ in FIELDS)
        self._lasts: tuple[dict[str, int], ...] = tuple({} for _ in FIELDS)

    def add(self, part: Iterable[Lists], first: int) -> None:
        """Take in the lists of a part whose documents are numbered from `first`, above all before."""
        for field, lists in enumerate(part):
            ours, first_of, last_of = self._lists[field], self._firsts[field], self._lasts[field]
            at = 0
            for gram, lowest, last, end in zip(lists.grams, lists.firsts, lists.lasts, lists.ends, strict=True):
                gap = first + lowest - last_of.get(gram, -1)
                written = _SHORT[gap] if gap < len(_SHORT) else _varint(gap)
                if gram in ours:
                    ours[gram] += written + lists.gaps[at:end]
                else:
                    ours[gram] = bytearray(written + lists.gaps[at:end])
                    first_of[gram] = first + lowest
                last_of[gram] = first + last
                at = end

    def lists(self) -> tuple[Lists, ...]:
        """The lists of each field, as those of one part."""
        return tuple(map(self._of_field, FIELDS))

    def _of_field(self, field: int) -> Lists:
        grams = tuple(sorted(self._lists[field]))
        firsts, lasts = (tuple([of[gram] for gram in grams]) for of in (self._firsts[field], self._lasts[field]))
        gaps = [self._lists[field][gram][len(_varint(first + 1)) :] for gram, first in zip(grams, firsts, strict=True)]
        return Lists(grams, firsts, lasts, tuple(accumulate(map(len, gaps))), b"".join(gaps))

    def numbers(self, gram: str, field: int) -> list[int]:
        """The documents that have a gram in a field, in ascending order."""
        numbers: list[int] = []
        number, gap, shift = -1, 0, 0
        for byte in self._lists[field].get(gram, b""):
            gap |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                number += gap
                numbers.append(number)
                gap = shift = 0
        return numbers

    def grams(self) -> list[str]:
        """Every gram in the order of UTF-16 units, in which a browser compares texts."""
        grams = set().union(*self._lists)
        has_pairs = any(max(gram) > _LAST_OF_ONE_UNIT for gram in grams)
        return sorted(grams, key=_units if has_pairs else None)

    def in_order(self) -> Iterator[tuple[str, tuple[Written, ...]]]:
        """Every gram with its lists in names, items and summaries as they are written, empty where it is in none."""
        names, items, summaries = (lists.get for lists in self._lists)
        return ((gram, (names(gram, b""), items(gram, b""), summaries(gram, b""))) for gram in self.grams())


_LAST_OF_ONE_UNIT = "\uffff"


def _units(gram: str) -> bytes:
    return gram.encode("utf-16-be", "surrogatepass")


def _varint(gap: int) -> bytes:
    written = bytearray()
    while gap >= 0x80:
        written.append(gap & 0x7F | 0x80)
        gap >>= 7
    written.append(gap)
    return bytes(written)


_SHORT = tuple(map(_varint, range(1 << 12)))


def _written(gaps: list[int]) -> bytes:
    most = max(gaps)
    if most < 0x80:
        return bytes(gaps)
    return b"".join(map(_SHORT.__getitem__ if most < len(_SHORT) else _varint, gaps))
