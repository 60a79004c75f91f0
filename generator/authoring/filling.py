"""A filled-in workbook to files of the register: what a cell changes is changed, and nothing else.

Every fault is told by sheet, row and column; while there is one, no file is written.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from generator.authoring.file import SCHEMA_LINE, file_name
from generator.authoring.rows import Fault, Reading, Row, misshapen, place_of
from generator.authoring.sheets import CATALOGUE, CODE, EVERYBODY, NOTES, RESOURCES, SCOPE, SEEN, folder_of, seen
from generator.check import checked
from generator.diagnostics import Finding, Span
from generator.form.editing import edited, is_same, written
from generator.load import Loaded, register_from
from generator.model.blanks import Blank, Shape, blanks_of
from generator.model.codes import FreeCodes, usual_prefix
from generator.model.faults import MISSING
from generator.model.register import FiledResource
from generator.model.resource import Resource
from generator.source.document import Document
from generator.source.folder import SourceFile
from generator.source.plain import Node
from generator.source.workbook_reading import ReadSheet
from generator.source.yaml import read_yaml

NEW_CODE = re.compile(r"(?:([1-3][0-9]{5}[0-9A-Za-z]{0,20})/)?新[0-9]{1,5}")


class Filling(Struct, frozen=True):
    """What a workbook does to a register: texts of files by path, the codes given, and whose rows are not there.

    With `faults` there are no texts. `warnings` are about the new texts and stop nothing.
    """

    faults: tuple[Fault, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)
    given: tuple[tuple[str, str], ...] = ()
    absent: tuple[str, ...] = ()
    warnings: tuple[Finding, ...] = ()


def filling_of(loaded: Loaded, sheets: Sequence[ReadSheet]) -> Filling:
    """What the workbook's sheets do to the register."""
    faults = list(misshapen(sheets))
    if faults:
        return Filling(tuple(faults))
    reading = Reading({sheet.title: sheet for sheet in sheets})
    rows = reading.rows()
    making = _Making(loaded, rows)
    texts = making.texts()
    faults = [*reading.faults, *making.faults]
    if faults:
        return Filling(tuple(sorted(faults, key=place_of)))
    judged = _judged(loaded, texts, rows)
    faults = [_told(finding, rows, texts) for finding in judged if finding.is_error]
    if faults:
        return Filling(tuple(sorted(dict.fromkeys(faults), key=place_of)))
    warnings = tuple(finding for finding in judged if finding.file in texts)
    return Filling((), texts, tuple(making.given.items()), tuple(_absent(loaded, sheets, rows)), warnings)


class _Making:
    """The texts that rows make of a register's files."""

    def __init__(self, loaded: Loaded, rows: list[Row]) -> None:
        self.loaded = loaded
        self.rows_read = rows
        self.faults: list[Fault] = []
        self.given: dict[str, str] = {}
        self._free = FreeCodes(loaded.register)
        self._folders = {folder_of(catalogue): catalogue for catalogue in loaded.register.catalogues}

    def texts(self) -> dict[str, str]:
        """The files that change and the new ones, by path; every new resource with its code."""
        for row in self.rows_read:
            if NEW_CODE.fullmatch(row.code):
                self._give_code(row)
        texts: dict[str, str] = {}
        for row in self.rows_read:
            data = self._with_given(row.data, blanks_of("resource"))
            filed = self.loaded.register.resource_coded.get(row.code)
            if row.code in self.given:
                row.file = self._new_path(row, str(data.get("资源名称") or ""), texts)
                row.data = {**data, CODE: self.given[row.code]}
                texts[row.file] = written(Resource, row.data, [SCHEMA_LINE.rstrip("\n")])
            elif filed is not None:
                row.file, row.data = filed.file, data
                text = self._edited(row, filed)
                texts |= {row.file: text} if text else {}
            elif not NEW_CODE.fullmatch(row.code):
                self._refuse(row, CODE, f"登记册中没有「{row.code}」；新资源请写“新1”，导入时自动编号")
        return texts

    def _refuse(self, row: Row, heading: str, message: str) -> None:
        self.faults.append(Fault(RESOURCES, row.number, heading, message))

    def _give_code(self, row: Row) -> None:
        catalogue = self._folders.get(row.folder)
        if catalogue is None:
            said = f"没有目录「{row.folder}」" if row.folder else "没有填写；新资源须写明所在目录"
            self._refuse(row, CATALOGUE, f"{said}，请从下拉列表中选择")
            return
        asked = NEW_CODE.fullmatch(row.code)
        prefix = (asked[1] if asked else "") or usual_prefix(catalogue)
        if not prefix:
            self._refuse(row, CODE, "所在目录还没有资源，不知道用什么代码；请写明类、项、目，如“307008/新1”")
            return
        self.given[row.code] = self._free.take(prefix)

    def _with_given(self, data: dict[str, Node], blanks: Sequence[Blank]) -> dict[str, Node]:
        """The data with the codes given, wherever a code stands, in place of what stood for them."""
        shapes = {blank.key: blank for blank in blanks}
        return {key: self._given(value, shapes[key]) for key, value in data.items()}

    def _given(self, node: Node, blank: Blank) -> Node:
        if isinstance(node, list):
            return [self._given(one, blank) for one in node]
        if isinstance(node, dict):
            return self._with_given(node, blank.blanks)
        return self.given.get(node, node) if node and blank.shape is Shape.CODE else node

    def _new_path(self, row: Row, name: str, texts: dict[str, str]) -> str:
        folder = self._folders[row.folder].file.rsplit("/", 1)[0]
        number = self.given[row.code].split("/")[1]
        path = f"{folder}/{file_name(name, self.given[row.code])}.yml"
        return f"{folder}/{number}.yml" if path in texts or path in self.loaded.files else path

    def _edited(self, row: Row, filed: FiledResource) -> str:
        """The file's new text; empty where it says the same as before."""
        if row.folder != folder_of(filed):
            self._refuse(row, CATALOGUE, f"不能在表中改动，应为「{folder_of(filed)}」")
            return ""
        document = self.loaded.document(filed.file)
        if document is None or is_same(document.filled(), row.data):
            return ""
        if row.seen != seen(self.loaded.files[filed.file].raw):
            self._refuse(row, SEEN, "导出以后登记文件又有改动；请重新导出，在新表中填写，以免改掉他人的内容")
            return ""
        text = edited(Resource, document, row.data)
        again, faults = read_yaml(filed.file, text.encode())
        if again is None or faults or not is_same(again.filled(), row.data):
            self._refuse(row, "", f"{filed.file} 写法特殊，不能由表格改动；请直接改文件")
            return ""
        return text


def _judged(loaded: Loaded, texts: dict[str, str], rows: list[Row]) -> list[Finding]:
    """What is found in the register with the new texts and was not found before."""
    if not texts:
        return []
    files = {path: file for path, file in loaded.files.items() if path not in texts}
    files |= {path: SourceFile(path, text.encode()) for path, text in texts.items()}
    before = Counter((one.file, one.rule.id, one.message) for one in checked(loaded).findings)
    found = []
    for finding in checked(register_from(list(files.values()), (), loaded)).findings:
        known = (finding.file, finding.rule.id, finding.message)
        if before[known]:
            before[known] -= 1
        else:
            found.append(finding)
    return found


def _told(finding: Finding, rows: Sequence[Row], texts: dict[str, str]) -> Fault:
    """A finding by the cell that said what it is about; of what was not filled in, by the cell where it belongs."""
    message = f"{finding.message}。{finding.hint}（{finding.rule.id}）"
    row = next((row for row in rows if row.file == finding.file), None)
    if row is None:
        return Fault(finding.file, finding.span.line, "", message)
    document, _ = read_yaml(finding.file, texts.get(finding.file, "").encode())
    sheet, number, heading = _cell_at(finding.span, row, document) if document else (RESOURCES, row.number, "")
    if finding.rule.id == MISSING.id:
        missing = re.findall("「(.+?)」", finding.message)[0]
        outer = f"{heading.split('·')[0]}·" if "·" in heading else ""
        heading = outer + missing
    return Fault(sheet, number, heading, message)


def _cell_at(span: Span, row: Row, document: Document) -> tuple[str, int, str]:
    """The cell that said what stands at a place of the file: the last one that begins there or before."""
    starts = ((document.span(place, key=True), len(place), place) for place in row.told)
    before = [one for one in starts if (one[0].line, one[0].column) <= (span.line, span.column)]
    return row.told[max(before)[2]] if before else (RESOURCES, row.number, "")


def _absent(loaded: Loaded, sheets: Sequence[ReadSheet], rows: list[Row]) -> Iterator[str]:
    """Resources that the workbook was exported with and whose rows are no longer there."""
    notes = next((sheet for sheet in sheets if sheet.title == NOTES), None)
    said = {cells[0].text: cells[1].text for _, cells in notes.rows if len(cells) > 1} if notes else {}
    scope = said.get(SCOPE, "")
    there = {row.code for row in rows}
    for filed in loaded.register.resources:
        if scope in (filed.resource.provider, EVERYBODY) and filed.resource.code not in there:
            yield f"{filed.resource.code} {filed.resource.name}"
