"""What a page of any kind must stand: accessibility checker, validator, strict policy, a phone, no scripts."""

import json
import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from generator.publish.policy import FILE, policy, script_hashes
from generator.views import addresses
from tests.browser.conftest import REPOSITORY, Site, Visit
from tests.browser.kinds import EVERY_KIND, Place, files_of, place_of
from tests.browser.test_pages import TOO_WIDE

NODE_MODULES = REPOSITORY / "node_modules"
AXE = NODE_MODULES / "axe-core" / "axe.min.js"
VALIDATOR = NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
NO_TOOLS = "没有 {}。请先运行 make node_modules/.ready（需要 Node.js 18 以上和 npm）。"
NO_JAVA = "没有找到 Java 17 以上。请安装（Debian、Ubuntu：sudo apt-get install default-jre-headless），再运行测试。"

EVERY_SITE = pytest.mark.parametrize(
    "name", ["own_site", "demo_site", "autumn_site", "faulty_site", "hostile_site", "nested_site"]
)
CHECKED = """() => axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'],
  rules: {region: {enabled: false}},
  resultTypes: ['violations'],
}).then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)))"""
"""Violations of WCAG 2.2 AA and of good practice, but for one: the menu's switch stands outside every region."""


@pytest.fixture
def place(kind: str, request: pytest.FixtureRequest) -> Place:
    """A site and a page of the kind in it."""
    return place_of(kind, request)


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker's script."""
    if not AXE.is_file():
        pytest.fail(NO_TOOLS.format("axe-core"), pytrace=False)
    return AXE.read_text(encoding="utf-8")


def _faults(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("body")).to_have_attribute(
            "data-md-color-scheme", {"light": "default", "dark": "slate"}[scheme]
        )
        found += [f"{scheme}: {fault}" for fault in page.evaluate(CHECKED)]
    return found


@pytest.mark.parametrize("width", [1280, 360])
@EVERY_KIND
def test_nobody_is_shut_out(place: Place, visit: Visit, axe: str, width: int) -> None:
    """WCAG 2.2 AA and best practice by axe-core: no violation, light and dark, wide and on a phone."""
    site, address = place
    assert _faults(visit(site, address, width=width), axe) == []


@EVERY_SITE
def test_every_page_is_valid_html(name: str, request: pytest.FixtureRequest) -> None:
    """The Nu Html Checker finds no error in any page of any site."""
    site: Site = request.getfixturevalue(name)
    assert _invalid(site.folder.resolve(), "--skip-non-html") == []


def test_styles_and_images_are_valid(own_site: Site) -> None:
    """The Nu Html Checker finds no error in our styles and drawings."""
    assets = own_site.folder.resolve() / "assets"
    assert _invalid(assets / "mulu.css", "--css") == []
    assert [fault for image in assets.glob("*.svg") for fault in _invalid(image, "--svg")] == []


def _invalid(path: Path, *options: str) -> list[str]:
    if not VALIDATOR.is_file():
        pytest.fail(NO_TOOLS.format("vnu-jar"), pytrace=False)
    if shutil.which("java") is None:
        pytest.fail(NO_JAVA, pytrace=False)
    command = ["java", "-jar", str(VALIDATOR), "--errors-only", "--stdout", "--exit-zero-always", "--format", "json"]
    answer = subprocess.run([*command, *options, str(path)], capture_output=True, text=True, check=True)
    messages: list[dict[str, Any]] = json.loads(answer.stdout)["messages"]
    return [f"{fault['url']}:{fault.get('lastLine')}: {fault['message']}" for fault in messages]


def test_the_validator_finds_faults(tmp_path: Path) -> None:
    """A page that is wrong on purpose is refused: silence above means something."""
    (tmp_path / "wrong.html").write_text("<!doctype html><html lang='zh-CN'><title>甲</title><b><p>乙</b>", "utf-8")
    assert _invalid(tmp_path, "--skip-non-html")


@EVERY_SITE
def test_every_page_carries_the_policy_of_its_own_scripts(name: str, request: pytest.FixtureRequest) -> None:
    """Each page allows exactly the scripts that stand in it, and the policy for web servers those of every page."""
    site: Site = request.getfixturevalue(name)
    found = set()
    for file in files_of(site):
        html = file.read_text(encoding="utf-8")
        hashes = script_hashes(html)
        found.update(hashes)
        carried = f'<meta http-equiv="Content-Security-Policy" content="{policy(hashes)}">'
        assert 0 < html.find(carried) < html.find("<script"), file
        assert html.find(carried) < html.find("<link"), file
    sent = (site.folder / FILE).read_text(encoding="utf-8")
    assert sent == f"{policy(sorted(found))}; frame-ancestors 'self'\n"
    assert "unsafe" not in sent


def test_a_script_that_the_page_did_not_bring_does_not_run(own_site: Site, visit: Visit) -> None:
    """What an attack could put into a page is refused by the browser, whether as element, attribute or address."""
    page = visit(own_site)
    page.evaluate(
        """() => {
          const script = document.createElement('script');
          script.textContent = 'window.hacked = 1';
          document.body.append(script);
          const image = document.createElement('div');
          image.innerHTML = '<button onclick="window.hacked = 1">甲</button>';
          document.body.append(image);
          image.firstChild.click();
        }"""
    )
    assert page.evaluate("window.hacked") is None
    refused = [text for text in visit.trouble if "Content Security Policy" in text]
    assert len(refused) >= 2
    visit.trouble.clear()


@EVERY_KIND
def test_a_phone_shows_a_page_without_sideways_scrolling(place: Place, visit: Visit) -> None:
    """At 360 pixels nothing reaches beyond the right edge."""
    assert visit(*place, width=360).evaluate(TOO_WIDE) == []


@EVERY_KIND
def test_a_page_has_one_heading_its_language_and_an_order(place: Place, visit: Visit) -> None:
    """One first heading, no level left out, Chinese declared as the Chinese of the mainland."""
    page = visit(*place)
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    levels = page.locator("article :is(h1, h2, h3, h4, h5, h6)").evaluate_all("all => all.map(one => +one.tagName[1])")
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


@EVERY_KIND
def test_a_page_says_all_it_says_without_scripts(kind: str, place: Place, visit: Visit) -> None:
    """With scripts off a page has all its words; one that needs them says so and where else to go."""
    plain = visit(*place, javascript=False)
    notice = plain.locator("noscript > p")
    if notice.count():
        expect(notice.first).to_be_visible()
        assert notice.get_by_role("link").count()
        assert kind in NEEDS_SCRIPTS
        return
    words = plain.evaluate(WORDS)
    assert visit(*place).evaluate(WORDS) == words


WORDS = """() => {
  for (const form of document.querySelectorAll("article form.mulu-filter")) form.remove();
  return document.querySelector("article").innerText;
}"""
"""What an article says, but for the filters: they narrow what is there and are hidden without scripts."""

NEEDS_SCRIPTS = ("search/", "deadlines/calculator/", "guides/form/")
"""Search, calculators and the form: all that may need scripts."""


def test_a_keyboard_opens_the_menu_of_a_narrow_page(own_site: Site, visit: Visit) -> None:
    """Where the tabs do not fit, a keyboard opens the menu and reaches its links, and none while it is shut."""
    page = visit(own_site, "about/", width=360)
    link = page.locator(".md-sidebar--primary").get_by_role("link", name="部门", exact=True)
    expect(link).not_to_be_visible()
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("aria-label") == "栏目菜单"
    page.keyboard.press("Space")
    expect(link).to_be_visible()
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("部门")


@EVERY_KIND
def test_the_first_tab_leads_past_the_header(place: Place, visit: Visit) -> None:
    """The first thing a keyboard meets is the way to the page's words."""
    page = visit(*place)
    if page.locator(":focus").count() and page.locator(":focus").evaluate("node => node !== document.body"):
        page.evaluate("document.activeElement.blur()")
    first = page.locator("a[href], button, summary, input:not([type=checkbox])").first
    expect(first).to_have_text("跳到正文")
    first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


@EVERY_KIND
def test_places_and_days_can_be_read(place: Place, visit: Visit) -> None:
    """Every second heading has an anchor in words, every day is written as officials write it, for programs too."""
    page = visit(*place)
    anchors = page.locator("article h2").evaluate_all("all => all.map(one => one.id)")
    assert [anchor for anchor in anchors if not re.fullmatch(r"[\w-]*[a-z\u4e00-\u9fff][\w-]*", anchor)] == []
    assert len(set(anchors)) == len(anchors)
    page.locator("#mulu-edition time").last.wait_for()
    days = page.locator("article time, footer time").evaluate_all(
        "all => all.map(one => [one.dateTime, one.textContent])"
    )
    assert days
    for machine, shown in days:
        year, month, day = machine.split("-")
        assert shown == f"{year}年{int(month)}月{int(day)}日"
    words, bare = page.evaluate("""() => {
      const copy = document.querySelector('article').cloneNode(true);
      copy.querySelectorAll('h1, time, option, svg, code, pre, script, .mulu-hint').forEach((node) => node.remove());
      const days = copy.textContent.match(/\\d{4}年\\d{1,2}月\\d{1,2}日/g) || [];
      copy.querySelectorAll('.mulu-findings, .mulu-table td').forEach((node) => node.remove());
      return [copy.textContent, days];
    }""")
    assert re.findall(r"\d{4}-\d{2}-\d{2}|[\u4e00-\u9fff],[\u4e00-\u9fff]", words) == []
    assert bare == []


@pytest.mark.parametrize(
    ("place", "file", "words", "elsewhere"),
    [
        (addresses.CALCULATOR, "calculator.js", "时限计算尚未启动", "时限看板"),
        (addresses.CALCULATOR, "workdays.json", "时限计算尚未启动", "时限看板"),
        (addresses.FORM, "form.js", "填报表单尚未启动", "编目员指南"),
    ],
)
def test_a_page_whose_script_is_not_there_says_so(
    own_site: Site, visit: Visit, place: str, file: str, words: str, elsewhere: str
) -> None:
    """After a while, since a script may only be slow, and with another way; once it has begun nothing is said."""
    page = visit(own_site)
    page.route(f"**/{file}", lambda route: route.abort())
    page.goto(own_site.url(place))
    idle = page.locator(".mulu-idle")
    expect(idle).to_be_hidden()
    expect(idle).to_be_visible(timeout=15_000)
    expect(idle).to_contain_text(words)
    expect(idle.get_by_role("link", name=elsewhere)).to_have_count(1)
    begun = visit(own_site, place)
    expect(begun.locator("form").first).to_be_visible()
    assert begun.locator(".mulu-idle").evaluate("idle => getComputedStyle(idle).display") == "none"
    visit.trouble.clear()
