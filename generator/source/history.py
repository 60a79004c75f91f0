"""The door to history: the first-parent line of main with everything each commit changed and brought in.

Whatever the length of the history, a handful of git processes read it: `rev-list` for the whole graph, one
`cat-file --batch` for every commit, one `diff-tree --stdin` for all changes against first parents; later one
`cat-file --batch` for old file contents and one `merge-tree --stdin` for what honest merges give.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from sys import intern
from typing import IO
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from generator.diagnostics import OperatorError, quoted
from generator.source.commit import CommitObject, Person, commit_of
from generator.source.folder import UNFIT_NAME, UNFIT_SIGN, is_text
from generator.source.objects import blobs, merge_trees, objects, tokens
from generator.source.plumbing import Plumbing, opened

__all__ = ["Brought", "FileChange", "History", "MainCommit", "Person", "blobs", "main_line", "merge_trees"]

CHINA = ZoneInfo("Asia/Shanghai")
REGULAR, LINK, SUBMODULE = "100", "120000", "160000"
_BRANCHES = (("refs/heads/main", "main"), ("refs/remotes/origin/main", "origin/main"))


class FileChange(Struct, frozen=True, gc=False):
    """One file of a commit that differs from the first parent's; blob ids, `None` on the side where it is not there.

    A path whose bytes are no UTF-8 holds lone surrogates: `is_named` is false and it must not be shown as it is.
    """

    path: str
    old: str | None
    new: str | None
    old_mode: str
    new_mode: str

    @property
    def is_named(self) -> bool:
        """Whether the path is text."""
        return is_text(self.path)

    @property
    def shown(self) -> str:
        """The path as it can be shown."""
        return quoted(self.path.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))

    @property
    def unfit(self) -> str:
        """Why the new side can hold no record, in words; empty when it is a regular file or gone."""
        if self.new is None:
            return ""
        if not self.is_named:
            return "文件名不是 UTF-8 编码"
        if UNFIT_SIGN.search(self.path):
            return UNFIT_NAME
        if self.new_mode == LINK:
            return "此处是指向别处的链接"
        if self.new_mode == SUBMODULE:
            return "此处是子模块"
        return "" if self.new_mode.startswith(REGULAR) else "此处不是普通文件"


class Brought(Struct, frozen=True):
    """A commit that a merge brought in: reachable from its other parents, not from its first.

    `payload` is the bytes its signature is over; empty when it has none.
    """

    id: str
    author: Person
    committer: Person
    parents: tuple[str, ...] = ()
    tree: str = ""
    signature: str | None = None
    payload: bytes = b""


class MainCommit(Struct, frozen=True):
    """One commit of the main line; `payload` is the bytes its signature is over."""

    id: str
    parents: tuple[str, ...]
    tree: str
    author: Person
    committer: Person
    committed_at: datetime
    message: str
    changes: tuple[FileChange, ...]
    brought: tuple[Brought, ...]
    signature: str | None
    payload: bytes

    @property
    def on(self) -> date:
        """The committer's day in Asia/Shanghai."""
        return self.committed_at.astimezone(CHINA).date()

    @property
    def is_merge(self) -> bool:
        """Whether it has more than one parent."""
        return len(self.parents) > 1


class History(Struct, frozen=True):
    """The main line, oldest first, and the name it was read under; `is_detached` when no branch main was there."""

    name: str
    commits: tuple[MainCommit, ...]
    is_detached: bool = False

    def place_of(self, baseline: str) -> int:
        """The index of a commit of the main line by its whole id, since a short one can be forged.

        Raises `OperatorError` when the main line has no such commit.
        """
        for place, commit in enumerate(self.commits):
            if commit.id == baseline:
                return place
        raise OperatorError(
            f"基线 {quoted(baseline, 64)} 不在 {self.name} 的主线上；"
            "请核对 authority.yml 的「基线」或者 --baseline，并核查历史是否被改写"
        )

    def until(self, last: str) -> "History | None":
        """The line up to one of its commits, as it was then; `None` when the commit is not on it."""
        for place, commit in enumerate(self.commits):
            if commit.id == last:
                return replace(self, commits=self.commits[: place + 1])
        return None

    @property
    def running_back(self) -> frozenset[str]:
        """Commits dated before the commit they follow: somebody's clock was wrong."""
        pairs = zip(self.commits, self.commits[1:], strict=False)
        return frozenset(after.id for before, after in pairs if after.committed_at < before.committed_at)


def main_line(root: Path, revision: str | None = None) -> History:
    """The history of `revision`, or else of `main`, of `origin/main`, of a detached HEAD.

    Raises `OperatorError` for a folder that is no repository, a shallow clone, an absent main, a damaged repository.
    """
    git = opened(root)
    name, tip, is_detached = _tip(git, revision)
    parents = _graph(git, tip)
    line = [tip]
    while parents[line[-1]]:
        line.append(parents[line[-1]][0])
    line.reverse()
    brought = _brought(line, parents)
    on_line = frozenset(line)
    commits: dict[str, CommitObject] = {}
    people: dict[str, Brought] = {}
    with _compared(git, line, parents) as compared:
        for commit, raw in objects(git, parents, "commit"):
            read = commit_of(raw)
            if commit in on_line:
                commits[commit] = read
            signed = read.payload if read.signature else b""
            people[commit] = Brought(
                commit, read.author, read.committer, parents[commit], read.tree, read.signature, signed
            )
        changes = _changes(compared)
    return History(
        name,
        tuple(
            MainCommit(
                commit,
                parents[commit],
                (read := commits[commit]).tree,
                read.author,
                read.committer,
                read.committed_at,
                read.message,
                changes.get(commit, ()),
                tuple(people[other] for other in brought[commit]),
                read.signature,
                read.payload,
            )
            for commit in line
        ),
        is_detached,
    )


def _tip(git: Plumbing, revision: str | None) -> tuple[str, str, bool]:
    """The name of the line, its last commit, whether it is a detached HEAD's."""
    if revision is not None:
        tip = _commit(git, revision)
        if tip is None:
            raise OperatorError(f"仓库中没有 {quoted(revision, 60)}；请先取得该分支，如 git fetch origin main")
        return revision, tip, False
    for reference, name in _BRANCHES:
        tip = _commit(git, reference)
        if tip:
            return name, tip, False
    tip = _commit(git, "HEAD")
    if tip and git.said("symbolic-ref", "--quiet", "HEAD") is None:
        return "HEAD", tip, True
    raise OperatorError("仓库中没有 main 分支；请运行 git fetch origin main，主线另有名称的用 --main 指明")


def _commit(git: Plumbing, revision: str) -> str | None:
    return git.said("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")


def _graph(git: Plumbing, tip: str) -> dict[str, tuple[str, ...]]:
    """Every commit reachable from `tip` with its parents, newest first."""
    with git.stream("rev-list", "--parents", "--stdin", asked=(tip,)) as output:
        rows = (line.decode("ascii").split() for line in output)
        return {commit: tuple(parents) for commit, *parents in rows}


def _brought(line: list[str], parents: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Per commit of the line: what it made reachable besides itself."""
    seen: set[str] = set()
    brought: dict[str, list[str]] = {}
    for commit in line:
        seen.add(commit)
        found = brought[commit] = []
        pending = [*parents[commit][:0:-1]]
        while pending:
            other = pending.pop()
            if other not in seen:
                seen.add(other)
                found.append(other)
                pending += parents[other]
    return brought


def _compared(
    git: Plumbing, line: list[str], parents: Mapping[str, tuple[str, ...]]
) -> AbstractContextManager[IO[bytes]]:
    """Git comparing every commit of the line with its first parent, while something else is read."""
    asked = (" ".join((commit, *parents[commit][:1])) for commit in line)
    arguments = ("diff-tree", "--stdin", "-r", "--raw", "-z", "--root", "--no-renames", "--no-abbrev")
    settled = ("--no-ext-diff", "--no-relative", "--ignore-submodules=none", "--diff-algorithm=myers")
    return git.stream(*arguments, *settled, asked=asked)


def _changes(compared: IO[bytes]) -> dict[str, tuple[FileChange, ...]]:
    """Per commit: every file that differs from the first parent's, a rename being one file gone and one come."""
    found: dict[str, tuple[FileChange, ...]] = {}
    same = dict[str, str]().setdefault  # a path, and a blob that comes and goes, stands in memory once
    commit = ""
    changes: list[FileChange] = []
    parts = tokens(compared)
    for token in parts:
        if token.startswith(b":"):
            old_mode, new_mode, old, new, _ = token[1:].decode("ascii").split(" ")
            path = next(parts, b"").decode("utf-8", "surrogateescape")
            sides = _id(same(old, old)), _id(same(new, new))
            changes.append(FileChange(same(path, path), *sides, intern(old_mode), intern(new_mode)))
        else:
            found[commit] = tuple(changes)
            commit, changes = token.decode("ascii"), []
    found[commit] = tuple(changes)
    return found


def _id(blob: str) -> str | None:
    return None if blob.startswith("0000000") and not blob.strip("0") else blob
