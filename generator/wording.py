"""Chinese that is said in more than one place; what is said once stands where it is said."""

import re
from datetime import date

from generator.diagnostics import Severity

SEVERITY = {Severity.ERROR: "错误", Severity.WARNING: "警告"}
UNKNOWN = "未知"
NOT_FILLED_IN = "未填写"
FAULTY = "未通过校验"
MENU = "栏目菜单"
WITHHELD = "（不对外公布）"
INTERNAL_FILING = "（含有不对外公布的内容）"
INTERNAL_HINT = "具体内容只供内部查看"
CHANGED_FIELD = ("字段", "原内容", "新内容", "对使用部门")
"""Heads of the table of what a change did to each field."""
FACETS = {
    "kind": "目录类别",
    "provider": "提供方",
    "sharing": "共享类型",
    "opening": "开放类型",
    "cycle": "更新周期",
    "deadline": "时限状态",
    "status": "状态",
    "form": "共享方式",
    "channel": "共享途径",
    "format": "格式",
    "level": "层级",
    "region": "行政区划",
    "data": "数据级别",
}
"""What the search page calls each facet."""

FAMILIES = {
    "Y": "文件格式",
    "M": "字段和词语",
    "N": "名称和代码",
    "O": "一数一源",
    "S": "共享和开放",
    "X": "涉密和个人信息",
    "A": "主管部门和审核",
    "D": "台账和时限",
    "C": "变更",
}
"""What the rules of each letter are about."""

WRITTEN_DAY = re.compile(r"(?<!\d)(\d{4})年(\d{1,2})月(\d{1,2})日")
"""A day as `day` writes it, with its year, month and day."""


def day(value: date) -> str:
    """A date as officials write it: 2026年11月23日."""
    return f"{value.year}年{value.month}月{value.day}日"


def month(year: int, number: int) -> str:
    """A month as officials write it: 2026年11月."""
    return f"{year}年{number}月"
