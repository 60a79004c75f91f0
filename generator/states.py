"""The register in any state that git remembers, and two states of it as far as a change concerns them."""

from collections.abc import Collection, Iterable, Iterator, Set
from pathlib import Path

from pydantic import BaseModel

from generator.findings import Codes
from generator.load import Loaded, register_from
from generator.reading import Judge
from generator.source.cache import cache_of
from generator.source.folder import SourceFile, SourceMissingError, read_files
from generator.source.git import files_of
from generator.source.listing import State, state_at


def load_at(root: Path, revision: str, *known: Loaded | None, judge: Judge | None = None) -> Loaded:
    """The register as of a revision; all else is as in `load_state`."""
    return load_state(state_at(root, revision), *known, judge=judge)


def load_state(state: State, *known: Loaded | None, judge: Judge | None = None) -> Loaded:
    """The register of a state; neither git nor the program reads again what is `known`.

    Where nothing is, git is not asked for what lies in the checkout: most of it is the same, and quicker to read there.
    """
    held = [file for one in known if one for file in one.files.values()]
    return _loaded(state, state.blobs, held or ([] if state.files else _checked_out(state.root)), known, judge)


def load_concerned(old: State, new: State, codes: Codes) -> tuple[Loaded, Loaded]:
    """Both states as far as what differs between them concerns anything, where the `codes` of the new one are known.

    Of the resources that do not differ only those are read whose codes what differs names, those they came of or were
    succeeded by, and so on: whoever looks a resource up by what differs finds it. All that is no resource is read.
    """
    differing = {path for path, _ in old.blobs.items() ^ new.blobs.items()}
    same = {path: named for path, named in codes.items() if path not in differing}
    wanted = (old.blobs.keys() | new.blobs.keys()) - same.keys()
    first = [_loaded(state, wanted & state.blobs.keys()) for state in (old, new)]
    records = (one.read[path].record for one in first for path in differing & one.read.keys())
    wanted |= _reached({text for record in records for text in _texts(record)}, same)
    known = [file for one in first for file in one.files.values()]
    before = _loaded(old, wanted & old.blobs.keys(), known, first)
    return before, _loaded(new, wanted & new.blobs.keys(), before.files.values(), (*first, before))


def _loaded(
    state: State,
    paths: Collection[str],
    held: Iterable[SourceFile] = (),
    known: Iterable[Loaded | None] = (),
    judge: Judge | None = None,
) -> Loaded:
    if state.files:
        files = [state.files[path] for path in paths]
    else:
        files = files_of(state.root, {path: state.blobs[path] for path in paths}, held)
    return register_from(files, state.unfit, *known, judge=judge, cache=cache_of(state.root, "files"))


def _texts(value: object) -> Iterator[str]:
    """Every text in a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, BaseModel):
        for one in value.__dict__.values():
            yield from _texts(one)


def _reached(named: Set[str], codes: Codes) -> set[str]:
    """The files with one of the codes named in them, those with one of all codes in these, and so on."""
    paths_of: dict[str, list[str]] = {}
    for path, its in codes.items():
        for code in its:
            paths_of.setdefault(code, []).append(path)
    reached: set[str] = set()
    pending = [*(named & paths_of.keys())]
    while pending:
        for path in paths_of.pop(pending.pop(), ()):
            if path not in reached:
                reached.add(path)
                pending += codes[path]
    return reached


def _checked_out(root: Path) -> list[SourceFile]:
    """The files of the register in the working tree, none where there is no such folder."""
    try:
        return read_files(root)[0]
    except SourceMissingError:
        return []
