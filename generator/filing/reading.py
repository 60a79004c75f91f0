"""The whole past of a repository in one value: main line, revisions, audit, filings."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from generator.approval.audit import Audit, audit_of
from generator.filing.filing import Filings, filings
from generator.history.revision import Histories
from generator.history.walk import histories
from generator.source.history import History, blobs, main_line


@dataclass(frozen=True, slots=True)
class Past:
    """Everything that the main line proves, as of one day."""

    history: History
    found: Histories
    audit: Audit
    filings: Filings


def read_past(
    root: Path,
    today: date,
    main: str | None = None,
    baseline: str | None = None,
    only: str = "",
    at: str | None = None,
) -> Past:
    """The past of the repository at `root`; `main` names another main line, `baseline` is pinned outside.

    With `only`, the resources' part of it holds no more than that code's; `at` ends it with that commit.

    Raises `OperatorError` for what an operator must mend: no repository, a shallow clone, no main, a lost baseline.
    """
    history = main_line(root, main)
    if at is not None:
        history = history.until(at) or main_line(root, at)
    if baseline:
        history.place_of(baseline)
    found = histories(history.commits, partial(blobs, root), only)
    audit = audit_of(root, history, today, baseline)
    return Past(history, found, audit, filings(history, found, audit))
