"""The search index as files: every one to be deflated, fetched by need, none of them whole.

- `index.bin` names what there is, as JSON (`search_files` below has its keys).
- `grams/N/N.bin`, a shard of the postings: a line of JSON `[gram, length, length, length, gram, …]`, then for each
  gram its lists in names, items and summaries, written as `generator/search/postings.py` says. A gram whose lists are
  long has a shard of its own, after those of the others.
- `columns/KEY.bin`, a facet, and `orders/KEY.bin`: one number of one, two or four bytes per resource, low byte first.
- `documents/N/N.bin`, a chunk: JSON rows `[address, name, code, items, summary, also, faulty, [values of each
  facet], day due, day of the last change]`.
- `places.bin`: address, name, code, number of items and the two days of every resource, for exports.

A file's name says its place, so that a change of one resource rewrites few; `version`, which the browser adds to each
address, keeps caches from mixing two builds.
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import chain
from sys import byteorder
from typing import Any

from generator.search.index import VERIFIED, Column, Index
from generator.search.part import as_json
from generator.search.postings import Written

FOLDER = "assets/search"
CHUNK = 8
"""Documents in a chunk: few, since the results of a query lie far apart."""
SHARD = 5_000
"""Bytes of a shard before it is deflated."""
LONG = 2_500
"""Bytes of a gram's lists from which on it has a shard of its own."""
_ENTRY = 12  # bytes of a gram and its lengths
_PER_FOLDER = 1000
_WIDTHS = {1: "B", 2: "H", 4: "I"}


def search_files(index: Index) -> Iterator[tuple[str, bytes]]:
    """Every file of the index: its address on the site, and its content before it is deflated."""
    shards, long = _shards(index)
    numbers = {f"columns/{column.facet.key}": column.set_of for column in index.columns}
    numbers |= {f"orders/{key}": places for key, places in index.orders.items()}
    contents = chain(
        ((f"grams/{_place(at)}", content) for at, (_, content) in enumerate((*shards, *long))),
        ((name, _narrow(values)) for name, values in numbers.items()),
        ((f"documents/{_place(at)}", content) for at, content in enumerate(_chunks(index.rows))),
        [("places", _bytes(list(zip(*index.resources, strict=True))))],
    )
    version = sha256()
    for name, content in contents:
        version.update(content)
        yield f"{FOLDER}/{name}.bin", content
    about = {
        "documents": len(index.rows),
        "resources": len(index.resources),
        "verified": VERIFIED,
        "chunk": CHUNK,
        "version": version.hexdigest()[:16],
        "firsts": [gram for gram, _ in shards],
        "long": [gram for gram, _ in long],
        "facets": [_facet(column) for column in index.columns],
        "widths": {name: _width(values) for name, values in numbers.items()},
    }
    yield f"{FOLDER}/index.bin", _bytes(about)


def _place(at: int) -> str:
    return f"{at // _PER_FOLDER}/{at}"


def _shards(index: Index) -> tuple[list[tuple[str, bytes]], list[tuple[str, bytes]]]:
    """The shards, each with its first gram, in the order of grams; then those of the long lists."""
    shards: list[tuple[str, bytes]] = []
    long: list[tuple[str, bytes]] = []
    some: dict[str, Sequence[Written]] = {}
    size = 0
    for gram, lists in index.postings.in_order():
        length = sum(map(len, lists))
        if length >= LONG:
            long.append((gram, _shard({gram: lists})))
            continue
        if some and size + length > SHARD:
            shards.append((next(iter(some)), _shard(some)))
            some, size = {}, 0
        some[gram] = lists
        size += length + _ENTRY
    if some:
        shards.append((next(iter(some)), _shard(some)))
    return shards, long


def _shard(some: Mapping[str, Sequence[Written]]) -> bytes:
    head = [part for gram, lists in some.items() for part in (gram, *map(len, lists))]
    return _bytes(head) + b"\n" + b"".join(chain.from_iterable(some.values()))


def _chunks(rows: Sequence[str]) -> Iterator[bytes]:
    return (_text(f"[{','.join(rows[start : start + CHUNK])}]") for start in range(0, len(rows), CHUNK))


def _facet(column: Column) -> dict[str, Any]:
    facet = column.facet
    values = zip(column.values, column.counts, strict=True)
    return {
        "key": facet.key,
        "label": facet.label,
        "rank": facet.rank,
        "values": [[value, count, facet.aliases.get(value, "")] for value, count in values],
        "sets": None if all(values == (at,) for at, values in enumerate(column.sets)) else column.sets,
    }


def _width(numbers: "array[int]") -> int:
    most = max(numbers, default=0)
    return 1 if most < 1 << 8 else 2 if most < 1 << 16 else 4


def _narrow(numbers: "array[int]") -> bytes:
    narrow = array(_WIDTHS[_width(numbers)], numbers)
    if byteorder == "big":
        narrow.byteswap()
    return narrow.tobytes()


def _bytes(value: object) -> bytes:
    return _text(as_json(value))


def _text(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
