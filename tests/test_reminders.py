"""Reminders are facts of a day: each stands from its first day to its last, and on no other."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from generator.load import load_register
from generator.reminders import Reminder, reminders_of

Write = Callable[[str, str], None]

AUTHORITY = """主管部门: 省政府办公厅
行政区划: 430000
目录名称: 湖南省政务信息资源目录
规则集:
  - hunan-2021
  - state-council-809
"""
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBFbKFkkyMEBMOdGVVh0aPi+9zbQLZ1Hw/J/Hg89F4mV"


def reviewer(post: str, starts: str, ends: str = "", duties: str = "") -> str:
    until = f"    止: {ends}\n" if ends else ""
    return f"  - 岗位: {post}\n    单位: 省政府办公厅\n    公钥: {KEY}\n    起: {starts}\n{until}{duties}"


BOTH = "    职责:\n      - 目录审核\n      - 主管部门文件\n"


def told(register: Path, today: str) -> list[str]:
    """What is told of a day, but for the holiday notice that no register of these tests has."""
    reminders = reminders_of(load_register(register).register, date.fromisoformat(today))
    return [reminder.message for reminder in reminders if not reminder.file.startswith("catalogues/calendar/")]


def test_the_small_register_needs_no_attention(register: Path) -> None:
    assert told(register, "2026-11-25") == []


@pytest.mark.parametrize(
    ("today", "is_told"),
    [("2026-10-31", False), ("2026-11-01", True), ("2026-12-01", True), ("2026-12-02", False)],
)
def test_a_key_is_told_from_thirty_days_before_its_end_to_its_last_day(
    register: Path, write: Write, today: str, is_told: bool
) -> None:
    write("catalogues/authority.yml", AUTHORITY + "审核人:\n" + reviewer("审核岗01", "2026-01-01", "2026-12-01", BOTH))
    assert ("「审核岗01」的公钥2026年12月1日到期，请及时更换" in told(register, today)) == is_told


def test_a_key_already_replaced_is_not_told(register: Path, write: Write) -> None:
    keys = reviewer("审核岗01", "2026-01-01", "2026-12-01", BOTH) + reviewer("审核岗01", "2026-11-20", "", BOTH)
    write("catalogues/authority.yml", AUTHORITY + "审核人:\n" + keys)
    assert told(register, "2026-11-25") == []


def test_a_duty_that_nobody_has_today_is_told(register: Path, write: Write) -> None:
    write("catalogues/authority.yml", AUTHORITY + "审核人:\n" + reviewer("审核岗01", "2026-12-01", "", BOTH))
    assert told(register, "2026-12-01") == []
    assert told(register, "2026-11-30") == [
        "现在没有一个岗位有“目录审核”的审核权，有关的变更无人可以合并",
        "现在没有一个岗位有“主管部门文件”的审核权，有关的变更无人可以合并",
    ]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2015-09-30", "自2015年10月1日起施行，现尚未施行"),
        ("2026-12-31", ""),
        ("2027-01-01", "已于2026年12月31日失效"),
    ],
)
def test_a_document_not_in_force_is_told_while_resources_rest_on_it(
    register: Path, write: Write, today: str, expected: str
) -> None:
    law = "依据文件:\n  - 名称: 中华人民共和国食品安全法\n    效力: 法律\n"
    write("catalogues/legal-bases.yml", law + "    施行日期: 2015-10-01\n    失效日期: 2026-12-31\n")
    path = "catalogues/department/省教育厅/民办学校办学许可信息.yml"
    text = (register / path).read_text(encoding="utf-8")
    write(path, text + "依据:\n  - 文件: 中华人民共和国食品安全法\n    条款: 第一条\n")
    found = [line for line in told(register, today) if line.startswith("《")]
    whole = f"《中华人民共和国食品安全法》{expected}，仍有 1 项资源以它为依据，请核对"
    assert found == ([whole] if expected else [])
    write(path, text)
    assert [line for line in told(register, today) if line.startswith("《")] == []


def test_a_unit_that_ended_and_still_provides_is_told_with_its_successor(register: Path, write: Write) -> None:
    file = register / "catalogues/organisations.yml"
    text = file.read_text(encoding="utf-8")
    ended = "    止: 2026-06-30\n    继任: 省政府办公厅\n"
    head, tail = text.split("  - 简称: 省教育厅\n")
    write("catalogues/organisations.yml", f"{head}  - 简称: 省教育厅\n{ended}{tail}")
    assert told(register, "2026-06-30") == []
    assert told(register, "2026-07-01") == [
        "「省教育厅」已于2026年6月30日撤销或者更名，由「省政府办公厅」继任，名下仍有 1 项有效资源，请变更提供方"
    ]


def test_a_profile_not_in_force_yet_is_told_at_its_file(register: Path) -> None:
    register_then = load_register(register).register
    assert reminders_of(register_then, date(2025, 7, 31)) == (
        Reminder("catalogues/authority.yml", "规则集 state-council-809 自2025年8月1日起施行，现尚未施行"),
    )
    assert reminders_of(register_then, date(2025, 8, 1)) == ()


@pytest.mark.parametrize(("today", "year"), [("2026-10-31", None), ("2026-11-01", 2027), ("2027-01-01", 2027)])
def test_a_missing_holiday_notice_is_told_from_november_on(register: Path, today: str, year: int | None) -> None:
    reminders = reminders_of(load_register(register).register, date.fromisoformat(today))
    assert [reminder.file for reminder in reminders] == ([f"catalogues/calendar/{year}.yml"] if year else [])
    assert all(reminder.message.startswith("2027年的放假通知尚未登记") for reminder in reminders)
