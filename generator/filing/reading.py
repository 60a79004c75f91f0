"""The whole past of a repository in one value: main line, revisions, audit, filings."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from msgspec import Struct

from generator.approval.audit import Audit, audit_of
from generator.filing.filing import Filings, filings
from generator.history.reading import Faultless
from generator.history.revision import Histories
from generator.history.walk import histories
from generator.source.cache import cache_of
from generator.source.history import History, blobs, main_line
from generator.workers import beside

_MANY = 1000
"""Commits from which on it pays to judge the main line in a process of its own."""


class Past(Struct, frozen=True):
    """Everything that the main line proves, as of one day."""

    history: History
    found: Histories
    audit: Audit
    filings: Filings


def histories_of(root: Path, history: History, faultless: Callable[[], Faultless] = dict) -> Histories:
    """The histories of a repository's resources, with what is kept of its old files."""
    return histories(history.commits, partial(blobs, root), cache_of(root, "history"), faultless)


def read_past(
    root: Path,
    today: date,
    main: str | None = None,
    baseline: str | None = None,
    at: str | None = None,
    faultless: Callable[[], Faultless] = dict,
) -> Past:
    """The past of the repository at `root`; `main` names another main line, `baseline` is pinned outside.

    `at` ends it with that commit; `faultless` are files that need not be read again.

    Raises `OperatorError` for what an operator must mend: no repository, a shallow clone, no main, a lost baseline.
    """
    history = main_line(root, main)
    if at is not None:
        history = history.until(at) or main_line(root, at)
    if baseline:
        history.place_of(baseline)
    with beside(partial(audit_of, root, history, today, baseline), pays=len(history.commits) > _MANY) as audited:
        found = histories_of(root, history, faultless)
        audit = audited()
    return Past(history, found, audit, filings(history, found, audit))
