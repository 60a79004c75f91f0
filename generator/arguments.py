"""The arguments of every command, and argparse's own words in Chinese."""

import argparse
import os
import re
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
MOST_DIGITS = 9
MOST_WORKING_DAYS = 1000
LAST_PORT = 65_535
FIRST_YEAR, LAST_YEAR = 1900, 2999
"""Years of days that can be asked for: all days counted from them are days of Python's calendar too."""

_SUBMITTER = "提交人的平台账号或者邮箱，可写多次；与部门文件的「提交账号」对照，核对其可以改动的范围"

_AUDIENCE = "给谁看：public 对外公布，不含安全事件、联系方式等只供内部查看的内容；internal 供内部查看；默认为 public"
AUDIENCES = ("public", "internal")

Command = Callable[[argparse.Namespace], int]
NewCommand = Callable[[str, str], argparse.ArgumentParser]

SINGLE_FILES = (
    "resource",
    "catalogue",
    "authority",
    "organisations",
    "legal-bases",
    "classification",
    "calendar",
    "waivers",
)


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
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise argparse.ArgumentTypeError(f"「{text}」太早或者太晚，年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间")
    return day


def _seed(text: str) -> int:
    if not (text.isdecimal() and text.isascii() and len(text) <= MOST_DIGITS):
        raise argparse.ArgumentTypeError(f"「{text}」不是种子，请写一个不超过 {MOST_DIGITS} 位的非负整数")
    return int(text)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 10**9):
        raise argparse.ArgumentTypeError(f"「{text}」不是项数，请写成 20 这样的整数")
    return int(text)


def _working_days(text: str) -> int:
    if re.fullmatch(r"[0-9]{1,4}", text, re.ASCII) and 1 <= int(text) <= MOST_WORKING_DAYS:
        return int(text)
    raise argparse.ArgumentTypeError(f"「{text}」应是 1 至 {MOST_WORKING_DAYS} 的整数")


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS and int(text) <= LAST_PORT):
        raise argparse.ArgumentTypeError(f"「{text}」不是端口，请写成 0 至 {LAST_PORT} 的整数")
    return int(text)


def _share(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([1-9][0-9]{0,2})/([1-9][0-9]{0,2})", text, re.ASCII)
    if not found or int(found[1]) > int(found[2]):
        raise argparse.ArgumentTypeError(f"「{text}」应写成 2/8，即 8 个部分中的第 2 个")
    return int(found[1]), int(found[2])


def parser_of(functions: Mapping[str, Command]) -> argparse.ArgumentParser:
    """The parser of the whole program; `functions` gives each command's function by its name."""
    _speak_chinese()
    description = "政务信息资源目录：校验登记册，生成目录网站。"
    parser = _Parser(prog="mulu", description=description, formatter_class=_Commands)
    commands = parser.add_subparsers(metavar="命令", required=True)

    def command(name: str, what: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=what, description=what + "。")
        added.set_defaults(command=functions[name])
        added.add_argument(
            "--root", type=Path, default=PROGRAM_FOLDER, metavar="目录", help="登记册所在目录，默认为本仓库"
        )
        return added

    for room in (_judgement, _handbook, _authoring, _chronicle, _inquiries, _building):
        room(command)
    return parser


def _judgement(command: NewCommand) -> None:
    check = command("check", "校验登记册，一次列出全部问题")
    check.add_argument("paths", nargs="*", type=Path, metavar="文件", help="只列出这些文件或者目录的问题")
    formats = ("text", "json", "github", "gitlab", "sarif", "junit")
    check.add_argument("--format", choices=formats, default="text", help="输出格式；github 等供各平台显示")
    check.add_argument("--against", metavar="版本", help="另按变更规则与该版本比较，如 origin/main")
    review = command("review", "写出审核人的一页审核单：改了什么、意味着什么、由谁审核")
    review.add_argument("base", metavar="原版本", help="如 origin/main")
    review.add_argument("head", nargs="?", metavar="新版本", help="默认为工作区")
    review.add_argument("--format", choices=("markdown", "json"), default="markdown", help="输出格式")
    review.add_argument("--full", action="store_true", help="完整审核单，不限篇幅")
    review.add_argument("--confirmed", nargs="*", default=(), metavar="指纹", help="审核人已经确认的收窄")
    for judging in (check, review):
        judging.add_argument("--submitter", action="append", default=[], metavar="账号", help=_SUBMITTER)
    fmt = command("fmt", "把登记文件整理成规范格式：字段顺序、缩进、空格；内容和注释不变")
    fmt.add_argument("paths", nargs="*", type=Path, metavar="文件", help="只整理这些文件或者目录，默认为全部")
    fmt.add_argument("--check", action="store_true", help="只列出与规范格式不同的文件，不改动")


def _handbook(command: NewCommand) -> None:
    explain = command("explain", "说明一条规则")
    explain.add_argument("rule", metavar="规则", help="规则编号，如 Y105")
    _format(command("rules", "列出全部规则"))
    schema = command("schema", "输出登记文件的 JSON Schema，供编辑器提示和补全")
    names = (*SINGLE_FILES, *(kind.folder for kind in LedgerKind))
    schema.add_argument("file", nargs="?", choices=names, default="resource", help="登记文件的种类")


def _authoring(command: NewCommand) -> None:
    new = command("new", "按问答新建一个资源文件，自动编好代码")
    for question in (*QUESTIONS, *EXTRAS):
        new.add_argument(f"--{question.name}", metavar="内容", help=question.ask)
    importing = command("import", "把填好的工作簿（xlsx）写入登记册，或者把已有目录表格（CSV、TSV）转成新的登记册")
    importing.add_argument("file", type=Path, metavar="表格")
    importing.add_argument("--mapping", type=Path, metavar="对照文件", help="CSV、TSV 各列与要素的对照")
    importing.add_argument("--out", type=Path, metavar="目录", help="由 CSV、TSV 转成的登记册的位置，须为空")
    exporting = command("export", "把信息资源写成可以填写的工作簿（xlsx），或者供程序使用的表格和数据")
    exporting.add_argument("--format", choices=("xlsx", "csv", "json", "dcat"), default="xlsx", help="默认为 xlsx")
    exporting.add_argument("--provider", metavar="部门", help="只写这个部门提供的资源，默认为全部")
    exporting.add_argument("--empty", action="store_true", help="空白的填报工作簿")
    exporting.add_argument("--out", type=Path, metavar="文件", help="写到哪个文件，不得已有；数据默认直接显示")


def _chronicle(command: NewCommand) -> None:
    diff = command("diff", "列出两个版本之间各项资源的差别")
    diff.add_argument("old", metavar="原版本", help="如 edition/2026-Q3")
    diff.add_argument("new", nargs="?", metavar="新版本", help="默认为工作区")
    _format(diff)
    for name, what in (("verify", "逐次核验主线上每次合并的审核证明"), ("editions", "列出各版次及其差别")):
        looking_back = command(name, what)
        _of_main_line(looking_back)
        _format(looking_back)
        if name == "verify":
            looking_back.add_argument(
                "--since", metavar="提交", help="只以这次提交之后的违规决定退出码；结论照样全部列出"
            )
    history = command("history", "列出一项资源的历次修订")
    history.add_argument("code", metavar="代码", help="资源代码，如 307011/000001")
    filings = command("filings", "列出备案登记，含只供内部查看的内容")
    filings.add_argument("--year", type=int, metavar="年份", help="只列出这一年的备案")
    for asking, *more in ((history,), (filings, "csv")):
        _of_main_line(asking)
        _format(asking, *more)


def _inquiries(command: NewCommand) -> None:
    deadlines = command("deadlines", "列出各项时限，逾期的在前，含只供内部查看的安全事件")
    deadlines.add_argument("--within", type=_working_days, metavar="工作日数", help="只列逾期和这些工作日内到期的")
    scorecard = command("scorecard", "各部门在一段时间内的评价指标，过去的时段按当时的登记册重新统计")
    scorecard.add_argument("first", type=_day, metavar="起", help="第一天，如 2026-07-01")
    scorecard.add_argument("last", type=_day, metavar="止", help="最后一天，如 2026-09-30")
    for asking in (deadlines, scorecard):
        asking.add_argument("--organisation", metavar="部门", help="只列这个部门的")
        _of_main_line(asking)
    _format(deadlines, "ics")
    _format(scorecard)
    search = command("search", "检索信息资源，与网站的检索结果一致")
    search.add_argument("query", metavar="词", help="名称、代码、提供方、信息项或者摘要中的词，几个词用空格隔开")
    search.add_argument("--limit", type=_count, default=20, metavar="项数", help="最多列出几项，默认为 20")
    _format(search)
    workday = command("workday", "某日起第几个工作日是哪一天，逐日说明")
    workday.add_argument("start", type=_day, metavar="起算日", help="如 2026-09-28；当日不计")
    workday.add_argument("days", type=_working_days, metavar="工作日数", help="1 至 1000")
    _format(workday)


def _building(command: NewCommand) -> None:
    for name, what in (("build", "生成网站"), ("serve", "生成网站并在本机打开")):
        build = command(name, what)
        build.add_argument("--out", type=Path, default=Path("site"), metavar="目录", help="网站的位置，默认为 site")
        _of_main_line(build)
        build.add_argument("--at", metavar="版本", help="生成该版本当时的网站，如 edition/2026-Q4；默认为工作区")
        build.add_argument("--audience", choices=AUDIENCES, default=AUDIENCES[0], help=_AUDIENCE)
        build.add_argument("--with-errors", action="store_true", help="登记册有错误也生成，并标明未通过校验的资源")
        if name == "build":
            build.add_argument(
                "--shard", type=_share, metavar="K/N", help="只生成 N 个部分中的第 K 个，供 assemble 合并"
            )
        else:
            build.add_argument("--port", type=_port, default=8000, metavar="端口", help="默认为 8000；占用时自动换一个")
            build.set_defaults(shard=None)
    joining = command("assemble", "把各台机器用 build --shard 生成的部分合并成网站")
    joining.add_argument("parts", nargs="+", type=Path, metavar="部分", help="各部分所在的目录，先后不拘")
    joining.add_argument("--out", type=Path, default=Path("site"), metavar="目录", help="网站的位置，默认为 site")
    demo = command("demo", "写出一个演示仓库，讲述一个登记册十八个多月的经过")
    demo.add_argument("dir", type=Path, metavar="目录", help="演示仓库的位置，须为空")
    demo.add_argument("--today", type=_day, default=_today(), metavar="日期", help="故事的最后一天，默认为北京时间当天")
    seed = "同一天、同一种子写出的仓库完全相同，默认为 0"
    demo.add_argument("--seed", type=_seed, default=0, metavar="种子", help=seed)


def _format(command: argparse.ArgumentParser, *more: str) -> None:
    command.add_argument("--format", choices=("text", "json", *more), default="text", help="输出格式")


def _of_main_line(command: argparse.ArgumentParser) -> None:
    """The options of every command that reads the past of the main line."""
    command.add_argument("--main", metavar="分支", help="主线的名称，默认为 main，没有时为 origin/main")
    command.add_argument(
        "--baseline",
        default=os.environ.get("MULU_BASELINE", "").strip() or None,
        metavar="提交",
        help="仓库外另行保存的基线，完整编号，默认为环境变量 MULU_BASELINE；没有时以 authority.yml 的「基线」为准",
    )
    command.add_argument(
        "--today", type=_day, default=_today(), metavar="日期", help="以哪一天为今天，默认为北京时间当天"
    )


class _Commands(argparse.HelpFormatter):
    """Argparse forgets the indent of commands when it measures them, and puts the longest on a line of its own."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog)
        self._action_max_length = len("    deadlines")


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
