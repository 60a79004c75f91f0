"""One filing per merge that changes the register after the baseline, numbered by order within its year, for ever.

The number is 备〔year〕NNNN号: the year is the committer's in Asia/Shanghai, the place is counted along the main line.
So commits that join later change no number, and neither does a clock that runs back over New Year: the merge takes
the next number of the year it names. 办法第九、十条: 审核、备案.
"""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from generator.approval.audit import Audit
from generator.approval.verdict import Judgement, Verdict
from generator.history.claims import claims_of
from generator.history.revision import Histories, Revision
from generator.model.words import LedgerKind
from generator.model.written import LEDGER_NUMBER
from generator.source.folder import FOLDER
from generator.source.history import History, MainCommit

_LEDGERS = {kind.folder: kind for kind in LedgerKind}
_LEDGER_FILE = re.compile(rf"{FOLDER}/ledgers/({'|'.join(_LEDGERS)})/[0-9]{{4}}/({LEDGER_NUMBER})\.yml")


class LedgerRecord(Struct, frozen=True):
    """A record of a ledger that a filing touches."""

    kind: LedgerKind
    number: str


class Filing(Struct, frozen=True):
    """One merge that changed the register, and all that is known of it.

    `request`, `address`, `title` and `claimed_submitter` are the message's claims; `submitters` are departments whose
    accounts wrote what was brought in, `reviewers` posts; both rest on the judgement. `files` are the register's files
    it changed that hold neither a resource nor a ledger's record. `on_time` is `None` until deadlines say.
    """

    year: int
    sequence: int
    commit: str
    on: date
    request: str
    address: str
    title: str
    submitters: tuple[str, ...]
    claimed_submitter: str
    reviewers: tuple[str, ...]
    verdict: Verdict
    reasons: tuple[str, ...]
    revisions: tuple[Revision, ...]
    triggers: tuple[str, ...]
    ledgers: tuple[LedgerRecord, ...]
    files: tuple[str, ...]
    on_time: bool | None = None

    @property
    def number(self) -> str:
        """The number as officials write it: 备〔2026〕0012号."""
        return f"备〔{self.year}〕{self.sequence:04}号"


class Filings(Struct, frozen=True):
    """Every filing, oldest first, and the commits that changed the register otherwise than by a merge."""

    listed: tuple[Filing, ...]
    unfiled: tuple[str, ...]

    def by_commit(self) -> dict[str, Filing]:
        """Filings by the merge that made them."""
        return {filing.commit: filing for filing in self.listed}


def filings(history: History, found: Histories, audit: Audit, on_time: Mapping[str, bool] | None = None) -> Filings:
    """The filing register of a main line; `on_time` says by commit whether a filing met its deadline.

    Raises `OperatorError` when the baseline that is declared is not on the main line.
    """
    if audit.baseline is not None:
        history.place_of(audit.baseline)
    counts: Counter[int] = Counter()
    listed, unfiled = [], []
    for commit in history.commits:
        judgement = audit.judgements[commit.id]
        if judgement.verdict is Verdict.IMPORT or not _touches_register(commit):
            continue
        if not commit.is_merge:
            unfiled.append(commit.id)
            continue
        counts[commit.on.year] += 1
        place = (commit.on.year, counts[commit.on.year])
        revisions = found.by_commit.get(commit.id, ())
        listed.append(_filing(commit, place, judgement, revisions, (on_time or {}).get(commit.id)))
    return Filings(tuple(listed), tuple(unfiled))


def _touches_register(commit: MainCommit) -> bool:
    return any(change.path.startswith(f"{FOLDER}/") for change in commit.changes)


def _filing(
    commit: MainCommit,
    place: tuple[int, int],
    judgement: Judgement,
    revisions: tuple[Revision, ...],
    on_time: bool | None,
) -> Filing:
    claims = claims_of(commit.message)
    resources = {file for revision in revisions for file in (revision.file, revision.moved_from)}
    below = [change for change in commit.changes if change.path.startswith(f"{FOLDER}/")]
    records = {change.path: record for change in below if (record := _ledger_record(change.path))}
    return Filing(
        *place,
        commit.id,
        commit.on,
        claims.request,
        claims.address,
        claims.title,
        judgement.submitters,
        claims.submitted_by,
        judgement.reviewers,
        judgement.verdict,
        tuple(reason.message for reason in judgement.reasons),
        revisions,
        tuple(dict.fromkeys(trigger for revision in revisions for trigger in revision.triggers)),
        tuple(records.values()),
        tuple(change.shown for change in below if change.path not in resources | records.keys()),
        on_time,
    )


def _ledger_record(path: str) -> LedgerRecord | None:
    match = _LEDGER_FILE.fullmatch(path)
    return LedgerRecord(_LEDGERS[match[1]], match[2]) if match else None
