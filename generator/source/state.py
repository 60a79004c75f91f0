"""The state of a repository in one text: equal texts, equal answers to every question about its register and past."""

import re
from hashlib import sha256
from pathlib import Path

from generator.source.folder import FOLDER
from generator.source.plumbing import Plumbing

_STATUS = ("status", "--porcelain", "-z", "--ignored", "--untracked-files=normal", "--ignore-submodules=none")
"""What the repository's own settings would leave out is said here."""
_PASSED_OVER = re.compile("(?:^|\0)[^H]")


def state_of(root: Path) -> str | None:
    """The digest of all references, of HEAD and of where `root` lies; `None` without a repository, or `is_altered`.

    By four short commands: HEAD, `for-each-ref`, and the two of `is_altered`.
    """
    git = Plumbing(root)
    head = git.said("rev-parse", "HEAD", "--symbolic-full-name", "HEAD", "--show-prefix")
    references = git.said("for-each-ref", "--format=%(objectname) %(refname)")
    if not head or references is None or is_altered(root):
        return None
    return sha256("\n".join((head, references)).encode("utf-8", "surrogateescape")).hexdigest()


def is_altered(root: Path) -> bool:
    """Whether the register may not be as in the commit checked out at `root`.

    It is not while it holds new or ignored files, nor while git was told to look away from some or to leave them out,
    as a sparse checkout does.
    """
    git = Plumbing(root)
    if git.said(*_STATUS, "--no-renames", "--", FOLDER) != "":
        return True
    listed = git.said("ls-files", "-v", "-z", "--", FOLDER)
    return listed is None or _PASSED_OVER.search(listed) is not None
