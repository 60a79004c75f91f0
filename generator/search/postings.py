"""Postings: for each gram the documents that have it in their name or code, in their items, in their summary."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator

from generator.search.document import Document
from generator.search.text import SEPARATOR, folded, grams_of_text, start_grams, whole_gram

NAME, ITEMS, SUMMARY = range(3)
FIELDS = (NAME, ITEMS, SUMMARY)


class Postings:
    """Postings of numbered documents, which come in the order of their numbers."""

    def __init__(self) -> None:
        self._lists: tuple[defaultdict[str, array[int]], ...] = tuple(defaultdict(_numbers) for _ in FIELDS)

    @classmethod
    def of(cls, documents: Iterable[Document], first: int = 0) -> "Postings":
        """The postings of documents numbered from `first`."""
        postings = cls()
        for number, document in enumerate(documents, first):
            postings.add(number, document)
        return postings

    def add(self, number: int, document: Document) -> None:
        """File a document, whose number must be above all those before."""
        name, code, summary = folded(document.name), folded(document.code), folded(document.summary)
        items = folded(SEPARATOR.join((*document.items, *document.also)))
        grams = grams_of_text(f"{name}{SEPARATOR}{code}")
        for text in filter(None, (name, code)):
            grams.update((*start_grams(text), whole_gram(text)))
        for lists, found in zip(self._lists, (grams, grams_of_text(items), grams_of_text(summary)), strict=True):
            for gram in found:
                lists[gram].append(number)

    def join(self, later: "Postings") -> None:
        """Take in the postings of a part whose numbers are all above ours."""
        for lists, others in zip(self._lists, later._lists, strict=True):
            for gram, numbers in others.items():
                lists[gram].extend(numbers)

    def numbers(self, gram: str, field: int) -> "array[int]":
        """The documents that have a gram in a field, in ascending order."""
        return _numbers() if SEPARATOR in gram else self._lists[field].get(gram, _numbers())

    def grams(self) -> Iterator[str]:
        """Every gram a query can ask for, in the order of UTF-16 units, in which a browser compares texts."""
        every = set().union(*self._lists)
        return iter(sorted((gram for gram in every if " " not in gram and SEPARATOR not in gram), key=_units))


def _units(gram: str) -> bytes:
    return gram.encode("utf-16-be", "surrogatepass")


def _numbers() -> "array[int]":
    return array("I")
