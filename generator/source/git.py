"""The door to git: which commit a folder shows, and the register's files of any commit."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from generator.diagnostics import Finding, OperatorError
from generator.source import faults
from generator.source.folder import FOLDER, SourceFile

if TYPE_CHECKING:
    from git import Repo

CHINA = ZoneInfo("Asia/Shanghai")
REGULAR_FILE = b"100"


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit and its committer's day in Asia/Shanghai; `altered` when the register was changed since."""

    id: str
    committed_on: date
    altered: bool


def head_commit(root: Path) -> Commit | None:
    """The commit checked out at `root`; `None` where there is no repository or no commit, never a guess."""
    repository = _repository(root)
    if repository is None:
        return None
    from git.exc import GitCommandError

    with repository:
        if not repository.head.is_valid():
            return None
        commit = repository.head.commit
        try:
            altered = bool(repository.git.status("--porcelain", "--", FOLDER))
        except GitCommandError:
            altered = True
        return Commit(commit.hexsha, commit.committed_datetime.astimezone(CHINA).date(), altered)


def commit_at(root: Path, revision: str) -> Commit | None:
    """The commit a revision names; `None` where `files_at` raises."""
    repository = _repository(root)
    if repository is None:
        return None
    from git.exc import GitCommandError

    with repository:
        try:
            id_ = repository.git.rev_parse("--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        except GitCommandError:
            return None
        commit = repository.commit(id_)
        return Commit(commit.hexsha, commit.committed_datetime.astimezone(CHINA).date(), False)


def files_at(root: Path, revision: str) -> tuple[list[SourceFile], list[Finding]]:
    """The register's files as of a revision, by one `ls-tree` and one `cat-file`; links and submodules are findings.

    Raises `OperatorError` when `root` is no repository or does not know the revision.
    """
    repository = _repository(root)
    if repository is None:
        raise OperatorError(f"{root} 不是 Git 仓库，无法与 {revision} 比较")
    from git.exc import GitCommandError

    with repository:
        try:
            commit = repository.git.rev_parse("--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        except GitCommandError:
            raise OperatorError(f"仓库中没有 {revision}；浅克隆的，请先运行 git fetch --unshallow") from None
        listed = repository.git.ls_tree("-r", "-z", commit, "--", FOLDER, stdout_as_string=False).split(b"\0")
        files, findings = [], []
        for entry in filter(None, listed):
            facts, _, raw_path = entry.partition(b"\t")
            mode, _, blob = facts.split(b" ")
            path = raw_path.decode("utf-8", "replace")
            if mode.startswith(REGULAR_FILE):
                _, _, _, raw = repository.git.get_object_data(blob)
                files.append(SourceFile(path, raw))
            else:
                findings.append(faults.UNFIT_FILE.at(path, fault="此处不是普通文件", cure="请换成文件内容本身"))
        return files, findings


def _repository(root: Path) -> "Repo | None":
    from git import Repo
    from git.exc import InvalidGitRepositoryError, NoSuchPathError

    try:
        return Repo(root)
    except (InvalidGitRepositoryError, NoSuchPathError):
        return None
