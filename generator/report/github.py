"""Findings as workflow commands of GitHub, Gitea and Forgejo: one annotation per finding.

Source: GitHub documentation, "Workflow commands", escaping of messages and properties.
"""

from collections.abc import Iterable

from generator.diagnostics import Finding


def findings_for_github(findings: Iterable[Finding]) -> str:
    """One `::error` or `::warning` line per finding; GitHub shows at most ten of them per step."""
    return "".join(_command(finding) + "\n" for finding in findings)


def _command(finding: Finding) -> str:
    span = finding.span
    properties = {
        "file": finding.file,
        "line": span.line,
        "col": span.column,
        "endLine": span.end_line,
        "endColumn": max(span.column, span.end_column - 1),
        "title": f"{finding.rule.id} {finding.rule.fault}",
    }
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    article = f"（{finding.rule.article}）" if finding.rule.article else ""
    return f"::{finding.rule.severity} {written}::{_data(f'{finding.message}{article}。{finding.hint}')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
