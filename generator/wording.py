"""Chinese that is said in more than one place; what is said once stands where it is said."""

from datetime import date

from generator.diagnostics import Severity

SEVERITY = {Severity.ERROR: "错误", Severity.WARNING: "警告"}
UNKNOWN = "未知"
NOT_FILLED_IN = "未填写"
FAULTY = "未通过校验"
MENU = "栏目菜单"


def day(value: date) -> str:
    """A date as officials write it: 2026年11月23日."""
    return f"{value.year}年{value.month}月{value.day}日"
