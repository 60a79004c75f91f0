"""Which department may propose a change of which file, 办法第九条: the folder says whose content it is."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from generator.approval.people import Departments
from generator.model.catalogue import Catalogue
from generator.model.register import CLASSIFICATION, LEGAL_BASES
from generator.model.words import CatalogueKind

CONTENT = frozenset(kind.folder for kind in CatalogueKind)
OPEN_TO_ALL = frozenset({LEGAL_BASES, CLASSIFICATION})
"""What resources of several departments rest on: any department may propose it, the reviewer decides."""


class Place(Struct, frozen=True):
    """A group of changed files with one owner: a catalogue's folder, the ledgers, one file of the authority's."""

    name: str
    kind: str = ""

    @property
    def is_content(self) -> bool:
        """Whether it is a catalogue, the content a department answers for."""
        return self.kind in CONTENT

    @property
    def is_open(self) -> bool:
        """Whether any department may propose changes of it: a ledger's record has two sides, either may write."""
        return self.kind == "ledgers" or self.name in OPEN_TO_ALL


def places_of(paths: Iterable[str]) -> Iterator[Place]:
    """The places that changed files stand in, each once, in order."""
    seen: set[Place] = set()
    for path in paths:
        match path.split("/"):
            case ["catalogues", kind, folder, _, *_] if kind in CONTENT:
                place = Place(f"catalogues/{kind}/{folder}", kind)
            case ["catalogues", "ledgers", _, *_]:
                place = Place("catalogues/ledgers", "ledgers")
            case _:
                place = Place(path)
        if place not in seen:
            seen.add(place)
            yield place


def owners_of(place: Place, departments: Departments, catalogue: Catalogue | None, authority: str) -> frozenset[str]:
    """Who answers for a place: the folder's department, a catalogue's lead and joint departments, else the authority.

    A department that was taken over is answered for by whoever took over. A catalogue whose own file cannot be
    read is the authority's to mend.
    """
    if place.kind == CatalogueKind.DEPARTMENT.folder:
        named = [place.name.rpartition("/")[2]]
    elif place.is_content and catalogue and catalogue.lead:
        named = [catalogue.lead, *(joint.unit for joint in catalogue.joint if joint.unit)]
    else:
        named = [authority]
    return frozenset(heir for unit in named for heir in departments.heirs(unit))
