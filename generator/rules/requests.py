"""C2: what one change request must not do, 办法第九、十条、条例第二十七条第三款."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct, field

from generator.diagnostics import Rule, Severity
from generator.model.compare import ResourceChange
from generator.model.ledger_changes import EntryChange
from generator.model.register import AUTHORITY, WAIVERS, FiledResource
from generator.model.resource import Resource

SAME_DATA = 0.8
OTHER_DATA = 0.2
"""Shares of equal item names above and below which two resources are the same, or have nothing in common."""


class Request(Struct, frozen=True, dict=True):
    """What a change request does: the files it touches and the resources that differ.

    `unread` are the files that are there after it, but no code could be read from them: nobody deleted them.
    `entries` are the records of the ledgers that differ. `heirs` names for each department that was taken over who
    took over, as was known before the request.
    """

    files: frozenset[str]
    changes: tuple[ResourceChange, ...]
    unread: frozenset[str] = frozenset()
    entries: tuple[EntryChange, ...] = ()
    heirs: Mapping[str, str] = field(default_factory=dict)

    def heir_of(self, unit: str) -> str:
        """Who answers for a department's catalogue: the department, or the last of those that took over."""
        for _ in self.heirs:
            unit = self.heirs.get(unit, unit)
        return unit

    @property
    def gone(self) -> list[FiledResource]:
        """Resources whose code is no longer there."""
        gone = [change.old for change in self.changes if change.old and not change.new]
        return [old for old in gone if old.file not in self.unread]

    @property
    def added(self) -> list[FiledResource]:
        """Resources whose code was not there before."""
        return [change.new for change in self.changes if change.new and not change.old]

    @cached_property
    def recoded(self) -> dict[str, FiledResource]:
        """By its old code, the added resource that is a gone one under another code."""
        added: dict[str | None, list[tuple[FiledResource, frozenset[str | None]]]] = defaultdict(list)
        for new in self.added:
            added[new.resource.provider].append((new, _item_names(new.resource)))
        found = {}
        for old in self.gone:
            items = _item_names(old.resource)
            for new, theirs in added[old.resource.provider]:
                if old.resource.name == new.resource.name or _overlap(items, theirs) >= SAME_DATA:
                    found[str(old.resource.code)] = new
                    break
        return found


class RequestRule(Struct, frozen=True):
    """A rule's words and its function: the files with the fault, and the values of its message."""

    words: Rule
    problems: Callable[[Request], Iterator[tuple[str, Mapping[str, object]]]]


REQUEST_RULES: list[RequestRule] = []


def request_rule(
    rule_id: str, fault: str, message: str, hint: str, article: str = "", severity: Severity = Severity.ERROR
) -> Callable[[Callable[[Request], Iterator[tuple[str, Mapping[str, object]]]]], None]:
    """Enter a function into the list of rules about a whole request."""

    def entered(function: Callable[[Request], Iterator[tuple[str, Mapping[str, object]]]]) -> None:
        REQUEST_RULES.append(RequestRule(Rule(rule_id, fault, message, hint, article, severity), function))

    return entered


@request_rule(
    "C201",
    "删除资源文件",
    "资源 {code}「{name}」的文件被删除",
    "停止提供的资源应当注销：保留文件，「状态」写已注销，并写明理由和继任资源代码",
    "办法第三十条第一项、条例第二十七条第三款",
)
def resource_deleted(request: Request) -> Iterator[tuple[str, Mapping[str, object]]]:
    for old in request.gone:
        if old.resource.code not in request.recoded:
            yield old.file, {"code": old.resource.code, "name": old.resource.name}


@request_rule(
    "C202",
    "更改资源代码",
    "「{name}」的代码由 {old} 改为 {new}",
    "代码一经使用不得更改；确需另立的，注销原资源，并把新代码写作继任",
    "编制指南",
)
def code_changed(request: Request) -> Iterator[tuple[str, Mapping[str, object]]]:
    for old in request.gone:
        new = request.recoded.get(str(old.resource.code))
        if new:
            yield new.file, {"name": new.resource.name, "old": old.resource.code, "new": new.resource.code}


def _item_names(resource: Resource) -> frozenset[str | None]:
    return frozenset(item.name for item in resource.items or ())


def _overlap(before: frozenset[str | None], after: frozenset[str | None]) -> float:
    return len(before & after) / max(len(before), len(after), 1)


def is_other_data(old: Resource, new: Resource) -> bool:
    """Whether two resources under one code have other names and next to no item in common."""
    if old.name == new.name or not old.items or not new.items:
        return False
    return _overlap(_item_names(old), _item_names(new)) < OTHER_DATA


@request_rule(
    "C203",
    "代码改作他用",
    "代码 {code} 原为「{old}」，现改作「{new}」",
    "代码不得改作他用；请恢复原资源（不再提供的予以注销），新资源另编顺序码",
    "编制指南",
)
def code_reused(request: Request) -> Iterator[tuple[str, Mapping[str, object]]]:
    for change in request.changes:
        if not change.old or not change.new:
            continue
        old, new = change.old.resource, change.new.resource
        if is_other_data(old, new):
            yield change.new.file, {"code": change.code, "old": old.name, "new": new.name}


@request_rule(
    "C204",
    "一次合并请求涉及多个部门",
    "本次合并请求同时改动 {units} 的部门目录",
    "请按部门分开提出，以便各自审核、备案",
    "办法第九条第二款",
)
def several_departments(request: Request) -> Iterator[tuple[str, Mapping[str, object]]]:
    folders = sorted({file.split("/")[2] for file in request.files if file.startswith("catalogues/department/")})
    if len({request.heir_of(folder) for folder in folders}) > 1:
        first = min(file for file in request.files if file.startswith(f"catalogues/department/{folders[1]}/"))
        yield first, {"units": "、".join(folders)}


@request_rule(
    "C205",
    "主管部门文件与目录一并改动",
    "本次合并请求既改主管部门文件，又改目录内容",
    "审核人及其公钥的变更、豁免，应当单独提出、单独审核",
    "办法第六条",
)
def authority_changed_with_content(request: Request) -> Iterator[tuple[str, Mapping[str, object]]]:
    for file in (AUTHORITY, WAIVERS):
        if file in request.files and len(request.files) > 1:
            yield file, {}
