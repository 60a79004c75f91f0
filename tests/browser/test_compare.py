"""A reader compares two versions of a resource: any two with scripts, neighbours and the last one without."""

import difflib
import itertools
import re
from collections.abc import Sequence

import pytest
from playwright.sync_api import Page, expect

from generator.model.compare import Direction
from generator.views.revision import FieldRow, RevisionPage, between, text_of
from tests.browser.conftest import Site, Visit
from tests.browser.keys import tab_to

GONE = "resources/307003/000002/"
FIELDS = "#compare-answer .mulu-changes tbody tr"
SIDES = "#compare-answer .mulu-sides tbody"


def _revised(site: Site, least: int = 3) -> list[tuple[str, Sequence[RevisionPage]]]:
    """Address and revisions, newest first, of the resources with so many versions."""
    return [(page.address, page.revisions) for page in site.pages.resources if len(page.revisions) >= least]


def _told(page: Page) -> list[list[str]]:
    """The rows of the table of fields that the script made."""
    rows = page.locator(FIELDS).evaluate_all("all => all.map((row) => [...row.cells].map((cell) => cell.textContent))")
    return [[cell.replace("—", "") if cell == "—" else cell for cell in row] for row in rows]


def _rows(fields: Sequence[FieldRow]) -> list[list[str]]:
    return [[row.label, row.old, row.new, row.direction] for row in fields]


def _between(revisions: Sequence[RevisionPage], low: int, high: int) -> Sequence[FieldRow]:
    return between([one.fields for one in reversed(revisions) if low < one.number <= high])


def test_a_reader_compares_any_two_versions(demo_site: Site, visit: Visit) -> None:
    """Two versions are picked; fields and lines show what differs; the address leads there again, and back."""
    address, revisions = _revised(demo_site)[0]
    page = visit(demo_site, address)
    expect(page.locator(SIDES)).to_have_count(0)
    page.get_by_label("比较", exact=True).select_option("1")
    page.get_by_role("button", name="比较两个版本").click()
    assert page.url == demo_site.url(f"{address}?from=1&to={len(revisions)}#compare")
    expect(page.locator(SIDES)).to_have_count(1)
    told = _told(page)
    assert told == _rows(_between(revisions, 1, len(revisions)))
    page.reload()
    expect(page.locator(SIDES)).to_have_count(1)
    assert _told(page) == told
    page.get_by_label("和", exact=True).select_option("2")
    page.get_by_role("button", name="比较两个版本").click()
    expect(page.locator("#compare-answer strong")).to_contain_text("与第 2 版")
    assert _told(page) == _rows(revisions[-2].fields)
    page.go_back()
    expect(page.locator("#compare-answer strong")).to_contain_text(f"与第 {len(revisions)} 版")
    assert _told(page) == told


def test_the_script_and_the_program_find_the_same_differences(demo_site: Site, visit: Visit) -> None:
    """Every pair of versions of resources with three: the same fields, and the older left whatever was asked."""
    found = _revised(demo_site)
    assert len(found) > 5
    for address, revisions in found[:4]:
        _compare_all(demo_site, address, revisions, visit)


def test_what_came_back_between_two_versions_is_no_difference(autumn_site: Site, visit: Visit) -> None:
    """A summary that was changed and changed back: told between neighbours, not between the ends."""
    (gone,) = (one for one in autumn_site.pages.tombstones if one.address == GONE)
    assert [row.label for row in _between(gone.revisions, 1, 2)] == ["摘要", "更新周期"]
    assert [row.label for row in _between(gone.revisions, 1, 3)] == ["更新周期"]
    _compare_all(autumn_site, GONE, gone.revisions, visit)


def _compare_all(site: Site, address: str, revisions: Sequence[RevisionPage], visit: Visit) -> None:
    for first, second in itertools.permutations(range(1, len(revisions) + 1), 2):
        page = visit(site, f"{address}?from={first}&to={second}")
        low, high = sorted((first, second))
        expect(page.locator("#compare-answer strong")).to_contain_text(re.compile(f"第 {low} 版.*第 {high} 版"))
        assert _told(page) == _rows(_between(revisions, low, high))


def test_lines_stand_side_by_side(demo_site: Site, visit: Visit) -> None:
    """What went stands left, what came right, each line of the two files that differs and no other."""
    address, revisions = _revised(demo_site)[0]
    current = next(one for one in demo_site.pages.resources if one.address == address)
    new = demo_site.edition.sources[current.file].decode().splitlines()
    old = (text_of(revisions[-1], demo_site.pages.edition.old_file) or "").splitlines()
    page = visit(demo_site, f"{address}?from=1&to={len(revisions)}")
    expect(page.locator(SIDES)).to_have_count(1)
    assert page.locator(f"{SIDES} td:first-child > del").all_text_contents() == [
        line[2:] for line in difflib.ndiff(old, new) if line.startswith("- ")
    ]
    assert page.locator(f"{SIDES} td:last-child > ins").all_text_contents() == [
        line[2:] for line in difflib.ndiff(old, new) if line.startswith("+ ")
    ]
    left_out = page.locator(f"{SIDES} .mulu-sides__left").all_inner_texts()
    same = page.locator(f"{SIDES} .mulu-sides__both").count() + sum(int(text[1:].split()[0]) for text in left_out)
    assert same + page.locator(f"{SIDES} del").count() == len(old)
    assert same + page.locator(f"{SIDES} ins").count() == len(new)


def test_what_is_compared_is_what_may_be_shown(autumn_site: Site, visit: Visit) -> None:
    """A telephone number of an old version stays starred; a deleted version has fields and no file to show."""
    page = visit(autumn_site, f"{GONE}?from=1&to=2")
    expect(page.locator(f"{SIDES} ins").first).to_contain_text("138")
    assert "13800138000" not in page.content()
    page = visit(autumn_site, f"{GONE}?from=2&to=4")
    expect(page.locator("#compare-answer")).to_contain_text("没有可以公布的登记文件，不能逐行比较")


def test_without_scripts_a_version_tells_what_differs(demo_site: Site, visit: Visit) -> None:
    """Each version's page compares it with the one before and with the last, and leads to its neighbours."""
    address, revisions = _revised(demo_site)[0]
    assert not visit(demo_site, address, javascript=False).locator("#compare").is_visible()
    page = visit(demo_site, revisions[1].address, javascript=False)
    for anchor, fields in (("before", revisions[1].fields), ("since", between([revisions[0].fields]))):
        rows = page.locator(f"#{anchor} ~ table.mulu-changes").first.locator("tbody tr")
        told = [[cell.strip() for cell in row.locator("td").all_inner_texts()] for row in rows.all()]
        assert told == [[label, old or "—", new or "—", way] for label, old, new, way in _rows(fields)]
    page.get_by_role("link", name="上一版（").click()
    assert page.url == demo_site.url(revisions[2].address)
    page.get_by_role("link", name="下一版（").click()
    assert page.url == demo_site.url(revisions[1].address)


@pytest.mark.parametrize(
    ("steps", "together"),
    [
        ([("每日", "每月"), ("每月", "每周")], [("每日", "每周")]),
        ([("每日", "每月"), ("每月", "每日")], []),
        ([("", "甲"), ("甲", "")], []),
    ],
)
def test_what_came_back_is_no_difference(steps: list[tuple[str, str]], together: list[tuple[str, str]]) -> None:
    fields = [[FieldRow("更新周期", old, new, Direction.NEUTRAL)] for old, new in steps]
    assert [(row.old, row.new) for row in between(fields)] == together


def test_an_item_that_went_and_came_back_is_told() -> None:
    """It may have come back as another, so it is not passed over; both directions stand there."""
    gone = FieldRow("姓名 · 信息项", "姓名", "", Direction.NARROWS)
    come = FieldRow("姓名 · 信息项", "", "姓名", Direction.WIDENS)
    assert between([[gone], [come]]) == (FieldRow("姓名 · 信息项", "姓名", "姓名", "收窄、放宽"),)
    assert between([[come], [gone]]) == ()


def test_the_same_by_keyboard_alone(demo_site: Site, visit: Visit) -> None:
    """Tab leads to both lists and the button, End chooses the oldest version, Enter compares."""
    address, revisions = _revised(demo_site)[0]
    page = visit(demo_site, address)
    tab_to(page, page.locator("#compare-from"), most=120)
    page.keyboard.press("End")
    tab_to(page, page.locator("#compare-to"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(SIDES)).to_have_count(1)
    assert page.url == demo_site.url(f"{address}?from=1&to={len(revisions)}#compare")
    assert _told(page) == _rows(_between(revisions, 1, len(revisions)))
