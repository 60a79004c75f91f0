"""What is searched: documents as plain rows, and the facets by which they are told apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum


class Rank(IntEnum):
    """Where a query was found, best first; of several words the worst counts."""

    WHOLE = 0
    START = 1
    NAME = 2
    PROVIDER = 3
    ITEMS = 4
    SUMMARY = 5


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found: a resource, or a page of the site (without code and facets).

    `also` holds other words that find it like its items but are not shown, such as the items' English names.
    `facets` gives the values of each facet by its key; a facet that is not named has none. `urgency` sorts what is due
    soonest first, `due_on` is that day (2026-11-23), `updated_on` the day of the last change; each is empty when there
    is none.
    """

    address: str
    name: str
    code: str = ""
    items: tuple[str, ...] = ()
    summary: str = ""
    also: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    faulty: bool = False
    urgency: str = ""
    due_on: str = ""
    updated_on: str = ""


PROVIDER = "provider"
"""Key of the facet that holds a resource's provider."""


def provider_of(document: Document) -> str:
    """The provider of a resource; empty when it has none or is a page."""
    return next(iter(document.facets.get(PROVIDER, ())), "")


@dataclass(frozen=True, slots=True)
class Facet:
    """A column by which resources are told apart: its values in the order in which a person expects them.

    `rank` says how well a word is found that stands in a value; `None` when its values are not searched.
    `aliases` gives other names of a value, such as an organisation's full name.
    """

    key: str
    label: str
    values: tuple[str, ...]
    rank: Rank | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)
