"""What is kept between runs: found again only when whole, this program's own, and in a file that is ours alone."""

import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.source.cache import Cache, cache_of, program_id
from generator.workers import shared_out

VALUES = {f"{number:040x}": f"值{number}".encode() for number in range(1200)}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "--quiet", "--template=", str(tmp_path)], check=True)
    return tmp_path


@pytest.fixture
def cache(root: Path) -> Cache:
    made = cache_of(root, "values")
    made.keep(VALUES)
    return made


def file_of(cache: Cache) -> Path:
    assert cache.file is not None
    return cache.file


def test_what_was_kept_is_found_again(root: Path, cache: Cache) -> None:
    assert dict(cache_of(root, "values").found(VALUES)) == VALUES
    for some in ([*VALUES][5:7], [*VALUES][:1100]):
        assert dict(cache.found(some)) == {key: VALUES[key] for key in some}
    assert dict(cache.found(["f" * 40])) == {}
    assert dict(cache_of(root, "others").found(VALUES)) == {}


def test_it_stands_in_the_git_directory_for_us_alone(root: Path, cache: Cache) -> None:
    assert file_of(cache) == root / ".git/mulu/values.sqlite3"
    assert (file_of(cache).stat().st_mode & 0o777, file_of(cache).parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert [entry.name for entry in root.iterdir()] == [".git"]


def test_a_worktree_has_its_own(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other") / "tree"
    git = ["git", "-C", str(root), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "-m", "x"], check=True)
    subprocess.run([*git, "worktree", "add", "--quiet", "--detach", str(other)], check=True)
    cache_of(other, "values").keep(VALUES)
    assert [entry.name for entry in other.iterdir()] == [".git"]
    assert dict(cache_of(other, "values").found(VALUES)) == VALUES


def test_without_a_repository_nothing_is_kept(tmp_path: Path) -> None:
    nothing = cache_of(tmp_path, "values")
    nothing.keep(VALUES)
    assert nothing == Cache()
    assert dict(nothing.found(VALUES)) == {}


def test_another_program_finds_nothing_and_puts_its_own_in_place(cache: Cache) -> None:
    other = replace(cache, program=b"\0" * 16)
    assert dict(other.found(VALUES)) == {}
    other.keep({"a": b"1"})
    assert dict(other.found(["a"])) == {"a": b"1"}
    assert dict(cache.found(VALUES)) == {}


def test_the_program_is_known_by_its_source_and_its_libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(program_id()) == 16
    (tmp_path / "PyYAML-0.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    assert program_id.__wrapped__() != program_id()


def _truncated(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _emptied(file: Path) -> None:
    os.truncate(file, 0)


def _overwritten(file: Path) -> None:
    file.write_bytes(b"no database" * 1000)


def _other_shape(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as rows, rows:
        rows.execute("create table kept (program, wrong)")
    file.chmod(0o600)


@pytest.mark.parametrize("damage", [_truncated, _emptied, _overwritten, _other_shape, Path.unlink])
def test_a_damaged_file_is_nothing_and_is_written_anew(cache: Cache, damage: Callable[[Path], None]) -> None:
    damage(file_of(cache))
    found = dict(cache.found(VALUES))
    assert found.items() <= VALUES.items()
    assert len(found) < len(VALUES)
    for _ in range(2):
        cache.keep(VALUES)
    assert dict(cache.found(VALUES)) == VALUES


def test_a_value_that_was_altered_is_not_found(cache: Cache) -> None:
    key, other, *_ = VALUES
    with closing(sqlite3.connect(file_of(cache))) as rows, rows:
        rows.execute("update kept set value = ? where key = ?", (b"\0" * 8 + b"x", key.encode()))
        rows.execute("update kept set value = 'text' where key = ?", (other.encode(),))
    assert dict(cache.found(VALUES)).keys() == VALUES.keys() - {key, other}


def test_a_value_under_another_key_is_not_found(cache: Cache) -> None:
    key, other, *_ = VALUES
    with closing(sqlite3.connect(file_of(cache))) as rows, rows:
        rows.execute(
            "update kept set value = (select value from kept where key = ?) where key = ?",
            (other.encode(), key.encode()),
        )
    assert key not in dict(cache.found(VALUES))


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_a_file_that_others_may_write_is_neither_read_nor_written(cache: Cache, mode: int) -> None:
    file_of(cache).chmod(mode)
    before = file_of(cache).read_bytes()
    cache.keep({"a": b"1"})
    assert (dict(cache.found(VALUES)), file_of(cache).read_bytes()) == ({}, before)


@pytest.mark.parametrize("mode", [0o770, 0o707])
def test_nor_one_in_a_folder_where_they_may(cache: Cache, mode: int) -> None:
    file_of(cache).parent.chmod(mode)
    before = file_of(cache).read_bytes()
    cache.keep({"a": b"1"})
    assert (dict(cache.found(VALUES)), file_of(cache).read_bytes()) == ({}, before)


def test_nor_one_that_is_somebody_elses(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 99)
    assert dict(cache.found(VALUES)) == {}


def test_nor_through_a_link(cache: Cache, tmp_path: Path) -> None:
    file = file_of(cache)
    file.rename(file.with_name("moved"))
    file.symlink_to(file.with_name("moved"))
    assert dict(cache.found(VALUES)) == {}
    file.unlink()
    file.symlink_to(tmp_path / "made-elsewhere")
    cache.keep(VALUES)
    assert not (tmp_path / "made-elsewhere").exists()


def test_what_cannot_be_written_is_no_fault(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.source.cache._PATIENCE", 0.0)
    with closing(sqlite3.connect(file_of(cache))) as rows:
        rows.execute("begin exclusive")
        cache.keep({"a": b"1"})
        assert dict(cache.found(VALUES)) == {}
    assert dict(cache.found(["a", *VALUES])) == VALUES


def test_many_processes_write_at_once(cache: Cache) -> None:
    keys = [f"{number:039x}x" for number in range(400)]

    def kept(part: Iterable[str]) -> None:
        cache.keep({key: key.encode() for key in part})

    list(shared_out(kept, keys, 10, 4))
    assert dict(cache.found(keys)) == {key: key.encode() for key in keys}
    assert dict(cache.found(VALUES)) == VALUES
