"""What can be found on the site: resources with their facets, and the pages of organisations, catalogues and bases."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from generator import wording
from generator.deadlines.value import STATE_ORDER, State, urgency
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
from generator.pinyin import by_pinyin
from generator.search.document import PROVIDER, Document, Facet, Rank
from generator.search.index import Index
from generator.search.part import Part
from generator.views import addresses
from generator.views.link import Links
from generator.views.pages import Pages
from generator.views.resource import ResourcePage, resource_pages


def page_documents(pages: Pages, written: Sequence[Document]) -> list[Document]:
    """The pages that are no resources, as the index has them; `written` are those that are not of the register."""
    return [*_register_pages(pages), *written]


def part_of(resources: Sequence[ResourcePage]) -> Part:
    """What some resources, which follow each other, bring to the index."""
    return Part.of([_resource(page) for page in resources], KEYS)


def register_index(register: Register) -> Index:
    """The index of a register's resources alone, without their clocks and history."""
    found = resource_pages(register, Links(register), {})
    return Index.join([part_of(found)], Part.of([], KEYS), facets_of(register))


KEYS = tuple(wording.FACETS)
"""The facets' keys, in the order in which the search page shows them."""


def facets_of(register: Register) -> tuple[Facet, ...]:
    """The facets of a register's resources, in the order in which the search page shows them."""
    organisations = register.organisations
    names = sorted({one.short_name for one in organisations if one.short_name}, key=by_pinyin)
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
        "deadline": (State, None),
    }
    return tuple(
        Facet(key, wording.FACETS[key], tuple(map(str, given[key][0])), given[key][1], full if key == PROVIDER else {})
        for key in KEYS
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
        "deadline": (state for state in State if any(one.deadline.state is state for one in page.deadlines)),
    }
    soonest = min((one.deadline for one in page.deadlines if one.deadline.is_open), key=urgency, default=None)
    return Document(
        page.address,
        page.row.link.text,
        page.row.code,
        tuple(item.name for item in resource.items or () if item.name),
        resource.summary or "",
        tuple(item.english_name for item in resource.items or () if item.english_name),
        {key: tuple(dict.fromkeys(str(value) for value in values if value)) for key, values in facets.items()},
        page.row.errors > 0,
        f"{STATE_ORDER[soonest.state]} {soonest.last_day or date.max}" if soonest else "",
        str(soonest.last_day or "") if soonest else "",
        str(page.revisions[0].on) if page.revisions else "",
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
