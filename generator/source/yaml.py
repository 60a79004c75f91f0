"""The door to YAML: bytes in, text scalars with their places out, every fault a finding.

Built on the events of PyYAML's C parser in one pass, where `plain` does not read the file. Scalars stay text whatever
they look like; an empty scalar means "not filled in" and is `None`. Aliases, tags, duplicate and non-text keys, further
documents and invisible characters are refused, and the rest of the file is still read, so that all faults show at once.
"""

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import yaml
from msgspec import Struct
from yaml import events
from yaml._yaml import CParser
from yaml.error import MarkedYAMLError, YAMLError

from generator.diagnostics import HIDDEN, Finding, Rule, Span
from generator.source import faults
from generator.source.plain import Node, plain, plain_marks

Place = tuple[str | int, ...]

MOST_BYTES = 256 * 1024
MOST_LEVELS = 16
MOST_NODES = 60_000
MOST_REPAIRS = 50

_MISTYPED_COLON = re.compile(r"( *(?:- +)?)([^\s:：'\"#\[\]{}]{1,20})(：|:(?=[^\s/]))(.*)")
_FULL_WIDTH_BRACKETS = {"［": "[", "］": "]", "【": "[", "】": "]", "｛": "{", "｝": "}"}
_FULL_WIDTH_STARTS = {**_FULL_WIDTH_BRACKETS, "－": "-", "—": "-", "–": "-", "＃": "#", "：": ":"}


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


def read_yaml(path: str, raw: bytes) -> tuple[Document | None, list[Finding]]:
    """The document in `raw` and what is wrong with it; no document when it cannot be read at all.

    `path` only names the file in findings.
    """
    if len(raw) > MOST_BYTES:
        return None, [faults.TOO_LARGE.at(path, size=len(raw), limit=MOST_BYTES)]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return None, [faults.NOT_UTF8.at(path, Span(line, 1, line, 1), line=line, guess=_encoding_guess(raw))]
    findings = []
    if text.startswith("\ufeff"):
        text = text[1:]
        findings.append(faults.BYTE_ORDER_MARK.at(path))
    text = text.replace("\r\n", "\n")
    if HIDDEN.search(text):
        findings += _hidden_characters(path, text)
        text = HIDDEN.sub("\ufffd", text)
    elif read := plain(text):
        return Document(path, text, *read), findings
    return _parsed(path, text, findings)


def _encoding_guess(raw: bytes) -> str:
    for encoding, name in (("utf-16", "UTF-16"), ("gb18030", "GBK")):
        if encoding == "utf-16" and raw[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return f"（看起来是 {name} 编码）"
    return ""


def _hidden_characters(path: str, text: str) -> Iterator[Finding]:
    for number, line in enumerate(text.split("\n"), 1):
        for match in HIDDEN.finditer(line):
            column = match.start() + 1
            span = Span(number, column, number, column + 1)
            yield faults.HIDDEN_CHARACTER.at(path, span, character=f"U+{ord(match[0]):04X}")


def _parsed(path: str, text: str, findings: list[Finding]) -> tuple[Document | None, list[Finding]]:
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
        match = _MISTYPED_COLON.fullmatch(text, line_start, line_end)
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


def full_width_slip(path: str, span: Span, text: str) -> Finding | None:
    """A finding when text that stands where a list or fields belong looks like full-width punctuation."""
    match = _MISTYPED_COLON.match(text)
    if match and match[3] == "：":
        place = Span(span.line, span.column + match.start(3), span.line, span.column + match.end(3))
        example = f"{match[2]}: {match[4].strip()}".strip()
        return faults.FULL_WIDTH.at(path, place, mark="：", right=":", example=example)
    right = _FULL_WIDTH_STARTS.get(text[:1])
    if right is None:
        return None
    example = "".join(_FULL_WIDTH_BRACKETS.get(mark, mark) for mark in text).replace("，", ", ").replace("、", ", ")
    if right in "-#":
        example = f"{right} {text[1:].strip()}"
    place = Span(span.line, span.column, span.line, span.column + 1)
    return faults.FULL_WIDTH.at(path, place, mark=text[0], right=right, example=example)


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
        mended = "".join(_FULL_WIDTH_BRACKETS.get(mark, mark) for mark in _without_comment(line)).replace("，", ", ")
        place = Span(number + 1, bracket.start() + 1, number + 1, bracket.end() + 1)
        right = {**_FULL_WIDTH_BRACKETS, "，": ","}[bracket[0]]
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


class _Indented(yaml.SafeDumper):
    """Lists stand two columns in from their key, as in the register's samples."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def yaml_text(data: object) -> str:
    """Data as a file of the register: block style, keys in their order, texts that look like something else quoted."""
    return yaml.dump(data, Dumper=_Indented, allow_unicode=True, sort_keys=False, width=10**6)
