"""The order of Chinese names: by pinyin, character by character, as a dictionary has it."""

from functools import lru_cache
from unicodedata import normalize

_LENGTHS = (4, 3, 2)
"""Characters of the words whose readings are looked up, the longest first."""


def by_pinyin(name: str) -> str:
    """The text by which a name is sorted: 长沙 under chang, 重庆 under chong; Latin letters and digits come before."""
    from pypinyin.constants import PHRASES_DICT

    text = normalize("NFKC", name).lower()
    sounds: list[str] = []
    at = 0
    while at < len(text):
        word = next((one for length in _LENGTHS if (one := text[at : at + length]) in PHRASES_DICT), text[at])
        sounds.append(_sound(word))
        at += len(word)
    return "".join(sounds)


@lru_cache(1 << 16)
def _sound(word: str) -> str:
    """What the characters of a word are sorted by: their reading with its tone, then themselves."""
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_tone3

    known = PHRASES_DICT.get(word) if len(word) > 1 else None
    readings = [some[0] for some in known] if known else [PINYIN_DICT.get(ord(word[0]), "").partition(",")[0]]
    pairs = zip(readings, word, strict=False)
    return "".join(f"~{to_tone3(reading)}{character}" if reading else character for reading, character in pairs)
