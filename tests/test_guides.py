"""The guides say what there is: every command, file, field and verdict they name."""

import re
from pathlib import Path

import pytest

from generator.approval.verdict import Verdict
from generator.cli import COMMANDS
from generator.load import register_from
from generator.publish import TEMPLATES
from generator.source.folder import SourceFile
from tests.conftest import REPOSITORY

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


def test_the_example_of_an_answer_is_a_valid_record() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", words_of(GUIDES / "clerks/index.md"), re.DOTALL)
    file = SourceFile("catalogues/ledgers/requests/2026/2026-0001.yml", example.encode())
    assert faults_in(file) == []


def test_the_example_of_a_holiday_notice_is_a_valid_record() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", words_of(GUIDES / "operators/index.md"), re.DOTALL)
    assert faults_in(SourceFile("catalogues/calendar/2027.yml", example.encode())) == []


def test_pictures_are_small_and_few() -> None:
    pictures = [*GUIDES.rglob("*.png"), TEMPLATES / "theme/assets/card.png"]
    assert 0 < len(pictures) < 10
    assert [picture.name for picture in pictures if picture.stat().st_size > MOST_BYTES] == []


def faults_in(file: SourceFile) -> list[str]:
    found = register_from([file])
    return [finding.message for finding in found.findings if finding.file == file.path]
