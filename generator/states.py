"""The register in any state that git remembers."""

from pathlib import Path

from generator.load import Loaded, register_from
from generator.reading import Judge
from generator.source.cache import cache_of
from generator.source.git import files_at


def load_at(root: Path, revision: str, *known: Loaded | None, judge: Judge | None = None) -> Loaded:
    """The register as of a revision; neither git nor the program reads again what is `known`.

    Raises `OperatorError` when `root` is no repository or does not know the revision.
    """
    files, findings = files_at(root, revision, [file for one in known if one for file in one.files.values()])
    return register_from(files, findings, *known, judge=judge, cache=cache_of(root, "files"))
