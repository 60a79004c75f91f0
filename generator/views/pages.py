"""The pages of an edition, gathered in one pass over its register."""

from dataclasses import dataclass

from generator.diagnostics import Finding, Rule
from generator.edition import Edition
from generator.model.words import CatalogueKind
from generator.views.basis import BasisRow, basis_rows
from generator.views.catalogue import CataloguePage, catalogue_pages
from generator.views.link import Link, Links
from generator.views.organisation import OrganisationPage, organisation_pages
from generator.views.problems import RuleProblems, commonest, findings_by_organisation, problems_by_rule
from generator.views.resource import ResourcePage, resource_pages, sharing_mix


@dataclass(frozen=True, slots=True)
class Pages:
    """Everything the site shows of an edition."""

    edition: Edition
    title: str
    resources: tuple[ResourcePage, ...]
    catalogues: tuple[CataloguePage, ...]
    organisations: tuple[OrganisationPage, ...]
    problems: tuple[RuleProblems, ...]
    bases: tuple[BasisRow, ...]
    sharing_mix: dict[str, int]
    findings_by_organisation: tuple[tuple[Link, int, int], ...]
    commonest: tuple[tuple[Rule, str, int], ...]

    def catalogues_of(self, kind: CatalogueKind) -> tuple[CataloguePage, ...]:
        """The catalogues of one kind, in the order of their folders."""
        return tuple(page for page in self.catalogues if page.kind is kind)


def pages_of(edition: Edition) -> Pages:
    """Gather what every page says; each record is looked at once."""
    register, links = edition.register, Links(edition.register)
    findings: dict[str, list[Finding]] = {}
    for finding in edition.findings:
        findings.setdefault(finding.file, []).append(finding)
    resources = resource_pages(register, links, findings)
    provided: dict[str, list[ResourcePage]] = {}
    for page in resources:
        provided.setdefault(page.resource.provider or "", []).append(page)
    catalogues = catalogue_pages(register, links, findings, resources)
    return Pages(
        edition,
        register.authority.title or "政务信息资源目录",
        resources,
        catalogues,
        organisation_pages(register, links, provided, catalogues),
        problems_by_rule(edition.findings, resources, catalogues),
        basis_rows(register, resources),
        sharing_mix(page.resource for page in resources),
        findings_by_organisation(edition.findings, provided, links),
        commonest(edition.findings),
    )
