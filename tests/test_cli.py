"""The command line: exit codes, formats, words."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.check import all_rules
from generator.cli import COMMANDS, run
from generator.model.schema import FILES, schema_of
from tests.conftest import REPOSITORY

Write = Callable[[str, str], None]
ORGANISATIONS = "catalogues/organisations.yml"


def test_a_clean_register_exits_0(register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--root", str(register)]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "共检查 7 个文件、1 项资源：没有发现问题\n"


def test_a_finding_is_shown_with_its_line_article_and_cure(
    register: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (register / ORGANISATIONS).read_text(encoding="utf-8")
    write(ORGANISATIONS, text.replace("430000", "43000", 1))
    assert run(["check", "--root", str(register)]) == 1
    assert capsys.readouterr().out == (
        "catalogues/organisations.yml:4:11 错误 M112 「43000」不是现行的行政区划代码\n"
        "    4 |     行政区划: 43000\n"
        "      |               ^^^^^\n"
        "    依据：GB/T 2260\n"
        "    改法：请按 GB/T 2260 写六位代码，例如湖南省 430000、长沙市 430100\n"
    )


def test_carets_stand_under_wide_characters(register: Path, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    text = (register / ORGANISATIONS).read_text(encoding="utf-8")
    write(ORGANISATIONS, text.replace("类型: 行政机关", "类型: 机关", 1))
    run(["check", "--root", str(register)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:3] == ["    5 |     类型: 机关", "      |           ^^^^"]


def test_json_keeps_its_contract(register: Path, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    path = "catalogues/department/省教育厅/民办学校办学许可信息.yml"
    write(path, (register / path).read_text(encoding="utf-8").replace("每日", "每天"))
    assert run(["check", "--root", str(register), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out) == [
        {
            "file": path,
            "line": 22,
            "column": 7,
            "end_line": 22,
            "end_column": 9,
            "rule": "M103",
            "severity": "error",
            "message": "「更新周期」不能写「每天」",
            "hint": "请改为「每日」",
            "article": "编制指南",
            "code": "307003/000001",
            "waived": "",
        }
    ]


def test_paths_choose_what_is_told(
    register: Path, write: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(ORGANISATIONS, "部门: 甲\n")
    assert run(["check", "--root", str(register), "catalogues/base"]) == 0
    assert run(["check", "--root", str(register), "catalogues"]) == 1
    monkeypatch.chdir(register / "catalogues")
    assert run(["check", "--root", str(register), "organisations.yml"]) == 1
    assert "M105" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "--root", "{empty}"], "没有找到 catalogues 目录"),
        (["check", "--root", "{register}", "{empty}"], "没有这个文件或者目录"),
        (["check", "--root", "{register}", "无此文件.yml"], "没有这个文件或者目录"),
        (["explain", "Q999"], "没有规则 Q999"),
        (["build", "--today", "2026-02-30"], "不是有效日期"),
        (["build", "--today", "20260203"], "不是有效日期"),
        (["build", "--today", "0001-01-01"], "年份应在 1900 至 2999 之间"),
        (["workday", "9999-12-31", "5"], "年份应在 1900 至 2999 之间"),
        (["bild"], "没有 bild"),
        ([], "还需要写明 命令"),
        (["check", "--format", "xml"], "没有 xml"),
        (["check", "--nonsense"], "不认识 --nonsense"),
        (["import", "x.csv"], "还需要写明 --mapping, --out"),
    ],
)
def test_what_cannot_run_exits_2_with_one_chinese_sentence(
    arguments: list[str], words: str, register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    filled = [argument.format(empty=empty, register=register) for argument in arguments]
    assert run(filled) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert words in captured.err


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_every_command_is_documented(readme: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(["--help"])
    _, commands = capsys.readouterr().out.split("  命令\n")
    names = [line.split()[0] for line in commands.split("\n\n")[0].splitlines()]
    assert {"check", "build", "import"} <= set(names)
    text = (REPOSITORY / readme).read_text(encoding="utf-8")
    assert [name for name in names if f"mulu {name}" not in text] == []


def test_rules_and_explain_speak_of_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [entry["rule"] for entry in listed] == [rule.id for rule in all_rules()]
    assert run(["explain", "y105"]) == 0
    assert capsys.readouterr().out.startswith("# Y105 用了全角标点\n")


@pytest.mark.parametrize("name", FILES)
def test_the_schema_files_in_the_repository_are_current(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", name]) == 0
    written = (REPOSITORY / f"docs/schema/{name}.schema.json").read_text(encoding="utf-8")
    assert capsys.readouterr().out == written
    assert json.loads(written) == schema_of(name)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            FileNotFoundError(errno.ENOENT, "No usable temporary directory"),
            "没有可以写入的临时目录；请用环境变量 TMPDIR 指明一个",
        ),
        (FileNotFoundError(errno.ENOENT, "No such file or directory", "甲.yml"), "没有这个文件或者目录：甲.yml"),
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘空间不足"),
        (OSError(errno.EMFILE, "Too many open files"), "打开的文件太多，请放宽 ulimit -n"),
        (BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable"), "进程太多或者内存不足"),
        (OSError(errno.EIO, "Input/output error"), "读写文件没有成功：Input/output error"),
    ],
    ids=repr,
)
def test_what_the_system_refuses_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: OSError, told: str
) -> None:
    def refused(_: object) -> int:
        raise error

    monkeypatch.setitem(COMMANDS, "rules", refused)
    assert run(["rules"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line == f"mulu：{told}"


def test_where_names_of_files_are_not_utf8_nothing_is_read(register: Path) -> None:
    """Each name would be taken for another one, and a clean register for a faulty one."""
    other = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "generator", "check", "--root", str(register)]
    done = subprocess.run(command, env={**os.environ, **other}, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "PYTHONUTF8=1" in done.stderr.decode()
    subprocess.run(command, env={**os.environ, **other, "PYTHONUTF8": "1"}, capture_output=True, check=True)


def test_nothing_that_happens_to_be_installed_has_a_part_in_judging(register: Path, tmp_path: Path) -> None:
    """Pydantic would ask every plugin of the environment for its opinion of a record."""
    folder = tmp_path / "installed"
    (folder / "meddler-1.dist-info").mkdir(parents=True)
    (folder / "meddler-1.dist-info/METADATA").write_text("Metadata-Version: 2.1\nName: meddler\nVersion: 1\n")
    (folder / "meddler-1.dist-info/entry_points.txt").write_text("[pydantic]\nmeddler = meddler:plugin\n")
    (folder / "meddler.py").write_text(f"open({str(tmp_path / 'asked')!r}, 'w').close()\nplugin = None\n")
    environment = {name: value for name, value in os.environ.items() if name != "PYDANTIC_DISABLE_PLUGINS"}
    environment["PYTHONPATH"] = os.pathsep.join([str(folder), str(REPOSITORY)])
    command = [sys.executable, "-m", "generator", "check", "--root", str(register)]
    assert subprocess.run(command, env=environment, cwd=tmp_path, check=False, capture_output=True).returncode == 0
    assert not (tmp_path / "asked").exists()
