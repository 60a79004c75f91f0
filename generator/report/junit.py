"""Findings as JUnit XML, through `junitparser`.

A test suite per file, a failed test per error, a passed one with output per warning.
"""

from collections.abc import Iterable, Mapping

from junitparser import Failure, JUnitXml, TestCase, TestSuite

from generator.diagnostics import Finding
from generator.report.text import finding_lines


def findings_as_junit(findings: Iterable[Finding], texts: Mapping[str, str], files: Iterable[str]) -> str:
    """A suite per file read; a file without findings is one passed test, so that nothing checked looks unchecked."""
    by_file: dict[str, list[Finding]] = {file: [] for file in sorted(files)}
    for finding in findings:
        by_file.setdefault(finding.file, []).append(finding)
    report = JUnitXml("mulu check")
    for file, found in by_file.items():
        suite = TestSuite(file)
        suite.add_testcases([*(_case(finding, texts) for finding in found)] or [TestCase("校验", file)])
        report.add_testsuite(suite)
    return str(report.tostring().decode("utf-8")) + "\n"  # type: ignore[no-untyped-call]


def _case(finding: Finding, texts: Mapping[str, str]) -> TestCase:
    span = finding.span
    case = TestCase(f"{finding.rule.id} {finding.rule.fault}（第 {span.line} 行第 {span.column} 列）", finding.file)
    shown = "\n".join(finding_lines(finding, texts))
    if finding.is_error:
        failure = Failure(finding.message, finding.rule.id)
        failure.text = shown
        case.result = [failure]
    else:
        case.system_out = shown
    return case
