"""Files to records: each file is read by itself, many of them in several processes, and none twice."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from typing import Any

from msgspec import Struct
from msgspec.json import encode
from pydantic import BaseModel
from pydantic_core import from_json

from generator.diagnostics import Finding, Span
from generator.form.canonical import first_difference
from generator.model import faults
from generator.model.packed import packed, unpacked
from generator.record import read_record
from generator.source import faults as source_faults
from generator.source.cache import NOT_KEPT, Cache
from generator.source.folder import SourceFile
from generator.source.yaml import read_yaml
from generator.workers import shared_out

PART = 250
"""Files that a process reads before it hands over what they say; so few are read at once."""
KEPT_AT_ONCE = 2500
"""Files that the cache keeps in one go: each time costs the writing of nearly all its pages."""

Judge = Callable[[BaseModel, str | None], tuple[Any, ...]]
"""What is to be told of one record, whatever else the register holds, and a text in which all it says stands as it is.

There is none where the parser was asked.
"""


class Read(Struct, frozen=True, gc=False):
    """One file as it was read: its record, `None` when it cannot be read, what was wrong with it, what is told of it.

    `told` is `None` while nobody asked.
    """

    record: BaseModel | None
    findings: tuple[Finding, ...]
    told: tuple[Any, ...] | None = None


def read_each(
    kinds: Mapping[str, type[BaseModel]],
    files: Mapping[str, SourceFile],
    known: Mapping[str, Read],
    judge: Judge | None = None,
    cache: Cache = NOT_KEPT,
) -> dict[str, Read]:
    """What each file says that must hold a record of some kind, by path; `known` is what need not be read again.

    What a file without fault says follows from its bytes, whatever its path, and is kept in the cache.
    """
    keys = {path: _key(kind, files[path]) for path, kind in kinds.items() if path not in known}
    path_of = {key: path for path, key in keys.items()}
    read = dict(known)
    kept = {key: _plain(kinds[path_of[key]], said, ()) for key, said in cache.found(path_of)}
    read |= {path: kept[key] for path, key in keys.items() if key in kept}
    unread = [path for path in keys if path not in read]
    told = None if judge is None else ()
    made: dict[str, bytes] = {}
    for part in shared_out(partial(_read_part, kinds, files, judge), unread, PART):
        for path, said in part:
            if isinstance(said, bytes):
                made[keys[path]] = said
                read[path] = _plain(kinds[path], said, told)
            else:
                read[path] = said
        if judge and len(made) >= KEPT_AT_ONCE:
            cache.keep(made)
            made = {}
    if judge:
        cache.keep(made)
    return {path: read[path] for path in kinds}


def _plain(kind: type[BaseModel], said: bytes, told: tuple[Any, ...] | None) -> Read:
    """A file of which there is nothing else to tell than its record."""
    return Read(unpacked(kind, from_json(said)), (), told)


def _key(kind: type[BaseModel], file: SourceFile) -> str:
    return f"{kind.__name__} {blake2b(file.raw, digest_size=20).hexdigest()}"


def _read_part(
    kinds: Mapping[str, type[BaseModel]], files: Mapping[str, SourceFile], judge: Judge | None, paths: Sequence[str]
) -> list[tuple[str, Read | bytes]]:
    """What the files say, packed where there is nothing else to tell of them."""
    read = ((path, _read(kinds[path], files[path], judge)) for path in paths)
    return [
        (path, one if one.record is None or one.findings or one.told else encode(packed(one.record)))
        for path, one in read
    ]


def _read(kind: type[BaseModel], file: SourceFile, judge: Judge | None) -> Read:
    document, findings = read_yaml(file.path, file.raw)
    if document is None:
        return Read(None, tuple(findings), ())
    slips = [finding.span for finding in findings if finding.is_error]
    record, more = read_record(kind, document)
    told = [*findings, *(finding for finding in more if not _is_explained(finding, slips))]
    is_faulty = any(finding.is_error for finding in told)  # a misspelt key would stand in the wrong place too
    if not is_faulty and (span := first_difference(kind, document, file.raw)):
        told.append(source_faults.NOT_CANONICAL.at(file.path, span, file=file.path))
    text = document.text if document.noted is None else None
    return Read(record, tuple(told), judge(record, text) if judge else None)


def _is_explained(finding: Finding, slips: list[Span]) -> bool:
    """Whether a value was refused because of a slip of writing inside it, which is a finding already."""
    span = finding.span
    return finding.rule is not faults.MISSING and any(
        (span.line, span.column) <= (slip.line, slip.column) < (span.end_line, span.end_column) for slip in slips
    )
