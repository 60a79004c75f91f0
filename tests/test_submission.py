"""Who may submit a change of what, told by `check` and `review` from the base's register."""

from pathlib import Path

import pytest

from generator.approval.submission import submission_findings
from generator.load import load_register
from tests.conftest import MINIMAL

OWN = "catalogues/department/省教育厅/甲.yml"
OTHER = "catalogues/department/省公安厅/甲.yml"
LED = "catalogues/base/人口/甲.yml"
THEME = "catalogues/theme/安全生产/甲.yml"
CALENDAR = "catalogues/calendar/2031.yml"
SUBMITTERS = "    提交账号:\n"


def with_accounts(root: Path, **accounts: str) -> Path:
    """The small register with accounts of the police (second), of education (third), of the authority (first)."""
    file = root / "catalogues/organisations.yml"
    head, *blocks = file.read_text(encoding="utf-8").split("  - 简称: ")
    for number, who in enumerate(("office", "police", "education")):
        if who in accounts:
            blocks[number] += SUBMITTERS + "".join(f"      - '{one}'\n" for one in accounts[who].split())
    file.write_text(head + "".join(f"  - 简称: {block}" for block in blocks), encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("accounts", "submitters", "paths", "expected"),
    [
        ({"education": "edu"}, ["edu"], [OWN], []),
        ({"education": "edu"}, ["EDU"], [OWN], []),
        ({"education": "edu"}, ["edu"], [OTHER], [("C211", OTHER)]),
        ({"education": "edu", "police": "pol"}, ["edu", "pol"], [OWN, OTHER], []),
        ({"police": "pol"}, ["pol"], [LED], []),
        ({"education": "edu"}, ["edu"], [LED], []),
        ({"education": "edu"}, ["edu"], [THEME], [("C211", THEME)]),
        ({"education": "@edu.example"}, ["a@edu.example"], [OTHER], [("C211", OTHER)]),
        ({"education": "@edu.example"}, ["a@edu.example.org"], [OWN], [("C214", "catalogues/organisations.yml")]),
        ({"education": "edu"}, ["edu"], [CALENDAR], [("C212", CALENDAR)]),
        ({"education": "edu"}, ["edu"], ["catalogues/ledgers/triggers/2026/2026-0001.yml"], []),
        ({"education": "edu"}, ["edu"], ["Makefile", "a.py", OWN], [("C213", "catalogues/authority.yml")]),
        ({"office": "gov"}, ["gov"], ["Makefile", CALENDAR, "catalogues/authority.yml"], []),
        ({}, ["who"], ["Makefile", CALENDAR, OWN], [("C214", "catalogues/organisations.yml")]),
        (
            {"office": "gov"},
            ["who"],
            ["Makefile", CALENDAR, OWN],
            [
                ("C214", "catalogues/organisations.yml"),
                ("C212", CALENDAR),
                ("C213", "catalogues/authority.yml"),
            ],
        ),
    ],
)
def test_a_submitter_stays_within_reach(
    register: Path, accounts: dict[str, str], submitters: list[str], paths: list[str], expected: list[object]
) -> None:
    base = load_register(with_accounts(register, **accounts)).register
    assert [(one.rule.id, one.file) for one in submission_findings(base, submitters, paths)] == expected


def test_nobody_named_nothing_told() -> None:
    assert submission_findings(load_register(MINIMAL).register, [], ["Makefile"]) == []
