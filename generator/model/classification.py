"""The classification file: the 类、项、目 code tables and the format types, which differ between places."""

from typing import Annotated, NamedTuple

from pydantic import Field

from generator.model.words import FormatClass
from generator.model.written import Line, Title, Written, code_part, optional, required


class Detail(Written, title="目"):
    """目: three digits within its 项."""

    code: Annotated[str, code_part(3, "目")] | None = required("代码", "目的代码，3 位数字")
    name: Title | None = required("名称", "目的名称")


class Group(Written, title="项"):
    """项: two digits within its 类."""

    code: Annotated[str, code_part(2, "项")] | None = required("代码", "项的代码，2 位数字")
    name: Title | None = required("名称", "项的名称")
    details: Annotated[tuple[Detail, ...], Field(max_length=999)] | None = required("目", "本项之下的目")


class TopClass(Written, title="类"):
    """类: one digit, 1 基础、2 主题、3 部门."""

    code: Annotated[str, code_part(1, "类")] | None = required("代码", "类的代码，1 位数字")
    name: Title | None = required("名称", "类的名称")
    groups: Annotated[tuple[Group, ...], Field(max_length=99)] | None = required("项", "本类之下的项")


class FormatTypes(Written, title="格式类型"):
    """The types one class of formats may have; an empty list leaves the type to the provider."""

    format_class: FormatClass | None = required("分类", "信息资源格式分类")
    types: Annotated[tuple[Line, ...], Field(max_length=200)] = optional("类型", "本分类下可填的类型；不列则不限", ())


class CodeNames(NamedTuple):
    """What a resource's code says in words; a level the table does not know is empty."""

    top_class: str
    group: str
    detail: str


class Classification(Written, title="分类表"):
    """`catalogues/classification.yml`, 编制指南; numbering differs between implementations."""

    classes: Annotated[tuple[TopClass, ...], Field(max_length=3)] | None = required("类", "类、项、目代码表")
    formats: Annotated[tuple[FormatTypes, ...], Field(max_length=20)] | None = required(
        "格式", "各格式分类下可填的类型"
    )

    def names_of(self, code: str) -> CodeNames:
        """Names of the 类、项、目 in a resource code such as 307011/000001."""
        top = next((entry for entry in self.classes or () if entry.code == code[:1]), None)
        group = next((entry for entry in (top.groups if top else None) or () if entry.code == code[1:3]), None)
        detail = next((entry for entry in (group.details if group else None) or () if entry.code == code[3:6]), None)
        return CodeNames(*((entry.name or "") if entry else "" for entry in (top, group, detail)))

    def types_of(self, format_class: FormatClass) -> tuple[str, ...]:
        """Format types listed for a class; empty where any type may be written."""
        return next((entry.types for entry in self.formats or () if entry.format_class is format_class), ())
