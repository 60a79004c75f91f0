"""Every rule has one page, and the page is true: what it calls right is silent, what it calls wrong is found.

A block under 正确写法 or 错误写法 is a whole file, `title` its path; the blocks of a section stand together in the
register `cases/minimal/`. A comment `# 应报 Y105` announces a finding on its line. A page about a change (C) judges it
as `mulu check --against` does: blocks with `state="before"` make the register before it, the others the one after it.
Where no comment can say it:

    expect="Y101"        announces findings at the file's first line
    encoding="gb18030"   the file is saved in this encoding instead of UTF-8
    bom="yes"            the file begins with a byte order mark
    times="2000"         the body stands that many times in the file
    link="/etc/hosts"    a symbolic link stands in the file's place
    absent="yes"         the file is left out
    submitter="wang"     who submits the change; files outside of catalogues/ may stand in blocks too
"""

import re
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.approval.submission import submission_findings
from generator.check import all_rules, check, checked
from generator.diagnostics import Finding, Rule
from generator.findings import texts_shown
from generator.load import load_register
from generator.report.text import as_text
from generator.review import review
from generator.rules.handbook import PAGES, page_of
from tests.conftest import MINIMAL

SECTIONS = ["正确写法", "错误写法", "程序的回答"]

each_rule = pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)


@dataclass(frozen=True)
class Block:
    body: str
    settings: dict[str, str]

    @property
    def path(self) -> str:
        return self.settings["title"]

    @property
    def is_before(self) -> bool:
        """Whether it belongs to the register before the change."""
        return self.settings.get("state") == "before"

    @property
    def announced(self) -> Iterable[tuple[str, str, int]]:
        """Rule, file and line of every finding the block announces."""
        for number, line in enumerate(self.body.split("\n"), 1):
            for ids in re.findall(r"# 应报 (\S+)", line):
                yield from ((rule_id, self.path, number) for rule_id in ids.split("、"))
        for rule_id in filter(None, self.settings.get("expect", "").split("、")):
            yield rule_id, self.path, 1

    def put_below(self, root: Path) -> None:
        file = root / self.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        if "link" in self.settings:
            file.symlink_to(self.settings["link"])
        elif "absent" not in self.settings:
            encoding = "utf-8-sig" if "bom" in self.settings else self.settings.get("encoding", "utf-8")
            file.write_bytes((self.body * int(self.settings.get("times", 1))).encode(encoding))


def blocks_of(section: str) -> list[Block]:
    fences = re.findall(r"^```(.*)\n([\s\S]*?)^```$", section, re.MULTILINE)
    return [Block(body, dict(re.findall(r'(\w+)="([^"]*)"', info))) for info, body in fences]


def section_of(rule: Rule, heading: str) -> str:
    parts = re.split(r"^## (.*)\n", page_of(rule.id), flags=re.MULTILINE)
    return parts[parts.index(heading) + 1]


def build_register(root: Path, blocks: Iterable[Block]) -> None:
    shutil.copytree(MINIMAL, root)
    for block in blocks:
        block.put_below(root)


@dataclass(frozen=True)
class Judged:
    findings: tuple[Finding, ...]
    texts: dict[str, str]


def judged_with(section: str, rule: Rule, root: Path) -> Judged:
    """The findings about the section's register and, for a rule about changes, about what it changes."""
    blocks = blocks_of(section_of(rule, section))
    build_register(root / "after", (block for block in blocks if not block.is_before))
    after = load_register(root / "after")
    state = checked(after)
    if not rule.id.startswith("C"):
        assert not any(block.is_before for block in blocks)
        return Judged(state.findings, state.texts)
    build_register(root / "before", (block for block in blocks if block.is_before))
    before = load_register(root / "before")
    submitters = [block.settings["submitter"] for block in blocks if "submitter" in block.settings]
    submission = submission_findings(before.register, submitters, changed(root)) if submitters else []
    found = (*state.findings, *review(before, after).findings, *submission)
    findings = tuple(sorted(found, key=lambda finding: finding.sort_key))
    return Judged(findings, texts_shown(state.files, findings))


def changed(root: Path) -> list[str]:
    """The files that differ between the register before the change and the one after it."""
    states = [
        {file.relative_to(top).as_posix(): file.read_bytes() for file in top.rglob("*") if file.is_file()}
        for top in (root / "before", root / "after")
    ]
    return [path for path in states[0].keys() | states[1].keys() if states[0].get(path) != states[1].get(path)]


def test_the_minimal_register_is_in_order() -> None:
    """The register into which the pages put their files has no fault of its own."""
    assert check(MINIMAL).findings == ()


def test_every_rule_has_one_page_and_every_page_a_rule() -> None:
    """An id means one rule and one page; nothing else lies among the pages."""
    assert sorted(page.name for page in PAGES.iterdir()) == [f"{rule.id}.md" for rule in all_rules()]


@each_rule
def test_the_page_is_named_after_its_rule_and_keeps_the_order(rule: Rule) -> None:
    """The heading is id and fault, a text says why, then come right, wrong and the program's answer."""
    heading, why = page_of(rule.id).split("\n\n")[:2]
    assert heading == f"# {rule.id} {rule.fault}"
    assert not why.startswith("#")
    assert re.findall(r"^## (.*)$", page_of(rule.id), re.MULTILINE) == SECTIONS


@each_rule
def test_what_the_page_calls_right_is_silent(rule: Rule, tmp_path: Path) -> None:
    """Whoever copies the right block gets no finding at all, but for what it waives."""
    assert blocks_of(section_of(rule, "正确写法"))
    assert [finding for finding in judged_with("正确写法", rule, tmp_path).findings if not finding.waived] == []


def test_a_page_about_a_change_shows_what_was_before() -> None:
    """Right and wrong both start from a file that the page shows."""
    for rule in all_rules():
        for heading in SECTIONS[:2] if rule.id.startswith("C") else ():
            assert any(block.is_before for block in blocks_of(section_of(rule, heading))), rule.id


@each_rule
def test_what_the_page_calls_wrong_is_found_where_it_says(rule: Rule, tmp_path: Path) -> None:
    """The wrong block is reported exactly as announced, on that line, the page's own rule among them."""
    announced = [found for block in blocks_of(section_of(rule, "错误写法")) for found in block.announced]
    findings = judged_with("错误写法", rule, tmp_path).findings
    assert Counter((finding.rule.id, finding.file, finding.span.line) for finding in findings) == Counter(announced)
    assert rule.id in {rule_id for rule_id, _, _ in announced}


@each_rule
def test_the_answer_shown_is_the_answer_given(rule: Rule, tmp_path: Path) -> None:
    """The page shows byte for byte what `mulu check` (C: `mulu check --against`) prints about the wrong block."""
    [answer] = blocks_of(section_of(rule, "程序的回答"))
    judged = judged_with("错误写法", rule, tmp_path)
    assert answer.body == as_text(judged.findings, judged.texts)
