"""Finding a resource: what is typed and chosen, what is found, and that the browser and the program find the same."""

import csv
import io
import re
import unicodedata
from collections import Counter
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from generator.search.index import Index
from generator.views.pages import pages_of
from tests.browser.conftest import Site, Visit
from tests.searching import HARD, PlainScan, documents_of, queries, site_index

MARRIAGE = "307008/000001"
RESULTS = "#search-results [data-result]"
NOTHING = "没有找到。请换一个词，或者只写其中一部分。"
FAILED = "检索数据没有取到，请刷新后再试。"
STATUS = "#search-status"
NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What a workbook cannot hold."""
WINDOW = 10  # rows that come with an answer


def _answered(page: Page) -> Page:
    expect(page.locator(STATUS)).to_contain_text("找到")
    return page


def _names(page: Page) -> list[str]:
    return page.locator(RESULTS).all_text_contents()


def _choice(page: Page, facet: str, value: str) -> str:
    """The selector of a facet's checkbox; opens the facet."""
    group = page.locator(f"details[data-facet={facet}]")
    if group.get_attribute("open") is None:
        group.locator("summary").click()
    return f"details[data-facet={facet}] li:has(label > span:first-child:text-is('{value}')) input"


def _address(page: Page) -> str:
    return unquote(page.url)


@pytest.fixture(scope="module")
def index(own_site: Site) -> Index:
    """The resources of the site's register, indexed by the program."""
    return site_index(pages_of(own_site.edition))


# What is typed.


def test_a_word_inside_a_name_typed_at_home_leads_to_how_to_get_the_resource(own_site: Site, visit: Visit) -> None:
    """A visitor who knows two characters of a name learns its sharing class and how to get it."""
    page = visit(own_site)
    page.get_by_label("检索信息资源", exact=True).last.fill("姻登")
    page.get_by_role("button", name="检索").click()
    page.get_by_role("link", name="婚姻登记信息", exact=True).click()
    expect(page).to_have_title("婚姻登记信息 - 湖南省政务信息资源目录")
    facts = page.locator("#sharing + dl")
    expect(facts.locator("dt:text-is('共享类型') + dd")).to_have_text("有条件共享")
    expect(facts.locator("dt:text-is('怎样取得') + dd")).to_contain_text("向提供方提出申请")


def test_the_box_in_the_header_of_a_deep_page_searches(own_site: Site, visit: Visit) -> None:
    """From a resource three levels down the header's box leads to results."""
    page = visit(own_site, f"resources/{MARRIAGE}/")
    page.locator(".md-header input[name=q]").fill("护照")
    page.keyboard.press("Enter")
    assert "普通护照签发信息" in _names(_answered(page))
    assert page.url == own_site.url("search/?q=") + quote("护照")


def test_a_search_is_in_the_address(own_site: Site, visit: Visit) -> None:
    """An address with a query shows its results, and typing another query changes the address."""
    page = _answered(visit(own_site, "search/?q=婚姻登记信息"))
    assert _names(page)[0] == "婚姻登记信息"
    page.locator("#search-box").fill("居住证")
    expect(page.locator(RESULTS).first).to_have_text("居住证信息")
    assert page.url == own_site.url("search/?q=") + quote("居住证")
    page.reload()
    assert _names(_answered(page))[0] == "居住证信息"


def test_results_come_from_the_first_character(own_site: Site, visit: Visit, index: Index) -> None:
    """Each character typed changes the results at once, and what matches is marked."""
    page = visit(own_site, "search/")
    for typed in ("护", "护照"):
        page.locator("#search-box").press_sequentially(typed[-1])
        wanted = [number for number in index.answer(typed) if number < len(index.resources)]
        expect(page.locator(STATUS)).to_have_text(f"找到 {len(wanted)} 项")
        assert page.locator("#search-results mark").first.text_content() == typed


@pytest.mark.parametrize("query", ["Ａ级纳税人", "a级纳税人", "A级　纳税人", "１０４", "３０７００８／０００００１"])
def test_full_width_is_the_same_as_half_width(own_site: Site, visit: Visit, query: str) -> None:
    """Letters, digits, slashes and spaces match whichever way the input method wrote them."""
    half = unicodedata.normalize("NFKC", query)
    assert _names(_answered(visit(own_site, f"search/?q={query}"))) == _names(
        _answered(visit(own_site, f"search/?q={half}"))
    )


@pytest.mark.parametrize("query", ["登记证字号", MARRIAGE, "省民政厅 离婚方式", "结婚登记、离婚登记和补领"])
def test_item_names_codes_providers_and_summaries_are_searched(own_site: Site, visit: Visit, query: str) -> None:
    """A resource is found by an item of it, its code, its provider or a piece of its summary."""
    assert "婚姻登记信息" in _names(_answered(visit(own_site, f"search/?q={query}")))


@pytest.mark.parametrize("query", ["没有这样的词", "婚姻 没有这样的词", "zzzz"])
def test_a_word_that_is_nowhere_says_so(own_site: Site, visit: Visit, query: str) -> None:
    """No result is said in words."""
    page = visit(own_site, f"search/?q={query}")
    expect(page.locator(STATUS)).to_have_text(NOTHING)
    assert _names(page) == []


def test_pages_of_the_site_are_found_apart_from_resources(own_site: Site, visit: Visit) -> None:
    """A department's page and a rule's page are found by their words, and lead there."""
    page = _answered(visit(own_site, "search/?q=省民政厅"))
    also = page.locator("#search-also")
    expect(also.get_by_role("link").first).to_have_text("省民政厅")
    page.goto(own_site.url("search/?q=登记"))
    expect(also.locator("summary")).to_contain_text("相关网页（")
    expect(also.get_by_role("link").first).to_be_hidden()
    page.goto(own_site.url("search/?q=公钥写法不对"))
    also.get_by_role("link", name="A101 公钥写法不对").click()
    expect(page).to_have_url(own_site.url("rules/A101/"))


def test_the_way_back_leads_out_of_a_search_confirmed_again(own_site: Site, visit: Visit) -> None:
    """Enter on what is already asked adds no step to the way back."""
    page = visit(own_site, "bases/")
    page.goto(own_site.url("search/"))
    page.locator("#search-box").fill("护照")
    for _ in range(3):
        page.keyboard.press("Enter")
    _answered(page)
    page.go_back()
    expect(page).to_have_url(own_site.url("bases/"))


# The browser finds what the program finds.

ASK = """async ({ worker, queries }) => {
  const search = new Worker(worker, { type: "module" });
  const answers = [];
  for (const query of queries) {
    answers.push(await new Promise((resolve) => {
      search.onmessage = ({ data }) => resolve(data);
      const question = { query, chosen: {}, sort: "", from: 0, open: [] };
      search.postMessage({ number: answers.length + 1, question });
    }));
  }
  search.terminate();
  return answers.map(({ answer, failure }) => failure ?? [answer.total, answer.rows.map(({ address }) => address)]);
}"""
"""Totals and first addresses of many queries, asked of the site's own worker."""


def _asked(page: Page, queries: list[str]) -> list[list[object]]:
    worker = page.locator("form[data-worker]").get_attribute("data-worker")
    answers: list[list[object]] = page.evaluate(ASK, {"worker": worker, "queries": queries})
    return answers


def test_200_queries_find_the_same_in_the_same_order_as_the_program(own_site: Site, visit: Visit, index: Index) -> None:
    """The first page and the count are the program's own; nothing that a plain scan finds is missing."""
    asked = [*queries(documents_of(index)[: len(index.resources)], 180), *HARD]
    scan = PlainScan(index)
    for query, (total, addresses) in zip(asked, _asked(visit(own_site, "search/"), asked), strict=True):
        numbers = [number for number in index.answer(query) if number < len(index.resources)]
        assert total == len(numbers), query
        assert addresses == [index.document(number).address for number in numbers[:WINDOW]], query
        assert set(numbers) >= scan.numbers(query), query


# What is chosen.


def test_without_a_query_every_facet_counts_every_resource(own_site: Site, visit: Visit, index: Index) -> None:
    """The counts beside the values are those of the register."""
    page = visit(own_site, "search/")
    expect(page.locator(STATUS)).to_have_text(f"共 {len(index.resources)} 项资源")
    counted = Counter(value for one in documents_of(index)[: len(index.resources)] for value in one.facets["sharing"])
    shown = page.locator("details[data-facet=sharing] label").all_inner_texts()
    assert {text.split()[0]: int(text.split()[1]) for text in shown} == counted


def test_facets_combine_with_the_query_and_with_each_other(own_site: Site, visit: Visit, index: Index) -> None:
    """Values of one facet widen, facets together narrow, and each facet counts what its other values would add."""
    page = _answered(visit(own_site, "search/?q=登记"))
    matching = [index.document(number) for number in index.answer("登记") if number < len(index.resources)]

    def wanted(sharing: set[str], cycles: set[str]) -> int:
        return sum(
            (not sharing or not sharing.isdisjoint(one.facets["sharing"]))
            and (not cycles or not cycles.isdisjoint(one.facets["cycle"]))
            for one in matching
        )

    page.check(_choice(page, "sharing", "有条件共享"))
    expect(page.locator(STATUS)).to_have_text(f"找到 {wanted({'有条件共享'}, set())} 项")
    page.check(_choice(page, "cycle", "每日"))
    expect(page.locator(STATUS)).to_have_text(f"找到 {wanted({'有条件共享'}, {'每日'})} 项")
    page.check(_choice(page, "cycle", "实时"))
    expect(page.locator(STATUS)).to_have_text(f"找到 {wanted({'有条件共享'}, {'每日', '实时'})} 项")
    other = page.locator("details[data-facet=sharing] label", has_text="无条件共享").locator("span").last
    expect(other).to_have_text(str(wanted({"无条件共享"}, {"每日", "实时"})))
    assert _address(page).endswith("?q=登记&sharing=有条件共享&cycle=每日&cycle=实时")


def test_what_is_chosen_is_in_the_address_and_back_takes_it_away(own_site: Site, visit: Visit) -> None:
    """A shared address shows the same; the browser's way back undoes one choice at a time."""
    page = _answered(visit(own_site, "search/?q=登记&sharing=有条件共享"))
    first = page.locator(STATUS).text_content()
    page.check(_choice(page, "opening", "不予开放"))
    expect(page.locator(STATUS)).not_to_have_text(str(first))
    page.get_by_role("button", name="表格").click()
    expect(page.locator("table#search-results")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.locator(STATUS)).to_have_text(str(first))
    expect(page.locator("div#search-results")).to_be_visible()
    expect(page.locator("details[data-facet=opening] input:checked")).to_have_count(0)
    expect(page.get_by_role("list", name="已选条件").get_by_role("button")).to_have_count(2)
    page.get_by_role("button", name="去掉条件 共享类型：有条件共享").click()
    expect(page.locator("#search-chosen")).to_be_hidden()
    assert _address(page).endswith("search/?q=登记")


def test_a_department_is_found_among_many(own_site: Site, visit: Visit, index: Index) -> None:
    """The department facet shows all departments on demand, and has a box that finds one by its full name too."""
    page = visit(own_site, "search/")
    group = page.locator("details[data-facet=provider]")
    expect(group.get_by_role("checkbox")).to_have_count(10)
    providers = {value for one in documents_of(index)[: len(index.resources)] for value in one.facets["provider"]}
    group.get_by_role("button", name=f"显示全部 {len(providers)} 个").click()
    expect(group.get_by_role("checkbox")).to_have_count(len(providers))
    for typed in ("湖南省民政厅", "民政"):
        group.get_by_role("searchbox", name="在提供方中查找").fill(typed)
        expect(group.get_by_role("checkbox")).to_have_count(1)
    group.get_by_role("checkbox").check()
    provided = sum(one.facets.get("provider") == ("省民政厅",) for one in documents_of(index))
    expect(page.locator(STATUS)).to_have_text(f"找到 {provided} 项")


def test_no_resource_that_fits_says_what_to_do(own_site: Site, visit: Visit) -> None:
    """Choices that exclude each other, or a value that is no more, are told in words and can be taken away."""
    page = visit(own_site, "search/?provider=撤销了的部门")
    expect(page.locator(STATUS)).to_have_text("没有符合条件的资源。请减少筛选条件，或者换一个词。")
    page.get_by_role("button", name="全部清除").click()
    expect(page.locator(STATUS)).to_contain_text("项资源")


def test_what_an_address_names_that_is_nothing_here_is_left_out(own_site: Site, visit: Visit, index: Index) -> None:
    """What a mail or a chat adds to an address is no condition; unknown orders and views are the usual ones."""
    page = visit(own_site, "search/?utm_source=mail&constructor=x&__proto__=y&sort=nothing&view=nothing&at=none")
    expect(page.locator(STATUS)).to_have_text(f"共 {len(index.resources)} 项资源")
    expect(page.locator("#search-chosen")).to_be_hidden()
    assert page.locator("#search-sort").evaluate("box => box.selectedOptions[0].text") == "目录顺序"
    expect(page.get_by_role("button", name="卡片")).to_have_attribute("aria-pressed", "true")
    page.goto(own_site.url("search/?sharing=有条件共享&sharing=有条件共享"))
    expect(page.get_by_role("button", name="去掉条件")).to_have_count(1)


# Order, pages, table, export.


@pytest.mark.parametrize("view", ["", "?view=table"])
def test_every_row_comes_as_one_scrolls_and_few_are_there_at_once(
    own_site: Site, visit: Visit, index: Index, view: str
) -> None:
    """From top to bottom each resource is seen once, in the order of the register, under its own number."""
    page = visit(own_site, f"search/{view}")
    expect(page.locator(STATUS)).to_have_text(f"共 {len(index.resources)} 项资源")
    seen: dict[int, str] = {}
    height = page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, height + 600, 600):
        page.evaluate("top => scrollTo(0, top)", top)
        page.wait_for_function(IN_SIGHT)
        rows = page.locator("#search-results [data-at]")
        assert rows.count() <= 5 * WINDOW
        seen |= dict(
            rows.evaluate_all("rows => rows.map(row => [+row.dataset.at, row.querySelector('a').getAttribute('href')])")
        )
    assert [seen[at] for at in sorted(seen)] == [f"../{address}" for address, *_ in index.resources]
    assert page.evaluate("document.documentElement.scrollHeight") == pytest.approx(height, rel=0.2)


IN_SIGHT = """() => {
  const gaps = [...document.querySelectorAll(".mulu-gap")].map((gap) => gap.getBoundingClientRect());
  return gaps.every(({ top, bottom, height }) => height === 0 || bottom <= 0 || top >= innerHeight);
}"""
"""Whether no gap is in sight."""


def _top_of(element: Locator) -> float:
    """Where in the window it begins."""
    box = element.bounding_box()
    assert box
    return box["y"]


def test_a_row_says_which_of_how_many_it_is(own_site: Site, visit: Visit, index: Index) -> None:
    """A screen reader is told the number of all rows and of each, though few are there."""
    page = visit(own_site, "search/?view=table&at=101")
    row = page.locator("tr[aria-rowindex='102']")
    expect(row.get_by_role("link")).to_have_text(index.resources[100][1])
    expect(row).to_be_in_viewport()
    expect(page.get_by_role("table")).to_have_attribute("aria-rowcount", str(len(index.resources) + 1))
    expect(page.locator("tr[aria-rowindex='1']").get_by_role("columnheader")).to_have_count(7)
    page.goto(own_site.url("search/?at=101"))
    card = page.get_by_role("listitem").filter(has=page.locator(f"a[href$='{index.resources[100][0]}']"))
    expect(card).to_have_attribute("aria-posinset", "101")
    expect(card).to_have_attribute("aria-setsize", str(len(index.resources)))
    expect(card).to_be_in_viewport()


def test_a_place_in_the_list_has_an_address_and_the_way_back_leads_there(
    own_site: Site, visit: Visit, index: Index
) -> None:
    """Scrolling is kept in the address; from a resource one comes back to the row one left."""
    page = visit(own_site, "search/?view=table")
    expect(page.locator(STATUS)).to_contain_text("项资源")
    page.evaluate("scrollTo(0, 6000)")
    page.wait_for_url("**/search/?view=table&at=*")
    at = int(page.url.rpartition("=")[2]) - 1
    link = page.locator(f"[data-at='{at + 1}'] a")
    top = _top_of(link)
    link.click()
    expect(page.locator("h1")).to_have_text(index.resources[at + 1][1])
    page.go_back()
    expect(link).to_be_in_viewport()
    assert _top_of(link) == pytest.approx(top, abs=80)
    page.reload()
    expect(link).to_be_in_viewport()
    assert page.url.endswith(f"&at={at + 1}")


def test_an_answer_that_is_late_begins_at_its_first_row(own_site: Site, visit: Visit) -> None:
    """Whoever scrolls on in the old list while the new one is fetched is not led to that place in the new one."""
    page = visit(own_site, "search/")
    expect(page.locator(STATUS)).to_contain_text("项资源")
    page.evaluate("scrollTo(0, 3000)")
    page.wait_for_url("**/search/?at=*")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/columns/**", hold)
    page.locator(_choice(page, "sharing", "有条件共享")).check()
    page.evaluate("scrollTo(0, 5000)")
    page.wait_for_timeout(500)
    assert held
    for route in held:
        route.continue_()
    expect(_answered(page).locator("[data-at='0']")).to_be_in_viewport()
    assert _address(page).endswith("search/?sharing=有条件共享")


def test_a_place_whose_rows_come_late_is_kept_in_the_address(own_site: Site, visit: Visit, index: Index) -> None:
    """Whoever stops scrolling where rows are still fetched has that place in the address once they are there."""
    page = visit(own_site, "search/?view=table")
    expect(page.locator(STATUS)).to_contain_text("项资源")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/documents/**", hold)
    page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    page.wait_for_timeout(800)
    assert held
    assert page.url.endswith("search/?view=table")
    page.unroute("**/documents/**")
    for route in held:
        route.continue_()
    page.wait_for_url("**/search/?view=table&at=*")
    at = int(page.url.rpartition("=")[2]) - 1
    assert len(index.resources) / 4 < at < len(index.resources)
    expect(page.locator(f"[data-at='{at}']")).to_be_in_viewport()


def test_a_row_keeps_its_focus_when_it_is_scrolled_away(own_site: Site, visit: Visit, index: Index) -> None:
    """The focused row stays, out of sight; the next arrow goes on from there, to rows that were not there yet too."""
    page = _answered(visit(own_site, "search/?q=信息"))
    page.locator("#search-box").press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = page.locator("[data-at='1'] a")
    expect(second).to_be_focused()
    page.evaluate("scrollTo(0, 9000)")
    page.wait_for_function(IN_SIGHT)
    expect(page.locator("[data-at='50']")).to_have_count(1)
    expect(page.locator("[data-at='25']")).to_have_count(0)
    expect(second).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-at='2'] a")).to_be_focused()
    expect(page.locator("[data-at='2'] a")).to_be_in_viewport()
    for at in range(3, 26):
        page.keyboard.press("ArrowDown")
        expect(page.locator(f"[data-at='{at}'] a")).to_be_focused()


def test_the_table_is_sorted_by_its_heads(own_site: Site, visit: Visit, index: Index) -> None:
    """A head sorts, pressed again the other way round, and says so to screen readers."""
    page = visit(own_site, "search/?view=table&q=登记")
    head = page.get_by_role("columnheader", name="信息项")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    cells = page.locator("#search-results [data-at] td:last-child")
    counts = [int(text.split()[0]) for text in cells.all_text_contents()]
    all_counts = [len(index.document(number).items) for number in index.answer("登记") if number < len(index.resources)]
    assert counts[:WINDOW] == sorted(all_counts, reverse=True)[:WINDOW]
    assert page.locator("#search-sort").input_value() == "-items"
    page.get_by_role("columnheader", name="开放类型").get_by_role("button").click()
    expect(page.locator("#search-sort option:checked")).to_have_text("表格列标题")
    head.get_by_role("button").click()
    head.get_by_role("button").click()
    expect(page.locator("#search-sort option:checked")).to_have_text("信息项（由多到少）")
    expect(page.locator("#search-sort option", has_text="表格列标题")).to_have_count(0)


def _saved(page: Page, button: str, name: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    assert download.value.suggested_filename == name
    return Path(download.value.path()).read_bytes()


def _exported(page: Page) -> list[list[str]]:
    text = _saved(page, "导出 CSV", "资源目录检索结果.csv")
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.endswith(b"\r\n")
    return list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))


def _workbook(page: Page) -> list[list[str]]:
    """The cells of the only sheet, each of which is text."""
    book = openpyxl.load_workbook(io.BytesIO(_saved(page, "导出 Excel", "资源目录检索结果.xlsx")))
    assert book.sheetnames == ["检索结果"]
    cells = [cell for row in book["检索结果"] for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "inlineStr"}
    assert {cell.number_format for cell in cells} == {"@"}
    return [[cell.value or "" for cell in row] for row in book["检索结果"]]


def test_what_is_found_is_exported(own_site: Site, visit: Visit, index: Index) -> None:
    """The file has every resource that fits, on whichever page, with its facets and its address."""
    page = _answered(visit(own_site, "search/?q=登记&sharing=有条件共享"))
    head, *rows = _exported(page)
    assert head[:3] == ["资源名称", "资源代码", "目录类别"]
    assert head[-4:] == ["最近到期日", "最近变更", "信息项数", "网址"]
    wanted = [index.document(number) for number in index.answer("登记") if number < len(index.resources)]
    wanted = [one for one in wanted if one.facets["sharing"] == ("有条件共享",)]
    assert [row[:2] for row in rows] == [[one.name, one.code] for one in wanted]
    assert [row[head.index("提供方")] for row in rows] == [one.facets["provider"][0] for one in wanted]
    assert unquote(rows[0][-1]) == own_site.url(wanted[0].address)
    expect(page.locator(STATUS)).to_have_text(f"已导出 {len(wanted)} 项")
    assert _workbook(page) == [head, *rows]


def test_no_cell_of_an_export_is_a_formula(hostile_site: Site, visit: Visit) -> None:
    """Whatever a name begins with, a spreadsheet takes it for text."""
    page = visit(hostile_site, "search/")
    expect(page.locator(STATUS)).to_contain_text("项资源")
    rows = _exported(page)
    assert len(rows) > 10
    assert [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and cell] == []
    names = {row[0].removeprefix("'") for row in rows}
    assert {row[0] for row in _workbook(page)} == {NO_XML.sub("", name) for name in names}


# By keyboard, by ear, on a phone.


def test_the_keyboard_leads_from_the_box_to_a_result_and_back(own_site: Site, visit: Visit) -> None:
    """A slash reaches the box, arrows walk through the results, Escape leads back and then empties the box."""
    page = _answered(visit(own_site, "search/?q=登记"))
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator("#search-box")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(RESULTS).first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(RESULTS).nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#search-box")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("#search-box")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#search-box")).to_have_value("")
    expect(page.locator(STATUS)).to_contain_text("项资源")
    page.locator("#search-box").fill("婚姻登记信息")
    expect(page.locator(RESULTS).first).to_have_text("婚姻登记信息")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("婚姻登记信息")


def test_a_choice_keeps_its_focus(own_site: Site, visit: Visit) -> None:
    """After a choice made with the space bar the next Tab goes on from there."""
    page = visit(own_site, "search/")
    choice = page.locator(_choice(page, "sharing", "有条件共享"))
    choice.focus()
    page.keyboard.press(" ")
    expect(page.locator(STATUS)).to_contain_text("找到")
    expect(choice).to_be_focused()
    expect(choice).to_be_checked()


def test_a_head_that_sorts_keeps_its_focus(own_site: Site, visit: Visit) -> None:
    """By keyboard the same head is pressed again to sort the other way round."""
    page = visit(own_site, "search/?view=table&q=登记")
    head = page.get_by_role("columnheader", name="信息项")
    head.get_by_role("button").focus()
    for direction in ("ascending", "descending"):
        page.keyboard.press("Enter")
        expect(head).to_have_attribute("aria-sort", direction)
        expect(head.get_by_role("button")).to_be_focused()


def test_choices_taken_away_lead_to_the_count(own_site: Site, visit: Visit) -> None:
    """Whether one or all, the next Tab goes on from the count, not from the page's top."""
    page = _answered(visit(own_site, "search/?sharing=有条件共享&opening=不予开放"))
    for button in ("去掉条件 共享类型：有条件共享", "全部清除"):
        page.get_by_role("button", name=button).press("Enter")
        expect(page.get_by_role("button", name=button)).to_have_count(0)
        expect(page.locator(STATUS)).to_be_focused()


def test_the_count_is_announced(own_site: Site, visit: Visit) -> None:
    """The count is in a polite live region that is there before it changes."""
    page = visit(own_site, "search/?q=护照")
    status = page.get_by_role("status").filter(has_text="找到")
    expect(status).to_have_attribute("aria-live", "polite")
    expect(status).to_have_attribute("id", "search-status")


def test_on_a_phone_the_facets_are_one_press_away(own_site: Site, visit: Visit) -> None:
    """On a narrow screen the results come first and the facets open above them."""
    page = _answered(visit(own_site, "search/?q=登记", width=360))
    choice = page.locator("details[data-facet=sharing]")
    expect(choice).to_be_hidden()
    page.locator("#facets > summary").click()
    expect(choice).to_be_visible()
    page.check(_choice(page, "sharing", "有条件共享"))
    expect(page.locator("#facets > summary")).to_have_text("筛选条件（已选 1 个）")


def test_on_a_phone_what_is_pressed_in_the_facets_stays_in_sight(own_site: Site, visit: Visit) -> None:
    """Opening a facet far down, and choosing in it, does not lead away from there."""
    page = _answered(visit(own_site, "search/?q=登记", width=360))
    page.locator("#facets > summary").click()
    head = page.locator("details[data-facet=data] summary")
    head.scroll_into_view_if_needed()
    head.click()
    choice = page.locator("details[data-facet=data] input").first
    expect(choice).to_be_visible()
    expect(head).to_be_in_viewport()
    before = page.evaluate("scrollY")
    choice.check()
    expect(page.locator("#facets > summary")).to_have_text("筛选条件（已选 1 个）")
    expect(choice).to_be_in_viewport()
    assert page.evaluate("scrollY") == pytest.approx(before, abs=200)


def test_turned_to_wide_the_facets_are_there(own_site: Site, visit: Visit) -> None:
    """A tablet turned sideways shows the facets beside the results, turned back it folds them again."""
    page = _answered(visit(own_site, "search/?q=登记", width=800))
    choice = page.locator("details[data-facet=sharing]")
    expect(choice).to_be_hidden()
    page.set_viewport_size({"width": 1180, "height": 800})
    expect(choice).to_be_visible()
    page.set_viewport_size({"width": 800, "height": 1180})
    expect(choice).to_be_hidden()


def test_data_that_cannot_be_fetched_is_told(own_site: Site, visit: Visit) -> None:
    """When the network fails the page says so, and asks anew at the next letter."""
    page = visit(own_site)
    page.route("**/index.bin", lambda route: route.fulfill(status=503, body=""))
    page.goto(own_site.url("search/?q=登记"))
    expect(page.locator(STATUS)).to_have_text(FAILED)
    page.unroute("**/index.bin")
    page.locator("#search-box").fill("婚姻")
    expect(page.locator(STATUS)).to_contain_text("找到")
    visit.trouble.clear()


def test_a_search_that_does_not_begin_is_told(own_site: Site, visit: Visit) -> None:
    """When the script that searches cannot be fetched, the page says so where it is seen."""
    page = visit(own_site)
    page.route("**/search-worker.js", lambda route: route.abort())
    page.goto(own_site.url("search/?q=登记"))
    expect(page.locator(STATUS)).to_be_visible()
    expect(page.locator(STATUS)).to_have_text(FAILED)
    visit.trouble.clear()


@pytest.mark.parametrize("file", ["search.js", "search-text.js"])
def test_a_search_page_whose_script_is_not_there_says_so(own_site: Site, visit: Visit, file: str) -> None:
    """After a while, since a script may only be slow; with other ways to a resource. Else nothing is said."""
    page = visit(own_site)
    page.route(f"**/{file}", lambda route: route.abort())
    page.goto(own_site.url("search/"))
    idle = page.locator("#search-idle")
    expect(idle).to_be_hidden()
    expect(idle).to_be_visible()
    expect(idle).to_contain_text("检索尚未启动")
    idle.get_by_role("link", name="资源目录").click()
    expect(page.locator("h1")).to_have_text("资源目录")
    expect(visit(own_site, "search/").locator("#search-idle")).to_have_count(0)
    visit.trouble.clear()


def test_without_scripts_the_search_page_says_only_that_it_needs_them(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "search/", javascript=False)
    expect(page.locator("noscript > p")).to_be_visible()
    assert page.locator("#search-idle").evaluate("idle => getComputedStyle(idle).display") == "none"


def test_rows_that_could_not_be_fetched_come_when_the_network_is_back(own_site: Site, visit: Visit) -> None:
    """The list asks for them again as one scrolls on, and the count is told again."""
    page = visit(own_site, "search/")
    expect(page.locator(STATUS)).to_contain_text("项资源")
    counted = page.locator(STATUS).inner_text()
    page.route("**/documents/**", lambda route: route.abort())
    page.evaluate("scrollTo(0, 6000)")
    expect(page.locator(STATUS)).to_have_text(FAILED)
    page.unroute("**/documents/**")
    page.evaluate("scrollTo(0, 6100)")
    page.wait_for_function(IN_SIGHT)
    expect(page.locator(STATUS)).to_have_text(counted)
    visit.trouble.clear()


def test_what_fails_after_something_else_was_found_is_not_told(own_site: Site, visit: Visit) -> None:
    """A question that nobody asks any more may fail; what is shown is the answer to the newest one."""
    page = visit(own_site, "search/")
    expect(page.locator(STATUS)).to_contain_text("项资源")
    held: list[Route] = []
    page.route("**/grams/**", lambda route: route.continue_() if held else held.append(route))
    page.locator("#search-box").fill("护照")
    page.wait_for_timeout(100)
    page.locator("#search-box").fill("省公安厅")
    found = _answered(page).locator(STATUS).inner_text()
    held.pop().abort()
    page.wait_for_timeout(300)
    expect(page.locator(STATUS)).to_have_text(found)
    visit.trouble.clear()


def _built_anew(page: Page, other: Site) -> None:
    """From now on the search's files are those of another site."""
    folder = other.folder / "assets/search"
    page.route("**/assets/search/**", lambda route: route.fulfill(path=folder / _file(route.request.url)))


def _file(address: str) -> str:
    return urlsplit(address).path.partition("/assets/search/")[2]


def _impatient(page: Page) -> None:
    """Let the search look for a newer site after each question instead of once a minute."""
    page.route(
        "**/search-worker.js",
        lambda route: route.fulfill(response=(got := route.fetch()), body=got.text().replace("60_000", "0")),
    )


def test_a_site_built_anew_is_searched_by_a_page_that_stayed_open(
    own_site: Site, faulty_site: Site, visit: Visit, index: Index
) -> None:
    """What an older index makes of newer files is replaced by the newer site's own answer, without a reload."""
    page = visit(faulty_site)
    _impatient(page)
    page.goto(faulty_site.url("search/"))
    expect(page.locator(STATUS)).to_contain_text("项资源")
    _built_anew(page, own_site)
    wanted = [number for number in index.answer("登记") if number < len(index.resources)]
    page.locator("#search-box").fill("登记")
    expect(page.locator(STATUS)).to_have_text(f"找到 {len(wanted)} 项")
    assert _names(page) == [index.document(number).name for number in wanted[:WINDOW]]
    visit.trouble.clear()
