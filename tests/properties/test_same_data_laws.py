"""O109 names, for each resource, the first before it that has the same items, as comparing all with all would."""

from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.load import load_register
from generator.model.register import FiledResource, Register
from generator.model.resource import Item, Resource
from generator.model.words import CatalogueKind
from generator.rules import one_source
from generator.rules.one_source import FEWEST_ITEMS, MOST_SHARED, collected_twice
from tests.conftest import REPOSITORY

NAMES = st.frozensets(st.integers(0, 11), max_size=12)
UNITS = st.integers(0, 3)
Had = tuple[frozenset[int], int]
"""The items of a resource, and the department that collects it in a catalogue of its own."""
MANY = st.lists(st.tuples(NAMES, UNITS), max_size=14)


@cache
def own() -> Register:
    return load_register(REPOSITORY).register


def register_of(many: Sequence[Had]) -> Register:
    catalogues = []
    for number, (names, unit) in enumerate(many):
        listed = tuple(Item.model_construct(name=f"项{name}", source=None, data_type=None) for name in sorted(names))
        provider = f"部门{unit}"
        resource = Resource.model_construct(name=str(number), provider=provider, collectors=(provider,), items=listed)
        filed = FiledResource(f"{number:02}.yml", resource, CatalogueKind.DEPARTMENT, provider)
        catalogues.append(replace(own().catalogues[0], folder=provider, resources=(filed,)))
    return replace(own(), catalogues=tuple(catalogues))


def plainly(many: Sequence[Had]) -> list[tuple[str, str]]:
    """Each resource's file, and the first before it with the same items that another department collects, by name."""
    found = []
    for number, (names, unit) in enumerate(many):
        for earlier, (others, other_unit) in enumerate(many[:number]):
            enough = MOST_SHARED * max(len(names), len(others))
            is_same = min(len(names), len(others)) >= FEWEST_ITEMS and len(names & others) >= enough
            if is_same and unit != other_unit:
                found.append((f"{number:02}.yml", str(earlier)))
                break
    return found


@pytest.mark.parametrize("longest", [0, 6, 8, 10, one_source.LONG])
@given(many=MANY)
def test_no_resource_with_the_same_items_is_passed_over(longest: int, many: list[Had]) -> None:
    """However many items are too many to be known by pairs of them."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(one_source, "LONG", longest)
        found = [*collected_twice(register_of(many))]
    assert [(problem.file, problem.values["other"]) for problem in found] == plainly(many)


def test_the_first_is_named_though_a_later_one_shares_rarer_names() -> None:
    """And though a set would have the ninth before it."""
    common = range(8)
    between = [(frozenset(range(100 * number, 100 * number + 5)), 0) for number in range(1, 8)]
    many = [
        (frozenset({*common, 8, 9}), 0),
        *between,
        (frozenset({*common, 10, 11}), 1),
        (frozenset({*common, 10, 11}), 2),
    ]
    (_, last) = collected_twice(register_of(many))
    assert (last.file, last.values["other"]) == ("09.yml", "0")
