"""A file made to say something else: what stays keeps its place, its writing and its comments.

Entries of a list are told apart by what they say; a comment whose field goes away stays where the field stood.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from pydantic import BaseModel

from generator.form.canonical import canonical_text, order_of
from generator.form.scalar import scalar, tidy
from generator.form.tree import Entry, tree_of
from generator.source.document import Document
from generator.source.plain import Node

Data = Mapping[str, Node]


def written(kind: type[BaseModel], data: Data, header: Sequence[str] = ()) -> str:
    """A new file that says this, in canonical form, below the comments of its header."""
    root = Entry(is_mapping=True, header=list(header))
    _fill(root, dict(data))
    return canonical_text(root, order_of(kind))


def edited(kind: type[BaseModel], document: Document, data: Data) -> str:
    """The document's text in canonical form, saying this instead; every comment is kept."""
    root = tree_of(document)
    _say(root, document.data, dict(data))
    return canonical_text(root, order_of(kind))


def is_same(one: Node, other: Node) -> bool:
    """Whether two nodes say the same, however their lines end and whatever is left blank."""
    return _tidied(one) == _tidied(other)


def _tidied(node: Node) -> Node:
    if isinstance(node, dict):
        tidied = {key: _tidied(value) for key, value in sorted(node.items())}
        return {key: value for key, value in tidied.items() if value}
    if isinstance(node, list):
        return [_tidied(value) for value in node]
    return tidy(node) if node else None


def _fill(entry: Entry, node: Node) -> None:
    """Let an entry that holds nothing hold this."""
    entry.children, entry.text, entry.is_mapping = [], "", isinstance(node, dict)
    if isinstance(node, dict):
        entry.children = [_new(entry, key, value) for key, value in node.items()]
    elif isinstance(node, list):
        entry.children = [_new(entry, None, value) for value in node]
    elif node:
        entry.text = scalar(tidy(node))


def _new(parent: Entry, key: str | None, node: Node) -> Entry:
    entry = Entry(parent, key)
    _fill(entry, node)
    return entry


def _say(entry: Entry, old: Node, new: Node) -> None:
    """Let an entry that says the old say the new."""
    if is_same(old, new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        _say_fields(entry, old, new)
    elif isinstance(old, list) and isinstance(new, list):
        _say_list(entry, old, new)
    else:
        kept = list(_comments_within(entry))
        _fill(entry, new)
        if entry.text.startswith("|") and entry.beside:
            kept.append(entry.beside.strip())
            entry.beside = ""
        entry.before += kept


def _say_fields(entry: Entry, old: Data, new: Data) -> None:
    children = []
    for child in entry.children:
        value = new.get(child.key or "")
        if value in (None, [], {}) and old[child.key or ""] is not None:
            comments = list(_comments_of(child))
            if not comments:
                continue
            _fill(child, None)
            child.before, child.beside, child.after = comments, "", []
        elif value is not None:
            _say(child, old[child.key or ""], value)
        children.append(child)
    added = [_new(entry, key, value) for key, value in new.items() if key not in old and value not in (None, [], {})]
    entry.children = [*children, *added]


def _say_list(entry: Entry, old: list[Node], new: list[Node]) -> None:
    """Entries that say the same are kept; between them old ones become new ones in their order."""
    before, after = [repr(_tidied(node)) for node in old], [repr(_tidied(node)) for node in new]
    children: list[Entry] = []
    homeless: list[str] = []
    for _, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        kept, wanted = entry.children[first:last], new[start:end]
        for child, was, value in zip(kept, old[first:last], wanted, strict=False):
            _say(child, was, value)
        kept_now = [*kept[: len(wanted)], *(_new(entry, None, value) for value in wanted[len(kept) :])]
        if kept_now:
            kept_now[0].before = [*homeless, *kept_now[0].before]
            homeless = []
        children += kept_now
        homeless += [comment for child in kept[len(wanted) :] for comment in _comments_of(child)]
    entry.children = children
    (children[-1].after if children else entry.before).extend(homeless)


def _comments_of(entry: Entry) -> Iterator[str]:
    """Every comment that belongs to an entry and to what stands in it."""
    yield from entry.before
    if entry.beside:
        yield entry.beside.strip()
    yield from _comments_within(entry)
    yield from entry.after


def _comments_within(entry: Entry) -> Iterator[str]:
    for child in entry.children:
        yield from _comments_of(child)
