"""`mulu new`: a valid file with the next free code, from options or answers; nothing is overwritten."""

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.check import check
from generator.cli import run
from tests.conftest import REPOSITORY

Write = Callable[[str, str], None]
FOLDER = "catalogues/department/省教育厅"
GIVEN = {
    "catalogue": "department/省教育厅",
    "name": "学校基本信息",
    "summary": "全省各级各类学校的名称、地址和办学层次，由教育行政部门登记形成，用于统计和查询。",
    "format": "数据库/KingbaseES",
    "items": "学校名称:字符型C，建校日期：日期型D",
    "sharing": "无条件共享",
    "scope": "各级政务部门",
    "mode": "共享平台/接口",
    "opening": "无条件开放",
    "cycle": "每天",
}


def new(register: Path, **changes: str) -> int:
    given = {**GIVEN, **changes}
    return run(["new", "--root", str(register), *(f"--{name}={value}" for name, value in given.items() if value)])


def test_the_file_is_valid_and_takes_the_next_free_code(register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(register) == 0
    assert capsys.readouterr().err == f"已新建 {FOLDER}/学校基本信息.yml，代码 307003/000002；没有发现问题\n"
    checked = check(register)
    assert checked.findings == ()
    (resource,) = [filed.resource for filed in checked.register.resources if filed.resource.code == "307003/000002"]
    assert (resource.provider, resource.collectors, resource.update_cycle) == ("省教育厅", ("省教育厅",), "每日")
    assert [(item.name, item.data_type) for item in resource.items or ()] == [
        ("学校名称", "字符型C"),
        ("建校日期", "日期型D"),
    ]


def test_codes_of_retired_and_moved_resources_are_not_given_again(register: Path, write: Write) -> None:
    text = (register / FOLDER / "民办学校办学许可信息.yml").read_text(encoding="utf-8")
    retired = text.replace("000001", "000007").replace("资源名称: 民办", "资源名称: 原民办")
    write("catalogues/base/人口/旧.yml", retired + "状态: 已注销\n注销:\n  理由: 并入其他资源\n")
    new(register)
    codes = {filed.resource.code for filed in check(register).register.resources}
    assert codes == {"307003/000001", "307003/000007", "307003/000008"}


def test_a_restricted_resource_is_told_what_is_still_to_do(register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    restricted = {"sharing": "有条件", "condition": "为核验身份", "purpose": "核验", "opening": "不开放"}
    assert new(register, **restricted, basis="中华人民共和国个人信息保护法/第三十四条") == 1
    captured = capsys.readouterr()
    assert [line.split()[2] for line in captured.out.splitlines() if line.startswith("catalogues/")] == ["S108"]
    assert captured.err.endswith("请按上面所列补正\n")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "还需要写明 --name（资源名称）"),
        ({"sharing": "随便"}, "「随便」不是规定用语，只能填：无条件共享、有条件共享、不予共享"),
        ({"format": "数据库"}, "「数据库」应写成 分类/类型"),
        ({"items": "学校名称"}, "「学校名称」应写成 名称:数据类型"),
        ({"catalogue": "../../etc"}, "没有目录「../../etc」"),
        ({"sharing": "不予共享"}, "还需要写明 --basis"),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_is_written(
    register: Path, changes: dict[str, str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(register.rglob("*"))
    assert new(register, **changes) == 2
    assert words in capsys.readouterr().err
    assert sorted(register.rglob("*")) == before


def test_a_name_is_never_a_path_and_no_file_is_overwritten(register: Path) -> None:
    assert new(register, name="../../甲") == 0
    assert (register / FOLDER / "000002.yml").is_file()
    kept = (register / FOLDER / "民办学校办学许可信息.yml").read_bytes()
    assert new(register, name="民办学校办学许可信息") == 2
    assert (register / FOLDER / "民办学校办学许可信息.yml").read_bytes() == kept


def test_on_a_terminal_it_asks_for_what_is_missing(register: Path) -> None:
    ours, theirs = pty.openpty()
    given = {name: value for name, value in GIVEN.items() if name not in ("name", "cycle")}
    command = [sys.executable, "-m", "generator", "new", "--root", str(register)]
    with subprocess.Popen(
        [*command, *(f"--{name}={value}" for name, value in given.items())],
        stdin=theirs,
        stderr=subprocess.PIPE,
        cwd=REPOSITORY,
        text=True,
    ) as process:
        os.write(ours, "问答信息\n每旬\n每月\n".encode())
        _, told = process.communicate(timeout=120)
    os.close(theirs)
    os.close(ours)
    assert process.returncode == 0, told
    assert "资源名称：" in told
    assert "「每旬」不是规定用语，只能填：实时、每日" in told
    assert (register / FOLDER / "问答信息.yml").is_file()
