"""The command line: parse, call one function, print, give an exit code. The only clock is here.

Exit codes: 0 in order, 1 faults found, 2 could not run.
"""

import argparse
import errno
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.arguments import Command, parser_of
from generator.authoring.questions import QUESTIONS, Question, missing_questions, word_for
from generator.diagnostics import Finding, OperatorError

if TYPE_CHECKING:
    from generator.load import Loaded

IN_ORDER, FAULTS_FOUND, COULD_NOT_RUN = 0, 1, 2
MOST_SHOWN = 65_000
"""Characters of a review: a forge's comment holds 65,536."""

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
        options = parser_of(COMMANDS).parse_args(arguments)
        command: Command = options.command
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
    from generator.check import checked, texts_shown
    from generator.load import load_register
    from generator.report.text import summary

    loaded = load_register(options.root)
    result = checked(loaded)
    findings = result.findings
    if options.against is not None:
        from generator.review import review

        base = _loaded_at(options.root, options.against, loaded)
        findings = tuple(sorted((*findings, *review(base, loaded).findings), key=lambda finding: finding.sort_key))
    wanted = [_register_path(options.root, path) for path in options.paths]
    if wanted:
        empty = [path for path in wanted if not any(_is_below(file, path) for file in result.files)]
        if empty:
            raise OperatorError(f"登记册中没有这些文件：{'、'.join(empty)}")
        findings = tuple(finding for finding in findings if any(_is_below(finding.file, path) for path in wanted))
    files = [file for file in result.files if not wanted or any(_is_below(file, path) for path in wanted)]
    sys.stdout.write(_formatted(options.format, findings, texts_shown(loaded, findings), files))
    resources = sum(1 for _ in result.register.resources)
    sys.stderr.write(summary(findings, len(result.files), resources) + "\n")
    return FAULTS_FOUND if any(finding.is_error for finding in findings) else IN_ORDER


def _loaded_at(root: Path, revision: str, known: "Loaded | None" = None) -> "Loaded":
    from generator.load import register_from
    from generator.source.git import files_at

    files, findings = files_at(root, revision)
    return register_from(files, findings, known)


def _review(options: argparse.Namespace) -> int:
    from generator.calendar import work_calendar
    from generator.check import checked
    from generator.deadlines import due_of_trigger
    from generator.load import load_register
    from generator.report.json import review_as_json
    from generator.report.markdown import review_page
    from generator.review import review

    head = _loaded_at(options.root, options.head) if options.head else load_register(options.root)
    base = _loaded_at(options.root, options.base, head)
    reviewed = review(base, head)
    findings = sorted((*reviewed.findings, *checked(head).findings), key=lambda finding: finding.sort_key)
    due_days = due_of_trigger(head.register, work_calendar(notice for _, notice in head.register.notices))
    if options.format == "json":
        sys.stdout.write(review_as_json(reviewed, findings, options.confirmed, due_days))
    else:
        names, most = (options.base, options.head or "工作区"), 0 if options.full else MOST_SHOWN
        sys.stdout.write(review_page(reviewed, findings, *names, options.confirmed, most, due_days))
    return FAULTS_FOUND if any(finding.is_error for finding in findings) else IN_ORDER


def _formatted(name: str, findings: tuple[Finding, ...], texts: Mapping[str, str], files: Iterable[str]) -> str:
    match name:
        case "json":
            from generator.report.json import findings_as_json

            return findings_as_json(findings)
        case "github":
            from generator.report.github import findings_for_github

            return findings_for_github(findings)
        case "gitlab":
            from generator.report.gitlab import findings_for_gitlab

            return findings_for_gitlab(findings)
        case "sarif":
            from generator.report.sarif import findings_as_sarif

            return findings_as_sarif(findings)
        case "junit":
            from generator.report.junit import findings_as_junit

            return findings_as_junit(findings, texts, files)
        case _:
            from generator.report.text import as_text

            return as_text(findings, texts)


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


def _new(options: argparse.Namespace) -> int:
    from generator.authoring.file import new_resource, with_new
    from generator.check import checked
    from generator.load import load_register
    from generator.publish.tree import write_one
    from generator.report.text import as_text

    loaded = load_register(options.root)
    answers = {name: value for name, value in vars(options).items() if isinstance(value, str) and value.strip()}
    answers |= {one.name: word_for(one, answers[one.name]) for one in QUESTIONS if one.name in answers}
    if not sys.stdin.isatty():
        left = [f"--{question.name}（{question.ask}）" for question in missing_questions(answers)]
        if left:
            raise OperatorError(f"还需要写明 {'、'.join(left)}")
    while question := next(missing_questions(answers), None):
        answers[question.name] = _asked(question)
    new = new_resource(loaded, answers)
    result = checked(with_new(loaded, new))
    findings = [finding for finding in result.findings if finding.file == new.path]
    write_one(options.root / new.path, new.text)
    sys.stdout.write(as_text(findings, result.texts))
    sys.stderr.write(f"已新建 {new.path}，代码 {new.code}；{'请按上面所列补正' if findings else '没有发现问题'}\n")
    return FAULTS_FOUND if any(finding.is_error for finding in findings) else IN_ORDER


def _asked(question: Question) -> str:
    """The answer given on the terminal, asked for again until it can stand."""
    choices = f"（{'、'.join(question.words)}）" if question.words else ""
    while True:
        sys.stderr.write(f"{question.ask}{choices}：")
        sys.stderr.flush()
        answer = sys.stdin.readline()
        if not answer:
            raise OperatorError("没有答完，没有新建文件")
        try:
            if answer.strip():
                return word_for(question, answer)
        except OperatorError as error:
            sys.stderr.write(f"{error}\n")


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
    sys.stderr.writelines(f"请注意：{reminder.message}（{reminder.file}）\n" for reminder in edition.reminders)
    if edition.errors and not options.with_errors:
        sys.stdout.write(as_text(edition.findings, edition.texts))
        sys.stderr.write(
            "登记册有错误，没有生成网站，原有网站未改动。请先按上面所列逐条改正；"
            "确需带错误公布的，加 --with-errors，有错误的资源将标明“未通过校验”。\n"
        )
        return FAULTS_FOUND
    if edition.unpublishable:
        sys.stderr.write("登记册含有涉密标志或者个人数据，不得公布，没有生成网站。请立即删去。\n")
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


def _history(options: argparse.Namespace) -> int:
    from generator.inquiries import history

    return history(options)


def _filings(options: argparse.Namespace) -> int:
    from generator.inquiries import filings

    return filings(options)


def _workday(options: argparse.Namespace) -> int:
    from generator.inquiries import workday

    return workday(options)


def _deadlines(options: argparse.Namespace) -> int:
    from generator.inquiries import deadlines

    return deadlines(options)


COMMANDS: dict[str, Command] = {
    "check": _check,
    "review": _review,
    "explain": _explain,
    "history": _history,
    "filings": _filings,
    "rules": _rules,
    "schema": _schema,
    "new": _new,
    "import": _import,
    "workday": _workday,
    "deadlines": _deadlines,
    "build": _build,
    "serve": _serve,
}
