"""A change of the register, judged: what differs, what it narrows, what a change request must not do."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec import Struct, field
from msgspec.structs import replace

from generator.diagnostics import FILE_START, Finding
from generator.load import Loaded
from generator.model.compare import ResourceChange, compare
from generator.model.ledger_changes import EntryChange, entry_changes
from generator.model.ledgers import Trigger
from generator.model.personal_numbers import without_numbers
from generator.model.register import Place, Register
from generator.model.resource import Resource
from generator.model.succession import reshaping_of, taking_over, with_moves
from generator.model.words import CatalogueKind, SharingClass
from generator.rules import ledger_changes, requests
from generator.rules.narrowing import NarrowingPoint, bases_added, narrowings_of
from generator.rules.requests import REQUEST_RULES, Request

REQUEST_MODULES = (requests, ledger_changes)
"""The families of rules about a whole request; importing them enters their rules into the list."""


class Approval(Struct, frozen=True):
    """Who must approve what, and why in law."""

    unit: str
    reason: str
    codes: tuple[str, ...]


class Answer(Struct, frozen=True):
    """A trigger that the change answers for one resource: by changing it, or with a reason not to."""

    number: str
    trigger: Trigger
    code: str
    name: str
    is_changed: bool


class Reviewed(Struct, frozen=True):
    """The differences between two states, the narrowing points, the findings of the change rules, the approvals.

    `answers` are the triggers that the change would answer, by number and resource; `entries` are the records of the
    ledgers that differ; `reshaped` says by code how a resource came of others, by a split or a merge, and is empty of
    one that did not.
    """

    changes: tuple[ResourceChange, ...]
    narrowings: tuple[NarrowingPoint, ...]
    findings: tuple[Finding, ...]
    approvals: tuple[Approval, ...]
    answers: tuple[Answer, ...] = ()
    entries: tuple[EntryChange, ...] = ()
    reshaped: Mapping[str, str] = field(default_factory=dict)


def review(old: Loaded, new: Loaded) -> Reviewed:
    """Compare two states of the register by code and judge the change."""
    after = {filed.resource.code: filed.resource for filed in new.register.resources if filed.resource.code}
    heirs_of = taking_over(after.values())
    changes = tuple(with_moves(change, heirs_of.get(change.code, ())) for change in compare(old.register, new.register))
    reshaped = {change.code: reshaping_of(change, after) for change in changes}
    triggers = new.register.triggers
    points = tuple(point for change in changes for point in narrowings_of(change, after, triggers))
    unread = new.files.keys() - {filed.file for filed in new.register.resources if filed.resource.code}
    entries = entry_changes(old.register, new.register)
    heirs = {one.short_name: one.successor for one in old.register.organisations if one.short_name and one.successor}
    request = Request(_files_changed(old, new), changes, frozenset(unread), entries, heirs)
    found = [*_without_basis(points, new), *_of_the_request(request)]
    told = (replace(finding, message=without_numbers(finding.message)) for finding in found)
    findings = tuple(sorted(told, key=lambda finding: finding.sort_key))
    answers = sorted(_answers(new.register, changes, entries), key=lambda answer: (answer.number, answer.code))
    approvals = tuple(_approvals(new.register, changes, entries))
    return Reviewed(changes, points, findings, approvals, tuple(answers), entries, reshaped)


def _answers(
    register: Register, changes: tuple[ResourceChange, ...], entries: tuple[EntryChange, ...]
) -> Iterator[Answer]:
    """The triggers that a changed resource newly names and that list it, and those newly said to need no change."""
    for change in changes:
        for basis in bases_added(change):
            trigger = register.triggers.get(basis.trigger or "")
            if basis.trigger and trigger and trigger.concerns(change.code):
                yield Answer(basis.trigger, trigger, change.code, _name_of(register, change.code), True)
    for entry in entries:
        if entry.new and isinstance(entry.new.value, Trigger):
            before = _unchanged(entry.old.value if entry.old else None)
            for code in sorted(_unchanged(entry.new.value) - before):
                yield Answer(entry.number, entry.new.value, code, _name_of(register, code), False)


def _unchanged(record: object) -> set[str]:
    """The resources that a trigger says need no change."""
    affected = (record.affected or ()) if isinstance(record, Trigger) else ()
    return {one.code for one in affected if one.code and one.unchanged_reason and one.concluded_on}


def _name_of(register: Register, code: str) -> str:
    filed = register.resource_coded.get(code)
    return (filed.resource.name if filed else None) or ""


def _files_changed(old: Loaded, new: Loaded) -> frozenset[str]:
    paths = old.files.keys() | new.files.keys()
    return frozenset(path for path in paths if old.files.get(path) != new.files.get(path))


def _without_basis(points: tuple[NarrowingPoint, ...], new: Loaded) -> Iterator[Finding]:
    document_of = lru_cache(maxsize=1)(new.document)  # the points of one file follow each other
    for point in points:
        filed = point.change.new
        if point.has_basis or filed is None:
            continue
        document = document_of(filed.file)
        place = _place_of(point, filed.resource)
        span = document.span(place, key=True) if document else FILE_START
        yield replace(point.words.at(filed.file, span, **point.values), code=point.change.code)


def _place_of(point: NarrowingPoint, resource: Resource) -> Place:
    """Where the narrowing stands in the new file: at the item's field, the field, or the file's beginning."""
    field = point.field
    if not field.item:
        return (field.field,)
    names = [item.name for item in resource.items or ()]
    return ("信息项", names.index(field.item), field.field) if field.item in names else ("信息项",)


def _of_the_request(request: Request) -> Iterator[Finding]:
    for rule in REQUEST_RULES:
        for file, values in rule.problems(request):
            yield rule.words.at(file, FILE_START, **values)


def _approvals(
    register: Register, changes: tuple[ResourceChange, ...], entries: tuple[EntryChange, ...]
) -> Iterator[Approval]:
    """The provider's head, the joint departments, the designated department, the authority, each for its part."""
    by_unit: dict[tuple[str, str], list[str]] = {}
    joint = {catalogue.folder: catalogue.catalogue.joint for catalogue in register.catalogues}
    for change in changes:
        filed = change.new or change.old
        if filed is None:
            continue
        demands = [(filed.resource.provider, BY_PROVIDER)]
        if filed.kind is not CatalogueKind.DEPARTMENT:
            demands += [(department.unit, BY_JOINT) for department in joint.get(filed.folder, ())]
        restricted = filed.resource.sharing_class in (SharingClass.CONDITIONAL, SharingClass.DENIED)
        if restricted and (change.old is None or any(field.field == "共享类型" for field in change.fields)):
            demands.append((register.authority.confirming_unit, BY_CONFIRMING))
        demands.append((register.authority.unit, BY_AUTHORITY))
        for unit, reason in demands:
            by_unit.setdefault((unit or "未写明的单位", reason), []).append(change.code)
    for entry in entries:
        named = f"{entry.kind.folder}/{entry.number}"
        by_unit.setdefault((register.authority.unit or "未写明的单位", BY_AUTHORITY_OF_LEDGERS), []).append(named)
    for (unit, reason), codes in by_unit.items():
        yield Approval(unit, reason, tuple(codes))


BY_AUTHORITY_OF_LEDGERS = "核对台账记录，审核、备案（办法第六条、第十条第二款）"
BY_PROVIDER = "部门负责人审核同意（条例第十三条第一款）"
BY_JOINT = "会同编制，确认本部门负责的部分（办法第九条第二款）"
BY_CONFIRMING = "审核确认共享类型（办法第十七条第五款）"
BY_AUTHORITY = "审核、备案（办法第九条第二款、第十条第二款）"
