"""C1: changes that narrow what was promised without condition, 办法第三十条第一项、条例第十五条第一款.

A narrowing needs 变更依据, named in the same change; with it, it is a point the reviewer must confirm.
"""

import hashlib
from collections.abc import Callable, Mapping

from msgspec import Struct

from generator.diagnostics import Rule
from generator.model.compare import Direction, FieldChange, ResourceChange, words_of
from generator.model.ledgers import Trigger
from generator.model.legal_basis import ChangeBasis
from generator.model.resource import Resource
from generator.model.succession import active_heirs, is_promised, is_shared, lost_by, said_of
from generator.model.words import OpeningClass, ResourceStatus, SharingClass

ARTICLE = "办法第三十条第一项、条例第十五条第一款"
HINT = (
    "擅自缩小无条件共享范围的，责令改正；"
    "确有依据的，请在「变更依据」中写明列出本资源的触发事项，或者文件和条款，否则请恢复原状"
)


class Narrowing(Struct, frozen=True):
    """One way to narrow: its words, and which field changes it is about."""

    words: Rule
    is_about: Callable[[FieldChange], bool]


class NarrowingPoint(Struct, frozen=True):
    """One narrowing of one resource; the fingerprint stays while rule, resource, before and after stay."""

    words: Rule
    change: ResourceChange
    field: FieldChange
    has_basis: bool

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits over rule, code, item, field, old and new value."""
        parts = (self.words.id, self.change.code, self.field.item, self.field.field, self.field.old, self.field.new)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]

    @property
    def message(self) -> str:
        """The rule's sentence about it."""
        return self.words.message.format(**self.values)

    @property
    def values(self) -> dict[str, object]:
        """What the rule's message says of it."""
        field = self.field
        return {
            "name": self.change.new.resource.name if self.change.new else "",
            "field": field.field,
            "item": field.item,
            "of_item": f"信息项「{field.item}」" if field.item else "",
            "old": field.old or "（无）",
            "new": field.new or "（无）",
        }


def _narrowing(rule_id: str, fault: str, message: str, is_about: Callable[[FieldChange], bool]) -> Narrowing:
    return Narrowing(Rule(rule_id, fault, message, HINT, ARTICLE), is_about)


def _field(*names: str) -> Callable[[FieldChange], bool]:
    return lambda change: change.field in names and not change.item


def _item_field(*names: str) -> Callable[[FieldChange], bool]:
    return lambda change: change.field in names and bool(change.item)


SUCCESSION = "注销"
"""The field at which a narrowing by succession stands; comparing its own two values is neutral."""

NARROWINGS = (
    _narrowing("C101", "缩小共享类型", "「{name}」的共享类型由{old}改为{new}", _field("共享类型")),
    _narrowing(
        "C112",
        "拆出的信息项缩小了范围",
        "「{name}」的信息项「{item}」{new}",
        lambda change: change.field == "信息项" and bool(change.item and change.new),
    ),
    _narrowing("C102", "删去信息项", "「{name}」删去信息项「{item}」", _item_field("信息项")),
    _narrowing("C103", "缩小信息项的共享类型", "「{name}」的信息项「{item}」由{old}改为{new}", _item_field("共享类型")),
    _narrowing(
        "C104", "缩小使用范围或者用途", "「{name}」的{field}由「{old}」改为「{new}」", _field("使用范围", "使用用途")
    ),
    _narrowing(
        "C105", "减少共享方式或者格式", "「{name}」的{field}由「{old}」改为「{new}」", _field("共享方式", "格式")
    ),
    _narrowing(
        "C106",
        "增设共享条件",
        "「{name}」{of_item}的共享条件由「{old}」改为「{new}」",
        lambda change: change.field == "共享条件",
    ),
    _narrowing("C107", "延长更新周期", "「{name}」的更新周期由{old}改为{new}", _field("更新周期")),
    _narrowing(
        "C108",
        "收回向社会开放",
        "「{name}」{of_item}的{field}由「{old}」改为「{new}」",
        lambda change: change.field in ("开放类型", "开放条件"),
    ),
    _narrowing("C109", "注销仍在无条件共享的资源", "「{name}」由{old}改为{new}", _field("状态")),
    _narrowing(
        "C111", "承接的资源缩小了范围", "「{name}」注销后，原来无条件共享的信息，承接的资源{new}", _field(SUCCESSION)
    ),
    _narrowing("C110", "其他收窄", "「{name}」{of_item}的{field}由「{old}」改为「{new}」", lambda _: True),
)


def narrowings_of(
    change: ResourceChange, after: Mapping[str, Resource], triggers: Mapping[str, Trigger] | None = None
) -> list[NarrowingPoint]:
    """The points at which a change narrows what the resource promised without condition.

    `after` holds the resources after the change by code: a retired resource's successors are looked up there.
    `triggers` are those of the register after the change, by number.
    """
    if change.old is None or change.new is None:
        return []
    old, new = change.old.resource, change.new.resource
    has_basis = any(_carries(basis, change.code, triggers or {}) for basis in bases_added(change))
    fields = [field for field in change.fields if field.direction is Direction.NARROWS and _was_promised(field, old)]
    fields += _lost_in_succession(old, new, after)
    words = [next(narrowing.words for narrowing in NARROWINGS if narrowing.is_about(field)) for field in fields]
    return [NarrowingPoint(one, change, field, has_basis) for one, field in zip(words, fields, strict=True)]


def bases_added(change: ResourceChange) -> list[ChangeBasis]:
    """What the change itself rests on: the bases the resource did not name before, in their order."""
    before = change.old.resource.change_bases if change.old else ()
    after = change.new.resource.change_bases if change.new else ()
    return [basis for basis in after if basis not in before]


def _carries(basis: ChangeBasis, code: str, triggers: Mapping[str, Trigger]) -> bool:
    """Whether a basis can carry a narrowing: a provision in full, or a trigger that concerns the resource."""
    trigger = triggers.get(basis.trigger or "")
    return bool(basis.document and basis.provision) or bool(trigger and trigger.concerns(code))


def _was_promised(field: FieldChange, old: Resource) -> bool:
    """Whether the field belonged to what was shared, or opened, without condition; opening with a condition counts."""
    if field.field == "开放类型":
        return field.old not in ("", OpeningClass.DENIED)
    if field.field == "开放条件":
        return old.opening_class not in (None, OpeningClass.DENIED)
    if field.field == "共享类型":
        return field.old == SharingClass.UNCONDITIONAL
    if field.field == "共享条件" and not field.item:
        return old.sharing_class is SharingClass.UNCONDITIONAL
    items = [item for item in old.items or () if item.name == field.item] if field.item else []
    return any(is_shared(item, old) for item in items) if items else _promised_anything(old)


def _promised_anything(resource: Resource) -> bool:
    return resource.sharing_class is SharingClass.UNCONDITIONAL or any(
        is_shared(item, resource) for item in resource.items or ()
    )


def _lost_in_succession(old: Resource, new: Resource, after: Mapping[str, Resource]) -> list[FieldChange]:
    """What a retired resource shared without condition and no successor does; unknown successors are N107's."""
    codes = new.retirement.successors if new.retirement else ()
    before = old.retirement.successors if old.retirement else ()
    heirs = active_heirs(codes, after)
    if new.status is not ResourceStatus.RETIRED or set(codes) <= set(before) or heirs is None:
        return []
    promised = [item for item in old.items or () if item.name and is_promised(item, old)]
    losses = {item.name or "": lost_by(item, old, heirs) for item in promised}
    losses = {name: words for name, words in losses.items() if words}
    if not losses:
        return []
    shared = f"无条件共享信息项「{words_of(tuple(losses))}」"
    return [FieldChange(SUCCESSION, "", shared, said_of(losses), Direction.NARROWS)]
