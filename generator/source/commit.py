"""One commit object as its bytes say it: people, time, message, and what its signature is over."""

import re
from datetime import UTC, datetime

from msgspec import Struct

_PERSON = re.compile(rb"(.*?) ?<([^<>\n]*)> ?(-?\d{1,12}) ([+-]\d{4})", re.DOTALL)
_SIGNATURES = (b"gpgsig", b"gpgsig-sha256")
_ENCODINGS = {"gbk", "gb18030", "gb2312", "cp936", "big5", "iso-8859-1", "latin1", "utf-16", "us-ascii", "ascii"}
EPOCH = datetime.fromtimestamp(0, UTC)


class Person(Struct, frozen=True):
    """An author or committer as the commit names them: a claim, unless something else proves it."""

    name: str
    email: str


class CommitObject(Struct, frozen=True):
    r"""What a commit object says; `payload` is what a signature is over, `signature` is armoured or `None`.

    A time that cannot be read is the epoch, as in git; line ends of the message are `\n`; what is no text in the
    commit's encoding is U+FFFD.
    """

    tree: str
    author: Person
    committer: Person
    committed_at: datetime
    message: str
    signature: str | None
    payload: bytes


def commit_of(raw: bytes) -> CommitObject:
    """The commit that an object's bytes hold; of a header that stands twice the first counts, as in git."""
    head, gap, body = raw.partition(b"\n\n")
    headers, kept, signatures = _headers(head)
    encoding = _encoding(headers.get(b"encoding", [b"utf-8"])[0])
    author, _ = person_of(headers.get(b"author", [b""])[0], encoding)
    committer, at = person_of(headers.get(b"committer", [b""])[0], encoding)
    return CommitObject(
        headers.get(b"tree", [b""])[0].decode("ascii", "replace"),
        author,
        committer,
        at,
        body.decode(encoding, "replace").replace("\r\n", "\n"),
        "\n".join(signatures) or None,
        b"\n".join(kept) + gap + body if signatures else raw,
    )


def _headers(head: bytes) -> tuple[dict[bytes, list[bytes]], list[bytes], list[str]]:
    """Headers by name, the lines without those of signatures, the signatures."""
    headers: dict[bytes, list[bytes]] = {}
    kept: list[bytes] = []
    signatures: list[str] = []
    name = b""
    for line in head.split(b"\n"):
        if line.startswith(b" "):
            value = line[1:]
            if name == b"gpgsig":
                signatures[-1] += "\n" + value.decode("utf-8", "replace")
        else:
            name, _, value = line.partition(b" ")
            headers.setdefault(name, []).append(value)
            if name == b"gpgsig":
                signatures.append(value.decode("utf-8", "replace"))
        if name not in _SIGNATURES:
            kept.append(line)
    return headers, kept, signatures


def person_of(line: bytes, encoding: str) -> tuple[Person, datetime]:
    """Who and when a header line names; a time that cannot be read is the epoch."""
    match = _PERSON.match(line)
    if match is None:
        return Person(line.decode(encoding, "replace"), ""), EPOCH
    name, email = (part.decode(encoding, "replace").strip() for part in match.group(1, 2))
    try:
        return Person(name, email), datetime.fromtimestamp(int(match[3]), UTC)
    except (OverflowError, ValueError, OSError):
        return Person(name, email), EPOCH


def _encoding(named: bytes) -> str:
    """The commit's encoding where it is one people write Chinese in; any other word counts as UTF-8."""
    name = named.decode("ascii", "replace").strip().lower()
    return name if name in _ENCODINGS else "utf-8"
