"""Waivers: what they do to findings, what they never touch, and what the site says of them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from generator.check import check
from generator.edition import read_edition
from generator.publish.bodies import body
from generator.reminders import reminders_of
from generator.views.pages import pages_of

Write = Callable[[str, str], None]
RESOURCE = "catalogues/department/省教育厅/民办学校办学许可信息.yml"
WAIVERS = "catalogues/waivers.yml"
COLLECTOR = "采集方:\n  - 省教育厅\n"


def waiver(rule: str = "O101", target: str = "资源代码: 307003/000001", expires: str = "2026-12-31") -> str:
    return (
        f"  - 规则: {rule}\n    {target}\n    理由: 采集职责正在划转。\n    批准单位: 省政府办公厅\n"
        f"    批准日期: 2026-03-02\n    到期日期: {expires}\n"
    )


@pytest.fixture
def faulty(register: Path, write: Write) -> Path:
    """The small register whose resource names no collector."""
    write(RESOURCE, (register / RESOURCE).read_text(encoding="utf-8").replace(COLLECTOR, ""))
    return register


@pytest.mark.parametrize("target", ["资源代码: 307003/000001", f"文件: {RESOURCE}"])
def test_a_waived_error_is_a_warning_that_says_by_whom_until_when(faulty: Path, write: Write, target: str) -> None:
    assert [(one.rule.id, one.is_error) for one in check(faulty).findings] == [("O101", True)]
    write(WAIVERS, "豁免:\n" + waiver(target=target))
    (finding,) = check(faulty).findings
    assert (finding.rule.id, finding.is_error) == ("O101", False)
    assert finding.message == (
        "「民办学校办学许可信息」没有写明采集方（省政府办公厅 2026-03-02 批准豁免，至 2026-12-31）"
    )
    assert finding.waived == "省政府办公厅 2026-03-02 批准豁免，至 2026-12-31"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("用于登记", "X101"),
        ("用于登记", "X103"),
    ],
)
def test_secrets_and_personal_data_are_never_waived(register: Path, write: Write, text: str, rule: str) -> None:
    put = {"X101": "机密★10年，用于登记", "X103": "电话13800138000，用于登记"}[rule]
    write(RESOURCE, (register / RESOURCE).read_text(encoding="utf-8").replace(text, put))
    write(WAIVERS, "豁免:\n" + waiver(rule))
    found = {(one.rule.id, one.is_error, one.rule.publishable) for one in check(register).findings}
    assert found == {(rule, True, False), ("A112", True, True)}


def test_a_waiver_reaches_no_other_resource_and_no_other_rule(faulty: Path, write: Write) -> None:
    write(WAIVERS, "豁免:\n" + waiver("O102") + waiver(target="资源代码: 307003/000002"))
    found = [(one.rule.id, one.is_error, one.span.line) for one in check(faulty).findings]
    assert found == [("O101", True, 3), ("A116", False, 2), ("A113", False, 9)]


def test_a_waiver_without_its_expiry_waives_nothing(faulty: Path, write: Write) -> None:
    write(WAIVERS, "豁免:\n" + waiver().replace("    到期日期: 2026-12-31\n", ""))
    assert [(one.rule.id, one.is_error) for one in check(faulty).findings] == [("O101", True), ("M101", True)]


def test_expiry_is_judged_by_the_day_handed_in(faulty: Path, write: Write) -> None:
    write(WAIVERS, "豁免:\n" + waiver())
    register = check(faulty).register
    told = [one.message for one in reminders_of(register, date(2026, 12, 31)) if one.file == WAIVERS]
    assert told == []
    told = [one.message for one in reminders_of(register, date(2027, 1, 1)) if one.file == WAIVERS]
    assert told == ["规则 O101 对 307003/000001 的豁免已于2026年12月31日到期，请改正问题后删去该条，或者另行批准"]


def test_the_problems_page_publishes_waivers(faulty: Path, write: Write) -> None:
    write(WAIVERS, "豁免:\n" + waiver().replace("采集职责", "<b>采集</b>职责"))
    for day, is_expired in ((date(2026, 12, 31), False), (date(2027, 1, 1), True)):
        page = body("problems", "problems/", same_tab=[], pages=pages_of(read_edition(faulty, day)))
        assert "&lt;b&gt;采集&lt;/b&gt;职责正在划转" in page
        assert ("（已到期）" in page) == is_expired
        assert '省政府办公厅，<time datetime="2026-03-02">2026年3月2日</time>' in page
