"""The register's own way of writing YAML, read line by line: a key, a text or an entry to a line, two columns a level.

Nearly every file is written so, and costs a third of what the parser's events cost. What is read here the parser
reads the same; whatever else a file may hold is left to the parser, faults above all.
"""

import re
from collections.abc import Sequence
from typing import TypeAlias

Node: TypeAlias = "str | list[Node] | dict[str, Node] | None"

MOST_LINES = 10_000
_KEY = "[一-鿿]{1,20}"
_TEXT = r"[\w“《（「【〔](?:[^\n\t:#\ufffe\uffff]*[^\s:#\ufffe\uffff])?"
_LINE = re.compile(rf"^((?:  ){{0,6}})(?:({_KEY}):(?: ({_TEXT}))?|- (?:({_KEY}):(?: ({_TEXT}))?|({_TEXT})))\n", re.M)
"""A key with or without its text; an entry of a list that is a record, by its first key, or a text."""
_HEADER = re.compile(r"(?:#[^\n\ufffe\uffff]*\n)*")


def plain(text: str) -> tuple[dict[str, Node], bool] | None:
    """What a text says and whether it has blanks; `None` where it is not wholly written so.

    The text holds no hidden character.
    """
    lines = _LINE.findall(text, start := _start(text))
    if not lines or len(lines) != text.count("\n", start) or len(lines) > MOST_LINES or not text.endswith("\n"):
        return None
    return _built(lines)


def plain_marks(text: str) -> Sequence[int]:
    """Where each node of a text that is read here starts and ends: what the parser would note.

    A collection, then for each pair the key and the value; of a collection only its first character.
    """
    at, indent, blank = _start(text), 0, -1
    marks = [at, at + 1]
    for pad, own_key, own_value, first_key, first_value, entry in _LINE.findall(text, at):
        first = at + len(pad)
        if blank >= 0:
            marks += (first, first + 1) if len(pad) == indent + 2 else (blank, blank)
        indent, blank = len(pad), -1
        if not own_key:
            first += 2
            if not entry:
                marks += (first, first + 1)
                indent += 2
        end = first + len(own_key or first_key or entry)
        marks += (first, end)
        at = end + 1
        if not entry:
            value = own_value or first_value
            if value:
                marks += (end + 2, end + 2 + len(value))
                at = end + len(value) + 3
            else:
                blank, at = end + 1, end + 2
    if blank >= 0:
        marks += (blank, blank)
    return marks


def _start(text: str) -> int:
    """Where the comments at the beginning of a text end."""
    header = _HEADER.match(text)
    return header.end() if header else 0


def _built(lines: list[tuple[str, str, str, str, str, str]]) -> tuple[dict[str, Node], bool] | None:
    root: dict[str, Node] = {}
    node: dict[str, Node] | list[Node] = root
    around: list[tuple[dict[str, Node] | list[Node], int]] = []
    indent, blank, has_blanks = 0, "", False
    for pad, own_key, own_value, first_key, first_value, entry in lines:
        at = len(pad)
        if blank and at == indent + 2 and isinstance(node, dict):
            around.append((node, indent))
            inner: dict[str, Node] | list[Node] = {} if own_key else []
            node[blank] = inner
            node, indent = inner, at
        elif blank:
            has_blanks = True
        blank = ""
        while at < indent:
            node, indent = around.pop()
        if at != indent:
            return None
        if not own_key:
            if not isinstance(node, list):
                return None
            if entry:
                node.append(entry)
                continue
            around.append((node, indent))
            record: dict[str, Node] = {}
            node.append(record)
            node, indent = record, at + 2
        key, value = own_key or first_key, own_value or first_value
        if not isinstance(node, dict) or key in node:
            return None
        node[key] = value or None
        blank = "" if value else key
    return root, has_blanks or bool(blank)
