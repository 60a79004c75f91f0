"""The canonical form of a file: fields in the order of the model, two columns per level, comments with their field.

Built on the places that the door to YAML notes: what stands between two nodes is marks, white space and comments.
Scalars stay as their author wrote them. A form is given only when it says the same, keeps every comment and is its
own canonical form; a file for which that fails is left as it is.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import zip_longest
from typing import TypeAlias

from pydantic import BaseModel

from generator.diagnostics import Span
from generator.form.tree import COMMENT, SCHEMA, Entry, tree_of
from generator.model.written import parts_of
from generator.source.document import Document
from generator.source.plain import Node
from generator.source.yaml import read_yaml

STEP = 2
_BLOCK_DEPTH = re.compile(r"^([|>][+-]?)\d")

Order: TypeAlias = "dict[str, tuple[int, Order]]"
"""Per key of a record: its rank, and the order within the record it holds, alone or in a list."""


@cache
def order_of(kind: type[BaseModel]) -> Order:
    """The order of a record's fields, down to its innermost records."""
    ordered: Order = {}
    for rank, one in enumerate(kind.model_fields.values()):
        record = next((part for part in parts_of(one.annotation) if issubclass(part, BaseModel)), None)
        ordered[str(one.alias)] = (rank, order_of(record) if record else {})
    return ordered


def canonical(kind: type[BaseModel], document: Document) -> str | None:
    """The document in canonical form, as text; `None` where no form can be given that says the same."""
    if is_plainly_canonical(kind, document):
        return document.text
    text = canonical_text(tree_of(document), order_of(kind))
    again, findings = read_yaml(document.path, text.encode())
    if again is None or findings or again.data != document.data or _comments(again) != _comments(document):
        return None
    return text if canonical_text(tree_of(again), order_of(kind)) == text else None


def first_difference(kind: type[BaseModel], document: Document, raw: bytes) -> Span | None:
    """The first line that canonical form would change, of a file with these bytes; `None` where there is none.

    A byte order mark is a fault of its own.
    """
    if b"\r" in raw:
        number = raw.count(b"\n", 0, raw.index(b"\r")) + 1
        return Span(number, 1, number, 2)
    text = canonical(kind, document)
    if text is None or text == document.text:
        return None
    lines, others = document.text.split("\n"), text.split("\n")
    pairs = enumerate(zip_longest(lines, others), 1)
    number = min(next(number for number, (line, other) in pairs if line != other), len(lines))
    return Span(number, 1, number, max(2, len(lines[number - 1]) + 1))


def is_plainly_canonical(kind: type[BaseModel], document: Document) -> bool:
    """Whether the text is just what the data would be written as, after one comment at most; false proves nothing."""
    text = document.text
    start = text.index("\n") + 1 if text.startswith("#") and "\n" in text else 0
    if not _is_ordered(document.data, order_of(kind)):
        return False
    if document.noted is None:  # read line by line, it is written so
        return not text.startswith("#", start)
    lines: list[str] = []
    return _is_plain(document.data, "", lines) and text[start:] == "".join(lines)


def _is_ordered(data: Mapping[str, Node], order: Order) -> bool:
    """Whether the keys of a record, and of the records within it, stand in the order of the model."""
    last = -1
    for key, value in data.items():
        rank, within = order.get(key, (last, {}))
        if rank <= last:
            return False
        last = rank
        if value.__class__ is str:
            continue
        for entry in value if isinstance(value, list) else (value,):
            if isinstance(entry, dict) and not _is_ordered(entry, within):
                return False
    return True


def _is_plain(data: Mapping[str, Node], pad: str, lines: list[str]) -> bool:
    """Write a record with nothing but keys, lists and texts on one line; false where there is something else."""
    for key, value in data.items():
        if value.__class__ is str:
            lines.append(f"{pad}{key}: {value}\n")
        elif value is None:
            lines.append(f"{pad}{key}:\n")
        else:
            lines.append(f"{pad}{key}:\n")
            if isinstance(value, dict):
                if not _is_plain(value, pad + "  ", lines):
                    return False
            elif not all(_is_plain_entry(entry, pad + "  ", lines) for entry in value):
                return False
    return True


def _is_plain_entry(entry: Node, pad: str, lines: list[str]) -> bool:
    if isinstance(entry, str):
        lines.append(f"{pad}- {entry}\n")
        return True
    if not isinstance(entry, dict) or not entry:
        return False
    first = len(lines)
    if not _is_plain(entry, pad + "  ", lines):
        return False
    lines[first] = f"{pad}- {lines[first][len(pad) + STEP :]}"
    return True


def _comments(document: Document) -> list[str]:
    """Every comment, in order of its words: what begins with `#` outside of the nodes."""
    outside, end = [], 0
    for number in range(0, len(document.marks), 2):
        start = document.marks[number]
        outside.append(document.text[end:start])
        end = max(end, document.marks[number + 1])
    return sorted(match[0].rstrip() for gap in (*outside, document.text[end:]) for match in COMMENT.finditer(gap))


def canonical_text(root: Entry, order: Order) -> str:
    """A tree of entries as the text of a file, its fields in this order."""
    lines = list(root.header)
    if any(not SCHEMA.match(comment) for comment in lines):
        lines.append("")
    lines += _children(root, order, 0)
    return "".join(line + "\n" for line in (*lines, *root.after))


def _children(entry: Entry, order: Order, indent: int) -> list[str]:
    children = entry.children
    if entry.is_mapping:
        children = sorted(children, key=lambda child: order.get(child.key or "", (len(order), {}))[0])
    return [line for child in children for line in _lines(child, order, indent)]


def _lines(entry: Entry, order: Order, indent: int) -> list[str]:
    """The lines of one entry, indented so far, its comments among them."""
    pad = " " * indent
    within = order.get(entry.key, (0, {}))[1] if entry.key is not None else order
    before, after = ([pad + comment for comment in comments] for comments in (entry.before, entry.after))
    inner = _children(entry, within, indent + STEP)
    if entry.key is None and inner:
        first = next(number for number, line in enumerate(inner) if not line.lstrip().startswith("#"))
        hoisted = [pad + line.lstrip() for line in inner[:first]] + ([pad + entry.beside.lstrip()] * bool(entry.beside))
        return [*before, *hoisted, f"{pad}- {inner[first].lstrip()}", *inner[first + 1 :], *after]
    own = (_BLOCK_DEPTH.sub(rf"\g<1>{STEP}", entry.text) if entry.text[:1] in ("|", ">") else entry.text).split("\n")
    mark = "-" if entry.key is None else f"{entry.key}:"
    head = f"{pad}{mark} {own[0].rstrip()}".rstrip()
    more = list(_continued(own, indent + STEP))
    if more:
        more[-1] += entry.beside
        return [*before, head, *more, *after]
    return [*before, head + entry.beside, *inner, *after]


def _continued(lines: list[str], indent: int) -> Iterator[str]:
    """The further lines of a text: in a block they keep their depth against its first line."""
    if lines[0][:1] not in ("|", ">") or len(lines) == 1:
        yield from (f"{' ' * indent}{line.strip()}".rstrip() for line in lines[1:])
        return
    filled = [line for line in lines[1:] if line.strip()]
    depth = min(len(line) - len(line.lstrip(" ")) for line in filled) if filled else 0
    for line in lines[1:]:
        rest = line[depth:]
        yield f"{' ' * indent}{rest}" if rest else ""
