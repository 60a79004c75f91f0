"""The state of a repository in one text: equal texts, equal answers to every question about its register and past."""

from hashlib import sha256
from pathlib import Path

from generator.source.folder import FOLDER
from generator.source.plumbing import Plumbing


def state_of(root: Path) -> str | None:
    """The digest of all references and of HEAD; `None` without a repository, and while the register is not as at HEAD.

    By three short commands: HEAD, `for-each-ref`, and `status` of the register, ignored files among it.
    """
    git = Plumbing(root)
    head = git.said("rev-parse", "HEAD", "--symbolic-full-name", "HEAD")
    references = git.said("for-each-ref", "--format=%(objectname) %(refname)")
    altered = git.said("status", "--porcelain", "-z", "--ignored", "--no-renames", "--", FOLDER)
    if not head or references is None or altered != "":
        return None
    return sha256("\n".join((head, references)).encode("utf-8", "surrogateescape")).hexdigest()
