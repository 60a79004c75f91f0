"""A table of published rows to a register: nothing invented, nothing dropped in silence.

What a row does not say stays unsaid and becomes a finding of `mulu check`; every row and every column is
accounted for; the same table and mapping give the same bytes.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Mapped
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from generator.diagnostics import OperatorError
from generator.exchange.mapping import Mapping, read_mapping
from generator.model.register import AUTHORITY, CLASSIFICATION, LEGAL_BASES, ORGANISATIONS
from generator.model.resource import Resource
from generator.model.words import SYNONYMS
from generator.model.written import RESOURCE_CODE, SHORT_NAME, parts_of
from generator.source.table import read_table
from generator.source.yaml_text import yaml_text

ACCOUNT = "import-account.json"


class Outcome(StrEnum):
    """What became of a row."""

    IMPORTED = "导入"
    MERGED = "合并"
    REFUSED = "拒收"


class Row(Struct, frozen=True):
    """One row of the account: its line in the table, what became of it, and which words were replaced."""

    line: int
    outcome: Outcome
    name: str
    file: str = ""
    reason: str = ""
    replaced: tuple[tuple[str, str, str], ...] = ()


class Account(Struct, frozen=True):
    """What became of every row and every column."""

    rows: tuple[Row, ...]
    skipped: tuple[tuple[str, str, int], ...]
    empty_fields: tuple[tuple[str, int], ...]

    def count(self, outcome: Outcome) -> int:
        """How many rows came to this."""
        return sum(row.outcome is outcome for row in self.rows)

    def as_text(self) -> str:
        """The account for a reader: totals, words replaced, columns left out, fields left empty."""
        counts = "，".join(f"{outcome} {self.count(outcome)} 行" for outcome in Outcome)
        replaced = Counter(change for row in self.rows for change in row.replaced)
        return "".join(
            f"{line}\n"
            for line in (
                f"共 {len(self.rows)} 行：{counts}",
                *(f"第 {row.line} 行{row.outcome}：{row.reason}" for row in self.rows if row.reason),
                *(f"「{name}」由「{old}」改为「{new}」：{n} 行" for (name, old, new), n in sorted(replaced.items())),
                *(f"「{name}」表中未填，留空：{n} 行" for name, n in self.empty_fields),
                *(f"列「{name}」不导入（有内容的 {n} 行）：{reason}" for name, reason, n in self.skipped),
            )
        )

    def as_json(self) -> str:
        """The account for a program: `{rows, skipped_columns, empty_fields}`."""
        document = {
            "rows": [
                {
                    "line": row.line,
                    "outcome": row.outcome,
                    "name": row.name,
                    "file": row.file,
                    "reason": row.reason,
                    "replaced": [{"field": name, "old": old, "new": new} for name, old, new in row.replaced],
                }
                for row in self.rows
            ],
            "skipped_columns": [{"column": name, "reason": why, "rows": n} for name, why, n in self.skipped],
            "empty_fields": [{"field": name, "rows": n} for name, n in self.empty_fields],
        }
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


class Imported(Struct, frozen=True):
    """A new register as texts by path, and its account."""

    files: dict[str, str]
    account: Account


def import_table(table: Path, mapping_file: Path) -> Imported:
    """The register a table makes under a mapping; raises `OperatorError` when either cannot be used."""
    mapping, written = read_mapping(mapping_file)
    header, rows = read_table(table, mapping.encoding)
    _refuse_unexplained_columns(header, mapping)
    importing = _Importing(header, mapping)
    for line, cells in rows:
        importing.take(line, cells)
    files = {
        AUTHORITY: yaml_text(written["主管部门文件"]),
        CLASSIFICATION: yaml_text(written["分类表"]),
        ORGANISATIONS: yaml_text({"部门": [{"简称": name} for name in importing.providers]}),
        LEGAL_BASES: yaml_text({"依据文件": []}),
        **{f"{_folder(name)}/catalogue.yml": yaml_text({"牵头部门": name}) for name in importing.providers},
        **importing.files,
    }
    account = importing.account(rows)
    return Imported({**files, ACCOUNT: account.as_json()}, account)


def _refuse_unexplained_columns(header: Sequence[str], mapping: Mapping) -> None:
    fields = {str(info.alias) for info in Resource.model_fields.values()}
    named = [column.column for column in mapping.columns or ()] + [column.column for column in mapping.skipped]
    unexplained = [name for name in header if name not in named]
    absent = [name for name in named if name not in header]
    unknown = [column.field for column in mapping.columns or () if column.field not in fields]
    for names, fault in (
        (unexplained, "表格中的这些列没有写明怎样处理"),
        (absent, "表格中没有这些列"),
        (unknown, "没有这些字段"),
        ([name for name, count in Counter(header).items() if count > 1], "表格中的这些列名重复"),
    ):
        if names:
            raise OperatorError(f"{fault}：{'、'.join(map(str, names))}")


class _Importing(Struct):
    header: Sequence[str]
    mapping: Mapping
    files: dict[str, str] = field(default_factory=dict)
    providers: dict[str, None] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    empty: Counter[str] = field(default_factory=Counter)
    first_of: dict[str, Row] = field(default_factory=dict)

    def take(self, line: int, cells: list[str]) -> None:
        """Import, merge or refuse one row."""
        if len(cells) != len(self.header):
            reason = f"有 {len(cells)} 格，表头有 {len(self.header)} 格"
            self.rows.append(Row(line, Outcome.REFUSED, cells[0], reason=reason))
            return
        by_column = dict(zip(self.header, cells, strict=True))
        texts = {str(column.field): by_column[str(column.column)] for column in self.mapping.columns or ()}
        name, provider = texts.get("资源名称", ""), texts.get("提供方", "")
        refusal = "没有资源名称" if not name else "没有提供方" if not provider else ""
        if not refusal and not re.fullmatch(SHORT_NAME, provider):
            refusal = f"提供方「{provider}」不能用作文件夹名称"
        if refusal:
            self.rows.append(Row(line, Outcome.REFUSED, name, reason=refusal))
            return
        replaced = tuple(_replacements(texts))
        data = self._resource(line, {**texts, **{key: new for key, _, new in replaced}})
        same = json.dumps({key: value for key, value in data.items() if key != "资源代码"}, sort_keys=True)
        first = self.first_of.get(same)
        if first:
            reason = f"与第 {first.line} 行内容相同"
            self.rows.append(Row(line, Outcome.MERGED, name, first.file, reason, replaced))
            return
        file = f"{_folder(provider)}/{line:06d}.yml"
        row = self.first_of[same] = Row(line, Outcome.IMPORTED, name, file, "", replaced)
        self.rows.append(row)
        self.files[file] = yaml_text(data)
        self.providers[provider] = None
        self.empty.update(key for key, text in texts.items() if not text)

    def _resource(self, line: int, texts: Mapped[str, str]) -> dict[str, Any]:
        """The row's fields in the model's order; what the table leaves empty is left out."""
        data: dict[str, Any] = {key: text for key, text in texts.items() if text}
        if not re.fullmatch(RESOURCE_CODE, data.get("资源代码", "")) and self.mapping.numbering:
            data.setdefault("资源代码", f"{self.mapping.numbering.prefix}/{line:06d}")
        if "信息项" in data:
            data["信息项"] = [{"名称": name} for name in self._parts(data["信息项"])]
        if "格式" in data:
            data["格式"] = [self._format(written) for written in sorted(self._parts(data["格式"]))]
        order = [str(info.alias) for info in Resource.model_fields.values()]
        return {key: data[key] for key in order if key in data}

    def _parts(self, text: str) -> list[str]:
        parts = re.split(f"[{re.escape(self.mapping.separators)}]", text)
        return [part.strip() for part in parts if part.strip()]

    def _format(self, written: str) -> dict[str, str]:
        known = next((word for word in self.mapping.formats if word.written == written), None)
        return {**({"分类": str(known.format_class)} if known else {}), "类型": written}

    def account(self, rows: Sequence[tuple[int, list[str]]]) -> Account:
        """The account of all rows taken."""
        skipped = []
        for column in self.mapping.skipped:
            index = self.header.index(str(column.column))
            filled = sum(bool(cells[index]) for _, cells in rows if index < len(cells))
            skipped.append((str(column.column), str(column.reason), filled))
        return Account(tuple(self.rows), tuple(skipped), tuple(sorted(self.empty.items())))


def _replacements(texts: Mapped[str, str]) -> Iterator[tuple[str, str, str]]:
    """Synonyms among the row's words: field, word as written, word of the code list."""
    for info in Resource.model_fields.values():
        text = texts.get(str(info.alias), "")
        for words in parts_of(info.annotation):
            right = SYNONYMS.get(words, {}).get(text)
            if right:
                yield str(info.alias), text, right


def _folder(provider: str) -> str:
    return f"catalogues/department/{provider}"
