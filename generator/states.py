"""The register in any state that git remembers."""

from pathlib import Path

from generator.load import Loaded, register_from
from generator.reading import Judge
from generator.source.cache import cache_of
from generator.source.folder import SourceFile, SourceMissingError, read_files
from generator.source.git import files_at


def load_at(root: Path, revision: str, *known: Loaded | None, judge: Judge | None = None) -> Loaded:
    """The register as of a revision; neither git nor the program reads again what is `known`.

    Where nothing is, git is not asked for what lies in the checkout: most of it is the same, and quicker to read there.
    Raises `OperatorError` when `root` is no repository or does not know the revision.
    """
    held = [file for one in known if one for file in one.files.values()]
    files, findings = files_at(root, revision, held or _checked_out(root))
    return register_from(files, findings, *known, judge=judge, cache=cache_of(root, "files"))


def _checked_out(root: Path) -> list[SourceFile]:
    """The files of the register in the working tree, none where there is no such folder."""
    try:
        return read_files(root)[0]
    except SourceMissingError:
        return []
