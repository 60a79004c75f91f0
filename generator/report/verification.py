"""The approval audit, the editions and a difference, for the terminal and as JSON (docs/json.md)."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from generator.diagnostics import quoted
from generator.model.compare import ResourceChange
from generator.model.personal_numbers import without_numbers
from generator.report.filings import filing_as_data
from generator.report.json import change_keys
from generator.wording import UNKNOWN

if TYPE_CHECKING:  # what stands on a higher floor is only shown here, never made
    from generator.approval.audit import Audit
    from generator.approval.editions import JudgedEdition
    from generator.approval.figures import PublishedEdition
    from generator.approval.reasons import Reason
    from generator.approval.verdict import Judgement
    from generator.filing.filing import Filing
    from generator.source.history import History

SHORT = 10
IMPORT, VIOLATION = "初始导入", "违规"


def audit_lines(history: "History", audit: "Audit", editions: Iterable["JudgedEdition"]) -> Iterator[str]:
    """Every commit after the baseline with its verdict and reasons, then the editions; what the chain lacks first."""
    for reason in audit.chain:
        yield f"审核链：{reason.message}\n"
    for commit in history.commits:
        judgement = audit.judgements[commit.id]
        if judgement.verdict != IMPORT:
            yield f"{commit.on} {commit.id[:SHORT]} {judgement.verdict} {_posts(judgement)} {_title(commit.message)}\n"
            yield from _because(judgement.reasons)
            if judgement.claimed and not judgement.reviewers:
                yield "    合并信息自称已经审核，未经证明，不作为依据\n"
    for edition in editions:
        yield from edition_lines(edition)


def edition_lines(edition: "JudgedEdition") -> Iterator[str]:
    """One edition with its verdict and reasons."""
    commit = (edition.commit or UNKNOWN)[:SHORT]
    posts = "、".join(edition.reviewers)
    yield f"版次 {quoted(edition.name)} {edition.on or UNKNOWN} {commit} {edition.verdict} {posts}".rstrip() + "\n"
    yield from _because(edition.reasons)


def audit_summary(history: "History", audit: "Audit", editions: Iterable["JudgedEdition"]) -> str:
    """One line that counts the verdicts."""
    counts = Counter(str(judgement.verdict) for judgement in audit.judgements.values())
    told = "，".join(f"{verdict} {count} 次" for verdict, count in counts.items())
    listed = list(editions)
    kept = f"；版次 {len(listed)} 个，其中违规 {sum(one.verdict == VIOLATION for one in listed)} 个" if listed else ""
    chain = "；审核链不成立" if audit.is_broken else ""
    detached = "（不在分支上）" if history.is_detached else ""
    return f"主线 {quoted(history.name, 60)}{detached} 共 {len(history.commits)} 次提交：{told}{kept}{chain}"


def _because(reasons: Iterable["Reason"]) -> Iterator[str]:
    for reason in reasons:
        yield f"    {reason.message}\n"


def _posts(judgement: "Judgement") -> str:
    return "、".join(judgement.reviewers) or "—"


def _title(message: str) -> str:
    return without_numbers(quoted(next(iter(message.strip().splitlines()), ""), 60))


def audit_as_json(
    history: "History",
    audit: "Audit",
    editions: Iterable["JudgedEdition"],
    filings: Mapping[str, "Filing"],
) -> str:
    """One entry per commit of the main line, with its filing's keys; then one per edition.

    The baseline's entry carries what the chain lacks; it stands first when the baseline is not on the line.
    """
    entries = []
    if audit.baseline not in audit.judgements:
        entries.append(_entry(audit.baseline, None, VIOLATION if audit.is_broken else IMPORT, audit.chain))
    for commit in history.commits:
        judgement = audit.judgements[commit.id]
        entry = _entry(commit.id, commit.on.isoformat(), str(judgement.verdict), judgement.reasons)
        if commit.id in filings:
            entry |= filing_as_data(filings[commit.id]) | _reasons(judgement.reasons)
        else:
            submitters = list(judgement.submitters)
            entry |= {"reviewers": list(judgement.reviewers), "submitters": submitters}
            entry["submitter"] = "、".join(submitters) or None
        if commit.id == audit.baseline and audit.chain:
            entry |= _reasons(audit.chain) | {"verdict": VIOLATION if audit.is_broken else IMPORT}
        entries.append(entry)
    for edition in editions:
        on = edition.on.isoformat() if edition.on else None
        entry = _entry(edition.commit, on, str(edition.verdict), edition.reasons)
        entries.append(entry | {"edition": edition.name, "reviewers": list(edition.reviewers)})
    return _document(entries)


def _entry(commit: str | None, on: str | None, verdict: str, reasons: Iterable["Reason"]) -> dict[str, Any]:
    """An entry about no filing: every key of one, with nothing in it."""
    nothing = dict.fromkeys(("number", "request", "address", "title", "submitter", "claimed_submitter", "on_time"))
    empty: dict[str, Any] = {
        key: [] for key in ("submitters", "reviewers", "resources", "triggers", "ledgers", "files")
    }
    about = {"commit": commit, "on": on, "verdict": verdict, "edition": None}
    return {**nothing, **empty, **about, **_reasons(reasons)}


def _reasons(reasons: Iterable["Reason"]) -> dict[str, list[str]]:
    """The sentences, and beside them the stable names of the faults, in the same order."""
    listed = list(reasons)
    return {"reasons": [reason.message for reason in listed], "faults": [reason.fault.id for reason in listed]}


def editions_as_text(editions: Iterable["PublishedEdition"]) -> Iterator[str]:
    """Each edition with its figures and its difference from the one before."""
    for edition in editions:
        yield from edition_lines(edition.judged)
        if edition.figures:
            yield f"    有效资源 {edition.figures.resources} 项：{_counts(edition.figures.by_class)}\n"
        since = edition.since
        if since:
            words = (("新增", since.added), ("变更", since.changed), ("注销", since.retired), ("删除", since.deleted))
            told = "，".join(f"{word} {len(codes)} 项" for word, codes in words if codes) or "没有变化"
            yield f"    比 {quoted(edition.previous or '')}：{told}\n"
            for moved in (since.by_class, since.by_department):
                if moved:
                    yield f"        {'，'.join(f'{quoted(name or UNKNOWN)} {by:+}' for name, by in moved.items())}\n"


def _counts(counts: Mapping[str, int]) -> str:
    return "，".join(f"{quoted(name or UNKNOWN)} {count}" for name, count in counts.items()) or "无"


def editions_as_json(editions: Iterable["PublishedEdition"]) -> str:
    """A list of `{name, tag, commit, on, verdict, reasons, reviewers, resources, by_class, by_department, …}`."""
    return _document(
        {
            "name": edition.judged.name,
            "tag": edition.judged.tag.id,
            "commit": edition.judged.commit,
            "on": edition.judged.on.isoformat() if edition.judged.on else None,
            "verdict": str(edition.judged.verdict),
            **_reasons(edition.judged.reasons),
            "reviewers": list(edition.judged.reviewers),
            "resources": edition.figures.resources if edition.figures else None,
            "by_class": dict(edition.figures.by_class) if edition.figures else {},
            "by_department": dict(edition.figures.by_department) if edition.figures else {},
            "previous": edition.previous,
            "since": {
                "added": list(edition.since.added),
                "changed": list(edition.since.changed),
                "retired": list(edition.since.retired),
                "deleted": list(edition.since.deleted),
                "by_class": dict(edition.since.by_class),
                "by_department": dict(edition.since.by_department),
            }
            if edition.since
            else None,
        }
        for edition in editions
    )


def difference_lines(changes: Iterable[ResourceChange]) -> Iterator[str]:
    """Every resource that differs, field by field, in the words of the review."""
    for change in changes:
        filed = change.new or change.old
        name = quoted(without_numbers((filed.resource.name if filed else None) or UNKNOWN))
        kind = "删除" if change.new is None else "新增" if change.old is None else "变更"
        yield f"{kind} {quoted(change.code)} {name}\n"
        if change.old and change.new and change.old.file != change.new.file:
            yield f"    文件：{quoted(change.old.file)} → {quoted(change.new.file)}\n"
        for field in change.fields:
            label = f"{field.item} {field.field}" if field.item else field.field
            old, new = (without_numbers(quoted(text)) or "（无）" for text in (field.old, field.new))
            yield f"    {without_numbers(quoted(label))}：{old} → {new}（{field.direction}）\n"


def difference_as_json(changes: Iterable[ResourceChange]) -> str:
    """A list of `{code, name, old_file, new_file, fields}`, as `changes` of `mulu review`."""
    return _document(map(change_keys, changes))


def _document(entries: Iterable[Mapping[str, Any]]) -> str:
    return json.dumps(list(entries), ensure_ascii=False, indent=2) + "\n"
