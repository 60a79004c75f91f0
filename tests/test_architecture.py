"""What ARCHITECTURE.md and the habits say is so."""

import re
from collections import Counter
from pathlib import Path

import pytest

from generator.check import all_rules
from tests.conftest import REPOSITORY

ARCHITECTURE = (REPOSITORY / "ARCHITECTURE.md").read_text(encoding="utf-8")
HAN = re.compile(r"[\u4e00-\u9fff]")
CHINESE_ROOMS = (
    "approval/",
    "arguments.py",
    "authoring/",
    "calendar/",
    "cli.py",
    "commands/",
    "deadlines/",
    "demo/",
    "exchange/",
    "filing/",
    "history/",
    "load.py",
    "model/",
    "profiles/",
    "record.py",
    "reminders.py",
    "report/",
    "review.py",
    "rules/",
    "scorecard/",
    "source/",
    "views/",
    "wording.py",
)


def test_rule_ids_are_unique() -> None:
    counts = Counter(rule.id for rule in all_rules())
    assert [rule_id for rule_id, count in counts.items() if count > 1] == []


def test_every_room_is_in_the_table_and_every_room_in_the_table_is_there() -> None:
    rooms = ARCHITECTURE.split("## Rooms")[1].split("## What holds")[0]
    named = {
        name.strip("/")
        for row in rooms.splitlines()
        for name in re.findall(r"`([a-z_]+/?)`", row.split("|")[1] if row.startswith("| `") else "")
    }
    there = {
        path.stem
        for path in (REPOSITORY / "generator").iterdir()
        if path.stem != "__init__" and (path / "__init__.py").is_file() ^ (path.suffix == ".py")
    }
    assert named == there


def test_every_file_named_exists() -> None:
    for name in re.findall(r"`((?:generator|tests|site_templates|docs)/[\w./-]*)`", ARCHITECTURE):
        assert (REPOSITORY / name).exists(), name


@pytest.mark.parametrize("text", [ARCHITECTURE])
def test_the_architecture_stays_short(text: str) -> None:
    assert len(text.splitlines()) <= 150


def test_decisions_stay_short() -> None:
    for decision in (REPOSITORY / "docs/decisions").glob("*.md"):
        assert len(decision.read_text(encoding="utf-8").splitlines()) <= 40, decision.name


def test_chinese_stands_only_where_it_has_its_home() -> None:
    """Docstrings and comments may quote the regulation anywhere; words shown to people have their rooms."""
    for path in sorted((REPOSITORY / "generator").rglob("*.py")):
        name = path.relative_to(REPOSITORY / "generator").as_posix()
        if name.startswith(CHINESE_ROOMS):
            continue
        code = re.sub(r'r?"""[\s\S]*?"""|#.*', "", path.read_text(encoding="utf-8"))
        for line in code.splitlines():
            assert not HAN.search(line) or "OperatorError(" in line or "raise" in line or name in ALLOWED, (
                f"{name}: {line}"
            )


ALLOWED = ("publish/feeds.py", "publish/kinds.py", "publish/records.py", "publish/share.py", "publish/tree.py")
"""Titles of pages and feeds stand with their addresses, what is wrong with a folder beside the folder."""


def test_modules_and_functions_stay_small() -> None:
    for path in sorted((REPOSITORY / "generator").rglob("*.py")):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, path.name


def test_no_lock_file_holds_an_address() -> None:
    files = [*(REPOSITORY / "requirements").glob("*.txt"), Path(REPOSITORY / "package-lock.json")]
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert "--index-url" not in text
        assert "--find-links" not in text
        assert '"resolved"' not in text
