"""The register's files in one state by their ids, before any is read. Knows no record: a check may do without too."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from generator.diagnostics import Finding
from generator.source.folder import SourceFile, read_files
from generator.source.git import blob_id, tree_at


class State(Struct, frozen=True):
    """A state of the register at `root` before any file is read: the id of each by its path, what is no file.

    `files` holds what lies in the working tree, if it is the state of that.
    """

    root: Path
    blobs: Mapping[str, str]
    unfit: tuple[Finding, ...]
    files: Mapping[str, SourceFile] = field(default_factory=dict)


def state_at(root: Path, revision: str) -> State:
    """The state as of a revision; raises `OperatorError` when `root` is no repository or does not know it."""
    tree = tree_at(root, revision)
    return State(root, tree.blobs, tree.unfit)


def state_in(root: Path) -> State:
    """The state of the working tree; raises `SourceMissingError` when there is no register."""
    files, unfit = read_files(root)
    named = {file.path: SourceFile(file.path, file.raw, blob_id(file.raw)) for file in files}
    return State(root, {path: file.blob for path, file in named.items()}, tuple(unfit), named)
