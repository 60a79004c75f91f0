"""O109 names, for each resource, the first before it that has the same items, as comparing all with all would."""

from collections.abc import Sequence
from functools import cache

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.load import load_register
from generator.model.register import FiledCatalogue, FiledResource, Register
from generator.model.resource import Item, Resource
from generator.model.words import CatalogueKind
from generator.rules.one_source import FEWEST_ITEMS, MOST_SHARED, collected_twice
from tests.conftest import REPOSITORY

NAMES = st.frozensets(st.integers(0, 11), max_size=12)
MANY = st.lists(NAMES, max_size=14)


@cache
def own() -> Register:
    return load_register(REPOSITORY).register


def register_of(items: Sequence[frozenset[int]]) -> Register:
    """Resources with these items, each collected by a department of its own."""
    catalogues = []
    for number, names in enumerate(items):
        unit = f"部门{number}"
        listed = tuple(Item.model_construct(name=f"项{name}", source=None, data_type=None) for name in sorted(names))
        resource = Resource.model_construct(name=str(number), provider=unit, collectors=(unit,), items=listed)
        filed = FiledResource(f"{number:02}.yml", resource, CatalogueKind.DEPARTMENT, unit)
        like = own().catalogues[0]
        catalogues.append(replace(like, folder=unit, resources=(filed,)) if isinstance(like, FiledCatalogue) else like)
    return replace(own(), catalogues=tuple(catalogues))


def plainly(items: Sequence[frozenset[int]]) -> list[tuple[str, str]]:
    """Each resource's file, and the name of the first before it with the same items."""
    found = []
    for number, names in enumerate(items):
        for earlier, others in enumerate(items[:number]):
            enough = MOST_SHARED * max(len(names), len(others))
            if min(len(names), len(others)) >= FEWEST_ITEMS and len(names & others) >= enough:
                found.append((f"{number:02}.yml", str(earlier)))
                break
    return found


@given(MANY)
def test_no_resource_with_the_same_items_is_passed_over(items: list[frozenset[int]]) -> None:
    found = collected_twice(register_of(items))
    assert [(problem.file, problem.values["other"]) for problem in found] == plainly(items)
