"""Findings as SARIF 2.1.0 (OASIS), through `sarif-pydantic`."""

from collections.abc import Iterable
from urllib.parse import quote

from sarif_pydantic import (
    ArtifactLocation,
    Level,
    Location,
    Message,
    PhysicalLocation,
    Region,
    ReportingDescriptor,
    Result,
    Run,
    Sarif,
    Tool,
    ToolDriver,
)

from generator.diagnostics import Finding, Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def findings_as_sarif(findings: Iterable[Finding]) -> str:
    """One run with the rules that spoke and a result per finding; columns count characters."""
    listed = list(findings)
    rules = {finding.rule.id: finding.rule for finding in listed}
    driver = ToolDriver(name="mulu", full_name="Mulu 目录", language="zh-CN", rules=[*map(_descriptor, rules.values())])
    run = Run(tool=Tool(driver=driver), results=[*map(_result, listed)], **{"columnKind": "unicodeCodePoints"})
    log = Sarif(version="2.1.0", schema_uri=SCHEMA, runs=[run])
    return str(log.model_dump_json(by_alias=True, exclude_none=True, indent=2)) + "\n"


def _descriptor(rule: Rule) -> ReportingDescriptor:
    return ReportingDescriptor(id=rule.id, short_description=Message(text=rule.fault))


def _result(finding: Finding) -> Result:
    span = finding.span
    region = Region(start_line=span.line, start_column=span.column, end_line=span.end_line, end_column=span.end_column)
    place = PhysicalLocation(artifact_location=ArtifactLocation(uri=quote(finding.file)), region=region)
    article = f"（{finding.rule.article}）" if finding.rule.article else ""
    return Result(
        rule_id=finding.rule.id,
        level=Level(finding.rule.severity.value),
        message=Message(text=f"{finding.message}{article}。{finding.hint}"),
        locations=[Location(physical_location=place)],
    )
