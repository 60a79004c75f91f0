"""The search index as files: every one deflated, fetched by need, none of them whole.

- `index.bin` names all others, as JSON (`write_search` below has its keys).
- `grams-HASH.bin`, a shard of the postings: a line of JSON `[[gram, length, length, length], …]`, then for each gram
  its lists in names, items and summaries: gaps between numbers, from -1 on, seven bits a byte, low first.
- `column-HASH.bin`: one number of one, two or four bytes per resource, low byte first.
- `documents/N/N.bin`, a chunk: JSON rows `[address, name, code, items, summary, also, faulty, [values of each
  facet]]`. Its name says its place, so that a change of one resource rewrites one; `version` keeps caches honest.

A file's hash is in its name, so that a browser can keep it for ever.
"""

import json
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import chain
from operator import sub
from pathlib import Path
from sys import byteorder
from typing import Any

from generator.search.document import Document
from generator.search.index import VERIFIED, Column, Index
from generator.search.postings import FIELDS

FOLDER = "assets/search"
CHUNK = 8
"""Documents in a chunk: few, since the results of a query lie far apart."""
_SHARD = 9_000
"""Bytes of a shard before it is deflated; a longer list of numbers is a shard of its own."""
_PER_FOLDER = 1000
_NAME = 10


def write_search(index: Index, site: Path) -> None:
    """Write the index below the site's folder."""
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    shards = [(first, _write(folder, "grams", content)) for first, content in _shards(index)]
    about = {
        "documents": len(index.documents),
        "resources": index.resources,
        "page": VERIFIED,
        "chunk": CHUNK,
        "version": _write_documents(index, folder),
        "firsts": [first for first, _ in shards],
        "shards": "".join(name for _, name in shards),
        "facets": [_facet(column, folder) for column in index.columns],
        "orders": {key: _write_numbers(folder, order) for key, order in _orders(index)},
        "export": _write(folder, "column", _json(_exported(index))),
    }
    (folder / "index.bin").write_bytes(zlib.compress(_json(about)))


def _shards(index: Index) -> Iterator[tuple[str, bytes]]:
    """Each shard with its first gram, in the order of grams."""
    entries: list[tuple[str | int, ...]] = []
    lists: list[bytes] = []
    size = 0
    for gram in index.postings.grams():
        found = [_gaps(index.postings.numbers(gram, field)) for field in FIELDS]
        length = 16 + sum(map(len, found))
        if entries and size + length > _SHARD:
            yield str(entries[0][0]), _json(entries) + b"\n" + b"".join(lists)
            entries, lists, size = [], [], 0
        entries.append((gram, *map(len, found)))
        lists += found
        size += length
    if entries:
        yield str(entries[0][0]), _json(entries) + b"\n" + b"".join(lists)


def _gaps(numbers: "array[int]") -> bytes:
    gaps = list(map(sub, numbers, chain((-1,), numbers)))
    if not gaps or max(gaps) < 0x80:
        return bytes(gaps)
    written = bytearray()
    for gap in gaps:
        while gap >= 0x80:
            written.append(gap & 0x7F | 0x80)
            gap >>= 7  # noqa: PLW2901
        written.append(gap)
    return bytes(written)


def _write_documents(index: Index, folder: Path) -> str:
    """Write every chunk; gives back their version."""
    version = sha256()
    keys = [column.facet.key for column in index.columns]
    for number, start in enumerate(range(0, len(index.documents), CHUNK)):
        if number % _PER_FOLDER == 0:
            part = folder / "documents" / str(number // _PER_FOLDER)
            part.mkdir(parents=True, exist_ok=True)
        content = _json([_row(document, keys) for document in index.documents[start : start + CHUNK]])
        version.update(content)
        (part / f"{number}.bin").write_bytes(zlib.compress(content))
    return version.hexdigest()[:_NAME]


def _row(document: Document, keys: Sequence[str]) -> list[Any]:
    facets = [document.facets.get(key, ()) for key in keys]
    shown = (document.address, document.name, document.code, document.items, document.summary)
    return [*shown, document.also, int(document.faulty), facets]


def _facet(column: Column, folder: Path) -> dict[str, Any]:
    facet = column.facet
    values = zip(column.values, column.counts, strict=True)
    return {
        "key": facet.key,
        "label": facet.label,
        "rank": facet.rank,
        "values": [[value, count, facet.aliases.get(value, "")] for value, count in values],
        "sets": None if all(values == (at,) for at, values in enumerate(column.sets)) else column.sets,
        "column": _write_numbers(folder, column.set_of),
    }


def _orders(index: Index) -> Iterator[tuple[str, "array[int]"]]:
    """For each order of resources the place each resource has in it."""
    resources = index.documents[: index.resources]
    keys: dict[str, list[Any]] = {
        "name": [_by_sound(document.name) for document in resources],
        "code": [(not document.code, document.code) for document in resources],
        "items": [len(document.items) for document in resources],
    }
    for name, values in keys.items():
        places = array("I", bytes(4 * len(values)))
        for place, number in enumerate(sorted(range(len(values)), key=values.__getitem__)):
            places[number] = place
        yield name, places


def _by_sound(name: str) -> bytes:
    """GB 18030 has the common 3,755 characters in the order of their pinyin."""
    return name.encode("gb18030", "replace")


def _exported(index: Index) -> dict[str, list[Any]]:
    resources = index.documents[: index.resources]
    return {
        "address": [document.address for document in resources],
        "name": [document.name for document in resources],
        "code": [document.code for document in resources],
        "items": [len(document.items) for document in resources],
    }


def _write_numbers(folder: Path, numbers: "array[int]") -> dict[str, Any]:
    most = max(numbers, default=0)
    width = 1 if most < 1 << 8 else 2 if most < 1 << 16 else 4
    narrow = array({1: "B", 2: "H", 4: "I"}[width], numbers)
    if byteorder == "big":
        narrow.byteswap()
    return {"file": _write(folder, "column", narrow.tobytes()), "width": width}


def _write(folder: Path, kind: str, content: bytes) -> str:
    """Write a file under its hash; gives back the hash."""
    name = sha256(content).hexdigest()[:_NAME]
    (folder / f"{kind}-{name}.bin").write_bytes(zlib.compress(content))
    return name


def _json(value: Iterable[Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
