"""The door to filled-in workbooks (.xlsx): sheets of cells in, with what stands in a cell that is no text told apart.

They come from strangers: the archive is measured before it is opened, and a workbook that runs, fetches or hides
anything is refused.
"""

import datetime
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from enum import Enum, auto
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from msgspec import Struct

from generator.diagnostics import OperatorError
from generator.source.workbook import MOST_ROWS

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 300
MOST_COLUMNS = 60
LAST_ROW = 1_048_576
"""The last row a sheet can have; empty ones may be declared up to there."""

_SUSPECT_PARTS = (
    (re.compile(r"vbaProject|macrosheets|dialogsheets", re.IGNORECASE), "含有宏"),
    (re.compile(r"externalLinks", re.IGNORECASE), "含有指向其他文件或者程序的链接"),
    (re.compile(r"connections\.xml|queryTables", re.IGNORECASE), "含有外部数据连接"),
    (re.compile(r"embeddings|activeX|ctrlProps", re.IGNORECASE), "含有嵌入的对象或者控件"),
)
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0D\0O\0C|\0<\0!\0D\0O\0C")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b")
_UNESCAPED = {"005F": "_", "000D": ""}
"""What a workbook writes as `_x005F_` and `_x000D_`: an underscore that begins no such sign, and a carriage return."""

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    EOFError,
    RuntimeError,
    OverflowError,
)
"""What reading a damaged or encrypted workbook raises."""


class CellKind(Enum):
    """What stands in a cell that is not empty."""

    TEXT = auto()
    NUMBER = auto()
    DATE = auto()
    FORMULA = auto()
    OTHER = auto()


class Cell(Struct, frozen=True):
    """One cell as it was read; a whole number or a day without a time in the digits people know."""

    text: str
    kind: CellKind = CellKind.TEXT


class ReadSheet(Struct, frozen=True):
    """One sheet as it was read: the texts of its first row, then each row that is not empty with its number."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]


def read_workbook(path: Path) -> list[ReadSheet]:
    """The sheets of a workbook; raises `OperatorError` when it is none, is too large, or holds more than cells."""
    if path.suffix.lower() != ".xlsx":
        raise OperatorError(f"{path.name} 不是 .xlsx 工作簿；含宏的（.xlsm）和旧格式（.xls、.et）请另存为 .xlsx")
    if not path.is_file() or path.stat().st_size > MOST_BYTES:
        raise OperatorError(f"没有这个工作簿，或者超过 {MOST_BYTES // 1024 // 1024} MB：{path}")
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_suspect(archive)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library tells in English what of a sheet's looks it does not know
            return _sheets(path)
    except (*_BROKEN, OSError) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        raise OperatorError(f"{path.name} 不是完好的 .xlsx 工作簿，或者设了密码；请打开后另存一份") from None


def _refuse_suspect(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise OperatorError("工作簿展开后过大，没有读取；请只保留填报的工作表，另存一份")
    for part in parts:
        for suspect, fault in _SUSPECT_PARTS:
            if suspect.search(part.filename):
                raise OperatorError(f"工作簿{fault}，没有读取；请把内容复制到新的填报表中")
        content = archive.read(part)
        if _DECLARATION.search(content):
            raise OperatorError("工作簿含有不应有的声明，没有读取；请把内容复制到新的填报表中")
        if part.filename == "[Content_Types].xml" and b"macroEnabled" in content:
            raise OperatorError("工作簿含有宏，没有读取；请把内容复制到新的填报表中")
        if _MERGED.search(content):
            raise OperatorError("工作簿中有合并的单元格，没有读取；请取消合并，每格各填各的内容")


def _sheets(path: Path) -> list[ReadSheet]:
    from openpyxl import load_workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    book = load_workbook(path, read_only=True, keep_links=False)
    try:
        hidden = [page.title for page in book.worksheets if page.sheet_state != "visible"]
        if hidden or len(book.worksheets) != len(book.sheetnames):
            named = "".join(f"《{title}》" for title in hidden)
            raise OperatorError(f"工作簿中有隐藏的或者不是表格的页{named}，没有读取；请取消隐藏，删去图表页")
        return [_sheet(page) for page in book.worksheets if isinstance(page, ReadOnlyWorksheet)]
    finally:
        book.close()


def _sheet(page: Any) -> ReadSheet:
    rows = list(_rows(page))
    header = rows.pop(0)[1] if rows and rows[0][0] == 1 else ()
    return ReadSheet(page.title, tuple(cell.text for cell in header), tuple(rows))


def _rows(page: Any) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Each row that is not empty with its number; cells beyond its last filled one are left out."""
    page.reset_dimensions()
    for number, row in enumerate(page.iter_rows(max_row=LAST_ROW), 1):
        if all(one.value is None for one in row):
            continue
        cells = [_cell(one) for one in row]
        while cells and not cells[-1].text:
            cells.pop()
        if number > MOST_ROWS or len(cells) > MOST_COLUMNS:
            bound = f"{MOST_ROWS} 行" if number > MOST_ROWS else f"{MOST_COLUMNS} 列"
            raise OperatorError(f"《{page.title}》超过 {bound}，没有读取；请只保留填报的内容，按部门分开填报")
        if cells:
            yield number, tuple(cells)


def _cell(one: Any) -> Cell:
    value = one.value
    match value:
        case None:
            return Cell("")
        case str() if one.data_type == "s":
            return Cell(re.sub("_x(005F|000D)_", lambda sign: _UNESCAPED[sign[1]], value).strip())
        case str():
            return Cell(value, CellKind.FORMULA if one.data_type == "f" else CellKind.OTHER)
        case bool():
            return Cell("TRUE" if value else "FALSE", CellKind.OTHER)
        case int() | float():
            whole = isinstance(value, int) or value.is_integer()
            return Cell(str(int(value)) if whole else repr(value), CellKind.NUMBER)
        case datetime.datetime() if value.time() == datetime.time.min:
            return Cell(value.date().isoformat(), CellKind.DATE)
        case _:
            return Cell(str(value), CellKind.FORMULA if one.data_type == "f" else CellKind.OTHER)
