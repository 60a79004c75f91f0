"""The kinds of pages: those that are there once, and those that grow with the register. Knows no site builder."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.publish.bodies import body
from generator.publish.stamp import StampedPage
from generator.views import addresses
from generator.views.dataset import citation, described
from generator.views.pages import Pages
from generator.views.resource import ResourcePage


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page that grows with the register: its template, its shell's place and the tab it belongs to."""

    template: str
    shell: str
    tab: str


RESOURCE = Kind("resource", "resources/shell/page/", addresses.CATALOGUES)
CATALOGUE = Kind("catalogue", "catalogues/shell/page/", addresses.CATALOGUES)
ORGANISATION = Kind("organisation", "organisations/shell/", addresses.ORGANISATIONS)
RULE_PROBLEMS = Kind("rule-problems", "problems/shell/", addresses.PROBLEMS)
KINDS = (RESOURCE, CATALOGUE, ORGANISATION, RULE_PROBLEMS)


@dataclass(frozen=True, slots=True)
class Framework:
    """A page that is there once: its template, its title, the tab it belongs to."""

    template: str
    title: str
    tab: str


FRAMEWORK = {
    addresses.HOME: Framework("home", "首页", addresses.HOME),
    addresses.CATALOGUES: Framework("catalogues", "资源目录", addresses.CATALOGUES),
    addresses.ORGANISATIONS: Framework("organisations", "部门", addresses.ORGANISATIONS),
    addresses.SEARCH: Framework("search", "检索", addresses.SEARCH),
    addresses.LEGAL_BASES: Framework("bases", "依据", addresses.LEGAL_BASES),
    addresses.ARTICLES: Framework("articles", "条款与落实", addresses.LEGAL_BASES),
    addresses.PROBLEMS: Framework("problems", "校验问题", addresses.PROBLEMS),
    addresses.RULES: Framework("rules", "规则手册", addresses.RULES),
}
"""The pages that are there once, by address; the tabs themselves stand in the nav of `mkdocs.yml`."""


def same_tab(address: str) -> list[tuple[str, str]]:
    """Title and address of every page that is there once under the same tab, the page itself among them."""
    tab = FRAMEWORK[address].tab
    return [(page.title, other) for other, page in FRAMEWORK.items() if page.tab == tab]


def growing_pages(pages: Pages) -> Iterator[tuple[Kind, StampedPage]]:
    """Every page that grows with the register, with its kind; bodies are rendered as they are asked for."""
    for page in pages.resources:
        yield RESOURCE, _resource_page(page, pages)
    for catalogue in pages.catalogues:
        summary = catalogue.catalogue.summary or ""
        yield CATALOGUE, _page(CATALOGUE, catalogue.address, catalogue.title, summary, page=catalogue)
    for organisation in pages.organisations:
        yield ORGANISATION, _page(ORGANISATION, organisation.address, organisation.name, "", page=organisation)
    for problem in pages.problems:
        title = f"{problem.rule.id} {problem.rule.fault}"
        yield RULE_PROBLEMS, _page(RULE_PROBLEMS, problem.address, title, problem.rule.fault, page=problem)


def _resource_page(page: ResourcePage, pages: Pages) -> StampedPage:
    dataset, cited = described(page, pages.title), citation(page, pages.title, pages.edition)
    words = page.row.link.text, page.resource.summary or ""
    return _page(RESOURCE, page.address, *words, page=page, dataset=dataset, citation=cited)


def _page(kind: Kind, address: str, title: str, description: str, **values: Any) -> StampedPage:
    return StampedPage(address, title, description[:150], body(kind.template, address, **values))
