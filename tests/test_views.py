"""Addresses and pages: what is said of an edition, without HTML."""

import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.edition import read_edition
from generator.source.git import Commit, commit_named
from generator.views import addresses
from generator.views.pages import pages_of

TODAY = date(2026, 11, 23)
RESOURCE = "catalogues/department/省教育厅/民办学校办学许可信息.yml"
Write = Callable[[str, str], None]


@given(st.text(max_size=80))
def test_a_segment_never_leaves_its_folder(name: str) -> None:
    segment = addresses.segment(name)
    assert re.fullmatch(r"[0-9A-Za-z_\u3400-\u9fff（）·-]{1,60}", segment)
    assert segment not in (".", "..")


@given(st.text(max_size=20), st.text(max_size=20))
def test_different_names_never_share_a_segment(one: str, other: str) -> None:
    assert (addresses.segment(one) == addresses.segment(other)) == (one == other)


@pytest.mark.parametrize(
    ("address", "root"), [("", "./"), ("search/", "../"), ("resources/307003/000001/", "../../../")]
)
def test_every_page_knows_the_way_to_the_root(address: str, root: str) -> None:
    assert addresses.root_from(address) == root


def test_a_resource_is_found_by_its_code(register: Path) -> None:
    (page,) = pages_of(read_edition(register, TODAY)).resources
    assert page.address == "resources/307003/000001/"
    assert page.class_names == ("部门信息资源", "省（自治区、直辖市）及其下各级", "省教育厅")
    assert page.provider_link.address == "organisations/省教育厅/"


def test_a_resource_without_a_usable_code_or_with_anothers_still_has_a_page(register: Path, write: Write) -> None:
    text = (register / RESOURCE).read_text(encoding="utf-8")
    write("catalogues/department/省教育厅/甲.yml", text.replace("307003/000001", "坏"))
    write("catalogues/department/省教育厅/重.yml", text)
    found = [page.address for page in pages_of(read_edition(register, TODAY)).resources]
    assert len(set(found)) == 3
    assert all(re.fullmatch(r"resources/(307003/000001|_[0-9a-f]{16}/file)/", address) for address in found)


def test_an_organisation_only_named_has_a_page_that_says_it_is_not_registered(register: Path, write: Write) -> None:
    text = (register / RESOURCE).read_text(encoding="utf-8")
    write(RESOURCE, text.replace("提供方: 省教育厅", "提供方: 省不存在厅"))
    pages = pages_of(read_edition(register, TODAY))
    (page,) = [page for page in pages.organisations if page.organisation is None]
    assert (page.name, len(page.rows)) == ("省不存在厅", 1)


def test_the_sharing_mix_counts_every_resource_once(register: Path, write: Write) -> None:
    text = (register / RESOURCE).read_text(encoding="utf-8")
    write(
        "catalogues/department/省教育厅/甲.yml",
        text.replace("共享类型: 无条件共享\n", "").replace("/000001", "/000002"),
    )
    assert pages_of(read_edition(register, TODAY)).sharing_mix == {
        "无条件共享": 1,
        "有条件共享": 0,
        "不予共享": 0,
        "": 1,
    }


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=审核岗01", "-c", "user.email=post@example.invalid", *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def test_the_commit_shown_is_the_one_checked_out_on_its_day_in_china(
    register: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-11-22T17:30:00+00:00")
    git(register, "init", "-q", "-b", "main")
    assert commit_named(register) is None
    assert read_edition(register, TODAY).commit is None
    git(register, "add", ".")
    git(register, "commit", "-qm", "初始导入")
    assert commit_named(register) == git(register, "rev-parse", "HEAD")
    assert read_edition(register, TODAY).commit == Commit(git(register, "rev-parse", "HEAD"), TODAY, False)
    write("catalogues/department/省教育厅/新.yml", "x")
    assert read_edition(register, TODAY).commit == Commit(git(register, "rev-parse", "HEAD"), TODAY, True)
    git(register, "commit", "-qm", "再提交", "--allow-empty", "--date", "2026-11-23T00:00:00Z")
    assert read_edition(register, TODAY, at="HEAD~1").commit == Commit(
        git(register, "rev-parse", "HEAD~1"), TODAY, False
    )


def test_a_commit_beside_the_main_line_has_its_own_day(
    register: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-11-20T12:00:00+08:00")
    git(register, "init", "-q", "-b", "main")
    git(register, "add", ".")
    git(register, "commit", "-qm", "初始导入")
    git(register, "switch", "-qc", "change")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-11-21T23:30:00-08:00")
    git(register, "commit", "-qm", "修改", "--allow-empty")
    assert read_edition(register, TODAY).commit == Commit(git(register, "rev-parse", "HEAD"), date(2026, 11, 22), False)


def test_outside_a_repository_the_commit_is_unknown(register: Path) -> None:
    assert commit_named(register) is None
    assert read_edition(register, TODAY).commit is None
