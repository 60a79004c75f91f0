"""The edition: everything that one state of the register says on one day."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from generator.approval.editions import editions_of
from generator.approval.figures import PublishedEdition, published
from generator.calendar import WorkCalendar, work_calendar
from generator.check import judged, told_alone
from generator.deadlines import Deadline, deadlines_of, steps_after_filing
from generator.deadlines.past import happened, on_time
from generator.diagnostics import Finding, quoted
from generator.filing.filing import Filing
from generator.filing.reading import Past, Rest, past_begun
from generator.findings import texts_shown
from generator.history.reading import Faultless
from generator.load import Loaded, load_register
from generator.model.register import FiledResource, Register
from generator.model.resource import Resource
from generator.reminders import Reminder, reminders_of
from generator.source.cache import cache_of
from generator.source.folder import SourceMissingError
from generator.source.git import Commit, blob_id, commit_named, committed_on
from generator.source.objects import BlobReader
from generator.source.state import is_altered
from generator.states import load_at
from generator.workers import beside

_MANY = 2_000
"""Files from which on it pays to judge the register in a process of its own while its past is read.

In one: while others read old files, more would not be done sooner, and each comes to own what it looks at.
"""


class Audience(StrEnum):
    """Who may see an edition: everybody, or those within the departments."""

    PUBLIC = "public"
    INTERNAL = "internal"


class Edition(Struct, frozen=True):
    """One register with its findings, the commit it was read at (`None` when unknown) and the day it is seen from.

    `files` counts the files read; `texts` holds those with findings and `sources` all of them, as in `Checked`.
    `past` is what the main line proves, `None` where there is no repository; `filings` say whether they were on time;
    `frozen` are the editions; `old_file` reads any version of a file by its blob, `resources_at` the resources of any
    commit by their codes, when asked for. An edition is read whole, for the internal audience; `audience.for_audience`
    takes out what another may not see. `loaded` is what need not be read again of a past state.
    """

    register: Register
    findings: tuple[Finding, ...]
    files: int
    texts: Mapping[str, str]
    commit: Commit | None
    today: date
    calendar: WorkCalendar
    deadlines: tuple[Deadline, ...]
    past: Past | None
    filings: tuple[Filing, ...]
    frozen: tuple[PublishedEdition, ...]
    old_file: BlobReader | None
    resources_at: Callable[[str], tuple[FiledResource, ...]]
    reminders: tuple[Reminder, ...] = ()
    sources: Mapping[str, bytes] = field(default_factory=dict)
    loaded: Loaded | None = None
    audience: Audience = Audience.INTERNAL

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


class Begun(Struct, frozen=True):
    """The commit an edition shows and what reads its past; both `None` outside a repository."""

    shown: str | None = None
    rest: Rest | None = None


@contextmanager
def edition_begun(
    root: Path, today: date, main: str | None = None, baseline: str | None = None, at: str | None = None
) -> Iterator[Begun]:
    """The past of an edition is begun, so that it is judged while the register is read; as in `read_edition`."""
    shown = commit_named(root, at or "HEAD")
    if shown is None:
        yield Begun()
        return
    with past_begun(root, today, main, baseline, shown if at else None) as rest:
        yield Begun(shown, rest)


def read_edition(
    root: Path, today: date, main: str | None = None, baseline: str | None = None, at: str | None = None
) -> Edition:
    """Read the register below `root` as of `today`, or as it was `at` a revision, and its past up to there.

    `main` names the main line, `baseline` is pinned outside, as in `past_begun`. Raises `SourceMissingError` when
    there is no register, `OperatorError` for a history that cannot be trusted, such as a shallow clone's.
    """
    with edition_begun(root, today, main, baseline, at) as begun:
        return edition_of(root, read_register(root, at), today, begun, at)


def read_register(root: Path, at: str | None = None) -> Loaded:
    """The register of an edition, without its past; raises `SourceMissingError` when there is none."""
    loaded = load_register(root, told_alone) if at is None else load_at(root, at, judge=told_alone)
    if not loaded.files:
        raise SourceMissingError(f"{quoted(at or '', 60)} 中没有登记册")
    return loaded


def edition_of(root: Path, loaded: Loaded, today: date, begun: Begun, at: str | None = None) -> Edition:
    """The edition of a register that was read and a past that was begun; all else is as in `read_edition`."""
    with beside(partial(judged, loaded), pays=len(loaded.files) > _MANY, processes=1) as found:
        past = begun.rest(partial(faultless, loaded)) if begun.rest else None
        findings = found().findings
    register, files, shown = loaded.register, {path: file.raw for path, file in loaded.files.items()}, begun.shown
    calendar = work_calendar(notice for _, notice in register.notices)
    deadlines, filings, late = _clocks(register, calendar, today, past)
    return Edition(
        register,
        findings,
        len(files),
        texts_shown(files, findings),
        _commit(root, shown, past, is_checked_out=at is None) if shown else None,
        today,
        calendar,
        deadlines,
        past,
        filings,
        _frozen(root, past, today, at, loaded),
        BlobReader(root) if past else None,
        partial(_resources_at, root),
        (*reminders_of(register, today), *late),
        files,
        loaded=loaded,
    )


def faultless(loaded: Loaded) -> Faultless:
    """The resources' files that were read without a fault, by blob."""
    read = ((loaded.files[path].raw, one) for path, one in loaded.read.items() if not one.findings)
    return {blob_id(raw): (raw, one.record) for raw, one in read if isinstance(one.record, Resource)}


def _commit(root: Path, shown: str, past: Past | None, *, is_checked_out: bool) -> Commit:
    """The commit shown; git need not be asked again for the day of one that is on the main line."""
    days = {commit.id: commit.on for commit in past.history.commits[-1:]} if past else {}
    on = days.get(shown) or committed_on(root, shown)
    return Commit(shown, on, is_checked_out and is_altered(root))


def _clocks(
    register: Register, calendar: WorkCalendar, today: date, past: Past | None
) -> tuple[tuple[Deadline, ...], tuple[Filing, ...], tuple[Reminder, ...]]:
    """The deadlines, the filings that met them or not, and the steps dated after the filing that told them."""
    if past is None:
        return deadlines_of(register, calendar, today), (), ()
    known = happened(past)
    deadlines = deadlines_of(register, calendar, today, known.answered, known.last_changed)
    told = on_time(deadlines, known.answered)
    listed = past.filings.listed
    filings = tuple(replace(one, on_time=told[one.commit]) if one.commit in told else one for one in listed)
    late = (Reminder(step.file, step.text) for step in steps_after_filing(register, known.filed_on))
    return deadlines, filings, tuple(late)


def _frozen(root: Path, past: Past | None, today: date, at: str | None, loaded: Loaded) -> tuple[PublishedEdition, ...]:
    """The editions; of a past state only those that were there already."""
    if past is None:
        return ()

    def loaded_at(commit: str, before: Loaded | None) -> Loaded:
        return load_at(root, commit, before, loaded)

    known = {commit.id for commit in past.history.commits}
    editions = editions_of(root, past.history, today)
    listed = (one for one in editions if at is None or one.commit in known)
    return tuple(published(listed, loaded_at, cache_of(root, "editions")))


def _resources_at(root: Path, commit: str) -> tuple[FiledResource, ...]:
    resources = load_at(root, commit).register.resources
    return tuple(sorted(resources, key=lambda filed: (filed.resource.code or "", filed.file)))
