r"""Detached approvals: a reviewer signs for the head of a request, and somebody else, or a forge, merges it.

A note in `refs/notes/approvals` on the request's last commit holds, for each approval, one line of canonical JSON
`{"decision":"同意","head":ID,"request":"12","time":"2026-03-02T10:00:00+08:00"}` and the signature that
`ssh-keygen -Y sign -n catalogue-approval` makes over that line, without its line end.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from msgspec import Struct

from generator.approval.sshsig import BEGIN, END, signing_key
from generator.source.history import CHINA

REFERENCE = "refs/notes/approvals"
NAMESPACE = "catalogue-approval"
APPROVED = "同意"
MOST = 50
"""Approvals read of one note."""

_KEYS = frozenset({"decision", "head", "request", "time"})


class Approval(Struct, frozen=True):
    """One reviewer's word on one head: the key that signed it, the moment it names, whether it approves."""

    key: str
    at: datetime
    approves: bool

    @property
    def on(self) -> date:
        """Its day in Asia/Shanghai."""
        return self.at.astimezone(CHINA).date()


def approvals_by_head(notes: Mapping[str, bytes]) -> dict[str, tuple[Approval, ...]]:
    """What every key said on every head, oldest first; malformed, unsigned or about another head, it is nobody's."""
    found = {head: tuple(sorted(_approvals(head, raw), key=lambda one: one.at)) for head, raw in notes.items()}
    return {head: approvals for head, approvals in found.items() if approvals}


def last_words(approvals: Iterable[Approval], until: datetime) -> list[Approval]:
    """The last word of every key up to a moment: what is said after a merge no longer changes it."""
    return list({one.key: one for one in approvals if one.at <= until}.values())


def statement(head: str, request: str, decision: str, at: datetime) -> str:
    """The canonical line that is signed."""
    said = {"decision": decision, "head": head, "request": request, "time": at.isoformat()}
    return _canonical(said)


def _canonical(said: Mapping[str, str]) -> str:
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _approvals(head: str, raw: bytes) -> Iterator[Approval]:
    text = raw.decode("utf-8", "replace").replace("\r\n", "\n")
    for part in text.split(END, MOST)[:MOST]:
        above, begin, body = part.partition(BEGIN)
        line = above.strip().rpartition("\n")[2]
        signature = f"{begin}{body}{END}"
        try:
            said = json.loads(line)
            at = datetime.fromisoformat(said["time"])
        except (ValueError, TypeError, KeyError, RecursionError):
            continue
        is_whole = said.keys() == _KEYS and all(isinstance(value, str) for value in said.values())
        if not is_whole or said["head"] != head or at.tzinfo is None or _canonical(said) != line:
            continue
        key = signing_key(signature, line.encode(), NAMESPACE)
        if key:
            yield Approval(key, at, said["decision"] == APPROVED)
