"""Findings and rules as JSON; keys are a contract (see docs/json.md), dates are YYYY-MM-DD."""

import json
from collections.abc import Collection, Iterable

from generator.diagnostics import Finding, Rule
from generator.model.compare import ResourceChange
from generator.review import Reviewed
from generator.rules.secrets import without_numbers
from generator.search.document import Document, provider_of


def findings_as_json(findings: Iterable[Finding]) -> str:
    """A list of `{file, line, column, rule, severity, message, hint, article, code}`."""
    return _document(map(_finding, findings))


def review_as_json(reviewed: Reviewed, findings: Iterable[Finding], confirmed: Collection[str]) -> str:
    """`{findings, changes, narrowings, approvals}`; `confirmed` holds fingerprints the reviewer has confirmed."""
    document = {
        "findings": [*map(_finding, findings)],
        "changes": [
            {
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
            for change in reviewed.changes
        ],
        "narrowings": [
            {
                "fingerprint": point.fingerprint,
                "rule": point.words.id,
                "code": point.change.code,
                "field": point.field.field,
                "item": without_numbers(point.field.item),
                "old": without_numbers(point.field.old),
                "new": without_numbers(point.field.new),
                "has_basis": point.has_basis,
                "confirmed": point.fingerprint in confirmed,
            }
            for point in reviewed.narrowings
        ],
        "approvals": [
            {"unit": approval.unit, "reason": approval.reason, "codes": approval.codes}
            for approval in reviewed.approvals
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


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
