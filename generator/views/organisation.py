"""What an organisation's page says."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from generator.diagnostics import Finding
from generator.model.organisation import Organisation
from generator.model.regions import Level, region_name
from generator.model.register import Register
from generator.pinyin import by_pinyin
from generator.views import addresses
from generator.views.catalogue import CataloguePage
from generator.views.deadline import DeadlinePage
from generator.views.link import Link, Links
from generator.views.resource import ResourcePage, ResourceRow, sharing_mix
from generator.views.scorecard import ScorecardPage

Provided = Mapping[str, Sequence[ResourcePage]]
"""Pages of resources by their provider's short name; under the empty text those that name none."""


class OrganisationPage(Struct, frozen=True):
    """One organisation, registered or only named, with what it provides and leads."""

    address: str
    name: str
    organisation: Organisation | None
    region: str
    level: Level | None
    successor: Link
    catalogues: tuple[Link, ...]
    rows: tuple[ResourceRow, ...]
    sharing_mix: dict[str, int]
    findings: tuple[Finding, ...]
    deadlines: tuple[DeadlinePage, ...]
    scorecards: tuple[ScorecardPage, ...]


def organisation_pages(
    register: Register,
    links: Links,
    provided: Provided,
    catalogues: Sequence[CataloguePage],
    deadlines: Mapping[str, Sequence[DeadlinePage]],
    scorecards: Mapping[str, Sequence[ScorecardPage]],
) -> tuple[OrganisationPage, ...]:
    """Every organisation's page, registered or only named, in the order of their names."""
    led: dict[str, list[Link]] = {}
    for page in catalogues:
        led.setdefault(page.catalogue.lead or "", []).append(Link(page.title, page.address))
    return tuple(
        _page(
            name,
            register,
            links,
            provided.get(name, ()),
            led.get(name, ()),
            deadlines.get(name, ()),
            scorecards.get(name, ()),
        )
        for name in sorted(links.organisation_names, key=by_pinyin)
    )


def _page(
    name: str,
    register: Register,
    links: Links,
    provided: Sequence[ResourcePage],
    led: Sequence[Link],
    deadlines: Sequence[DeadlinePage],
    scorecards: Sequence[ScorecardPage],
) -> OrganisationPage:
    organisation = register.organisation_named.get(name)
    region = (organisation.region if organisation else None) or ""
    return OrganisationPage(
        addresses.organisation(name),
        name,
        organisation,
        region_name(region),
        organisation.level if organisation else None,
        links.organisation(organisation.successor if organisation else None),
        tuple(led),
        tuple(page.row for page in provided),
        sharing_mix(page.resource for page in provided),
        tuple(finding for page in provided for finding in page.findings),
        tuple(deadlines),
        tuple(scorecards),
    )
