"""The revisions of one resource, for the terminal and as JSON; no personal number is repeated."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from generator.diagnostics import quoted
from generator.model.compare import FieldChange
from generator.rules.secrets import shown
from generator.wording import UNKNOWN

if TYPE_CHECKING:
    from generator.filing.filing import Filing
    from generator.history.revision import Revision, Tombstone

LONGEST_VALUE = 120
"""Characters of a value that the terminal shows."""
IMPORTED = "初始导入"
UNFILED = "未经备案"


def revisions_as_json(revisions: Sequence["Revision"], filings: Mapping[str, "Filing"]) -> str:
    """A list of `{revision, on, commit, filing, submitter, reviewer, changes, …}`, oldest first (see docs/json.md)."""
    listed = [_entry(number, revision, filings.get(revision.commit)) for number, revision in enumerate(revisions, 1)]
    return json.dumps(listed, ensure_ascii=False, indent=2) + "\n"


def _entry(number: int, revision: "Revision", filing: "Filing | None") -> dict[str, object]:
    return {
        "revision": number,
        "on": revision.on.isoformat(),
        "commit": revision.commit,
        "kind": revision.kind.name.lower(),
        "filing": filing.number if filing else None,
        "verdict": filing.verdict.value if filing else None,
        "submitter": "、".join(filing.submitters) or None if filing else None,
        "reviewer": "、".join(filing.reviewers) or None if filing else None,
        "name": shown(revision.name),
        "file": shown(revision.file),
        "moved_from": shown(revision.moved_from) or None,
        "triggers": list(revision.triggers),
        "fault": shown(revision.fault) or None,
        "refused": list(map(shown, revision.refused)),
        "shapes": list(revision.shapes),
        "changes": changes_as_data(revision.changes),
    }


def changes_as_data(changes: Iterable[FieldChange]) -> list[dict[str, str]]:
    """Field changes as `{field, item, old, new, direction}`."""
    return [
        {
            "field": change.field,
            "item": shown(change.item),
            "old": shown(change.old),
            "new": shown(change.new),
            "direction": change.direction.name.lower(),
        }
        for change in changes
    ]


def revision_lines(
    revisions: Sequence["Revision"],
    filings: Mapping[str, "Filing"],
    unfiled: Iterable[str],
    tombstone: "Tombstone | None",
) -> str:
    """The story of one resource: a line per revision, below it what changed; last how it ended."""
    last, direct = revisions[-1], frozenset(unfiled)
    lines = [f"{last.code} {_shown(last.name) or UNKNOWN}（{_shown(last.provider) or UNKNOWN}）"]
    for number, revision in enumerate(revisions, 1):
        filed = _filed(filings.get(revision.commit), revision.commit in direct)
        lines.append(f"第 {number} 次 {revision.on} {revision.kind} {filed} {revision.commit[:10]}")
        lines += [f"    {line}" for line in _details(revision)]
    if tombstone:
        lines += [f"已{tombstone.kind}：{tombstone.on}。理由：{_shown(tombstone.reason) or '没有写明'}"]
        lines += [f"继任资源：{'、'.join(tombstone.successors)}"] if tombstone.successors else []
    return "\n".join(lines) + "\n"


def _filed(filing: "Filing | None", is_direct: bool) -> str:
    if filing is None:
        return UNFILED if is_direct else IMPORTED
    submitters = "、".join(filing.submitters) or UNKNOWN
    reviewers = "、".join(filing.reviewers) or UNKNOWN
    return f"{filing.number} 提交：{submitters} 审核：{reviewers}（{filing.verdict}）"


def _details(revision: "Revision") -> Iterable[str]:
    if revision.moved_from:
        yield f"文件：{_shown(revision.moved_from)} → {_shown(revision.file)}"
    if revision.fault:
        yield f"这一版无法读取：{_shown(revision.fault)}"
    if revision.refused:
        yield f"这一版有无法识别的内容：{'、'.join(map(_shown, revision.refused))}"
    for change in revision.changes:
        yield change_line(change)
    if revision.triggers:
        yield f"回应触发事项：{'、'.join(revision.triggers)}"


def change_line(change: FieldChange) -> str:
    """One field change in one line."""
    field = f"信息项「{_shown(change.item)}」" if change.item else ""
    field += "" if change.item and change.field == "信息项" else change.field
    old, new = (_shown(value) or "（无）" for value in (change.old, change.new))
    return f"{field}：{old} → {new}（{change.direction}）"


def _shown(text: str) -> str:
    return quoted(shown(text), LONGEST_VALUE)
