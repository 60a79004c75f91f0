"""One walk over the main line, oldest first: from what files changed to what became of every resource."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from generator.diagnostics import OperatorError
from generator.history.revision import Histories, Kind, Revision, Standing, Unplaced
from generator.history.version import Version, unreadable, version_of
from generator.model.compare import FieldChange, field_changes
from generator.model.resource import Resource
from generator.model.words import CatalogueKind
from generator.rules.requests import is_other_data
from generator.source.history import FileChange, MainCommit

Reader = Callable[[Iterable[str]], Iterator[tuple[str, bytes]]]
"""Gives each old file asked for and its bytes, in the order asked."""

_KINDS = "|".join(kind.folder for kind in CatalogueKind)
RESOURCE_FILE = re.compile(rf"catalogues/(?:{_KINDS})/[^/]+/(?!catalogue\.yml$)[^/]+\.yml", re.DOTALL)


def histories(commits: Sequence[MainCommit], reader: Reader, only: str = "") -> Histories:
    """What became of every resource along the main line; every old file is read and parsed once.

    With `only`, the history of that code alone: what cannot have to do with it is read, but not parsed.
    """
    touching = [(commit, changes) for commit in commits if (changes := resource_changes(commit))]
    walk = _Walk(_Versions([change for _, changes in touching for change in changes], reader, only), only)
    for commit, changes in touching:
        walk.over(commit, changes)
    by_code: dict[str, list[Revision]] = defaultdict(list)
    for revisions in walk.by_commit.values():
        for revision in revisions:
            by_code[revision.code].append(revision)
    return Histories(
        {code: tuple(revisions) for code, revisions in sorted(by_code.items())},
        {commit: tuple(revisions) for commit, revisions in walk.by_commit.items()},
        tuple(walk.unplaced),
        {code: Standing(state.file, state.version) for code, state in walk.states.items()},
    )


def resource_changes(commit: MainCommit) -> list[FileChange]:
    """The changes of a commit to files that may hold a resource."""
    return [change for change in commit.changes if RESOURCE_FILE.fullmatch(change.path)]


@dataclass(slots=True)
class _Held:
    """What stands at a path: whose resource, in which blob, in which version."""

    code: str
    blob: str
    version: Version


@dataclass(slots=True)
class _State:
    """What is last known of a code: its file (`None` while it is gone), its last readable version and blob."""

    file: str | None
    version: Version
    blob: str
    is_unreadable: bool = False


class _Versions:
    """The versions that the changes bring, read in one stream in the order of their first use.

    A version is kept as long as a later change brings the same blob again: after a move, a revert, a restoration.
    Where one code `only` is asked for, a file that does not name it is kept as its bytes.
    """

    def __init__(self, changes: Iterable[FileChange], reader: Reader, only: str) -> None:
        blobs = [change.new for change in changes if change.new and not change.unfit]
        self._uses = Counter(blobs)
        self._stream = reader(dict.fromkeys(blobs))
        self._kept: dict[str, Version | bytes] = {}
        self._marks = (only.encode(), only.encode("utf-16-le"))

    def of(self, change: FileChange, is_asked: bool) -> tuple[Version, Resource | None]:
        """The version a change brings, and its resource when it was just now read.

        `ELSEWHERE` when it does not name the code asked for and it is not `is_asked`, what becomes of that path.
        """
        blob = change.new
        if blob is None or change.unfit:
            return unreadable(change.unfit), None
        known = self._kept.pop(blob, None)
        if known is None:
            read, known = next(self._stream, ("", b""))
            if read != blob:
                raise OperatorError(f"读取旧文件的次序有误：应为 {blob}，读到 {read}")
        resource = None
        version = known if isinstance(known, Version) else ELSEWHERE
        if isinstance(known, bytes) and (is_asked or any(mark in known for mark in self._marks)):
            known, resource = version_of(known)
            version = known
        self._uses[blob] -= 1
        if self._uses[blob]:
            self._kept[blob] = known
        return version, resource


ELSEWHERE = unreadable("")
"""Stands for a version that has nothing to do with the code asked for."""


@dataclass(slots=True)
class _Walk:
    """The register's resources as of the last commit walked over, and the revisions found so far."""

    versions: _Versions
    only: str
    held: dict[str, _Held] = field(default_factory=dict)
    paths: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    states: dict[str, _State] = field(default_factory=dict)
    by_commit: dict[str, list[Revision]] = field(default_factory=dict)
    unplaced: list[Unplaced] = field(default_factory=list)

    def over(self, commit: MainCommit, changes: Sequence[FileChange]) -> None:
        """Take in what one commit changed."""
        touched: dict[str, None] = {}
        fresh: dict[str, Resource] = {}
        left = {change.path: held for change in changes if (held := self.held.pop(change.path, None))}
        for path, held in left.items():
            self.paths[held.code].discard(path)
            touched[held.code] = None
        for change in changes:
            if change.new is None:
                continue
            before = left.get(change.path)
            version, resource = self.versions.of(change, before is not None)
            if version is ELSEWHERE:
                continue
            if resource:
                fresh[change.path] = resource
            code = self._owner(version, before)
            if not code:
                self.unplaced.append(Unplaced(commit.id, commit.on, change.shown, version.fault))
                continue
            self.held[change.path] = _Held(code, "" if change.unfit else change.new, version)
            self.paths[code].add(change.path)
            touched[code] = None
        asked = touched.keys() & {self.only} if self.only else touched
        found = (self._revision(commit, code, fresh) for code in sorted(asked))
        revisions = [revision for revision in found if revision]
        if revisions:
            self.by_commit[commit.id] = revisions

    def _owner(self, version: Version, left: _Held | None) -> str:
        """Whose version it is: by its code; of an unreadable one, who stood there before, or whom its text names."""
        if not version.fault:
            return version.code
        if left:
            return left.code
        return version.code if version.code in self.states else ""

    def _revision(self, commit: MainCommit, code: str, fresh: dict[str, Resource]) -> Revision | None:
        """What the commit did to a resource; `None` when nothing that counts, such as a comment."""
        state = self.states.get(code)
        paths = self.paths[code]
        readable = {path for path in paths if not self.held[path].version.fault}
        if state and not paths:
            del self.paths[code]
            return self._gone(commit, code, state)
        if state and not readable:
            return self._unreadable(commit, code, state, min(paths))
        path = state.file if state and state.file in readable else min(readable)
        held = self.held[path]
        self.states[code] = _State(path, held.version, held.blob)
        changes, other = _differences(state, held, fresh.get(path))
        kind = _kind(state, held, path, other, bool(changes))
        if kind is None:
            return None
        moved_from = state.file if state and state.file and state.file != path else ""
        version = held.version
        return Revision(
            code,
            commit.id,
            commit.on,
            kind,
            path,
            moved_from,
            version.name,
            version.provider,
            changes,
            held.blob,
            _triggers(state, version, changes),
            version.refused,
            version.shapes,
        )

    def _gone(self, commit: MainCommit, code: str, state: _State) -> Revision | None:
        if state.file is None:
            return None
        file, state.file = state.file, None
        named = (state.version.name, state.version.provider)
        return Revision(code, commit.id, commit.on, Kind.DELETED, file, "", *named, (), None, ())

    def _unreadable(self, commit: MainCommit, code: str, state: _State, path: str) -> Revision:
        held = self.held[path]
        moved_from = state.file if state.file and state.file != path else ""
        state.file, state.is_unreadable = path, True
        named = (state.version.name, state.version.provider)
        where = (Kind.UNREADABLE, path, moved_from)
        fault = held.version.fault
        return Revision(code, commit.id, commit.on, *where, *named, (), held.blob or None, (), fault=fault)


def _differences(state: _State | None, held: _Held, resource: Resource | None) -> tuple[tuple[FieldChange, ...], bool]:
    """The field changes since the last readable version, and whether it is other data altogether."""
    if state is None or state.blob == held.blob or state.version.kept == held.version.kept:
        return (), False
    old, new = state.version.resource, resource or held.version.resource
    return tuple(field_changes(old, new)), is_other_data(old, new)


def _kind(state: _State | None, held: _Held, path: str, is_other: bool, is_changed: bool) -> Kind | None:
    if state is None:
        return Kind.CREATED
    if is_other:
        return Kind.REUSED
    if state.file is None:
        return Kind.RESTORED
    if held.version.is_retired and not state.version.is_retired:
        return Kind.RETIRED
    if state.version.is_retired and not held.version.is_retired:
        return Kind.RESTORED
    if is_changed:
        return Kind.CHANGED
    if state.is_unreadable:
        return Kind.RESTORED
    return Kind.MOVED if state.file != path else None


def _triggers(state: _State | None, version: Version, changes: tuple[FieldChange, ...]) -> tuple[str, ...]:
    """The triggers that 变更依据 names and did not name before."""
    if state is not None and not any(change.field == _CHANGE_BASES for change in changes):
        return ()
    if _CHANGE_BASES.encode() not in version.kept:
        return ()
    before = {basis.trigger for basis in state.version.resource.change_bases} if state else set()
    named = dict.fromkeys(basis.trigger for basis in version.resource.change_bases)
    return tuple(trigger for trigger in named if trigger and trigger not in before)


_CHANGE_BASES = str(Resource.model_fields["change_bases"].alias)
