"""Two registers to their differences: by resource code and item identity, never by file or position.

Each difference has a direction, seen from whoever may use the data. What no table below classifies counts as
narrowing, so that a new field can never hide one (办法第三十条第一项).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct
from pydantic import BaseModel

from generator.model.register import FiledResource, Register
from generator.model.resource import Item, Resource
from generator.model.words import OpeningClass, ResourceStatus, SharingClass, UpdateCycle


class Direction(StrEnum):
    """Whether a change gives users more, less, or neither."""

    WIDENS = "放宽"
    NARROWS = "收窄"
    NEUTRAL = "不涉及"


class FieldChange(Struct, frozen=True, gc=False):
    """One changed field: its Chinese key, the item it belongs to (or empty), its values in words."""

    field: str
    item: str
    old: str
    new: str
    direction: Direction


class ResourceChange(Struct, frozen=True):
    """One resource before and after; `None` on the side where it is not there."""

    code: str
    old: FiledResource | None
    new: FiledResource | None
    fields: tuple[FieldChange, ...]


Judge = Callable[[Any, Any], Direction]
"""Direction of a change between two different values."""


def _by_rank(ranked: Mapping[Any, int]) -> Judge:
    def judged(old: Any, new: Any) -> Direction:
        if old not in ranked or new not in ranked:
            return Direction.NARROWS if old in ranked else Direction.WIDENS
        return Direction.WIDENS if ranked[new] > ranked[old] else Direction.NARROWS

    return judged


def _neutral(_old: Any, _new: Any) -> Direction:
    return Direction.NEUTRAL


def _as_set(old: Any, new: Any) -> Direction:
    """A set of things granted: more widens; less, or other things, narrows."""
    return Direction.WIDENS if set(old or ()) < set(new or ()) else Direction.NARROWS


def _grant(old: str | None, new: str | None) -> Direction:
    """A text that grants, such as a scope: unlimited when absent; more parts listed widen, their order is nothing.

    A part may take back what another grants (不含、除外、仅限); a text with such a word is not read as a list.
    """
    before, after = _parts_of_text(old), _parts_of_text(new)
    if not before or not after:
        return Direction.NARROWS if after else Direction.WIDENS
    if LIMITING.search(f"{old}{new}"):
        return Direction.NARROWS
    if before == after:
        return Direction.NEUTRAL
    return Direction.WIDENS if before < after else Direction.NARROWS


def _condition(old: str | None, new: str | None) -> Direction:
    """A text that restricts: gone widens; new or different narrows."""
    return Direction.WIDENS if old and not new else Direction.NARROWS


def _parts_of_text(text: str | None) -> frozenset[str]:
    return frozenset(part.strip() for part in re.split(r"[、，,；;。\n]", text or "") if part.strip())


LIMITING = re.compile(r"不(?!动产|良)|除|仅|只|限|非(?!税|公|物质|营利)|禁|勿|须|凭|以外|之外|未经|需经|批准|同意|授权")
"""Words by which a text takes back or limits; one too many costs a question, one too few hides a narrowing."""

SHARING_WIDTH = {SharingClass.DENIED: 0, SharingClass.CONDITIONAL: 1, SharingClass.UNCONDITIONAL: 2}
OPENING_WIDTH = {OpeningClass.DENIED: 0, OpeningClass.CONDITIONAL: 1, OpeningClass.UNCONDITIONAL: 2}
FREQUENCY = {cycle: -rank for rank, cycle in enumerate(UpdateCycle)}
PRESENCE = {ResourceStatus.RETIRED: 0, ResourceStatus.ACTIVE: 1}

RESOURCE_JUDGES: dict[str, Judge] = {
    "sharing_class": _by_rank(SHARING_WIDTH),
    "sharing_condition": _condition,
    "scope": _grant,
    "purpose": _grant,
    "modes": _as_set,
    "formats": _as_set,
    "opening_class": _by_rank(OPENING_WIDTH),
    "opening_condition": _condition,
    "update_cycle": _by_rank(FREQUENCY),
    "not_asked_again": _as_set,
    "status": _by_rank(PRESENCE),
    **dict.fromkeys(
        (
            "name",
            "code",
            "provider",
            "collectors",
            "collection_bases",
            "summary",
            "system",
            "data_level",
            "bases",
            "denial_reason",
            "confirmation",
            "related",
            "retirement",
            "change_bases",
            "origins",
        ),
        _neutral,
    ),
}
ITEM_JUDGES: dict[str, Judge] = {
    "sharing_condition": _condition,
    **dict.fromkeys(("name", "english_name", "data_type", "length", "note", "personal", "source"), _neutral),
}


def compare(old: Register, new: Register) -> tuple[ResourceChange, ...]:
    """Every resource that differs, by code; a moved or renamed file alone is no difference."""
    before, after = _by_code(old), _by_code(new)
    same = {code for code, one in before.items() if code in after and one.resource is after[code].resource}
    changes = []
    for code in sorted((before.keys() | after.keys()) - same):
        one, other = before.get(code), after.get(code)
        if one and other:
            fields = tuple(field_changes(one.resource, other.resource))
            if fields:
                changes.append(ResourceChange(code, one, other, fields))
        else:
            changes.append(ResourceChange(code, one, other, ()))
    return tuple(changes)


def _by_code(register: Register) -> dict[str, FiledResource]:
    found: dict[str, FiledResource] = {}
    for filed in register.resources:
        if filed.resource.code:
            found.setdefault(filed.resource.code, filed)
    return found


def field_changes(old: Resource, new: Resource) -> Iterator[FieldChange]:
    """The differences between two states of one resource, in the order of the model's fields."""
    said, says = vars(old), vars(new)
    if said == says:
        return
    for name, field in Resource.model_fields.items():
        before, after = said[name], says[name]
        if name == "items":
            yield from _item_changes(old, new)
        elif before != after and differ(before, after):
            direction = with_its_class(name, old, new) or RESOURCE_JUDGES.get(name, _unclassified)(before, after)
            yield FieldChange(str(field.alias), "", words_of(before), words_of(after), direction)


def with_its_class(name: str, old: Resource | Item, new: Resource | Item) -> Direction | None:
    """A condition that comes or goes with its class goes the class's way: 不予开放 to 有条件开放 is no narrowing."""
    ruled_by = CLASS_OF_CONDITION.get(name)
    if ruled_by is None:
        return None
    before, after = getattr(old, ruled_by), getattr(new, ruled_by)
    return EFFECTIVE[ruled_by](before, after) if before and after and before != after else None


def _unclassified(_old: Any, _new: Any) -> Direction:
    return Direction.NARROWS


def differ(old: Any, new: Any) -> bool:
    """Whether two values differ; lists are compared without their order."""
    if isinstance(old, tuple) and isinstance(new, tuple):
        return set(old) != set(new)
    return bool(old != new)


def _item_changes(old: Resource, new: Resource) -> Iterator[FieldChange]:
    pairs, removed, added = _paired(old.items or (), new.items or ())
    for item in removed:
        yield FieldChange("信息项", item.name or "", item.name or "", "", Direction.NARROWS)
    for item in added:
        yield FieldChange("信息项", item.name or "", "", item.name or "", Direction.WIDENS)
    for before, after in pairs:
        if vars(before) != vars(after):
            yield from _changes_within(before, after, old, new)


def _paired(old: tuple[Item, ...], new: tuple[Item, ...]) -> tuple[list[tuple[Item, Item]], list[Item], list[Item]]:
    """Items that are the same by Chinese name, or else by English name; then those removed and added."""
    by_name, removed, added = _matched(old, new, lambda item: item.name)
    by_english_name, removed, added = _matched(removed, added, lambda item: item.english_name)
    return by_name + by_english_name, removed, added


def _matched(
    old: Iterable[Item], new: Iterable[Item], key_of: Callable[[Item], str | None]
) -> tuple[list[tuple[Item, Item]], list[Item], list[Item]]:
    waiting: dict[str, list[Item]] = defaultdict(list)
    added = []
    for item in new:
        key = key_of(item)
        waiting[key].append(item) if key else added.append(item)
    pairs, removed = [], []
    for item in old:
        key = key_of(item)
        if key and waiting.get(key):
            pairs.append((item, waiting[key].pop(0)))
        else:
            removed.append(item)
    return pairs, removed, [*added, *(item for items in waiting.values() for item in items)]


def _changes_within(before: Item, after: Item, old: Resource, new: Resource) -> Iterator[FieldChange]:
    for name, field in Item.model_fields.items():
        one, other = getattr(before, name), getattr(after, name)
        if one == other:
            continue
        judge = ITEM_JUDGES.get(name, _unclassified)
        if name in EFFECTIVE:
            one, other = one or getattr(old, name), other or getattr(new, name)
            if one == other:
                continue
            judge = EFFECTIVE[name]
        direction = with_its_class(name, whole(before, old), whole(after, new)) or judge(one, other)
        yield FieldChange(str(field.alias), after.name or "", words_of(one), words_of(other), direction)


def whole(item: Item, resource: Resource) -> Item:
    """The item with the classes that hold for it: its own, or else the resource's."""
    return item.model_copy(update={name: getattr(item, name) or getattr(resource, name) for name in EFFECTIVE})


EFFECTIVE: dict[str, Judge] = {
    "sharing_class": _by_rank(SHARING_WIDTH),
    "opening_class": _by_rank(OPENING_WIDTH),
}
"""Item fields that stand for the resource's when left out."""

CLASS_OF_CONDITION = {"sharing_condition": "sharing_class", "opening_condition": "opening_class"}
"""Conditions, each with the class that calls for it."""


def words_of(value: Any) -> str:
    """A value as a reader sees it: texts as they are, records field by field, lists joined."""
    if value is None:
        return ""
    if isinstance(value, BaseModel):
        return " ".join(words_of(getattr(value, name)) for name in type(value).model_fields if getattr(value, name))
    if isinstance(value, tuple):
        return "；".join(words_of(entry) for entry in value)
    return str(value)
