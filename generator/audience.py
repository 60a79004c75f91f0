"""Two audiences of one register: what the public may not see is taken out here, before any page is thought of.

Left out for the public: security incidents (办法第二十四、二十五条) with all that tells of them, contact details, and
what the register marks internal. Pure; whatever a page, feed, export or index shows comes out of `for_audience`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TypeVar

from msgspec.structs import replace

from generator import wording
from generator.approval.reasons import Reason
from generator.approval.verdict import Judgement
from generator.deadlines import Deadline
from generator.diagnostics import Finding
from generator.edition import Audience, Edition
from generator.filing.filing import Filing
from generator.filing.reading import Past
from generator.model.authority import Authority
from generator.model.register import AUTHORITY, ORGANISATIONS, WAIVERS, Register
from generator.model.words import LedgerKind
from generator.source.folder import FOLDER
from generator.source.history import Brought, MainCommit, Person

INTERNAL_LEDGERS = frozenset({LedgerKind.INCIDENTS})
"""Ledgers that only the internal audience sees."""

PARTLY_INTERNAL = frozenset({AUTHORITY, ORGANISATIONS, WAIVERS})
"""Files that hold accounts or name internal files: of a finding there the public sees the rule, not what it says."""

_LEDGERS = f"{FOLDER}/ledgers/"
_SHOWN = tuple(f"{_LEDGERS}{kind.folder}/" for kind in LedgerKind if kind not in INTERNAL_LEDGERS)
_MAIL = r"[^\s@<>()（）「」：，。；、]{1,64}[@＠][^\s@<>()（）「」：，。；、]{1,255}"
_PATH = rf"{_LEDGERS}[^\s<>（）「」：，。；、]*"
_NOBODY = Person("", "")

Judged = tuple[Register, tuple[Finding, ...], tuple[Deadline, ...]]
"""A register, what is found in it, and its clocks."""

T = TypeVar("T")

Mask = Callable[[str], str]
"""Takes addresses, accounts and internal files out of a text."""


def for_audience(edition: Edition, audience: Audience) -> Edition:
    """The edition as an audience may see it; for the internal one, all of it."""
    if audience is Audience.INTERNAL:
        return replace(edition, audience=audience)
    register, findings, deadlines = seen((edition.register, edition.findings, edition.deadlines), audience)
    past = _public_past(edition.past, mask_of(edition.register)) if edition.past else None
    filings = zip(edition.filings, past.filings.listed if past else (), strict=True)
    return replace(
        edition,
        audience=audience,
        register=register,
        findings=findings,
        files=edition.files - sum(map(is_internal, edition.sources)),
        texts=_public_files(edition.texts),
        deadlines=deadlines,
        past=past,
        filings=tuple(shown if one.on_time is None else replace(shown, on_time=one.on_time) for one, shown in filings),
        reminders=tuple(one for one in edition.reminders if not _names_internal(f"{one.file} {one.message}")),
        sources=_public_files(edition.sources),
        loaded=None,
    )


def seen(judged: Judged, audience: Audience) -> Judged:
    """What an audience may see of a register in any state, of what is found in it and of its clocks."""
    register, findings, deadlines = judged
    if audience is Audience.INTERNAL:
        return judged
    mask = mask_of(register)
    return (
        _public_register(register),
        tuple(_public_finding(one, mask) for one in findings if not is_internal(one.file)),
        tuple(one for one in deadlines if not one.internal),
    )


def is_internal(file: str) -> bool:
    """Whether a file of the register is for the internal audience: what is below `ledgers/` and in no public ledger."""
    return file.startswith(_LEDGERS) and not file.startswith(_SHOWN)


def mask_of(register: Register) -> Mask:
    """What takes e-mail addresses, the register's accounts and internal files out of a text; posts and units stay."""
    accounts = {account for one in register.organisations for account in one.submitters}
    accounts |= {account for one in register.authority.reviewers for account in one.accounts}
    accounts -= {one.post for one in register.authority.reviewers} | register.organisation_named.keys()
    known = "|".join(map(re.escape, sorted(accounts, key=lambda account: (-len(account), account))))
    accounts_in = rf"|(?<![A-Za-z0-9_-])(?:{known})(?![A-Za-z0-9_-])" if known else ""
    return partial(re.compile(f"({_PATH})|{_MAIL}{accounts_in}", re.IGNORECASE).sub, _masked)


def _masked(found: re.Match[str]) -> str:
    return found[0] if found[1] and not is_internal(found[1]) else wording.WITHHELD


def _names_internal(text: str) -> bool:
    return any(map(is_internal, re.findall(_PATH, text)))


def _public_register(register: Register) -> Register:
    organisations = tuple(one.model_copy(update={"submitters": ()}) for one in register.organisations)
    waivers = tuple(one for one in register.waivers if not is_internal(one.file or ""))
    return replace(
        register,
        authority=_public_authority(register.authority),
        organisations_file=register.organisations_file.model_copy(update={"organisations": organisations}),
        entries=tuple(entry for entry in register.entries if entry.kind not in INTERNAL_LEDGERS),
        waivers_file=register.waivers_file.model_copy(update={"waivers": waivers}),
    )


def _public_authority(authority: Authority) -> Authority:
    """The authority without accounts; a key keeps its two parts and loses its comment, which often names a person."""
    reviewers = tuple(
        one.model_copy(update={"accounts": (), "public_key": " ".join((one.public_key or "").split()[:2])})
        for one in authority.reviewers
    )
    forges = tuple(one.model_copy(update={"public_key": None}) for one in authority.forge_keys)
    return authority.model_copy(update={"reviewers": reviewers, "forge_keys": forges})


def _public_finding(finding: Finding, mask: Mask) -> Finding:
    if finding.file in PARTLY_INTERNAL:
        return replace(finding, message=finding.rule.fault, hint=wording.INTERNAL_HINT, waived="")
    return replace(finding, message=mask(finding.message), hint=mask(finding.hint), waived=mask(finding.waived))


def _public_files(files: Mapping[str, T]) -> dict[str, T]:
    return {file: text for file, text in files.items() if not is_internal(file) and file not in PARTLY_INTERNAL}


def _public_filing(filing: Filing, mask: Mask) -> Filing:
    """The filing without people; one that holds an internal record says no more of it than that it is there.

    The number stays: a gap would look as if a filing had been taken away.
    """
    ledgers = tuple(record for record in filing.ledgers if record.kind not in INTERNAL_LEDGERS)
    files = tuple(file for file in filing.files if not is_internal(file))
    shown = replace(
        filing,
        title=mask(filing.title),
        request=mask(filing.request),
        address=filing.address if mask(filing.address) == filing.address else "",
        claimed_submitter="",
        ledgers=ledgers,
        files=tuple(map(mask, files)),
        reasons=tuple(map(mask, filing.reasons)),
    )
    if (ledgers, files) == (filing.ledgers, filing.files):
        return shown
    shown = replace(shown, title=wording.INTERNAL_FILING, request="", address="")
    if filing.revisions or ledgers or files:
        return shown
    return replace(shown, submitters=(), reasons=_naming_none(shown.reasons, filing.submitters))


def _naming_none(reasons: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    named = tuple(names)
    return tuple(reason for reason in reasons if not any(name in reason for name in named))


def _public_past(past: Past, mask: Mask) -> Past:
    """The past without people and messages, which only proofs need, and without internal files."""
    filings = replace(past.filings, listed=tuple(_public_filing(filing, mask) for filing in past.filings.listed))
    judgements = {commit: _public_judgement(one, mask) for commit, one in past.audit.judgements.items()}
    for before, filing in zip(past.filings.listed, filings.listed, strict=True):
        if before.submitters != filing.submitters:
            judgement = judgements[filing.commit]
            kept = tuple(one for one in judgement.reasons if one.message in filing.reasons)
            judgements[filing.commit] = replace(judgement, submitters=(), reasons=kept)
    return replace(
        past,
        history=replace(past.history, commits=tuple(map(_public_commit, past.history.commits))),
        audit=replace(past.audit, judgements=judgements),
        filings=filings,
    )


def _public_judgement(judgement: Judgement, mask: Mask) -> Judgement:
    reasons = tuple(Reason(one.fault, mask(one.message)) for one in judgement.reasons)
    return replace(judgement, claimed=(), reasons=reasons)


def _public_commit(commit: MainCommit) -> MainCommit:
    return replace(
        commit,
        author=_NOBODY,
        committer=_NOBODY,
        message="",
        changes=tuple(change for change in commit.changes if not is_internal(change.path)),
        brought=tuple(Brought(one.id, _NOBODY, _NOBODY, one.parents, one.tree) for one in commit.brought),
        signature=None,
        payload=b"",
    )
