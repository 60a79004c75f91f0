"""One fault, one finding: what is wrong once is not told twice, and tells nothing untrue about its neighbours."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from generator.check import check
from generator.load import kind_of
from generator.record import _is_complete, _missing
from generator.source.folder import read_files
from generator.source.yaml import read_yaml
from tests.conftest import MINIMAL

FILE = "catalogues/base/人口/catalogue.yml"
CATALOGUE = "目录名称: 甲\n牵头部门: 省公安厅\n目录说明: 乙\n复核周期: 每半年\n"
JOINT = "会同部门:\n  - 部门: 省教育厅\n    确认日期: 2026-03-02\n"

Write = Callable[[str, str], None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            CATALOGUE + "会同部门:\n  - 部门：省教育厅\n    确认日期：2026-03-02\n",
            [("Y105", 6), ("Y105", 7)],
            id="each full-width colon of a folded text",
        ),
        pytest.param(CATALOGUE + "会同部门:\n  -部门: 省教育厅\n", [("M105", 6)], id="no space after the dash"),
        pytest.param(
            CATALOGUE.replace("说明", "说名") + JOINT, [("M102", 3)], id="a misspelt required key is not missing too"
        ),
        pytest.param(
            CATALOGUE.replace("省公", "省\u200b公") + JOINT, [("Y104", 2)], id="a hidden character explains the name"
        ),
        pytest.param(CATALOGUE.replace("每半年", "*a") + JOINT, [("Y110", 4)], id="an alias is no word of the list"),
        pytest.param(
            CATALOGUE + "会同部门:\n  -\n  - 部门: 省教育厅、省公安厅\n    确认日期: 2026-03-02\n",
            [("M123", 6), ("M120", 7)],
            id="places stay right after a blank entry",
        ),
    ],
)
def test_one_fault_is_one_finding(register: Path, write: Write, text: str, expected: list[tuple[str, int]]) -> None:
    write(FILE, text)
    assert [(finding.rule.id, finding.span.line) for finding in check(register).findings] == expected


def test_a_list_of_faulty_entries_is_not_called_too_short(register: Path, write: Write) -> None:
    file = "catalogues/department/省教育厅/民办学校办学许可信息.yml"
    text = (register / file).read_text(encoding="utf-8")
    write(file, text.replace("    类型: KingbaseES\n", "    类型: KingbaseES\n    种类: 甲\n"))
    assert [finding.rule.id for finding in check(register).findings] == ["M102"]


def test_a_refused_entry_leaves_the_other_entries_of_its_list(register: Path, write: Write) -> None:
    write(FILE, CATALOGUE + "会同部门:\n  - 省公安厅\n  - 部门: 省教育厅\n")
    [catalogue] = [filed.catalogue for filed in check(register).register.catalogues if filed.file == FILE]
    assert [joint.unit for joint in catalogue.joint] == [None, "省教育厅"]


def test_a_rule_points_at_the_right_entry_behind_a_refused_one(register: Path, write: Write) -> None:
    base = "catalogues/base/人口/catalogue.yml"
    head = "目录名称: 甲\n牵头部门: 省公安厅\n目录说明: 乙\n复核周期: 每年\n"
    write(base, head + "会同部门:\n  - 省公安厅\n  -\n  - 部门: 省教育厅\n")
    told = [(finding.rule.id, finding.span.line) for finding in check(register).findings]
    assert told == [("M104", 6), ("M123", 7), ("O108", 8)]


def test_a_table_with_a_faulty_entry_accuses_nobody_who_looked_for_it(register: Path, write: Write) -> None:
    file = "catalogues/organisations.yml"
    text = (register / file).read_text(encoding="utf-8")
    write(file, text.replace("简称: 省教育厅", "简称: 省、教育厅"))
    assert [(finding.rule.id, finding.file) for finding in check(register).findings] == [("M120", file)]


def test_what_is_called_complete_lacks_nothing() -> None:
    """Every file as it is, and with any one field taken out of it."""
    answers = []
    for file in read_files(MINIMAL)[0]:
        document, _ = read_yaml(file.path, file.raw)
        kind = kind_of(file.path)
        assert document is not None
        assert kind is not None
        assert _is_complete(kind, document.data)
        for data in _less_one(document.data):
            missing = list(_missing(kind, replace(document, data=data), (), data))
            assert _is_complete(kind, data) == (not missing)
            answers.append(not missing)
    assert len(set(answers)) == 2


def _less_one(node: Any) -> Iterator[Any]:
    """The node without one of its fields, wherever it stands."""
    if isinstance(node, dict):
        for key in node:
            rest = {other: value for other, value in node.items() if other != key}
            yield rest
            yield from ({**rest, key: less} for less in _less_one(node[key]))
    elif isinstance(node, list):
        for number, entry in enumerate(node):
            yield from ([*node[:number], less, *node[number + 1 :]] for less in _less_one(entry))
