"""Slips of the input method: full-width marks, and colons with no space after them, where YAML wants its own."""

import re

from generator.diagnostics import Finding, Span
from generator.source import faults

MISTYPED_COLON = re.compile(r"( *(?:- +)?)([^\s:：'\"#\[\]{}]{1,20})(：|:(?=[^\s/]))(.*)")
BRACKETS = {"［": "[", "］": "]", "【": "[", "】": "]", "｛": "{", "｝": "}"}
_STARTS = {**BRACKETS, "－": "-", "—": "-", "–": "-", "＃": "#", "：": ":"}


def full_width_slip(path: str, span: Span, text: str) -> Finding | None:
    """A finding when text that stands where a list or fields belong looks like full-width punctuation."""
    match = MISTYPED_COLON.match(text)
    if match and match[3] == "：":
        place = Span(span.line, span.column + match.start(3), span.line, span.column + match.end(3))
        example = f"{match[2]}: {match[4].strip()}".strip()
        return faults.FULL_WIDTH.at(path, place, mark="：", right=":", example=example)
    right = _STARTS.get(text[:1])
    if right is None:
        return None
    example = "".join(BRACKETS.get(mark, mark) for mark in text).replace("，", ", ").replace("、", ", ")
    if right in "-#":
        example = f"{right} {text[1:].strip()}"
    place = Span(span.line, span.column, span.line, span.column + 1)
    return faults.FULL_WIDTH.at(path, place, mark=text[0], right=right, example=example)
