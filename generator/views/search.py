"""What can be found on the site: resources with their facets, and the pages of organisations, catalogues and bases."""

from collections.abc import Iterable, Iterator, Sequence

from generator import wording
from generator.model.regions import Level, region_name
from generator.model.register import Register
from generator.model.words import (
    CatalogueKind,
    DataLevel,
    FormatClass,
    ModeClass,
    ModeType,
    OpeningClass,
    ResourceStatus,
    SharingClass,
    UpdateCycle,
)
from generator.search.document import PROVIDER, Document, Facet, Rank
from generator.search.index import Index
from generator.views import addresses
from generator.views.link import Links
from generator.views.pages import Pages
from generator.views.resource import ResourcePage, resource_pages


def site_index(pages: Pages, written: Sequence[Document] = ()) -> Index:
    """The index of a site; `written` are the pages that are not made of the register."""
    register = pages.edition.register
    resources = [_resource(page) for page in pages.resources]
    return Index.of(resources, [*_register_pages(pages), *written], facets_of(register))


def register_index(register: Register) -> Index:
    """The index of a register's resources alone."""
    found = resource_pages(register, Links(register), {})
    return Index.of([_resource(page) for page in found], [], facets_of(register))


def facets_of(register: Register) -> tuple[Facet, ...]:
    """The facets of a register's resources, in the order in which the search page shows them."""
    organisations = register.organisations
    names = tuple(dict.fromkeys(one.short_name for one in organisations if one.short_name))
    full = {one.short_name: one.full_name for one in organisations if one.short_name and one.full_name}
    regions = sorted({one.region for one in organisations if one.region})
    given: dict[str, tuple[Iterable[str], Rank | None]] = {
        "kind": (CatalogueKind, None),
        PROVIDER: (names, Rank.PROVIDER),
        "sharing": (SharingClass, Rank.SUMMARY),
        "opening": (OpeningClass, Rank.SUMMARY),
        "cycle": (UpdateCycle, Rank.SUMMARY),
        "form": (ModeType, None),
        "channel": (ModeClass, None),
        "format": (FormatClass, None),
        "level": (Level, None),
        "region": (dict.fromkeys(map(region_name, regions)), None),
        "data": (DataLevel, None),
        "status": (ResourceStatus, None),
    }
    return tuple(
        Facet(key, wording.FACETS[key], tuple(map(str, values)), rank, full if key == PROVIDER else {})
        for key, (values, rank) in given.items()
    )


def _resource(page: ResourcePage) -> Document:
    resource, provider = page.resource, page.provider
    facets: dict[str, Iterable[str | None]] = {
        "kind": (page.kind,),
        PROVIDER: (resource.provider,),
        "sharing": (resource.sharing_class,),
        "opening": (resource.opening_class,),
        "cycle": (resource.update_cycle,),
        "form": (mode.mode_type for mode in resource.modes),
        "channel": (mode.mode_class for mode in resource.modes),
        "format": (one.format_class for one in resource.formats or ()),
        "level": (provider.level if provider else None,),
        "region": (region_name(provider.region or "") if provider else None,),
        "data": (resource.data_level,),
        "status": (resource.status,),
    }
    return Document(
        page.address,
        page.row.link.text,
        page.row.code,
        tuple(item.name for item in resource.items or () if item.name),
        resource.summary or "",
        tuple(item.english_name for item in resource.items or () if item.english_name),
        {key: tuple(dict.fromkeys(str(value) for value in values if value)) for key, values in facets.items()},
        page.row.errors > 0,
    )


def _register_pages(pages: Pages) -> Iterator[Document]:
    for organisation in pages.organisations:
        full_name = organisation.organisation.full_name if organisation.organisation else None
        yield Document(organisation.address, organisation.name, also=(full_name,) if full_name else ())
    for catalogue in pages.catalogues:
        yield Document(catalogue.address, catalogue.title, summary=catalogue.catalogue.summary or "")
    for row in pages.bases:
        address = f"{addresses.LEGAL_BASES}#{row.anchor}"
        yield Document(address, row.basis.title or "", also=(row.basis.number,) if row.basis.number else ())
