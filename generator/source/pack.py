"""The door for new Git objects: blobs, trees, commits and tags made in memory, written as one pack.

Objects are made by their format (gitformat-pack, RFC 1950), so that a commit can carry a signature made in process
and its id is known before anything is written.
"""

import hashlib
import os
import struct
import subprocess
import zlib
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path

from msgspec import Struct, field

from generator.diagnostics import OperatorError, quoted

PACKED_AS = {"commit": 1, "tree": 2, "blob": 3, "tag": 4}
FILE, FOLDER = b"100644", b"40000"


class Signature(Struct, frozen=True):
    """Who did something, and when; the time must know its zone."""

    name: str
    email: str
    at: datetime

    @property
    def line(self) -> str:
        """As a commit or tag holds it: `Name <mail> seconds +0800`."""
        return f"{self.name} <{self.email}> {int(self.at.timestamp())} {self.at:%z}"


class Objects(Struct):
    """Git objects by id, in the order in which they were made; the same content is one object."""

    made: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    _trees: dict[tuple[tuple[str, str], ...], str] = field(default_factory=dict)

    def add(self, kind: str, content: bytes) -> str:
        """Keep one object; gives back its id."""
        object_id = hashlib.sha1(
            b"%s %d\0" % (kind.encode(), len(content)) + content, usedforsecurity=False
        ).hexdigest()
        self.made.setdefault(object_id, (kind, content))
        return object_id

    def tree(self, files: Mapping[str, str]) -> str:
        """The tree that holds these blobs by path; every file is a regular one."""
        key = tuple(sorted(files.items()))
        if key not in self._trees:
            self._trees[key] = self._tree_of(files)
        return self._trees[key]

    def _tree_of(self, files: Mapping[str, str]) -> str:
        folders: dict[str, dict[str, str]] = {}
        entries: list[tuple[bytes, bytes, str]] = []
        for path, blob in files.items():
            name, slash, rest = path.partition("/")
            if slash:
                folders.setdefault(name, {})[rest] = blob
            else:
                entries.append((name.encode(), FILE, blob))
        entries += [(name.encode(), FOLDER, self.tree(within)) for name, within in folders.items()]
        entries.sort(key=lambda entry: entry[0] + (b"/" if entry[1] == FOLDER else b""))
        return self.add(
            "tree", b"".join(b"%s %s\0" % (mode, name) + bytes.fromhex(made) for name, mode, made in entries)
        )

    def pack(self) -> bytes:
        """All objects as one pack, version 2, without deltas."""
        packed = BytesIO()
        packed.write(b"PACK" + struct.pack(">II", 2, len(self.made)))
        for kind, content in self.made.values():
            packed.write(_head(PACKED_AS[kind], len(content)) + zlib.compress(content, 1))
        body = packed.getvalue()
        return body + hashlib.sha1(body, usedforsecurity=False).digest()


def _head(kind: int, size: int) -> bytes:
    """The kind and the size of an object, seven bits a byte after the first four."""
    first, size = (kind << 4) | (size & 15), size >> 4
    written = bytearray()
    while size:
        written.append(first | 0x80)
        first, size = size & 0x7F, size >> 7
    written.append(first)
    return bytes(written)


def commit_payload(tree: str, parents: tuple[str, ...], author: Signature, committer: Signature, message: str) -> bytes:
    """A commit as it is signed: without its signature."""
    lines = [f"tree {tree}", *(f"parent {parent}" for parent in parents)]
    lines += [f"author {author.line}", f"committer {committer.line}", "", message]
    return "\n".join(lines).encode()


def signed_commit(payload: bytes, signature: str) -> bytes:
    """The commit with its signature in its header, as git keeps it."""
    header, _, message = payload.partition(b"\n\n")
    return header + b"\ngpgsig " + signature.strip().replace("\n", "\n ").encode() + b"\n\n" + message


def tag_payload(commit: str, name: str, tagger: Signature, message: str) -> bytes:
    """An annotated tag of a commit as it is signed; the signature is put behind it."""
    return f"object {commit}\ntype commit\ntag {name}\ntagger {tagger.line}\n\n{message}".encode()


SETTINGS = {"core.autocrlf": "false", "core.logAllRefUpdates": "false", "core.quotePath": "false"}
"""What the new repository's own configuration says: same bytes everywhere, no diary of this machine, readable names."""


def write_repository(folder: Path, objects: Objects, references: Mapping[str, str], branch: str) -> None:
    """Make an empty folder a repository of these objects and references, with `branch` checked out.

    Nothing of the machine's own settings, variables or templates goes in; git itself checks every object. Raises
    `OperatorError` when git cannot write.
    """
    wanted = "".join(f"create {name} {made}\n" for name, made in references.items())
    _run(folder, "init", "--quiet", "--template=", "--object-format=sha1", f"--initial-branch={branch}")
    for name, value in SETTINGS.items():
        _run(folder, "config", name, value)
    _run(folder, "index-pack", "--stdin", "--strict", told=objects.pack())
    _run(folder, "update-ref", "--stdin", told=wanted.encode())
    _run(folder, "read-tree", "HEAD")
    _run(folder, "checkout-index", "--all", "--quiet")


def _run(folder: Path, *arguments: str, told: bytes = b"") -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    plain = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_ATTR_NOSYSTEM": "1", "LC_ALL": "C"}
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(command, input=told, env=kept | plain, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise OperatorError(f"git {arguments[0]} 没有成功，没有写出仓库：{quoted(said)}")
