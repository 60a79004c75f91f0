"""Stories about histories of the register: what the program must say about each."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.approval.sshsig import public_text, signing_key
from generator.approval.verdict import Verdict
from generator.diagnostics import OperatorError
from generator.filing.filing import Filing
from generator.filing.reading import read_past
from generator.history.revision import Revision
from generator.history.walk import histories
from generator.source.history import blobs, main_line
from tests.stories.story import STORIES, Told, key_of, tell, told

TODAY = date(2027, 6, 1)
TEACHERS = "catalogues/department/省教育厅/教师资格认定信息.yml"
SCHOOLS = "catalogues/department/省教育厅/民办学校办学许可信息.yml"
MONTHLY = {TEACHERS: {"更新周期: 每日": "更新周期: 每月"}}


def test_a_story_is_a_real_repository_with_really_signed_merges(tmp_path: Path) -> None:
    story = tell(tmp_path, [{"step": "01", "edit": MONTHLY}])
    first, merge = main_line(tmp_path).commits
    assert (first.id, merge.id) == (story.commits["start"], story.commits["01"])
    assert merge.signature
    assert signing_key(merge.signature, merge.payload) == public_text(key_of("审核岗01"))
    assert [one.id for one in merge.brought] == list(story.brought["01"])
    assert (merge.brought[0].author.email, merge.on.isoformat()) == ("clerk@edu.example", "2026-01-06")
    assert [change.path for change in merge.changes] == [TEACHERS]
    assert "更新周期: 每月" in (tmp_path / TEACHERS).read_text(encoding="utf-8")


def test_every_kind_of_step_can_be_told(tmp_path: Path) -> None:
    story = told(tmp_path, "every-kind")
    line = {
        story.step_of(commit.id): commit
        for commit in main_line(tmp_path).commits[1:]
        if commit.id in story.commits.values()
    }
    assert {name: len(commit.parents) for name, commit in line.items()} == {
        "01-merge": 2,
        "02-push": 1,
        "03-squash": 1,
        "04-rebase": 1,
        "05-octopus": 3,
        "06-evil": 2,
        "07-conflict": 2,
        "08-revert": 2,
    }


TOLD = sorted(path.parent.name for path in STORIES.glob("*/story.yml"))


def expected(name: str, part: str) -> Any:
    story = yaml.load((STORIES / name / "story.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return story.get(part)


def revision_line(story: Told, revision: Revision) -> str:
    moved = f"{below(revision.moved_from)} → " if revision.moved_from else ""
    fields = [
        f" | {field.field}{' ' if field.item else ''}{field.item}：{field.old}→{field.new}（{field.direction}）"
        for field in revision.changes
    ]
    marks = [f" ！{revision.fault}" if revision.fault else "", *(f" *{number}" for number in revision.triggers)]
    marks += [f" ？{'、'.join(revision.refused)}" if revision.refused else ""]
    marks += [f" 〔{'、'.join(revision.shapes)}〕" if revision.shapes else ""]
    told_at = story.step_of(revision.commit)
    return f"{told_at} {revision.kind} {moved}{below(revision.file)}{''.join(fields)}{''.join(marks)}"


def below(file: str) -> str:
    return file.removeprefix("catalogues/")


@pytest.mark.parametrize("name", [name for name in TOLD if expected(name, "history")])
def test_the_story_of_every_resource(name: str, tmp_path: Path) -> None:
    story = told(tmp_path, name)
    found = histories(main_line(tmp_path).commits, partial(blobs, tmp_path))
    for code, lines in expected(name, "history").items():
        assert [revision_line(story, revision) for revision in found.revisions[code]] == lines
    unplaced = [f"{story.step_of(one.commit)} {below(one.file)} ！{one.fault}" for one in found.unplaced]
    assert unplaced == (expected(name, "unplaced") or [])
    if expected(name, "tombstones"):
        stones = [
            " ".join((stone.code, stone.kind, story.step_of(stone.commit), stone.reason, *stone.successors))
            for stone in found.tombstones().values()
        ]
        assert stones == expected(name, "tombstones")


def filing_line(story: Told, filing: Filing) -> str:
    made = story.step_of(filing.commit)
    request = filing.request if filing.request != "catalogue/register!7" else ""
    records = [f"{record.kind} {record.number}" for record in filing.ledgers]
    said = [filing.number, str(filing.on), made, "、".join(filing.submitters), request, filing.address, *records]
    said += [*filing.files, *(f"| {revision.code} {revision.kind}" for revision in filing.revisions)]
    return " ".join(filter(None, (*said, *(f"*{number}" for number in filing.triggers))))


@pytest.mark.parametrize("name", [name for name in TOLD if expected(name, "filings")])
def test_the_filings_of_every_story(name: str, tmp_path: Path) -> None:
    story = told(tmp_path, name)
    past = read_past(tmp_path, TODAY, baseline=story.commits["start"])
    assert [filing_line(story, filing) for filing in past.filings.listed] == expected(name, "filings")
    assert [story.step_of(commit) for commit in past.filings.unfiled] == (expected(name, "unfiled") or [])


def test_no_later_commit_changes_an_earlier_number(tmp_path: Path) -> None:
    """Whatever the line's length, each filing keeps the number it had when it was the last one."""
    story = told(tmp_path, "new-year")
    whole = read_past(tmp_path, TODAY, baseline=story.commits["start"]).filings.listed
    for count, filing in enumerate(whole, 1):
        past = read_past(tmp_path, TODAY, main=filing.commit, baseline=story.commits["start"])
        assert [one.number for one in past.filings.listed] == [one.number for one in whole[:count]]


def test_without_a_baseline_everything_is_the_import_and_nothing_is_filed(tmp_path: Path) -> None:
    told(tmp_path, "new-year")
    past = read_past(tmp_path, TODAY)
    assert (past.audit.baseline, past.filings.listed, past.filings.unfiled) == (None, (), ())
    assert {judgement.verdict for judgement in past.audit.judgements.values()} == {Verdict.IMPORT}


def test_a_baseline_that_history_has_lost_is_an_operators_matter(tmp_path: Path) -> None:
    told(tmp_path, "new-year")
    with pytest.raises(OperatorError, match="不在 main 的主线上"):
        read_past(tmp_path, TODAY, baseline="f" * 40)
