"""The form in which queries and texts are compared, and the grams under which a text is found.

`site_templates/theme/assets/search-worker.js` does the same in the browser; `tests/browser/test_search.py` holds
the two together.
"""

import re
import unicodedata
from operator import add

LONGEST_QUERY = 100
SEPARATOR = "\n"
"""Stands between texts that are indexed together; no folded text has it, so no gram reaches across."""

STARTS, WHOLE = "\x02", "\x03"
"""Mark the grams that say how a name or a code begins, and what it is as a whole."""

_BLANK = re.compile("[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]+")
_LATIN = re.compile(r"[!-~]{3,}")
_BUCKETS = 8192


def folded(text: str) -> str:
    """Full width as half width, capitals as small letters, blanks and hidden characters as one space."""
    return _BLANK.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip(" ")


def terms_of(query: str) -> tuple[str, ...]:
    """The words of a query, each once; a text must have every one of them somewhere."""
    return tuple(dict.fromkeys(word for word in folded(query[:LONGEST_QUERY]).split(" ") if word))


def grams_of_text(text: str) -> set[str]:
    """Every gram of a folded text: single characters, pairs, and threes of Latin letters, digits and marks."""
    grams = set(text)
    grams.update(map(add, text, text[1:]))
    for run in _LATIN.findall(text):
        grams.update(map(add, map(add, run, run[1:]), run[2:]))
    return grams


def grams_of_term(term: str) -> tuple[str, ...]:
    """The fewest grams that cover a word: threes where it is Latin, else pairs; one character is its own gram."""
    if len(term) == 1:
        return (term,)
    latin = [False, *("!" <= character <= "~" for character in term), False]
    threes = [term[at : at + 3] for at in range(len(term) - 2) if all(latin[at + 1 : at + 4])]
    pairs = [
        term[at : at + 2]
        for at in range(len(term) - 1)
        if not (latin[at + 1] and latin[at + 2] and (latin[at] or latin[at + 3]))
    ]
    return tuple(dict.fromkeys((*threes, *pairs)))


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
    for low, high in zip(units[::2], units[1::2], strict=True):
        value = (value ^ (low | high << 8)) * 0x01000193 & 0xFFFFFFFF
    return WHOLE + chr(0x4E00 + value % _BUCKETS)
