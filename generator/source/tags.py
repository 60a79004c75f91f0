"""The tags below one name, with what their signatures are over; one `for-each-ref` and one `cat-file` for all."""

import re
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct

from generator.source.commit import EPOCH, person_of
from generator.source.history import CHINA
from generator.source.objects import objects
from generator.source.plumbing import opened

_SIGNATURE = re.compile(rb"^-----BEGIN (?:SSH|PGP) SIGNATURE-----", re.MULTILINE)
MOST = 5000
"""Tags read; nobody publishes an edition a day for ten years."""


class Tag(Struct, frozen=True):
    """One tag. A lightweight one has no object of its own: `is_annotated` is false, and it says nothing but `target`.

    `name` is the reference's, `written_name` the one inside the object; `target` is `None` when it is no commit.
    """

    name: str
    id: str
    target: str | None
    is_annotated: bool
    written_name: str = ""
    tagged_at: datetime = EPOCH
    message: str = ""
    signature: str | None = None
    payload: bytes = b""

    @property
    def on(self) -> date:
        """The tagger's day in Asia/Shanghai."""
        return self.tagged_at.astimezone(CHINA).date()


def tags_below(root: Path, prefix: str) -> tuple[Tag, ...]:
    """Every tag whose name begins with `prefix` and a slash, by name."""
    git = opened(root)
    listed = git.said("for-each-ref", "--format=%(objectname) %(objecttype) %(refname)", f"refs/tags/{prefix}/") or ""
    rows = [line.split(" ", 2) for line in listed.splitlines()[:MOST]]
    raw = dict(objects(git, [id_ for id_, kind, _ in rows if kind == "tag"], "tag"))
    return tuple(
        _tag(name.removeprefix("refs/tags/"), id_, raw[id_])
        if kind == "tag"
        else Tag(name.removeprefix("refs/tags/"), id_, id_ if kind == "commit" else None, False)
        for id_, kind, name in rows
    )


def _tag(name: str, id_: str, raw: bytes) -> Tag:
    """The tag an object's bytes hold; as in git the last signature counts, over all that stands above it."""
    starts = [match.start() for match in _SIGNATURE.finditer(raw)]
    payload, signature = (raw[: starts[-1]], raw[starts[-1] :]) if starts else (raw, b"")
    head, _, body = payload.partition(b"\n\n")
    headers: dict[bytes, bytes] = {}
    for line in head.split(b"\n"):
        key, _, value = line.partition(b" ")
        headers.setdefault(key, value)
    target = headers.get(b"object", b"").decode("ascii", "replace")
    _, tagged_at = person_of(headers.get(b"tagger", b""), "utf-8")
    return Tag(
        name,
        id_,
        target if headers.get(b"type") == b"commit" else None,
        True,
        headers.get(b"tag", b"").decode("utf-8", "replace"),
        tagged_at,
        body.decode("utf-8", "replace").replace("\r\n", "\n"),
        signature.decode("utf-8", "replace") or None,
        payload,
    )
