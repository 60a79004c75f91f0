"""The guides say what there is: every command, file, field and verdict they name."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
import yaml

from generator.approval.verdict import Verdict
from generator.check import check
from generator.cli import COMMANDS
from generator.load import register_from
from generator.publish import TEMPLATES
from generator.source.folder import SourceFile
from tests.conftest import REPOSITORY
from tests.test_claims import OUR_GITEA, OUR_GITLAB

GUIDES = TEMPLATES / "pages" / "guides"
FILES = sorted(GUIDES.rglob("*.md"))
MOST_BYTES = 100_000


def words_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_every_command_that_a_guide_names_is_there(file: Path) -> None:
    assert set(re.findall(r"mulu ([a-z]+)\b", words_of(file))) <= COMMANDS.keys()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_every_file_that_a_guide_names_is_there(file: Path) -> None:
    named = re.findall(r"`((?:\.github|requirements)/[\w./-]+\.\w+|catalogues/[\w-]+\.yml)`", words_of(file))
    assert [path for path in named if not (REPOSITORY / path).is_file()] == []
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", words_of(file))
    assert [path for path in pictures if not (file.parent / path).is_file()] == []


def test_the_guide_for_reviewers_explains_every_verdict() -> None:
    rows = re.findall(r"^\| (\S+) \|.*\|.*\|$", words_of(GUIDES / "reviewers/index.md"), re.MULTILINE)
    assert [row for row in rows if row in list(Verdict)] == list(Verdict)


def examples(guide: str, language: str = "yaml") -> list[str]:
    """The examples of a guide in one language, those within lists too."""
    found = re.findall(
        rf"^ *```{language}\n(.*?)^ *```", words_of(GUIDES / guide / "index.md"), re.DOTALL | re.MULTILINE
    )
    return [dedent(example) for example in found]


def test_the_examples_for_clerks_are_valid_records(register: Path) -> None:
    """But for the law that one of them cites, which the small register does not list."""
    retired, request, correction = examples("clerks")
    resource = "catalogues/department/省教育厅/民办学校办学许可信息.yml"
    (register / resource).write_text((register / resource).read_text("utf-8") + retired, encoding="utf-8")
    assert [finding.message for finding in check(register).findings if "依据文件表中没有" not in finding.message] == []
    for kind, example in (("requests", request), ("corrections", correction)):
        file = SourceFile(f"catalogues/ledgers/{kind}/2026/2026-0001.yml", example.encode())
        assert faults_in(file) == []


def test_the_example_of_a_holiday_notice_is_a_valid_record() -> None:
    _, example = examples("operators")
    assert faults_in(SourceFile("catalogues/calendar/2027.yml", example.encode())) == []


def test_the_templates_for_merge_messages_are_read_as_filings() -> None:
    gitlab, gitea = examples("operators", "text")
    said = {
        "%{local_reference}": "!12",
        "%{title}": "新增婚姻登记信息",
        "%{reference}": "grp/proj!12",
        "%{url}": "https://gitlab.gov.example/grp/proj/-/merge_requests/12",
        "%{merge_request_author}": "编目员 <clerk@edu.example>",
        "%{merged_by}": "审核岗01 <r01@gov.example>",
        "%{approved_by}": "Approved-by: 审核岗01 <r01@gov.example>",
        "%{reviewed_by}": "Reviewed-by: 审核岗02 <r02@gov.example>",
        "${PullRequestReference}": "#4",
        "${PullRequestTitle}": "新增婚姻登记信息",
        "${PullRequestPosterName}": "jiaoyu",
        "${ReviewedOn}": "Reviewed-on: http://git.gov.example/c/r/pulls/4",
        "${ReviewedBy}": "Reviewed-by: 审核岗01 <r01@gov.example>",
    }
    for variable, text in said.items():
        gitlab, gitea = gitlab.replace(variable, text), gitea.replace(variable, text)
    assert (gitlab, gitea) == (OUR_GITLAB, OUR_GITEA)


def test_the_pipeline_for_gitlab_checks_with_the_program_of_the_main_line(tmp_path: Path) -> None:
    """Its own lines, on a clone in which a request breaks a file and the program."""
    job = yaml.safe_load(examples("operators")[0])["check"]
    own = tmp_path / "own"
    git(tmp_path, "clone", "-q", "--no-tags", "--single-branch", str(REPOSITORY), "own")
    git(own, "checkout", "-q", "-B", "main")
    git(own, "update-ref", "refs/remotes/origin/main", "HEAD")
    base = git(own, "rev-parse", "HEAD").strip()
    resource = next(path for path in (own / "catalogues/department").rglob("*.yml") if path.name != "catalogue.yml")
    resource.write_text(re.sub("更新周期: .*", "更新周期: 每天", resource.read_text("utf-8")), encoding="utf-8")
    (own / "generator/check.py").write_text("raise SystemExit(0)\n", encoding="utf-8")
    git(own, "-c", "user.name=甲", "-c", "user.email=a@example.cn", "commit", "-qam", "改")
    (own / "venv/bin").mkdir(parents=True)
    (own / "venv/bin/python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    (own / "venv/bin/python").chmod(0o755)
    script = "\n".join(line for line in job["script"] if "venv venv" not in line and "pip install" not in line)
    variables = {
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
        "GITLAB_USER_LOGIN": "jiaoyu",
    }
    done = subprocess.run(
        ["bash", "-ec", script], cwd=own, env=os.environ | variables, capture_output=True, check=False
    )
    assert done.returncode == 1, done.stderr.decode()
    told = json.loads((own / job["artifacts"]["reports"]["codequality"]).read_text("utf-8"))
    assert [(one["check_name"], one["location"]["path"]) for one in told if one["check_name"] == "M103"] == [
        ("M103", resource.relative_to(own).as_posix())
    ]


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


def test_pictures_are_small_and_few() -> None:
    pictures = [*GUIDES.rglob("*.png"), TEMPLATES / "theme/assets/card.png"]
    assert 0 < len(pictures) < 10
    assert [picture.name for picture in pictures if picture.stat().st_size > MOST_BYTES] == []


def faults_in(file: SourceFile) -> list[str]:
    found = register_from([file])
    return [finding.message for finding in found.findings if finding.file == file.path]
