"""Deadlines of told stories: what answers a trigger, when a folder last changed, what was dated after its filing."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.audience import for_audience
from generator.calendar import work_calendar
from generator.cli import run
from generator.deadlines import deadlines_of
from generator.deadlines.past import happened, on_time
from generator.edition import Audience, read_edition
from generator.filing.reading import read_past
from generator.load import load_register
from tests.stories.story import Step, Told, tell

FILE = "catalogues/department/省教育厅/教师资格认定信息.yml"
CODE = "307003/000002"
TRIGGER: Step = {
    "step": "01-trigger",
    "submitter": "审核岗02",
    "message": "Merge pull request #1 from authority/trigger\n",
    "put": {
        "catalogues/ledgers/triggers/2026/2026-0001.yml": (
            "类别: 职能变化\n事项: 职能调整\n发生日期: 2025-12-22\n涉及资源:\n  - 资源代码: 307003/000002\n"
        ),
        "catalogues/ledgers/requests/2026/2026-0001.yml": (
            "资源代码: 307003/000002\n使用部门: 省公安厅\n收到日期: 2026-01-05\n"
            "答复:\n  日期: 2026-01-20\n  结果: 同意\n"
        ),
    },
}
BASIS = "更新周期: 每日\n变更依据:\n  - 触发事项: 2026-0001\n"
ANSWER: Step = {"step": "02-answer", "message": "!2", "edit": {FILE: {"更新周期: 每日\n": BASIS}}}


def listed(story: Told, capsys: pytest.CaptureFixture[str], today: str) -> tuple[list[dict[str, Any]], str]:
    capsys.readouterr()
    pinned = ("--baseline", story.commits["start"])
    assert run(["deadlines", "--root", str(story.root), "--today", today, "--format", "json", *pinned]) == 0
    said = capsys.readouterr()
    return json.loads(said.out), said.err


def test_the_merge_that_names_the_trigger_ends_its_clock(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = tell(tmp_path, [TRIGGER, ANSWER])
    found, err = listed(story, capsys, "2026-01-08")
    update = next(one for one in found if one["id"] == "triggers/2026-0001/307003-000002/update")
    assert (update["ended_on"], update["ended_by"], update["due_on"], update["state_text"]) == (
        "2026-01-07", "备〔2026〕0002号", "2026-01-06", "逾期办结，逾期 1 个工作日",
    )  # fmt: skip
    review = next(one for one in found if one["id"] == "catalogues/department/省教育厅/periodic")
    assert review["started_on"] == "2026-01-07"
    assert (
        "catalogues/ledgers/requests/2026/2026-0001.yml：“答复”登记为2026年1月20日，"
        "晚于登记它的合并（2026年1月6日），请核对\n"
    ) in err


def test_a_direct_push_answers_no_trigger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pushed: Step = {**ANSWER, "kind": "push", "by": "审核岗01"}
    found, _ = listed(tell(tmp_path, [TRIGGER, pushed]), capsys, "2026-01-08")
    update = next(one for one in found if one["id"] == "triggers/2026-0001/307003-000002/update")
    assert (update["ended_on"], update["state"]) == (None, "已逾期")


def test_before_the_merge_the_clock_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = tell(tmp_path, [TRIGGER])
    found, _ = listed(story, capsys, "2026-01-07")
    told = {one["id"]: one["state_text"] for one in found}
    assert told["triggers/2026-0001/307003-000002/update"] == "已逾期 1 个工作日"
    assert told["requests/2026-0001/reply"] == "已逾期 1 个工作日"  # its answer is dated later than this day


def test_a_filing_is_late_when_one_update_of_it_is(tmp_path: Path) -> None:
    story = tell(tmp_path, [TRIGGER, ANSWER])
    today = date(2026, 1, 8)
    known = happened(read_past(story.root, today, baseline=story.commits["start"]))
    register = load_register(story.root).register
    found = deadlines_of(register, work_calendar(), today, known.answered, known.last_changed)
    assert on_time(found, known.answered) == {story.commits["02-answer"]: False}
    edition = read_edition(story.root, today, baseline=story.commits["start"])
    for audience in Audience:
        shown = for_audience(edition, audience)
        assert [(one.commit, one.on_time) for one in shown.filings] == [
            (story.commits["01-trigger"], None),
            (story.commits["02-answer"], False),
        ]


def test_without_history_what_is_unknown_is_said(register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["deadlines", "--root", str(register), "--today", "2026-10-01"]) == 0
    assert capsys.readouterr().err == (
        "以2026年10月1日为今天：没有时限\n这里没有 Git 历史：触发事项是否已经办结、各目录上次何时变更，都无从得知\n"
    )


def test_the_review_of_a_request_says_until_when_its_trigger_is_to_be_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    story = tell(tmp_path, [TRIGGER, ANSWER])
    asked = ["review", story.commits["01-trigger"], story.commits["02-answer"], "--root", str(story.root)]
    run([*asked, "--format", "json"])
    answers = json.loads(capsys.readouterr().out)["triggers"]
    assert [(one["number"], one["code"], one["due"]) for one in answers] == [
        ("2026-0001", CODE, "2026年1月6日（条例第十七条第二款，10个工作日）")
    ]
    run(asked)
    assert "2026年1月6日（条例第十七条第二款，10个工作日）" in capsys.readouterr().out
