"""What history knows of a resource: its revisions, and its tombstone when it is gone."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct

from generator.history.version import Version
from generator.model.compare import FieldChange


class Kind(StrEnum):
    """What a commit did to a resource."""

    CREATED = "新增"
    CHANGED = "修改"
    MOVED = "移动"
    RETIRED = "注销"
    DELETED = "删除"
    RESTORED = "恢复"
    REUSED = "代码改作他用"
    UNREADABLE = "无法读取"


class Revision(Struct, frozen=True, gc=False):
    """One commit of the main line that made a difference to one resource, known by its code.

    `file` is where it stands after the commit, or stood before a deletion; `moved_from` where it stood before, when
    that is elsewhere. `name` and `provider` are those after the commit, or the last known. `changes` are against the
    last version that could be read. `triggers` are the numbers that its 变更依据 newly names. `is_withheld` when the
    text of its file may not be shown.
    """

    code: str
    commit: str
    on: date
    kind: Kind
    file: str
    moved_from: str
    name: str
    provider: str
    changes: tuple[FieldChange, ...]
    blob: str | None
    triggers: tuple[str, ...]
    refused: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    fault: str = ""
    is_withheld: bool = False


class Unplaced(Struct, frozen=True):
    """A version of a file that cannot be read and names no code: whose it is, nobody can say."""

    commit: str
    on: date
    file: str
    fault: str


class Tombstone(Struct, frozen=True):
    """A resource that is there no more: deleted, or retired with its reason and what takes its place."""

    code: str
    name: str
    provider: str
    kind: Kind
    on: date
    commit: str
    file: str
    reason: str
    successors: tuple[str, ...]


class Standing(Struct, frozen=True, gc=False):
    """Where a resource stands at the end of the line: its file (`None` when deleted) and last readable version."""

    file: str | None
    version: Version


class Histories(Struct, frozen=True):
    """Every revision by code, oldest first, and by commit; what could be placed nowhere; how everything ended."""

    revisions: Mapping[str, tuple[Revision, ...]]
    by_commit: Mapping[str, tuple[Revision, ...]]
    unplaced: tuple[Unplaced, ...]
    standing: Mapping[str, Standing]

    def tombstones(self) -> dict[str, Tombstone]:
        """Every resource that was deleted or is retired, by code."""
        return {
            code: _tombstone(code, standing, self.revisions[code])
            for code, standing in sorted(self.standing.items())
            if standing.file is None or standing.version.is_retired
        }


def _tombstone(code: str, standing: Standing, revisions: tuple[Revision, ...]) -> Tombstone:
    kind = Kind.DELETED if standing.file is None else Kind.RETIRED
    ended = next(revision for revision in reversed(revisions) if revision.kind in (kind, *_BEGINNINGS))
    version = standing.version
    return Tombstone(
        code,
        version.name,
        version.provider,
        kind,
        ended.on,
        ended.commit,
        standing.file or ended.file,
        version.reason,
        version.successors,
    )


_BEGINNINGS = (Kind.CREATED, Kind.RESTORED, Kind.REUSED)
"""Kinds with which a resource may already be retired."""
