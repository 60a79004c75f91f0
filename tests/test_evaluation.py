"""A period that has ended is rebuilt from Git, and gives the same figures whatever is committed later."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator import evaluation
from generator.audience import for_audience
from generator.cli import run
from generator.edition import Audience, Edition, read_edition
from generator.evaluation import between, evaluated
from generator.source.listing import State, state_at
from tests.stories.story import Told, tell

TEACHERS = "catalogues/department/省教育厅/教师资格认定信息.yml"
CORRECTION = "catalogues/ledgers/corrections/2026/2026-0001.yml"
OPEN = "资源代码: 307003/000002\n反馈部门: 省公安厅\n事由: 有误\n收到日期: 2026-02-02\n"
STEPS: list[dict[str, Any]] = [
    {"step": "01", "at": "2026-02-03 10:00", "put": {CORRECTION: OPEN}},
    {"step": "02", "at": "2026-03-02 10:00", "edit": {TEACHERS: {"更新周期: 每日": "更新周期: 每月"}}},
]
LATER: list[dict[str, Any]] = [
    {
        "step": "03",
        "at": "2026-04-03 10:00",
        "put": {CORRECTION: f"{OPEN}办结日期: 2026-02-04\n结论: 核实无误\n处理情况: 无误\n告知日期: 2026-02-04\n"},
    },
    {"step": "04", "at": "2026-05-03 10:00", "edit": {TEACHERS: {"更新周期: 每月": "更新周期: 每年"}}},
    {"step": "05-dated-back", "at": "2026-03-05 10:00", "edit": {TEACHERS: {"更新周期: 每年": "更新周期: 不定期"}}},
]
FIRST, LAST = "2026-01-01", "2026-03-31"


def card(story: Told, today: str, capsys: pytest.CaptureFixture[str], form: str = "json") -> str:
    capsys.readouterr()
    options = ["--root", str(story.root), "--baseline", story.commits["start"], "--today", today, "--format", form]
    assert run(["scorecard", FIRST, LAST, *options, "--organisation", "省教育厅"]) == 0
    return capsys.readouterr().out


def test_a_past_quarter_stays_what_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    young, old = tell(tmp_path / "young", STEPS), tell(tmp_path / "old", [*STEPS, *LATER])
    told = card(young, "2026-04-01", capsys)
    assert {card(young, "2026-11-25", capsys), card(old, "2026-06-01", capsys), card(old, "2026-11-25", capsys)} == {
        told
    }
    (document,) = json.loads(told)
    figures = {figure["id"]: figure for figure in document["figures"]}
    assert (document["organisation"], document["first_on"], document["last_on"]) == ("省教育厅", FIRST, LAST)
    assert (figures["verifications"]["good"], figures["verifications"]["total"]) == (0, 1)
    assert (figures["narrowings"]["good"], figures["narrowings"]["total"]) == (0, 1)
    assert figures["narrowings"]["rows"][0]["told"] == "2026年3月2日：更新周期"


def test_the_terminal_says_the_same_as_the_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = tell(tmp_path, STEPS)
    lines = card(story, "2026-06-01", capsys, "text").splitlines()
    (document,) = json.loads(card(story, "2026-06-01", capsys))
    assert lines[0] == "省教育厅（2026-01-01 至 2026-03-31）"
    for figure in document["figures"]:
        assert any(line.startswith(f"  {figure['title']}：{figure['good']} / {figure['total']}") for line in lines)
        for row in figure["rows"]:
            called = "其他类型" if figure["id"] == "unconditional" else "不符合"
            bad = f"    {called}：{row['name']}（{row['code']}）：{row['told']}"
            assert row["is_good"] or bad in lines


def test_the_site_shows_the_running_periods_and_the_one_before(tmp_path: Path) -> None:
    story = tell(tmp_path, STEPS)
    edition = read_edition(story.root, date(2026, 4, 10), baseline=story.commits["start"])
    running, before, year = evaluated(story.root, edition)
    assert (running.name, before.name, year.name) == ("2026-Q2", "2026-Q1", "2026")
    assert (before.first_on, before.last_on) == (date(2026, 1, 1), date(2026, 3, 31))
    assert (running.last_on, year.last_on) == (date(2026, 4, 10), date(2026, 4, 10))
    assert between(story.root, edition, before.first_on, before.last_on).cards == before.cards


def edition_of(story: Told, today: date, baseline: str = "start") -> Edition:
    return read_edition(story.root, today, baseline=story.commits[baseline])


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commits that a past period was counted anew from."""
    commits: list[str] = []

    def noted(root: Path, commit: str) -> State:
        commits.append(commit)
        return state_at(root, commit)

    monkeypatch.setattr(evaluation, "state_at", noted)
    return commits


def test_a_past_period_of_the_site_is_counted_once(tmp_path: Path, counted: list[str]) -> None:
    story = tell(tmp_path, STEPS)
    _, first, _ = evaluated(story.root, edition_of(story, date(2026, 4, 10)))
    _, again, _ = evaluated(story.root, edition_of(story, date(2026, 6, 30)))
    assert counted == [story.commits["02"]]
    assert again == first
    assert again.cards == between(story.root, edition_of(story, date(2026, 6, 30)), first.first_on, first.last_on).cards
    assert counted == [story.commits["02"]] * 2


def test_what_a_past_period_rests_on_is_never_mixed_up(tmp_path: Path, counted: list[str]) -> None:
    """Another audience, another baseline, another quarter, another line of commits: each is counted for itself."""
    story = tell(tmp_path, [*STEPS, *LATER])
    public = for_audience(edition_of(story, date(2026, 4, 10)), Audience.PUBLIC)
    evaluated(story.root, public)
    evaluated(story.root, edition_of(story, date(2026, 4, 10)))
    evaluated(story.root, edition_of(story, date(2026, 4, 10), "01"))
    evaluated(story.root, edition_of(story, date(2026, 7, 10)))
    assert counted == [*[story.commits["02"]] * 3, story.commits["05-dated-back"]]


def test_nothing_of_an_approval_is_kept_with_a_past_period(tmp_path: Path) -> None:
    story = tell(tmp_path, STEPS)
    edition = edition_of(story, date(2026, 4, 10))
    _, before, _ = evaluated(story.root, edition)
    kept = (story.root / ".git/mulu/scorecards.sqlite3").read_bytes()
    assert before.cards[0].organisation.encode() in kept
    judged = edition.past.audit.judgements.values() if edition.past else ()
    told = {
        word for one in judged for word in (str(one.verdict), *one.reviewers, *(why.message for why in one.reasons))
    }
    assert "签名证明" in told
    assert not [word for word in told if word.encode() in kept]


def test_a_period_before_the_first_commit_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = tell(tmp_path, STEPS)
    assert run(["scorecard", "2025-01-01", "2025-12-31", "--root", str(story.root), "--today", "2026-06-01"]) == 2
    assert "2025-12-31 以前没有提交，无法重新统计" in capsys.readouterr().err
    assert run(["scorecard", "2026-02-02", "2026-02-01", "--root", str(story.root)]) == 2
