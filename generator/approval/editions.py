"""Editions: signed tags that freeze the register, each judged like a merge and against those before and after it.

A tag can be made anew where it stands. Each edition therefore names the tag of the one before it, in a line
`Previous-Edition: <id of that tag>` of its message, over which its signature goes too: whoever makes an older tag
anew breaks the next one's word. For the newest only a record outside the repository can tell.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from generator.approval import pgp
from generator.approval import reasons as why
from generator.approval.ground import Ground, grounds, latest_days
from generator.approval.people import Posts
from generator.approval.proof import fingerprint, in_force
from generator.approval.reasons import Reason, Weight
from generator.approval.sshsig import signing_key
from generator.approval.verdict import Verdict
from generator.source.history import History, blobs
from generator.source.tags import Tag, tags_below

PREFIX = "edition"
_NAME = re.compile(rf"{PREFIX}/([0-9]{{4}})(?:-Q([1-4]))?")
_PREVIOUS = re.compile(r"^Previous-Edition: *([0-9a-f]{40,64}) *$", re.MULTILINE)
_WHOLE_YEAR = 5


class JudgedEdition(Struct, frozen=True):
    """One edition: the name people use (`2026-Q4`), its tag, what is known of it; `on` is the tagger's day."""

    name: str
    tag: Tag
    verdict: Verdict
    reasons: tuple[Reason, ...]
    reviewers: tuple[str, ...]

    @property
    def on(self) -> date | None:
        """The day it was tagged, in Asia/Shanghai; `None` of a lightweight tag."""
        return self.tag.on if self.tag.is_annotated else None

    @property
    def commit(self) -> str | None:
        """The commit it freezes."""
        return self.tag.target


class FrozenState(Struct, frozen=True):
    """A commit of main as editions see it: its place, its day, its register, the latest day up to it."""

    place: int
    on: date
    left: Ground
    latest_on: date


def editions_of(root: Path, history: History, today: date) -> tuple[JudgedEdition, ...]:
    """Every edition of a repository, oldest period first."""
    tags = tags_below(root, PREFIX)
    if not tags:
        return ()
    commits = history.commits
    states = {
        commit.id: FrozenState(place, commit.on, after, max(latest, commit.on))
        for place, (commit, (_, after), latest) in enumerate(
            zip(commits, grounds(commits, lambda ids: blobs(root, ids)), latest_days(commits, today), strict=True)
        )
    }
    return judged_editions(tags, states, commits[-1].id, today)


def judged_editions(
    tags: Sequence[Tag], states: Mapping[str, FrozenState], tip: str, today: date
) -> tuple[JudgedEdition, ...]:
    """Judge tags by the commits of main they freeze; those with a name that is none stand last."""
    ordered = sorted(tags, key=lambda tag: (_period(tag.name) is None, _period(tag.name) or (0, 0), tag.name))
    now = states[tip].left.posts
    judged = []
    for number, tag in enumerate(ordered):
        found = [*_of_the_tag(tag, states, today), *_of_the_order(ordered, number, states)]
        reviewers, objections = _signers(tag, states, now)
        found += objections
        weights = {reason.fault.weight for reason in found}
        verdict = Verdict.VIOLATION if Weight.VIOLATION in weights else Verdict.SIGNED
        if verdict is Verdict.SIGNED and Weight.UNPROVEN in weights:
            verdict = Verdict.UNPROVEN
        judged.append(JudgedEdition(tag.name.removeprefix(f"{PREFIX}/"), tag, verdict, tuple(found), reviewers))
    return tuple(judged)


def _period(name: str) -> tuple[int, int] | None:
    match = _NAME.fullmatch(name)
    return (int(match[1]), int(match[2] or _WHOLE_YEAR)) if match else None


def _of_the_tag(tag: Tag, states: Mapping[str, FrozenState], today: date) -> Iterator[Reason]:
    if _period(tag.name) is None:
        yield why.EDITION_NAME.because(name=tag.name)
    if not tag.is_annotated:
        yield why.EDITION_LIGHTWEIGHT.because()
    elif tag.written_name != tag.name:
        yield why.EDITION_RENAMED.because(written=tag.written_name)
    if tag.target is None or tag.target not in states:
        yield why.EDITION_OFF_MAIN.because()
    elif tag.is_annotated and tag.on < states[tag.target].on:
        yield why.EDITION_BEFORE_COMMIT.because(day=tag.on, commit_day=states[tag.target].on)
    if tag.is_annotated and tag.on > today:
        yield why.FROM_THE_FUTURE.because(day=tag.on)


def _of_the_order(ordered: Sequence[Tag], number: int, states: Mapping[str, FrozenState]) -> Iterator[Reason]:
    """Periods, days and places on main must run the same way, and each must be what the next one says it is."""
    tag = ordered[number]
    others = [other for other in ordered if other.is_annotated and _period(other.name)]
    if tag not in others:
        return
    place = others.index(tag)
    if place:
        before = others[place - 1]
        ends = [states.get(one.target or "") for one in (before, tag)]
        is_turned = bool(ends[0] and ends[1] and ends[0].place > ends[1].place)
        if is_turned or tag.tagged_at < before.tagged_at:
            yield why.EDITION_ORDER.because(other=before.name)
        named = _PREVIOUS.search(tag.message)
        if named is None:
            yield why.EDITION_UNCHAINED.because(other=before.name)
    if place + 1 < len(others):
        after = others[place + 1]
        named = _PREVIOUS.search(after.message)
        if named and named[1] != tag.id:
            yield why.EDITION_REPLACED.because(other=after.name, named=named[1][:10], now=tag.id[:10])


def _signers(
    tag: Tag, states: Mapping[str, FrozenState], now: Posts | None
) -> tuple[tuple[str, ...], tuple[Reason, ...]]:
    """The posts that signed a tag, under the register it freezes, unless a later one ended their keys before."""
    state = states.get(tag.target or "")
    if not tag.is_annotated or state is None:
        return (), ()
    posts = state.left.posts
    if posts is None:
        return (), (why.AUTHORITY_UNREADABLE.because(),)
    if tag.signature is None:
        return (), ((why.UNSIGNED if posts.by_key else why.NO_REVIEWERS).because(),)
    key = None if tag.signature.startswith(pgp.BEGIN) else signing_key(tag.signature, tag.payload)
    if key is None:
        return (), (why.BAD_SIGNATURE.because(),)
    if key not in posts.by_key:
        return (), (why.UNKNOWN_KEY.because(key=fingerprint(key)),)
    reviewers, reasons = in_force(posts.by_key[key], tag.on, state.latest_on)
    if not reasons and now is not None and key in now.by_key:
        _, reasons = in_force(now.by_key[key], tag.on, tag.on)
    return tuple(dict.fromkeys(reviewer.post or "" for reviewer in reviewers)), reasons
