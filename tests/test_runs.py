"""Runs of resources: what each brings, however they are cut; kept only whole, until one of its resources changes."""

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from generator.edition import read_edition
from generator.publish import runs
from generator.publish.runs import (
    GROUP,
    Listed,
    kept_groups,
    kept_part,
    kept_run,
    only_these,
    part_at,
    records_at,
    rows_at,
    run_of,
)
from generator.publish.search import search_files
from generator.search.document import Document
from generator.search.index import Index
from generator.search.part import Joint, Part
from generator.views.exports import as_records, as_table, records_of, table_of
from generator.views.pages import pages_of
from generator.views.search import KEYS, facets_of, part_of
from tests.conftest import REPOSITORY
from tests.test_site import bytes_of


@pytest.fixture(scope="module")
def listed() -> list[Listed]:
    edition = read_edition(REPOSITORY, date(2026, 11, 23))
    return [*zip(pages_of(edition).resources, edition.register.resources, strict=True)]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The codes of every run that is made."""
    found: list[list[str]] = []

    def spied(listed: Sequence[Listed]) -> bytes:
        found.append(keys_of(listed))
        return run_of(listed)

    monkeypatch.setattr(runs, "run_of", spied)
    return found


def keys_of(listed: Sequence[Listed]) -> list[str]:
    return [page.row.code for page, _ in listed]


def kept_runs(folder: Path, listed: Sequence[Listed], keys: Sequence[str], length: int = 4) -> list[Path]:
    folder.mkdir(exist_ok=True)
    starts = range(0, len(listed), length)
    files = [kept_run(folder, listed[at : at + length], keys[at : at + length]) for at in starts]
    only_these(folder, files)
    return files


@pytest.mark.parametrize("length", [1, 4, 1000])
def test_the_files_that_tell_of_all_are_the_same_however_runs_are_cut(
    listed: list[Listed], tmp_path: Path, length: int
) -> None:
    filed = [one for _, one in listed]
    facets = facets_of(read_edition(REPOSITORY, date(2026, 11, 23)).register)
    files = kept_runs(tmp_path / "runs", listed, keys_of(listed), length)
    assert len(files) == -(-len(listed) // length)
    whole = part_of([page for page, _ in listed])
    groups = kept_groups(tmp_path / "groups", files)
    joined = [Index.join(parts, Part.of([], KEYS), facets) for parts in (groups, map(part_at, files), [whole])]
    made = [dict(search_files(one)) for one in joined]
    assert made[0] == made[1] == made[2]
    assert records_of(map(records_at, files)) == as_records(filed)
    assert table_of(map(rows_at, files)) == as_table(filed)


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
    header = "\ufeff代码,名称,目录类别,目录,提供方,共享类型,开放类型,更新周期,状态,信息项数,摘要\r\n"
    assert records_of([]) == b"[]\n"
    assert table_of([]) == header.encode()


def test_only_the_run_of_a_changed_resource_is_made_anew(
    listed: list[Listed], tmp_path: Path, made: list[list[str]]
) -> None:
    keys = keys_of(listed)
    first = kept_runs(tmp_path, listed, keys)
    assert made == [keys[at : at + 4] for at in range(0, len(keys), 4)]
    kept = bytes_of(tmp_path)
    made.clear()
    assert kept_runs(tmp_path, listed, keys) == first
    assert made == []
    changed = kept_runs(tmp_path, listed, [*keys[:5], "changed", *keys[6:]])
    assert made == [keys[4:8]]
    assert [file for file in changed if file not in first] == [changed[1]]
    assert bytes_of(tmp_path).keys() == {file.name for file in changed}
    assert bytes_of(tmp_path)[changed[1].name] == kept[first[1].name]


@pytest.mark.parametrize("at", [0, 33, -1])
def test_a_kept_run_that_is_not_whole_is_made_anew(
    listed: list[Listed], tmp_path: Path, made: list[list[str]], at: int
) -> None:
    first = kept_runs(tmp_path, listed, keys_of(listed))
    whole = bytes_of(tmp_path)
    for file in first:
        raw = bytearray(file.read_bytes())
        raw[at] ^= 1
        file.write_bytes(raw)
    made.clear()
    assert kept_runs(tmp_path, listed, keys_of(listed)) == first
    assert len(made) == len(first)
    assert bytes_of(tmp_path) == whole


def test_a_run_with_a_resource_that_has_no_key_is_made_each_time(
    listed: list[Listed], tmp_path: Path, made: list[list[str]]
) -> None:
    keys = [*keys_of(listed)[:-1], ""]
    first = kept_runs(tmp_path, listed, keys)
    made.clear()
    assert kept_runs(tmp_path, listed, keys) == first
    assert made == [keys_of(listed)[(len(listed) - 1) // 4 * 4 :]]


def test_what_pages_bring_is_kept_until_they_are_others(tmp_path: Path) -> None:
    """Under one seed, and only whole; pages without a seed are asked each time."""
    documents, others = [Document("about/", "说明", summary="怎样使用")], [Document("about/", "关于")]
    folder = tmp_path / "pages"
    part = kept_part(folder, documents, "one")
    assert part == Part.of(documents, KEYS)
    assert kept_part(folder, others, "one") == part
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    assert kept_part(folder, others, "one") == Part.of(others, KEYS)
    assert kept_part(folder, documents, "two") == part
    assert kept_part(folder, documents, "") == part
    assert kept_part(folder, others, "") == Part.of(others, KEYS)
    assert len(bytes_of(folder)) == 1


# Groups of runs.


@pytest.fixture
def runs_of_four(listed: list[Listed], tmp_path: Path) -> list[Path]:
    """More than two groups of runs."""
    return kept_runs(tmp_path / "runs", listed[: 4 * (2 * GROUP + 3)], keys_of(listed))


@pytest.fixture
def joined(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many runs every group has that is made."""
    found: list[int] = []

    def spied(groups: Sequence[tuple[Path, Sequence[Path]]]) -> None:
        found.extend(len(group) for _, group in groups)
        put(groups)

    put = runs._put_joined
    monkeypatch.setattr(runs, "_put_joined", spied)
    monkeypatch.setattr("generator.workers.PROCESSES", 1)
    return found


def test_a_group_brings_what_all_its_resources_bring(
    listed: list[Listed], tmp_path: Path, runs_of_four: list[Path]
) -> None:
    groups = [*kept_groups(tmp_path / "groups", runs_of_four)]
    starts = range(0, 4 * len(runs_of_four), 4 * GROUP)
    pages = [page for page, _ in listed[: 4 * len(runs_of_four)]]
    assert groups == [part_of(pages[at : at + 4 * GROUP]) for at in starts]
    assert Joint.of(groups).part() == part_of(pages)


def test_only_the_group_of_another_run_is_joined_anew(
    listed: list[Listed], tmp_path: Path, runs_of_four: list[Path], joined: list[int]
) -> None:
    first = [*kept_groups(tmp_path / "groups", runs_of_four)]
    assert joined == [GROUP, GROUP, 3]
    assert [*kept_groups(tmp_path / "groups", runs_of_four)] == first
    assert joined == [GROUP, GROUP, 3]
    runs_of_four[GROUP + 1] = kept_run(tmp_path / "runs", listed[:2], ["another", "one"])
    second = [*kept_groups(tmp_path / "groups", runs_of_four)]
    assert joined == [GROUP, GROUP, 3, GROUP]
    assert [one == other for one, other in zip(first, second, strict=True)] == [True, False, True]
    assert len([*(tmp_path / "groups").iterdir()]) == 3


@pytest.mark.parametrize("harm", [b"", b"x"])
def test_a_group_that_is_not_whole_is_joined_anew(
    tmp_path: Path, runs_of_four: list[Path], joined: list[int], harm: bytes
) -> None:
    first = [*kept_groups(tmp_path / "groups", runs_of_four)]
    file = max((tmp_path / "groups").iterdir(), key=lambda one: one.stat().st_size)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] + harm + whole[len(whole) // 2 + 1 :] if harm else whole[:-1])
    assert [*kept_groups(tmp_path / "groups", runs_of_four)] == first
    assert file.read_bytes() == whole
    assert len(joined) == 4


def test_few_runs_are_no_group(tmp_path: Path, runs_of_four: list[Path], joined: list[int]) -> None:
    few = runs_of_four[:GROUP]
    assert [*kept_groups(tmp_path / "groups", few)] == [*map(part_at, few)]
    assert joined == []
    assert [*kept_groups(tmp_path / "groups", runs_of_four[: GROUP + 1])] != [*map(part_at, few)]
    assert joined == [GROUP, 1]
