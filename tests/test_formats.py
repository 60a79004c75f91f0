"""What `mulu check` tells forges: the same findings, with line and column, in the forms they publish."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import jsonschema
import pytest
from junitparser import Failure, JUnitXml

from generator.cli import run
from tests.conftest import REPOSITORY

Write = Callable[[str, str], None]
RESOURCE = "catalogues/department/省教育厅/民办学校办学许可信息.yml"


@pytest.fixture
def told(register: Path, write: Write, capsys: pytest.CaptureFixture[str]) -> Callable[[str], str]:
    """The output in a format for a register with one error and one warning in a file."""
    text = (register / RESOURCE).read_text(encoding="utf-8")
    write(RESOURCE, "\ufeff" + text.replace("更新周期: 每日", "更新周期: '每%天,:'"))

    def output(name: str) -> str:
        assert run(["check", "--root", str(register), "--format", name]) == 1
        return capsys.readouterr().out

    return output


def places(told: Callable[[str], str]) -> list[tuple[str, str, int, int]]:
    return [(found["rule"], found["file"], found["line"], found["column"]) for found in json.loads(told("json"))]


def test_github_gets_a_command_per_finding_that_no_text_can_break(told: Callable[[str], str]) -> None:
    (rule, file, line, column) = places(told)[1]
    lines = told("github").splitlines()
    assert lines[0].startswith(f"::warning file={file},line=1,col=1,")
    assert lines[1].startswith(f"::error file={file},line={line},col={column},endLine={line},")
    assert "title=M103 不是规定用语::「更新周期」不能写「每%25天,:」（编制指南）。只能填：实时" in lines[1]
    assert (rule, len(lines)) == ("M103", 2)


def test_gitlab_gets_places_and_fingerprints_that_survive_moved_lines(
    told: Callable[[str], str], register: Path, write: Write
) -> None:
    before = json.loads(told("gitlab"))
    assert [(entry["check_name"], entry["severity"]) for entry in before] == [("Y102", "minor"), ("M103", "major")]
    assert [
        (entry["check_name"], entry["location"]["path"], *entry["location"]["positions"]["begin"].values())
        for entry in before
    ] == places(told)
    write(RESOURCE, "\ufeff# 注释\n" + (register / RESOURCE).read_text(encoding="utf-8-sig"))
    after = json.loads(told("gitlab"))
    assert [entry["fingerprint"] for entry in after] == [entry["fingerprint"] for entry in before]
    assert len({entry["fingerprint"] for entry in after}) == len(after)


def test_sarif_is_valid_and_carries_every_place(told: Callable[[str], str]) -> None:
    log = json.loads(told("sarif"))
    schema = json.loads((REPOSITORY / "tests/schemas/sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema).validate(log)
    (part,) = log["runs"]
    assert part["columnKind"] == "unicodeCodePoints"
    found = []
    for result in part["results"]:
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        uri = unquote(place["artifactLocation"]["uri"])
        found.append((result["ruleId"], uri, region["startLine"], region["startColumn"]))
    assert found == places(told)
    assert [result["level"] for result in part["results"]] == ["warning", "error"]


def test_junit_counts_every_file_checked(told: Callable[[str], str]) -> None:
    report = JUnitXml.fromstring(told("junit"))
    suites = {suite.name: suite for suite in report}
    assert len(suites) == 7
    assert sum(suite.failures for suite in suites.values()) == 1
    (failure,) = [outcome for case in suites[RESOURCE] for outcome in case.result or [] if isinstance(outcome, Failure)]
    assert failure.type == "M103"
    assert f"{RESOURCE}:" in str(failure.text)


def test_a_clean_register_tells_every_format_so(register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, expected in (("github", ""), ("gitlab", "[]\n"), ("json", "[]\n"), ("text", "")):
        assert run(["check", "--root", str(register), "--format", name]) == 0
        assert capsys.readouterr().out == expected


GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "positions"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./)[^/]"},
                    "positions": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "object", "required": ["line"]}},
                    },
                },
            },
        },
    },
}
"""What GitLab's documentation demands of a code quality report, in our words; see tests/schemas/README.md."""

JUNIT: dict[str, tuple[set[str], set[str], set[str]]] = {
    "testsuites": (set(), {"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors"},
        {"skipped", "time", "timestamp", "hostname", "id", "package", "file", "log", "url", "group"},
        {"testsuite", "properties", "testcase", "system-out", "system-err"},
    ),
    "testcase": (
        {"name"},
        {"time", "classname", "group"},
        {"skipped", "error", "failure", "system-out", "system-err"},
    ),
    "failure": (set(), {"type", "message"}, set()),
    "system-out": (set(), set(), set()),
}
"""Per element what Jenkins' schema junit-10 demands and allows: attributes needed, attributes, elements."""


def test_gitlab_output_is_what_its_documentation_demands(told: Callable[[str], str]) -> None:
    report = json.loads(told("gitlab"))
    jsonschema.Draft202012Validator(GITLAB).validate(report)
    assert len(report) == 2


def test_junit_output_is_what_jenkins_schema_allows(told: Callable[[str], str]) -> None:
    elements = [*ElementTree.fromstring(told("junit")).iter()]
    assert {element.tag for element in elements} == set(JUNIT)
    for element in elements:
        needed, allowed, children = JUNIT[element.tag]
        assert needed <= set(element.keys()) <= needed | allowed, element.tag
        assert {child.tag for child in element} <= children, element.tag
        if "time" in element.attrib:
            assert re.fullmatch(r"[0-9]*(\.[0-9]*)?", element.attrib["time"])
