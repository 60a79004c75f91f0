"""Files are read the same whoever reads them: here or in other processes, anew or as they were kept."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from generator import check as judging
from generator import reading, workers
from generator.check import check, checked, told_alone
from generator.demo.telling import told
from generator.load import TOP_FILES, Loaded, kind_of, load_register, register_from
from generator.model.calendar_notice import CalendarNotice
from generator.model.catalogue import Catalogue
from generator.model.ledgers import LEDGER_RECORDS
from generator.model.packed import packed, unpacked
from generator.model.resource import Resource
from generator.model.written import parts_of
from generator.reading import Judge, Read
from generator.source import cache, git
from generator.source.cache import Cache, cache_of
from generator.source.folder import SourceFile, read_files
from generator.source.git import files_of, tree_at
from generator.source.objects import objects
from generator.source.pack import write_repository
from generator.source.plumbing import Plumbing
from generator.states import load_at
from tests.conftest import MINIMAL, REPOSITORY

HOSTILE = Path(__file__).parent / "hostile"
FOLDER = "catalogues/department/省教育厅"
KINDS = (*TOP_FILES.values(), CalendarNotice, Catalogue, Resource, *LEDGER_RECORDS.values())


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> list[SourceFile]:
    folder = tmp_path_factory.mktemp("demo")
    story = told(read_files(REPOSITORY)[0], date(2026, 11, 25))
    write_repository(folder, story.objects, story.references, "main")
    return files_of(folder, tree_at(folder, "main").blobs)


@pytest.fixture(scope="module")
def hostile() -> list[SourceFile]:
    files = [SourceFile(f"{FOLDER}/{file.name}", file.read_bytes()) for file in sorted(HOSTILE.glob("*.yml"))]
    return [*read_files(MINIMAL)[0], *files]


@pytest.fixture
def files(request: pytest.FixtureRequest) -> list[SourceFile]:
    if request.param == "sample":
        return read_files(REPOSITORY)[0]
    return list(request.getfixturevalue(request.param))


@pytest.fixture
def repository(register: Path) -> Path:
    """The small register in a repository of its own, with one commit."""
    git = ["git", "-C", str(register), "-c", "user.name=甲", "-c", "user.email=a@example.cn"]
    for command in (["init", "--quiet", "--template="], ["add", "."], ["commit", "--quiet", "-m", "一"]):
        subprocess.run([*git, *command], check=True)
    return register


def apart(files: Sequence[SourceFile]) -> dict[str, Read]:
    """Every file read by itself, in this process, its record never packed."""
    kinds = {file.path: kind for file in files if (kind := kind_of(file.path))}
    return {file.path: reading._read(kinds[file.path], file, told_alone) for file in files if file.path in kinds}


def shown(read: dict[str, Read]) -> list[tuple[Any, ...]]:
    """All that can be seen of what was read, the fields filled in and their types among it."""
    return [
        (path, one.record, repr(one.record), [*_filled(one.record)], one.findings, one.told)
        for path, one in sorted(read.items())
    ]


def _filled(value: object) -> Iterator[object]:
    if isinstance(value, BaseModel):
        yield sorted(value.model_fields_set)
        for name in type(value).model_fields:
            yield from _filled(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _filled(one)
    else:
        yield type(value)


@pytest.mark.parametrize("files", ["sample", "hostile", "demo"], indirect=True)
@pytest.mark.parametrize("processes", [1, 2])
def test_read_anew_or_kept_by_one_process_or_two(
    files: list[SourceFile], processes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PART", 20)
    monkeypatch.setattr(reading, "KEPT_AT_ONCE", 50)
    monkeypatch.setattr(workers, "PROCESSES", processes)
    expected = shown(apart(files))
    cache = Cache(tmp_path / "kept" / "files.sqlite3", b"this program")
    for _ in range(2):
        loaded = register_from(files, judge=told_alone, cache=cache)
        assert shown(loaded.read) == expected
    assert shown(register_from(files, (), loaded, judge=told_alone).read) == expected
    found = checked(register_from(files)).findings
    monkeypatch.setattr(judging, "FILES_AT_ONCE", 20)
    assert checked(loaded).findings == found


def test_what_is_kept_is_not_read_again(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = check(repository).findings
    monkeypatch.setattr(reading, "_read", None)
    assert check(repository).findings == before
    (repository / FOLDER / "民办学校办学许可信息.yml").rename(repository / FOLDER / "别名.yml")
    assert [filed.file for filed in load_register(repository, told_alone).register.resources] == [f"{FOLDER}/别名.yml"]


def test_only_what_is_in_order_and_was_judged_is_kept(repository: Path) -> None:
    file = repository / FOLDER / "民办学校办学许可信息.yml"
    text = file.read_text(encoding="utf-8")
    load_register(repository)
    assert kept(repository) == 0
    check(repository)
    assert kept(repository) == len(apart(read_files(repository)[0]))
    file.write_text(text.replace("更新周期: 每日", "更新周期: 天天"), encoding="utf-8")
    assert [finding.rule.id for finding in check(repository).findings] == ["M103"]
    assert kept(repository) == len(apart(read_files(repository)[0])) - 1
    file.write_text(text.replace("摘要: ", "摘要: 13800138000 "), encoding="utf-8")
    for _ in range(2):
        assert [finding.rule.id for finding in check(repository).findings] == ["X103"]


def kept(root: Path) -> int:
    files, _ = read_files(root)
    keys = {reading._key(kind, file) for file in files if (kind := kind_of(file.path))}
    return len(dict(cache_of(root, "files").found(keys)))


@pytest.mark.parametrize("damage", [b"", b"SQLite format 3\0" + b"\0" * 4000, b"cos\nsystem\n(S'touch x'\ntR."])
def test_a_spoilt_cache_is_written_anew(repository: Path, damage: bytes) -> None:
    before = shown(load_register(repository, told_alone).read)
    file = cache_of(repository, "files").file
    assert file is not None
    file.write_bytes(damage)
    assert shown(load_register(repository, told_alone).read) == before
    assert kept(repository) == len(before)


def test_what_others_may_write_is_not_believed(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = shown(load_register(repository, told_alone).read)
    file = cache_of(repository, "files").file
    assert file is not None
    file.chmod(0o666)
    read: list[str] = []
    own = reading._read

    def noted(kind: type[BaseModel], file: SourceFile, judge: Judge | None) -> Read:
        read.append(file.path)
        return own(kind, file, judge)

    monkeypatch.setattr(reading, "_read", noted)
    assert shown(load_register(repository, told_alone).read) == before
    assert len(read) == len(before)


KILLED = """
import os, signal, sys
from pathlib import Path
from generator import reading
from generator.cli import run
from generator.source.cache import Cache
reading.PART = reading.KEPT_AT_ONCE = 1
Cache.keep = lambda self, values, keep=Cache.keep: (keep(self, values), os.kill(os.getpid(), signal.SIGKILL))
sys.exit(run(["check", "--root", sys.argv[1]]))
"""


def test_a_check_killed_in_the_middle_leaves_nothing_false(repository: Path) -> None:
    expected = shown(apart(read_files(repository)[0]))
    done = subprocess.run([sys.executable, "-c", KILLED, str(repository)], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert kept(repository) == 1
    assert shown(load_register(repository, told_alone).read) == expected
    assert kept(repository) == len(expected)


def test_a_past_state_is_read_from_the_present_one(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    present: Loaded = load_register(repository, told_alone)
    monkeypatch.setattr("generator.source.git.objects", None)
    monkeypatch.setattr(reading, "_read", None)
    past = load_at(repository, "HEAD", present)
    assert shown(past.read) == shown(present.read)
    assert all(past.read[path] is present.read[path] for path in past.read)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_record_holds_only_what_can_be_packed(kind: type[BaseModel]) -> None:
    pending, seen = [kind], set()
    while pending:
        one = pending.pop()
        seen.add(one)
        for name, field in one.model_fields.items():
            parts = [part for part in parts_of(field.annotation) if part is not type(None)]
            assert len(parts) == 1, (one, name)
            assert issubclass(parts[0], BaseModel | StrEnum | date | str | int), (one, name)
            assert field.default_factory is None
            pending += [part for part in parts if issubclass(part, BaseModel) and part not in seen]


def test_records_share_what_says_which_fields_were_filled_in() -> None:
    record = Resource.model_validate({"资源名称": "甲", "信息项": [{"名称": "乙", "长度": "8"}]})
    copies = [unpacked(Resource, packed(record)) for _ in range(2)]
    assert copies == [record, record]
    assert copies[0].model_fields_set is copies[1].model_fields_set
    assert copies[0].model_copy(update={"code": "1"}).model_fields_set == {"name", "items", "code"}
    assert copies[1].model_fields_set == {"name", "items"}


def test_without_git_nothing_is_kept_and_all_is_read(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = check(repository).findings
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    cache._folder.cache_clear()
    assert cache_of(repository, "files") == Cache()
    assert check(repository).findings == before


def test_of_a_past_state_git_is_asked_only_for_what_does_not_lie_in_the_checkout(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = files_of(repository, tree_at(repository, "HEAD").blobs)
    asked: list[str] = []

    def noted(where: Plumbing, ids: Collection[str], kind: str) -> Iterator[tuple[str, bytes]]:
        asked.extend(ids)
        return objects(where, ids, kind)

    monkeypatch.setattr(git, "objects", noted)
    assert [*load_at(repository, "HEAD").files.values()] == expected
    assert asked == []
    (repository / FOLDER / "民办学校办学许可信息.yml").write_text("资源名称: 另一内容\n", encoding="utf-8")
    (repository / "catalogues/organisations.yml").unlink()
    assert [*load_at(repository, "HEAD").files.values()] == expected
    assert len(asked) == 2
    shutil.rmtree(repository / "catalogues")
    assert [*load_at(repository, "HEAD").files.values()] == expected
    assert len(asked) == 2 + len(expected)
