"""The edition: everything that one state of the register says on one day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from generator.calendar import WorkCalendar, work_calendar
from generator.check import check
from generator.deadlines import Deadline, deadlines_of
from generator.diagnostics import Finding
from generator.model.register import Register
from generator.reminders import Reminder, reminders_of
from generator.source.git import Commit, head_commit


@dataclass(frozen=True, slots=True)
class Edition:
    """One register with its findings, the commit it was read at (`None` when unknown) and the day it is seen from.

    `files` counts the files read; `texts` holds those with findings and `sources` all of them, as in `Checked`.
    """

    register: Register
    findings: tuple[Finding, ...]
    files: int
    texts: Mapping[str, str]
    commit: Commit | None
    today: date
    calendar: WorkCalendar
    deadlines: tuple[Deadline, ...]
    reminders: tuple[Reminder, ...] = ()
    sources: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def missing_year(self) -> str:
        """The warning about a year without a holiday notice; empty when none is missing."""
        missing = self.calendar.missing_year(self.today)
        return missing.text if missing else ""

    @property
    def resources(self) -> int:
        """How many resources could be read."""
        return sum(1 for _ in self.register.resources)

    @property
    def unpublishable(self) -> int:
        """How many findings no option can publish: state secrets and personal data."""
        return sum(not finding.rule.publishable for finding in self.findings)

    @property
    def errors(self) -> int:
        """How many findings refuse publication."""
        return sum(finding.is_error for finding in self.findings)


def read_edition(root: Path, today: date) -> Edition:
    """Read the register below `root` as of `today`; raises `SourceMissingError` when there is none."""
    checked = check(root)
    calendar = work_calendar(notice for _, notice in checked.register.notices)
    return Edition(
        checked.register,
        checked.findings,
        len(checked.files),
        checked.texts,
        head_commit(root),
        today,
        calendar,
        deadlines_of(checked.register, calendar, today),
        reminders_of(checked.register, today),
        checked.files,
    )
