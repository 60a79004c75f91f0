"""Findings and rules as JSON; keys are a contract (see docs/json.md), dates are YYYY-MM-DD."""

import json
from collections.abc import Iterable

from generator.diagnostics import Finding, Rule


def findings_as_json(findings: Iterable[Finding]) -> str:
    """A list of `{file, line, column, rule, severity, message, hint, article, code}`."""
    return _document(
        {
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
        for finding in findings
    )


def rules_as_json(rules: Iterable[Rule]) -> str:
    """A list of `{rule, severity, fault, article}`."""
    return _document(
        {"rule": rule.id, "severity": rule.severity.value, "fault": rule.fault, "article": rule.article}
        for rule in rules
    )


def _document(entries: Iterable[dict[str, object]]) -> str:
    return json.dumps(list(entries), ensure_ascii=False, indent=2) + "\n"
