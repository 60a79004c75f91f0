"""The mapping file: what each column of a table means and what the new register's own files say."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from generator.diagnostics import OperatorError
from generator.model.authority import Authority
from generator.model.classification import Classification
from generator.model.words import FormatClass
from generator.model.written import Line, Written, optional, required
from generator.record import read_record
from generator.report.text import as_text
from generator.source.yaml import read_yaml


class Column(Written, title="列"):
    """A column of the table and the field it fills."""

    column: Line | None = required("列", "表格中的列名")
    field: Line | None = required("字段", "对应的信息资源字段")


class SkippedColumn(Written, title="不导入的列"):
    """A column that has no place in the register, and why."""

    column: Line | None = required("列", "表格中的列名")
    reason: Line | None = required("理由", "不导入的理由")


class FormatWord(Written, title="格式对照"):
    """A format as the table writes it and its class."""

    written: Line | None = required("写法", "表格中的写法")
    format_class: FormatClass | None = required("分类", "所属格式分类")


class Numbering(Written, title="代码编排"):
    """How the new register numbers resources that have no code: by the row they stand in."""

    prefix: Line | None = required("前缀", "类、项、目代码，如 300000")


class Mapping(Written, title="对照文件"):
    """A mapping file."""

    encoding: Line = optional("编码", "表格的字符编码", "utf-8")
    columns: Annotated[tuple[Column, ...], Field(min_length=2, max_length=100)] | None = required("导入", "导入的列")
    skipped: Annotated[tuple[SkippedColumn, ...], Field(max_length=200)] = optional("不导入", "不导入的列及理由", ())
    separators: Line = optional("分隔符", "一格写多项时的分隔符号", "、，,；;")
    formats: Annotated[tuple[FormatWord, ...], Field(max_length=200)] = optional("格式", "格式写法与分类的对照", ())
    numbering: Numbering | None = required("代码", "没有代码的资源怎样编码")
    authority: Authority | None = required("主管部门文件", "新登记册 authority.yml 的内容")
    classification: Classification | None = required("分类表", "新登记册 classification.yml 的内容")


def read_mapping(path: Path) -> tuple[Mapping, dict[str, object]]:
    """The mapping and its text as written; raises `OperatorError` with every fault when it is not in order."""
    if not path.is_file():
        raise OperatorError(f"没有这个对照文件：{path}")
    document, findings = read_yaml(path.name, path.read_bytes())
    if document is None:
        raise OperatorError(f"对照文件有错误\n{as_text(findings, {})}")
    mapping, more = read_record(Mapping, document)
    if findings or more:
        raise OperatorError(f"对照文件有错误\n{as_text([*findings, *more], {path.name: document.text})}")
    return mapping, dict(document.filled())
