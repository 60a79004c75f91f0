"""Evaluation: scorecards of a period; a past one is rebuilt from Git as its last day ended, 办法第二十七条."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import takewhile
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.audience import seen
from generator.calendar import work_calendar
from generator.check import checked, told_alone
from generator.deadlines import deadlines_of
from generator.deadlines.past import happened
from generator.diagnostics import OperatorError
from generator.edition import Edition
from generator.filing.reading import Past
from generator.findings import kept_of
from generator.history.revision import Revision
from generator.load import Loaded
from generator.scorecard import Evidence, Figure, Row, Scorecard, over, quarter, scorecards, weights_of
from generator.scorecard.packed import packed, unpacked
from generator.source.cache import cache_of
from generator.source.history import History
from generator.states import load_at
from generator.workers import uncollected


class Period(Struct, frozen=True):
    """A period by its name (`2026-Q4`, `2026`, `2026-01-01--2026-03-15`), and its scorecards."""

    name: str
    first_on: date
    last_on: date
    cards: tuple[Scorecard, ...]


@uncollected()
def evaluated(root: Path, edition: Edition, known: Loaded | None = None) -> tuple[Period, ...]:
    """The running quarter and year up to the edition's day, and the quarter before as it ended.

    What is `known` need not be read again of the past.
    """
    today = edition.today
    number = (today.month + 2) // 3
    year, before = (today.year, number - 1) if number > 1 else (today.year - 1, 4)
    first_on, last_on = quarter(year, before)
    same: dict[Row, Row] = {}
    running = _with_same(_running(f"{today.year}-Q{number}", edition, quarter(today.year, number)[0]), same)
    ended = [_with_same(one, same) for one in _kept(f"{year}-Q{before}", root, edition, (first_on, last_on), known)]
    return running, *ended, _running(str(today.year), edition, date(today.year, 1, 1), running.cards)


def _with_same(period: Period, same: dict[Row, Row]) -> Period:
    """The period, of whose rows those that are the same stand in memory once: most are those of another period too."""

    def alike(figure: Figure) -> Figure:
        return replace(figure, rows=tuple(map(same.setdefault, figure.rows, figure.rows)))

    return replace(period, cards=tuple(replace(card, figures=tuple(map(alike, card.figures))) for card in period.cards))


def between(root: Path, edition: Edition, first_on: date, last_on: date) -> Period:
    """The period between any two days; raises `OperatorError` when the main line does not reach back so far."""
    name = f"{first_on.isoformat()}--{last_on.isoformat()}"
    if last_on >= edition.today:
        return _running(name, edition, first_on)
    for period in _rebuilt(name, root, edition, (first_on, last_on), edition.loaded):
        return period
    raise OperatorError(f"{last_on.isoformat()} 以前没有提交，无法重新统计")


def _running(name: str, edition: Edition, first_on: date, cards: Sequence[Scorecard] = ()) -> Period:
    """A period that has not ended, up to the edition's day; `cards` are those of another that began on another day."""
    past = edition.past
    commits = [commit.id for commit in past.history.commits] if past else []
    revisions = _revisions(past, commits) if past else []
    evidence = Evidence(edition.register, edition.findings, edition.deadlines, revisions, first_on, edition.today)
    return Period(name, first_on, edition.today, over(evidence, cards) if cards else _cards(evidence))


def _kept(name: str, root: Path, edition: Edition, days: tuple[date, date], known: Loaded | None) -> Iterator[Period]:
    """A past period, counted once: all it rests on is the commit that ended it, its days, the audience, the baseline.

    No approval is among it: who approved a merge, and whether that is proven, no figure counts.
    """
    past, (first_on, last_on) = edition.past, days
    commits = _commits_until(past.history, last_on) if past else ()
    if past is None or not commits:
        return
    key = " ".join((commits[-1], str(first_on), str(last_on), edition.audience, past.audit.baseline or ""))
    cache = cache_of(root, "scorecards")
    for raw in dict(cache.found([key])).values():
        yield Period(name, first_on, last_on, tuple(unpacked(raw, first_on, last_on)))
        return
    for period in _rebuilt(name, root, edition, days, known):
        cache.keep({key: packed(period.cards)})
        yield period


def _rebuilt(
    name: str, root: Path, edition: Edition, days: tuple[date, date], known: Loaded | None
) -> Iterator[Period]:
    """A past period from the register, the findings and the clocks as they stood when its last day ended."""
    past, (first_on, last_on) = edition.past, days
    commits = _commits_until(past.history, last_on) if past else ()
    if past is None or not commits:
        return
    commit = commits[-1]
    loaded = load_at(root, commit, known, judge=told_alone)
    then = checked(loaded, kept_of(root, loaded.files.values(), loaded.findings))
    calendar = work_calendar(notice for _, notice in then.register.notices)
    before = happened(past, commit)
    deadlines = deadlines_of(then.register, calendar, last_on, before.answered, before.last_changed)
    judged = seen((then.register, then.findings, deadlines), edition.audience)
    evidence = Evidence(*judged, _revisions(past, commits), first_on, last_on)
    yield Period(name, first_on, last_on, _cards(evidence))


def _cards(evidence: Evidence) -> tuple[Scorecard, ...]:
    return scorecards(evidence, weights_of(evidence.register.authority))


def _revisions(past: Past, commits: Iterable[str]) -> list[Revision]:
    return [revision for commit in commits for revision in past.found.by_commit.get(commit, ())]


def _commits_until(history: History, on: date) -> tuple[str, ...]:
    """The commits of the main line before the first one dated after a day; one that is dated back later is none."""
    return tuple(commit.id for commit in takewhile(lambda commit: commit.on <= on, history.commits))
