"""The kinds of pages: those that are there once, and those that grow with the register. Knows no site builder."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from generator import wording
from generator.publish.bodies import body
from generator.publish.stamp import StampedPage
from generator.views import addresses
from generator.views.dataset import citation, described
from generator.views.filing import OF_A_YEAR, code_of
from generator.views.pages import Pages
from generator.views.part import Part, parts_of
from generator.views.resource import ResourcePage, ResourceRow
from generator.views.revision import RevisionPage, between, has_page


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page that grows with the register: its template, its shell's place and the tab it belongs to."""

    template: str
    shell: str
    tab: str


RESOURCE = Kind("resource", "resources/shell/page/", addresses.CATALOGUES)
CATALOGUE = Kind("catalogue", "catalogues/shell/page/", addresses.CATALOGUES)
RESOURCE_LIST = Kind("resource-list", "catalogues/shell/list/", addresses.CATALOGUES)
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


@dataclass(frozen=True, slots=True)
class Framework:
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
}
"""The pages that are there once, by address; the tabs themselves stand in the nav of `mkdocs.yml`."""


def same_tab(address: str) -> list[tuple[str, str]]:
    """Title and address of every page that is there once under the same tab, the page itself among them."""
    tab = FRAMEWORK[address].tab
    return [(page.title, other) for other, page in FRAMEWORK.items() if page.tab == tab]


def growing_pages(pages: Pages, base: str = "") -> Iterator[tuple[Kind, StampedPage]]:
    """Every page that grows with the register, with its kind; bodies are rendered as they are asked for.

    `base` is the site's absolute address, empty when it is not known.
    """
    yield from _resource_pages(pages)
    yield from _register_pages(pages)
    yield from _clock_pages(pages)
    yield from _filed_pages(pages, base)


def _resource_pages(pages: Pages) -> Iterator[tuple[Kind, StampedPage]]:
    for page in pages.resources:
        yield RESOURCE, _resource_page(page, pages)
        yield from _versions(page.row.link.text, page.revisions)
    for tombstone in pages.tombstones:
        title = tombstone.name
        yield TOMBSTONE, _page(TOMBSTONE, tombstone.address, title, "", page=tombstone)
        yield from _versions(title, tombstone.revisions)


def _versions(name: str, revisions: Sequence[RevisionPage]) -> Iterator[tuple[Kind, StampedPage]]:
    for place, revision in enumerate(revisions):
        if not has_page(revision):
            continue
        title = f"{name}（{wording.day(revision.on)}的版本）"
        newer, older = revisions[:place], revisions[place + 1 :]
        beside = {
            "before": next(filter(has_page, older), None),
            "after": next(filter(has_page, reversed(newer)), None),
            "since": between(reversed(newer)),
        }
        yield VERSION, _page(VERSION, revision.address, title, "", page=revision, **beside)


def _register_pages(pages: Pages) -> Iterator[tuple[Kind, StampedPage]]:
    for catalogue in pages.catalogues:
        parts = parts_of(catalogue.address, catalogue.rows)
        words = catalogue.title, catalogue.catalogue.summary or ""
        yield CATALOGUE, _page(CATALOGUE, catalogue.address, *words, page=catalogue, part=parts[0])
        yield from _further_resources(catalogue.title, parts)
    for organisation in pages.organisations:
        parts = parts_of(organisation.address, organisation.rows)
        yield (
            ORGANISATION,
            _page(ORGANISATION, organisation.address, organisation.name, "", page=organisation, part=parts[0]),
        )
        yield from _further_resources(organisation.name, parts)
        for card in organisation.scorecards:
            yield SCORECARD, _page(SCORECARD, card.address, card.title, "", page=card)
    for problem in pages.problems:
        title = f"{problem.rule.id} {problem.rule.fault}"
        for part in parts_of(problem.address, problem.findings):
            words = _numbered(title, part.number), problem.rule.fault
            yield RULE_PROBLEMS, _page(RULE_PROBLEMS, part.address, *words, page=problem, part=part)


def _further_resources(name: str, parts: Sequence[Part[ResourceRow]]) -> Iterator[tuple[Kind, StampedPage]]:
    for part in parts[1:]:
        title = _numbered(name, part.number)
        yield RESOURCE_LIST, _page(RESOURCE_LIST, part.address, title, "", name=name, part=part)


def _numbered(title: str, number: int) -> str:
    return title if number == 1 else f"{title}（第 {number} 部分）"


def _clock_pages(pages: Pages) -> Iterator[tuple[Kind, StampedPage]]:
    for deadline in pages.deadlines:
        yield DEADLINE, _page(DEADLINE, deadline.address, deadline.title, deadline.state, page=deadline)
    for ledger in pages.ledgers:
        for part in parts_of(ledger.address, ledger.entries):
            title = _numbered(str(ledger.kind), part.number)
            yield LEDGER, _page(LEDGER, part.address, title, "", page=ledger, part=part)
        for entry in ledger.entries:
            yield ENTRY, _page(ENTRY, entry.address, entry.title, "", page=entry)


def _filed_pages(pages: Pages, base: str) -> Iterator[tuple[Kind, StampedPage]]:
    authority = pages.authority
    for filing in pages.filings:
        code = Markup(code_of(base + filing.address)) if base else ""
        title = f"备案回执 {filing.filing.number}"
        yield FILING, _page(FILING, filing.address, title, filing.title, page=filing, code=code, authority=authority)
    for year in pages.filing_years:
        yield FILING_YEAR, _page(FILING_YEAR, year.address, f"{year.year}年备案", "", page=year, most=OF_A_YEAR)
        for month in year.months:
            yield FILING_MONTH, _page(FILING_MONTH, month.address, f"{month.title}备案", "", page=month)
    for edition in pages.editions:
        yield EDITION, _page(EDITION, edition.address, f"版次 {edition.name}", "", page=edition)


def _resource_page(page: ResourcePage, pages: Pages) -> StampedPage:
    dataset, cited = described(page, pages.title), citation(page, pages.title, pages.edition)
    words = page.row.link.text, page.resource.summary or ""
    return _page(RESOURCE, page.address, *words, page=page, dataset=dataset, citation=cited)


def _page(kind: Kind, address: str, title: str, description: str, **values: Any) -> StampedPage:
    return StampedPage(address, title, description[:150], body(kind.template, address, **values))
