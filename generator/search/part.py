"""A part of an index: all that some documents bring to it, whatever comes before and after. Small, and picklable."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from generator.pinyin import by_pinyin
from generator.search.document import Document
from generator.search.postings import Lists, Postings, lists_of

Values = tuple[str, ...]
"""The values that a resource has of a facet; without any it has the empty one."""

Place = tuple[str, str, str, int, str, str]
"""What exports and orders need of a resource: address, name, code, number of items, day due, day of the last change."""


class Sets(Struct, frozen=True, gc=False):
    """The sets of values of a facet that occur, and for each document which of them it has."""

    sets: tuple[Values, ...]
    set_of: tuple[int, ...]

    @classmethod
    def join(cls, parts: Iterable["Sets"]) -> "Sets":
        """The sets of all documents of parts that follow each other."""
        joined: dict[Values, int] = {}
        given: list[int] = []
        for part in parts:
            ours = [joined.setdefault(values, len(joined)) for values in part.sets]
            given += map(ours.__getitem__, part.set_of)
        return cls(tuple(joined), tuple(given))


class Part(Struct, frozen=True, gc=False):
    """What some documents bring: their lists, their rows as JSON, a column per facet, and what sorts them."""

    lists: tuple[Lists, ...]
    rows: tuple[str, ...]
    places: tuple[Place, ...]
    facets: Mapping[str, Sets]
    sounds: tuple[str, ...]
    urgencies: tuple[str, ...]

    @classmethod
    def of(cls, documents: Sequence[Document], keys: Sequence[str]) -> "Part":
        """The part of documents that follow each other; `keys` are those of all facets, in their order."""
        return cls(
            lists_of(documents),
            tuple(_row(document, keys) for document in documents),
            tuple((one.address, one.name, one.code, len(one.items), one.due_on, one.updated_on) for one in documents),
            {key: _sets(key, documents) for key in keys},
            tuple(by_pinyin(document.name) for document in documents),
            tuple(document.urgency for document in documents),
        )


class Joint(Struct):
    """What parts that follow each other bring together."""

    postings: Postings = field(default_factory=Postings)
    rows: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    facets: defaultdict[str, list[Sets]] = field(default_factory=lambda: defaultdict(list))
    sounds: list[str] = field(default_factory=list)
    urgencies: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, parts: Iterable[Part]) -> "Joint":
        """The parts joined, each heard once."""
        joint = cls()
        for part in parts:
            joint.postings.add(part.lists, len(joint.rows))
            joint.rows += part.rows
            joint.places += part.places
            for key, sets in part.facets.items():
                joint.facets[key].append(sets)
            joint.sounds += part.sounds
            joint.urgencies += part.urgencies
        return joint

    def part(self) -> Part:
        """One part that brings the same."""
        facets = {key: Sets.join(some) for key, some in self.facets.items()}
        return Part(
            self.postings.lists(),
            tuple(self.rows),
            tuple(self.places),
            facets,
            tuple(self.sounds),
            tuple(self.urgencies),
        )


def document_of(row: str, keys: Sequence[str]) -> Document:
    """The document of a row, without its urgency."""
    address, name, code, items, summary, also, faulty, values, *days = json.loads(row)
    facets = {key: tuple(some) for key, some in zip(keys, values, strict=True) if some}
    return Document(address, name, code, tuple(items), summary, tuple(also), facets, bool(faulty), "", *days)


def _row(document: Document, keys: Sequence[str]) -> str:
    facets = [document.facets.get(key, ()) for key in keys]
    shown = (document.address, document.name, document.code, document.items, document.summary)
    return as_json([*shown, document.also, int(document.faulty), facets, document.due_on, document.updated_on])


def _sets(key: str, documents: Sequence[Document]) -> Sets:
    sets: dict[Values, int] = {}
    set_of = tuple([sets.setdefault(one.facets.get(key) or ("",), len(sets)) for one in documents])
    return Sets(tuple(sets), set_of)


def as_json(value: object) -> str:
    """JSON without blanks, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
