"""The workbook of resources, made from the model: a sheet of resources, one for each list of records in them.

A row of a list belongs to the resource whose code stands in its first column.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from msgspec import Struct

from generator.diagnostics import OperatorError
from generator.load import Loaded
from generator.model.blanks import Blank, Shape, blanks_of
from generator.model.register import FiledCatalogue, FiledResource, Register
from generator.source.plain import Node
from generator.source.workbook import Column, Sheet

RESOURCES = "信息资源"
NOTES = "填写说明"
CODE = "资源代码"
CATALOGUE = "所在目录"
SEEN = "核对码"
SCOPE = "导出范围"
MARK = " *"
EVERYBODY, NOBODY = "全部提供方", "空白表"
MOST_TOLD = 20

_WIDTHS = {Shape.TEXT: 40, Shape.LINE: 22, Shape.WORD: 14, Shape.CODE: 18, Shape.DAY: 12, Shape.NUMBER: 8}
_ORGANISATIONS = ("提供方", "采集方", "部门")
_SEVERAL = "可写多条：每条一行，在格内按 Alt+Enter 换行。"
_NOTES = (
    ("怎样填写", "一项资源在《信息资源》中占一行。信息项、格式、依据等各有一张表，一条一行，用资源代码对应。"),
    ("表头", "带 * 的必须填写。鼠标移到表头上，可看填写要求。表名和表头不要改动，列不要删除，单元格不要合并。"),
    ("新资源", "资源代码写“新1”“新2”……，其他表中对应的行写同样的字样，导入时自动编号；所在目录必须填写。"),
    ("新资源的类项目", "所在目录还没有资源的，资源代码写明类、项、目，如“307008/新1”。"),
    ("变更", "直接改动相应的格。没有改动的资源，登记文件一个字也不会变。"),
    ("注销", "不要删行。“状态”选“已注销”，填写“注销·理由”和《变更依据》。删去的行不会删除登记文件。"),
    ("日期和数字", "日期写成 2026-03-01。代码等按文本填写；粘贴时选“只粘贴文本”或者“粘贴值”。"),
    ("公式", "各格都是文本，以 = 开头的内容也不会运算；含有公式、宏、外部链接的工作簿不能导入。"),
)


class Slot(Struct, frozen=True):
    """A column of a sheet: where its text stands in a resource, and the blank that it fills."""

    heading: str
    place: tuple[str, ...]
    blank: Blank


class Plan(Struct, frozen=True):
    """A sheet: the columns of the model, between those that say which resource a row is about."""

    title: str
    slots: tuple[Slot, ...]
    is_list: bool

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading, without the mark of what must be filled in."""
        own = tuple(slot.heading for slot in self.slots)
        return (CODE, *own) if self.is_list else (CATALOGUE, *own, SEEN)


@cache
def plans() -> tuple[Plan, ...]:
    """The sheets that are filled in, that of resources first."""
    blanks = blanks_of("resource")
    lists = [blank for blank in blanks if blank.shape is Shape.RECORD and blank.is_list]
    return (
        Plan(RESOURCES, tuple(_slots(blank for blank in blanks if blank not in lists)), False),
        *(Plan(blank.key, tuple(_slots(blank.blanks)), True) for blank in lists),
    )


def _slots(blanks: Iterable[Blank]) -> Iterator[Slot]:
    for blank in blanks:
        if blank.shape is Shape.RECORD:
            for part in blank.blanks:
                yield Slot(f"{blank.key}·{part.key}", (blank.key, part.key), part)
        else:
            yield Slot(blank.key, (blank.key,), blank)


def workbook_sheets(loaded: Loaded, provider: str = "") -> list[Sheet]:
    """The workbook's sheets with the resources of one provider or of all.

    Raises `OperatorError` when a resource cannot be told in cells, or nobody provides what was asked for.
    """
    chosen = [one for one in loaded.register.resources if provider in ("", one.resource.provider)]
    if not chosen:
        raise OperatorError(f"登记册中没有{f'「{provider}」提供的' if provider else ''}信息资源")
    data = {filed.file: _data_of(loaded, filed) for filed in chosen}
    unfit = [file for file, told in data.items() if told is None]
    if unfit:
        named = "\n".join(f"  {file}" for file in unfit[:MOST_TOLD])
        raise OperatorError(f"有 {len(unfit)} 个文件写法有误，不能写入表格，请先用 mulu check 查看并改正：\n{named}")
    told = [_Told(filed, data[filed.file] or {}, seen(loaded.files[filed.file].raw)) for filed in chosen]
    return _sheets(loaded.register, told, provider or EVERYBODY)


def empty_sheets(register: Register) -> list[Sheet]:
    """The workbook's sheets with no resource in them, for new ones."""
    return _sheets(register, (), NOBODY)


def _sheets(register: Register, told: Sequence["_Told"], scope: str) -> list[Sheet]:
    notes = Sheet(NOTES, (Column("事项", width=16), Column("说明", width=100)), [*_NOTES, (SCOPE, scope)])
    offers = _offers(register)
    return [notes, *(_sheet(plan, told, offers) for plan in plans())]


class _Told(NamedTuple):
    """A resource to write into the sheets: what its file says, and the sign of the file's bytes."""

    filed: FiledResource
    data: Mapping[str, Node]
    seen: str


def seen(raw: bytes) -> str:
    """The sign by which a workbook knows the state of a file that it was made from."""
    return hashlib.sha256(raw).hexdigest()[:12]


def _data_of(loaded: Loaded, filed: FiledResource) -> Mapping[str, Node] | None:
    """What the file says, where every part of it has its cell and its code is its own."""
    document, code = loaded.document(filed.file), filed.resource.code
    if document is None or not code or loaded.register.resource_coded[code].file != filed.file:
        return None
    data = document.filled()
    return data if _fits(data, blanks_of("resource")) else None


def _fits(data: Mapping[str, Node], blanks: tuple[Blank, ...]) -> bool:
    """Whether a record has the shape that its blanks have, so that cells can hold it."""
    known = {blank.key: blank for blank in blanks}
    return all(key in known and _fits_blank(value, known[key]) for key, value in data.items())


def _fits_blank(value: Node, blank: Blank) -> bool:
    if blank.is_list != isinstance(value, list):
        return False
    for one in value if isinstance(value, list) else [value]:
        if blank.shape is Shape.RECORD:
            if not isinstance(one, dict) or not one or not _fits(one, blank.blanks):
                return False
        elif not isinstance(one, str) or (blank.is_list and "\n" in one):
            return False
    return True


def _offers(register: Register) -> dict[str, tuple[str, ...]]:
    """What the register lets one choose from, by the key of the blank."""
    names = tuple(sorted(register.organisation_named))
    return {
        **dict.fromkeys(_ORGANISATIONS, names),
        "文件": tuple(sorted(register.legal_basis_titled)),
        CATALOGUE: tuple(folder_of(catalogue) for catalogue in register.catalogues),
    }


def folder_of(catalogue: FiledCatalogue | FiledResource) -> str:
    """A catalogue as people name it: the folder of its kind and its own, such as `department/省民政厅`."""
    return f"{catalogue.kind.folder}/{catalogue.folder}"


def _sheet(plan: Plan, told: Sequence[_Told], offers: Mapping[str, tuple[str, ...]]) -> Sheet:
    columns = [_column(slot, offers) for slot in plan.slots]
    if plan.is_list:
        code = Column(CODE + MARK, "与《信息资源》中的资源代码相同；新资源写同样的“新1”。", 18)
        return Sheet(plan.title, [code, *columns], [row for one in told for row in _list_rows(plan, one)])
    place = Column(CATALOGUE + MARK, "登记文件所在的目录。已有资源不要改动。", 26, offers[CATALOGUE])
    sign = Column(SEEN, "导入时用来核对：导出以后登记文件是否又有改动。不要填写，也不要改动。", 14)
    rows = [[folder_of(one.filed), *(_text(one.data, slot.place) for slot in plan.slots), one.seen] for one in told]
    return Sheet(plan.title, [place, *columns, sign], rows)


def _list_rows(plan: Plan, told: _Told) -> Iterator[list[str]]:
    entries = told.data.get(plan.title) or []
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict):
            yield [told.filed.resource.code or "", *(_text(entry, slot.place) for slot in plan.slots)]


def _column(slot: Slot, offers: Mapping[str, tuple[str, ...]]) -> Column:
    blank = slot.blank
    is_needed = blank.is_required and len(slot.place) == 1
    said = [f"{blank.meaning}。" + ("必填。" if is_needed else "")]
    if slot.heading == CODE:
        said.append("新资源写“新1”“新2”……，导入时自动编号；已有资源不要改动。")
    said += [_SEVERAL] if blank.is_list else ["写成 2026-03-01。"] if blank.shape is Shape.DAY else []
    words = () if blank.is_list else blank.words or offers.get(blank.key, ())
    return Column(slot.heading + MARK * is_needed, "".join(said), _WIDTHS[blank.shape], words, bool(blank.words))


def _text(data: Mapping[str, Node], place: tuple[str, ...]) -> str:
    node: Node = dict(data)
    for step in place:
        node = node.get(step) if isinstance(node, dict) else None
    return "\n".join(str(one) for one in node) if isinstance(node, list) else str(node or "")
