"""Commands that judge or tidy the files of a register: what is wrong with them, which are not in canonical form."""

import argparse
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from generator.commands import FAULTS_FOUND, IN_ORDER
from generator.diagnostics import Finding, OperatorError

if TYPE_CHECKING:
    from generator.findings import Found, Kept
    from generator.load import Loaded
    from generator.model.register import Register
    from generator.source.folder import SourceFile

MOST_SHOWN = 65_000
"""Characters of a review: a forge's comment holds 65,536."""


def check(options: argparse.Namespace) -> int:
    """All findings about a register and, with `--against`, about what it changes; 1 when there is an error."""
    from generator.findings import kept_of, texts_shown
    from generator.report.formats import findings_in
    from generator.report.text import summary
    from generator.source.folder import read_files

    read, unfit = read_files(options.root)
    kept = kept_of(options.root, read, unfit)
    found = kept.found() if options.against is None else None
    if found is None:
        found = _found(options, kept, read, unfit)
    findings, files = found.findings, {file.path: file.raw for file in read}
    wanted_files = _wanted(options, files)
    if options.paths:
        wanted = [_register_path(options.root, path) for path in options.paths]
        findings = tuple(finding for finding in findings if any(_is_below(finding.file, path) for path in wanted))
    sys.stdout.write(findings_in(options.format, findings, texts_shown(files, findings), wanted_files))
    sys.stderr.write(summary(findings, len(files), found.resources) + "\n")
    return FAULTS_FOUND if any(finding.is_error for finding in findings) else IN_ORDER


def _found(
    options: argparse.Namespace, kept: "Kept", files: Sequence["SourceFile"], unfit: Sequence[Finding]
) -> "Found":
    """All findings about the files and, with `--against`, about what they change."""
    from generator.check import judged, told_alone
    from generator.findings import Found
    from generator.load import register_from
    from generator.source.cache import cache_of

    loaded = register_from(files, unfit, judge=told_alone, cache=cache_of(options.root, "files"))
    if options.against is None:
        return judged(loaded, kept)
    from generator.review import review
    from generator.states import load_at

    with _state_of(loaded, kept) as state:
        base = load_at(options.root, options.against, loaded)
        submission = submission_findings(options, options.against, "HEAD", base)
        reviewed = review(base, loaded)
        told = state()
    found = (*told.findings, *reviewed.findings, *submission)
    return Found(tuple(sorted(found, key=lambda finding: finding.sort_key)), told.resources)


def _state_of(loaded: "Loaded", kept: "Kept") -> AbstractContextManager[Callable[[], "Found"]]:
    """What is found in a state, as it was kept, or else while something else is done."""
    from generator.check import FILES_AT_ONCE, judged
    from generator.workers import beside

    found = kept.found()
    return beside(lambda: found or judged(loaded, kept), pays=found is None and len(loaded.files) > FILES_AT_ONCE)


def review(options: argparse.Namespace) -> int:
    """The reviewer's one page; 1 when there is an error."""
    from generator.check import told_alone
    from generator.findings import kept_of
    from generator.load import load_register
    from generator.report.json import review_as_json
    from generator.report.markdown import review_page
    from generator.review import review as reviewed_by
    from generator.states import load_at

    if options.head:
        head = load_at(options.root, options.head, judge=told_alone)
    else:
        head = load_register(options.root, told_alone)
    with _state_of(head, kept_of(options.root, head.files.values(), head.findings)) as state:
        base = load_at(options.root, options.base, head)
        reviewed = reviewed_by(base, head)
        submission = submission_findings(options, options.base, options.head or "HEAD", base)
        found = (*reviewed.findings, *submission, *state().findings)
    findings = sorted(found, key=lambda finding: finding.sort_key)
    due_days = _due_days(head.register) if reviewed.answers else {}
    if options.format == "json":
        sys.stdout.write(review_as_json(reviewed, findings, options.confirmed, due_days))
    else:
        names, most = (options.base, options.head or "工作区"), 0 if options.full else MOST_SHOWN
        sys.stdout.write(review_page(reviewed, findings, *names, options.confirmed, most, due_days))
    return FAULTS_FOUND if any(finding.is_error for finding in findings) else IN_ORDER


def _due_days(register: "Register") -> Mapping[tuple[str, str], str]:
    """Until when each trigger is to be answered, in words, by its number and the resource's code."""
    from generator.calendar import work_calendar
    from generator.deadlines import due_of_trigger

    return due_of_trigger(register, work_calendar(notice for _, notice in register.notices))


def submission_findings(options: argparse.Namespace, base: str, head: str, loaded: "Loaded") -> list[Finding]:
    """What the submitters named may not change, by the base's register; none where nobody is named."""
    if not options.submitter:
        return []
    from generator.approval.submission import submission_findings as found
    from generator.source.git import changed_paths

    return found(loaded.register, options.submitter, changed_paths(options.root, base, head))


def fmt(options: argparse.Namespace) -> int:
    """Write files in canonical form, or only name them; 1 when one cannot be or, with `--check`, differs."""
    from generator.authoring.formatting import Outcome, formatted
    from generator.load import load_register
    from generator.publish.tree import write_changes

    loaded = load_register(options.root)
    results = formatted(loaded, _wanted(options, loaded.files))
    for result in results:
        if result.outcome is Outcome.CHANGED and not options.check:
            write_changes(options.root, {result.file: result.text})
        sys.stdout.write(f"{result.file}：{result.said(options.check)}\n" if result.outcome is not Outcome.SAME else "")
    changed = sum(result.outcome is Outcome.CHANGED for result in results)
    left = sum(result.outcome is Outcome.LEFT for result in results)
    done = "应整理" if options.check else "已整理"
    sys.stderr.write(f"共 {len(results)} 个文件：{done} {changed} 个，不能整理 {left} 个\n")
    return FAULTS_FOUND if left or (options.check and changed) else IN_ORDER


def _wanted(options: argparse.Namespace, files: Collection[str]) -> list[str]:
    """The register's files that the command's paths name, all where it names none; naming nothing is an error."""
    wanted = [_register_path(options.root, path) for path in options.paths]
    empty = [path for path in wanted if not any(_is_below(file, path) for file in files)]
    if empty:
        raise OperatorError(f"登记册中没有这些文件：{'、'.join(empty)}")
    return sorted(file for file in files if not wanted or any(_is_below(file, path) for path in wanted))


def _register_path(root: Path, path: Path) -> str:
    for base in (Path.cwd(), root):
        absolute = (base / path).resolve()
        if absolute.is_relative_to(root.resolve()) and absolute.exists():
            return absolute.relative_to(root.resolve()).as_posix()
    raise OperatorError(f"没有这个文件或者目录：{path}")


def _is_below(file: str, path: str) -> bool:
    return path in (".", file) or file.startswith(f"{path}/")
