"""The door to git: which commit a folder shows."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.source.folder import FOLDER

CHINA = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit and its committer's day in Asia/Shanghai; `altered` when the register was changed since."""

    id: str
    committed_on: date
    altered: bool


def head_commit(root: Path) -> Commit | None:
    """The commit checked out at `root`; `None` where there is no repository or no commit, never a guess."""
    from git import Repo
    from git.exc import GitCommandError, InvalidGitRepositoryError, NoSuchPathError

    try:
        repository = Repo(root)
    except (InvalidGitRepositoryError, NoSuchPathError):
        return None
    with repository:
        if not repository.head.is_valid():
            return None
        commit = repository.head.commit
        try:
            altered = bool(repository.git.status("--porcelain", "--", FOLDER))
        except GitCommandError:
            altered = True
        return Commit(commit.hexsha, commit.committed_datetime.astimezone(CHINA).date(), altered)
