"""Evaluation: scorecards of a period; a past one is rebuilt from Git as its last day ended, 办法第二十七条."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.diagnostics import OperatorError
from generator.edition import Edition, read_edition
from generator.scorecard import Evidence, Scorecard, quarter, scorecards
from generator.source.history import History


@dataclass(frozen=True, slots=True)
class Period:
    """A period by its name (`2026-Q4`, `2026`, `2026-01-01--2026-03-15`), and its scorecards."""

    name: str
    first_on: date
    last_on: date
    cards: tuple[Scorecard, ...]


def evaluated(root: Path, edition: Edition, baseline: str | None = None) -> tuple[Period, ...]:
    """The running quarter and year up to the edition's day, and the quarter before as it ended."""
    today = edition.today
    number = (today.month + 2) // 3
    year, before = (today.year, number - 1) if number > 1 else (today.year - 1, 4)
    first_on, last_on = quarter(year, before)
    return (
        _period(f"{today.year}-Q{number}", edition, quarter(today.year, number)[0], today),
        *_rebuilt(f"{year}-Q{before}", root, edition, first_on, last_on, baseline),
        _period(str(today.year), edition, date(today.year, 1, 1), today),
    )


def between(root: Path, edition: Edition, first_on: date, last_on: date, baseline: str | None = None) -> Period:
    """The period between any two days; raises `OperatorError` when the main line does not reach back so far."""
    name = f"{first_on.isoformat()}--{last_on.isoformat()}"
    if last_on >= edition.today:
        return _period(name, edition, first_on, edition.today)
    for period in _rebuilt(name, root, edition, first_on, last_on, baseline):
        return period
    raise OperatorError(f"{last_on.isoformat()} 以前没有提交，无法重新统计")


def _period(name: str, edition: Edition, first_on: date, last_on: date) -> Period:
    revisions = edition.past.found.by_commit.values() if edition.past else ()
    evidence = Evidence(
        edition.register,
        edition.findings,
        edition.deadlines,
        [revision for found in revisions for revision in found],
        first_on,
        last_on,
    )
    return Period(name, first_on, last_on, scorecards(evidence))


def _rebuilt(
    name: str, root: Path, edition: Edition, first_on: date, last_on: date, baseline: str | None
) -> Iterator[Period]:
    """The period from the register, the rules' findings and the clocks as they stood when its last day ended."""
    commit = _last_commit(edition.past.history, last_on) if edition.past else None
    if commit:
        then = read_edition(root, last_on, baseline=baseline, at=commit)
        yield _period(name, then, first_on, last_on)


def _last_commit(history: History, on: date) -> str | None:
    """The last commit of the main line before which nothing is dated later than a day."""
    found = None
    for commit in history.commits:
        if commit.on > on:
            break
        found = commit.id
    return found
