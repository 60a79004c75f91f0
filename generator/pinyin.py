"""The order of Chinese names: by pinyin, character by character, as a dictionary has it.

The readings are pypinyin's. Its tables are read as they lie there: to import it takes three times as long.
"""

import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from unicodedata import normalize

from msgspec import Raw
from msgspec.json import decode

_LENGTHS = (4, 3, 2)
"""Characters of the words whose readings are looked up, the longest first."""
_TONES = str.maketrans({"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"})
_TONE = re.compile("([1-4])(.*)")


def by_pinyin(name: str) -> str:
    """The text by which a name is sorted: 长沙 under chang, 重庆 under chong; Latin letters and digits come before."""
    words = _words()
    text = normalize("NFKC", name).lower()
    sounds: list[str] = []
    at = 0
    while at < len(text):
        word = next((one for length in _LENGTHS if (one := text[at : at + length]) in words), text[at])
        sounds.append(_sound(word))
        at += len(word)
    return "".join(sounds)


@lru_cache(1 << 16)
def _sound(word: str) -> str:
    """What the characters of a word are sorted by: their reading with its tone, then themselves."""
    known = _words().get(word)
    readings = [some[0] for some in decode(known, type=list[list[str]])] if known else [_reading(word[0])]
    pairs = zip(readings, word, strict=False)
    return "".join(f"~{_numbered(reading)}{character}" if reading else character for reading, character in pairs)


def _reading(character: str) -> str:
    """The commonest reading of a character, empty where it has none."""
    return _characters().get(str(ord(character)), "").partition(",")[0]


def _numbered(reading: str) -> str:
    """A reading with its tone behind it: zhong1 for zhōng, lv4 for lǜ."""
    marked = normalize("NFD", reading).replace("u\u0308", "v").translate(_TONES)
    return normalize("NFC", _TONE.sub(r"\2\1", marked))


@cache
def _words() -> dict[str, Raw]:
    """The readings of each character of a word, as JSON: of tens of thousands few are asked for."""
    return decode(_table("phrases_dict.json"), type=dict[str, Raw])


@cache
def _characters() -> dict[str, str]:
    """The readings of each character by its number, the commonest first."""
    return decode(_table("pinyin_dict.json"), type=dict[str, str])


def _table(name: str) -> bytes:
    library = find_spec("pypinyin")
    assert library is not None
    assert library.origin is not None
    return Path(library.origin).with_name(name).read_bytes()
