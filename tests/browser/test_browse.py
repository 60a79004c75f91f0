"""Journeys through the search page: an official's, by keyboard, on a phone, and through thousands of rows."""

import csv
import io
import json
import re
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from generator.deadlines import State
from generator.model.regions import region_name
from generator.publish.search import FOLDER
from generator.search.index import Index
from generator.views.resource import ResourcePage
from tests.browser.conftest import Handler, Site, Visit
from tests.browser.keys import tab_to
from tests.browser.kinds import EVERY_KIND, place_of
from tests.searching import many_documents, site_index, write_search

STATUS = "#search-status"
MANY = 10_000
LONGEST_TASK = 50
"""Milliseconds of processor time, above which a task of the page is long."""


@pytest.fixture(scope="module")
def many(own_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Index]]:
    """The own site with the search of 10,000 made-up resources, and their index."""
    folder = tmp_path_factory.mktemp("many") / "site"
    shutil.copytree(own_site.folder, folder, ignore=shutil.ignore_patterns("resources", "images"))
    documents, facets = many_documents(site_index(own_site.pages), MANY)
    shutil.rmtree(folder / FOLDER)
    index = Index.of(documents, [], facets)
    write_search(index, folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, prefix="/", directory=str(folder))) as server:
        threading.Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True).start()
        yield replace(own_site, folder=folder, root=f"http://127.0.0.1:{server.server_port}/"), index
        server.shutdown()


# An official filters to what is overdue in one department, and takes it along.


def _overdue(site: Site) -> tuple[str, list[ResourcePage]]:
    """A department with an overdue resource, and all of those."""
    late = [page for page in site.pages.resources if any(one.deadline.state is State.OVERDUE for one in page.deadlines)]
    department = late[0].resource.provider or ""
    return department, [page for page in late if page.resource.provider == department]


def _line(site: Site, page: ResourcePage) -> dict[str, str]:
    """What a file of what is found must say of a resource, from its record."""
    resource, provider = page.resource, page.provider
    clocks = sorted({one.deadline.state for one in page.deadlines}, key=list(State).index)
    soonest = min(
        (one.deadline for one in page.deadlines if one.deadline.is_open), key=lambda one: list(State).index(one.state)
    )
    return {
        "资源名称": resource.name or "",
        "资源代码": resource.code or "",
        "目录类别": str(page.kind),
        "提供方": resource.provider or "",
        "共享类型": str(resource.sharing_class),
        "开放类型": str(resource.opening_class),
        "更新周期": str(resource.update_cycle),
        "时限状态": "、".join(clocks),
        "状态": str(resource.status),
        "共享方式": "、".join(dict.fromkeys(str(mode.mode_type) for mode in resource.modes)),
        "共享途径": "、".join(dict.fromkeys(str(mode.mode_class) for mode in resource.modes)),
        "格式": "、".join(dict.fromkeys(str(one.format_class) for one in resource.formats or ())),
        "层级": str(provider.level) if provider and provider.level else "",
        "行政区划": region_name(provider.region or "") if provider else "",
        "数据级别": str(resource.data_level or ""),
        "最近到期日": str(soonest.last_day),
        "最近变更": str(page.revisions[0].on),
        "信息项数": str(len(resource.items or ())),
        "网址": site.url(page.address),
    }


def _files(page: Page, press: str = "") -> list[list[list[str]]]:
    """The lines of both files; `press` is the key that presses a button, else the mouse does."""
    made = []
    for label, suffix in (("导出 CSV", "csv"), ("导出 Excel", "xlsx")):
        with page.expect_download() as download:
            button = page.get_by_role("button", name=label)
            button.press(press) if press else button.click()
        assert download.value.suggested_filename == f"资源目录检索结果.{suffix}"
        content = Path(download.value.path()).read_bytes()
        if suffix == "csv":
            lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        else:
            sheet = openpyxl.load_workbook(io.BytesIO(content)).active
            lines = [[cell.value or "" for cell in row] for row in sheet]
        made.append([[*line[:-1], unquote(line[-1])] for line in lines])
    return made


def test_an_official_filters_to_overdue_of_one_department_and_exports(demo_site: Site, visit: Visit) -> None:
    """From home to both files, each cell as in the register; the address alone leads a colleague to the same rows."""
    department, late = _overdue(demo_site)
    page = visit(demo_site)
    page.get_by_role("navigation").get_by_role("link", name="检索").first.click()
    clocks = page.locator("details[data-facet=deadline]")
    clocks.locator("summary").click()
    expect(clocks.locator("time")).to_have_text("2026年11月23日")
    clocks.get_by_role("checkbox", name="已逾期").check()
    page.get_by_role("searchbox", name="在提供方中查找").fill(department[1:4])
    page.locator("details[data-facet=provider]").get_by_role("checkbox", name=department).check()
    expect(page.locator(STATUS)).to_have_text(f"找到 {len(late)} 项")
    assert unquote(page.url).endswith(f"search/?deadline=已逾期&provider={department}")
    wanted = [_line(demo_site, one) for one in late]
    expected = [list(wanted[0]), *(list(line.values()) for line in wanted)]
    assert _files(page) == [expected, expected]
    shared = page.url
    page.goto(demo_site.url(""))
    page.goto(shared)
    names = page.locator("[data-result]")
    expect(names).to_have_text([one.resource.name or "" for one in late])
    expect(page.get_by_role("list", name="已选条件").get_by_role("button")).to_have_count(3)


def test_the_same_by_keyboard_alone(demo_site: Site, visit: Visit) -> None:
    """Slash, Tab, Enter, space and arrows: no key of a mouse from home to the files, and on to the resource."""
    department, late = _overdue(demo_site)
    page = visit(demo_site)
    page.keyboard.press("/")
    page.keyboard.press("Enter")
    expect(page.locator(STATUS)).to_contain_text("项资源")
    clocks = page.locator("details[data-facet=deadline]")
    tab_to(page, page.locator("details[data-facet=provider] input[type=search]"))
    page.keyboard.type(department[1:4])
    expect(page.locator("details[data-facet=provider]").get_by_role("checkbox")).to_have_count(1)
    tab_to(page, page.locator("details[data-facet=provider]").get_by_role("checkbox"))
    page.keyboard.press("Space")
    tab_to(page, clocks.locator("summary"))
    page.keyboard.press("Enter")
    expect(clocks.get_by_role("checkbox").first).to_be_visible()
    tab_to(page, clocks.get_by_role("checkbox", name="已逾期"))
    page.keyboard.press("Space")
    expect(page.locator(STATUS)).to_have_text(f"找到 {len(late)} 项")
    wanted = [_line(demo_site, one) for one in late]
    assert _files(page, press="Enter")[1][1:] == [list(line.values()) for line in wanted]
    tab_to(page, page.locator("[data-result]").first)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(late[0].resource.name or "")


def test_the_same_on_a_phone(demo_site: Site, visit: Visit) -> None:
    """360 px wide: the conditions open above the rows, and nothing reaches beyond the screen."""
    department, late = _overdue(demo_site)
    page = visit(demo_site, "search/", width=360)
    expect(page.locator(STATUS)).to_contain_text("项资源")
    page.locator("#facets > summary").click()
    clocks = page.locator("details[data-facet=deadline]")
    clocks.locator("summary").click()
    clocks.get_by_role("checkbox", name="已逾期").check()
    page.locator("details[data-facet=provider]").get_by_role("checkbox", name=department).check()
    page.locator("#facets > summary").click()
    expect(page.locator(STATUS)).to_have_text(f"找到 {len(late)} 项")
    for view in ("表格", "卡片"):
        page.get_by_role("button", name=view).click()
        expect(page.locator("[data-result]").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        narrow = page.locator("[data-at='0'] a").evaluate(
            "one => one.getBoundingClientRect().width / one.textContent.length"
        )
        assert narrow > 8, "the name stands in a column of single characters"
    assert _files(page)[1][1:] == [list(_line(demo_site, one).values()) for one in late]


def test_a_visitor_on_a_phone_learns_how_to_get_a_resource(demo_site: Site, visit: Visit) -> None:
    """A word in the middle of a name, typed at home, leads to its conditions."""
    page = visit(demo_site, width=360)
    page.locator("#home-search").fill("姻登")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="婚姻登记信息", exact=True).click()
    expect(page.locator("#sharing + dl dt:text-is('怎样取得') + dd")).to_contain_text("向提供方提出申请")
    assert page.evaluate("document.documentElement.scrollWidth") == 360


FACETS = (
    "kind", "provider", "sharing", "opening", "cycle", "deadline", "status", "form", "channel", "format", "level",
    "region", "data",
)  # fmt: skip


@pytest.mark.parametrize("facet", FACETS)
def test_every_facet_counts_its_values_with_and_without_a_query(
    demo_site: Site, many: tuple[Site, Index], visit: Visit, facet: str
) -> None:
    """Each count is the number of rows found that have the value; the two of places on a site that has several."""
    site, index = many if facet in ("level", "region") else (demo_site, site_index(demo_site.pages))
    for query in ("", "登记"):
        found = [number for number in index.answer(query) if number < len(index.resources)]
        counts = Counter(value for number in found for value in index.document(number).facets.get(facet) or ("",))
        page = visit(site, f"search/?q={query}")
        expect(page.locator(STATUS)).to_contain_text(f" {len(found)} 项")
        group = page.locator(f"details[data-facet={facet}]")
        if group.get_attribute("open") is None:
            group.locator("summary").click()
        expect(group.locator("label").first).to_be_visible()
        if (more := group.get_by_role("button", name="显示全部")).count():
            more.click()
        blank = "没有时限" if facet == "deadline" else "未填写"
        shown = [label.split("\n") for label in group.locator("label").all_inner_texts()]
        assert {name: int(count) for name, count in shown} == {value or blank: counts[value] for value in counts}
        assert len(counts) > 1


# The slash.


@EVERY_KIND
def test_a_slash_leads_to_the_search_box_from_every_page(
    kind: str, visit: Visit, request: pytest.FixtureRequest
) -> None:
    """On every kind of page; and nowhere while something is typed elsewhere."""
    site, address = place_of(kind, request)
    page = visit(site, address)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    focused = page.locator("input[name=q]:focus")
    expect(focused).to_have_count(1)
    expect(focused).to_be_in_viewport()
    assert focused.input_value() == ""
    page.keyboard.type("1/2")
    assert focused.input_value() == "1/2"


def test_a_slash_stays_where_it_is_typed(demo_site: Site, visit: Visit) -> None:
    """In the box among the departments it is a letter, with a modifier it is the browser's."""
    page = visit(demo_site, "search/")
    lookup = page.get_by_role("searchbox", name="在提供方中查找")
    lookup.press("/")
    expect(lookup).to_be_focused()
    assert lookup.input_value() == "/"
    page.locator("h1").click()
    page.keyboard.press("Control+/")
    expect(page.locator("#search-box")).not_to_be_focused()


# Thousands of rows.


def _longest_task(visit: Visit, page: Page, act: Callable[[], None]) -> float:
    """Milliseconds of processor time of the page's longest task meanwhile, which a busy machine does not lengthen."""
    visit.browser.start_tracing(page=page, categories=["toplevel", "disabled-by-default-devtools.timeline"])
    act()
    events = json.loads(visit.browser.stop_tracing())["traceEvents"]
    names = {(one["pid"], one["tid"]): one["args"]["name"] for one in events if one["name"] == "thread_name"}
    tasks = [one for one in events if one["name"].endswith("RunTask") and "tdur" in one]
    of_page: list[float] = [
        one["tdur"] / 1000 for one in tasks if names.get((one["pid"], one["tid"])) == "CrRendererMain"
    ]
    assert len(of_page) > 100
    return max(of_page)


SCROLL = """async ({ steps, by }) => {
  let most = 0;
  for (let step = 0; step < steps; step++) {
    scrollBy(0, by);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    most = Math.max(most, document.querySelectorAll("#search-results [data-at]").length);
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  return most;
}"""
"""The most rows that were there at once while one scrolls."""


@pytest.mark.parametrize("view", ["?", "?view=table&"])
def test_scrolling_through_10000_rows_never_blocks(many: tuple[Site, Index], visit: Visit, view: str) -> None:
    """The page is as high as all rows, few of them are there, and no task of the page is long."""
    page = visit(many[0], f"search/{view}sort=name")
    expect(page.locator(STATUS)).to_have_text(f"共 {MANY} 项资源")
    box = page.locator("[data-at='0']").bounding_box()
    assert box
    row = box["height"]
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height == pytest.approx(MANY * row, rel=0.35)
    most: list[int] = []
    longest = _longest_task(visit, page, lambda: most.append(page.evaluate(SCROLL, {"steps": 120, "by": 700})))
    assert longest < LONGEST_TASK
    assert most[0] <= 50
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(page.locator(f"[data-at='{MANY - 1}']")).to_be_in_viewport()
    for _ in range(20):  # rows that come late change the height, and the end is further down than it was
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        page.wait_for_timeout(250)
        if re.search(r"at=99\d\d$", page.url):
            break
    expect(page).to_have_url(re.compile(r"at=99\d\d$"))
    page.reload()
    expect(page.locator(f"[data-at='{MANY - 1}']")).to_have_count(1)


def test_typing_among_10000_resources_never_waits(many: tuple[Site, Index], visit: Visit) -> None:
    """Letters typed fast all arrive, and the answer is that of the last."""
    page = visit(many[0], "search/")
    expect(page.locator(STATUS)).to_have_text(f"共 {MANY} 项资源")
    box = page.locator("#search-box")
    longest = _longest_task(visit, page, lambda: box.press_sequentially("婚姻登记信息备案", delay=30))
    assert longest < LONGEST_TASK
    assert box.input_value() == "婚姻登记信息备案"
    expect(page.locator(STATUS)).not_to_contain_text("共")
