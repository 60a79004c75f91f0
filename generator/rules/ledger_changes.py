"""C3: what a change request must not do to the ledgers: records only grow, and a closed one stays as it is."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from generator.diagnostics import Severity
from generator.model.compare import words_of
from generator.model.ledgers import AccessRequest, Channel, Correction, Dispute, Incident, Suspension, Trigger
from generator.model.register import Entry
from generator.model.steps import LedgerRecord
from generator.rules.requests import Request, request_rule

Found = Iterator[tuple[str, Mapping[str, object]]]


@request_rule(
    "C301",
    "删除台账记录",
    "{kind} {number} 被删除",
    "台账记录不得删除；登记有误的，保留记录并写明情况",
    "办法第二十七条第二款、条例第二十九条第一款",
)
def entry_deleted(request: Request) -> Found:
    for change in request.entries:
        if change.old and not change.new and change.old.file not in request.unread:
            yield change.old.file, {"kind": change.kind, "number": change.number}


@request_rule(
    "C302",
    "台账编号改作他用",
    "{kind} {number} 原来登记的是「{old}」，现在改成「{new}」",
    "编号不得改作他用；请恢复原来的记录，新的事项另编顺序号",
)
def number_reused(request: Request) -> Found:
    for old, new in _kept(request):
        if not _is_same_matter(old.value, new.value):
            before, after = (words_of(_matter_of(entry.value)) for entry in (old, new))
            yield new.file, {"kind": new.kind, "number": new.number, "old": before, "new": after}


@request_rule(
    "C303",
    "改写已办结的台账记录",
    "{kind} {number} 已于 {day} 办结，现在把「{field}」由「{old}」改为「{new}」",
    "已办结的记录只能补充，不能改写；请恢复原来的内容",
    "办法第二十七条第二款、条例第二十九条第一款",
)
def closed_entry_rewritten(request: Request) -> Found:
    for old, new in _kept(request):
        if old.value.closed_on:
            for values in _rewritten(old, new):
                yield new.file, {**values, "day": old.value.closed_on}


@request_rule(
    "C304",
    "改写未办结的台账记录",
    "{kind} {number} 的「{field}」由「{old}」改为「{new}」",
    "时限按登记的内容计算，请审核人核对原始文书；没有依据的，请恢复原来的内容",
    severity=Severity.WARNING,
)
def open_entry_rewritten(request: Request) -> Found:
    for old, new in _kept(request):
        if not old.value.closed_on:
            for values in _rewritten(old, new):
                yield new.file, values


@request_rule(
    "C305",
    "触发事项不再涉及原来的资源",
    "触发事项 {number} 原来涉及资源 {code}，现在没有列出",
    "已列出的资源不得删去；经核对不必更新的，写明「无需变更」的理由和认定日期",
    "办法第十条第二款、条例第十七条第二款",
)
def affected_resource_dropped(request: Request) -> Found:
    for old, new in _kept(request):
        for code in sorted(_affected_codes(old.value) - _affected_codes(new.value)):
            yield new.file, {"number": new.number, "code": code}


def _affected_codes(record: LedgerRecord) -> set[str]:
    return {one.code for one in record.affected or () if one.code} if isinstance(record, Trigger) else set()


def _kept(request: Request) -> Iterator[tuple[Entry, Entry]]:
    """The records that are there before and after, and differ."""
    for change in request.entries:
        if change.old and change.new:
            yield change.old, change.new


def _matter_of(record: LedgerRecord) -> tuple[object, ...]:
    """What a record is about, in two or more parts, of which a correction of a slip leaves one."""
    match record:
        case Trigger():
            return record.title, record.number
        case AccessRequest() | Suspension():
            return record.user, record.code
        case Correction():
            return record.reporter, record.code
        case Channel():
            return record.code, record.reason
        case Dispute():
            return record.codes, record.matter
        case Incident():
            return record.unit, record.matter
    return ()


def _is_same_matter(old: LedgerRecord, new: LedgerRecord) -> bool:
    """Whether any part of what it is about stayed, or cannot be told."""
    pairs = list(zip(_matter_of(old), _matter_of(new), strict=True))
    return any(one == other or one is None or other is None for one, other in pairs)


def _rewritten(old: Entry, new: Entry) -> Iterator[dict[str, object]]:
    """The fields whose content is no longer there, with both contents; what was empty before may be filled in.

    None of a number that was reused, and not the list of a trigger that dropped resources: these are found already.
    """
    is_found = not _is_same_matter(old.value, new.value)
    dropped = "affected" if _affected_codes(old.value) - _affected_codes(new.value) else ""
    for name, field in type(old.value).model_fields.items():
        before, after = getattr(old.value, name), getattr(new.value, name)
        if not is_found and name != dropped and not _still_says(before, after):
            told = {"field": field.alias, "old": words_of(before), "new": words_of(after) or "（无）"}
            yield {"kind": new.kind, "number": new.number, **told}


def _still_says(old: object, new: object) -> bool:
    """Whether all that a value said is still said: records may gain fields, lists may gain entries."""
    if old is None or old == new:
        return True
    if isinstance(old, BaseModel) and isinstance(new, BaseModel):
        return all(_still_says(getattr(old, name), getattr(new, name)) for name in type(old).model_fields)
    if isinstance(old, tuple) and isinstance(new, tuple):
        return all(any(_still_says(one, other) for other in new) for one in old)
    return False
