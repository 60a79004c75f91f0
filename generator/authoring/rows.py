"""The rows of a filled-in workbook gathered by resource, and what is wrong with its sheets and cells."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct, field

from generator.authoring.sheets import CATALOGUE, CODE, NOTES, RESOURCES, SEEN, Plan, Slot, plans
from generator.form.scalar import tidy
from generator.model.blanks import Shape
from generator.source.plain import Node
from generator.source.workbook import WORDS_SHEET
from generator.source.workbook_reading import Cell, CellKind, ReadSheet

Place = tuple[str | int, ...]


class Fault(NamedTuple):
    """What is wrong in one cell, in one row, or in a whole sheet (row 0)."""

    sheet: str
    row: int
    heading: str
    message: str

    def __str__(self) -> str:
        row = f"第{self.row}行" if self.row else ""
        heading = f"「{self.heading}」" if self.heading else ""
        return f"《{self.sheet}》{row}{heading}：{self.message}"


class Row(Struct, eq=False):
    """One resource as the workbook tells it: its data, and which cell said what."""

    number: int
    code: str
    folder: str
    seen: str
    data: dict[str, Node] = field(default_factory=dict)
    told: dict[Place, tuple[str, int, str]] = field(default_factory=dict)
    file: str = ""


def misshapen(sheets: Sequence[ReadSheet]) -> Iterator[Fault]:
    """Sheets and columns that are missing, unknown or there twice: nothing of such a workbook is used."""
    known = {plan.title: plan for plan in plans()}
    titles = [sheet.title for sheet in sheets]
    for title in known.keys() - set(titles):
        yield Fault(title, 0, "", "缺少这张表；请用导出的填报表填写")
    for sheet in sheets:
        if sheet.title in known:
            yield from _wrong_columns(sheet, known[sheet.title])
        elif sheet.title not in (NOTES, WORDS_SHEET) and (sheet.header or sheet.rows):
            yield Fault(sheet.title, 0, "", "不是填报表中的表，请移到其他工作簿")


def _wrong_columns(sheet: ReadSheet, plan: Plan) -> Iterator[Fault]:
    there = Counter(heading_of(text) for text in sheet.header)
    for heading in plan.headings:
        if heading not in there:
            yield Fault(sheet.title, 1, heading, "缺少这一列；请恢复原来的表头")
    for heading, times in there.items():
        if heading not in plan.headings:
            yield Fault(sheet.title, 1, heading, "不是填报表中的列；请恢复原来的表头" if heading else "表头有空格")
        elif times > 1:
            yield Fault(sheet.title, 1, heading, "这一列有两个；请只保留一个")


def heading_of(text: str) -> str:
    """A heading without the mark of what must be filled in."""
    return text.rstrip(" *＊")


class Reading:
    """The workbook's rows gathered by resource, and what is wrong with single cells."""

    def __init__(self, sheets: dict[str, ReadSheet]) -> None:
        self.sheets = sheets
        self.faults: list[Fault] = []

    def rows(self) -> list[Row]:
        """Every row of resources, with its lists."""
        main, *lists = plans()
        found: dict[str, Row] = {}
        for number, cells in self._cells(main):
            code, folder, sign = (self._text(main, number, heading, cells) for heading in (CODE, CATALOGUE, SEEN))
            row = Row(number, code, folder, sign)
            if not row.code:
                self.faults.append(Fault(RESOURCES, number, CODE, "没有填写；新资源请写“新1”，导入时自动编号"))
            elif row.code in found:
                said = f"与第{found[row.code].number}行相同；一项资源只占一行"
                self.faults.append(Fault(RESOURCES, number, CODE, said))
            else:
                found[row.code] = row
                row.data = self._record(main, number, cells, row, ())
        for plan in lists:
            self._add_list(plan, found)
        return list(found.values())

    def _add_list(self, plan: Plan, rows: dict[str, Row]) -> None:
        for number, cells in self._cells(plan):
            code = self._text(plan, number, CODE, cells)
            row = rows.get(code)
            if row is None:
                said = f"《{RESOURCES}》中没有「{code}」这一行" if code else "没有填写；请写这一行所属资源的代码"
                self.faults.append(Fault(plan.title, number, CODE, said))
                continue
            entries = row.data.setdefault(plan.title, [])
            if isinstance(entries, list):
                place = (plan.title, len(entries))
                entries.append(self._record(plan, number, cells, row, place))
                row.told[place] = (plan.title, number, "")

    def _cells(self, plan: Plan) -> Iterator[tuple[int, dict[str, Cell]]]:
        sheet = self.sheets[plan.title]
        headings = [heading_of(text) for text in sheet.header]
        for number, cells in sheet.rows:
            if len(cells) > len(headings):
                self.faults.append(Fault(plan.title, number, "", "表头右侧的格里有内容，请移走"))
            yield number, dict(zip(headings, cells, strict=False))

    def _text(self, plan: Plan, number: int, heading: str, cells: dict[str, Cell]) -> str:
        cell = cells.get(heading, Cell(""))
        fault = "" if not cell.text else _unlike(cell, Shape.CODE)
        if fault:
            self.faults.append(Fault(plan.title, number, heading, fault))
        return cell.text

    def _record(self, plan: Plan, number: int, cells: dict[str, Cell], row: Row, place: Place) -> dict[str, Node]:
        """The record that a row's cells make; each filled cell is remembered by its place in the resource."""
        record: dict[str, Node] = {}
        for slot in plan.slots:
            cell = cells.get(slot.heading, Cell(""))
            if not cell.text:
                continue
            fault = _unlike(cell, slot.blank.shape)
            if fault and slot.heading != CODE:
                self.faults.append(Fault(plan.title, number, slot.heading, fault))
            _put(record, slot, _value(cell.text, slot))
            for depth in range(1, len(slot.place) + 1):
                row.told.setdefault((*place, *slot.place[:depth]), (plan.title, number, slot.heading))
        return record


def _unlike(cell: Cell, shape: Shape) -> str:
    """Why what stands in a cell is not the text that its blank asks for; empty when it is."""
    match cell.kind:
        case CellKind.FORMULA:
            return "是公式，不是内容；请复制后用“粘贴值”换成文本"
        case CellKind.NUMBER if shape is not Shape.NUMBER:
            return f"{cell.text} 是数字格式，开头的 0 等可能已经丢失；请把单元格格式改为“文本”后重新填写"
        case CellKind.DATE if shape is not Shape.DAY:
            return "是日期格式，原来的写法可能已经改变；请把单元格格式改为“文本”后重新填写"
        case CellKind.OTHER:
            return "不是文本；请把单元格格式改为“文本”后重新填写"
        case _:
            return ""


def _value(text: str, slot: Slot) -> Node:
    if slot.blank.is_list:
        return [line.strip() for line in text.split("\n") if line.strip()]
    return tidy(text)


def _put(record: dict[str, Node], slot: Slot, value: Node) -> None:
    *outer, last = slot.place
    for step in outer:
        within = record.setdefault(step, {})
        record = within if isinstance(within, dict) else record
    record[last] = value


def place_of(fault: Fault) -> tuple[int, int, str, str]:
    """Where people come to a fault as they go through the workbook."""
    titles = [plan.title for plan in plans()]
    known = titles.index(fault.sheet) if fault.sheet in titles else len(titles)
    return known, fault.row, fault.heading, fault.message
