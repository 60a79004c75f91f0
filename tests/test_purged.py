"""What was purged from the register stays away: no file of the site shows what old commits still hold."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.cli import run
from generator.edition import read_edition
from generator.history.text import shown_text
from generator.rules.secrets import is_secret, shown
from generator.views.pages import pages_of
from generator.views.revision import text_of
from tests.stories.story import Told, tell
from tests.test_audience import unpacked

TODAY = date(2026, 11, 25)
TEACHERS = "catalogues/department/省教育厅/教师资格认定信息.yml"
SCHOOLS = "catalogues/department/省教育厅/民办学校办学许可信息.yml"
NAME = "资源名称: 教师资格认定信息"
CYCLE = "更新周期: 每日"
MOBILE, RESIDENT, CARD = "13800138000", "11010519491231002X", "6222020200112233446"
ESCAPED = f'{CYCLE}\n使用用途: "ZXQ\\u673a\\u5bc6\\u260510\\u5e74"'
GONE = "catalogues/department/省教育厅/已删.yml"


def step(name: str, old: str, new: str, message: str = "改\n") -> dict[str, Any]:
    return {"step": name, "message": message, "edit": {TEACHERS: {old: new}}}


STEPS = [
    step("01", NAME, f"{NAME}机密★10年ZXQ", "目录变更 !1：绝密★ZXQ 与 13800138000\n"),
    step("02", f"{NAME}机密★10年ZXQ", NAME),
    step("03", CYCLE, f"{CYCLE}\n使用用途: 联系 13800138000"),
    step("04", f"{CYCLE}\n使用用途: 联系 13800138000", f"{CYCLE}\n使用用途: 证件 {RESIDENT}"),
    step("05", f"{CYCLE}\n使用用途: 证件 {RESIDENT}", ESCAPED),
    step("06", ESCAPED, f'{CYCLE}\n使用用途: "电话 1380013\\\n  8000"'),
    step("07", f'{CYCLE}\n使用用途: "电话 1380013\\\n  8000"', f"{CYCLE}\n使用用途: ＺＸＱ机密☆１０年"),
    step("08", f"{CYCLE}\n使用用途: ＺＸＱ机密☆１０年", f"{CYCLE}  # ZXQ 绝密件"),
    step("09", f"{CYCLE}  # ZXQ 绝密件", f"{CYCLE}ZXQ机密★长期"),
    step("10", f"{CYCLE}ZXQ机密★长期", CYCLE),
    {"step": "11", "message": "移\n", "rename": {SCHOOLS: GONE}, "edit": {}},
    {"step": "12", "message": "改\n", "edit": {GONE: {"资源名称: 民办学校": "资源名称: ZXQ绝密★民办学校"}}},
    {"step": "13", "message": "删\n", "remove": [GONE]},
]  # fmt: skip


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return tell(tmp_path_factory.mktemp("purged"), STEPS)


@pytest.fixture(scope="module", params=["public", "internal"])
def site(request: pytest.FixtureRequest, story: Told, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    out = tmp_path_factory.mktemp("sites") / "site"
    options = ["--root", str(story.root), "--out", str(out), "--today", TODAY.isoformat(), "--audience", request.param]
    assert run(["build", *options, "--with-errors", "--baseline", story.commits["start"]]) == 0
    return {file.relative_to(out).as_posix(): unpacked(file.read_bytes()) for file in out.rglob("*") if file.is_file()}


def test_no_file_shows_a_purged_secret_or_number(site: Mapping[str, bytes]) -> None:
    purged = [b"ZXQ", "ＺＸＱ".encode(), b"1380013", b"800138", RESIDENT[3:-2].encode()]
    rules = ("rules/", "search/", "assets/")
    found = {name: one for name, content in site.items() for one in purged if one in name.encode() + content}
    assert {name: one for name, one in found.items() if not name.startswith(rules) or b"ZXQ" in one} == {}


def test_what_was_there_is_said_to_be_withheld(site: Mapping[str, bytes]) -> None:
    withheld = "（含有不得公布的内容，不予显示）".encode()
    for name in ("resources/307003/000002/index.html", "filings/2026/0001/index.html", "filings/filings.json"):
        assert withheld in site[name], name
    for name in ("filings/filings.csv", "feeds/changes.atom", "feeds/filings.atom", "changes/index.html"):
        assert withheld in site[name], name
    assert withheld in site["resources/307003/000001/index.html"]
    assert b"138******00" in site["resources/307003/000002/index.html"]


def test_of_old_versions_only_those_fit_to_be_shown_have_a_page(story: Told, site: Mapping[str, bytes]) -> None:
    edition = read_edition(story.root, TODAY, baseline=story.commits["start"])
    revisions = pages_of(edition).revisions["307003/000002"]
    steps = {story.step_of(page.revision.commit): page for page in revisions}
    texts = {name: text_of(page, edition.old_file) for name, page in steps.items()}
    with_text = {name for name, text in texts.items() if text is not None}
    assert with_text == {"start", "02", "03", "04"}
    for name, page in steps.items():
        assert (f"{page.address}index.html" in site) is (name in with_text), name
    assert "联系 138******00" in (texts["03"] or "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("摘要: 甲\n", "摘要: 甲\n"),
        (f"摘要: {MOBILE}\n", "摘要: 138******00\n"),
        (f"摘要: {CARD}\n", "摘要: 622**************46\n"),
        ("摘要: 机密★10年\n", None),
        ("# 绝密★\n摘要: 甲\n", None),
        ('摘要: "\\u7edd\\u5bc6\\u2605"\n', None),
        ('摘要: "\\U00007edd\\U00005bc6\\x20\\u2605"\n', None),
        ("摘要: 机\n  密★10年\n", None),
        ('摘要: "机\\\n  密★10年"\n', None),
        ('摘要: "1380013\\\n  8000"\n', None),
        ("摘要: 1380013\n  8000\n", None),
        ('摘要: "\\x31380013\\x38000"\n', None),
        ("摘要: １３８００１３８０００\n", "摘要: １３８******００\n"),
        ("摘要: ★１０年\n", None),
        ('摘要: "\\Uffffffff"\n', '摘要: "\\Uffffffff"\n'),
        ("摘要: 对商业秘密保密\n", "摘要: 对商业秘密保密\n"),
    ],
)
def test_an_old_file_is_shown_without_numbers_or_not_at_all(text: str, expected: str | None) -> None:
    assert shown_text(text.encode()) == expected


def test_a_mark_counts_in_whatever_width_it_is_written() -> None:
    assert shown("机密☆１０年") == "（含有不得公布的内容，不予显示）"
    assert is_secret("【秘密】")
    assert not is_secret("保守国家秘密法")
    assert shown(f"电话 {MOBILE}，工作用") == "电话 138******00，工作用"


def test_the_state_that_held_the_secret_cannot_be_built_again(story: Told, tmp_path: Path) -> None:
    options = ["--root", str(story.root), "--out", str(tmp_path / "old"), "--with-errors", "--today", TODAY.isoformat()]
    assert run(["build", *options, "--at", story.commits["01"]]) == 1
    assert not (tmp_path / "old").exists()
