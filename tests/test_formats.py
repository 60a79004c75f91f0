"""What `mulu check` tells forges: the same findings, with line and column, in the forms they publish."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

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


@pytest.mark.skipif(not shutil.which("node"), reason="needs Node.js")
def test_junit_output_is_valid_by_the_schema_of_jenkins(told: Callable[[str], str]) -> None:
    report = told("junit")
    assert by_schema(report) == ""
    assert "attribute 'nam'" in by_schema(report.replace("name=", "nam=", 1))
    assert "Element 'x'" in by_schema(report.replace("</testsuites>", "<x/></testsuites>"))


def by_schema(report: str) -> str:
    """What libxml2 says against a report; nothing when it is valid."""
    command = ["node", "tests/schemas/valid.mjs", "tests/schemas/jenkins-junit.xsd"]
    done = subprocess.run(command, input=report, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) in ((0, ""), (1, ""))
    assert bool(done.stdout) is bool(done.returncode)
    return done.stdout


@pytest.mark.skipif(not shutil.which("node"), reason="needs Node.js")
def test_gitlab_output_is_a_list_of_code_climate_issues(told: Callable[[str], str], tmp_path: Path) -> None:
    report = told("gitlab")
    assert by_types(report, tmp_path) == ""
    assert "Severity" in by_types(report.replace('"minor"', '"small"'), tmp_path)
    assert "fingerprin" in by_types(report.replace('"fingerprint"', '"fingerprin"'), tmp_path)
    assert [issue["categories"] for issue in json.loads(report)] == [["Bug Risk"], ["Bug Risk"]]


def by_types(report: str, folder: Path) -> str:
    """What TypeScript says against a report by the published types; nothing when it fits."""
    types = REPOSITORY / "node_modules/codeclimate-types/index.js"
    source = f"import type {{ Issue }} from {json.dumps(str(types))};\nexport const issues: Issue[] = {report};\n"
    (folder / "report.ts").write_text(source, encoding="utf-8")
    command = ["node_modules/.bin/tsc", "--noEmit", "--strict", "--target", "es2022"]
    arguments = [*command, "--module", "nodenext", str(folder / "report.ts")]
    done = subprocess.run(arguments, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
