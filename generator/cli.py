"""The command line: parse, call one function, print, give an exit code. The only clock is here.

Exit codes: 0 in order, 1 faults found, 2 could not run.
"""

import argparse
import errno
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo

from generator.diagnostics import OperatorError

PROGRAM_FOLDER = Path(__file__).resolve().parent.parent
IN_ORDER, FAULTS_FOUND, COULD_NOT_RUN = 0, 1, 2

_SYSTEM_FAULTS = {
    errno.ENOSPC: "磁盘空间不足",
    errno.EACCES: "没有读写权限",
    errno.EROFS: "所在磁盘只能读，不能写",
    errno.ENOENT: "没有这个文件或者目录",
    errno.EPIPE: "输出被中断",
}


def run(arguments: Sequence[str]) -> int:
    """Run one command; what the operator must mend is one line on stderr and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        options = _parser().parse_args(arguments)
        command: Callable[[argparse.Namespace], int] = options.command
        return command(options)
    except OperatorError as error:
        sys.stderr.write(f"mulu：{error}\n")
        return COULD_NOT_RUN
    except OSError as error:
        fault = _SYSTEM_FAULTS.get(error.errno or 0, "读写文件没有成功")
        sys.stderr.write(f"mulu：{fault}：{error.filename or error.strerror}\n")
        return COULD_NOT_RUN
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else COULD_NOT_RUN


def _check(options: argparse.Namespace) -> int:
    from generator.check import check
    from generator.report.json import findings_as_json
    from generator.report.text import as_text, summary

    checked = check(options.root)
    wanted = [_register_path(options.root, path) for path in options.paths]
    findings = checked.findings
    if wanted:
        empty = [path for path in wanted if not any(_is_below(file, path) for file in checked.files)]
        if empty:
            raise OperatorError(f"登记册中没有这些文件：{'、'.join(empty)}")
        findings = tuple(finding for finding in findings if any(_is_below(finding.file, path) for path in wanted))
    sys.stdout.write(findings_as_json(findings) if options.format == "json" else as_text(findings, checked.texts))
    resources = sum(1 for _ in checked.register.resources)
    sys.stderr.write(summary(findings, len(checked.files), resources) + "\n")
    return FAULTS_FOUND if any(finding.is_error for finding in findings) else IN_ORDER


def _register_path(root: Path, path: Path) -> str:
    for base in (Path.cwd(), root):
        absolute = (base / path).resolve()
        if absolute.is_relative_to(root.resolve()) and absolute.exists():
            return absolute.relative_to(root.resolve()).as_posix()
    raise OperatorError(f"没有这个文件或者目录：{path}")


def _is_below(file: str, path: str) -> bool:
    return path in (".", file) or file.startswith(f"{path}/")


def _explain(options: argparse.Namespace) -> int:
    from generator.check import all_rules
    from generator.rules.handbook import page_of

    rule_id = options.rule.upper()
    if rule_id not in {rule.id for rule in all_rules()}:
        raise OperatorError(f"没有规则 {options.rule}；用 mulu rules 查看全部规则")
    sys.stdout.write(page_of(rule_id))
    return IN_ORDER


def _rules(options: argparse.Namespace) -> int:
    from generator.check import all_rules
    from generator.report.json import rules_as_json
    from generator.report.text import rule_lines

    sys.stdout.write(rules_as_json(all_rules()) if options.format == "json" else rule_lines(all_rules()))
    return IN_ORDER


def _schema(options: argparse.Namespace) -> int:
    from generator.model.schema import schema_text

    sys.stdout.write(schema_text(options.file))
    return IN_ORDER


def _import(options: argparse.Namespace) -> int:
    from generator.exchange.importing import import_table
    from generator.publish.tree import write_new

    imported = import_table(options.file, options.mapping)
    write_new(imported.files, options.out)
    sys.stdout.write(imported.account.as_text())
    return IN_ORDER


def _build(options: argparse.Namespace) -> int:
    from generator.edition import read_edition
    from generator.report.text import as_text, summary

    began = time.monotonic()
    edition = read_edition(options.root, options.today)
    sys.stderr.write(summary(edition.findings, edition.files, edition.resources) + "\n")
    if edition.errors and not options.with_errors:
        sys.stdout.write(as_text(edition.findings, edition.texts))
        sys.stderr.write(
            "登记册有错误，没有生成网站，原有网站未改动。请先按上面所列逐条改正；"
            "确需带错误公布的，加 --with-errors，有错误的资源将标明“未通过校验”。\n"
        )
        return FAULTS_FOUND
    from generator.publish.site import build_site
    from generator.views.pages import pages_of

    built = build_site(pages_of(edition), options.out)
    seconds = time.monotonic() - began
    sys.stderr.write(f"已生成 {built.resources} 项资源、{built.pages} 个网页，用时 {seconds:.1f} 秒：{options.out}\n")
    return IN_ORDER


def _serve(options: argparse.Namespace) -> int:
    from generator.publish.server import serve

    code = _build(options)
    if code == IN_ORDER:
        serve(
            options.out, options.port, lambda address: print(f"请用浏览器打开 {address} （按 Ctrl+C 结束）", flush=True)
        )
    return code


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


def _parser() -> argparse.ArgumentParser:
    _speak_chinese()
    parser = _Parser(prog="mulu", description="政务信息资源目录：校验登记册，生成目录网站。")
    commands = parser.add_subparsers(metavar="命令", required=True)

    def command(name: str, function: Callable[[argparse.Namespace], int], what: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=what, description=what + "。")
        added.set_defaults(command=function)
        added.add_argument(
            "--root", type=Path, default=PROGRAM_FOLDER, metavar="目录", help="登记册所在目录，默认为本仓库"
        )
        return added

    check = command("check", _check, "校验登记册，一次列出全部问题")
    check.add_argument("paths", nargs="*", type=Path, metavar="文件", help="只列出这些文件或者目录的问题")
    check.add_argument("--format", choices=("text", "json"), default="text", help="输出格式")
    explain = command("explain", _explain, "说明一条规则")
    explain.add_argument("rule", metavar="规则", help="规则编号，如 Y105")
    rules = command("rules", _rules, "列出全部规则")
    rules.add_argument("--format", choices=("text", "json"), default="text", help="输出格式")
    schema = command("schema", _schema, "输出登记文件的 JSON Schema，供编辑器提示和补全")
    names = ("resource", "catalogue", "authority", "organisations", "legal-bases", "classification", "calendar")
    schema.add_argument("file", nargs="?", choices=names, default="resource", help="登记文件的种类")
    importing = command("import", _import, "把已有目录表格（CSV、TSV）转成登记册")
    importing.add_argument("file", type=Path, metavar="表格")
    importing.add_argument("--mapping", type=Path, required=True, metavar="对照文件", help="各列与要素的对照")
    importing.add_argument("--out", type=Path, required=True, metavar="目录", help="新登记册的位置，须为空")
    for name, function, what in (("build", _build, "生成网站"), ("serve", _serve, "生成网站并在本机打开")):
        build = command(name, function, what)
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
        raise SystemExit(COULD_NOT_RUN)


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
