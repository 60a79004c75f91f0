"""The edition: everything that one state of the register says on one day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.check import Checked, check, checked
from generator.diagnostics import Finding, quoted
from generator.load import register_from
from generator.model.register import Register
from generator.reminders import Reminder, reminders_of
from generator.source.folder import SourceMissingError
from generator.source.git import Commit, commit_at, files_at, head_commit


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


def read_edition(root: Path, today: date, at: str | None = None) -> Edition:
    """Read the register below `root`, or as it was `at` a revision, as of `today`.

    Raises `SourceMissingError` when there is none, `OperatorError` when the revision is not known.
    """
    read = check(root) if at is None else _checked_at(root, at)
    return Edition(
        read.register,
        read.findings,
        len(read.files),
        read.texts,
        head_commit(root) if at is None else commit_at(root, at),
        today,
        reminders_of(read.register, today),
    )


def _checked_at(root: Path, revision: str) -> Checked:
    files, findings = files_at(root, revision)
    if not files:
        raise SourceMissingError(f"{quoted(revision, 60)} 中没有登记册")
    return checked(register_from(files, findings))
