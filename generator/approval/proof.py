"""What a merge's signature proves: which reviewers put their names to it, or that a forge did."""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from generator.approval import pgp
from generator.approval import reasons as why
from generator.approval.notes import Approval, last_words
from generator.approval.people import Posts, identities
from generator.approval.reasons import Reason
from generator.approval.sshsig import signing_key
from generator.approval.trailers import claimed_reviewers, forge_writes_reviewers
from generator.model.authority import ForgeKey, Reviewer
from generator.source.history import Brought, MainCommit


class Proof(Struct, frozen=True):
    """Reviewers a signature stands for, whether only by a forge's word, and what is wrong with it.

    `by_merger` says that whoever signed made the merge; a detached approval and a forge's word leave that open.
    """

    reviewers: tuple[Reviewer, ...] = ()
    by_forge: bool = False
    reasons: tuple[Reason, ...] = ()
    by_merger: bool = False


def proof_of(commit: MainCommit, posts: Posts, after: Posts | None, latest_on: date) -> Proof:
    """What the signature of a merge proves under the reviewers and forge keys of its first parent."""
    if commit.signature is None:
        is_hopeless = not posts.by_key and not posts.forge_keys
        return Proof(reasons=((why.NO_REVIEWERS if is_hopeless else why.UNSIGNED).because(),))
    if commit.signature.startswith(pgp.BEGIN):
        return _by_openpgp(commit, posts, latest_on)
    key = signing_key(commit.signature, commit.payload)
    if key is None:
        return Proof(reasons=(why.BAD_SIGNATURE.because(),))
    if key in posts.by_key:
        reviewers, reasons = in_force(posts.by_key[key], commit.on, latest_on)
        return Proof(reviewers, False, reasons, True)
    forge = [entry for material, entry in posts.forge_keys if material == key]
    if forge:
        return _by_forge(forge, commit, posts, latest_on)
    is_added = after is not None and (key in after.by_key or any(key == material for material, _ in after.forge_keys))
    fault = why.KEY_ADDED_HERE if is_added else why.UNKNOWN_KEY
    return Proof(reasons=(fault.because(key=fingerprint(key)),))


def detached_proof(approvals: Iterable[Approval], commit: MainCommit, posts: Posts, latest_on: date) -> Proof:
    """What reviewers signed for the head that a merge brought in, with keys still in force when it was merged."""
    found: list[Reviewer] = []
    for approval in last_words(approvals, commit.committed_at):
        if approval.approves:
            until = max(commit.on, latest_on)
            found += in_force(posts.by_key.get(approval.key, ()), approval.on, until)[0]
    return Proof(tuple(found))


def _by_openpgp(commit: MainCommit, posts: Posts, latest_on: date) -> Proof:
    signature = commit.signature or ""
    keys = ((material, entry) for material, entry in posts.forge_keys if "-----BEGIN" in material)
    forge = [entry for material, entry in keys if pgp.is_signed_by(signature, commit.payload, material)]
    if forge:
        return _by_forge(forge, commit, posts, latest_on)
    return Proof(reasons=(why.NO_FORGE_KEY.because(),))


def _by_forge(keys: list[ForgeKey], commit: MainCommit, posts: Posts, latest_on: date) -> Proof:
    """The forge's word: it wrote who merged as the author, and on most forges who reviewed as trailers."""
    used, reasons = in_force([_as_reviewer(key) for key in keys], commit.on, latest_on)
    if not used:
        return Proof((), True, reasons)
    named = sorted(identities(commit.author))
    if forge_writes_reviewers(commit.committer):
        named += claimed_reviewers(commit.message)
    entries = [reviewer for name in dict.fromkeys(named) for reviewer in posts.by_account.get(name, ())]
    if not entries:
        return Proof((), True, (why.FORGE_NAMES_NOBODY.because(),))
    reviewers, reasons = in_force(entries, commit.on, latest_on)
    return Proof(reviewers, True, reasons)


def _as_reviewer(key: ForgeKey) -> Reviewer:
    return Reviewer.model_construct(post=key.forge, starts_on=key.starts_on, ends_on=key.ends_on)


def in_force(entries: Iterable[Reviewer], on: date, latest_on: date) -> tuple[tuple[Reviewer, ...], tuple[Reason, ...]]:
    """Those in force on a day, or why none is; a key's end is counted from the latest day seen, never set back."""
    valid, reasons = [], []
    for entry in entries:
        if entry.starts_on is None or entry.starts_on > on:
            reasons.append(why.KEY_NOT_YET.because(post=entry.post, day=entry.starts_on))
        elif entry.ends_on and entry.ends_on < max(on, latest_on):
            reasons.append(why.KEY_EXPIRED.because(post=entry.post, day=entry.ends_on))
        else:
            valid.append(entry)
    return tuple(valid), () if valid else tuple(reasons)


def signer_of(brought: Brought) -> str | None:
    """The SSH key that signed a commit brought in; `None` when there is none."""
    return signing_key(brought.signature, brought.payload) if brought.signature else None


def fingerprint(key: str) -> str:
    """A key as `ssh-keygen -l` names it: SHA256 over its material."""
    digest = hashlib.sha256(b64decode(key.split()[1])).digest()
    return "SHA256:" + b64encode(digest).decode().rstrip("=")
