"""The text of an old file as it may be shown: what was purged from the register stays away though Git remembers it."""

import re
import sys

from generator.model.personal_numbers import without_numbers
from generator.rules.secrets import is_plainly_fit, is_secret

ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})")
FOLD = re.compile(r"\\?\s*\n\s*")


def shown_text(raw: bytes) -> str | None:
    """A file's text without personal numbers; `None` where its escapes or folded lines hide what may not be shown."""
    text = raw.decode("utf-8", "replace")
    if "\\" not in text and is_plainly_fit(text):
        return text
    text = without_numbers(text)
    read = ESCAPE.sub(unescaped, text)
    meant = (text, read, FOLD.sub("", read), FOLD.sub(" ", read))
    return None if any(is_secret(one) or without_numbers(one) != one for one in meant) else text


def unescaped(found: re.Match[str]) -> str:
    """The sign that an escape in quotes stands for."""
    code = int(found[1][1:], 16)
    return chr(code) if code <= sys.maxunicode else found[0]
