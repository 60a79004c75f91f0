"""Findings as a GitLab code quality report, the part of the Code Climate format that GitLab reads."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable

from generator.diagnostics import Finding, Severity

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def findings_for_gitlab(findings: Iterable[Finding]) -> str:
    """A list of Code Climate issues, as GitLab reads them; fingerprints survive moved lines."""
    seen: Counter[str] = Counter()
    entries = []
    for finding in findings:
        identity = "\0".join((finding.file, finding.rule.id, finding.message))
        seen[identity] += 1
        span = finding.span
        entries.append(
            {
                "type": "issue",
                "categories": ["Bug Risk" if finding.rule.publishable else "Security"],
                "description": f"{finding.message}。{finding.hint}",
                "check_name": finding.rule.id,
                "fingerprint": hashlib.sha256(f"{identity}\0{seen[identity]}".encode()).hexdigest(),
                "severity": SEVERITIES[finding.rule.severity],
                "location": {
                    "path": finding.file,
                    "positions": {
                        "begin": {"line": span.line, "column": span.column},
                        "end": {"line": span.end_line, "column": span.end_column},
                    },
                },
            }
        )
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"
