"""The canonical form of a file, before and after, and the command that writes it."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import BaseModel

from generator.authoring.file import new_resource, with_new
from generator.authoring.formatting import Outcome, formatted
from generator.cli import run
from generator.exchange.importing import import_table
from generator.form.canonical import canonical, first_difference, is_plainly_canonical
from generator.load import load_register
from generator.model.authority import Authority
from generator.model.catalogue import Catalogue
from generator.model.resource import Resource
from generator.publish.tree import write_changes, write_new
from generator.source.yaml import read_yaml
from tests.conftest import REPOSITORY

Write = Callable[[str, str], None]
CATALOGUE = "catalogues/base/人口/catalogue.yml"

CASES: dict[str, tuple[type[BaseModel], str, str]] = {
    "fields in the order of the model, also within lists": (
        Resource,
        "信息项:\n  - 数据类型: 字符型C\n    名称: 甲\n资源名称: 乙\n",
        "资源名称: 乙\n信息项:\n  - 名称: 甲\n    数据类型: 字符型C\n",
    ),
    "two columns per level, whatever was written": (
        Resource,
        "采集方:\n- 甲\n-   乙\n信息项:\n      -  名称:   丙\n         长度:\t3\n",
        "采集方:\n  - 甲\n  - 乙\n信息项:\n  - 名称: 丙\n    长度: 3\n",
    ),
    "flow lists and records become blocks, empty ones stay": (
        Resource,
        "采集方: [甲, '乙, 丙'] # 两家\n格式: [{类型: xlsx, 分类: 电子表格}]\n来源: [ ]\n",
        "采集方: # 两家\n  - 甲\n  - '乙, 丙'\n格式:\n  - 分类: 电子表格\n    类型: xlsx\n来源: []\n",
    ),
    "texts stay as they are written": (
        Resource,
        "摘要: 一段\n      很长的\n\n      文字\n资源代码: '307003/000001'\n资源名称: \"甲\\u4e59\"\n",
        "资源名称: \"甲\\u4e59\"\n资源代码: '307003/000001'\n摘要: 一段\n  很长的\n\n  文字\n",
    ),
    "blocks keep their lines and what looks like a comment in them": (
        Resource,
        "使用范围: |  # 说明\n     甲\n       乙\n\n     # 丙\n\n\n摘要: >-\n    丁\n    戊\n资源名称: 己\n",
        "资源名称: 己\n摘要: >-\n  丁\n  戊\n使用范围: |  # 说明\n  甲\n    乙\n\n  # 丙\n",
    ),
    "a block that gives its depth": (Resource, "摘要: |3\n   甲\n   乙\n", "摘要: |2\n  甲\n  乙\n"),
    "comments above a field travel with it": (
        Resource,
        "# 二\n资源代码: 1\n\n# 一\n#  一点一\n资源名称: 甲\n",
        "# 一\n#  一点一\n资源名称: 甲\n# 二\n资源代码: 1\n",
    ),
    "comments on a line stay on it": (
        Resource,
        "资源代码: '1#2'    # 代码\n资源名称: 甲 # 名称\n信息项: # 信息项\n  - 长度: 3 # 长度\n    名称: 乙\n",
        "资源名称: 甲 # 名称\n资源代码: '1#2'    # 代码\n信息项: # 信息项\n  - 名称: 乙\n    长度: 3 # 长度\n",
    ),
    "comments between and after the entries of a list": (
        Resource,
        "信息项:\n    # 首\n    - 名称: 甲\n    # 次\n    -  # 又\n       长度: 3\n       # 名\n       名称: 乙\n"
        "    # 尾\n资源名称: 丙\n# 完\n",
        "资源名称: 丙\n信息项:\n  # 首\n  - 名称: 甲\n  # 次\n  # 又\n  # 名\n  - 名称: 乙\n    长度: 3\n"
        "  # 尾\n# 完\n",
    ),
    "the schema's comment stays first, what an empty line sets apart stays at the top": (
        Resource,
        "# 甲省\n# yaml-language-server: $schema=x.json\n\n\n# 代码\n资源代码: 1\n资源名称: 乙\n",
        "# yaml-language-server: $schema=x.json\n# 甲省\n\n资源名称: 乙\n# 代码\n资源代码: 1\n",
    ),
    "blank fields, blank lines and blanks at the ends of lines": (
        Resource,
        "---\n资源名称:   甲  \n\n   \n资源代码: \n提供方: ''",
        "资源名称: 甲\n资源代码:\n提供方: ''\n",
    ),
    "keys nobody knows come last": (Resource, "甲: 1\n资源名称: 乙\n丙: 2\n", "资源名称: 乙\n甲: 1\n丙: 2\n"),
    "a record alone": (
        Resource,
        "审核确认: {日期: 2026-01-01, 部门: 甲}\n",
        "审核确认:\n  部门: 甲\n  日期: 2026-01-01\n",
    ),
    "windows line ends": (Catalogue, "牵头部门: 甲\r\n目录名称: 乙\r\n", "目录名称: 乙\n牵头部门: 甲\n"),
    "a byte order mark": (Catalogue, "\ufeff目录名称: 乙\n", "目录名称: 乙\n"),
    "lists in another file": (Authority, "规则集: [a, b]\n主管部门: 甲\n", "主管部门: 甲\n规则集:\n  - a\n  - b\n"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_canonical_form(name: str) -> None:
    kind, before, after = CASES[name]
    document, findings = read_yaml("a.yml", before.encode())
    assert document is not None
    assert not [finding for finding in findings if finding.is_error]
    assert canonical(kind, document) == after
    again, _ = read_yaml("a.yml", after.encode())
    assert again is not None
    assert (again.data, canonical(kind, again)) == (document.data, after)


@pytest.mark.parametrize(
    "text",
    [
        '"甲 #": 1\n乙: 2\n',  # a key that must be quoted
        "摘要: |4\n       甲\n      乙\n",  # a block whose first line is deeper than its depth
    ],
)
def test_what_would_not_say_the_same_gets_no_form(text: str) -> None:
    document, _ = read_yaml("a.yml", text.encode())
    assert document is not None
    assert canonical(Resource, document) is None
    assert first_difference(Resource, document, text.encode()) is None


def test_every_file_of_this_repository_is_plainly_canonical() -> None:
    """So that the check of the form costs what writing the data costs, and no second reading."""
    loaded = load_register(REPOSITORY)
    assert len(loaded.read) > 200
    for path, read in loaded.read.items():
        document = loaded.document(path)
        assert document is not None
        assert read.record is not None
        assert is_plainly_canonical(type(read.record), document), path


def test_fmt_writes_once_and_keeps_mode_and_content(
    register: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (register / CATALOGUE).read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    write(CATALOGUE, "".join(reversed(lines[:2])) + "".join(lines[2:]))
    (register / CATALOGUE).chmod(0o640)
    assert run(["fmt", "--root", str(register), "--check"]) == 1
    captured = capsys.readouterr()
    assert captured.out == f"{CATALOGUE}：与规范格式不同\n"
    assert captured.err == "共 7 个文件：应整理 1 个，不能整理 0 个\n"
    assert run(["check", "--root", str(register)]) == 0
    assert f"{CATALOGUE}:1:1 警告 Y118 " in capsys.readouterr().out
    assert run(["fmt", "--root", str(register)]) == 0
    assert capsys.readouterr().out == f"{CATALOGUE}：已整理\n"
    assert (register / CATALOGUE).read_text(encoding="utf-8") == text
    assert stat.S_IMODE((register / CATALOGUE).stat().st_mode) == 0o640
    assert sorted(path.name for path in (register / CATALOGUE).parent.iterdir()) == ["catalogue.yml"]
    assert run(["fmt", "--root", str(register)]) == 0
    assert capsys.readouterr().out == ""


def test_fmt_leaves_a_file_with_faults_alone_and_says_so(
    register: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write(CATALOGUE, "牵头部门: 省公安厅\n目录名称：人口\n")
    before = (register / CATALOGUE).read_bytes()
    assert run(["fmt", "--root", str(register), "catalogues/base"]) == 1
    captured = capsys.readouterr()
    assert captured.out == f"{CATALOGUE}：有不符合书写规则的地方，请先用 mulu check 查看并改正，没有改动\n"
    assert captured.err == "共 1 个文件：已整理 0 个，不能整理 1 个\n"
    assert (register / CATALOGUE).read_bytes() == before


def test_fmt_of_nothing_is_an_error(register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fmt", "--root", str(register), "catalogues/theme"]) == 2
    assert "没有这个文件或者目录" in capsys.readouterr().err


def test_a_write_that_fails_leaves_the_old_file(register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "no space")

    before = (register / CATALOGUE).read_bytes()
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="no space"):
        write_changes(register, {CATALOGUE: "x"})
    assert (register / CATALOGUE).read_bytes() == before
    assert len(list((register / CATALOGUE).parent.iterdir())) == 1


def test_what_import_and_new_write_is_canonical(register: Path, tmp_path: Path) -> None:
    example = REPOSITORY / "examples" / "guangxi-2021"
    imported = import_table(example / "guangxi-published-rows.tsv", example / "mapping.yml")
    written = tmp_path / "guangxi"
    write_new(imported.files, written)
    loaded = load_register(written)
    assert len(loaded.read) > 1000
    assert {result.outcome for result in formatted(loaded, loaded.files)} == {Outcome.SAME}
    answers = {"catalogue": "省教育厅", "name": "甲: 乙", "summary": "丙 # 丁", "format": "数据库/MySQL"}
    answers |= {"items": "戊:字符型C", "sharing": "无条件共享", "opening": "无条件开放", "cycle": "每日"}
    with_one = with_new(load_register(register), new_resource(load_register(register), answers))
    assert {result.outcome for result in formatted(with_one, with_one.files)} == {Outcome.SAME}
