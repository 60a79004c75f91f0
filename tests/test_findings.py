"""What was found in a state is found again without judging it, the same to the last byte, and of that state only."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator import findings
from generator.check import check, checked
from generator.cli import run
from generator.edition import read_edition
from generator.evaluation import evaluated
from generator.findings import Found, Kept, kept_of
from generator.load import load_register
from generator.source.cache import Cache
from generator.source.listing import state_in
from tests.stories.story import tell
from tests.test_deadlines_past import ANSWER as ANSWERING
from tests.test_deadlines_past import TRIGGER

RESOURCE = "catalogues/department/省教育厅/民办学校办学许可信息.yml"
WAIVERS = """豁免:
  - 规则: O101
    资源代码: 307003/000001
    理由: 正在核定采集方
    批准单位: 省政府办公厅
    批准日期: 2026-10-12
    到期日期: 2027-04-12
"""
NUMBER = "11010519491231002X"
FORMATS = ("text", "json", "github", "gitlab", "sarif", "junit")
Told = Callable[..., tuple[int, str, str]]


@pytest.fixture
def faulty(register: Path) -> Path:
    """A repository whose register has faults of writing, of a rule that is waived, of what must not be repeated."""
    file = register / RESOURCE
    text = file.read_text(encoding="utf-8")
    assert "采集方:\n  - 省教育厅\n" in text
    text = text.replace("采集方:\n  - 省教育厅\n", "").replace("摘要: ", f"摘要: 绝密★10年 {NUMBER} ")
    file.write_text(text.replace("更新周期: 每日", "更新周期:  '每日'"), encoding="utf-8")
    (register / "catalogues/waivers.yml").write_text(WAIVERS, encoding="utf-8")
    (register / "catalogues/说明.txt").write_text("不在其位", encoding="utf-8")
    git = ["git", "-C", str(register), "-c", "user.name=甲", "-c", "user.email=a@example.cn"]
    for command in (["init", "--quiet", "--template="], ["add", "."], ["commit", "--quiet", "-m", "一"]):
        subprocess.run([*git, *command], check=True)
    return register


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    def output(root: Path, *arguments: str) -> tuple[int, str, str]:
        code = run(["check", "--root", str(root), *arguments])
        return code, *capsys.readouterr()

    return output


def kept_at(root: Path) -> Kept:
    state = state_in(root)
    return kept_of(root, state.blobs, state.unfit)


def rows(root: Path) -> list[tuple[bytes, bytes]]:
    with closing(sqlite3.connect(root / ".git/mulu/findings.sqlite3")) as file:
        return list(file.execute("select key, value from kept"))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("more", [(), ("catalogues/waivers.yml",), ("--against", "HEAD")])
def test_every_format_says_the_same_kept_or_not(
    faulty: Path, told: Told, form: str, more: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = (*more, "--format", form)
    with monkeypatch.context() as without:
        without.setattr(findings, "cache_of", lambda *_: Cache())
        expected = told(faulty, *arguments)
        assert not (faulty / ".git/mulu/findings.sqlite3").exists()
    assert told(faulty, *arguments) == expected
    monkeypatch.setattr("generator.check._findings", None)
    assert told(faulty, *arguments) == expected


def test_what_is_kept_is_every_finding_and_the_number_of_resources(faulty: Path) -> None:
    anew = check(faulty).findings
    assert [(one.rule.id, one.rule.severity.value, bool(one.waived)) for one in anew] == [
        ("O101", "warning", True),
        ("X101", "error", False),
        ("X102", "error", False),
        ("Y118", "warning", False),
        ("Y117", "error", False),
    ]
    assert kept_at(faulty).found() is None
    loaded = load_register(faulty)
    assert checked(loaded, kept_at(faulty)).findings == anew
    assert kept_at(faulty).found() == Found(anew, 1)
    assert [*map(repr, checked(loaded, kept_at(faulty)).findings)] == [*map(repr, anew)]


def test_a_review_of_a_state_checked_before_does_not_judge_it_again(
    faulty: Path, told: Told, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def reviewed() -> tuple[int, str]:
        return run(["review", "HEAD", "--root", str(faulty), "--format", "json"]), capsys.readouterr().out

    with monkeypatch.context() as without:
        without.setattr(findings, "cache_of", lambda *_: Cache())
        expected = reviewed()
    assert [one["rule"] for one in json.loads(expected[1])["findings"]] == ["O101", "X101", "X102", "Y118", "Y117"]
    told(faulty)
    monkeypatch.setattr("generator.check._findings", None)
    assert reviewed() == expected


@pytest.mark.parametrize("command", [("review", "HEAD", "--format", "json"), ("check", "--against", "HEAD")])
def test_a_state_judged_beside_is_told_the_same(
    faulty: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    monkeypatch.setattr("generator.workers.PROCESSES", 2)
    told = []
    for most in (1000, 1):
        shutil.rmtree(faulty / ".git/mulu", ignore_errors=True)
        monkeypatch.setattr("generator.check.FILES_AT_ONCE", most)
        code = run([*command, "--root", str(faulty)])
        told.append((code, *capsys.readouterr(), kept_at(faulty).found()))
    assert told[0] == told[1]
    assert told[0][-1] is not None


def test_what_a_change_does_is_told_of_a_state_checked_before(faulty: Path, told: Told) -> None:
    def rules(*arguments: str) -> list[str]:
        return [one["rule"] for one in json.loads(told(faulty, "--format", "json", *arguments)[1])]

    (faulty / RESOURCE).unlink()
    alone = rules()
    assert kept_at(faulty).found() is not None
    assert sorted(rules("--against", "HEAD")) == sorted([*alone, "C201"])


def test_a_kept_check_reads_no_record(faulty: Path, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    before = told(faulty)
    monkeypatch.setattr("generator.load.register_from", None)
    assert told(faulty) == before


IMPORTS = """
import sys
from generator.cli import run
run(["check", "--root", sys.argv[1]])
print({"pydantic", "generator.model.resource", "generator.rules"} & sys.modules.keys())
"""


def test_a_kept_check_imports_no_model(faulty: Path, told: Told) -> None:
    told(faulty)
    said = subprocess.run([sys.executable, "-c", IMPORTS, faulty], capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[-1] == "set()"


def test_the_end_of_the_last_quarter_is_judged_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = tell(tmp_path, [TRIGGER, ANSWERING])
    edition = read_edition(story.root, date(2026, 4, 10), baseline=story.commits["start"])
    periods = evaluated(story.root, edition)
    assert [period.name for period in periods] == ["2026-Q2", "2026-Q1", "2026"]
    monkeypatch.setattr("generator.check._findings", None)
    assert evaluated(story.root, edition) == periods


def test_no_number_and_no_line_that_must_not_be_repeated_is_kept(faulty: Path, told: Told) -> None:
    told(faulty)
    content = (faulty / ".git/mulu/findings.sqlite3").read_bytes().decode("latin-1")
    assert NUMBER not in content
    assert NUMBER[6:14] not in content
    assert "O101" in content


def other_byte(root: Path) -> None:
    file = root / RESOURCE
    file.write_bytes(file.read_bytes().replace("绝密★10年".encode(), "绝密★20年".encode()))


def other_path(root: Path) -> None:
    (root / RESOURCE).rename(root / RESOURCE.replace("民办", "公办"))


def two_files_in_one(root: Path) -> None:
    """The same paths and bytes one after the other, all within the first file."""
    first, second = root / "catalogues/1.txt", root / "catalogues/2.txt"
    first.write_bytes(first.read_bytes() + b"catalogues/2.txt\0" + second.read_bytes())
    second.unlink()


def one_more(root: Path) -> None:
    (root / "catalogues/空.txt").write_bytes(b"")


def a_link(root: Path) -> None:
    (root / "catalogues/链接.yml").symlink_to("authority.yml")


@pytest.mark.parametrize("change", [other_byte, other_path, two_files_in_one, one_more, a_link])
def test_anything_else_is_another_state(faulty: Path, change: Callable[[Path], None]) -> None:
    for name in "12":
        (faulty / f"catalogues/{name}.txt").write_bytes(b"xyz")
    before = kept_at(faulty)
    before.keep(Found((), 7), {})
    assert kept_at(faulty).found() == Found((), 7)
    change(faulty)
    assert kept_at(faulty).found() is None
    if change is a_link:
        kept_at(faulty).keep(Found((), 8), {})
        assert kept_at(faulty).found() is None
        (faulty / "catalogues/链接.yml").unlink()
        assert kept_at(faulty).found() == Found((), 7)


def test_another_program_judges_anew(faulty: Path) -> None:
    kept = kept_at(faulty)
    kept.keep(Found((), 7), {})
    assert replace(kept, cache=replace(kept.cache, program=b"another")).found() is None
    assert kept.found() == Found((), 7)


def test_the_order_of_files_is_no_other_state(faulty: Path) -> None:
    blobs = state_in(faulty).blobs
    assert kept_of(faulty, dict(reversed([*blobs.items()])), ()) == kept_of(faulty, blobs, ())


def test_what_is_damaged_is_judged_anew(faulty: Path, told: Told) -> None:
    before = told(faulty)
    [(key, value)] = rows(faulty)
    with closing(sqlite3.connect(faulty / ".git/mulu/findings.sqlite3")) as file, file:
        file.execute("update kept set value = ?", (value.replace(b"O101", b"O102"),))
    assert kept_at(faulty).found() is None
    assert told(faulty) == before
    assert rows(faulty) == [(key, value)]


def test_few_states_are_kept_and_the_last_among_them(faulty: Path, told: Told) -> None:
    for number in range(3 * findings.STATES):
        (faulty / "catalogues/说明.txt").write_text(str(number), encoding="utf-8")
        told(faulty)
        assert kept_at(faulty).found() is not None
    assert findings.STATES // 2 < len(rows(faulty)) <= findings.STATES


def test_another_state_in_the_same_place_is_not_this_one(faulty: Path) -> None:
    kept = kept_at(faulty)
    other = replace(kept, state=f"{int(kept.state, 16) ^ findings.STATES:040x}")
    other.keep(Found((), 9), {})
    assert (kept.found(), other.found()) == (None, Found((), 9))


def test_what_is_very_much_is_not_kept(faulty: Path, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "MOST_BYTES", 100)
    before = told(faulty)
    assert kept_at(faulty).found() is None
    assert told(faulty) == before


def test_without_a_repository_nothing_is_kept(faulty: Path, told: Told) -> None:
    before = told(faulty)
    shutil.rmtree(faulty / ".git")
    assert told(faulty) == before
    assert kept_at(faulty).found() is None
