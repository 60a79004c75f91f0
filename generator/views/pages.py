"""The pages of an edition, gathered in one pass over its register."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from generator.diagnostics import Finding, Rule
from generator.edition import Edition
from generator.model.catalogue import Catalogue
from generator.model.classification import CodeNames
from generator.model.legal_basis import Citation, LegalBasis
from generator.model.organisation import Organisation
from generator.model.regions import Level, region_name
from generator.model.register import FiledCatalogue, FiledResource
from generator.model.resource import Resource
from generator.model.words import CatalogueKind, SharingClass
from generator.views import addresses

MOST_MESSAGES = 30


@dataclass(frozen=True, slots=True)
class Link:
    """A text and, where there is such a page, its address."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class CitedProvision:
    """A citation with the document it names, when the register knows it."""

    citation: Citation
    basis: LegalBasis | None


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """A resource as one row of a table; `errors` counts its findings."""

    link: Link
    code: str
    provider: Link
    sharing_class: str
    opening_class: str
    update_cycle: str
    items: int
    errors: int


@dataclass(frozen=True, slots=True)
class ResourcePage:
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


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """One catalogue and its resources."""

    address: str
    file: str
    kind: CatalogueKind
    title: str
    catalogue: Catalogue
    lead: Link
    joint: tuple[tuple[Link, object], ...]
    rows: tuple[ResourceRow, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class OrganisationPage:
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


@dataclass(frozen=True, slots=True)
class RuleProblems:
    """All findings of one rule, with the page each belongs to."""

    rule: Rule
    address: str
    findings: tuple[tuple[Finding, Link], ...]


@dataclass(frozen=True, slots=True)
class BasisRow:
    """A legal basis and the resources that rest on it."""

    basis: LegalBasis
    anchor: str
    resources: tuple[Link, ...]


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
    return _Gathering(edition).pages()


class _Gathering:
    """Lookups shared by the pages of one edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.register = edition.register
        self.findings: dict[str, list[Finding]] = defaultdict(list)
        for finding in edition.findings:
            self.findings[finding.file].append(finding)
        self.by_code: dict[str, Link] = {}
        for filed in self.register.resources:
            if filed.resource.code:
                self.by_code.setdefault(
                    filed.resource.code, Link(filed.resource.name or filed.resource.code, addresses.resource(filed))
                )
        self.named = {
            *self.register.organisation_named,
            *(filed.resource.provider for filed in self.register.resources if filed.resource.provider),
        }

    def pages(self) -> Pages:
        resources = self._resources()
        rows_of: dict[str, list[ResourceRow]] = defaultdict(list)
        provided: dict[str, list[ResourcePage]] = defaultdict(list)
        for page in resources:
            provided[page.resource.provider or ""].append(page)
            rows_of[page.catalogue.address].append(page.row)
        catalogues = tuple(self._catalogue(filed, rows_of) for filed in self.register.catalogues)
        organisations = tuple(
            self._organisation(name, provided.get(name, []), catalogues)
            for name in (*self.register.organisation_named, *sorted(self.named - {*self.register.organisation_named}))
        )
        return Pages(
            self.edition,
            self.register.authority.title or "政务信息资源目录",
            resources,
            catalogues,
            organisations,
            self._problems(resources, catalogues),
            self._bases(resources),
            _mix(page.resource for page in resources),
            self._findings_by_organisation(provided),
            self._commonest(),
        )

    def _resources(self) -> tuple[ResourcePage, ...]:
        pages: dict[str, ResourcePage] = {}
        for catalogue in self.register.catalogues:
            link = Link(catalogue.catalogue.name or catalogue.folder, addresses.catalogue(catalogue))
            for filed in catalogue.resources:
                address = addresses.resource(filed)
                if address in pages:
                    address = addresses.resource_file(filed)
                pages[address] = self._resource(filed, link, address)
        return tuple(pages.values())

    def _resource(self, filed: FiledResource, catalogue: Link, address: str) -> ResourcePage:
        resource = filed.resource
        findings = tuple(self.findings.get(filed.file, ()))
        provider = self.organisation(resource.provider)
        row = ResourceRow(
            Link(resource.name or filed.file.rsplit("/", 1)[-1], address),
            resource.code or "",
            provider,
            resource.sharing_class or "",
            resource.opening_class or "",
            resource.update_cycle or "",
            len(resource.items or ()),
            sum(finding.is_error for finding in findings),
        )
        return ResourcePage(
            address,
            filed.file,
            resource,
            row,
            catalogue,
            filed.kind,
            self.register.classification.names_of(resource.code or ""),
            self.register.organisation_named.get(resource.provider or ""),
            provider,
            tuple(self.organisation(name) for name in resource.collectors),
            tuple(self.provision(citation) for citation in resource.bases),
            tuple(self.resource_link(code) for code in resource.related),
            tuple(self.resource_link(code) for code in (resource.retirement.successors if resource.retirement else ())),
            {item.source: self.resource_link(item.source) for item in resource.items or () if item.source},
            findings,
        )

    def _catalogue(self, filed: FiledCatalogue, rows_of: dict[str, list[ResourceRow]]) -> CataloguePage:
        address = addresses.catalogue(filed)
        return CataloguePage(
            address,
            filed.file,
            filed.kind,
            filed.catalogue.name or filed.folder,
            filed.catalogue,
            self.organisation(filed.catalogue.lead),
            tuple((self.organisation(joint.unit), joint.confirmed_on) for joint in filed.catalogue.joint),
            tuple(rows_of.get(address, ())),
            tuple(self.findings.get(filed.file, ())),
        )

    def _organisation(
        self, name: str, provided: list[ResourcePage], catalogues: tuple[CataloguePage, ...]
    ) -> OrganisationPage:
        organisation = self.register.organisation_named.get(name)
        region = (organisation.region if organisation else None) or ""
        return OrganisationPage(
            addresses.organisation(name),
            name,
            organisation,
            region_name(region),
            organisation.level if organisation else None,
            self.organisation(organisation.successor if organisation else None),
            tuple(Link(page.title, page.address) for page in catalogues if page.catalogue.lead == name),
            tuple(page.row for page in provided),
            _mix(page.resource for page in provided),
            tuple(finding for page in provided for finding in page.findings),
        )

    def _problems(
        self, resources: tuple[ResourcePage, ...], catalogues: tuple[CataloguePage, ...]
    ) -> tuple[RuleProblems, ...]:
        page_of = {page.file: page.row.link for page in resources}
        page_of |= {page.file: Link(page.title, page.address) for page in catalogues}
        by_rule: dict[str, list[tuple[Finding, Link]]] = defaultdict(list)
        for finding in self.edition.findings:
            by_rule[finding.rule.id].append((finding, page_of.get(finding.file, Link(finding.file))))
        return tuple(
            RuleProblems(found[0][0].rule, addresses.problems_of_rule(rule_id), tuple(found))
            for rule_id, found in sorted(by_rule.items())
        )

    def _bases(self, resources: tuple[ResourcePage, ...]) -> tuple[BasisRow, ...]:
        resting: dict[str, list[Link]] = defaultdict(list)
        for page in resources:
            for title in dict.fromkeys(citation.document for citation in page.resource.bases if citation.document):
                resting[title].append(page.row.link)
        return tuple(
            BasisRow(basis, addresses.segment(title), tuple(resting.get(title, ())))
            for title, basis in self.register.legal_basis_titled.items()
        )

    def _findings_by_organisation(self, provided: dict[str, list[ResourcePage]]) -> tuple[tuple[Link, int, int], ...]:
        """Per provider how many files have findings and how many findings; last the files of no resource."""
        counts = [
            (
                self.organisation(name) if name else Link("未写明提供方"),
                sum(bool(page.findings) for page in pages),
                sum(len(page.findings) for page in pages),
            )
            for name, pages in provided.items()
        ]
        of_resources = {page.file for pages in provided.values() for page in pages}
        others = [finding.file for finding in self.edition.findings if finding.file not in of_resources]
        ranked = sorted((count for count in counts if count[2]), key=lambda count: (-count[2], count[0].text))
        return (*ranked, (Link("目录、部门等其他文件"), len(set(others)), len(others))) if others else tuple(ranked)

    def _commonest(self) -> tuple[tuple[Rule, str, int], ...]:
        counts = Counter((finding.rule, finding.message) for finding in self.edition.findings)
        return tuple((rule, message, count) for (rule, message), count in counts.most_common(MOST_MESSAGES))

    def organisation(self, name: str | None) -> Link:
        """A link to an organisation's page; only its name when there is no such page."""
        return Link(name or "", addresses.organisation(name) if name in self.named and name else "")

    def resource_link(self, code: str) -> Link:
        """A link to the resource of a code; only the code when there is none."""
        return self.by_code.get(code, Link(code))

    def provision(self, citation: Citation) -> CitedProvision:
        """A citation with what the register knows of its document."""
        return CitedProvision(citation, self.register.legal_basis_titled.get(citation.document or ""))


def _mix(resources: Iterable[Resource]) -> dict[str, int]:
    """How many resources have each sharing class, 办法第四条; those without one under the empty text."""
    counts = Counter(resource.sharing_class or "" for resource in resources)
    return {name: counts[name] for name in (*(str(word) for word in SharingClass), "") if name or counts[name]}
