"""The door to workbooks (.xlsx): sheets of texts out, a text in every cell, never a formula, the same bytes always."""

import io
import re
import zipfile
from collections.abc import Sequence
from copy import copy
from itertools import zip_longest
from typing import Any

from msgspec import Struct

from generator.diagnostics import OperatorError

MOST_ROWS = 200_000
LONGEST_CELL = 32_767
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WHEN_WRITTEN = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


class Column(Struct, frozen=True):
    """A column to write: its heading, what a comment there says, its width in characters, the words to choose from.

    `is_closed` refuses other words in a spreadsheet program; else they are only offered.
    """

    heading: str
    comment: str = ""
    width: int = 16
    words: tuple[str, ...] = ()
    is_closed: bool = True


class Sheet(Struct, frozen=True):
    """A sheet to write: its columns and rows of texts; one without a heading row is for reading only."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]


WORDS_SHEET = "用语"
"""The sheet that holds what the drop-down lists offer."""


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as a workbook, the same bytes each time; raises `OperatorError` for a text no cell can hold."""
    for sheet in sheets:
        _refuse_unwritable(sheet)
    writing = _Writing()
    for sheet in sheets:
        writing.put(sheet)
    return writing.finished()


def _refuse_unwritable(sheet: Sheet) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    for row in sheet.rows:
        for text in row:
            if len(text) > LONGEST_CELL:
                raise OperatorError(f"《{sheet.title}》中有一格超过 {LONGEST_CELL} 个字，表格放不下；请改用登记文件")
            if ILLEGAL_CHARACTERS_RE.search(text):
                raise OperatorError(f"《{sheet.title}》含有表格不能保存的字符；请先用 mulu check 查看并改正")


class _Writing:
    """A workbook being written: its two styles, and the lists that its columns offer with the column they stand in."""

    def __init__(self) -> None:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font

        self.book = Workbook(write_only=True)
        self.offered: dict[tuple[str, ...], str] = {}
        self.cell = WriteOnlyCell
        styled = WriteOnlyCell(self.book.create_sheet("样式"))
        styled.number_format, styled.alignment = "@", Alignment(wrap_text=True, vertical="top")
        self.plain = copy(styled._style)
        styled.font = Font(bold=True)
        self.heading = copy(styled._style)
        self.book.remove(self.book.worksheets[0])

    def put(self, sheet: Sheet) -> None:
        """Add a sheet."""
        page = self.book.create_sheet(sheet.title)
        page.freeze_panes = "A2"
        for number, column in enumerate(sheet.columns, 1):
            self._prepare(page, number, column)
        page.append([self._heading(page, column) for column in sheet.columns])
        for row in sheet.rows:
            page.append([self._text(page, text) if text else None for text in row])

    def finished(self) -> bytes:
        """The workbook with the sheet of words at its end."""
        page = self.book.create_sheet(WORDS_SHEET)
        page.append([self._text(page, "下拉列表的用语，请勿改动")])
        for words in zip_longest(*self.offered, fillvalue=""):
            page.append([self._text(page, word) if word else None for word in words])
        written = io.BytesIO()
        self.book.save(written)
        return _the_same_each_time(written)

    def _prepare(self, page: Any, number: int, column: Column) -> None:
        """The column's width, its format, which keeps `0123` a text, and what it offers."""
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation

        letter = get_column_letter(number)
        page.column_dimensions[letter].width = column.width
        page.column_dimensions[letter].number_format = "@"
        if not column.words:
            return
        source = self.offered.setdefault(column.words, get_column_letter(len(self.offered) + 1))
        words = f"{WORDS_SHEET}!${source}$2:${source}${len(column.words) + 1}"
        chosen = DataValidation("list", words, allow_blank=True)
        chosen.showErrorMessage, chosen.error = column.is_closed, "请从下拉列表中选择"
        chosen.add(f"{letter}2:{letter}{MOST_ROWS}")
        page.data_validations.append(chosen)

    def _heading(self, page: Any, column: Column) -> Any:
        from openpyxl.comments import Comment

        cell = self._text(page, column.heading)
        cell._style = copy(self.heading)
        if column.comment:
            cell.comment = Comment(column.comment, "目录", height=110, width=260)
        return cell

    def _text(self, page: Any, text: str) -> Any:
        """A cell that holds a text and nothing else, whatever it begins with."""
        cell = self.cell(page, _ESCAPED.sub(r"_x005F_x\1_", text))
        cell.data_type, cell._style = "s", copy(self.plain)
        return cell


def _the_same_each_time(written: io.BytesIO) -> bytes:
    """The archive without the moment at which it was made."""
    again = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            target.writestr(zipfile.ZipInfo(name, _WHEN_WRITTEN), content, zipfile.ZIP_DEFLATED)
    return again.getvalue()
