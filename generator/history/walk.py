"""One walk over the main line, oldest first: from what files changed to what became of every resource."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from generator.history.reading import SAME, Difference, Faultless, OldFiles, Reader, Step
from generator.history.revision import Histories, Kind, Revision, Standing, Unplaced
from generator.history.version import Version, unreadable
from generator.model.resource import Resource
from generator.model.words import CatalogueKind
from generator.source.cache import Cache
from generator.source.history import FileChange, MainCommit
from generator.workers import uncollected

_KINDS = "|".join(kind.folder for kind in CatalogueKind)
RESOURCE_FILE = re.compile(rf"catalogues/(?:{_KINDS})/[^/]+/(?!catalogue\.yml$)[^/]+\.yml", re.DOTALL)
_CHANGE_BASES = str(Resource.model_fields["change_bases"].alias)


def histories(
    commits: Sequence[MainCommit],
    reader: Reader,
    cache: Cache | None = None,
    faultless: Callable[[], Faultless] = dict,
) -> Histories:
    """What became of every resource along the main line.

    Old files are read once that neither the cache knows nor, when many are unknown, the `faultless` ones.
    """
    files = OldFiles(reader, cache or Cache(), faultless)
    with uncollected():
        touching, places = _touching(commits)
        files.learn(places)
        walk = _Walk(files.versions)
        for commit, changes in touching:
            walk.over(commit, changes)
        files.learn([[one.step] for one in walk.found if isinstance(one, _Readable)])
        every = (one if isinstance(one, Revision) else _revision(one, files) for one in walk.found)
        return _histories([one for one in every if one], walk)


def _histories(revisions: Sequence[Revision], walk: "_Walk") -> Histories:
    by_code: dict[str, list[Revision]] = defaultdict(list)
    by_commit: dict[str, list[Revision]] = defaultdict(list)
    for revision in revisions:
        by_code[revision.code].append(revision)
        by_commit[revision.commit].append(revision)
    return Histories(
        {code: tuple(found) for code, found in sorted(by_code.items())},
        {commit: tuple(found) for commit, found in by_commit.items()},
        tuple(walk.unplaced),
        {code: Standing(state.file, state.version) for code, state in walk.states.items()},
    )


_Touch = tuple[FileChange, str]
"""A change to a file that may hold a resource, and why its new side can hold none; empty when it can."""


def _touching(commits: Iterable[MainCommit]) -> tuple[list[tuple[MainCommit, list[_Touch]]], list[list[Step]]]:
    """The commits that touch resources, each with how; and, place by place, which blob followed which."""
    touching: list[tuple[MainCommit, list[_Touch]]] = []
    is_resource: dict[str, bool] = {}
    places: defaultdict[str, list[Step]] = defaultdict(list)
    for commit in commits:
        touches: list[_Touch] = []
        for change in commit.changes:
            path = change.path
            if path not in is_resource:
                is_resource[path] = RESOURCE_FILE.fullmatch(path) is not None
            if is_resource[path]:
                touches.append((change, unfit := change.unfit))
                if change.new and not unfit:
                    steps = places[path]
                    steps.append((steps[-1][1] if steps else "", change.new))
        if touches:
            touching.append((commit, touches))
    return touching, list(places.values())


class _Held(Struct, frozen=True):
    """What stands at a path: whose resource, in which blob, in which version."""

    code: str
    blob: str
    version: Version


class _State(Struct):
    """What is last known of a code: its file (`None` while it is gone), its last readable version and blob."""

    file: str | None
    version: Version
    blob: str
    is_unreadable: bool = False


class _Readable(Struct, frozen=True):
    """A commit that left a readable version of a resource, and what was known of it before; how they differ, later."""

    commit: MainCommit
    on: date
    path: str
    before: _State | None
    held: _Held

    @property
    def step(self) -> Step:
        """The two versions to be compared."""
        return (self.before.blob if self.before else "", self.held.blob)


class _Walk(Struct):
    """The register's resources as of the last commit walked over, and what was found so far, in order."""

    versions: Mapping[str, Version]
    held: dict[str, _Held] = field(default_factory=dict)
    paths: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    states: dict[str, _State] = field(default_factory=dict)
    found: list[Revision | _Readable] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)

    def over(self, commit: MainCommit, changes: Sequence[_Touch]) -> None:
        """Take in what one commit changed."""
        on = commit.on
        touched: dict[str, None] = {}
        left = {change.path: held for change, _ in changes if (held := self.held.pop(change.path, None))}
        for path, held in left.items():
            self.paths[held.code].discard(path)
            touched[held.code] = None
        for change, unfit in changes:
            if change.new is None:
                continue
            version = unreadable(unfit) if unfit else self.versions[change.new]
            code = self._owner(version, left.get(change.path))
            if not code:
                self.unplaced.append(Unplaced(commit.id, on, change.shown, version.fault))
                continue
            self.held[change.path] = _Held(code, "" if unfit else change.new, version)
            self.paths[code].add(change.path)
            touched[code] = None
        for code in sorted(touched):
            if found := self._found(commit, on, code):
                self.found.append(found)

    def _owner(self, version: Version, left: _Held | None) -> str:
        """Whose version it is: by its code; of an unreadable one, who stood there before, or whom its text names."""
        if not version.fault:
            return version.code
        if left:
            return left.code
        return version.code if version.code in self.states else ""

    def _found(self, commit: MainCommit, on: date, code: str) -> Revision | _Readable | None:
        """What the commit did to a resource; `None` when it does not even stand anywhere."""
        state = self.states.get(code)
        paths = self.paths[code]
        readable = {path for path in paths if not self.held[path].version.fault}
        if state and not paths:
            del self.paths[code]
            return _gone(commit, on, code, state)
        if state and not readable:
            path = min(paths)
            return _unreadable(commit, on, path, state, self.held[path])
        path = state.file if state and state.file in readable else min(readable)
        held = self.held[path]
        self.states[code] = _State(path, held.version, held.blob)
        return _Readable(commit, on, path, state, held)


def _gone(commit: MainCommit, on: date, code: str, state: _State) -> Revision | None:
    if state.file is None:
        return None
    file, state.file = state.file, None
    named = (state.version.name, state.version.provider)
    return Revision(code, commit.id, on, Kind.DELETED, file, "", *named, (), None, ())


def _unreadable(commit: MainCommit, on: date, path: str, state: _State, held: _Held) -> Revision:
    moved_from = state.file if state.file and state.file != path else ""
    state.file, state.is_unreadable = path, True
    named = (state.version.name, state.version.provider)
    where = (Kind.UNREADABLE, path, moved_from)
    seen = held.version
    told = Revision(held.code, commit.id, on, *where, *named, (), held.blob or None, ())
    return replace(told, fault=seen.fault, is_withheld=seen.is_withheld)


def _revision(found: _Readable, files: OldFiles) -> Revision | None:
    """The revision that a readable version makes; `None` when nothing that counts has changed, such as a comment."""
    path, state, version = found.path, found.before, found.held.version
    difference = files.difference(state.blob, found.held.blob) if state else SAME
    kind = _kind(found, difference)
    if kind is None:
        return None
    moved_from = state.file if state and state.file and state.file != path else ""
    return Revision(
        found.held.code,
        found.commit.id,
        found.on,
        kind,
        path,
        moved_from,
        version.name,
        version.provider,
        difference.changes,
        found.held.blob,
        _triggers(state, version, difference),
        version.refused,
        version.shapes,
        is_withheld=version.is_withheld,
    )


def _kind(found: _Readable, difference: Difference) -> Kind | None:
    state, version = found.before, found.held.version
    if state is None:
        return Kind.CREATED
    if difference.is_other:
        return Kind.REUSED
    if state.file is None:
        return Kind.RESTORED
    if version.is_retired and not state.version.is_retired:
        return Kind.RETIRED
    if state.version.is_retired and not version.is_retired:
        return Kind.RESTORED
    if difference.changes:
        return Kind.CHANGED
    if state.is_unreadable:
        return Kind.RESTORED
    return Kind.MOVED if state.file != found.path else None


def _triggers(state: _State | None, version: Version, difference: Difference) -> tuple[str, ...]:
    """The triggers that 变更依据 names and did not name before."""
    if state is None:
        return version.triggers
    if not any(change.field == _CHANGE_BASES for change in difference.changes):
        return ()
    return tuple(trigger for trigger in version.triggers if trigger not in state.version.triggers)
