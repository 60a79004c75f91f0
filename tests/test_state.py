"""The state of a repository: another one for everything that an answer about register or past may rest on."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.source.state import is_altered, state_of
from tests.conftest import REPOSITORY

Git = Callable[..., str]
WHO = {
    f"GIT_{part}_{what}": value
    for part in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "报送人"), ("EMAIL", "a@example.com"), ("DATE", "1790000000 +0000"))
}
REGISTER = "catalogues/甲.yml"


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Runs git in a repository with two commits on main, another branch at the first, and a file that is ignored."""

    def run(*arguments: str) -> str:
        command = ["git", "-C", str(tmp_path), "-c", "core.hooksPath=/dev/null", *arguments]
        return subprocess.run(command, env={**os.environ, **WHO}, capture_output=True, check=True, text=True).stdout

    run("init", "--quiet", "--initial-branch", "main")
    (tmp_path / "catalogues").mkdir()
    (tmp_path / ".gitignore").write_text("*.draft\n")
    for text in ("一", "二"):
        (tmp_path / REGISTER).write_text(text, encoding="utf-8")
        run("add", "--all")
        run("commit", "--quiet", "--message", text)
    run("branch", "other", "main~1")
    (tmp_path / "outside.draft").write_text("ignored")
    return run


def test_while_nothing_is_done_the_state_stays(git: Git, tmp_path: Path) -> None:
    state = state_of(tmp_path)
    assert state is not None
    assert state_of(tmp_path) == state
    git("gc", "--quiet")
    (tmp_path / "outside.draft").write_text("ignored, and not of the register")
    assert state_of(tmp_path) == state


@pytest.mark.parametrize(
    "deed",
    [
        ("tag", "edition/2026-Q4"),
        ("branch", "--force", "other", "main"),
        ("branch", "--delete", "--force", "other"),
        ("branch", "--move", "other", "others"),
        ("notes", "add", "--message", "已审核"),
        ("update-ref", "refs/mulu/anything", "main"),
        ("checkout", "--quiet", "-b", "same-commit"),
        ("commit", "--quiet", "--allow-empty", "--message", "三"),
    ],
    ids=" ".join,
)
def test_what_is_done_to_a_reference_makes_another_state(git: Git, tmp_path: Path, deed: tuple[str, ...]) -> None:
    state = state_of(tmp_path)
    git(*deed)
    assert state_of(tmp_path) not in (None, state)


def test_each_part_of_the_state_tells_what_no_other_does(git: Git, tmp_path: Path) -> None:
    """References that stay while HEAD is at another commit, and HEAD at a branch that is the same commit."""
    git("branch", "same")
    states = [state_of(tmp_path)]
    for place in ("same", "--detach", "main~1"):
        git("checkout", "--quiet", place)
        states.append(state_of(tmp_path))
    assert None not in states
    assert len(set(states)) == 4


@pytest.mark.parametrize(
    "path", [REGISTER, "catalogues/new.yml", "catalogues/deep/ignored.draft"], ids=["changed", "new", "ignored"]
)
def test_a_register_that_is_not_as_committed_has_no_state(git: Git, tmp_path: Path, path: str) -> None:
    state = state_of(tmp_path)
    before = (tmp_path / REGISTER).read_bytes()
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text("三", encoding="utf-8")
    assert state_of(tmp_path) is None
    assert is_altered(tmp_path)
    (tmp_path / path).unlink()
    (tmp_path / REGISTER).write_bytes(before)
    assert not is_altered(tmp_path)
    assert state_of(tmp_path) == state


def test_a_new_file_is_seen_whatever_the_repository_says_of_new_files(git: Git, tmp_path: Path) -> None:
    git("config", "status.showUntrackedFiles", "no")
    assert state_of(tmp_path) is not None
    (tmp_path / "catalogues/new.yml").write_text("三", encoding="utf-8")
    assert state_of(tmp_path) is None


@pytest.mark.parametrize("told", ["--assume-unchanged", "--skip-worktree"])
def test_what_git_was_told_not_to_look_at_is_not_as_committed(git: Git, tmp_path: Path, told: str) -> None:
    """A sparse checkout leaves out files in the second way."""
    git("update-index", told, REGISTER)
    (tmp_path / REGISTER).unlink()
    assert git("status", "--porcelain") == ""
    assert is_altered(tmp_path)
    assert state_of(tmp_path) is None


def test_registers_in_different_folders_of_one_repository_have_different_states(git: Git, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder / "catalogues").mkdir(parents=True)
        (tmp_path / folder / REGISTER).write_text(folder, encoding="utf-8")
    git("add", "--all")
    git("commit", "--quiet", "--message", "三")
    states = {state_of(tmp_path), state_of(tmp_path / "one"), state_of(tmp_path / "two")}
    assert None not in states
    assert len(states) == 3


def test_without_a_commit_there_is_no_state(tmp_path: Path) -> None:
    assert state_of(tmp_path) is None
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    assert state_of(tmp_path) is None


def test_no_system_changes_the_ends_of_lines_of_a_register(git: Git, tmp_path: Path) -> None:
    """Or what is published would not be the bytes that were reviewed, and git would not tell."""
    (tmp_path / ".gitattributes").write_bytes((REPOSITORY / ".gitattributes").read_bytes())
    (tmp_path / REGISTER).write_bytes("甲: 乙\n".encode())
    git("add", "--all")
    git("commit", "--quiet", "--message", "换行")
    (tmp_path / REGISTER).unlink()
    git("-c", "core.autocrlf=true", "checkout", "--", REGISTER)
    assert (tmp_path / REGISTER).read_bytes() == "甲: 乙\n".encode()
