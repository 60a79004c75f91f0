"""What a resource's page says, and a resource as one row of a table."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from generator.diagnostics import Finding
from generator.model.classification import CodeNames
from generator.model.organisation import Organisation
from generator.model.register import FiledCatalogue, FiledResource, Register
from generator.model.resource import Resource
from generator.model.words import CatalogueKind, SharingClass
from generator.views import addresses
from generator.views.deadline import DeadlinePage
from generator.views.link import CitedProvision, Link, Links
from generator.views.revision import RevisionPage

Findings = Mapping[str, Sequence[Finding]]
"""Findings by file."""


class Around(Struct, frozen=True):
    """What is known of resources beside their own files, by code: clocks, history, verifications that are open."""

    deadlines: Mapping[str, Sequence[DeadlinePage]]
    revisions: Mapping[str, Sequence[RevisionPage]]
    verifications: Mapping[str, Sequence[Link]]


class ResourceRow(Struct, frozen=True, gc=False):
    """A resource as one row of a table; `errors` counts its findings."""

    link: Link
    code: str
    provider: Link
    sharing_class: str
    opening_class: str
    update_cycle: str
    items: int
    errors: int


class ResourcePage(Struct, frozen=True, gc=False):
    """One resource with everything its page names by link."""

    address: str
    file: str
    resource: Resource
    row: ResourceRow
    catalogue: Link
    kind: CatalogueKind
    class_names: CodeNames
    provider: Organisation | None
    provider_link: Link
    collectors: tuple[Link, ...]
    bases: tuple[CitedProvision, ...]
    related: tuple[Link, ...]
    successors: tuple[Link, ...]
    source_links: dict[str, Link]
    findings: tuple[Finding, ...]
    deadlines: tuple[DeadlinePage, ...]
    verifications: tuple[Link, ...]
    revisions: tuple[RevisionPage, ...]

    @property
    def published(self) -> RevisionPage | None:
        """The revision with which the resource first came into the register; `None` while history is not known."""
        return self.revisions[-1] if self.revisions else None


NOTHING_AROUND = Around({}, {}, {})


def resource_pages(
    register: Register, links: Links, findings: Findings, around: Around = NOTHING_AROUND
) -> tuple[ResourcePage, ...]:
    """Every resource's page, in the order of the register; each address once."""
    pages: dict[str, ResourcePage] = {}
    for catalogue in register.catalogues:
        link = catalogue_link(catalogue)
        for filed in catalogue.resources:
            address = addresses.resource(filed)
            if address in pages:
                address = addresses.resource_file(filed)
            pages[address] = _page(filed, link, address, register, links, findings, around)
    return tuple(pages.values())


def catalogue_link(filed: FiledCatalogue) -> Link:
    """A link to a catalogue's page."""
    return Link(filed.catalogue.name or filed.folder, addresses.catalogue(filed))


def _page(
    filed: FiledResource,
    catalogue: Link,
    address: str,
    register: Register,
    links: Links,
    findings: Findings,
    around: Around,
) -> ResourcePage:
    resource, code = filed.resource, filed.resource.code or ""
    found = tuple(findings.get(filed.file, ()))
    provider = links.organisation(resource.provider)
    row = ResourceRow(
        Link(resource.name or filed.file.rsplit("/", 1)[-1], address),
        code,
        provider,
        resource.sharing_class or "",
        resource.opening_class or "",
        resource.update_cycle or "",
        len(resource.items or ()),
        sum(finding.is_error for finding in found),
    )
    return ResourcePage(
        address,
        filed.file,
        resource,
        row,
        catalogue,
        filed.kind,
        register.classification.names_of(code),
        register.organisation_named.get(resource.provider or ""),
        provider,
        tuple(links.organisation(name) for name in resource.collectors),
        tuple(links.provision(citation) for citation in resource.bases),
        tuple(links.resource(code) for code in resource.related),
        tuple(links.resource(code) for code in (resource.retirement.successors if resource.retirement else ())),
        {item.source: links.resource(item.source) for item in resource.items or () if item.source},
        found,
        tuple(around.deadlines.get(code, ())),
        tuple(around.verifications.get(code, ())),
        tuple(around.revisions.get(code, ())),
    )


def sharing_mix(resources: Iterable[Resource]) -> dict[str, int]:
    """How many resources have each sharing class, 办法第四条; those without one under the empty text."""
    counts = Counter(resource.sharing_class or "" for resource in resources)
    return {name: counts[name] for name in (*(str(word) for word in SharingClass), "") if name or counts[name]}
