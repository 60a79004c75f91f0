"""The door to tables: CSV and TSV files as rows of text, and rows of text as CSV."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from generator.diagnostics import OperatorError

MOST_BYTES = 200 * 1024 * 1024
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def read_table(path: Path, encoding: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header and every row with its line number, cells stripped; tab-separated files know no quotes.

    Raises `OperatorError` when the file cannot be read as such a table.
    """
    if not path.is_file() or path.stat().st_size > MOST_BYTES:
        raise OperatorError(f"没有这个表格，或者表格过大：{path}")
    try:
        with open(path, encoding=encoding, newline="") as file:
            rows = list(_rows(file, path.suffix.lower()))
    except (UnicodeDecodeError, LookupError):
        raise OperatorError(f"{path} 不是 {encoding} 编码；请在对照文件的「编码」中写明") from None
    except csv.Error:
        raise OperatorError(f"{path} 不是有效的 CSV 或者 TSV 表格") from None
    if len(rows) < 2:
        raise OperatorError(f"{path} 中没有数据行")
    return rows[0][1], rows[1:]


def _rows(file: Iterator[str], suffix: str) -> Iterator[tuple[int, list[str]]]:
    if suffix == ".tsv":
        reader = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    else:
        reader = csv.reader(file, strict=True)
    for cells in reader:
        if cells:
            yield reader.line_num, [cell.strip() for cell in cells]


def table_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A CSV table for Excel and WPS, marked as UTF-8: the header and the rows as `rows_text` writes them."""
    return f"\ufeff{_written([header])}{rows_text(rows)}"


def rows_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows of a CSV table: lines end as RFC 4180 says, no cell can become a formula.

    A cell that begins with `=`, `+`, `-`, `@`, a tab or a line break gets an apostrophe in front of it.
    """
    return _written([_inert(cell) for cell in row] for row in rows)


def _written(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _inert(cell: str) -> str:
    return "'" + cell if cell.lstrip(" ").startswith(_FORMULA_STARTS) else cell
