"""Objects of a repository in bulk: contents of old files, raw commits, the trees that honest merges give."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from subprocess import Popen
from typing import IO
from weakref import finalize

from generator.diagnostics import OperatorError, quoted
from generator.source.plumbing import Plumbing, opened

MOST_BYTES = 1024 * 1024
"""Bytes of an old file that are read; the rest is passed over, and the door to YAML refuses it as too large."""


def blobs(root: Path, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The contents of old files, in the order asked, by one process; at most `MOST_BYTES` and one of each."""
    yield from objects(opened(root), list(ids), "blob")


def merge_trees(root: Path, pairs: Iterable[tuple[str, str]]) -> Iterator[str | None]:
    """The tree that merging each pair of commits gives, in the order asked; `None` where they conflict.

    Built-in strategy, no attributes, no drivers, nobody's settings. Nothing is written into the repository.
    """
    git = opened(root)
    objects = git.said("rev-parse", "--path-format=absolute", "--git-path", "objects")
    with tempfile.TemporaryDirectory() as folder:
        variables = {
            "GIT_OBJECT_DIRECTORY": folder,
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": objects or "",
            "GIT_INDEX_FILE": str(Path(folder) / "index"),
            "GIT_WORK_TREE": folder,
        }
        arguments = ("merge-tree", "--write-tree", "--stdin", "--no-messages", "--allow-unrelated-histories")
        asked = [f"{one} {other}" for one, other in pairs]
        with git.stream(*arguments, asked=asked, variables=variables) as output:
            parts = tokens(output)
            for status in parts:
                tree = next(parts, b"").decode()
                while next(parts, b""):
                    pass
                yield tree if status == b"1" else None


class BlobReader:
    """Old files one at a time, when they are asked for: by one process of git in each process of ours that asks."""

    def __init__(self, root: Path) -> None:
        self._git = opened(root)
        self._processes: dict[int, Popen[bytes]] = {}
        finalize(self, _end, self._processes)

    def __call__(self, blob: str) -> bytes:
        """The file's first `MOST_BYTES`; raises `OperatorError` when it is missing."""
        process = self._processes.get(os.getpid())
        if process is None:
            process = self._processes[os.getpid()] = self._git.talking("cat-file", "--batch")
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(blob.encode() + b"\n")
        process.stdin.flush()
        for read, raw in _read(process.stdout, "blob"):
            if read == blob:
                return raw
        raise OperatorError("git cat-file 没有成功，仓库可能不完整，请运行 git fsck")


def _end(processes: dict[int, Popen[bytes]]) -> None:
    """End this process's own; one that a parent started is the parent's."""
    process = processes.pop(os.getpid(), None)
    if process is not None:
        process.kill()
        process.communicate()


def objects(git: Plumbing, ids: Iterable[str], kind: str) -> Iterator[tuple[str, bytes]]:
    """Each object asked for and its bytes; raises `OperatorError` when one is missing or of another kind."""
    with git.stream("cat-file", "--batch", "--buffer", asked=ids) as output:
        yield from _read(output, kind)


def _read(output: IO[bytes], kind: str) -> Iterator[tuple[str, bytes]]:
    while header := output.readline():
        parts = header.decode("ascii", "replace").split()
        if len(parts) != 3 or parts[1] != kind:
            raise OperatorError(
                f"仓库中缺少对象 {quoted(parts[0], 64)}；部分克隆的，请重新完整克隆，否则请运行 git fsck"
            )
        size = int(parts[2])
        kept = size if kind == "commit" else min(size, MOST_BYTES)
        raw = output.read(kept + 1)[:kept]
        _pass_over(output, size - kept)
        yield parts[0], raw


def _pass_over(output: IO[bytes], count: int) -> None:
    while count and (passed := len(output.read(min(count, MOST_BYTES)))):
        count -= passed


def tokens(output: IO[bytes]) -> Iterator[bytes]:
    """What stands between the NULs."""
    rest = b""
    while chunk := output.read(65536):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole
