"""The pages of an edition, gathered in one pass over its register."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from generator.diagnostics import Finding, Rule
from generator.edition import Edition
from generator.evaluation import Period
from generator.model.authority import Authority
from generator.model.register import Register
from generator.model.standing import open_corrections
from generator.model.words import CatalogueKind
from generator.pinyin import by_pinyin
from generator.profiles import profiles_named
from generator.views.basis import BasisRow, basis_rows
from generator.views.calculator import Choice, choices_by_profile
from generator.views.catalogue import CataloguePage, catalogue_pages
from generator.views.deadline import Board, DeadlinePage, board_of, deadline_pages
from generator.views.downloads import DownloadGroup, download_groups
from generator.views.edition import EditionPage, edition_pages
from generator.views.filing import Chain, FilingPage, FilingYear, chain_of, filing_pages, filing_years
from generator.views.form import FormPage, form_page
from generator.views.ledger import LedgerPage, ledger_pages
from generator.views.link import Link, Links
from generator.views.organisation import OrganisationPage, organisation_pages
from generator.views.oversight import Oversight, oversight_of
from generator.views.problems import RuleProblems, commonest, findings_by_organisation, problems_by_rule
from generator.views.resource import Around, ResourcePage, catalogue_link, resource_pages, sharing_mix
from generator.views.revision import RevisionPage, TombstonePage, newest, revision_pages, tombstone_pages
from generator.views.scorecard import scorecard_pages
from generator.workers import uncollected


class Pages(Struct, frozen=True):
    """Everything the site shows of an edition."""

    edition: Edition
    title: str
    resources: tuple[ResourcePage, ...]
    catalogues: tuple[CataloguePage, ...]
    organisations: tuple[OrganisationPage, ...]
    problems: tuple[RuleProblems, ...]
    bases: tuple[BasisRow, ...]
    deadlines: tuple[DeadlinePage, ...]
    board: Board
    oversight: Oversight
    ledgers: tuple[LedgerPage, ...]
    clocks: tuple[tuple[str, tuple[Choice, ...]], ...]
    filings: tuple[FilingPage, ...]
    filing_years: tuple[FilingYear, ...]
    chain: Chain | None
    editions: tuple[EditionPage, ...]
    revisions: Mapping[str, Sequence[RevisionPage]]
    tombstones: tuple[TombstonePage, ...]
    changes: tuple[RevisionPage, ...]
    sharing_mix: dict[str, int]
    findings_by_organisation: tuple[tuple[Link, int, int], ...]
    commonest: tuple[tuple[Rule, str, int], ...]

    @property
    def authority(self) -> str:
        """The unit that reviews and files, empty when the register does not name it."""
        return self.edition.register.authority.unit or ""

    @property
    def form(self) -> FormPage:
        """What the form page offers."""
        return form_page(self.edition.register, self.edition.today)

    @property
    def filing_counts(self) -> Counter[str]:
        """How many filings have each verdict."""
        return Counter(str(page.filing.verdict) for page in self.filings)

    @property
    def downloads(self) -> tuple[DownloadGroup, ...]:
        """Everything that can be fetched."""
        amounts = len(self.resources), len(self.filings), len(self.deadlines), len(self.edition.findings)
        return download_groups(*amounts, self.editions, self.organisations)

    def catalogues_of(self, kind: CatalogueKind) -> tuple[CataloguePage, ...]:
        """The catalogues of one kind, by the pinyin of their titles."""
        own = (page for page in self.catalogues if page.kind is kind)
        return tuple(sorted(own, key=lambda page: by_pinyin(page.title)))


def title_of(authority: Authority) -> str:
    """The name of an authority's site."""
    return authority.title or "政务信息资源目录"


@uncollected()
def pages_of(edition: Edition, periods: Callable[[], Sequence[Period]] = tuple) -> Pages:
    """Gather what every page says, each record looked at once; the periods of the scorecards are asked for late."""
    register, links = edition.register, Links(edition.register)
    findings: dict[str, list[Finding]] = {}
    for finding in edition.findings:
        findings.setdefault(finding.file, []).append(finding)
    filings = filing_pages(edition.filings, links)
    receipts = {page.filing.commit: Link(page.filing.number, page.address) for page in filings}
    revisions = _revisions(edition, receipts, links)
    by_number = {link.text: link for link in receipts.values()}
    deadlines = deadline_pages(edition.deadlines, links, _catalogue_links(register), by_number)
    by_code = _by_code(deadlines)
    around = Around(by_code, revisions, _verifications(register, links))
    resources = resource_pages(register, links, findings, around)
    provided: dict[str, list[ResourcePage]] = {}
    for page in resources:
        provided.setdefault(page.resource.provider or "", []).append(page)
    catalogues = catalogue_pages(register, links, findings, resources, by_code)
    by_file = {filed.file: catalogue_link(filed) for filed in register.catalogues}
    scorecards = scorecard_pages(periods(), links, _catalogue_links(register) | by_file)
    board, problems = board_of(deadlines), problems_by_rule(edition.findings, resources, catalogues)
    return Pages(
        edition,
        title_of(register.authority),
        resources,
        catalogues,
        organisation_pages(register, links, provided, catalogues, _by_organisation(deadlines), scorecards),
        problems,
        basis_rows(register, resources),
        deadlines,
        board,
        oversight_of(edition.today, filings, board, problems),
        ledger_pages(register, links, deadlines),
        choices_by_profile(profiles_named(register.authority.profiles or ())),
        filings,
        filing_years(filings),
        chain_of(edition, receipts),
        edition_pages(edition.frozen, links),
        revisions,
        tombstone_pages(edition.past.found, revisions, links) if edition.past else (),
        newest(revisions),
        sharing_mix(page.resource for page in resources),
        findings_by_organisation(edition.findings, provided, links),
        commonest(edition.findings),
    )


def _revisions(edition: Edition, receipts: Mapping[str, Link], links: Links) -> dict[str, tuple[RevisionPage, ...]]:
    past = edition.past
    if past is None:
        return {}
    return revision_pages(past.found, past.audit.judgements, receipts, links)


def _catalogue_links(register: Register) -> dict[str, Link]:
    return {f"{filed.kind.folder}/{filed.folder}": catalogue_link(filed) for filed in register.catalogues}


def _by_code(deadlines: Iterable[DeadlinePage]) -> dict[str, list[DeadlinePage]]:
    found: dict[str, list[DeadlinePage]] = {}
    for page in deadlines:
        found.setdefault(page.deadline.subject.code, []).append(page)
    return found


def _by_organisation(deadlines: Iterable[DeadlinePage]) -> dict[str, list[DeadlinePage]]:
    found: dict[str, list[DeadlinePage]] = {}
    for page in deadlines:
        found.setdefault(page.deadline.organisation, []).append(page)
    return found


def _verifications(register: Register, links: Links) -> dict[str, list[Link]]:
    return {
        code: [links.entry_of(f"{entry.kind.folder}/{entry.number}") for entry in entries]
        for code, entries in open_corrections(register).items()
    }
