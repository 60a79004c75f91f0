"""Old files: whoever reads them, in whatever pieces, from git or from what was kept, history is the same."""

import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.demo.telling import told as demo_told
from generator.edition import faultless
from generator.filing.reading import histories_of, read_past
from generator.history import reading
from generator.history.revision import Histories
from generator.history.walk import histories
from generator.source.cache import Cache, cache_of
from generator.source.folder import read_files
from generator.source.history import History, blobs, main_line
from generator.source.pack import write_repository
from generator.states import load_at
from tests.bench.repository import make
from tests.conftest import REPOSITORY
from tests.stories.story import STORIES, told

STORY_NAMES = sorted(path.parent.name for path in STORIES.glob("*/story.yml"))
NAMES = ("large", "demo", *STORY_NAMES)


@dataclass
class Asked:
    """A reader that remembers what it was asked for."""

    root: Path
    every: list[str] = field(default_factory=list)

    def __call__(self, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        asked = list(ids)
        self.every += asked
        return blobs(self.root, asked)


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    made = {name: tmp_path_factory.mktemp("told") / name for name in NAMES}
    make(made["large"], resources=40, merges=60, departments=4)
    demo = demo_told(read_files(REPOSITORY)[0], date(2026, 11, 23))
    made["demo"].mkdir()
    write_repository(made["demo"], demo.objects, demo.references, "main")
    for name in STORY_NAMES:
        told(made[name], name)
    return made


@pytest.fixture(params=NAMES)
def root(request: pytest.FixtureRequest, roots: dict[str, Path]) -> Iterator[Path]:
    root = roots[request.param]
    yield root
    if (file := cache_of(root, "history").file) and file.exists():
        file.unlink()


@pytest.fixture
def history(root: Path) -> History:
    return main_line(root)


@pytest.fixture
def plain(root: Path, history: History, monkeypatch: pytest.MonkeyPatch) -> Histories:
    """Read here, at once, with nothing kept."""
    with monkeypatch.context() as here:
        here.setattr("generator.workers.PROCESSES", 1)
        return histories(history.commits, Asked(root))


@pytest.fixture
def large(roots: dict[str, Path]) -> Iterator[Path]:
    yield roots["large"]
    if (file := cache_of(roots["large"], "history").file) and file.exists():
        file.unlink()


@pytest.mark.parametrize(("processes", "places"), [(1, 1), (2, 1), (3, 7)])
def test_in_whatever_pieces_they_are_read_history_is_the_same(
    root: Path, history: History, plain: Histories, processes: int, places: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.workers.PROCESSES", processes)
    monkeypatch.setattr(reading, "PLACES_AT_ONCE", places)
    monkeypatch.setattr(reading, "STEPS_AT_ONCE", places)
    assert histories(history.commits, Asked(root)) == plain


@pytest.mark.parametrize("at_once", [0, 10_000])
def test_what_was_kept_gives_the_same_and_nothing_is_read(
    root: Path, history: History, plain: Histories, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "KEPT_AT_ONCE", at_once)
    monkeypatch.setattr(reading, "PLACES_AT_ONCE", 7)
    assert histories_of(root, history) == plain
    again = Asked(root)
    assert histories(history.commits, again, cache_of(root, "history")) == plain
    assert again.every == []


def test_what_the_register_has_read_without_fault_is_not_read_again(
    root: Path, history: History, plain: Histories, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PLACES_AT_ONCE", 1)
    monkeypatch.setattr("generator.workers.PROCESSES", 1)
    loaded = load_at(root, history.commits[-1].id)
    again = Asked(root)
    assert histories(history.commits, again, None, partial(faultless, loaded)) == plain
    assert faultless(loaded).keys().isdisjoint(again.every)


def test_one_more_commit_reads_its_own_files_and_those_they_are_compared_with(large: Path) -> None:
    history = main_line(large)
    histories_of(large, replace(history, commits=history.commits[:-1]))
    again, cache = Asked(large), cache_of(large, "history")
    found = histories(history.commits, again, cache)
    codes = [revision.code for revision in found.by_commit[history.commits[-1].id]]
    assert set(again.every) == {one.blob for code in codes for one in found.revisions[code][-2:]}
    assert len(again.every) <= 3 * len(codes)
    assert histories(history.commits, Asked(large)) == found


def test_old_files_are_read_once_but_for_those_compared_after_a_move(large: Path) -> None:
    asked = Asked(large)
    found = histories(main_line(large).commits, asked)
    assert len(set(asked.every)) == len({one.blob for ones in found.revisions.values() for one in ones if one.blob})
    assert len(asked.every) - len(set(asked.every)) <= len(asked.every) // 20


def _rows(cache: Cache, statement: str) -> None:
    assert cache.file is not None
    with closing(sqlite3.connect(cache.file)) as rows, rows:
        rows.execute(statement)


@pytest.mark.parametrize(
    "damage",
    [
        "delete from kept where key like '%a'",
        "update kept set value = x'00112233445566775b5b5d5d'",
        "update kept set value = (select value from kept order by key limit 1)",
        "update kept set value = substr(value, 1, 20)",
        "update kept set program = x'00'",
        "drop table kept",
    ],
)
def test_a_cache_that_was_tampered_with_changes_nothing(large: Path, damage: str) -> None:
    history, cache = main_line(large), cache_of(large, "history")
    found = histories_of(large, history)
    _rows(cache, damage)
    assert histories_of(large, history) == found
    again = Asked(large)
    assert histories(history.commits, again, cache) == found
    assert again.every == []


def test_a_truncated_cache_is_written_anew(large: Path) -> None:
    history, cache = main_line(large), cache_of(large, "history")
    found = histories_of(large, history)
    assert cache.file is not None
    cache.file.write_bytes(cache.file.read_bytes()[:5000])
    for _ in range(2):
        assert histories_of(large, history) == found
    again = Asked(large)
    histories(history.commits, again, cache)
    assert again.every == []


def test_another_program_reads_for_itself(large: Path) -> None:
    history = main_line(large)
    found = histories_of(large, history)
    again = Asked(large)
    other = replace(cache_of(large, "history"), program=b"\1" * 16)
    assert histories(history.commits, again, other) == found
    assert set(again.every) == {one.blob for ones in found.revisions.values() for one in ones if one.blob}


def test_nothing_of_an_approval_is_kept(large: Path) -> None:
    read_past(large, date(2027, 1, 1), baseline=main_line(large).commits[0].id)
    kept = [path.name for path in (large / ".git/mulu").iterdir()]
    assert kept == ["history.sqlite3"]
    assert b"SSH SIGNATURE" not in (large / ".git/mulu/history.sqlite3").read_bytes()


def test_a_line_that_was_rewritten_is_read_as_it_is_now(large: Path, tmp_path: Path) -> None:
    histories_of(large, main_line(large))
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", "--bare", str(large), str(clone)], check=True)
    history = main_line(clone)
    histories_of(clone, history)
    rewritten = ["git", "-C", str(clone), "update-ref", "refs/heads/main", history.commits[20].id]
    subprocess.run(rewritten, check=True)
    now = main_line(clone)
    assert len(now.commits) == 21
    assert histories_of(clone, now) == histories(now.commits, Asked(clone))
