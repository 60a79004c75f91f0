"""What this very program has made of contents before, kept in the git directory; lost or damaged, it is made anew.

Values are bytes by key, in one SQLite file for each name, which other processes may read and write at the same time.
Nothing kept is ever run, and nothing that approval rests on is kept. docs/decisions/0019-cache-by-content.md.
"""

import hashlib
import os
import sqlite3
import stat
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path

from msgspec import Struct

from generator.source.plumbing import Plumbing

FOLDER = "mulu"
"""Below the git directory, never in the checkout."""

_MANY = 1000
_PATIENCE = 5.0
_MARK = 8
_TABLE = "create table if not exists kept (program blob, key blob, value blob, primary key (program, key))"
"""Values are written one after the other; in the tree of their keys they would be moved about with every new one."""
_PASSING = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
)
"""Errors that are not the file's fault."""


class Cache(Struct, frozen=True):
    """Values by key of one name; without a file it holds nothing and keeps nothing. Holds no connection: may fork."""

    file: Path | None = None
    program: bytes = b""

    def found(self, keys: Collection[str]) -> Iterator[tuple[str, bytes]]:
        """The values there are of the keys asked for, in any order; to be read out before anything is kept."""
        if self.file is None or not keys or not _is_ours(self.file, stat.S_IFREG):
            return
        with suppress(sqlite3.Error), _connected(self.file) as rows:
            asked = {key.encode(): key for key in keys}
            for key, value in self._all(rows) if len(asked) > _MANY else self._some(rows, asked):
                if key in asked and isinstance(value, bytes) and value[:_MARK] == self._mark(key, value[_MARK:]):
                    yield asked[key], value[_MARK:]

    def _all(self, rows: sqlite3.Connection) -> Iterator[tuple[bytes, bytes]]:
        """Everything, in one go: four times as fast as looking up each of many keys."""
        yield from rows.execute("select key, value from kept where program = ?", (self.program,))

    def _some(self, rows: sqlite3.Connection, keys: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
        for key in keys:
            yield from rows.execute("select key, value from kept where program = ? and key = ?", (self.program, key))

    def keep(self, values: Mapping[str, bytes]) -> None:
        """Add values; those of other programs go. What cannot be written is not kept, and that is no fault."""
        if self.file is None or not values or not _is_made(self.file):
            return
        try:
            self._write(self.file, values)
        except sqlite3.Error as error:
            if error.sqlite_errorcode & 0xFF not in _PASSING:
                with suppress(OSError, sqlite3.Error):
                    self.file.unlink()
                    if _is_made(self.file):
                        self._write(self.file, values)

    def _write(self, file: Path, values: Mapping[str, bytes]) -> None:
        keyed = ((key.encode(), value) for key, value in sorted(values.items()))  # a page of the file at a time
        with _connected(file) as rows, rows:
            rows.execute("begin immediate")  # one that reads first could not wait for another that writes
            rows.execute(_TABLE)
            rows.execute("delete from kept where program < ?", (self.program,))
            rows.execute("delete from kept where program > ?", (self.program,))
            rows.executemany(
                "insert or replace into kept values (?, ?, ?)",
                ((self.program, key, self._mark(key, value) + value) for key, value in keyed),
            )

    def _mark(self, key: bytes, value: bytes) -> bytes:
        """Tells a value that is whole from one that a failing disk, or anything but this program, has left."""
        return hashlib.blake2b(b"%s\0%s\0%s" % (self.program, key, value), digest_size=_MARK).digest()


NOT_KEPT = Cache()


def cache_of(root: Path, name: str) -> Cache:
    """The cache of the repository at `root` under a name; empty where there is none, or where others may write."""
    program = program_id()
    with suppress(FileNotFoundError):
        return Cache(_folder(root.absolute()) / f"{name}.sqlite3", program) if program else Cache()
    return Cache()


@cache
def _folder(root: Path) -> Path:
    """Where the repository at `root` keeps what we made, asked of git once; raises where there is no repository."""
    where = Plumbing(root).said("rev-parse", "--path-format=absolute", "--git-path", FOLDER)
    if not where:
        raise FileNotFoundError(root)
    return Path(where)


@cache
def program_id() -> bytes:
    """What tells this program from any other: its source, Python, all libraries there are; empty when unknown."""
    home = Path(__file__).parents[1]
    sources = sorted(home.rglob("*.py"))
    if not sources:
        return b""
    known = hashlib.blake2b(digest_size=16)
    for part in (sys.version, *_libraries()):
        known.update(part.encode() + b"\0")
    for source in sources:
        content = source.read_bytes()
        known.update(b"%s\0%d\0" % (str(source.relative_to(home)).encode(), len(content)) + content)
    return known.digest()


def _libraries() -> list[str]:
    """The libraries there are, each by its name and version."""
    return sorted(found.name for folder in sys.path if folder for found in Path(folder).glob("*.*-info"))


@contextmanager
def _connected(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file, timeout=_PATIENCE)) as rows:
        rows.execute("pragma trusted_schema = off")
        rows.execute("pragma synchronous = off")  # after a power cut a value may be lost or torn; its mark tells
        yield rows


def _is_made(file: Path) -> bool:
    """Whether the file is there and ours, made when it was not."""
    try:
        if not file.parent.exists():
            file.parent.mkdir(mode=0o700, exist_ok=True)
        if not os.path.lexists(file) and _is_ours(file.parent, stat.S_IFDIR):
            os.close(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_NOFOLLOW, 0o600))
    except OSError:
        return False
    return _is_ours(file, stat.S_IFREG)


def _is_ours(path: Path, kind: int) -> bool:
    """Whether it is of that kind, no link, and nobody but us may write there; of a file, its folder too."""
    if kind == stat.S_IFREG and not _is_ours(path.parent, stat.S_IFDIR):
        return False
    try:
        found = path.lstat()
    except OSError:
        return False
    others = stat.S_IWGRP | stat.S_IWOTH
    return stat.S_IFMT(found.st_mode) == kind and found.st_uid == os.geteuid() and not found.st_mode & others
