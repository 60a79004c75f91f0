"""The edition: everything that one state of the register says on one day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.check import check
from generator.diagnostics import Finding
from generator.model.register import Register
from generator.reminders import Reminder, reminders_of
from generator.source.git import Commit, head_commit


@dataclass(frozen=True, slots=True)
class Edition:
    """One register with its findings, the commit it was read at (`None` when unknown) and the day it is seen from.

    `files` counts the files read; `texts` holds those with findings, as in `Checked`.
    """

    register: Register
    findings: tuple[Finding, ...]
    files: int
    texts: Mapping[str, str]
    commit: Commit | None
    today: date
    reminders: tuple[Reminder, ...] = ()

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
    return Edition(
        checked.register,
        checked.findings,
        len(checked.files),
        checked.texts,
        head_commit(root),
        today,
        reminders_of(checked.register, today),
    )
