"""Runs of resources: what each brings to the files that tell of all of them, kept until one of them changes.

Those files are the search index, the table and the records of the register. A register is cut into runs of so many
resources that follow each other; `.NAME.builds/runs` holds what each brought last, by the digest of what it was made
of. Nothing that is read back is ever run, and what is not whole is made anew.
"""

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from generator.model.register import FiledResource
from generator.publish.builds import digest_of
from generator.search.document import Document
from generator.search.part import Part, Sets
from generator.search.postings import Lists
from generator.views.exports import records_within, rows_within
from generator.views.resource import ResourcePage
from generator.views.search import KEYS, part_of
from generator.workers import shared_out

LENGTH = 250
"""Resources in a run."""

Listed = tuple[ResourcePage, FiledResource]
"""A resource: its page, and where it stands in the register."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run brings: to the index, to the records as JSON and to the table as CSV."""

    part: Part
    records: str
    rows: str


def runs_of(listed: Sequence[Listed], keys: Sequence[str], folder: Path | None) -> list[bytes]:
    """What each run of the register brings, packed, in order; `keys` tell what each resource is made of.

    What the folder holds is not made again, and afterwards it holds just these; without one, or for a run of which
    something has no key, nothing is kept.
    """
    asked = [_key(keys[at : at + LENGTH]) if folder else "" for at in range(0, len(listed), LENGTH)]
    runs = {at: raw for at, key in enumerate(asked) if folder and (raw := _found(folder, key))}
    lacking = [at for at in range(len(asked)) if at not in runs]
    items = [one for at in lacking for one in listed[at * LENGTH : (at + 1) * LENGTH]]
    runs |= zip(lacking, shared_out(run_of, items, LENGTH), strict=True)
    if folder:
        _keep(folder, {asked[at]: runs[at] for at in lacking if asked[at]}, frozenset(asked))
    return [runs[at] for at in range(len(asked))]


def part_of_pages(documents: Sequence[Document], key: str, folder: Path) -> Part:
    """What pages that are no resources bring to the index; kept in the folder, which is theirs alone, as runs are."""
    run = _found(folder, key)
    if run is None:
        run = packed(Run(Part.of(documents, KEYS), "", ""))
        _keep(folder, {key: run} if key else {}, frozenset((key,)))
    return unpacked(run).part


def _key(keys: Sequence[str]) -> str:
    return digest_of("\n".join(keys).encode()) if all(keys) else ""


def _found(folder: Path, key: str) -> bytes | None:
    try:
        raw = (folder / key).read_bytes() if key else b""
    except OSError:
        return None
    digest, _, run = raw.partition(b"\n")
    return run if run and digest_of(run).encode() == digest else None


def _keep(folder: Path, made: Mapping[str, bytes], wanted: frozenset[str]) -> None:
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        if file.name not in wanted:
            file.unlink()
    for key, run in made.items():
        (folder / key).write_bytes(digest_of(run).encode() + b"\n" + run)


def run_of(listed: Sequence[Listed]) -> bytes:
    """What resources that follow each other bring, packed."""
    filed = [one for _, one in listed]
    return packed(Run(part_of([page for page, _ in listed]), records_within(filed), rows_within(filed)))


def packed(run: Run) -> bytes:
    """A run as JSON."""
    text = json.dumps(asdict(run), ensure_ascii=False, separators=(",", ":"), default=plain)
    return text.encode("utf-8", "surrogatepass")


def unpacked(raw: bytes) -> Run:
    """The run that was packed."""
    about = json.loads(raw.decode("utf-8", "surrogatepass"))
    return Run(part_from(about["part"]), about["records"], about["rows"])


def part_from(about: dict[str, Any]) -> Part:
    """A part of the index as JSON has it."""
    lists = tuple(map(_lists, about["lists"]))
    facets = {
        key: Sets(tuple(map(tuple, one["sets"])), array("I", one["set_of"])) for key, one in about["facets"].items()
    }
    places = tuple(tuple(place) for place in about["places"])
    return Part(lists, tuple(about["rows"]), places, facets, tuple(about["sounds"]), tuple(about["urgencies"]))


def plain(value: object) -> object:
    """Arrays and bytes as JSON can say them, for `default` of `json.dumps`."""
    if isinstance(value, array):
        return value.tolist()
    if isinstance(value, bytes):
        return value.decode("latin-1")
    raise TypeError(type(value))


def _lists(about: dict[str, Any]) -> Lists:
    firsts, lasts, ends = (array("I", about[name]) for name in ("firsts", "lasts", "ends"))
    return Lists(tuple(about["grams"]), firsts, lasts, ends, about["gaps"].encode("latin-1"))
