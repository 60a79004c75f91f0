"""Objects made in memory are those git makes, and git takes the pack."""

import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from generator.source.pack import Objects, Signature, commit_payload, write_repository

PEKING = timezone(timedelta(hours=8))
CLERK = Signature("省民政厅编目员01", "bianmu01@mzt.hunan.example", datetime(2026, 11, 23, 9, 30, tzinfo=PEKING))

TEXTS = {
    "a/b": b"",
    "a.b": b"x\n",
    "a0": b"x\n",
    "目录/人口.yml": "资源名称: 人口基础信息\n".encode(),
    "large": bytes(range(256)) * 40,
}
"""Names whose order changes with the slash git thinks behind a folder, and sizes of one, two and three size bytes."""


def git(folder: Path, *arguments: str, text: bytes = b"") -> bytes:
    return subprocess.run(["git", "-C", str(folder), *arguments], input=text, capture_output=True, check=True).stdout


@pytest.fixture
def objects() -> Objects:
    return Objects()


def test_git_makes_the_same_objects_and_finds_no_fault(tmp_path: Path, objects: Objects) -> None:
    tree = objects.tree({path: objects.add("blob", text) for path, text in TEXTS.items()})
    commit = objects.add("commit", commit_payload(tree, (), CLERK, CLERK, "新增资源\n"))
    folder = tmp_path / "made"
    folder.mkdir()
    write_repository(folder, objects, {"refs/heads/main": commit}, "main")
    assert git(folder, "fsck", "--strict", "--full") == b""
    assert {path: (folder / path).read_bytes() for path in TEXTS} == TEXTS
    assert git(folder, "status", "--porcelain") == b""
    assert git(folder, "write-tree").decode().strip() == tree
    assert git(folder, "log", "-1", "--format=%an %aI").decode() == "省民政厅编目员01 2026-11-23T09:30:00+08:00\n"


def test_equal_content_is_one_object(objects: Objects) -> None:
    tree = objects.tree({"a/x": objects.add("blob", b"x"), "b/x": objects.add("blob", b"x")})
    assert [kind for kind, _ in objects.made.values()] == ["blob", "tree", "tree"]
    assert objects.tree({"a/x": objects.add("blob", b"x"), "b/x": objects.add("blob", b"x")}) == tree
