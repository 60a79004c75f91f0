"""What a resource's history says: its revisions in words, the versions they left, and who approved each."""

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.approval.verdict import Judgement
from generator.history.revision import Histories, Kind, Revision, Tombstone
from generator.model.compare import FieldChange
from generator.rules.secrets import is_plainly_fit, is_secret, shown, without_numbers
from generator.views import addresses
from generator.views.link import Link, Links

ITEM = "信息项"
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})")
_FOLD = re.compile(r"\\?\s*\n\s*")
NEWEST = 100
"""Revisions on the page of all changes; older ones stand on the resources' pages and in the register of filings."""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One changed field in words, fit to be published."""

    label: str
    old: str
    new: str
    direction: str


@dataclass(frozen=True, slots=True)
class RevisionPage:
    """One revision of one resource, with the version it left.

    `text` is the file as that revision left it, `None` when it may not be shown or there is none; `is_current` when
    the resource still stands as it left it.
    """

    address: str
    number: int
    revision: Revision
    resource: Link
    filing: Link
    verdict: str
    submitters: tuple[Link, ...]
    reviewers: tuple[str, ...]
    fields: tuple[FieldRow, ...]
    text: str | None
    is_current: bool

    @property
    def on(self) -> date:
        """The day of the merge."""
        return self.revision.on

    @property
    def what(self) -> str:
        """What happened, in one word."""
        return str(self.revision.kind)

    @property
    def moved_from(self) -> str:
        """Where the file stood before, as it may be shown."""
        return shown(self.revision.moved_from)

    @property
    def fault(self) -> str:
        """Why the version cannot be read, as it may be shown."""
        return shown(self.revision.fault)


@dataclass(frozen=True, slots=True)
class TombstonePage:
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
    old_files: Mapping[str, bytes],
    links: Links,
) -> dict[str, tuple[RevisionPage, ...]]:
    """The revisions of every resource by code, newest first; `filings` are the receipts by commit."""

    def page(number: int, revision: Revision, is_current: bool) -> RevisionPage:
        judgement = judgements.get(revision.commit)
        raw = old_files.get(revision.blob or "")
        return RevisionPage(
            addresses.version(revision.code, number),
            number,
            revision,
            links.resource(revision.code),
            filings.get(revision.commit, Link("")),
            str(judgement.verdict) if judgement else "",
            tuple(links.organisation(name) for name in judgement.submitters) if judgement else (),
            judgement.reviewers if judgement else (),
            field_rows(revision.changes),
            _text_of(raw),
            is_current,
        )

    return {code: _newest_first(revisions, page) for code, revisions in histories.revisions.items()}


def _newest_first(
    revisions: Sequence[Revision], page: Callable[[int, Revision, bool], RevisionPage]
) -> tuple[RevisionPage, ...]:
    last = len(revisions)
    return tuple(page(number, revision, number == last) for number, revision in enumerate(revisions, 1))[::-1]


def _text_of(raw: bytes | None) -> str | None:
    """A version's file as it may be shown; `None` also where its escapes or folded lines hide what may not be."""
    if raw is None:
        return None
    text = raw.decode("utf-8", "replace")
    if "\\" not in text and is_plainly_fit(text):
        return text
    text = without_numbers(text)
    read = _ESCAPE.sub(_unescaped, text)
    meant = (text, read, _FOLD.sub("", read), _FOLD.sub(" ", read))
    return None if any(is_secret(one) or without_numbers(one) != one for one in meant) else text


def _unescaped(found: re.Match[str]) -> str:
    code = int(found[1][1:], 16)
    return chr(code) if code <= sys.maxunicode else found[0]


def has_page(revision: RevisionPage) -> bool:
    """Whether the version it left has a page of its own: one that is current has the resource's."""
    return not revision.is_current and revision.text is not None


def between(revisions: Iterable[RevisionPage]) -> tuple[FieldRow, ...]:
    """What revisions, oldest first, did together; what came back as it was is no difference.

    An item that went and came back is told all the same: it may have come back as another.
    """
    found: dict[str, FieldRow] = {}
    for revision in revisions:
        for row in revision.fields:
            first = found.get(row.label, row)
            directions = dict.fromkeys((*first.direction.split("、"), row.direction))
            found[row.label] = FieldRow(row.label, first.old, row.new, "、".join(directions))
    return tuple(row for row in found.values() if row.old != row.new or (row.old and row.label.endswith(ITEM)))


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
    ranked = sorted(every, key=lambda page: (page.on.toordinal(), page.revision.commit, page.revision.code))
    return tuple(reversed(ranked[-NEWEST:]))
