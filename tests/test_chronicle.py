"""The commands that look back: what they print, when they refuse, with which exit code."""

import json
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import fields

from generator.cli import run
from generator.edition import Edition, read_edition
from generator.source.git import Commit
from generator.views.pages import pages_of
from tests.stories.story import Told, tell
from tests.test_editions import tag

TEACHERS = "catalogues/department/省教育厅/教师资格认定信息.yml"
DAY = ("--today", "2026-11-25")


@pytest.fixture
def story(tmp_path: Path) -> Told:
    """One honest merge, one unsigned."""
    return tell(
        tmp_path,
        [
            {"step": "01", "edit": {TEACHERS: {"更新周期: 每日": "更新周期: 每月"}}},
            {"step": "02", "key": "", "message": "改\x1b[31m 13800138000\n", "put": {TEACHERS + ".md": "二\n"}},
        ],
    )


def test_verify_prints_every_verdict_and_exits_1_on_a_violation(
    story: Told, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = story.commits["01"], story.commits["02"]
    assert run(["verify", "--root", str(story.root), "--baseline", story.commits["start"], *DAY]) == 1
    captured = capsys.readouterr()
    assert captured.out == (
        f"2026-01-06 {first[:10]} 签名证明 审核岗01 Merge branch 'x' into 'main'\n"
        f"2026-01-07 {second[:10]} 违规 — 改\\u001b[31m 138******00\n"
        "    没有签名，无法证明是谁审核的\n"
    )
    assert captured.err == "主线 main 共 3 次提交：初始导入 1 次，签名证明 1 次，违规 1 次\n"
    started = ["verify", "--root", str(story.root), "--baseline", story.commits["start"], *DAY]
    assert run([*started, "--since", first]) == 1
    assert run([*started, "--since", second]) == 0
    assert "违规" in capsys.readouterr().out
    assert run([*started, "--since", "main"]) == 2
    assert "完整编号" in capsys.readouterr().err
    assert run(["verify", "--root", str(story.root), "--baseline", second, *DAY]) == 0


def test_the_baseline_may_stand_in_the_environment_and_must_be_whole(
    story: Told, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = str(story.root)
    assert run(["verify", "--root", root]) == 2
    assert "没有写明基线" in capsys.readouterr().err
    for short in (story.commits["start"][:12], "main", "--all"):
        monkeypatch.setenv("MULU_BASELINE", short)
        assert run(["verify", "--root", root]) == 2
        assert "完整编号" in capsys.readouterr().err
    monkeypatch.setenv("MULU_BASELINE", story.commits["02"])
    assert run(["verify", "--root", root, *DAY]) == 0


def test_a_baseline_that_is_nowhere_breaks_the_chain(story: Told, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", "--root", str(story.root), "--baseline", "0" * 40, "--format", "json", *DAY]) == 1
    captured = capsys.readouterr()
    entries = json.loads(captured.out)
    assert [(entry["commit"], entry["verdict"]) for entry in entries] == [
        ("0" * 40, "违规"),
        *((commit, "无法证明") for commit in story.commits.values()),
    ]
    assert entries[0]["faults"] == ["baseline-missing"]
    assert captured.err.endswith("；审核链不成立\n")


def test_verify_in_json_keeps_its_contract(story: Told, capsys: pytest.CaptureFixture[str]) -> None:
    tag(story, "edition/2026-Q1", "01", "2026-04-01")
    run(["verify", "--root", str(story.root), "--baseline", story.commits["start"], "--format", "json", *DAY])
    imported, honest, unsigned, edition = json.loads(capsys.readouterr().out)
    (resource,) = honest.pop("resources")
    assert (resource["code"], [change["field"] for change in resource["changes"]]) == ("307003/000002", ["更新周期"])
    assert honest == {
        "number": "备〔2026〕0001号",
        "on": "2026-01-06",
        "commit": story.commits["01"],
        "request": "catalogue/register!7",
        "address": None,
        "title": "01",
        "submitter": "省教育厅",
        "submitters": ["省教育厅"],
        "claimed_submitter": None,
        "reviewers": ["审核岗01"],
        "triggers": [],
        "ledgers": [],
        "files": [],
        "on_time": None,
        "verdict": "签名证明",
        "reasons": [],
        "faults": [],
        "edition": None,
    }
    assert (imported["verdict"], imported["number"]) == ("初始导入", None)
    assert (unsigned["reasons"], unsigned["faults"]) == (["没有签名，无法证明是谁审核的"], ["unsigned"])
    assert (edition["edition"], edition["verdict"], edition["reviewers"]) == ("2026-Q1", "签名证明", ["审核岗02"])
    assert unsigned.keys() == edition.keys() == imported.keys()


def test_a_faulty_edition_alone_makes_verify_exit_1(story: Told) -> None:
    tag(story, "edition/2026-Q1", "01", "2026-04-01", key="")
    assert run(["verify", "--root", str(story.root), "--baseline", story.commits["02"], *DAY]) == 1


def test_editions_are_listed_with_figures_and_differences(story: Told, capsys: pytest.CaptureFixture[str]) -> None:
    first = tag(story, "edition/2026-Q1", "start", "2026-02-01")
    tag(story, "edition/2026-Q2", "01", "2026-04-01", previous=first)
    assert run(["editions", "--root", str(story.root), *DAY]) == 0
    begin, end = story.commits["start"][:10], story.commits["01"][:10]
    assert capsys.readouterr().out == (
        f"版次 2026-Q1 2026-02-01 {begin} 签名证明 审核岗02\n"
        "    有效资源 3 项：无条件共享 3\n"
        f"版次 2026-Q2 2026-04-01 {end} 签名证明 审核岗02\n"
        "    有效资源 3 项：无条件共享 3\n"
        "    比 2026-Q1：变更 1 项\n"
    )
    assert run(["editions", "--root", str(story.root), "--format", "json", *DAY]) == 0
    one, other = json.loads(capsys.readouterr().out)
    assert (one["name"], one["tag"], one["previous"], one["since"]) == ("2026-Q1", first, None, None)
    assert other["since"] == {
        "added": [],
        "changed": ["307003/000002"],
        "retired": [],
        "deleted": [],
        "by_class": {},
        "by_department": {},
    }


def test_a_repository_without_editions_lists_none(story: Told, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["editions", "--root", str(story.root), "--format", "json"]) == 0
    assert capsys.readouterr().out == "[]\n"


def test_diff_tells_what_differs_in_words(story: Told, capsys: pytest.CaptureFixture[str]) -> None:
    start, first = story.commits["start"], story.commits["01"]
    assert run(["diff", start, first, "--root", str(story.root)]) == 0
    captured = capsys.readouterr()
    assert captured.out == "变更 307003/000002 教师资格认定信息\n    更新周期：每日 → 每月（收窄）\n"
    assert captured.err == f"{start} 与 {first} 相比：1 项资源有变化\n"
    (story.root / TEACHERS).unlink()
    assert run(["diff", start, "--root", str(story.root), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {
            "code": "307003/000002",
            "old_file": TEACHERS,
            "new_file": None,
            "name": "教师资格认定信息",
            "fields": [],
        }
    ]
    assert run(["diff", "--root", str(story.root), "nosuch"]) == 2


def shown(edition: Edition) -> tuple[object, ...]:
    """All that the pages say, and which commit they name."""
    pages = pages_of(edition)
    assert edition.commit
    parts = (getattr(pages, part.name) for part in fields(pages) if part.name != "edition")
    return (*parts, edition.commit.id, edition.findings, edition.files, edition.reminders)


def test_a_past_state_is_built_exactly_as_it_was(story: Told, tmp_path: Path) -> None:
    past = tell(tmp_path / "past", [{"step": "01", "edit": {TEACHERS: {"更新周期: 每日": "更新周期: 每月"}}}])
    assert past.commits["01"] == story.commits["01"]
    day = date(2026, 11, 25)
    then = read_edition(story.root, day, at=story.commits["01"])
    assert shown(then) == shown(read_edition(past.root, day))
    assert then.commit == past_commit(past)
    assert shown(then) != shown(read_edition(story.root, day, at="main~2"))
    (story.root / TEACHERS).unlink()
    assert shown(read_edition(story.root, day, at=story.commits["01"])) == shown(then)


def past_commit(past: Told) -> Commit:
    return Commit(past.commits["01"], date(2026, 1, 6), False)


def test_a_state_without_a_register_cannot_be_built(story: Told, capsys: pytest.CaptureFixture[str]) -> None:
    for revision, words in (("main^{tree}", "仓库中没有"), ("--all", "仓库中没有"), ("nosuch", "仓库中没有")):
        assert run(["build", "--root", str(story.root), f"--at={revision}"]) == 2
        assert words in capsys.readouterr().err
