"""Commands that ask: one resource's revisions, the filing register, the deadlines, a working day."""

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.diagnostics import OperatorError, quoted

if TYPE_CHECKING:
    from generator.filing.reading import Past


def history(options: argparse.Namespace) -> int:
    """`mulu history CODE`: every revision of one resource, oldest first."""
    from generator.report.revisions import revision_lines, revisions_as_json

    past = _past(options, options.code)
    revisions = past.found.revisions.get(options.code)
    if not revisions:
        raise OperatorError(f"{past.history.name} 的历史中没有代码为 {quoted(options.code, 60)} 的资源")
    filed = past.filings.by_commit()
    if options.format == "json":
        sys.stdout.write(revisions_as_json(revisions, filed))
    else:
        tombstone = past.found.tombstones().get(options.code)
        sys.stdout.write(revision_lines(revisions, filed, past.filings.unfiled, tombstone))
    return 0


def filings(options: argparse.Namespace) -> int:
    """`mulu filings`: the filing register, of one year or all."""
    from generator.report.filings import filing_lines, filings_as_csv, filings_as_json

    past = _past(options)
    listed = [filing for filing in past.filings.listed if options.year in (None, filing.year)]
    formatted = {"json": filings_as_json, "csv": filings_as_csv}.get(options.format, filing_lines)
    sys.stdout.write(formatted(listed))
    sys.stderr.write(f"共 {len(listed)} 件备案\n")
    return 0


def workday(options: argparse.Namespace) -> int:
    """`mulu workday START N`: the day so many working days after another, explained."""
    from generator.calendar import work_calendar
    from generator.deadlines.json import workday_as_json
    from generator.deadlines.text import workday_as_text
    from generator.load import load_register

    register = load_register(options.root).register
    due = work_calendar(notice for _, notice in register.notices).add_working_days(options.start, options.days)
    sys.stdout.write(workday_as_json(due) if options.format == "json" else workday_as_text(due))
    return 0


def deadlines(options: argparse.Namespace) -> int:
    """`mulu deadlines`: every deadline as it stands on a day, overdue first."""
    from generator.calendar import work_calendar
    from generator.deadlines import deadlines_of, steps_after_filing, within
    from generator.deadlines.formats import formatted
    from generator.deadlines.past import happened
    from generator.deadlines.text import summary
    from generator.load import load_register
    from generator.source.git import head_commit

    register = load_register(options.root).register
    if options.organisation is not None and options.organisation not in register.organisation_named:
        raise OperatorError(f"部门文件中没有「{quoted(options.organisation, 60)}」")
    calendar = work_calendar(notice for _, notice in register.notices)
    known = happened(_past(options)) if head_commit(options.root) else None
    found = deadlines_of(
        register, calendar, options.today, known.answered if known else None, known.last_changed if known else None
    )
    if options.organisation is not None:
        found = tuple(one for one in found if one.organisation == options.organisation)
    if options.within is not None:
        found = within(found, options.within)
    title = f"{options.organisation}时限" if options.organisation else ""
    sys.stdout.write(formatted(options.format, found, register.authority, options.today, title))
    sys.stderr.write(summary(found, options.today) + "\n")
    if known is None:
        sys.stderr.write("这里没有 Git 历史：触发事项是否已经办结、各目录上次何时变更，都无从得知\n")
    for late in steps_after_filing(register, known.filed_on) if known else ():
        sys.stderr.write(f"{late.text}\n")
    missing = calendar.missing_year(options.today)
    if missing:
        sys.stderr.write(f"提醒：{missing.text}\n")
    return 0


def _past(options: argparse.Namespace, only: str = "") -> "Past":
    from generator.filing.reading import read_past

    past = read_past(options.root, options.today, options.main, options.baseline, only)
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
