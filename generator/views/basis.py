"""What the page of legal bases says."""

from collections.abc import Sequence

from msgspec import Struct

from generator.model.legal_basis import LegalBasis
from generator.model.register import Register
from generator.views import addresses
from generator.views.link import Link
from generator.views.resource import ResourcePage


class BasisRow(Struct, frozen=True):
    """A legal basis and the resources that rest on it."""

    basis: LegalBasis
    anchor: str
    resources: tuple[Link, ...]


def basis_rows(register: Register, resources: Sequence[ResourcePage]) -> tuple[BasisRow, ...]:
    """Every legal basis of the register with what rests on it."""
    resting: dict[str, list[Link]] = {}
    for page in resources:
        for title in dict.fromkeys(citation.document for citation in page.resource.bases if citation.document):
            resting.setdefault(title, []).append(page.row.link)
    return tuple(
        BasisRow(basis, addresses.segment(title), tuple(resting.get(title, ())))
        for title, basis in register.legal_basis_titled.items()
    )
