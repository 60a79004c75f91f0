"""The register: every record of one state of the repository, in one frozen value."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TypeVar

from msgspec import Struct, field

from generator.model.authority import Authority
from generator.model.calendar_notice import CalendarNotice
from generator.model.catalogue import Catalogue
from generator.model.classification import Classification
from generator.model.ledgers import Channel, Trigger
from generator.model.legal_basis import LegalBasesFile, LegalBasis
from generator.model.organisation import Organisation, OrganisationsFile
from generator.model.resource import Resource
from generator.model.steps import LedgerRecord
from generator.model.waiver import Waiver, WaiversFile
from generator.model.words import CatalogueKind, DataType, LedgerKind, ResourceStatus
from generator.model.written import Written

AUTHORITY = "catalogues/authority.yml"
ORGANISATIONS = "catalogues/organisations.yml"
LEGAL_BASES = "catalogues/legal-bases.yml"
CLASSIFICATION = "catalogues/classification.yml"
WAIVERS = "catalogues/waivers.yml"

T = TypeVar("T")
E = TypeVar("E", bound=LedgerRecord)

Place = tuple[str | int, ...]


class FiledResource(Struct, frozen=True, gc=False):
    """A resource, the file it is written in and the catalogue it stands in."""

    file: str
    resource: Resource
    kind: CatalogueKind
    folder: str


class FiledCatalogue(Struct, frozen=True):
    """A catalogue's folder: its kind, its name, its own file and its resources in the order of their files."""

    file: str
    kind: CatalogueKind
    folder: str
    catalogue: Catalogue
    resources: tuple[FiledResource, ...]


class Entry(Struct, frozen=True):
    """One record of a ledger: its file, its ledger, its number, which is the file's name."""

    file: str
    kind: LedgerKind
    number: str
    value: LedgerRecord


class Record(Struct, frozen=True):
    """One written record and where it stands."""

    file: str
    place: Place
    value: Written


class Register(Struct, frozen=True, eq=False, dict=True):
    """All that the register's files say; what could not be read is not in it. Two registers are never the same."""

    authority: Authority = field(default_factory=Authority)
    organisations_file: OrganisationsFile = field(default_factory=OrganisationsFile)
    legal_bases_file: LegalBasesFile = field(default_factory=LegalBasesFile)
    classification: Classification = field(default_factory=Classification)
    notices: tuple[tuple[str, CalendarNotice], ...] = ()
    catalogues: tuple[FiledCatalogue, ...] = ()
    entries: tuple[Entry, ...] = ()
    waivers_file: WaiversFile = field(default_factory=WaiversFile)

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        """Every organisation, in the order of the file."""
        return self.organisations_file.organisations or ()

    @property
    def legal_bases(self) -> tuple[LegalBasis, ...]:
        """Every legal basis, in the order of the file."""
        return self.legal_bases_file.bases or ()

    @property
    def waivers(self) -> tuple[Waiver, ...]:
        """Every waiver, in the order of the file."""
        return self.waivers_file.waivers or ()

    @cached_property
    def organisation_named(self) -> dict[str, Organisation]:
        """Organisations by short name; the first where a name stands twice."""
        return _first_by_name((entry.short_name, entry) for entry in self.organisations)

    @cached_property
    def legal_basis_titled(self) -> dict[str, LegalBasis]:
        """Legal bases by title; the first where a title stands twice."""
        return _first_by_name((entry.title, entry) for entry in self.legal_bases)

    @cached_property
    def resource_coded(self) -> dict[str, FiledResource]:
        """Resources by code; the first where a code stands twice."""
        return _first_by_name((filed.resource.code, filed) for filed in self.resources)

    @cached_property
    def triggers(self) -> dict[str, Trigger]:
        """Triggers by number."""
        return {entry.number: entry.value for entry in self.entries if isinstance(entry.value, Trigger)}

    @cached_property
    def channels(self) -> dict[str, list[tuple[Entry, Channel]]]:
        """Channels off the platform by the resource's code, each with its entry."""
        found: dict[str, list[tuple[Entry, Channel]]] = {}
        for entry, channel in self.entries_of(Channel):
            found.setdefault(channel.code or "", []).append((entry, channel))
        return found

    @cached_property
    def items(self) -> list[tuple[FiledResource, list[tuple[str, DataType | None]], list[tuple[int, str]]]]:
        """Every resource with name and type of its own items, and number and source of those taken from another."""
        found = []
        for filed in self.resources:
            own, taken = [], []
            for number, item in enumerate(filed.resource.items or ()):
                if source := item.source:
                    taken.append((number, source))
                elif name := item.name:
                    own.append((name, item.data_type))
            found.append((filed, own, taken))
        return found

    @cached_property
    def collected(self) -> list[tuple[FiledResource, list[tuple[str, DataType | None]]]]:
        """The active resources that somebody collects, with name and type of their own items."""
        return [
            (filed, own)
            for filed, own, _ in self.items
            if filed.resource.status is ResourceStatus.ACTIVE and filed.resource.collectors
        ]

    def entries_of(self, kind: type[E]) -> Iterator[tuple[Entry, E]]:
        """The entries that hold one kind of record, in the order of their files, each with its record."""
        for entry in self.entries:
            if isinstance(entry.value, kind):
                yield entry, entry.value

    @property
    def resources(self) -> Iterator[FiledResource]:
        """Every resource, by catalogue and file."""
        for catalogue in self.catalogues:
            yield from catalogue.resources

    def records(self) -> Iterator[Record]:
        """Every record a rule may look at, with its place."""
        yield Record(AUTHORITY, (), self.authority)
        for number, reviewer in enumerate(self.authority.reviewers):
            yield Record(AUTHORITY, ("审核人", number), reviewer)
        for number, organisation in enumerate(self.organisations):
            yield Record(ORGANISATIONS, ("部门", number), organisation)
        for number, basis in enumerate(self.legal_bases):
            yield Record(LEGAL_BASES, ("依据文件", number), basis)
        yield Record(CLASSIFICATION, (), self.classification)
        for number, waiver in enumerate(self.waivers):
            yield Record(WAIVERS, ("豁免", number), waiver)
        for file, notice in self.notices:
            yield Record(file, (), notice)
        for catalogue in self.catalogues:
            yield Record(catalogue.file, (), catalogue.catalogue)
            for filed in catalogue.resources:
                yield Record(filed.file, (), filed.resource)
        for entry in self.entries:
            yield Record(entry.file, (), entry.value)


def _first_by_name(named: Iterable[tuple[str | None, T]]) -> dict[str, T]:
    first: dict[str, T] = {}
    for name, entry in named:
        if name:
            first.setdefault(name, entry)
    return first
