"""What becomes of a promise when a resource is retired, split or merged: does what takes its place keep it.

A promise is looked at item by item: it is kept where one of the resources that take over has the item and gives
as much as before, whatever the others do.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from generator.model.compare import (
    OPENING_WIDTH,
    RESOURCE_JUDGES,
    Direction,
    FieldChange,
    ResourceChange,
    differ,
    whole,
    with_its_class,
    words_of,
)
from generator.model.resource import Item, Resource
from generator.model.words import OpeningClass, ResourceStatus, SharingClass

PROMISES = ("scope", "purpose", "modes", "formats", "opening_condition", "update_cycle")
"""Fields of a resource that say how much of its items others get; the classes are looked at per item."""
MISSING, LOWERED = "没有信息项「{items}」", "不再无条件共享信息项「{items}」"


def active_heirs(codes: Iterable[str], after: Mapping[str, Resource]) -> list[Resource] | None:
    """The resources in use at the ends of chains of successors; `None` where a chain leads to no resource."""
    heirs: dict[str, Resource] = {}
    pending, seen = list(codes), set[str]()
    while pending:
        code = pending.pop(0)
        if code not in after:
            return None
        if code in seen:
            continue
        seen.add(code)
        resource = after[code]
        if resource.status is ResourceStatus.ACTIVE:
            heirs[code] = resource
        elif resource.retirement:
            pending += resource.retirement.successors
    return list(heirs.values())


def is_shared(item: Item, resource: Resource) -> bool:
    """Whether an item is shared without condition."""
    return whole(item, resource).sharing_class is SharingClass.UNCONDITIONAL


def is_promised(item: Item, resource: Resource) -> bool:
    """Whether an item is shared without condition, or open to society, be it with a condition."""
    return is_shared(item, resource) or _opening(whole(item, resource).opening_class) > 0


def lost_by(item: Item, old: Resource, heirs: Sequence[Resource]) -> list[str]:
    """What none of the heirs gives of an item any more, in words with a gap for the item; empty where one gives all."""
    found = [(heir, its) for heir in heirs for its in heir.items or () if is_same_item(item, its)]
    if not found:
        return [MISSING]
    if is_shared(item, old):
        found = [(heir, its) for heir, its in found if is_shared(its, heir)]
        if not found:
            return [LOWERED]
    return min((list(_narrowed(item, old, its, heir)) for heir, its in found), key=len)


def is_same_item(one: Item, other: Item) -> bool:
    """Whether two items are the same by Chinese name, or else by English name."""
    if one.name and one.name == other.name:
        return True
    return bool(one.english_name) and one.english_name == other.english_name


def _narrowed(item: Item, old: Resource, its: Item, heir: Resource) -> Iterator[str]:
    before, after = whole(item, old).opening_class, whole(its, heir).opening_class
    if _opening(after) < _opening(before):
        yield f"信息项「{{items}}」的开放类型由{words_of(before)}改为{words_of(after or OpeningClass.DENIED)}"
    for name in PROMISES:
        one, other = getattr(old, name), getattr(heir, name)
        if not differ(one, other):
            continue
        direction = with_its_class(name, old, heir) or RESOURCE_JUDGES[name](one, other)
        if direction is Direction.NARROWS:
            key = Resource.model_fields[name].alias
            yield f"信息项「{{items}}」的{key}由「{_plain(one)}」改为「{_plain(other)}」"


def _opening(opening_class: OpeningClass | None) -> int:
    return OPENING_WIDTH[opening_class] if opening_class else 0


def _plain(value: object) -> str:
    return (words_of(value) or "（无）").replace("{", "｛").replace("}", "｝")


def said_of(losses: Mapping[str, list[str]]) -> str:
    """What is lost, by item, in one sentence: the same words about several items said once."""
    by_words: dict[str, list[str]] = {}
    for item, words in losses.items():
        for one in words:
            by_words.setdefault(one, []).append(item)
    order = sorted(by_words, key=lambda words: (words != MISSING, words != LOWERED))
    return "，".join(words.replace("{items}", words_of(tuple(by_words[words]))) for words in order)


def taking_over(after: Iterable[Resource]) -> dict[str, list[Resource]]:
    """By the code of a resource those in use that name it as 来源."""
    found: dict[str, list[Resource]] = {}
    for one in after:
        for code in dict.fromkeys(one.origins if one.status is ResourceStatus.ACTIVE else ()):
            found.setdefault(code, []).append(one)
    return found


def with_moves(change: ResourceChange, heirs: Sequence[Resource]) -> ResourceChange:
    """The change with its removed items as moved, where one of the heirs, that name this one as 来源, has them now.

    With at least the same promise a move takes nothing; with less it narrows, and says by what.
    """
    if change.old is None or change.new is None:
        return change
    old = change.old.resource
    items = {item.name: item for item in old.items or () if item.name}
    fields = tuple(_moved(field, items.get(field.item), old, heirs) for field in change.fields) if heirs else ()
    return replace(change, fields=fields) if heirs else change


def _moved(field: FieldChange, item: Item | None, old: Resource, heirs: Sequence[Resource]) -> FieldChange:
    is_removed = field.field == "信息项" and field.old and not field.new
    taking = [heir for heir in heirs if item and any(is_same_item(item, its) for its in heir.items or ())]
    if not is_removed or item is None or not taking:
        return field
    to = f"移至{'、'.join(f'「{heir.name}」（{heir.code}）' for heir in taking)}"
    losses = lost_by(item, old, taking) if is_promised(item, old) else []
    if not losses:
        return replace(field, new=to, direction=Direction.NEUTRAL)
    return replace(field, new=f"{to}，{said_of({field.item: losses})}")


def reshaping_of(change: ResourceChange, after: Mapping[str, Resource]) -> str:
    """How a resource came of others by its 来源, in words; empty where it newly names none."""
    if change.new is None:
        return ""
    known = change.old.resource.origins if change.old else ()
    origins = [after[code] for code in change.new.resource.origins if code in after and code not in known]
    names = "".join(f"「{origin.name}」" for origin in origins)
    if not origins:
        return ""
    if len(origins) > 1:
        return f"由{names}合并而来"
    is_kept = origins[0].status is ResourceStatus.ACTIVE
    return f"由{names}拆分而来" if is_kept else f"承接已注销的{names}"
