"""The register as each commit of the main line found it: authority, departments, catalogues, read once per blob."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TypeVar

from msgspec import Struct, field
from pydantic import BaseModel

from generator.approval.people import Departments, Posts
from generator.diagnostics import Finding
from generator.model.authority import Authority
from generator.model.catalogue import Catalogue
from generator.model.faults import MISSING
from generator.model.organisation import OrganisationsFile
from generator.model.register import AUTHORITY, ORGANISATIONS
from generator.model.words import CatalogueKind
from generator.record import read_record
from generator.source.document import Document
from generator.source.history import MainCommit
from generator.source.yaml import read_yaml

R = TypeVar("R", bound=BaseModel)
Blobs = Callable[[Iterable[str]], Iterator[tuple[str, bytes]]]

TRUSTED = ("主管部门", "审核人", "平台签名", "基线")
"""Keys of the authority's file on which approval rests: a fault within one, and nobody knows who may approve."""
SHARED_KINDS = frozenset(kind.folder for kind in CatalogueKind if kind is not CatalogueKind.DEPARTMENT)


class Ground(Struct, frozen=True):
    """One state of the register, as far as approval rests on it; `None` where a file is absent or unreadable."""

    posts: Posts | None
    departments: Departments | None
    catalogues: dict[str, Catalogue] = field(default_factory=dict)

    @property
    def baseline(self) -> str | None:
        """The baseline this state declares."""
        return self.posts.authority.baseline if self.posts else None


def grounds(commits: Iterable[MainCommit], blobs: Blobs) -> Iterator[tuple[Ground, Ground]]:
    """Per commit, in order from the very first: the state it found and the state it left."""
    listed = list(commits)
    wanted = {change.new: change.path for commit in listed for change in commit.changes if _counts(change.path)}
    records = {blob: _record(wanted[blob], raw) for blob, raw in blobs(blob for blob in wanted if blob)}
    before = Ground(None, None)
    for commit in listed:
        after = before
        for change in commit.changes:
            if _counts(change.path):
                record = records.get(change.new or "") if not change.unfit else None
                after = _with(after, change.path, record)
        yield before, after
        before = after


def _counts(path: str) -> bool:
    if path in (AUTHORITY, ORGANISATIONS):
        return True
    match path.split("/"):
        case ["catalogues", kind, _, "catalogue.yml"]:
            return kind in SHARED_KINDS
    return False


def _with(ground: Ground, path: str, record: object) -> Ground:
    if path == AUTHORITY:
        return Ground(record if isinstance(record, Posts) else None, ground.departments, ground.catalogues)
    if path == ORGANISATIONS:
        return Ground(ground.posts, record if isinstance(record, Departments) else None, ground.catalogues)
    folder = path.rpartition("/")[0]
    kept = {name: catalogue for name, catalogue in ground.catalogues.items() if name != folder}
    return Ground(ground.posts, ground.departments, kept | ({folder: record} if isinstance(record, Catalogue) else {}))


def _record(path: str, raw: bytes) -> object:
    if path == AUTHORITY:
        authority = authority_of(raw)
        return Posts(authority) if authority else None
    if path == ORGANISATIONS:
        organisations = _read(OrganisationsFile, path, raw)
        listed = organisations.organisations if organisations else None
        return Departments(listed) if listed else None
    return _read(Catalogue, path, raw)


def authority_of(raw: bytes) -> Authority | None:
    """The authority's file; `None` when a fault could hide who may approve, such as an end date nobody can read."""
    document, findings = read_yaml(AUTHORITY, raw)
    if document is None or any(finding.is_error for finding in findings):
        return None
    authority, findings = read_record(Authority, document)
    return None if any(_is_within(finding, document) for finding in findings) else authority


def _is_within(finding: Finding, document: Document) -> bool:
    """Whether an error stands within one of the keys that approval rests on; another key left out is none."""
    if finding.rule.id == MISSING.id and finding.span == document.span((), key=True):
        return False
    starts = sorted((document.span((key,), key=True), key) for key in document.data)
    above = [key for span, key in starts if (span.line, span.column) <= (finding.span.line, finding.span.column)]
    return finding.is_error and bool(above) and above[-1] in TRUSTED


def _read(kind: type[R], path: str, raw: bytes) -> R | None:
    document, _ = read_yaml(path, raw)
    return read_record(kind, document)[0] if document else None


def latest_days(commits: Iterable[MainCommit], today: date) -> Iterator[date]:
    """Per commit: the latest day of the line before it; a day that has not come counts for nothing."""
    latest = date.min
    for commit in commits:
        yield latest
        if commit.on <= today:
            latest = max(latest, commit.on)
