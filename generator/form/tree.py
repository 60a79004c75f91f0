"""A document as entries with their comments: what stands between two nodes is marks, white space and comments."""

import re

from msgspec import Struct, field

from generator.source.document import Document
from generator.source.plain import Node

SCHEMA = re.compile(r"#\s*yaml-language-server:")
COMMENT = re.compile(r"#[^\n]*")


class Entry(Struct, eq=False):
    """A field or an entry of a list, with the comments that belong to it; the root has neither key nor parent.

    `text` is what was written where there are no `children`. `before` and `after` are comments on lines of their own,
    `beside` one on the same line, with the white space before it.
    """

    parent: "Entry | None" = None
    key: str | None = None
    column: int = 0
    text: str = ""
    is_mapping: bool = False
    is_flow: bool = False
    children: list["Entry"] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    beside: str = ""


def tree_of(document: Document) -> Entry:
    """The document as a tree whose root stands for the whole file."""
    return _Reader(document).root


class _Reader:
    """Walks the nodes in the order of the file and hands each gap between two of them to the entries beside it."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.marks = document.marks
        self.at = 0
        self.root = Entry(is_mapping=True)
        self.last: Entry | None = None
        self.end = 0
        self.pending: list[str] = []
        self._value(self.root, document.data)
        gap = self._comments_until(len(self.text), 0)
        self.root.after += [*self.pending, *gap]

    def _value(self, entry: Entry, node: Node) -> None:
        start, end = self._next_marks()
        if entry is not self.root:
            self.pending += self._comments_until(start, -1)
        if isinstance(node, dict | list) and node:
            entry.is_flow = self.text[start] in "[{"
            self.end = start + entry.is_flow if entry is not self.root else 0
            for child in node.items() if isinstance(node, dict) else enumerate(node):
                self._child(entry, *child)
            return
        entry.before += self.pending
        self.pending = []
        entry.text = self.text[start:end].rstrip()
        self.end = start + len(entry.text)
        if isinstance(node, dict | list):
            entry.text = "{}" if isinstance(node, dict) else "[]"
            entry.is_flow = True

    def _child(self, parent: Entry, key: str | int, node: Node) -> None:
        entry = Entry(parent)
        if isinstance(key, str):
            start, end = self._next_marks()
            entry.key = key
            entry.column = self._column(start)
            self._reach(entry, start)
            self.end = end
        else:
            start = self.marks[self.at]
            dash = COMMENT.sub(lambda match: " " * len(match[0]), self.text[self.end : start]).rfind("-")
            entry.column = self._column(self.end + dash if dash >= 0 else start)
            self._reach(entry, start)
            self.end = start
        entry.is_mapping = isinstance(node, dict)
        parent.children.append(entry)
        self.last = entry
        self._value(entry, node)

    def _next_marks(self) -> tuple[int, int]:
        self.at += 2
        return self.marks[self.at - 2], self.marks[self.at - 1]

    def _reach(self, entry: Entry, start: int) -> None:
        """Everything before a new entry: comments deeper than it stay with what they follow."""
        is_first = self.last is None
        entry.before += self.pending
        self.pending = []
        own = self._comments_until(start, entry.column)
        if is_first:
            own = self._with_header(own, start)
        entry.before += own

    def _with_header(self, comments: list[str], start: int) -> list[str]:
        """What stays at the top of the file: the schema's line, and what an empty line sets apart."""
        parts = re.split(r"\n[^\S\n]*\n", self.text[:start])
        apart = sum(len(COMMENT.findall(part)) for part in parts[:-1])
        header, rest = comments[:apart], comments[apart:]
        schema = [comment for comment in comments if SCHEMA.match(comment)]
        self.root.header = [*schema, *(comment for comment in header if comment not in schema)]
        return [comment for comment in rest if comment not in schema]

    def _comments_until(self, start: int, column: int) -> list[str]:
        """The comments before `start` on lines of their own; one beside the last entry, or deeper, is given to it.

        With a `column` below 0 none is deeper.
        """
        gap = self.text[self.end : start]
        if "#" not in gap:
            return []
        own: list[str] = []
        at_line_start = self.end == 0 or self.text[self.end - 1] == "\n"
        for number, line in enumerate(gap.split("\n")):
            match = COMMENT.search(line)
            if not match:
                continue
            comment = match[0].rstrip()
            lead = line[: match.start()]
            is_own = (number or at_line_start) and not lead.strip()
            if not is_own and not number and self.last is not None and "-" not in lead:
                self._beside(lead, comment, own)
            elif is_own and self.last is not None and not own and 0 <= column < match.start():
                self._deepest(match.start()).after.append(comment)
            else:
                own.append(comment)
        return own

    def _beside(self, lead: str, comment: str, own: list[str]) -> None:
        entry = self.last
        closed = len(re.findall(r"[]}]", lead)) - bool(entry and entry.is_flow and not entry.children)
        for _ in range(closed):
            entry = entry.parent if entry else None
        space = re.sub(r".*\S", "", lead)
        if entry is None or entry is self.root or entry.beside or entry.text.startswith(("|", ">")):
            own.append(comment)
        else:
            entry.beside = (space if space and "\t" not in space else "  ") + comment

    def _deepest(self, column: int) -> Entry:
        """The entry just written or one it stands in: the innermost that begins no further right than the column."""
        entry = self.last
        while entry and entry.parent is not self.root and entry.parent and entry.column > column:
            entry = entry.parent
        return entry or self.root

    def _column(self, index: int) -> int:
        return index - self.text.rfind("\n", 0, index) - 1
