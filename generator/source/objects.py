"""Objects of a repository in bulk: contents of old files, raw commits, the trees that honest merges give."""

import os
import tempfile
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path
from subprocess import Popen
from typing import IO
from weakref import finalize

from msgspec import Struct, field

from generator.diagnostics import OperatorError, quoted
from generator.source.plumbing import Plumbing, opened

MOST_BYTES = 1024 * 1024
"""Bytes of an old file that are read; the rest is passed over, and the door to YAML refuses it as too large."""

_FEW_BASES = "core.deltaBaseCacheLimit=16m"
"""Versions of one file follow each other; what git keeps beyond that, 96 MB, it does not use again."""

_AHEAD = 300
"""Files asked for before the first is heard: their names fit into a pipe, so that neither side waits for the other."""


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


class _Talk(Struct):
    """A process of git, and the files it was asked for that it has not been heard on."""

    process: Popen[bytes]
    asked: deque[str] = field(default_factory=deque)

    def ask(self, blobs: Iterable[str]) -> None:
        """Ask for files, as many as git can be told while it waits to be heard."""
        new = list(islice(blobs, _AHEAD - len(self.asked)))
        assert self.process.stdin is not None
        self.process.stdin.write("".join(f"{blob}\n" for blob in new).encode())
        self.process.stdin.flush()
        self.asked += new

    def answer(self, blob: str) -> bytes:
        """The file, asked for now unless it was before; what was asked for before it is passed over."""
        if blob not in self.asked:
            while self.asked:
                self._next()
            self.ask([blob])
        while True:
            heard, raw = self._next()
            if heard == blob:
                return raw

    def _next(self) -> tuple[str, bytes]:
        assert self.process.stdout is not None
        self.asked.popleft()
        for heard, raw in _read(self.process.stdout, "blob"):
            return heard, raw
        raise OperatorError("git cat-file 没有成功，仓库可能不完整，请运行 git fsck")


class BlobReader:
    """Old files when they are asked for: by one process of git in each process of ours that asks."""

    def __init__(self, root: Path) -> None:
        self._git = opened(root)
        self._talks: dict[int, _Talk] = {}
        finalize(self, _end, self._talks)

    def ahead(self, blobs: Iterable[str]) -> None:
        """Have files at hand that will be asked for next, in this order; so git need not be waited for at each."""
        asked = list(islice(blobs, _AHEAD))
        if asked:
            self._talk().ask(asked)

    def __call__(self, blob: str) -> bytes:
        """The file's first `MOST_BYTES`; raises `OperatorError` when it is missing."""
        return self._talk().answer(blob)

    def _talk(self) -> _Talk:
        talk = self._talks.get(os.getpid())
        if talk is None:
            talk = _Talk(self._git.talking("-c", _FEW_BASES, "cat-file", "--batch"))
            self._talks[os.getpid()] = talk
        return talk


def _end(talks: dict[int, _Talk]) -> None:
    """End this process's own; one that a parent started is the parent's."""
    talk = talks.pop(os.getpid(), None)
    if talk is not None:
        talk.process.kill()
        talk.process.communicate()


def objects(git: Plumbing, ids: Collection[str], kind: str) -> Iterator[tuple[str, bytes]]:
    """Each object asked for and its bytes; raises `OperatorError` when one is missing or of another kind."""
    if not ids:
        return
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
