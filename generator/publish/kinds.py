"""The kinds of pages: those that are there once, and those that grow with the register. Knows no site builder."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from generator import wording
from generator.model.resource import Resource
from generator.publish.bodies import body
from generator.publish.builds import digest_of
from generator.publish.inputs import editor
from generator.publish.stamp import StampedPage
from generator.views import addresses
from generator.views.catalogue import CataloguePage
from generator.views.dataset import citation, described
from generator.views.deadline import DeadlinePage
from generator.views.edition import EditionPage
from generator.views.filing import OF_A_YEAR, FilingMonth, FilingPage, FilingYear, code_of
from generator.views.ledger import LedgerPage
from generator.views.organisation import OrganisationPage
from generator.views.pages import Pages
from generator.views.part import Part, parts_of
from generator.views.problems import RuleProblems
from generator.views.resource import ResourcePage, ResourceRow
from generator.views.revision import OldFile, RevisionPage, TombstonePage, since_each, text_of


class Kind(Struct, frozen=True):
    """A kind of page that grows with the register: its template, its shell's place and the tab it belongs to."""

    template: str
    shell: str
    tab: str


RESOURCE = Kind("resource", "resources/shell/page/", addresses.CATALOGUES)
CATALOGUE = Kind("catalogue", "catalogues/shell/page/", addresses.CATALOGUES)
RESOURCE_LIST = Kind("resource-list", "catalogues/shell/list/", addresses.CATALOGUES)
DEPARTMENT_LIST = Kind("resource-list", "organisations/shell-list/", addresses.ORGANISATIONS)
ORGANISATION = Kind("organisation", "organisations/shell/", addresses.ORGANISATIONS)
RULE_PROBLEMS = Kind("rule-problems", "problems/shell/", addresses.PROBLEMS)
DEADLINE = Kind("deadline", "deadlines/shell/", addresses.DEADLINES)
LEDGER = Kind("ledger", "ledgers/shell/", addresses.DEADLINES)
ENTRY = Kind("entry", "ledgers/shell/page/", addresses.DEADLINES)
FILING = Kind("filing", "filings/shell/page/", addresses.FILINGS)
FILING_YEAR = Kind("filing-year", "filings/shell/", addresses.FILINGS)
FILING_MONTH = Kind("filing-month", "filings/shell/month/", addresses.FILINGS)
EDITION = Kind("edition", "editions/shell/", addresses.FILINGS)
SCORECARD = Kind("scorecard", "organisations/shell/page/", addresses.ORGANISATIONS)
VERSION = Kind("version", "resources/shell/page/versions/page/", addresses.CATALOGUES)
TOMBSTONE = Kind("tombstone", "resources/shell/gone/", addresses.CATALOGUES)
KINDS = (
    RESOURCE,
    CATALOGUE,
    RESOURCE_LIST,
    DEPARTMENT_LIST,
    ORGANISATION,
    RULE_PROBLEMS,
    DEADLINE,
    LEDGER,
    ENTRY,
    FILING,
    FILING_YEAR,
    FILING_MONTH,
    EDITION,
    SCORECARD,
    VERSION,
    TOMBSTONE,
)


class Framework(Struct, frozen=True):
    """A page that is there once: its template, its title, the tab it belongs to."""

    template: str
    title: str
    tab: str


FRAMEWORK = {
    addresses.HOME: Framework("home", "首页", addresses.HOME),
    addresses.CATALOGUES: Framework("catalogues", "资源目录", addresses.CATALOGUES),
    addresses.DOWNLOADS: Framework("downloads", "下载", addresses.CATALOGUES),
    addresses.ORGANISATIONS: Framework("organisations", "部门", addresses.ORGANISATIONS),
    addresses.SEARCH: Framework("search", "检索", addresses.SEARCH),
    addresses.FILINGS: Framework("filings", "备案登记簿", addresses.FILINGS),
    addresses.CHANGES: Framework("changes", "变更动态", addresses.FILINGS),
    addresses.EDITIONS: Framework("editions", "版次", addresses.FILINGS),
    addresses.CHAIN: Framework("chain", "审核证明", addresses.FILINGS),
    addresses.DEADLINES: Framework("deadlines", "时限看板", addresses.DEADLINES),
    addresses.OVERSIGHT: Framework("oversight", "督办看板", addresses.DEADLINES),
    addresses.CALCULATOR: Framework("calculator", "时限计算", addresses.DEADLINES),
    addresses.LEDGERS: Framework("ledgers", "台账", addresses.DEADLINES),
    addresses.LEGAL_BASES: Framework("bases", "依据", addresses.LEGAL_BASES),
    addresses.ARTICLES: Framework("articles", "条款与落实", addresses.LEGAL_BASES),
    addresses.PROBLEMS: Framework("problems", "校验问题", addresses.PROBLEMS),
    addresses.REMINDERS: Framework("reminders", "运行提醒", addresses.PROBLEMS),
    addresses.RULES: Framework("rules", "规则手册", addresses.RULES),
    addresses.FORM: Framework("form", "填报表单", addresses.GUIDES),
}
"""The pages that are there once, by address; the tabs themselves stand in the nav of `mkdocs.yml`."""


def same_tab(address: str) -> list[tuple[str, str]]:
    """Title and address of every page that is there once under the same tab, the page itself among them."""
    tab = FRAMEWORK[address].tab
    return [(page.title, other) for other, page in FRAMEWORK.items() if page.tab == tab]


Rendered = Iterator[tuple[Kind, StampedPage]]
"""Pages, each with its kind, rendered as they are asked for."""


class Kindred(Struct, frozen=True):
    """Pages that are rendered together. While the program, the frame and the `seed` stay the same, so do they.

    `old_files` are the blobs that rendering them reads, in this order.
    """

    seed: object
    render: Callable[[], Rendered]
    old_files: tuple[str, ...] = ()


def growing_pages(pages: Pages, base: str = "") -> Rendered:
    """Every page that grows with the register; `base` is the site's absolute address, empty when it is not known."""
    for kindred in (*(of_resource(page, pages) for page in pages.resources), *others(pages, base)):
        yield from kindred.render()


def of_resource(page: ResourcePage, pages: Pages) -> Kindred:
    """The page of a resource and those of its versions; their seed is that of its downloads too."""
    known = replace(page, resource=_UNREAD, revisions=()), [one.identity for one in page.revisions]
    seed = (*known, pages.title, digest_of(pages.edition.sources[page.file]))
    return Kindred(seed, partial(_resource, page, pages), _old_files(page.revisions))


_UNREAD = Resource.model_construct()
"""Stands for a resource of which the digest of its file tells all."""


def _old_files(revisions: Sequence[RevisionPage]) -> tuple[str, ...]:
    return tuple(one.revision.blob for one in revisions if one.has_page and one.revision.blob)


def others(pages: Pages, base: str) -> Iterator[Kindred]:
    """The pages that grow with the register and are not a resource's."""
    renderers: dict[Callable[[Any], Rendered], Sequence[object]] = {
        _catalogue: pages.catalogues,
        _problem: pages.problems,
        _deadline: pages.deadlines,
        _ledger: pages.ledgers,
        _edition: pages.editions,
    }
    for render, found in renderers.items():
        for page in found:
            yield Kindred((render.__name__, page), partial(render, page))
    for organisation in pages.organisations:
        cards = [card.identity for card in organisation.scorecards]
        yield Kindred((replace(organisation, scorecards=()), cards), partial(_organisation, organisation))
    for gone in pages.tombstones:
        render = partial(_tombstone, gone, pages.edition.old_file)
        yield Kindred((_tombstone.__name__, gone), render, _old_files(gone.revisions))
    for year in pages.filing_years:
        months = [(month.address, len(month.filings)) for month in year.months]
        newest = [filing.identity for filing in year.filings[:OF_A_YEAR]]
        yield Kindred((year.year, months, newest), partial(_filing_year, year))
        for month in year.months:
            listed = [filing.identity for filing in month.filings]
            yield Kindred((month.address, listed), partial(_filing_month, month))
    authority = pages.authority
    for filing in pages.filings:
        yield Kindred((filing.identity, authority), partial(_filing, filing, authority, base))


def _resource(page: ResourcePage, pages: Pages) -> Rendered:
    dataset, cited = described(page, pages.title), citation(page, pages.title, pages.edition)
    words = page.row.link.text, page.resource.summary or ""
    forge = editor()
    edited = forge + quote(page.file) if forge else ""
    yield RESOURCE, _page(RESOURCE, page.address, *words, page=page, dataset=dataset, citation=cited, edited=edited)
    yield from _versions(page.row.link.text, page.revisions, pages.edition.old_file)


def _tombstone(page: TombstonePage, old_file: OldFile | None) -> Rendered:
    yield TOMBSTONE, _page(TOMBSTONE, page.address, page.name, "", page=page)
    yield from _versions(page.name, page.revisions, old_file)


def _versions(name: str, revisions: Sequence[RevisionPage], old_file: OldFile | None) -> Rendered:
    """The pages of the versions that have one, each between its neighbours; `revisions` come newest first."""
    since = {revision.number: rows for revision, rows in zip(revisions, since_each(revisions), strict=True)}
    shown = [revision for revision in revisions if revision.has_page]
    for after, revision, before in zip((None, *shown), shown, (*shown[1:], None), strict=False):
        title = f"{name}（{wording.day(revision.on)}的版本）"
        values = {
            "text": text_of(revision, old_file),
            "before": before,
            "after": after,
            "since": since[revision.number],
        }
        yield VERSION, _page(VERSION, revision.address, title, "", page=revision, **values)


def _catalogue(page: CataloguePage) -> Rendered:
    parts = parts_of(page.address, page.rows)
    yield CATALOGUE, _page(CATALOGUE, page.address, page.title, page.catalogue.summary or "", page=page, part=parts[0])
    yield from _further_resources(RESOURCE_LIST, page.title, parts)


def _organisation(page: OrganisationPage) -> Rendered:
    parts = parts_of(page.address, page.rows)
    yield ORGANISATION, _page(ORGANISATION, page.address, page.name, "", page=page, part=parts[0])
    yield from _further_resources(DEPARTMENT_LIST, page.name, parts)
    for card in page.scorecards:
        yield SCORECARD, _page(SCORECARD, card.address, card.title, "", page=card)


def _further_resources(kind: Kind, name: str, parts: Sequence[Part[ResourceRow]]) -> Rendered:
    for part in parts[1:]:
        title = _numbered(name, part.number)
        yield kind, _page(kind, part.address, title, "", name=name, part=part)


def _numbered(title: str, number: int) -> str:
    return title if number == 1 else f"{title}（第 {number} 部分）"


def _problem(page: RuleProblems) -> Rendered:
    for part in parts_of(page.address, page.findings):
        title = _numbered(f"{page.rule.id} {page.rule.fault}", part.number)
        yield RULE_PROBLEMS, _page(RULE_PROBLEMS, part.address, title, page.rule.fault, page=page, part=part)


def _deadline(page: DeadlinePage) -> Rendered:
    yield DEADLINE, _page(DEADLINE, page.address, page.title, page.state, page=page)


def _ledger(page: LedgerPage) -> Rendered:
    for part in parts_of(page.address, page.entries):
        yield LEDGER, _page(LEDGER, part.address, _numbered(str(page.kind), part.number), "", page=page, part=part)
    for entry in page.entries:
        yield ENTRY, _page(ENTRY, entry.address, entry.title, "", page=entry)


def _filing(page: FilingPage, authority: str, base: str) -> Rendered:
    code = Markup(code_of(base + page.address)) if base else ""
    title = f"备案回执 {page.filing.number}"
    yield FILING, _page(FILING, page.address, title, page.title, page=page, code=code, authority=authority)


def _filing_year(page: FilingYear) -> Rendered:
    yield FILING_YEAR, _page(FILING_YEAR, page.address, f"{page.year}年备案", "", page=page, most=OF_A_YEAR)


def _filing_month(page: FilingMonth) -> Rendered:
    yield FILING_MONTH, _page(FILING_MONTH, page.address, f"{page.title}备案", "", page=page)


def _edition(page: EditionPage) -> Rendered:
    yield EDITION, _page(EDITION, page.address, f"版次 {page.name}", "", page=page)


def _page(kind: Kind, address: str, title: str, description: str, **values: Any) -> StampedPage:
    return StampedPage(address, title, description[:150], body(kind.template, address, **values))
