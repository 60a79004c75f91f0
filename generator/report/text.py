"""Findings for the terminal: place, message, the line itself, article, cure."""

from collections import Counter
from collections.abc import Iterable, Mapping

from generator.diagnostics import Finding, Rule, quoted
from generator.search.document import Document, provider_of
from generator.wording import NOT_FILLED_IN, SEVERITY

WIDEST_LINE = 100
"""Columns of a source line shown; 汉字 take two."""


def finding_lines(finding: Finding, texts: Mapping[str, str]) -> Iterable[str]:
    """The lines that show one finding; 汉字 count two columns under the carets."""
    span = finding.span
    place = f"{quoted(finding.file, 200)}:{span.line}:{span.column}"
    yield f"{place} {SEVERITY[finding.rule.severity]} {finding.rule.id} {finding.message}"
    yield from _source_lines(finding, texts.get(finding.file, ""))
    if finding.rule.article:
        yield f"    依据：{finding.rule.article}"
    yield f"    改法：{finding.hint}"


def _source_lines(finding: Finding, text: str) -> Iterable[str]:
    span = finding.span
    lines = text.split("\n")
    line = lines[span.line - 1].rstrip("\r") if span.line <= len(lines) else ""
    if not line.strip():
        return
    first = span.column - 1
    while first > 0 and _columns(line[first - 1 : span.column - 1]) <= WIDEST_LINE // 2:
        first -= 1
    last = first
    while last < len(line) and _columns(line[first : last + 1]) <= WIDEST_LINE:
        last += 1
    before, marked = line[first : span.column - 1], line[span.column - 1 : min(last, span.end_column - 1)]
    yield f"{span.line:>5} | {quoted(line[first:last])}"
    yield " " * 5 + " | " + " " * _columns(before) + "^" * max(1, _columns(marked))


def _columns(text: str) -> int:
    from wcwidth import wcswidth  # slow to import, and most registers are in order

    return max(0, wcswidth(quoted(text)))


def as_text(findings: Iterable[Finding], texts: Mapping[str, str]) -> str:
    """All findings, an empty line between two; ends with a line break unless there is none."""
    return "\n".join("".join(line + "\n" for line in finding_lines(finding, texts)) for finding in findings)


def summary(findings: Iterable[Finding], files: int, resources: int) -> str:
    """One line that counts what was checked and what was found."""
    counts = Counter(finding.rule.severity for finding in findings)
    found = "，".join(f"{word} {counts[severity]} 处" for severity, word in SEVERITY.items() if counts[severity])
    return f"共检查 {files} 个文件、{resources} 项资源：{found or '没有发现问题'}"


def found_lines(documents: Iterable[Document]) -> str:
    """One line per resource: code, name, provider."""
    return "".join(
        f"{document.code or '-'} {document.name}（{provider_of(document) or NOT_FILLED_IN}）\n"
        for document in documents
    )


def rule_lines(rules: Iterable[Rule]) -> str:
    """One line per rule: id, severity, fault, article."""
    return "".join(
        f"{rule.id} {SEVERITY[rule.severity]} {rule.fault}{f'（{rule.article}）' if rule.article else ''}\n"
        for rule in rules
    )
