"""Commands that judge or tidy the files of a register: what is wrong with them, which are not in canonical form."""

import argparse
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator.commands import FAULTS_FOUND, IN_ORDER
from generator.diagnostics import Finding, OperatorError

if TYPE_CHECKING:
    from generator.findings import Found
    from generator.load import Loaded
    from generator.model.register import Register
    from generator.review import Reviewed
    from generator.source.listing import State

MOST_SHOWN = 65_000
"""Characters of a review: a forge's comment holds 65,536."""


def check(options: argparse.Namespace) -> int:
    """All findings about a register and, with `--against`, about what it changes; 1 when there is an error."""
    from generator.findings import texts_shown
    from generator.report.formats import findings_in
    from generator.report.text import summary
    from generator.source.listing import state_in

    state = state_in(options.root)
    found = _found(options, state) if options.against is None else _found_against(options, state)
    findings, files = found.findings, {path: file.raw for path, file in state.files.items()}
    wanted_files = _wanted(options, files)
    if options.paths:
        wanted = [_register_path(options.root, path) for path in options.paths]
        findings = tuple(finding for finding in findings if any(_is_below(finding.file, path) for path in wanted))
    sys.stdout.write(findings_in(options.format, findings, texts_shown(files, findings), wanted_files))
    sys.stderr.write(summary(findings, len(files), found.resources) + "\n")
    return FAULTS_FOUND if any(finding.is_error for finding in findings) else IN_ORDER


def _found(options: argparse.Namespace, state: "State") -> "Found":
    """All findings about a state, as they were kept or made now."""
    from generator.findings import kept_of

    kept = kept_of(options.root, state.blobs, state.unfit)
    found = kept.found()
    if found:
        return found
    from generator.check import judged, told_alone
    from generator.states import load_state

    return judged(load_state(state, judge=told_alone), kept)


def _found_against(options: argparse.Namespace, state: "State") -> "Found":
    """All findings about a state and about what it changes."""
    from generator.findings import Found

    change = _changed(options, options.against, state)
    submission = submission_findings(options, options.against, "HEAD", change.base)
    found = (*change.told.findings, *change.reviewed.findings, *submission)
    return Found(tuple(sorted(found, key=lambda finding: finding.sort_key)), change.told.resources)


class _Changed(NamedTuple):
    """What a change means, what was found in the state it leads to, and both states as far as they were read."""

    reviewed: "Reviewed"
    told: "Found"
    base: "Loaded"
    head: "Loaded"


def _changed(options: argparse.Namespace, base: str, new: "State") -> _Changed:
    """Judge a change; of a state that was judged before only what the change concerns is read."""
    from generator.check import FILES_AT_ONCE, judged, told_alone
    from generator.findings import kept_of
    from generator.review import review
    from generator.source.listing import state_at
    from generator.states import load_concerned, load_state
    from generator.workers import beside

    kept, old = kept_of(options.root, new.blobs, new.unfit), state_at(options.root, base)
    told, codes = kept.found(), kept.codes()
    if told and codes is not None:
        before, after = load_concerned(old, new, codes)
        return _Changed(review(before, after), told, before, after)
    after = load_state(new, judge=told_alone)
    with beside(lambda: told or judged(after, kept), pays=not told and len(after.files) > FILES_AT_ONCE) as found:
        before = load_state(old, after)
        return _Changed(review(before, after), found(), before, after)


def review(options: argparse.Namespace) -> int:
    """The reviewer's one page; 1 when there is an error."""
    from generator.report.json import review_as_json
    from generator.report.markdown import review_page
    from generator.source.listing import state_at, state_in

    head = state_at(options.root, options.head) if options.head else state_in(options.root)
    change = _changed(options, options.base, head)
    reviewed = change.reviewed
    submission = submission_findings(options, options.base, options.head or "HEAD", change.base)
    found = (*reviewed.findings, *submission, *change.told.findings)
    findings = sorted(found, key=lambda finding: finding.sort_key)
    due_days = _due_days(change.head.register) if reviewed.answers else {}
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
