"""A document built on the events of PyYAML's C parser in one pass, for what `plain` does not read."""

import re
from array import array
from typing import Any

from yaml import events
from yaml._yaml import CParser
from yaml.error import MarkedYAMLError, YAMLError

from generator.diagnostics import HIDDEN, Finding, Rule, Span
from generator.source import faults
from generator.source.document import Document, span_of
from generator.source.plain import Node
from generator.source.slips import BRACKETS, MISTYPED_COLON

MOST_LEVELS = 16
MOST_NODES = 60_000
MOST_REPAIRS = 50


def parsed(path: str, text: str, findings: list[Finding]) -> tuple[Document | None, list[Finding]]:
    """Parse; where a slip of the input method stops the parser, mend a copy and read on."""
    mended = text
    inserted: list[int] = []
    for _ in range(MOST_REPAIRS):
        builder = _Builder(path, text, mended, inserted)
        data, error = None, None
        try:
            data = builder.build()
        except _StoppedError:
            return None, findings + builder.findings
        except YAMLError as stopped:
            error = stopped
        if isinstance(data, dict):
            marks = array("I", (_as_written(index, inserted) for index in builder.marks)) if inserted else builder.marks
            return Document(path, text, data, builder.has_blanks, marks), findings + builder.findings
        slip = _slip_near(mended, error, builder.last_start) if error or isinstance(data, str) else None
        if slip is None:
            fault = _syntax_finding(path, mended, error) if error else _not_a_record(path, text)
            return None, [*findings, *builder.findings, fault]
        findings.append(_slip_finding(path, text, slip, inserted))
        colon = slip.start(3)
        gap = "" if not slip[4] or slip[4].startswith(" ") else " "
        mended = f"{mended[:colon]}:{gap}{mended[colon + 1 :]}"
        inserted = sorted([*(at + (at > colon) for at in inserted), colon + 1]) if gap else inserted
    return None, findings


def _as_written(index: int, inserted: list[int]) -> int:
    """Index in the author's text of an index in the mended one, which has spaces inserted at some indices."""
    return index - sum(at < index for at in inserted)


def _slip_near(text: str, error: YAMLError | None, last_start: int) -> re.Match[str] | None:
    """The line before the parser's stop, or anywhere in a file that is one text, whose colon was mistyped."""
    first, last = last_start, len(text)
    if error is not None:
        if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
            return None
        first = min(last_start, error.context_mark.index if error.context_mark else last_start)
        last = error.problem_mark.index
    line_start = text.rfind("\n", 0, first) + 1
    while line_start <= last:
        line_end = text.find("\n", line_start)
        line_end = len(text) if line_end < 0 else line_end
        match = MISTYPED_COLON.fullmatch(text, line_start, line_end)
        if match:
            return match
        line_start = line_end + 1
    return None


def _slip_finding(path: str, text: str, slip: re.Match[str], inserted: list[int]) -> Finding:
    colon = _as_written(slip.start(3), inserted)
    rule = faults.FULL_WIDTH if slip[3] == "：" else faults.NO_SPACE_AFTER_COLON
    example = f"{slip[2]}: {_without_comment(slip[4])}".strip()
    return rule.at(path, span_of(text, colon, colon + 1), mark="：", right=":", key=slip[2], example=example)


def _without_comment(line: str) -> str:
    return re.sub(r"\s#[^'\"]*$", "", line).strip()


def _not_a_record(path: str, text: str) -> Finding:
    first = next((number for number, line in enumerate(text.split("\n"), 1) if line and line[0] != "#"), 1)
    return faults.NOT_A_RECORD.at(path, Span(first, 1, first, 2))


def _syntax_finding(path: str, text: str, error: YAMLError) -> Finding:
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return faults.SYNTAX.at(path, fault=faults.ANY_SYNTAX_FAULT[0], cure=faults.ANY_SYNTAX_FAULT[1])
    mark = error.problem_mark
    problem = str(error)
    if error.context_mark and any(sign in problem for sign in _UNCLOSED):
        mark = error.context_mark
    lines = text.split("\n")
    number = min(mark.line, len(lines) - 1)
    line, column = lines[number], mark.column
    span = Span(number + 1, column + 1, number + 1, column + 2)
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return faults.TAB.at(path, Span(number + 1, line.index("\t") + 1, number + 1, line.index("\t") + 2))
    bracket = next((found for found in re.finditer("[［］【】｛｝，]", line) if found), None)
    if bracket and re.search(r"[\[\]{}]", line):
        mended = "".join(BRACKETS.get(mark, mark) for mark in _without_comment(line)).replace("，", ", ")
        place = Span(number + 1, bracket.start() + 1, number + 1, bracket.end() + 1)
        right = {**BRACKETS, "，": ","}[bracket[0]]
        return faults.FULL_WIDTH.at(path, place, mark=bracket[0], right=right, example=mended)
    at_line_start = not line[:column].strip()
    if "did not find expected key" in problem and not at_line_start:
        fault, cure = faults.AFTER_ITS_END
    elif "did not find expected key" in problem and line[column : column + 1] == ":":
        fault, cure = faults.NO_KEY
    elif "did not find expected '-'" in problem and line[column : column + 1] != "-":
        fault, cure = faults.UNALIGNED
    else:
        fault, cure = next((words for sign, words in faults.SYNTAX_FAULTS if sign in problem), faults.ANY_SYNTAX_FAULT)
    return faults.SYNTAX.at(path, span, fault=fault, cure=cure)


_UNCLOSED = (
    "unexpected end of stream",
    "unexpected document indicator",
    "did not find expected ',' or",
    "could not find expected ':'",
)


class _StoppedError(Exception):
    """The file is past a bound; the finding is already noted."""


class _Builder:
    """Builds nodes from the parser's events and notes places and faults on the way."""

    def __init__(self, path: str, written: str, text: str, inserted: list[int]) -> None:
        self.path = path
        self.findings: list[Finding] = []
        self.has_blanks = False
        self.last_start = 0
        self.marks: array[int] = array("I")
        self._written = written
        self._inserted = inserted
        self._mark = self.marks.append
        self._next: Any = CParser(text).get_event

    def build(self) -> Node:
        self._next()
        event = self._next()
        if isinstance(event, events.StreamEndEvent):
            return None
        if event.version or event.tags:
            self._note(faults.SEVERAL_DOCUMENTS, event, mark="%")
        data = self._node(self._next(), 1)
        self._next()
        event = self._next()
        if not isinstance(event, events.StreamEndEvent):
            self._note(faults.SEVERAL_DOCUMENTS, event, mark="---")
            raise _StoppedError
        return data

    def _node(self, event: Any, level: int) -> Node:
        kind = event.__class__
        start = self.last_start = event.start_mark.index
        self._mark(start)
        if kind is events.ScalarEvent:
            self._mark(event.end_mark.index)
            if event.anchor is not None or event.tag is not None:
                self._note_properties(event)
            value: str = event.value.strip()
            if not value:
                self.has_blanks = True
                return None
            if event.style == '"' and (match := HIDDEN.search(value)):
                self._note(faults.HIDDEN_CHARACTER, event, character=f"U+{ord(match[0]):04X}")
                return HIDDEN.sub("\ufffd", value)
            return value
        self._mark(start + 1)
        self._note_properties(event)
        if kind is events.AliasEvent:
            return "*" + str(event.anchor)
        if level > MOST_LEVELS:
            self._note(faults.TOO_DEEP, event, limit=MOST_LEVELS, unit="层")
            raise _StoppedError
        if len(self.marks) > 2 * MOST_NODES:
            self._note(faults.TOO_DEEP, event, limit=MOST_NODES, unit="处")
            raise _StoppedError
        if kind is events.MappingStartEvent:
            return self._mapping(level + 1)
        return self._sequence(level + 1, event.flow_style)

    def _sequence(self, level: int, flow: bool) -> list[Node]:
        values: list[Node] = []
        event = self._next()
        while event.__class__ is not events.SequenceEndEvent:
            value = self._node(event, level)
            if flow and isinstance(value, str) and "，" in value and not event.style:
                self._note(faults.FULL_WIDTH, event, mark="，", right=",", example=f"[{value.replace('，', ', ')}]")
            values.append(value)
            event = self._next()
        return values

    def _mapping(self, level: int) -> dict[str, Node]:
        values: dict[str, Node] = {}
        event = self._next()
        while event.__class__ is not events.MappingEndEvent:
            before = len(self.marks)
            key = self._node(event, level)
            value = self._node(self._next(), level)
            if key.__class__ is str and key not in values:
                values[key] = value
            else:
                self._note_bad_key(event, key)
                del self.marks[before:]
            event = self._next()
        return values

    def _note_bad_key(self, event: Any, key: Node) -> None:
        if isinstance(key, str):
            self._note(faults.DUPLICATE_KEY, event, key=key)
        else:
            self._note(faults.KEY_NOT_TEXT, event)

    def _note_properties(self, event: Any) -> None:
        if event.anchor is not None:
            mark = "*" if isinstance(event, events.AliasEvent) else "&"
            self._note(faults.ANCHOR_OR_ALIAS, event, mark=mark + event.anchor)
        if getattr(event, "tag", None) is not None:
            self._note(faults.TAG, event, tag=event.tag.replace("tag:yaml.org,2002:", "!!"))

    def _note(self, rule: Rule, event: Any, **values: object) -> None:
        start = _as_written(event.start_mark.index, self._inserted)
        end = _as_written(event.end_mark.index, self._inserted)
        self.findings.append(rule.at(self.path, span_of(self._written, start, end), **values))
