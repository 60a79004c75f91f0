"""What a catalogue's page says."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from generator.diagnostics import Finding
from generator.model.catalogue import Catalogue
from generator.model.register import FiledCatalogue, Register
from generator.model.words import CatalogueKind
from generator.views import addresses
from generator.views.deadline import DeadlinePage
from generator.views.link import Link, Links
from generator.views.resource import Findings, ResourcePage, ResourceRow, catalogue_link


class CataloguePage(Struct, frozen=True):
    """One catalogue and its resources."""

    address: str
    file: str
    kind: CatalogueKind
    folder: str
    title: str
    catalogue: Catalogue
    lead: Link
    joint: tuple[tuple[Link, object], ...]
    rows: tuple[ResourceRow, ...]
    findings: tuple[Finding, ...]
    deadlines: tuple[DeadlinePage, ...]


def catalogue_pages(
    register: Register,
    links: Links,
    findings: Findings,
    resources: Sequence[ResourcePage],
    deadlines: Mapping[str, Sequence[DeadlinePage]],
) -> tuple[CataloguePage, ...]:
    """Every catalogue's page, in the order of the register; `deadlines` are its own by kind and folder."""
    rows: dict[str, list[ResourceRow]] = {}
    for page in resources:
        rows.setdefault(page.catalogue.address, []).append(page.row)
    return tuple(_page(filed, links, findings, rows, deadlines) for filed in register.catalogues)


def _page(
    filed: FiledCatalogue,
    links: Links,
    findings: Findings,
    rows: Mapping[str, Sequence[ResourceRow]],
    deadlines: Mapping[str, Sequence[DeadlinePage]],
) -> CataloguePage:
    address = addresses.catalogue(filed)
    return CataloguePage(
        address,
        filed.file,
        filed.kind,
        filed.folder,
        catalogue_link(filed).text,
        filed.catalogue,
        links.organisation(filed.catalogue.lead),
        tuple((links.organisation(joint.unit), joint.confirmed_on) for joint in filed.catalogue.joint),
        tuple(rows.get(address, ())),
        tuple(findings.get(filed.file, ())),
        tuple(deadlines.get(f"{filed.kind.folder}/{filed.folder}", ())),
    )
