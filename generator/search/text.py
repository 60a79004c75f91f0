"""The form in which queries and texts are compared, and the grams under which a text is found.

`site_templates/theme/assets/search-worker.js` does the same in the browser; `tests/browser/test_search.py` holds
the two together.
"""

import re
import unicodedata
from functools import lru_cache
from operator import add
from struct import unpack

LONGEST_QUERY = 100
SEPARATOR = "\uffff"
"""Stands between texts that are indexed together: no character, so no text has it and no gram reaches across."""

STARTS, WHOLE = "\x02", "\x03"
"""Mark the grams that say how a name or a code begins, and what it is as a whole."""

_BLANK = re.compile("[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]+")
_LATIN = re.compile(r"[!-~]{3,}")
_LATIN_SIZES = range(3, 7)
"""Codes have few digits and many neighbours: only long grams tell 000031 from 310003."""
_BUCKETS = 8192


def folded(text: str) -> str:
    """Full width as half width, capitals as small letters, blanks and hidden characters as one space."""
    return _BLANK.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip(" ")


def terms_of(query: str) -> tuple[str, ...]:
    """The words of a query, each once; a text must have every one of them somewhere."""
    return tuple(dict.fromkeys(word for word in folded(query[:LONGEST_QUERY]).split(" ") if word))


def grams_of_text(text: str) -> set[str]:
    """Every gram of a folded text: single characters, pairs, and threes to sixes of Latin letters, digits and marks."""
    grams = set(text)
    grams.update(map(add, text, text[1:]))
    for run in _LATIN.findall(text):
        grams.update(run[at : at + size] for size in _LATIN_SIZES for at in range(len(run) - size + 1))
    return grams


@lru_cache(1 << 15)
def grams_of_words(text: str) -> frozenset[str]:
    """The grams of a text as written, kept since the names of items and the words of codes come again and again."""
    return frozenset(grams_of_text(folded(text)))


def grams_of_term(term: str) -> tuple[str, ...]:
    """Grams that cover a word: sixes side by side or one shorter where it is Latin, else every pair."""
    if len(term) == 1:
        return (term,)
    grams: list[str] = []
    in_run: set[int] = set()
    for run in _LATIN.finditer(term):
        size = min(len(run[0]), _LATIN_SIZES[-1])
        starts = [*range(run.start(), run.end() - size, size), run.end() - size]
        grams += [term[at : at + size] for at in starts]
        in_run.update(range(run.start(), run.end() - 1))
    grams += [term[at : at + 2] for at in range(len(term) - 1) if at not in in_run]
    return tuple(dict.fromkeys(grams))


def start_grams(text: str) -> tuple[str, ...]:
    """Grams that say how a folded name or code begins."""
    return tuple(STARTS + text[:length] for length in (1, 2) if len(text) >= length)


def start_gram(term: str) -> str:
    """The gram of all names and codes that begin like a word."""
    return STARTS + term[:2]


def whole_gram(text: str) -> str:
    """The gram of a folded name or code as a whole: one of 8,192, by FNV-1a over its UTF-16 units."""
    value = 0x811C9DC5
    units = text.encode("utf-16-le", "surrogatepass")
    for unit in unpack(f"<{len(units) // 2}H", units):
        value = (value ^ unit) * 0x01000193 & 0xFFFFFFFF
    return WHOLE + chr(0x4E00 + value % _BUCKETS)
