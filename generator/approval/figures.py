"""What an edition holds and how it differs from the one before: numbers by sharing class and by department."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, astuple

from generator.approval.editions import JudgedEdition
from generator.load import Loaded
from generator.model.compare import ResourceChange, compare
from generator.model.register import FiledResource, Register
from generator.model.resource import Resource
from generator.model.words import ResourceStatus, SharingClass
from generator.source.cache import NOT_KEPT, Cache

UNNAMED = ""
"""The class or department of a resource that does not say it."""


class Figures(Struct, frozen=True):
    """Resources in force: how many, by sharing class, by providing department."""

    resources: int
    by_class: Mapping[str, int]
    by_department: Mapping[str, int]


class Difference(Struct, frozen=True):
    """What came, changed, retired or went between two states, by code, and how the figures moved."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    retired: tuple[str, ...]
    deleted: tuple[str, ...]
    by_class: Mapping[str, int]
    by_department: Mapping[str, int]


class PublishedEdition(Struct, frozen=True):
    """A judged edition with its figures; `figures` is `None` when its commit is not there, `since` for the first."""

    judged: JudgedEdition
    figures: Figures | None
    previous: str | None
    since: Difference | None


def published(
    editions: Iterable[JudgedEdition], loaded_at: Callable[[str, Loaded | None], Loaded], cache: Cache = NOT_KEPT
) -> Iterator[PublishedEdition]:
    """The editions with their figures, in their order; `loaded_at` reads a commit, with what it need not read again.

    What commits hold never changes, so figures are counted once and kept; whether an edition holds is judged anew.
    """
    loaded: dict[str, Loaded] = {}

    def register_at(commit: str) -> Register:
        if commit not in loaded:
            loaded[commit] = loaded_at(commit, next(reversed(loaded.values()), None))
        return loaded[commit].register

    before: JudgedEdition | None = None
    for edition in editions:
        if edition.commit is None or any(reason.fault.id == "edition-off-main" for reason in edition.reasons):
            yield PublishedEdition(edition, None, None, None)
            continue
        counted, since = _counted(before.commit if before else None, edition.commit, register_at, cache)
        yield PublishedEdition(edition, counted, before.name if before else None, since)
        before = edition


def _counted(
    before: str | None, commit: str, register_at: Callable[[str], Register], cache: Cache
) -> tuple[Figures, Difference | None]:
    """The figures of a commit, and how it differs from the one before."""
    key = f"{before or ''} {commit}"
    for said in dict(cache.found([key])).values():
        counted, since = json.loads(said)
        return Figures(**counted), _difference(*since) if since else None
    old, new = register_at(before) if before else None, register_at(commit)
    found = figures(new), difference(old, new) if old else None
    cache.keep({key: json.dumps([asdict(found[0]), astuple(found[1]) if found[1] else None]).encode()})
    return found


def _difference(*packed: Any) -> Difference:
    added, changed, retired, deleted, by_class, by_department = packed
    return Difference(tuple(added), tuple(changed), tuple(retired), tuple(deleted), by_class, by_department)


def figures(register: Register) -> Figures:
    """The figures of one state of the register."""
    in_force = [filed.resource for filed in register.resources if filed.resource.status is ResourceStatus.ACTIVE]
    classes, departments = Counter(map(_class, in_force)), Counter(map(_department, in_force))
    listed = {str(word): classes[str(word)] for word in SharingClass if classes[str(word)]}
    return Figures(len(in_force), listed | classes, dict(sorted(departments.items())))


def difference(old: Register, new: Register) -> Difference:
    """What differs between two states, each resource known by its code."""
    kinds: dict[str, list[str]] = {"added": [], "changed": [], "retired": [], "deleted": []}
    for change in compare(old, new):
        kinds[_kind(change)].append(change.code)
    before, after = figures(old), figures(new)
    return Difference(
        tuple(kinds["added"]),
        tuple(kinds["changed"]),
        tuple(kinds["retired"]),
        tuple(kinds["deleted"]),
        _moved(before.by_class, after.by_class),
        _moved(before.by_department, after.by_department),
    )


def _kind(change: ResourceChange) -> str:
    if change.old is None or change.new is None:
        return "deleted" if change.new is None else "added"
    return "retired" if _is_retired(change.new) and not _is_retired(change.old) else "changed"


def _is_retired(filed: FiledResource) -> bool:
    return filed.resource.status is ResourceStatus.RETIRED


def _class(resource: Resource) -> str:
    return str(resource.sharing_class or UNNAMED)


def _department(resource: Resource) -> str:
    return resource.provider or UNNAMED


def _moved(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    moved = {name: after.get(name, 0) - before.get(name, 0) for name in sorted(before.keys() | after.keys())}
    return {name: by for name, by in moved.items() if by}
