"""One commit of the main line, judged: who approved it, whether that is proven, and what speaks against it.

Pure: what the repository says is handed in as a `Case`. A commit is judged by the register of its first parent, so
that nothing a merge brings can vouch for the merge itself.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property

from msgspec import Struct, field

from generator.approval import reasons as why
from generator.approval.notes import Approval
from generator.approval.people import Departments, Posts, identities
from generator.approval.places import owners_of, places_of
from generator.approval.proof import Proof, detached_proof, proof_of, signer_of
from generator.approval.reasons import Reason, Weight
from generator.approval.trailers import claimed_reviewers
from generator.model.authority import Reviewer
from generator.model.catalogue import Catalogue
from generator.model.register import AUTHORITY
from generator.model.words import Duty
from generator.source.history import Brought, MainCommit


class Verdict(StrEnum):
    """What is known of a commit's approval, strongest first."""

    SIGNED = "签名证明"
    FORGE = "平台证明"
    UNPROVEN = "无法证明"
    VIOLATION = "违规"
    IMPORT = "初始导入"


class Judgement(Struct, frozen=True):
    """A verdict with its reasons; `reviewers` are posts whose part is proven, `claimed` what the message says.

    `submitters` are the departments whose people wrote what a merge brought in, by short name.
    """

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    reviewers: tuple[str, ...] = ()
    claimed: tuple[str, ...] = ()
    submitters: tuple[str, ...] = ()


def _no_catalogue(_folder: str) -> Catalogue | None:
    return None


class Case(Struct, frozen=True, dict=True):
    """A commit and what it is judged by.

    `posts` and `departments` are those of its first parent, `None` when unreadable; `posts_after` those it leaves.
    `honest_tree` is what merging its parents gives, `None` where they conflict. `updates` are merges it brought
    that add nothing of their own, `approvals` detached ones of the head it brought. `latest_on` is the latest day
    of the main line before it.
    """

    commit: MainCommit
    posts: Posts | None
    departments: Departments | None
    honest_tree: str | None
    latest_on: date
    today: date
    posts_after: Posts | None = None
    updates: frozenset[str] = frozenset()
    approvals: tuple[Approval, ...] = ()
    catalogue_at: Callable[[str], Catalogue | None] = field(default=_no_catalogue)

    @cached_property
    def brought(self) -> list[Brought]:
        """The commits with content of their own that it brought in."""
        return [one for one in self.commit.brought if one.id not in self.updates]

    @cached_property
    def paths(self) -> list[str]:
        """The files it changed, as they can be shown."""
        return [change.shown for change in self.commit.changes]


def judge(case: Case) -> Judgement:
    """The verdict on one commit after the baseline."""
    commit = case.commit
    claimed = claimed_reviewers(commit.message)
    found = list(_of_the_day(case))
    if not commit.is_merge:
        return Judgement(Verdict.VIOLATION, (why.DIRECT_PUSH.because(), *found), claimed=claimed)
    submitters = _submitters(case)
    found += _of_the_merge(case)
    if case.posts is None:
        found.append(why.AUTHORITY_UNREADABLE.because())
        return Judgement(Verdict.VIOLATION, tuple(found), (), claimed, submitters)
    found += _of_the_submission(case, case.posts, frozenset(submitters))
    proof = _proof(case, case.posts)
    reviewers, objections = _reviewers(case, case.posts, proof, frozenset(submitters))
    found += [*proof.reasons, *objections]
    weights = {reason.fault.weight for reason in found}
    verdict = Verdict.FORGE if proof.by_forge else Verdict.SIGNED
    if Weight.VIOLATION in weights:
        verdict = Verdict.VIOLATION
    elif Weight.UNPROVEN in weights:
        verdict = Verdict.UNPROVEN
    return Judgement(verdict, tuple(dict.fromkeys(found)), reviewers, claimed, submitters)


def _proof(case: Case, posts: Posts) -> Proof:
    """The merger's own signature; else an approval signed for the head; else the forge's word."""
    proof = proof_of(case.commit, posts, case.posts_after, case.latest_on)
    if proof.by_merger or any(reason.fault is why.BAD_SIGNATURE for reason in proof.reasons):
        return proof
    detached = detached_proof(case.approvals, case.commit, posts, case.latest_on)
    return detached if detached.reviewers else proof


def _of_the_day(case: Case) -> Iterator[Reason]:
    if case.commit.on > case.today:
        yield why.FROM_THE_FUTURE.because(day=case.commit.on)
    elif case.commit.on < case.latest_on:
        yield why.RUNNING_BACK.because()


def _of_the_merge(case: Case) -> Iterator[Reason]:
    parents = len(case.commit.parents)
    if parents > 2:
        yield why.OCTOPUS.because(count=parents - 1)
    elif case.honest_tree is None:
        yield why.CONFLICT.because()
    elif case.honest_tree != case.commit.tree:
        yield why.SMUGGLED.because()


def _submitters(case: Case) -> tuple[str, ...]:
    departments = case.departments
    if departments is None:
        return ()
    people = {person for one in case.brought for person in (one.author, one.committer)}
    return tuple(sorted({name for person in people for name in departments.of(person)}))


def _of_the_submission(case: Case, posts: Posts, submitters: frozenset[str]) -> Iterator[Reason]:
    departments, authority = case.departments, posts.unit or ""
    if departments is None:
        yield why.ORGANISATIONS_UNREADABLE.because()
        return
    unknown = next((one for one in case.brought if not departments.of(one.author)), None)
    if unknown:
        yield why.UNKNOWN_SUBMITTER.because(commit=unknown.id[:10])
    if not submitters:
        return
    for place in places_of(case.paths):
        if place.is_open:
            continue
        catalogue = case.catalogue_at(place.name) if place.is_content else None
        if not submitters & owners_of(place, departments, catalogue, authority):
            fault = why.CROSS_DEPARTMENT if place.is_content else why.AUTHORITY_ONLY
            yield fault.because(submitters="、".join(sorted(submitters)), place=place.name)


def _reviewers(
    case: Case, posts: Posts, proof: Proof, submitters: frozenset[str]
) -> tuple[tuple[str, ...], Sequence[Reason]]:
    """The posts whose part is proven, and what speaks against all of them; nothing where one may approve."""
    names = tuple(dict.fromkeys(reviewer.post or "" for reviewer in proof.reviewers))
    against = [list(_objections(case, posts, reviewer, proof, submitters)) for reviewer in proof.reviewers]
    if [] in against:
        approved = (
            reviewer.post or "" for reviewer, objections in zip(proof.reviewers, against, strict=True) if not objections
        )
        return tuple(dict.fromkeys(approved)), ()
    return names, [reason for objections in against for reason in objections]


def _objections(
    case: Case, posts: Posts, reviewer: Reviewer, proof: Proof, submitters: frozenset[str]
) -> Iterator[Reason]:
    post, unit = reviewer.post or "", reviewer.unit or ""
    if unit in submitters and not (unit == posts.unit and _is_the_authoritys_own(case)):
        yield why.OWN_DEPARTMENT.because(post=post, unit=unit)
    if _wrote_it(case, posts, reviewer, proof):
        yield why.SELF_APPROVED.because(post=post)
    if AUTHORITY in case.paths and Duty.AUTHORITY not in reviewer.duties:
        yield why.WITHOUT_AUTHORITY_DUTY.because(post=post)
    if any(path != AUTHORITY for path in case.paths) and Duty.CATALOGUES not in reviewer.duties:
        yield why.WITHOUT_CATALOGUE_DUTY.because(post=post)


def _is_the_authoritys_own(case: Case) -> bool:
    """Whether no catalogue's content is touched, only what the authority alone can propose."""
    return not any(place.is_content for place in places_of(case.paths))


def _wrote_it(case: Case, posts: Posts, reviewer: Reviewer, proof: Proof) -> bool:
    """Whether a reviewer is an author or committer of what was brought in: by address, account or key."""
    known_by = {account.casefold() for account in reviewer.accounts}
    if proof.by_merger:
        known_by |= identities(case.commit.committer)
    elif known_by & identities(case.commit.author):
        known_by |= identities(case.commit.author)
    keys = posts.keys_of(reviewer.post)
    return any(
        known_by & (identities(one.author) | identities(one.committer)) or signer_of(one) in keys
        for one in case.brought
    )
