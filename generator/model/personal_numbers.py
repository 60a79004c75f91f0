"""Numbers of persons: how they are found in a text, and the text without them, as everything shown goes through it."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

GAP = r"(?:[^\S\n]|[-‐-―·.]){0,3}"
"""What people put between the digits of a number: spaces, hyphens, dots."""
LONG_NUMBER = re.compile(r"[0-9０-９](?:[-\s‐-―·.－．\\]*+[0-9０-９]){10}")
"""What every personal number is part of, however a text is folded or escaped; the shortest has eleven digits."""
HALF_WIDTH = {0x3000: 0x20} | {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)}
"""Full-width digits, letters and marks to ASCII; a text keeps its length."""


RUN = re.compile(rf"[0-9](?:{GAP}[0-9]){{15,}}(?:{GAP}[Xx])?")
"""Digits one after the other, with gaps, long enough to hold an identity or card number."""
DIGIT = re.compile("[0-9Xx]")

Found = tuple[int, int, str]
"""Start and end of a number in a text, and its bare digits."""


class Number(Struct, frozen=True):
    """A kind of personal number: how it is looked for in a text of half-width characters."""

    found: Callable[[str], Iterator[Found]]

    def found_in(self, text: str) -> Iterator[Found]:
        """Start, end and bare digits of every such number in the text."""
        return self.found(text.translate(HALF_WIDTH))


def _in_runs(shapes: Iterable[str], is_valid: Callable[[str], bool]) -> Callable[[str], Iterator[Found]]:
    """Numbers of these shapes within runs of digits: each begins and ends at a gap or at an end of its run.

    A run is taken apart once, and shapes are looked for in its bare digits, so that spaced digits cost no more.
    """
    patterns = [re.compile(f"(?=({shape}))") for shape in shapes]

    def found(flat: str) -> Iterator[Found]:
        for run in RUN.finditer(flat):
            places = [match.start() for match in DIGIT.finditer(flat, *run.span())]
            bare = "".join(DIGIT.findall(run[0])).upper()
            for match in (match for pattern in patterns for match in pattern.finditer(bare)):
                first, end = match.span(1)
                begins = first == 0 or places[first - 1] + 1 < places[first]
                ends = end == len(bare) or bare[end - 1] == "X" or bare[end] == "X" or places[end - 1] + 1 < places[end]
                if begins and ends and is_valid(match[1]):
                    yield places[first], places[end - 1] + 1, match[1]

    return found


def _matching(*patterns: re.Pattern[str]) -> Callable[[str], Iterator[Found]]:
    def found(flat: str) -> Iterator[Found]:
        for match in (match for pattern in patterns for match in pattern.finditer(flat)):
            yield *match.span(1), re.sub("[^0-9]", "", match[1])

    return found


def _mobile(digits: str) -> re.Pattern[str]:
    before = rf"(?:\+?(?:00)?86\)?{GAP}|0)?"
    return re.compile(rf"(?<![0-9A-Za-z])(?=({before}{digits})(?![0-9A-Za-z]))")


RESIDENT_SHAPE = "[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]"
CARD_SHAPES = (
    *(f"62[0-9]{{{count}}}" for count in range(14, 18)),
    "(?:9558|4367)[0-9]{15}",
    "(?:4[0-9]|5[1-5]|35|60)[0-9]{14}",
)
"""Cards issued here: 银联 in four lengths, the old 19 digits of two banks, 16 digits of the international brands."""


def _is_resident_id(bare: str) -> bool:
    """Whether place, birthday and check digit fit together, GB 11643."""
    from stdnum.cn import ric  # few texts hold a number, and the library is slow to import
    from stdnum.iso7064 import mod_11_2

    try:
        return bool(ric.is_valid(bare))
    except KeyError:  # of some places the library knows the province, but no county
        return bool(mod_11_2.is_valid(bare))


@lru_cache(maxsize=4096)
def _is_bank_card(bare: str) -> bool:
    """Whether a card may bear this number; codes that begin with a region's are none."""
    from stdnum import luhn

    from generator.model.regions import region_name

    return luhn.is_valid(bare) and not _is_resident_id(bare) and (bare.startswith("62") or not region_name(bare[:6]))


RESIDENT_ID = Number(_in_runs([RESIDENT_SHAPE], _is_resident_id))
MOBILE = Number(
    _matching(
        _mobile(rf"1[3-9][0-9](?:{GAP}[0-9]{{4}}){{2}}"), _mobile(rf"1[3-9][0-9]{{2}}{GAP}[0-9]{{3}}{GAP}[0-9]{{4}}")
    )
)
BANK_CARD = Number(_in_runs(CARD_SHAPES, _is_bank_card))


def without_numbers(text: str) -> str:
    """The text with every personal number starred but for its ends; its length and lines stay."""
    if not LONG_NUMBER.search(text):
        return text
    for kind in (RESIDENT_ID, MOBILE, BANK_CARD):
        text = _starred(text, sorted((start + 3, end - 2) for start, end, _ in kind.found_in(text)))
    return text


def _starred(text: str, stretches: list[tuple[int, int]]) -> str:
    """The text with these stretches, in order of their starts, starred; built once, however many overlap."""
    parts, at = [], 0
    for start, end in stretches:
        parts += [text[at:start], "*" * (end - max(start, at))]
        at = max(at, end)
    return "".join((*parts, text[at:]))
