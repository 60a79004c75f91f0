"""Long lists in parts: every row in exactly one, each part at an address that no name can have."""

import pytest

from generator.views import addresses
from generator.views.part import parts_of


@pytest.mark.parametrize(("rows", "sizes"), [(0, [0]), (1, [1]), (4, [4]), (5, [4, 1]), (8, [4, 4]), (9, [4, 4, 1])])
def test_every_row_stands_in_exactly_one_part(rows: int, sizes: list[int]) -> None:
    parts = parts_of("organisations/甲/", range(rows), size=4)
    assert [len(part.rows) for part in parts] == sizes
    assert [row for part in parts for row in part.rows] == list(range(rows))
    assert {(part.total, part.addresses) for part in parts} == {(rows, tuple(part.address for part in parts))}


def test_the_first_part_is_the_page_itself_and_no_name_is_another() -> None:
    first, second = parts_of("ledgers/requests/", range(5), size=4)
    assert (first.address, second.address) == ("ledgers/requests/", "ledgers/requests.2/")
    assert addresses.segment("requests.2") != "requests.2"


def test_a_part_stands_as_deep_as_its_page() -> None:
    """The frame of a kind of page leads to the site's root by the depth of its pages."""
    assert {part.address.count("/") for part in parts_of("catalogues/department/甲/", range(9), size=4)} == {3}
