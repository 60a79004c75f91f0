"""Texts that attack: they are shown as they were written and do nothing."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Visit
from tests.browser.registers import ALL_ATTACKS, ATTACKS, FOLDER, HOSTILE_FILES, REFUSED, hostile_name, shown
from tests.searching import inflated

NUMBERS = pytest.mark.parametrize("number", range(len(ATTACKS)))
ALL_SHOWN = shown(ALL_ATTACKS)

MADE = """() => {
  const isData = (script) => {
    try {
      return ['application/ld+json', 'application/json'].includes(script.type) && Boolean(JSON.parse(script.text));
    } catch {
      return false;
    }
  };
  return [
    ...document.querySelectorAll('[onerror], [src="x"], [href^="javascript:" i], [href*="passwd"]'),
    ...document.querySelectorAll('article b'),
    ...[...document.querySelectorAll('article script:not([src])')].filter((script) => !isData(script)),
    ...[...document.scripts].filter((script) => script.text.includes('hacked') && !isData(script)),
  ].map((node) => node.outerHTML).concat(window.hacked === undefined ? [] : ['window.hacked']);
}"""
"""What the attacks would have made, had they worked; a block of data is none while it is whole JSON."""


def _dd(page: Page, term: str) -> str:
    return str(page.locator(f"dl.mulu-facts > dt:text-is('{term}') + dd").first.evaluate("node => node.textContent"))


@NUMBERS
def test_a_hostile_resource_is_shown_letter_by_letter(hostile_site: Site, visit: Visit, number: int) -> None:
    """Name, title, summary and every other text of a resource are its very characters."""
    page = visit(hostile_site, f"resources/307003/0001{number:02d}/")
    text = shown(ATTACKS[number])
    name = shown(hostile_name(number))
    assert page.locator("h1").evaluate("node => node.textContent") == name
    assert page.title() == f"{name} - {ALL_SHOWN}"
    assert page.locator("meta[name=description]").get_attribute("content") == text
    assert page.locator(".mulu-lead").evaluate("node => node.textContent") == text
    for term in ("所属系统", "共享条件", "使用用途", "不予共享理由", "开放条件"):
        assert _dd(page, term) == text
    assert _dd(page, "使用范围") == text * 2
    assert _dd(page, "共享方式") == f"共享平台（接口，{text}）"
    assert _dd(page, "依据") == f"《{ALL_SHOWN}》{text}（{ALL_SHOWN}）《{text}》{text}"
    cells = page.locator("#items + table td").evaluate_all("cells => cells.map(cell => cell.textContent)")
    assert [cells[0], cells[5]] == [text * 2, text]
    assert page.evaluate(MADE) == []


@pytest.mark.parametrize("address", ["", "about/", "404.html", "resources/307003/000101/", "rules/M101/"])
def test_a_hostile_site_title_stays_a_title(hostile_site: Site, visit: Visit, address: str) -> None:
    """The authority's title and its declaration are shown letter by letter in title, header and banner."""
    page = visit(hostile_site, address)
    assert page.title().endswith(ALL_SHOWN)
    logo = page.locator(".md-header .md-logo")
    assert (logo.get_attribute("title"), logo.get_attribute("aria-label")) == (ALL_SHOWN, ALL_SHOWN)
    topic = page.locator(".md-header__topic").first.evaluate("node => node.textContent.trim()")
    assert topic == ALL_SHOWN
    assert ALL_SHOWN in page.locator(".md-banner").evaluate("node => node.textContent")
    assert page.evaluate(MADE) == []


@pytest.mark.parametrize("javascript", [True, False])
def test_no_page_of_a_hostile_register_comes_alive(hostile_site: Site, visit: Visit, javascript: bool) -> None:
    """On no page does an attack become an element, a link, a script or a value of a template."""
    page = visit(hostile_site, javascript=javascript)
    folder = hostile_site.folder.resolve()
    pages = [file for file in folder.rglob("index.html") if not re.search(r"/rules/[A-Z]", file.as_posix())]
    for file in pages:
        page.goto(hostile_site.url(f"{file.parent.relative_to(folder).as_posix()}/"))
        assert page.evaluate(MADE) == [], file
        assert page.evaluate("['h1', 'title:not(svg *)'].map(name => document.querySelectorAll(name).length)") == [
            1,
            1,
        ], file
    assert len(pages) > 30


@NUMBERS
def test_a_hostile_search_result_is_text(hostile_site: Site, visit: Visit, number: int) -> None:
    """An attack is found by its own text, shown letter by letter, and marked without coming alive."""
    page = visit(hostile_site, "search/")
    page.locator("#search-box").fill(shown(hostile_name(number)))
    expect(page.locator("#search-status")).to_contain_text("找到")
    first = page.locator("#search-results [data-at]").first
    assert first.locator("a").evaluate("node => node.textContent") == shown(hostile_name(number))
    assert shown(ATTACKS[number]) in first.locator("p").last.evaluate("node => node.textContent")
    tags = set(first.evaluate("node => [...node.querySelectorAll('*')].map(child => child.tagName)"))
    assert tags <= {"A", "CODE", "MARK", "P", "SPAN", "TIME"}
    assert page.evaluate(MADE) == []


@NUMBERS
def test_a_hostile_query_in_an_address_is_text(hostile_site: Site, visit: Visit, number: int) -> None:
    """A link that somebody sends with an attack as its query puts it into the box, and nowhere else."""
    page = visit(hostile_site)
    page.evaluate("query => { location.href = 'search/?q=' + encodeURIComponent(query) }", ATTACKS[number])
    expect(page.locator("#search-status")).not_to_be_empty()
    assert page.locator("#search-box").input_value() == ATTACKS[number]
    assert page.evaluate(MADE) == []


def test_catalogues_organisations_and_bases_show_hostile_texts(hostile_site: Site, visit: Visit) -> None:
    """Titles of catalogues and laws and names of organisations are their very characters wherever they are listed."""
    page = visit(hostile_site, "catalogues/")
    assert ALL_SHOWN in page.locator("#department + table td").first.evaluate("node => node.textContent")
    page = visit(hostile_site, "catalogues/department/省教育厅/")
    assert page.locator("h1").evaluate("node => node.textContent") == ALL_SHOWN
    assert page.locator(".mulu-lead").evaluate("node => node.textContent") == ALL_SHOWN
    listed = page.locator("#resources + table a").evaluate_all("links => links.map(link => link.textContent)")
    assert {shown(hostile_name(number)) for number in range(len(ATTACKS))} <= set(listed)
    assert _dd(visit(hostile_site, "organisations/省教育厅/"), "全称") == ALL_SHOWN
    bases = visit(hostile_site, "bases/").locator("article td").evaluate_all("cells => cells.map(c => c.textContent)")
    assert [f"《{ALL_SHOWN}》", ALL_SHOWN] in [bases[at : at + 2] for at in range(len(bases))]


def test_refused_values_are_quoted_as_text(hostile_site: Site, visit: Visit) -> None:
    """Findings quote refused values, keys and file names letter by letter, and so does the resource's own page."""
    page = visit(hostile_site, "problems/")
    article = page.locator("article").evaluate("node => node.textContent")
    assert [text for text in (*REFUSED.values(), ATTACKS[2]) if text not in article] == []
    (own,) = (hostile_site.folder / "resources").glob("_*/file/index.html")
    page.goto(hostile_site.url(own.parent.relative_to(hostile_site.folder).as_posix() + "/"))
    quoted = page.locator(".mulu-findings").evaluate("node => node.textContent")
    assert [text for text in (ATTACKS[0], ATTACKS[4], ATTACKS[1], ATTACKS[2]) if text not in quoted] == []
    assert _dd(page, "登记文件") == f"{FOLDER}/{HOSTILE_FILES[0]}"
    page.goto(hostile_site.url("problems/Y116/"))
    assert f"{FOLDER}/{HOSTILE_FILES[1]}" in page.locator("article").evaluate("node => node.textContent")
    assert page.evaluate(MADE) == []


def test_no_file_leaves_the_site(hostile_site: Site) -> None:
    """A hostile register's site stays in its folder, under harmless names, with no links among its files."""
    outside = {path.name for path in hostile_site.folder.parent.iterdir()}
    assert outside == {"register", "site", ".site.builds"}
    files = [path.relative_to(hostile_site.folder.resolve()) for path in hostile_site.folder.resolve().rglob("*")]
    assert [path for path in files if not re.fullmatch(r"[0-9A-Za-z\u4e00-\u9fff._/-]+", str(path))] == []
    assert not any((hostile_site.folder / path).is_symlink() for path in files)
    assert Path("etc") not in files


def test_the_search_data_is_no_markup(hostile_site: Site) -> None:
    """The search data has exactly the register's texts."""
    names = set(json.loads(inflated(hostile_site.folder / "assets/search/places.bin"))[1])
    assert {shown(hostile_name(number)) for number in range(len(ATTACKS))} <= names
