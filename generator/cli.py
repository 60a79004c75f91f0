"""The command line: parse, call one function, give an exit code.

Exit codes: 0 in order, 1 faults found, 2 could not run.
"""

import argparse
import errno
import signal
import sys
from collections.abc import Sequence
from importlib import import_module

from generator.arguments import Command, parser_of
from generator.commands import COULD_NOT_RUN
from generator.diagnostics import OperatorError

_SYSTEM_FAULTS = {
    errno.ENOSPC: "磁盘空间不足",
    errno.EACCES: "没有读写权限",
    errno.EROFS: "所在磁盘只能读，不能写",
    errno.ENOENT: "没有这个文件或者目录",
    errno.EPIPE: "输出被中断",
    errno.EMFILE: "打开的文件太多，请放宽 ulimit -n",
    errno.EAGAIN: "进程太多或者内存不足",
    errno.ENOMEM: "内存不足",
}

_NOT_UTF8 = "系统的字符编码是 {}，登记册中的中文文件名会读错；请设置环境变量 PYTHONUTF8=1 后重试"


def run(arguments: Sequence[str]) -> int:
    """Run one command; what the operator must mend is one line on stderr and exit code 2."""
    if sys.getfilesystemencoding() != "utf-8":
        sys.stderr.write(f"mulu：{_NOT_UTF8.format(sys.getfilesystemencoding())}\n")
        return COULD_NOT_RUN
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        options = parser_of(COMMANDS).parse_args(arguments)
        command: Command = options.command
        return command(options)
    except OperatorError as error:
        sys.stderr.write(f"mulu：{error}\n")
        return COULD_NOT_RUN
    except OSError as error:
        sys.stderr.write(f"mulu：{_words_of(error)}\n")
        return COULD_NOT_RUN
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else COULD_NOT_RUN


def interrupted() -> int:
    """Say that the command was broken off by Ctrl+C, and give the exit code of every program then."""
    sys.stderr.write("mulu：已按要求中断\n")
    return 128 + signal.SIGINT


def _words_of(error: OSError) -> str:
    """What the system refused, and where; its own words only where we have none."""
    fault = _SYSTEM_FAULTS.get(error.errno or 0)
    if error.filename:
        return f"{fault or '读写文件没有成功'}：{error.filename}"
    if error.errno == errno.ENOENT:  # of all that we call only `tempfile` says so of no file at all
        return "没有可以写入的临时目录；请用环境变量 TMPDIR 指明一个"
    return fault or f"读写文件没有成功：{error.strerror}"


def _in(module: str, function: str) -> Command:
    """A command that is imported when it is run: `mulu --help` must be quick."""

    def command(options: argparse.Namespace) -> int:
        found: Command = getattr(import_module(f"generator.commands.{module}"), function)
        return found(options)

    return command


COMMANDS: dict[str, Command] = {
    "check": _in("judgement", "check"),
    "review": _in("judgement", "review"),
    "explain": _in("handbook", "explain"),
    "rules": _in("handbook", "rules"),
    "schema": _in("handbook", "schema"),
    "fmt": _in("judgement", "fmt"),
    "new": _in("authoring", "new"),
    "import": _in("exchange", "import_"),
    "export": _in("exchange", "export"),
    "diff": _in("chronicle", "diff"),
    "verify": _in("chronicle", "verify"),
    "editions": _in("chronicle", "editions"),
    "history": _in("chronicle", "revisions"),
    "filings": _in("chronicle", "filings"),
    "deadlines": _in("inquiries", "deadlines"),
    "search": _in("inquiries", "search"),
    "workday": _in("inquiries", "workday"),
    "scorecard": _in("inquiries", "scorecard"),
    "build": _in("building", "build"),
    "assemble": _in("building", "assemble"),
    "serve": _in("building", "serve"),
    "demo": _in("building", "demo"),
}
