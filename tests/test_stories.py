"""Stories about histories of the register: what the program must say about each."""

from pathlib import Path

from generator.approval.sshsig import public_text, signing_key
from generator.source.history import main_line
from tests.stories.story import key_of, tell, told

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
