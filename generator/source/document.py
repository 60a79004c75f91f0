"""What one file says, as text scalars, and where each of them stands."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct

from generator.diagnostics import Span
from generator.source.plain import Node, plain_marks

Place = tuple[str | int, ...]


class Document(Struct, frozen=True, dict=True):
    """One file's content as text scalars; `noted` are the marks where the parser was asked."""

    path: str
    text: str
    data: dict[str, Node]
    has_blanks: bool
    noted: Sequence[int] | None = None

    @cached_property
    def marks(self) -> Sequence[int]:
        """Where each node starts and ends in `text`: a collection, then for each pair the key and the value."""
        return plain_marks(self.text) if self.noted is None else self.noted

    def filled(self) -> dict[str, Node]:
        """The data without the keys nobody filled in; in a list a blank entry stays, since it is a fault there."""
        return _without_blanks(self.data) if self.has_blanks else self.data  # type: ignore[return-value]

    def span(self, place: Place, *, key: bool = False) -> Span:
        """Where a value (or, with `key`, its key) stands; of a place that is not there, where its parent is."""
        return span_of(self.text, *self._reach(place, key))

    def lines(self, place: Place) -> Iterator[tuple[Span, str]]:
        """The lines a text is written on, each with its place."""
        start, end = self._reach(place, False)
        for match in re.finditer(r"\S[^\n]*", self.text[start:end]):
            yield span_of(self.text, start + match.start(), start + match.end()), match[0]

    def _reach(self, place: Place, key: bool) -> tuple[int, int]:
        number, own_key = 0, 0
        node: Node = self.data
        for step in place:
            if isinstance(node, list) and isinstance(step, int) and step < len(node):
                number += 1 + sum(map(_size, node[:step]))
                own_key, node = number, node[step]
                continue
            if not isinstance(node, dict) or step not in node:
                break
            number += 1
            for name, child in node.items():
                own_key = number
                number += 1
                if name == step:
                    break
                number += _size(child)
            node = node[step]
        else:
            number = own_key if key else number
        return self.marks[2 * number], self.marks[2 * number + 1]

    def value(self, place: Place) -> Node:
        """The value at a place; `None` when it is blank or not there."""
        node: Node = self.data
        for step in place:
            children = _children(node)
            if step not in children:
                return None
            node = children[step]
        return node


def span_of(text: str, start: int, end: int) -> Span:
    """The stretch of a text between two indices; it ends with its first line at the latest."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    end = min(end, line_end if line_end >= 0 else len(text))
    line, column = text.count("\n", 0, start) + 1, start - line_start + 1
    return Span(line, column, line, max(column + 1, end - line_start + 1))


def _children(node: Node) -> Mapping[Any, Node]:
    if isinstance(node, dict):
        return node
    return dict(enumerate(node)) if isinstance(node, list) else {}


def _size(node: Node) -> int:
    if isinstance(node, list):
        return 1 + sum(map(_size, node))
    return 1 + len(node) + sum(map(_size, node.values())) if isinstance(node, dict) else 1


def _without_blanks(node: Node) -> Node:
    if isinstance(node, dict):
        return {key: _without_blanks(value) for key, value in node.items() if value is not None}
    if isinstance(node, list):
        return [_without_blanks(value) for value in node]
    return node
