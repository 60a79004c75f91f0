"""The door to git: which commit a folder shows, and the register's files of any commit."""

from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha1, sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from generator.diagnostics import Finding, OperatorError
from generator.source import faults
from generator.source.folder import FOLDER, SourceFile
from generator.source.objects import objects, tokens
from generator.source.plumbing import Plumbing, there

CHINA = ZoneInfo("Asia/Shanghai")
REGULAR_FILE = b"100"


class Commit(Struct, frozen=True):
    """A commit and its committer's day in Asia/Shanghai; `altered` when the register was changed since."""

    id: str
    committed_on: date
    altered: bool


def commit_named(root: Path, revision: str = "HEAD") -> str | None:
    """The id of the commit that a revision names, or that is checked out; `None` where there is none, never a guess."""
    git = there(root)
    return _named(git, revision) if git else None


def committed_on(root: Path, commit: str) -> date:
    """The committer's day of a commit in Asia/Shanghai."""
    from git import Repo  # slow to import, and the days of most commits are known from the main line

    with Repo(root) as repository:
        return repository.commit(commit).committed_datetime.astimezone(CHINA).date()


class Tree(Struct, frozen=True):
    """The register's files in one state: the id of each one's blob by its path, and a finding for what is none."""

    blobs: dict[str, str]
    unfit: tuple[Finding, ...]


def tree_at(root: Path, revision: str) -> Tree:
    """The register's files as of a revision, by one `ls-tree`; links and submodules are findings.

    Raises `OperatorError` when `root` is no repository or does not know the revision.
    """
    git, commit = _found(root, revision, revision)
    blobs: dict[str, str] = {}
    findings = []
    with git.stream("ls-tree", "-r", "-z", commit, "--", FOLDER) as output:
        for entry in tokens(output):
            facts, _, raw_path = entry.partition(b"\t")
            mode, _, blob = facts.split(b" ")
            path = raw_path.decode("utf-8", "replace")
            if mode.startswith(REGULAR_FILE):
                blobs[path] = blob.decode("ascii")
            else:
                findings.append(faults.UNFIT_FILE.at(path, fault="此处不是普通文件", cure="请换成文件内容本身"))
    return Tree(blobs, tuple(findings))


def files_of(root: Path, blobs: Mapping[str, str], known: Iterable[SourceFile] = ()) -> list[SourceFile]:
    """Files of the repository at `root` by path and blob, by one `cat-file`; what is `known` is not read again.

    Raises `OperatorError` when git has no such blob.
    """
    digits = len(next(iter(blobs.values()), ""))
    contents = {file.blob if len(file.blob) == digits else blob_id(file.raw, digits): file.raw for file in known}
    unknown = dict.fromkeys(blob for blob in blobs.values() if blob not in contents)
    if unknown:
        contents |= objects(Plumbing(root), unknown, "blob")
    return [SourceFile(path, contents[blob], blob) for path, blob in blobs.items()]


def changed_paths(root: Path, base: str, head: str = "HEAD") -> list[str]:
    """The files of the whole repository that differ between two revisions, in order; a renamed one under both names.

    Raises `OperatorError` when `root` is no repository or does not know a revision.
    """
    git, old = _found(root, base, base)
    _, new = _found(root, head, base)
    with git.stream("diff-tree", "-r", "-z", "--name-only", "--no-renames", old, new) as output:
        return sorted(path.decode("utf-8", "replace") for path in tokens(output))


def _found(root: Path, revision: str, compared: str) -> tuple[Plumbing, str]:
    git = there(root)
    if git is None:
        raise OperatorError(f"{root} 不是 Git 仓库，无法与 {compared} 比较")
    commit = _named(git, revision)
    if commit is None:
        raise OperatorError(f"仓库中没有 {revision}；浅克隆的，请先运行 git fetch --unshallow")
    return git, commit


def _named(git: Plumbing, revision: str) -> str | None:
    return git.said("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")


def blob_id(raw: bytes, digits: int = 40) -> str:
    """The id git gives a blob, in as many digits as the repository's ids have."""
    hashed = sha1 if digits == 40 else sha256
    return hashed(b"blob %d\0" % len(raw) + raw).hexdigest()
