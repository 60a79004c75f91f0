"""The arguments of every command, and argparse's own words in Chinese."""

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo

from generator.authoring.questions import EXTRAS, QUESTIONS
from generator.model.words import LedgerKind

PROGRAM_FOLDER = Path(__file__).resolve().parent.parent
MISUSED = 2

Command = Callable[[argparse.Namespace], int]


def _today() -> date:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def _day(text: str) -> date:
    day: date | None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise argparse.ArgumentTypeError(f"「{text}」不是有效日期，请写成 2026-11-23")
    return day


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 10**9):
        raise argparse.ArgumentTypeError(f"「{text}」不是项数，请写成 20 这样的整数")
    return int(text)


def parser_of(functions: Mapping[str, Command]) -> argparse.ArgumentParser:
    """The parser of the whole program; `functions` gives each command's function by its name."""
    _speak_chinese()
    parser = _Parser(prog="mulu", description="政务信息资源目录：校验登记册，生成目录网站。")
    commands = parser.add_subparsers(metavar="命令", required=True)

    def command(name: str, what: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=what, description=what + "。")
        added.set_defaults(command=functions[name])
        added.add_argument(
            "--root", type=Path, default=PROGRAM_FOLDER, metavar="目录", help="登记册所在目录，默认为本仓库"
        )
        return added

    check = command("check", "校验登记册，一次列出全部问题")
    check.add_argument("paths", nargs="*", type=Path, metavar="文件", help="只列出这些文件或者目录的问题")
    formats = ("text", "json", "github", "gitlab", "sarif", "junit")
    check.add_argument("--format", choices=formats, default="text", help="输出格式；github 等供各平台显示")
    check.add_argument("--against", metavar="版本", help="另按变更规则与该版本比较，如 origin/main")
    reviewing = command("review", "写出审核人的一页审核单：改了什么、意味着什么、由谁审核")
    reviewing.add_argument("base", metavar="原版本", help="如 origin/main")
    reviewing.add_argument("head", nargs="?", metavar="新版本", help="默认为工作区")
    reviewing.add_argument("--format", choices=("markdown", "json"), default="markdown", help="输出格式")
    reviewing.add_argument("--full", action="store_true", help="完整审核单，不限篇幅")
    reviewing.add_argument("--confirmed", nargs="*", default=(), metavar="指纹", help="审核人已经确认的收窄")
    explain = command("explain", "说明一条规则")
    explain.add_argument("rule", metavar="规则", help="规则编号，如 Y105")
    rules = command("rules", "列出全部规则")
    rules.add_argument("--format", choices=("text", "json"), default="text", help="输出格式")
    schema = command("schema", "输出登记文件的 JSON Schema，供编辑器提示和补全")
    single = ("resource", "catalogue", "authority", "organisations", "legal-bases", "classification", "calendar")
    names = (*single, *(kind.folder for kind in LedgerKind))
    schema.add_argument("file", nargs="?", choices=names, default="resource", help="登记文件的种类")
    new = command("new", "按问答新建一个资源文件，自动编好代码")
    for question in (*QUESTIONS, *EXTRAS):
        new.add_argument(f"--{question.name}", metavar="内容", help=question.ask)
    search = command("search", "检索信息资源，与网站的检索结果一致")
    search.add_argument("query", metavar="词", help="名称、代码、提供方、信息项或者摘要中的词，几个词用空格隔开")
    search.add_argument("--format", choices=("text", "json"), default="text", help="输出格式")
    search.add_argument("--limit", type=_count, default=20, metavar="项数", help="最多列出几项，默认为 20")
    importing = command("import", "把已有目录表格（CSV、TSV）转成登记册")
    importing.add_argument("file", type=Path, metavar="表格")
    importing.add_argument("--mapping", type=Path, required=True, metavar="对照文件", help="各列与要素的对照")
    importing.add_argument("--out", type=Path, required=True, metavar="目录", help="新登记册的位置，须为空")
    for name, what in (("build", "生成网站"), ("serve", "生成网站并在本机打开")):
        build = command(name, what)
        build.add_argument("--out", type=Path, default=Path("site"), metavar="目录", help="网站的位置，默认为 site")
        build.add_argument(
            "--today", type=_day, default=_today(), metavar="日期", help="以哪一天为今天，默认为北京时间当天"
        )
        build.add_argument("--with-errors", action="store_true", help="登记册有错误也生成，并标明未通过校验的资源")
        if name == "serve":
            build.add_argument("--port", type=int, default=8000, metavar="端口", help="默认为 8000；占用时自动换一个")
    return parser


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"{self.prog}：{message}\n写法见 {self.prog} --help\n")
        raise SystemExit(MISUSED)


_ARGPARSE_WORDS = {
    "usage: ": "用法：",
    "positional arguments": "内容",
    "options": "选项",
    "show this help message and exit": "显示本说明",
    "the following arguments are required: %s": "还需要写明 %s",
    "unrecognized arguments: %s": "不认识 %s",
    "expected one argument": "后面要写一个值",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)s，只能是 %(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)s 的写法不对",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s 不明确，可能是 %(matches)s",
    "ignored explicit argument %r": "不需要写值 %r",
}


def _speak_chinese() -> None:
    """Argparse takes its words from `gettext`; hand it ours, since officials read no English."""
    vars(argparse)["_"] = lambda words: _ARGPARSE_WORDS.get(words, words)
