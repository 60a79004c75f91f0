"""The filing register for the terminal, as JSON and as CSV; no personal number is repeated."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from generator.diagnostics import quoted
from generator.jsontext import json_text
from generator.report.revisions import changes_as_data
from generator.rules.secrets import shown
from generator.source.table import rows_text, table_text
from generator.wording import UNKNOWN

if TYPE_CHECKING:
    from generator.filing.filing import Filing
    from generator.history.revision import Revision

HEADER = (
    "备案号",
    "日期",
    "提交部门",
    "审核岗位",
    "审核结论",
    "合并请求",
    "网址",
    "标题",
    "资源",
    "触发事项",
    "台账",
    "其他文件",
    "是否按时",
    "说明",
    "提交编号",
)
ON_TIME = {True: "按时", False: "逾期", None: ""}


def filing_as_data(filing: "Filing") -> dict[str, object]:
    """One filing with the keys of the contract (see docs/json.md)."""
    return {
        "number": filing.number,
        "on": filing.on.isoformat(),
        "commit": filing.commit,
        "request": filing.request or None,
        "address": filing.address or None,
        "title": shown(filing.title),
        "submitter": "、".join(filing.submitters) or None,
        "submitters": list(filing.submitters),
        "claimed_submitter": shown(filing.claimed_submitter) or None,
        "reviewers": list(filing.reviewers),
        "resources": [
            {
                "code": revision.code,
                "name": shown(revision.name),
                "kind": revision.kind.name.lower(),
                "file": shown(revision.file),
                "changes": changes_as_data(revision.changes),
            }
            for revision in filing.revisions
        ],
        "triggers": list(filing.triggers),
        "ledgers": [{"ledger": record.kind.folder, "number": record.number} for record in filing.ledgers],
        "files": list(map(shown, filing.files)),
        "on_time": filing.on_time,
        "verdict": filing.verdict.value,
        "reasons": list(filing.reasons),
    }


def filings_as_json(filings: Iterable["Filing"]) -> str:
    """A list of filings, oldest first."""
    return json_text([filing_as_data(filing) for filing in filings], indent=2)


def filings_as_csv(filings: Iterable["Filing"]) -> str:
    """A table for Excel and WPS, one row per filing; cells never become formulas."""
    return table_text(HEADER, map(_row, filings))


def filing_rows(filings: Iterable["Filing"]) -> str:
    """The rows of some filings of that table."""
    return rows_text(map(_row, filings))


def filing_lines(filings: Iterable["Filing"]) -> str:
    """One line per filing, below it its request, resources, triggers, ledgers and what the audit says."""
    return "".join(line + "\n" for filing in filings for line in _lines(filing))


def _row(filing: "Filing") -> list[str]:
    return [
        filing.number,
        filing.on.isoformat(),
        "、".join(filing.submitters),
        "、".join(filing.reviewers),
        filing.verdict.value,
        filing.request,
        filing.address,
        shown(filing.title),
        "；".join(map(_resource, filing.revisions)),
        "、".join(filing.triggers),
        "、".join(f"{record.kind} {record.number}" for record in filing.ledgers),
        "、".join(map(shown, filing.files)),
        ON_TIME[filing.on_time],
        "；".join(filing.reasons),
        filing.commit,
    ]


def _lines(filing: "Filing") -> Iterable[str]:
    submitters = "、".join(filing.submitters) or _claimed(filing)
    reviewers = "、".join(filing.reviewers) or UNKNOWN
    timely = f" {ON_TIME[filing.on_time]}" if filing.on_time is not None else ""
    yield f"{filing.number} {filing.on} {filing.verdict}{timely} 提交：{submitters} 审核：{reviewers}"
    request = " ".join(filter(None, (filing.request, quoted(shown(filing.title)), filing.address)))
    yield f"    合并请求：{request or UNKNOWN}"
    for revision in filing.revisions:
        yield f"    {_resource(revision)}"
    if filing.triggers:
        yield f"    回应触发事项：{'、'.join(filing.triggers)}"
    for record in filing.ledgers:
        yield f"    {record.kind}：{record.number}"
    for file in filing.files:
        yield f"    其他文件：{file}"
    for reason in filing.reasons:
        yield f"    说明：{reason}"


def _claimed(filing: "Filing") -> str:
    claimed = shown(filing.claimed_submitter)
    return f"{UNKNOWN}（平台记为 {claimed}）" if claimed else UNKNOWN


def _resource(revision: "Revision") -> str:
    fields = dict.fromkeys(change.field for change in revision.changes)
    changed = f"（{'、'.join(fields)}）" if fields else ""
    return f"{revision.code} {quoted(shown(revision.name))}：{revision.kind}{changed}"
