"""Commands that look back: revisions, filings, whether every approval is proven, editions, what differs."""

import argparse
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from generator.commands import FAULTS_FOUND, IN_ORDER, pinned_baseline
from generator.diagnostics import OperatorError, quoted

if TYPE_CHECKING:
    from pathlib import Path

    from generator.approval.audit import Audit
    from generator.filing.filing import Filing
    from generator.filing.reading import Past
    from generator.source.history import History, MainCommit


def verify(options: argparse.Namespace) -> int:
    """Judge every commit of the main line and every edition; 1 when anything is in violation."""
    from generator.approval.audit import audit_of
    from generator.approval.editions import editions_of
    from generator.approval.verdict import Verdict
    from generator.report.verification import audit_as_json, audit_lines, audit_summary
    from generator.source.history import main_line

    pinned = pinned_baseline(options.baseline)
    history = main_line(options.root, options.main)
    audit = audit_of(options.root, history, options.today, pinned)
    if audit.baseline is None:
        raise OperatorError(
            "没有写明基线，不知道从哪次提交起须经审核；请在 authority.yml 写明「基线」，"
            "或者用 --baseline（环境变量 MULU_BASELINE）给出初始导入的最后一次提交"
        )
    editions = editions_of(options.root, history, options.today)
    if options.format == "json":
        sys.stdout.write(audit_as_json(history, audit, editions, _filed(options.root, history, audit)))
    else:
        sys.stdout.writelines(audit_lines(history, audit, editions))
    sys.stderr.write(audit_summary(history, audit, editions) + "\n")
    counted = _since(history, options.since)
    is_broken = audit.is_broken or any(edition.verdict is Verdict.VIOLATION for edition in editions)
    violations = (commit for commit in counted if audit.judgements[commit.id].verdict is Verdict.VIOLATION)
    return FAULTS_FOUND if is_broken or any(violations) else IN_ORDER


def _since(history: "History", revision: str | None) -> "tuple[MainCommit, ...]":
    """The commits whose violations count for the exit code: all, or those after one that has been dealt with."""
    if revision is None:
        return history.commits
    found = [number for number, commit in enumerate(history.commits) if commit.id == revision]
    if not found:
        raise OperatorError("--since 须是主线上一次提交的完整编号；可用 git rev-parse 查得")
    return history.commits[found[0] + 1 :]


def _filed(root: "Path", history: "History", audit: "Audit") -> "Mapping[str, Filing]":
    """Filings by commit; none where the line has no baseline to count from."""
    from generator.filing.filing import filings
    from generator.filing.reading import histories_of

    if audit.baseline not in audit.judgements:
        return {}
    return filings(history, histories_of(root, history), audit).by_commit()


def editions(options: argparse.Namespace) -> int:
    """List the editions with their verdicts, figures and differences; 1 when one is in violation."""
    from functools import partial

    from generator.approval.editions import editions_of
    from generator.approval.figures import published
    from generator.approval.verdict import Verdict
    from generator.report.verification import editions_as_json, editions_as_text
    from generator.source.cache import cache_of
    from generator.source.history import main_line
    from generator.states import load_at

    history = main_line(options.root, options.main)
    judged = editions_of(options.root, history, options.today)
    listed = list(published(judged, partial(load_at, options.root), cache_of(options.root, "editions")))
    sys.stdout.writelines([editions_as_json(listed)] if options.format == "json" else editions_as_text(listed))
    sys.stderr.write(f"共 {len(listed)} 个版次\n")
    return FAULTS_FOUND if any(one.verdict is Verdict.VIOLATION for one in judged) else IN_ORDER


def diff(options: argparse.Namespace) -> int:
    """Tell what differs between two states, resource by resource and field by field."""
    from generator.load import load_register
    from generator.model.compare import compare
    from generator.report.verification import difference_as_json, difference_lines
    from generator.states import load_at

    new = load_at(options.root, options.new) if options.new else load_register(options.root)
    old = load_at(options.root, options.old, new)
    changes = compare(old.register, new.register)
    sys.stdout.writelines([difference_as_json(changes)] if options.format == "json" else difference_lines(changes))
    sys.stderr.write(f"{options.old} 与 {options.new or '工作区'} 相比：{len(changes)} 项资源有变化\n")
    return IN_ORDER


def revisions(options: argparse.Namespace) -> int:
    """`mulu history CODE`: every revision of one resource, oldest first."""
    from generator.report.revisions import revision_lines, revisions_as_json

    past = past_of(options)
    revisions = past.found.revisions.get(options.code)
    if not revisions:
        raise OperatorError(f"{past.history.name} 的历史中没有代码为 {quoted(options.code, 60)} 的资源")
    filed = past.filings.by_commit()
    if options.format == "json":
        sys.stdout.write(revisions_as_json(revisions, filed))
    else:
        tombstone = past.found.tombstones().get(options.code)
        sys.stdout.write(revision_lines(revisions, filed, past.filings.unfiled, tombstone))
    return IN_ORDER


def filings(options: argparse.Namespace) -> int:
    """`mulu filings`: the filing register, of one year or all."""
    from generator.report.filings import filing_lines, filings_as_csv, filings_as_json

    past = past_of(options)
    listed = [filing for filing in past.filings.listed if options.year in (None, filing.year)]
    formatted = {"json": filings_as_json, "csv": filings_as_csv}.get(options.format, filing_lines)
    sys.stdout.write(formatted(listed))
    sys.stderr.write(f"共 {len(listed)} 件备案\n")
    return IN_ORDER


def past_of(options: argparse.Namespace) -> "Past":
    """The past of the main line, its oddities said on stderr."""
    from generator.filing.reading import read_past

    past = read_past(options.root, options.today, options.main, pinned_baseline(options.baseline))
    for remark in _remarks(past):
        sys.stderr.write(remark + "\n")
    return past


def _remarks(past: "Past") -> Iterator[str]:
    """What is out of the ordinary with the main line as a whole."""
    if past.history.is_detached:
        yield "没有 main 分支，HEAD 处于分离状态：以它自己的主线为准"
    if past.audit.baseline is None:
        yield "没有写明基线，全部提交视为初始导入，没有备案；请在 authority.yml 写明「基线」，或者用 --baseline"
    if past.history.running_back:
        yield f"主线上有 {len(past.history.running_back)} 次提交的日期早于前一次提交，请核查有关机器的时钟"
    if past.found.unplaced:
        yield f"有 {len(past.found.unplaced)} 个历史版本无法读取，也看不出属于哪项资源"
    if past.filings.unfiled:
        yield f"有 {len(past.filings.unfiled)} 次提交没有经过合并就改动了登记册，没有备案号；详见 mulu verify"
