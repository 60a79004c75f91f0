"""The whole past of a repository in one value: main line, revisions, audit, filings."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct

from generator.approval.audit import Audit, audit_of
from generator.filing.filing import Filings, filings
from generator.history.reading import Faultless
from generator.history.revision import Histories
from generator.history.walk import histories
from generator.source.cache import cache_of
from generator.source.history import History, blobs, main_line
from generator.workers import in_steps


class Past(Struct, frozen=True):
    """Everything that the main line proves, as of one day."""

    history: History
    found: Histories
    audit: Audit
    filings: Filings


def histories_of(root: Path, history: History, faultless: Callable[[], Faultless] = dict) -> Histories:
    """The histories of a repository's resources, with what is kept of its old files."""
    return histories(history.commits, partial(blobs, root), cache_of(root, "history"), faultless)


Rest = Callable[[Callable[[], Faultless]], Past]
"""Reads what is left of the past; the `faultless` files it is given need not be read again."""


@contextmanager
def past_begun(
    root: Path, today: date, main: str | None = None, baseline: str | None = None, at: str | None = None
) -> Iterator[Rest]:
    """Another process reads the main line of the repository at `root` and judges it, while anything else is done.

    `main` names another main line, `baseline` is pinned outside, `at` ends it with that commit.

    What is given raises `OperatorError` for what an operator must mend: no repository, a shallow clone, no main, a lost
    baseline.
    """
    with in_steps(partial(_told, root, today, main, baseline, at)) as told:
        yield partial(_rest, root, told)


def _told(root: Path, today: date, main: str | None, baseline: str | None, at: str | None) -> Iterator[History | Audit]:
    history = main_line(root, main)
    if at is not None:
        history = history.until(at) or main_line(root, at)
    if baseline:
        history.place_of(baseline)
    yield history
    yield audit_of(root, history, today, baseline)


def _rest(root: Path, told: Callable[[], Any], faultless: Callable[[], Faultless]) -> Past:
    history: History = told()
    found = histories_of(root, history, faultless)
    audit: Audit = told()
    return Past(history, found, audit, filings(history, found, audit))


def read_past(root: Path, today: date, main: str | None = None, baseline: str | None = None) -> Past:
    """The past of the repository at `root`, read at once; all else is as in `past_begun`."""
    with past_begun(root, today, main, baseline) as rest:
        return rest(dict)
