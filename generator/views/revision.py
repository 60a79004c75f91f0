"""What a resource's history says: its revisions in words, the versions they left, and who approved each."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from heapq import nlargest

from msgspec import Struct

from generator.approval.verdict import Judgement
from generator.history.revision import Histories, Kind, Revision, Tombstone
from generator.history.text import shown_text
from generator.model.compare import FieldChange
from generator.rules.secrets import shown
from generator.views import addresses
from generator.views.link import Link, Links

ITEM = "信息项"
NEWEST = 100
"""Revisions on the page of all changes; older ones stand on the resources' pages and in the register of filings."""

OldFile = Callable[[str], bytes]
"""Reads the file that a blob holds."""


class FieldRow(Struct, frozen=True, gc=False):
    """One changed field in words, fit to be published."""

    label: str
    old: str
    new: str
    direction: str


class Revised(Struct, frozen=True, gc=False):
    """A resource and what one revision did to it."""

    revision: Revision
    resource: Link

    @property
    def code(self) -> str:
        """The resource's code."""
        return self.revision.code

    @property
    def what(self) -> str:
        """What happened, in one word."""
        return str(self.revision.kind)

    @property
    def fields(self) -> tuple[FieldRow, ...]:
        """What changed, field by field."""
        return field_rows(self.revision.changes)


class RevisionPage(Revised, frozen=True, gc=False):
    """One revision of one resource; `is_current` when the resource still stands as it left it.

    The version it left has a page of its own when it is another than the current one, and its file may be shown.
    """

    address: str
    number: int
    filing: Link
    verdict: str
    submitters: tuple[Link, ...]
    reviewers: tuple[str, ...]
    is_current: bool

    @property
    def identity(self) -> tuple[object, ...]:
        """What tells it from any other: a revision follows from its commit, which names all that went before."""
        known = self.code, self.revision.commit, self.number, self.is_current
        return (*known, self.resource, self.filing, self.verdict, self.submitters, self.reviewers)

    @property
    def has_page(self) -> bool:
        """Whether the version it left has a page."""
        return not self.is_current and self.revision.blob is not None and not self.revision.is_withheld

    @property
    def on(self) -> date:
        """The day of the merge."""
        return self.revision.on

    @property
    def moved_from(self) -> str:
        """Where the file stood before, as it may be shown."""
        return shown(self.revision.moved_from)

    @property
    def fault(self) -> str:
        """Why the version cannot be read, as it may be shown."""
        return shown(self.revision.fault)


def text_of(page: RevisionPage, old_file: OldFile | None) -> str | None:
    """The file as that revision left it, as it may be shown; `None` when it has no page."""
    if old_file is None or page.revision.blob is None or not page.has_page:
        return None
    return shown_text(old_file(page.revision.blob))


class TombstonePage(Struct, frozen=True):
    """A resource that is there no more: why, since when, what takes its place, and its history."""

    address: str
    tombstone: Tombstone
    successors: tuple[Link, ...]
    provider: Link
    revisions: tuple[RevisionPage, ...]

    @property
    def name(self) -> str:
        """What the resource was called, or its code."""
        return shown(self.tombstone.name) or self.tombstone.code

    @property
    def reason(self) -> str:
        """Why it is there no more, as far as the register said."""
        return shown(self.tombstone.reason)


def field_rows(changes: Iterable[FieldChange]) -> tuple[FieldRow, ...]:
    """Changed fields as rows, no personal number and no state secret in them."""
    return tuple(
        FieldRow(
            shown(f"{change.item} · {change.field}" if change.item else change.field),
            shown(change.old),
            shown(change.new),
            str(change.direction),
        )
        for change in changes
    )


def revision_pages(
    histories: Histories,
    judgements: Mapping[str, Judgement],
    filings: Mapping[str, Link],
    links: Links,
) -> dict[str, tuple[RevisionPage, ...]]:
    """The revisions of every resource by code, newest first; `filings` are the receipts by commit."""
    approved = {commit: _approval(judgement, links) for commit, judgement in judgements.items()}

    def page(number: int, revision: Revision, is_current: bool) -> RevisionPage:
        return RevisionPage(
            revision,
            links.resource(revision.code),
            addresses.version(revision.code, number),
            number,
            filings.get(revision.commit, Link("")),
            *approved.get(revision.commit, ("", (), ())),
            is_current,
        )

    return {code: _newest_first(revisions, page) for code, revisions in histories.revisions.items()}


def _approval(judgement: Judgement, links: Links) -> tuple[str, tuple[Link, ...], tuple[str, ...]]:
    """The verdict on a commit, who submitted it, who approved it."""
    submitters = tuple(links.organisation(name) for name in judgement.submitters)
    return str(judgement.verdict), submitters, judgement.reviewers


def _newest_first(
    revisions: Sequence[Revision], page: Callable[[int, Revision, bool], RevisionPage]
) -> tuple[RevisionPage, ...]:
    last = len(revisions)
    return tuple(page(number, revision, number == last) for number, revision in enumerate(revisions, 1))[::-1]


def between(steps: Sequence[Iterable[FieldRow]]) -> tuple[FieldRow, ...]:
    """What revisions, oldest first, did together, by what each changed; what came back as it was is no difference.

    An item that went and came back is told all the same: it may have come back as another.
    """
    later: dict[str, FieldRow] = {}
    for fields in reversed(steps):
        later = _preceded(fields, later)
    return _differences(later)


def since_each(revisions: Iterable[RevisionPage]) -> Iterator[tuple[FieldRow, ...]]:
    """For each of a resource's revisions, newest first, what all after it did together."""
    later: dict[str, FieldRow] = {}
    for revision in revisions:
        yield _differences(later)
        later = _preceded(revision.fields, later)


def _preceded(fields: Iterable[FieldRow], later: Mapping[str, FieldRow]) -> dict[str, FieldRow]:
    """What was done later, by label, and these fields before it."""
    found: dict[str, FieldRow] = {}
    for row in fields:
        found[row.label] = _one_after_another(found[row.label], row) if row.label in found else row
    joined = {label: _one_after_another(row, later[label]) if label in later else row for label, row in found.items()}
    return {**joined, **{label: row for label, row in later.items() if label not in joined}}


def _one_after_another(first: FieldRow, then: FieldRow) -> FieldRow:
    directions = dict.fromkeys((*first.direction.split("、"), *then.direction.split("、")))
    return FieldRow(first.label, first.old, then.new, "、".join(directions))


def _differences(done: Mapping[str, FieldRow]) -> tuple[FieldRow, ...]:
    return tuple(row for row in done.values() if row.old != row.new or (row.old and row.label.endswith(ITEM)))


def tombstone_pages(
    histories: Histories, revisions: Mapping[str, tuple[RevisionPage, ...]], links: Links
) -> tuple[TombstonePage, ...]:
    """The page of every resource whose file is gone; a retired one keeps its file and its page."""
    return tuple(
        TombstonePage(
            f"resources/{code}/",
            tombstone,
            tuple(links.resource(successor) for successor in tombstone.successors),
            links.organisation(tombstone.provider),
            revisions.get(code, ()),
        )
        for code, tombstone in histories.tombstones().items()
        if tombstone.kind is Kind.DELETED and code not in links.by_code
    )


def newest(revisions: Mapping[str, tuple[RevisionPage, ...]]) -> tuple[RevisionPage, ...]:
    """The newest revisions of all resources, newest first."""
    every = (page for pages in revisions.values() for page in pages)
    return tuple(nlargest(NEWEST, every, key=lambda page: (page.on, page.revision.commit, page.revision.code)))
