"""Stories about histories of the register: what the program must say about each."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.approval.sshsig import public_text, signing_key
from generator.history.revision import Revision
from generator.history.walk import histories
from generator.source.history import blobs, main_line
from tests.stories.story import STORIES, Told, key_of, tell, told

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
