"""Runs of resources: what each brings to the files that tell of all of them, kept until one of them changes.

Those files are the search index, the table and the records of the register. A register is cut into runs of so many
resources that follow each other; a folder holds what each brought last, in a file that is named by what it was made of:
a line with the digest of all that follows, a line with the lengths of records and rows, these, and the part of the
index as MessagePack. Nothing that is read back is ever run, and what is not whole is made anew.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

from msgspec import msgpack

from generator.model.register import FiledResource
from generator.publish.builds import digest_of
from generator.search.document import Document
from generator.search.part import Joint, Part
from generator.views.exports import records_within, rows_within
from generator.views.resource import ResourcePage
from generator.views.search import KEYS, part_of
from generator.workers import shared_out

LENGTH = 250
"""Resources in a run."""
GROUP = 16
"""Runs in a group: after a change one run is made anew, joined with so many, and the groups with each other."""

_PACKED, _PART = msgpack.Encoder(), msgpack.Decoder(Part)

Listed = tuple[ResourcePage, FiledResource]
"""A resource: its page, and where it stands in the register."""


def kept_run(folder: Path, listed: Sequence[Listed], seeds: Sequence[str]) -> Path:
    """The file with what resources that follow each other bring, made where the folder does not hold it.

    `seeds` tell what each is made of; where one has none, it is made each time.
    """
    return _kept(folder, seeds, partial(run_of, listed))


def kept_part(folder: Path, documents: Sequence[Document], seed: str) -> Part:
    """What pages that are no resources bring to the index, kept likewise; the folder is theirs alone."""
    folder.mkdir(exist_ok=True)
    file = _kept(folder, [seed], lambda: _run(b"", b"", Part.of(documents, KEYS)))
    only_these(folder, [file])
    return part_at(file)


def kept_groups(folder: Path, runs: Sequence[Path]) -> Iterator[Part]:
    """What groups of runs bring to the index, each joined where the folder does not hold it; few runs stay apart.

    The folder is theirs alone.
    """
    folder.mkdir(exist_ok=True)
    groups = [runs[at : at + GROUP] for at in range(0, len(runs), GROUP)] if len(runs) > GROUP else []
    files = [_place(folder, [run.name for run in group]) for group in groups]
    lacking = [(file, group) for file, group in zip(files, groups, strict=True) if not _is_whole(file)]
    for _ in shared_out(_put_joined, lacking, 1):
        pass  # each file is where it belongs
    only_these(folder, files)
    return map(part_at, files or runs)


def _put_joined(groups: Sequence[tuple[Path, Sequence[Path]]]) -> None:
    for file, runs in groups:
        _put(file, _run(b"", b"", Joint.of(map(part_at, runs)).part()))


def kept_records(folder: Path, seeds: Sequence[str], make: Callable[[], tuple[bytes, bytes]]) -> Path:
    """The file with the records and the rows that something else than resources brings, kept likewise."""
    return _kept(folder, seeds, lambda: _run(*make(), Part.of((), ())))


def _kept(folder: Path, seeds: Sequence[str], make: Callable[[], bytes]) -> Path:
    known = _place(folder, seeds) if all(seeds) else None
    if known and _is_whole(known):
        return known
    run = make()
    return _put(known or folder / digest_of(run), run)


def _put(file: Path, run: bytes) -> Path:
    file.write_bytes(digest_of(run).encode() + b"\n" + run)
    return file


def _place(folder: Path, seeds: Sequence[str]) -> Path:
    return folder / digest_of("\n".join(seeds).encode())


def _is_whole(file: Path) -> bool:
    try:
        digest, _, run = file.read_bytes().partition(b"\n")
    except OSError:
        return False
    return digest_of(run).encode() == digest


def only_these(folder: Path, files: Collection[Path]) -> None:
    """Take away what else the folder holds."""
    wanted = {file.name for file in files}
    for file in folder.iterdir():
        if file.name not in wanted:
            file.unlink()


def run_of(listed: Sequence[Listed]) -> bytes:
    """What resources that follow each other bring."""
    filed = [one for _, one in listed]
    return _run(records_within(filed), rows_within(filed), part_of([page for page, _ in listed]))


def _run(records: bytes, rows: bytes, part: Part) -> bytes:
    return b"%d %d\n%s%s%s" % (len(records), len(rows), records, rows, _PACKED.encode(part))


def records_at(file: Path) -> bytes:
    """The records that a run brings to the list of all."""
    with file.open("rb") as run:
        records, _ = _lengths(run)
        return run.read(records)


def rows_at(file: Path) -> bytes:
    """The rows that a run brings to the table of all."""
    with file.open("rb") as run:
        records, rows = _lengths(run)
        run.seek(records, 1)
        return run.read(rows)


def part_at(file: Path) -> Part:
    """The part that a run brings to the index."""
    with file.open("rb") as run:
        run.seek(sum(_lengths(run)), 1)
        return _PART.decode(run.read())


def _lengths(run: BinaryIO) -> tuple[int, int]:
    run.readline()
    records, rows = run.readline().split()
    return int(records), int(rows)
