"""The index of a site: resources and pages as documents, their postings, and a column per facet."""

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from generator.search.document import Document, Facet, Rank
from generator.search.postings import ITEMS, NAME, SUMMARY, Postings
from generator.search.text import folded, grams_of_term, start_gram, terms_of, whole_gram

VERIFIED = 20
"""So few results are read again word by word: as many as one page shows. Grams alone may name a document in which
the pieces of a word stand apart."""

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
    def of(cls, facet: Facet, documents: Sequence[Document]) -> "Column":
        """The column of a facet; values it does not list follow in their own order, the empty one last."""
        given = [document.facets.get(facet.key) or ("",) for document in documents]
        counts = Counter(value for values in given for value in dict.fromkeys(values))
        others = sorted(counts.keys() - set(facet.values), key=lambda value: (not value, value))
        values = tuple(value for value in (*facet.values, *others) if counts[value])
        number = {value: at for at, value in enumerate(values)}
        sets: dict[tuple[int, ...], int] = {}
        had = (tuple(sorted({number[value] for value in some})) for some in given)
        set_of = array("I", (sets.setdefault(one, len(sets)) for one in had))
        return cls(facet, values, tuple(counts[value] for value in values), tuple(sets), set_of)


@dataclass(frozen=True)
class Index:
    """What is searched: `documents` begin with the resources, of which there are `resources`."""

    documents: tuple[Document, ...]
    resources: int
    postings: Postings
    columns: tuple[Column, ...]

    @classmethod
    def of(cls, resources: Sequence[Document], pages: Sequence[Document], facets: Sequence[Facet]) -> "Index":
        """The index of resources, and after them of pages."""
        documents = (*resources, *pages)
        columns = tuple(Column.of(facet, resources) for facet in facets)
        return cls(documents, len(resources), Postings.of(documents), columns)

    def answer(self, query: str) -> list[int]:
        """Numbers of the documents that have every word of a query, best first; all resources for no query."""
        terms = terms_of(query)
        if not terms:
            return list(range(self.resources))
        found = self._of_term(terms[0])
        for term in terms[1:]:
            ranks = self._of_term(term)
            found = {number: max(rank, ranks[number]) for number, rank in found.items() if number in ranks}
        for is_page in (False, True):
            part = [number for number in found if (number >= self.resources) is is_page]
            if len(part) <= VERIFIED:
                for number in part:
                    if not self._has(number, terms):
                        del found[number]
        self._lift(found, terms)
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

    def _has(self, number: int, terms: Sequence[str]) -> bool:
        document = self.documents[number]
        texts = [document.name, document.code, document.summary, *document.items, *document.also]
        for column in self.columns:
            if column.facet.rank is not None and number < self.resources:
                values = [column.values[value] for value in column.sets[column.set_of[number]]]
                texts += [*values, *(column.facet.aliases.get(value, "") for value in values)]
        every = [folded(text) for text in texts]
        return all(any(term in text for text in every) for term in terms)


def _with_value(column: Column, term: str) -> list[int]:
    aliases = column.facet.aliases
    wanted = {
        at for at, value in enumerate(column.values) if term in folded(value) or term in folded(aliases.get(value, ""))
    }
    sets = {at for at, values in enumerate(column.sets) if wanted.intersection(values)}
    return [number for number, one in enumerate(column.set_of) if one in sets] if sets else []
