"""What filings mean for deadlines: what was answered, when a catalogue last changed, which filing was late."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from generator.deadlines.value import Answer, Deadline, State
from generator.filing.filing import Filing
from generator.model.register import Register
from generator.source.history import History


def answers_of(filings: Iterable[Filing]) -> dict[tuple[str, str], Answer]:
    """By number of the trigger and code of the resource, the first filing that changed the one and named the other."""
    found: dict[tuple[str, str], Answer] = {}
    for filing in filings:
        for revision in filing.revisions:
            for trigger in revision.triggers:
                found.setdefault((trigger, revision.code), Answer(filing.on, filing.commit, filing.number))
    return found


def last_changed(history: History, register: Register) -> dict[str, date]:
    """The day on which anything in each catalogue's folder last changed on main, by the catalogue's file."""
    by_folder: dict[str, date] = {}
    for commit in history.commits:
        for change in commit.changes:
            by_folder[change.path.rpartition("/")[0]] = commit.on
    folders = {catalogue.file: catalogue.file.rpartition("/")[0] for catalogue in register.catalogues}
    return {file: by_folder[folder] for file, folder in folders.items() if folder in by_folder}


def filed_on(history: History) -> dict[str, date]:
    """The day each file was last changed on main."""
    return {change.path: commit.on for commit in history.commits for change in commit.changes}


def with_on_time(filings: Iterable[Filing], deadlines: Iterable[Deadline]) -> tuple[Filing, ...]:
    """The filings with whether they met the deadlines they ended; `None` where they ended none that has a last day."""
    met: dict[str, bool] = {}
    for deadline in deadlines:
        if deadline.ended_by and deadline.state in (State.IN_TIME, State.LATE):
            met[deadline.ended_by] = met.get(deadline.ended_by, True) and deadline.state is State.IN_TIME
    return tuple(replace(filing, on_time=met.get(filing.number)) for filing in filings)
