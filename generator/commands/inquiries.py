"""Commands that ask: what is found, which day it is, what is due, what a period was like."""

import argparse
import sys
from typing import TYPE_CHECKING

from generator.commands import IN_ORDER, pinned_baseline
from generator.commands.chronicle import past_of
from generator.diagnostics import OperatorError, quoted

if TYPE_CHECKING:
    from generator.model.register import Register


def search(options: argparse.Namespace) -> int:
    """`mulu search WORDS`: the resources that the site's own search finds, best first."""
    from generator.load import load_register
    from generator.report.json import found_as_json
    from generator.report.text import found_lines
    from generator.views.search import register_index

    index = register_index(load_register(options.root).register)
    numbers = index.answer(options.query)
    found = [index.document(number) for number in numbers[: options.limit]]
    sys.stdout.write(found_as_json(found) if options.format == "json" else found_lines(found))
    sys.stderr.write(f"找到 {len(numbers)} 项" + (f"，列出前 {len(found)} 项\n" if len(found) < len(numbers) else "\n"))
    return IN_ORDER


def workday(options: argparse.Namespace) -> int:
    """`mulu workday START N`: the day so many working days after another, explained."""
    from generator.calendar import work_calendar
    from generator.deadlines.json import workday_as_json
    from generator.deadlines.text import workday_as_text
    from generator.load import load_register

    register = load_register(options.root).register
    due = work_calendar(notice for _, notice in register.notices).add_working_days(options.start, options.days)
    sys.stdout.write(workday_as_json(due) if options.format == "json" else workday_as_text(due))
    return IN_ORDER


def deadlines(options: argparse.Namespace) -> int:
    """`mulu deadlines`: every deadline as it stands on a day, overdue first."""
    from generator.calendar import work_calendar
    from generator.deadlines import deadlines_of, steps_after_filing, within
    from generator.deadlines.formats import formatted
    from generator.deadlines.past import happened
    from generator.deadlines.text import summary
    from generator.load import load_register
    from generator.reminders import reminders_of
    from generator.source.git import commit_named

    register = load_register(options.root).register
    _known(options, register)
    calendar = work_calendar(notice for _, notice in register.notices)
    known = happened(past_of(options)) if commit_named(options.root) else None
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
    for reminder in reminders_of(register, options.today):
        sys.stderr.write(f"提醒：{reminder.message}\n")
    return IN_ORDER


def scorecard(options: argparse.Namespace) -> int:
    """`mulu scorecard FIRST LAST`: each department's figures between two days, each with its rows."""
    from generator.edition import read_edition
    from generator.evaluation import between
    from generator.report.scorecards import scorecard_lines, scorecards_as_json

    if options.last < options.first:
        raise OperatorError("最后一天不能早于第一天")
    baseline = pinned_baseline(options.baseline)
    edition = read_edition(options.root, options.today, options.main, baseline)
    _known(options, edition.register)
    period = between(options.root, edition, options.first, options.last)
    cards = [card for card in period.cards if options.organisation in (None, card.organisation)]
    sys.stdout.write(scorecards_as_json(cards) if options.format == "json" else scorecard_lines(cards))
    return IN_ORDER


def _known(options: argparse.Namespace, register: "Register") -> None:
    if options.organisation is not None and options.organisation not in register.organisation_named:
        raise OperatorError(f"部门文件中没有「{quoted(options.organisation, 60)}」")
