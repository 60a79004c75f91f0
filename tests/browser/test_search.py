"""Finding a resource: what is typed, what is found, and that nothing is missed."""

import unicodedata
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from generator.model.register import FiledResource
from generator.views import addresses
from tests.browser.conftest import Site, Visit

MARRIAGE = "307008/000001"
RESULTS = "#search-results > li > a"


def _answered(page: Page) -> Page:
    expect(page.locator("#search-status")).to_contain_text("找到")
    return page


def _names(page: Page) -> list[str]:
    return page.locator(RESULTS).all_text_contents()


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


@pytest.mark.parametrize("query", ["没有这样的词", "resources", "婚姻 没有这样的词", "undefined"])
def test_a_word_that_is_nowhere_says_so(own_site: Site, visit: Visit, query: str) -> None:
    """No result is said in words; a word of the site's own addresses is not a word of the register."""
    page = visit(own_site, f"search/?q={query}")
    expect(page.locator("#search-status")).to_have_text("没有找到。请换一个词，或者只写其中一部分。")
    assert _names(page) == []


def _texts(filed: FiledResource) -> list[str]:
    resource = filed.resource
    fields = (resource.name, resource.code, resource.provider, resource.summary)
    words = (resource.sharing_class, resource.opening_class, resource.update_cycle)
    items = (item.name for item in resource.items or ())
    return [unicodedata.normalize("NFKC", text).lower() for text in (*fields, *words, *items) if text]


QUERIES = (
    "信息",
    "登记",
    "证",
    "身份证件号码",
    "307",
    "每日",
    "省公安厅",
    "有条件共享 登记",
    "不予共享 名称",
    "ID",
    "gb",
)


@pytest.mark.parametrize("query", QUERIES)
def test_the_results_are_those_of_a_plain_scan_of_the_register(own_site: Site, visit: Visit, query: str) -> None:
    """Every resource that has every word of the query somewhere is found, and no other."""
    words = query.lower().split()
    wanted = {
        addresses.resource(filed)
        for filed in own_site.edition.register.resources
        if all(any(word in text for text in _texts(filed)) for word in words)
    }
    page = visit(own_site, f"search/?q={query}")
    expect(page.locator("#search-status")).to_have_text(
        f"找到 {len(wanted)} 项" if wanted else "没有找到。请换一个词，或者只写其中一部分。"
    )
    links = page.locator(RESULTS).evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert sorted(links) == sorted(f"../{address}" for address in wanted)
