"""Findings and rules as JSON; keys are a contract (see docs/json.md), dates are YYYY-MM-DD."""

import json
from collections.abc import Collection, Iterable, Mapping

from generator.diagnostics import Finding, Rule
from generator.model.compare import ResourceChange
from generator.model.ledger_changes import EntryChange
from generator.model.personal_numbers import without_numbers
from generator.review import Answer, Reviewed
from generator.rules.narrowing import NarrowingPoint
from generator.search.document import Document, provider_of


def findings_as_json(findings: Iterable[Finding]) -> str:
    """A list of `{file, line, column, rule, severity, message, hint, article, code}`."""
    return _document(map(_finding, findings))


def review_as_json(
    reviewed: Reviewed,
    findings: Iterable[Finding],
    confirmed: Collection[str],
    due_days: Mapping[tuple[str, str], str] | None = None,
) -> str:
    """`{findings, changes, ledgers, narrowings, triggers, approvals}`.

    `confirmed` holds the fingerprints that the reviewer has confirmed; `due_days` says until when a trigger is to be
    answered, by its number and the resource's code.
    """
    document = {
        "findings": [*map(_finding, findings)],
        "changes": [*map(change_keys, reviewed.changes)],
        "ledgers": [*map(_entry_change, reviewed.entries)],
        "narrowings": [
            {**_narrowing(point), "confirmed": point.fingerprint in confirmed} for point in reviewed.narrowings
        ],
        "triggers": [
            {**_answer(answer), "due": (due_days or {}).get((answer.number, answer.code))}
            for answer in reviewed.answers
        ],
        "approvals": [
            {"unit": approval.unit, "reason": approval.reason, "codes": approval.codes}
            for approval in reviewed.approvals
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def change_keys(change: ResourceChange) -> dict[str, object]:
    """One resource that differs: `{code, name, old_file, new_file, fields}`."""
    return {
        "code": change.code,
        "old_file": change.old.file if change.old else None,
        "new_file": change.new.file if change.new else None,
        "name": _name_of(change),
        "fields": [
            {
                "field": field.field,
                "item": without_numbers(field.item),
                "old": without_numbers(field.old),
                "new": without_numbers(field.new),
                "direction": field.direction.name.lower(),
            }
            for field in change.fields
        ],
    }


def _entry_change(change: EntryChange) -> dict[str, object]:
    return {
        "ledger": change.kind.folder,
        "number": change.number,
        "old_file": change.old.file if change.old else None,
        "new_file": change.new.file if change.new else None,
        "fields": [
            {"field": field, "old": without_numbers(old), "new": without_numbers(new)}
            for field, old, new in change.fields
        ],
    }


def _narrowing(point: NarrowingPoint) -> dict[str, object]:
    return {
        "fingerprint": point.fingerprint,
        "rule": point.words.id,
        "code": point.change.code,
        "field": point.field.field,
        "item": without_numbers(point.field.item),
        "old": without_numbers(point.field.old),
        "new": without_numbers(point.field.new),
        "has_basis": point.has_basis,
    }


def _answer(answer: Answer) -> dict[str, object]:
    day = answer.trigger.happened_on
    return {
        "number": answer.number,
        "title": without_numbers(answer.trigger.title or ""),
        "document": without_numbers(answer.trigger.number or ""),
        "happened_on": day.isoformat() if day else None,
        "code": answer.code,
        "name": without_numbers(answer.name),
        "changed": answer.is_changed,
    }


def _name_of(change: ResourceChange) -> str:
    filed = change.new or change.old
    return without_numbers((filed.resource.name if filed else None) or "")


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "file": finding.file,
        "line": finding.span.line,
        "column": finding.span.column,
        "end_line": finding.span.end_line,
        "end_column": finding.span.end_column,
        "rule": finding.rule.id,
        "severity": finding.rule.severity.value,
        "message": finding.message,
        "hint": finding.hint,
        "article": finding.rule.article,
        "code": finding.code,
        "waived": finding.waived,
    }


def rules_as_json(rules: Iterable[Rule]) -> str:
    """A list of `{rule, severity, fault, article}`."""
    return _document(
        {"rule": rule.id, "severity": rule.severity.value, "fault": rule.fault, "article": rule.article}
        for rule in rules
    )


def found_as_json(documents: Iterable[Document]) -> str:
    """A list of `{code, name, provider, address}`, best first; the address is relative to the site's root."""
    return _document(
        {
            "code": document.code,
            "name": document.name,
            "provider": provider_of(document),
            "address": document.address,
        }
        for document in documents
    )


def _document(entries: Iterable[dict[str, object]]) -> str:
    return json.dumps(list(entries), ensure_ascii=False, indent=2) + "\n"
