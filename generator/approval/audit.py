"""The whole main line, judged in one pass: every commit after the baseline, and the chain they stand on."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path

from msgspec import Struct

from generator.approval import reasons as why
from generator.approval.ground import Blobs, Ground, grounds, latest_days
from generator.approval.notes import REFERENCE, Approval, approvals_by_head
from generator.approval.reasons import Reason, Weight
from generator.approval.verdict import Case, Judgement, Verdict, judge
from generator.source.history import History, MainCommit, blobs, merge_trees
from generator.source.notes import notes_of

Approvals = Mapping[str, tuple[Approval, ...]]
Trees = Callable[[Iterable[tuple[str, str]]], Iterator[str | None]]


class Audit(Struct, frozen=True):
    """What is known of every commit of the main line, oldest first, and of the chain as a whole.

    `baseline` is the commit everything up to which is the initial import; `None` when none is declared.
    """

    baseline: str | None
    chain: tuple[Reason, ...]
    judgements: Mapping[str, Judgement]

    @property
    def has_violation(self) -> bool:
        """Whether the chain or any commit is in violation."""
        return self.is_broken or any(judgement.verdict is Verdict.VIOLATION for judgement in self.judgements.values())

    @property
    def is_broken(self) -> bool:
        """Whether the chain itself does not hold."""
        return any(reason.fault.weight is Weight.VIOLATION for reason in self.chain)


def audit_of(root: Path, history: History, today: date, pinned: str | None = None) -> Audit:
    """The audit of a repository's main line; `pinned` is the baseline as it is kept outside the repository."""
    approvals = approvals_by_head(notes_of(root, REFERENCE))
    return audit(
        history.commits, lambda ids: blobs(root, ids), lambda pairs: merge_trees(root, pairs), today, pinned, approvals
    )


def audit(
    commits: tuple[MainCommit, ...],
    read: Blobs,
    trees: Trees,
    today: date,
    pinned: str | None = None,
    approvals: Approvals | None = None,
) -> Audit:
    """Judge the main line, given oldest first, with what reads its old files and merges its parents."""
    states = list(grounds(commits, read))
    declared, changed = _declared_baseline(commits, states)
    baseline = pinned or declared
    chain = list(_of_the_chain(commits, pinned, declared))
    place = next((number for number, commit in enumerate(commits) if commit.id == baseline), None)
    if baseline is None or place is None:
        alike = Judgement(Verdict.IMPORT) if baseline is None else _BELOW_NOTHING
        return Audit(baseline, tuple(chain), {commit.id: alike for commit in commits})
    judgements = {commit.id: Judgement(Verdict.IMPORT) for commit in commits[: place + 1]}
    rest = islice(zip(commits, states, latest_days(commits, today), strict=True), place + 1, None)
    honest_trees = _honest_trees(commits[place + 1 :], trees)
    for (commit, (before, after), latest), honest in zip(rest, honest_trees, strict=True):
        judgement = judge(_case(commit, before, after, honest, latest, today, approvals or {}))
        judgements[commit.id] = _with_change(judgement) if commit.id in changed else judgement
    return Audit(baseline, tuple(chain), judgements)


_BELOW_NOTHING = Judgement(Verdict.UNPROVEN, (why.BELOW_NO_BASELINE.because(),))


def _declared_baseline(
    commits: Iterable[MainCommit], states: Iterable[tuple[Ground, Ground]]
) -> tuple[str | None, frozenset[str]]:
    """The baseline first declared, which stands for ever, and the commits that put another in its place."""
    declared: str | None = None
    last: str | None = None
    changed = set()
    for commit, (_, after) in zip(commits, states, strict=True):
        if after.posts is None:
            continue
        if declared is None:
            declared = last = after.baseline
        elif after.baseline != last:
            changed.add(commit.id)
            last = after.baseline
    return declared, frozenset(changed)


def _of_the_chain(commits: Iterable[MainCommit], pinned: str | None, declared: str | None) -> Iterator[Reason]:
    known = {commit.id for commit in commits}
    if pinned is None and declared is None:
        yield why.NO_BASELINE.because()
    elif pinned is None:
        yield why.BASELINE_ONLY_INSIDE.because()
    if pinned and declared and pinned != declared:
        yield why.BASELINE_DIFFERS.because(inside=declared, outside=pinned)
    for baseline in dict.fromkeys(filter(None, (pinned, declared))):
        if baseline not in known:
            yield why.BASELINE_MISSING.because(baseline=baseline)


def _with_change(judgement: Judgement) -> Judgement:
    reasons = (*judgement.reasons, why.BASELINE_CHANGED.because())
    return Judgement(Verdict.VIOLATION, reasons, judgement.reviewers, judgement.claimed, judgement.submitters)


def _honest_trees(commits: Sequence[MainCommit], trees: Trees) -> Iterator[dict[tuple[str, ...], str | None]]:
    """Per commit: what merging pairs of parents gives, those of its own merge and of those it brought in among them.

    Git merges the next ones while the last are judged.
    """
    parents_of = ([commit.parents, *(one.parents for one in commit.brought)] for commit in commits)
    merges_of = [[(parents[0], parents[1]) for parents in some if len(parents) == 2] for some in parents_of]
    pairs = list(dict.fromkeys(pair for merges in merges_of for pair in merges))
    told = zip(pairs, trees(pairs) if pairs else (), strict=True)
    known: dict[tuple[str, ...], str | None] = {}
    for merges in merges_of:
        while not known.keys() >= {*merges}:
            known.update([next(told)])
        yield known
    deque(told, maxlen=0)  # so git has said all, and that it did well


def _case(
    commit: MainCommit,
    before: Ground,
    after: Ground,
    honest: Mapping[tuple[str, ...], str | None],
    latest: date,
    today: date,
    approvals: Approvals,
) -> Case:
    updates = (one.id for one in commit.brought if len(one.parents) == 2 and honest.get(one.parents) == one.tree)
    return Case(
        commit,
        before.posts,
        before.departments,
        honest.get(commit.parents),
        latest,
        today,
        after.posts,
        frozenset(updates),
        approvals.get(commit.parents[1], ()) if len(commit.parents) == 2 else (),
        lambda folder: before.catalogues.get(folder) or after.catalogues.get(folder),
    )
