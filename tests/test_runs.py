"""Runs of resources: what each brings, however they are cut; kept only whole, until one of its resources changes."""

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from generator import workers
from generator.edition import read_edition
from generator.publish import runs
from generator.publish.runs import Listed, part_of_pages, run_of, runs_of, unpacked
from generator.publish.search import search_files
from generator.search.document import Document
from generator.search.index import Index
from generator.search.part import Part
from generator.views.exports import as_records, as_table, records_of, table_of
from generator.views.pages import pages_of
from generator.views.search import KEYS, facets_of
from tests.conftest import REPOSITORY
from tests.test_site import bytes_of

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def listed() -> list[Listed]:
    edition = read_edition(REPOSITORY, date(2026, 11, 23))
    return [*zip(pages_of(edition).resources, edition.register.resources, strict=True)]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The codes of every run that is made, runs being of four resources and made here."""
    found: list[list[str]] = []

    def spied(listed: Sequence[Listed]) -> bytes:
        found.append([page.row.code for page, _ in listed])
        return run_of(listed)

    monkeypatch.setattr(runs, "LENGTH", 4)
    monkeypatch.setattr(runs, "run_of", spied)
    monkeypatch.setattr(workers, "PROCESSES", 1)
    return found


def keys_of(listed: Sequence[Listed]) -> list[str]:
    return [page.row.code for page, _ in listed]


@pytest.mark.parametrize("length", [1, 4, 1000])
def test_the_files_that_tell_of_all_are_the_same_however_runs_are_cut(
    listed: list[Listed], monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    filed = [one for _, one in listed]
    facets = facets_of(read_edition(REPOSITORY, date(2026, 11, 23)).register)

    def index_files(made: Sequence[bytes]) -> Files:
        parts = (unpacked(raw).part for raw in made)
        return dict(search_files(Index.join(parts, Part.of([], KEYS), facets)))

    monkeypatch.setattr(runs, "LENGTH", length)
    made = runs_of(listed, (), None)
    assert len(made) == -(-len(listed) // length)
    assert index_files(made) == index_files([run_of(listed)])
    assert records_of(unpacked(raw).records for raw in made) == as_records(filed)
    assert table_of(unpacked(raw).rows for raw in made) == as_table(filed)


def test_a_run_is_the_same_bytes_in_every_process() -> None:
    """Whatever the order in which this process goes through its sets."""
    lines = (
        "from tests.test_runs import *",
        "edition = read_edition(REPOSITORY, date(2026, 11, 23))",
        "listed = [*zip(pages_of(edition).resources, edition.register.resources)]",
        "sys.stdout.buffer.write(run_of(listed))",
    )
    command = [sys.executable, "-c", "\n".join(("import sys", *lines))]
    made = [
        subprocess.run(
            command, cwd=REPOSITORY, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert made[0] == made[1] != b""


def test_nothing_is_a_list_and_a_table_too() -> None:
    assert runs_of([], (), None) == []
    assert records_of([]) == "[]\n"
    assert table_of([]) == "\ufeff代码,名称,目录类别,目录,提供方,共享类型,开放类型,更新周期,状态,信息项数,摘要\r\n"


def test_only_the_run_of_a_changed_resource_is_made_anew(
    listed: list[Listed], tmp_path: Path, made: list[list[str]]
) -> None:
    keys, folder = keys_of(listed), tmp_path / "runs"
    first = runs_of(listed, keys, folder)
    assert made == [keys[at : at + 4] for at in range(0, len(keys), 4)]
    kept = bytes_of(folder)
    made.clear()
    assert runs_of(listed, keys, folder) == first
    assert made == []
    changed = [*keys[:5], "changed", *keys[6:]]
    assert runs_of(listed, changed, folder) == first
    assert made == [keys[4:8]]
    assert len(bytes_of(folder)) == len(kept)
    assert len(bytes_of(folder).keys() - kept.keys()) == 1


@pytest.mark.parametrize("at", [0, 33, -1])
def test_a_kept_run_that_is_not_whole_is_made_anew(
    listed: list[Listed], tmp_path: Path, made: list[list[str]], at: int
) -> None:
    keys, folder = keys_of(listed), tmp_path / "runs"
    first = runs_of(listed, keys, folder)
    whole = bytes_of(folder)
    for file in folder.iterdir():
        raw = bytearray(file.read_bytes())
        raw[at] ^= 1
        file.write_bytes(raw)
    made.clear()
    assert runs_of(listed, keys, folder) == first
    assert len(made) == len(first)
    assert bytes_of(folder) == whole


def test_a_run_with_a_resource_that_has_no_key_is_not_kept(
    listed: list[Listed], tmp_path: Path, made: list[list[str]]
) -> None:
    keys, folder = [*keys_of(listed)[:-1], ""], tmp_path / "runs"
    runs_of(listed, keys, folder)
    made.clear()
    runs_of(listed, keys, folder)
    assert made == [keys_of(listed)[(len(listed) - 1) // 4 * 4 :]]


def test_what_pages_bring_is_kept_until_they_are_others(tmp_path: Path) -> None:
    """Under one key, and only whole; nothing is kept of pages without a key."""
    documents, others = [Document("about/", "说明", summary="怎样使用")], [Document("about/", "关于")]
    folder = tmp_path / "pages"
    part = part_of_pages(documents, "one", folder)
    assert part == Part.of(documents, KEYS)
    assert part_of_pages(others, "one", folder) == part
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    assert part_of_pages(others, "one", folder) == Part.of(others, KEYS)
    assert part_of_pages(documents, "two", folder) == part
    assert [file.name for file in folder.iterdir()] == ["two"]
    assert part_of_pages(documents, "", folder) == part_of_pages(documents, "", folder) == part
    assert list(folder.iterdir()) == []
