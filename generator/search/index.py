"""The index of a site: its postings, a column per facet and the orders, of parts joined; and the answer to a query."""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.search.document import Document, Facet, Rank
from generator.search.part import Joint, Part, Place, Sets, document_of
from generator.search.postings import ITEMS, NAME, SUMMARY, Postings
from generator.search.text import folded, grams_of_term, start_gram, terms_of, whole_gram

VERIFIED = 20
"""So few results are read again word by word. Grams alone may name a document in which the pieces of a word stand
apart."""

_RANKS = {NAME: Rank.NAME, ITEMS: Rank.ITEMS, SUMMARY: Rank.SUMMARY}


@dataclass(frozen=True, slots=True)
class Column:
    """A facet of all resources: its values, the sets of values that occur, and for each resource which set it has."""

    facet: Facet
    values: tuple[str, ...]
    counts: tuple[int, ...]
    sets: tuple[tuple[int, ...], ...]
    set_of: "array[int]"

    @classmethod
    def of(cls, facet: Facet, parts: Iterable[Sets]) -> "Column":
        """The column of a facet; values it does not list follow in their own order, the empty one last."""
        whole = Sets.join(parts)
        counts: Counter[str] = Counter()
        for values, count in zip(
            whole.sets, map(Counter(whole.set_of).__getitem__, range(len(whole.sets))), strict=True
        ):
            counts.update(dict.fromkeys(values, count))
        others = sorted(counts.keys() - set(facet.values), key=lambda value: (not value, value))
        listed = tuple(value for value in (*facet.values, *others) if counts[value])
        number = {value: at for at, value in enumerate(listed)}
        sets: dict[tuple[int, ...], int] = {}
        had = [sets.setdefault(tuple(sorted({number[value] for value in some})), len(sets)) for some in whole.sets]
        set_of = array("I", map(had.__getitem__, whole.set_of))
        return cls(facet, listed, tuple(counts[value] for value in listed), tuple(sets), set_of)


@dataclass(frozen=True)
class Index:
    """What is searched: documents by number, resources before pages; `rows` has each as JSON."""

    rows: tuple[str, ...]
    resources: tuple[Place, ...]
    postings: Postings
    columns: tuple[Column, ...]
    orders: Mapping[str, "array[int]"]

    @classmethod
    def join(cls, resources: Iterable[Part], pages: Part, facets: Sequence[Facet]) -> "Index":
        """The index of the resources of parts that follow each other, and after them of pages."""
        joint = Joint.of(resources)
        joint.postings.add(pages.lists, len(joint.rows))
        columns = tuple(Column.of(facet, joint.facets[facet.key]) for facet in facets)
        orders = _orders(joint.places, joint.sounds, joint.urgencies)
        return cls((*joint.rows, *pages.rows), tuple(joint.places), joint.postings, columns, orders)

    @classmethod
    def of(cls, resources: Sequence[Document], pages: Sequence[Document], facets: Sequence[Facet]) -> "Index":
        """The index of resources, and after them of pages."""
        keys = [facet.key for facet in facets]
        return cls.join([Part.of(resources, keys)], Part.of(pages, keys), facets)

    def document(self, number: int) -> Document:
        """The document of a number."""
        return document_of(self.rows[number], [column.facet.key for column in self.columns])

    def answer(self, query: str) -> list[int]:
        """Numbers of the documents that have every word of a query, best first; all resources for no query."""
        terms = terms_of(query)
        if not terms:
            return list(range(len(self.resources)))
        found = self._of_term(terms[0])
        for term in terms[1:]:
            ranks = self._of_term(term)
            found = {number: max(rank, ranks[number]) for number, rank in found.items() if number in ranks}
        self._lift(found, terms)
        for is_page in (False, True):
            part = [number for number in found if (number >= len(self.resources)) is is_page]
            if len(part) <= VERIFIED:
                read = {number: _read(self.document(number), self.columns, terms) for number in part}
                found.update((number, rank) for number, rank in read.items() if rank is not None)
                found = {number: rank for number, rank in found.items() if read.get(number, rank) is not None}
        return sorted(found, key=lambda number: (found[number], number))

    def _of_term(self, term: str) -> dict[int, Rank]:
        grams = grams_of_term(term)
        found: dict[int, Rank] = {}
        for field in (SUMMARY, ITEMS):
            found.update(dict.fromkeys(self._with_all(grams, field), _RANKS[field]))
        for column in sorted(self.columns, key=lambda column: -(column.facet.rank or 0)):
            rank = column.facet.rank
            if rank is not None:
                found.update((number, min(rank, found.get(number, rank))) for number in _with_value(column, term))
        found.update(dict.fromkeys(self._with_all(grams, NAME), Rank.NAME))
        return found

    def _with_all(self, grams: Sequence[str], field: int) -> set[int]:
        return set.intersection(*(set(self.postings.numbers(gram, field)) for gram in grams))

    def _lift(self, found: dict[int, Rank], terms: Sequence[str]) -> None:
        """Put first what has all words in its name or code and begins with the first, or is the query as a whole."""
        whole = set(self.postings.numbers(whole_gram(" ".join(terms)), NAME))
        for number in self.postings.numbers(start_gram(terms[0]), NAME):
            if found.get(number) == Rank.NAME:
                found[number] = Rank.WHOLE if number in whole else Rank.START


def _read(document: Document, columns: Sequence[Column], terms: Sequence[str]) -> Rank | None:
    """How well a document has every word, by its own texts; `None` when it lacks one."""
    names = [folded(document.name), folded(document.code)]
    texts = [*((Rank.NAME, text) for text in names), (Rank.SUMMARY, folded(document.summary))]
    texts += [(Rank.ITEMS, folded(text)) for text in (*document.items, *document.also)]
    for column in columns:
        key, rank, aliases = column.facet.key, column.facet.rank, column.facet.aliases
        if rank is None:
            continue
        for value in document.facets.get(key, ()):
            texts += [(rank, folded(value)), (rank, folded(aliases.get(value, "")))]
    worst = Rank.WHOLE
    for term in terms:
        best = min((rank for rank, text in texts if term in text), default=None)
        if best is None:
            return None
        worst = max(worst, best)
    if worst != Rank.NAME or not any(name.startswith(terms[0]) for name in names):
        return worst
    return Rank.WHOLE if " ".join(terms) in names else Rank.START


def _orders(places: Sequence[Place], sounds: Sequence[str], urgencies: Sequence[str]) -> dict[str, "array[int]"]:
    """For each order of resources the place each has in it, equal ones the same; what has no code or clock is last."""
    keys: dict[str, Sequence[Any]] = {
        "name": sounds,
        "code": [(not place[2], place[2]) for place in places],
        "items": [place[3] for place in places],
        "urgency": [(not urgency, urgency) for urgency in urgencies],
        "updated": [place[5] for place in places],
    }
    return {key: _placed(values) for key, values in keys.items()}


def _placed(keys: Sequence[Any]) -> "array[int]":
    placed = array("I", bytes(4 * len(keys)))
    place, last = -1, None
    for number in sorted(range(len(keys)), key=keys.__getitem__):
        if keys[number] != last:
            place, last = place + 1, keys[number]
        placed[number] = place
    return placed


def _with_value(column: Column, term: str) -> list[int]:
    aliases = column.facet.aliases
    wanted = {
        at for at, value in enumerate(column.values) if term in folded(value) or term in folded(aliases.get(value, ""))
    }
    sets = {at for at, values in enumerate(column.sets) if wanted.intersection(values)}
    return [number for number, one in enumerate(column.set_of) if one in sets] if sets else []
