"""Findings in the form asked for, by its name."""

from collections.abc import Iterable, Mapping

from generator.diagnostics import Finding


def findings_in(name: str, findings: tuple[Finding, ...], texts: Mapping[str, str], files: Iterable[str]) -> str:
    """The findings as json, github, gitlab, sarif or junit; as text for every other name."""
    match name:
        case "json":
            from generator.report.json import findings_as_json

            return findings_as_json(findings)
        case "github":
            from generator.report.github import findings_for_github

            return findings_for_github(findings)
        case "gitlab":
            from generator.report.gitlab import findings_for_gitlab

            return findings_for_gitlab(findings)
        case "sarif":
            from generator.report.sarif import findings_as_sarif

            return findings_as_sarif(findings)
        case "junit":
            from generator.report.junit import findings_as_junit

            return findings_as_junit(findings, texts, files)
        case _:
            from generator.report.text import as_text

            return as_text(findings, texts)
