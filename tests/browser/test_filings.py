"""Journeys through the past: the register of filings, a receipt on paper, the chain of proof, versions, editions."""

import json
import re
from urllib.parse import quote

import segno
from playwright.sync_api import Page, expect

from generator.approval.verdict import Verdict
from generator.filing.filing import Filing
from generator.views import addresses
from generator.views.revision import NEWEST, text_of
from tests.browser.conftest import Site, Visit
from tests.browser.keys import tab_to
from tests.browser.test_print import sheets

YEAR = addresses.filing_year(2026)
ROWS = "#filings tbody tr"
GONE = "resources/307003/000002/"
VIOLATIONS = {
    "直接推送到主线",
    "夹带或者丢弃",
    "有效期到",
    "是所提交内容的作者",
    "属于提交部门",
    "没有签名",
}
"""What the six violations of the demonstration are, one phrase for each."""


def _filings(site: Site, year: int) -> list[Filing]:
    return [page.filing for page in site.pages.filings if page.filing.year == year]


def _receipt(filing: Filing) -> str:
    return addresses.filing(filing.year, filing.sequence)


def test_an_official_narrows_a_year_of_filings_and_opens_a_receipt(demo_site: Site, visit: Visit) -> None:
    """Verdict, organisation and punctuality narrow the year, stand in the address, and are there on the way back."""
    page = visit(demo_site, addresses.FILINGS)
    page.get_by_role("link", name="2026年", exact=True).click()
    filed = _filings(demo_site, 2026)
    expect(page.locator(ROWS)).to_have_count(len(filed))
    page.get_by_label("证明", exact=True).select_option("签名证明")
    signed = [one for one in filed if one.verdict is Verdict.SIGNED]
    expect(page.locator(".mulu-filter output")).to_have_text(f"显示 {len(signed)} 条，共 {len(filed)} 条")
    page.get_by_label("时限", exact=True).select_option("逾期")
    late = [one for one in signed if one.on_time is False]
    assert late
    page.get_by_label("提交单位", exact=True).select_option(late[0].submitters[0])
    own = [one for one in late if late[0].submitters[0] in one.submitters]
    numbers = page.locator(f"{ROWS}:visible td:first-child a")
    assert sorted(numbers.all_inner_texts()) == sorted(one.number for one in own)
    wanted = [("verdict", "签名证明"), ("time", "逾期"), ("organisation", late[0].submitters[0])]
    assert page.url == demo_site.url(YEAR) + "?" + "&".join(f"{name}={quote(value)}" for name, value in wanted)
    numbers.first.click()
    expect(page.locator("h1")).to_have_text(re.compile("^备案回执 备〔2026〕"))
    expect(page.locator(".mulu-tags")).to_contain_text("逾期更新")
    page.go_back()
    assert page.locator(f"{ROWS}:visible").count() == len(own)
    page.get_by_label("证明", exact=True).select_option("")
    assert "verdict" not in page.url


def test_a_receipt_says_what_was_filed_by_whom_and_how_it_is_proven(demo_site: Site, visit: Visit) -> None:
    """Number, authority, day, department, reviewer, proof, and each resource with what changed."""
    filing = next(one for one in _filings(demo_site, 2026) if one.triggers and one.revisions)
    page = visit(demo_site, _receipt(filing))
    facts = page.locator("article > .mulu-facts")
    told = dict(zip(facts.locator("> dt").all_inner_texts(), facts.locator("> dd").all_inner_texts(), strict=True))
    assert told["备案号"] == filing.number
    assert told["备案机关"] == demo_site.edition.register.authority.unit
    assert told["提交单位"] == "、".join(filing.submitters)
    assert told["审核"] == "、".join(filing.reviewers)
    assert told["审核证明"].startswith(f"{filing.verdict}：")
    assert told["提交编号"] == filing.commit
    for number in filing.triggers:
        assert number in told["所答触发事项"]
    assert page.locator(".mulu-filed > li").count() == len(filing.revisions)


def _squares(svg: str) -> set[tuple[int, int]]:
    """The dark squares that a path of horizontal strokes, as our square codes are drawn, covers."""
    found: set[tuple[int, int]] = set()
    x, y = 0.0, 0.0
    drawn = next(path for path in re.findall(r' d="([^"]+)"', svg) if "z" not in path)
    for command, first, second in re.findall(r"([MmhH])\s*(-?[\d.]+)[ ,]*(-?[\d.]+)?", drawn):
        if command == "M":
            x, y = float(first), float(second)
        elif command == "m":
            x, y = x + float(first), y + float(second)
        else:
            found.update((int(x) + step, int(y)) for step in range(int(float(first))))
            x += float(first)
    return found


def test_the_square_code_of_a_receipt_is_its_address(demo_site: Site, visit: Visit) -> None:
    """The code on the page is drawn, square by square, as the code of exactly the receipt's address is."""
    filing = _filings(demo_site, 2026)[0]
    page = visit(demo_site, _receipt(filing))
    expect(page.locator(".mulu-receipt__code svg")).to_be_visible()
    shown = _squares(page.locator(".mulu-receipt__code svg").evaluate("one => one.outerHTML"))
    code = segno.make(page.url, error="m")
    wanted = {
        (column, row) for row, line in enumerate(code.matrix_iter(border=2)) for column, dark in enumerate(line) if dark
    }
    assert shown == wanted
    other = segno.make(page.url + "x", error="m")
    assert {
        (c, r) for r, line in enumerate(other.matrix_iter(border=2)) for c, dark in enumerate(line) if dark
    } != shown


def test_a_site_that_knows_no_address_shows_no_code(autumn_site: Site, visit: Visit) -> None:
    """Without the site's address a receipt has no code rather than a wrong one."""
    filing = autumn_site.pages.filings[-1]
    expect(visit(autumn_site, filing.address).locator(".mulu-receipt__code")).to_have_count(0)


def test_a_receipt_prints_on_one_sheet(demo_site: Site, visit: Visit) -> None:
    """The receipt with most changes on it, square code and all, fits one A4 sheet."""
    filings = [one for one in _filings(demo_site, 2026) if len(one.revisions) <= 10]
    most = max(filings, key=lambda one: sum(len(revision.changes) for revision in one.revisions))
    page = visit(demo_site, _receipt(most))
    assert sheets(page) == 1
    page.emulate_media(media="print")
    expect(page.locator(".mulu-receipt__code")).to_be_visible()
    page.emulate_media(media="screen")


def test_a_keyboard_user_opens_a_receipt_and_prints_it(demo_site: Site, visit: Visit) -> None:
    """Tab and Enter lead from the register of filings to the year, to the receipt; what is printed is one sheet."""
    page = visit(demo_site, addresses.FILINGS)
    tab_to(page, page.get_by_role("link", name="2026年", exact=True), most=80)
    page.keyboard.press("Enter")
    newest = page.locator(f"{ROWS} td:first-child a").first
    expect(newest).to_be_visible()
    number = newest.inner_text()
    assert number in {one.number for one in _filings(demo_site, 2026)}
    tab_to(page, newest, most=80)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(f"备案回执 {number}")
    assert sheets(page) == 1


def test_a_resource_with_its_history_prints_on_one_sheet(demo_site: Site, visit: Visit) -> None:
    """A resource that was changed and has deadlines still fits one A4 sheet."""
    page = visit(demo_site, "resources/307008/000001/")
    assert page.locator(".mulu-timeline > li").count() >= 1
    assert sheets(page) == 1


def test_the_chain_names_the_six_violations(demo_site: Site, visit: Visit) -> None:
    """Each violation of the demonstration is named with its day, its filing if it has one, and its reason."""
    page = visit(demo_site, addresses.CHAIN)
    rows = page.locator("#violations + table tbody tr")
    expect(rows).to_have_count(6)
    reasons = rows.locator("td[data-label=原因]").all_inner_texts()
    for phrase in VIOLATIONS:
        assert len([reason for reason in reasons if phrase in reason]) == 1, phrase
    rows.nth(1).get_by_role("link").click()
    expect(page.locator("article .mulu-tags")).to_contain_text("违规")
    expect(page.locator("article > .mulu-facts")).to_contain_text(reasons[1])


def test_a_reader_compares_what_a_resource_was_and_is(demo_site: Site, visit: Visit) -> None:
    """From the timeline with its differences to the version as it was, which says it is not current, and back."""
    revised = next(page for page in demo_site.pages.resources if len(page.revisions) > 1 and page.revisions[0].fields)
    page = visit(demo_site, revised.address)
    entries = page.locator(".mulu-timeline > li")
    assert entries.count() == len(revised.revisions)
    rows = entries.first.locator(".mulu-changes tbody tr")
    for row, field in zip(rows.all(), revised.revisions[0].fields, strict=True):
        assert row.locator("td").first.inner_text() == field.label
        assert row.locator("td").last.inner_text() == field.direction
    entries.nth(1).get_by_role("link", name="查看当时的版本").click()
    assert page.url == demo_site.url(revised.revisions[1].address)
    expect(page.locator(".admonition")).to_contain_text("不是现行版本")
    text = text_of(revised.revisions[1], demo_site.pages.edition.old_file) or ""
    assert page.locator(".mulu-source").inner_text().strip() == text.strip()
    page.locator(".admonition").get_by_role("link").click()
    expect(page.locator("h1")).to_have_text(revised.row.link.text)


def test_an_edition_tells_its_difference_and_gives_its_files(demo_site: Site, visit: Visit) -> None:
    """The list of editions leads to one, with its figures by class and its frozen files."""
    page = visit(demo_site, addresses.EDITIONS)
    newest = demo_site.pages.editions[0]
    assert newest.edition.figures
    expect(page.locator("article tbody tr")).to_have_count(len(demo_site.pages.editions))
    page.get_by_role("link", name=newest.name, exact=True).click()
    expect(page.locator("h1")).to_have_text(f"版次 {newest.name}")
    counts = page.locator("#by-class + table tbody td:nth-child(2)").all_inner_texts()
    assert sum(int(count.split()[0]) for count in counts) == newest.edition.figures.resources
    for name in ("本版次的全部资源（JSON）", "资源清单（CSV）"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.path().stat().st_size > 1000
    frozen = json.loads((demo_site.folder / newest.address / "resources.json").read_text("utf-8"))
    in_force = [one for one in frozen if one["status"] == "有效"]
    assert len(in_force) == newest.edition.figures.resources


def test_the_newest_changes_unfold(demo_site: Site, visit: Visit) -> None:
    """The page of changes names each, newest first, and unfolds what changed on request."""
    page = visit(demo_site, addresses.CHANGES)
    entries = page.locator(".mulu-timeline > li")
    assert entries.count() == min(NEWEST, len(demo_site.pages.changes)) > 50
    days = entries.locator(".mulu-when time").evaluate_all("all => all.map(one => one.dateTime)")
    assert days == sorted(days, reverse=True)
    folded = page.locator(".mulu-timeline details").first
    expect(folded.locator("table")).to_be_hidden()
    folded.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(folded.locator("table")).to_be_visible()


def test_a_deleted_resource_keeps_its_page(autumn_site: Site, visit: Visit) -> None:
    """The address of a deleted resource says since when it is gone, keeps its history and its versions."""
    page = visit(autumn_site, GONE)
    expect(page.locator("h1")).to_have_text("教师资格认定信息")
    expect(page.locator(".mulu-tags")).to_have_text("已删除")
    expect(page.locator(".mulu-lead")).to_contain_text("2026年7月1日")
    expect(page.locator(".mulu-lead")).to_contain_text("307003/000002")
    kinds = page.locator(".mulu-timeline > li > p:first-child").all_inner_texts()
    assert [re.sub(r"\s+", " ", kind).split(" ")[0] for kind in kinds] == [
        "2026年7月1日删除",
        "2026年6月15日修改",
        "2026年6月1日修改",
        "2026年1月5日新增",
    ]


def test_files_beside_the_register_say_the_same(demo_site: Site, visit: Visit) -> None:
    """The register as JSON and CSV holds as many filings as the pages, and the feed the newest of them."""
    page = visit(demo_site, addresses.FILINGS)
    for name in ("备案登记簿（JSON）", "备案登记簿（CSV）", "备案动态（Atom）"):
        target = page.get_by_role("link", name=name).get_attribute("href") or ""
        text = _fetched(page, target)
        assert demo_site.pages.filings[0].filing.number in text
        if name.endswith("（JSON）"):
            assert len(json.loads(text)) == len(demo_site.pages.filings)


def _fetched(page: Page, address: str) -> str:
    text: str = page.evaluate("address => fetch(address).then((answer) => answer.text())", address)
    return text
