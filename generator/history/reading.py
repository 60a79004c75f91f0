"""Old files read: what each version says and how it differs from the one before, once and by forked processes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from sys import intern
from typing import Any

from msgspec import Struct, field
from pydantic_core import from_json, to_json

from generator.diagnostics import OperatorError
from generator.history.version import Version, version_of
from generator.model.compare import Direction, FieldChange, field_changes
from generator.model.resource import Resource
from generator.rules.requests import is_other_data
from generator.source.cache import Cache
from generator.workers import shared_out

Reader = Callable[[Iterable[str]], Iterator[tuple[str, bytes]]]
"""Gives each old file asked for and its bytes, in the order asked."""

Step = tuple[str, str]
"""A blob and the one that stood at its place before, or that it is to be compared with; empty when there is none."""

Faultless = Mapping[str, tuple[bytes, Resource]]
"""Files that were read already and have no fault: by blob, their bytes and what they say."""

PLACES_AT_ONCE = 400
"""Places whose steps a process makes with one question to git; of more than these, what was read already is used."""
STEPS_AT_ONCE = 1000
KEPT_AT_ONCE = 10_000
"""Steps that are written into the cache with one another, for each writing touches much of its file: some megabytes."""


class Difference(Struct, frozen=True, gc=False):
    """What the later of two versions changed, and whether it is other data altogether."""

    changes: tuple[FieldChange, ...] = ()
    is_other: bool = False


SAME = Difference()


class OldFiles(Struct):
    """What is known of old files by blob: what each says, and how those differ that were compared.

    What the cache holds is not read again. What is read comes as the same few bytes that the cache keeps.
    """

    reader: Reader
    cache: Cache
    faultless: Callable[[], Faultless]
    versions: dict[str, Version] = field(default_factory=dict)
    _differences: dict[Step, Difference] = field(default_factory=dict)
    _at_hand: Faultless = field(default_factory=dict)

    def difference(self, old: str, new: str) -> Difference:
        """How two versions differ that were a step."""
        return self._differences.get((old, new), SAME)

    def learn(self, places: Sequence[Sequence[Step]]) -> None:
        """Know the versions and the differences of these steps, given place by place."""
        asked = {" ".join(step): step for steps in places for step in steps if not self._is_known(step)}
        self._take((asked[key], packed) for key, packed in self.cache.found(asked))
        unknown = [rest for steps in places if (rest := [step for step in steps if not self._is_known(step)])]
        if len(unknown) > PLACES_AT_ONCE:
            self._at_hand = self.faultless()
        pending: dict[str, bytes] = {}
        for made in shared_out(self._made, unknown, PLACES_AT_ONCE):
            self._take((asked[key], packed) for key, packed in made.items())
            pending |= made
            if len(pending) > KEPT_AT_ONCE:
                self.cache.keep(pending)
                pending = {}
        self.cache.keep(pending)

    def _is_known(self, step: Step) -> bool:
        return step[1] in self.versions and (step in self._differences or not self._is_change(step))

    def _is_change(self, step: Step) -> bool:
        """Whether a step leads from one readable version to another."""
        old, new = (self.versions.get(blob) for blob in step)
        return bool(old and new and not old.fault and not new.fault and step[0] != step[1])

    def _made(self, places: Sequence[Sequence[Step]]) -> dict[str, bytes]:
        """What there is to know of these steps, read from the files; done in a forked process."""
        made: dict[str, bytes] = {}
        postponed: list[Step] = []
        files = self._files(new for steps in places for _, new in steps if new not in self.versions)
        for steps in places:
            resources: dict[str, Resource | None] = {}
            for step in steps:
                new = step[1]
                if new not in self.versions:
                    self.versions[new], resources[new] = self._version(new, files)
                if self._is_change(step) and not resources.keys() >= {*step}:
                    postponed.append(step)
                else:
                    made[" ".join(step)] = self._packed(step, resources)
        lacking = dict.fromkeys(blob for step in postponed for blob in step)
        files = self._files(lacking)
        again = {blob: self._version(blob, files)[1] for blob in lacking}
        return made | {" ".join(step): self._packed(step, again) for step in postponed}

    def _files(self, blobs: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """What git is asked for: each file once that is not at hand, in order."""
        asked = dict.fromkeys(blob for blob in blobs if blob not in self._at_hand)
        return self.reader(asked) if asked else iter(())

    def _version(self, blob: str, files: Iterator[tuple[str, bytes]]) -> tuple[Version, Resource | None]:
        if blob in self._at_hand:
            return version_of(*self._at_hand[blob])
        read, raw = next(files, ("", b""))
        if read != blob:
            raise OperatorError(f"读取旧文件的次序有误：应为 {blob}，读到 {read}")
        return version_of(raw)

    def _packed(self, step: Step, resources: Mapping[str, Resource | None]) -> bytes:
        """What is kept of a step: the difference, and the fields of the version without the last that say nothing."""
        version = self.versions[step[1]]
        fields = [getattr(version, name) for name in Version.__struct_fields__]
        while fields and not fields[-1]:
            fields.pop()
        old, new = (resources.get(blob) for blob in step)
        difference = _packed_difference(old, new) if self._is_change(step) and old and new else []
        return to_json([difference, *fields])

    def _take(self, steps: Iterable[tuple[Step, bytes]]) -> None:
        rest = iter(steps)
        while part := list(islice(rest, STEPS_AT_ONCE)):
            read = from_json(b"[%s]" % b",".join(packed for _, packed in part))
            for (step, _), (difference, *version) in zip(part, read, strict=True):
                if step[1] not in self.versions:
                    self.versions[step[1]] = _version(version)
                if difference:
                    self._differences[step] = _difference(difference)


def _packed_difference(old: Resource, new: Resource) -> list[object]:
    rows = ((one.field, one.item, one.old, one.new, one.direction) for one in field_changes(old, new))
    return [is_other_data(old, new), *rows]


def _difference(packed: list[Any]) -> Difference:
    is_other, *rows = packed
    changes = (
        FieldChange(intern(key), intern(item), intern(old), intern(new), _DIRECTIONS[direction])
        for key, item, old, new, direction in rows
    )
    return Difference(tuple(changes), is_other)


_DIRECTIONS = {str(direction): direction for direction in Direction}


def _version(packed: list[Any]) -> Version:
    code, name, provider, *others = packed
    rest: list[Any] = [tuple(map(intern, one)) if isinstance(one, list) else one for one in others]
    return Version(intern(code), intern(name), intern(provider), *rest)
