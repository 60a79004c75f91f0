"""Evaluation: scorecards of a period; a past one is rebuilt from Git as its last day ended, 办法第二十七条."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
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
from generator.source.listing import state_at
from generator.states import load_state
from generator.workers import beside, uncollected

_FEW, _MANY = 500, 30_000
"""Files between which another process counts the past: of few it does not pay, of many both need too much room."""


Quarter = tuple[int, int]
"""The year, and which of its quarters, 1 to 4."""


class Period(Struct, frozen=True):
    """A period by its name (`2026-Q4`, `2026`, `2026-01-01--2026-03-15`), and its scorecards."""

    name: str
    first_on: date
    last_on: date
    cards: tuple[Scorecard, ...]


@contextmanager
def evaluation_begun(
    root: Path, edition: Edition, known: Loaded | None = None
) -> Iterator[Callable[[], tuple[Period, ...]]]:
    """Where it pays, another process counts the quarter before as it ended; what is given is as of `evaluated`.

    What is `known` need not be read again of the past.
    """
    before = _before(_quarter_of(edition.today))
    days = quarter(*before)
    kept = _kept(root, edition, days)
    work = partial(_counted, root, edition, days, known) if kept is None else lambda: kept
    with beside(work, pays=kept is None and _FEW < len(edition.sources) < _MANY) as counted:
        yield partial(_periods, edition, before, counted)


def evaluated(root: Path, edition: Edition, known: Loaded | None = None) -> tuple[Period, ...]:
    """The running quarter, the quarter before as it ended, and the running year, up to the edition's day."""
    with evaluation_begun(root, edition, known) as periods:
        return periods()


@uncollected()
def _periods(edition: Edition, before: Quarter, counted: Callable[[], bytes]) -> tuple[Period, ...]:
    today, running = edition.today, _quarter_of(edition.today)
    same: dict[Row, Row] = {}
    now = _with_same(_running(_named(running), edition, quarter(*running)[0]), same)
    year = _running(str(today.year), edition, date(today.year, 1, 1), now.cards)
    days = quarter(*before)
    ended = [Period(_named(before), *days, tuple(unpacked(raw, *days))) for raw in (counted(),) if raw]
    return now, *(_with_same(one, same) for one in ended), year


def _quarter_of(day: date) -> Quarter:
    return day.year, (day.month + 2) // 3


def _before(one: Quarter) -> Quarter:
    year, number = one
    return (year, number - 1) if number > 1 else (year - 1, 4)


def _named(one: Quarter) -> str:
    return "{}-Q{}".format(*one)


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
    cards = _rebuilt(root, edition, (first_on, last_on), edition.loaded)
    if cards is not None:
        return Period(name, first_on, last_on, cards)
    raise OperatorError(f"{last_on.isoformat()} 以前没有提交，无法重新统计")


def _running(name: str, edition: Edition, first_on: date, cards: Sequence[Scorecard] = ()) -> Period:
    """A period that has not ended, up to the edition's day; `cards` are those of another that began on another day."""
    past = edition.past
    commits = [commit.id for commit in past.history.commits] if past else []
    revisions = _revisions(past, commits) if past else []
    evidence = Evidence(edition.register, edition.findings, edition.deadlines, revisions, first_on, edition.today)
    return Period(name, first_on, edition.today, over(evidence, cards) if cards else _cards(evidence))


def _key(edition: Edition, days: tuple[date, date]) -> str:
    """All that a past period rests on: the commit that ended it, its days, the audience, the baseline.

    No approval is among it: who approved a merge, and whether that is proven, no figure counts. Empty where the main
    line does not reach back so far.
    """
    past, (first_on, last_on) = edition.past, days
    commits = _commits_until(past.history, last_on) if past else ()
    if past is None or not commits:
        return ""
    return " ".join((commits[-1], str(first_on), str(last_on), edition.audience, past.audit.baseline or ""))


def _kept(root: Path, edition: Edition, days: tuple[date, date]) -> bytes | None:
    """The cards of a past period as they are kept, `None` where they are not; empty where there can be none."""
    key = _key(edition, days)
    return dict(cache_of(root, "scorecards").found([key])).get(key) if key else b""


def _counted(root: Path, edition: Edition, days: tuple[date, date], known: Loaded | None) -> bytes:
    """The cards of a past period, counted and kept."""
    cards = _rebuilt(root, edition, days, known)
    if cards is None:
        return b""
    raw = packed(cards)
    cache_of(root, "scorecards").keep({_key(edition, days): raw})
    return raw


def _rebuilt(
    root: Path, edition: Edition, days: tuple[date, date], known: Loaded | None
) -> tuple[Scorecard, ...] | None:
    """The cards of a past period from the register, the findings and the clocks as they stood when its last day ended.

    `None` where the main line does not reach back so far.
    """
    past, (first_on, last_on) = edition.past, days
    commits = _commits_until(past.history, last_on) if past else ()
    if past is None or not commits:
        return None
    commit = commits[-1]
    state = state_at(root, commit)
    then = checked(load_state(state, known, judge=told_alone), kept_of(root, state.blobs, state.unfit))
    calendar = work_calendar(notice for _, notice in then.register.notices)
    before = happened(past, commit)
    deadlines = deadlines_of(then.register, calendar, last_on, before.answered, before.last_changed)
    judged = seen((then.register, then.findings, deadlines), edition.audience)
    return _cards(Evidence(*judged, _revisions(past, commits), first_on, last_on))


def _cards(evidence: Evidence) -> tuple[Scorecard, ...]:
    return scorecards(evidence, weights_of(evidence.register.authority))


def _revisions(past: Past, commits: Iterable[str]) -> list[Revision]:
    return [revision for commit in commits for revision in past.found.by_commit.get(commit, ())]


def _commits_until(history: History, on: date) -> tuple[str, ...]:
    """The commits of the main line before the first one dated after a day; one that is dated back later is none."""
    return tuple(commit.id for commit in takewhile(lambda commit: commit.on <= on, history.commits))
