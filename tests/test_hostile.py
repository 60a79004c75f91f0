"""Hostile files by name: never a crash, exactly these findings, in bounded time.

`tests/hostile/NAME.yml` stands in place of the small register's one resource; `LARGE` and `NAMES` are made here,
because they are too large for the repository or no file system would take them.
"""

import time
from itertools import groupby
from pathlib import Path

import pytest

from generator.check import check
from generator.cli import run
from generator.diagnostics import Finding
from generator.load import register_from
from generator.model.personal_numbers import without_numbers
from generator.source.folder import SourceFile, read_files
from generator.source.yaml import MOST_BYTES
from tests.conftest import MINIMAL

FOLDER = Path(__file__).parent / "hostile"
RESOURCE = "catalogues/department/省教育厅/民办学校办学许可信息.yml"
MOST_SECONDS = 30.0
"""Of the processor, for the whole register: ten times what the slowest takes, and nothing to what takes forever."""

FILES = {
    "a-list": "Y115:1",
    "alias-of-nothing": "Y110:3",
    "anchor-and-alias": "Y110:3 Y110:5",
    "bidi-override": "Y104:6*2",
    "billion-laughs": (
        "M101:1*9 M102:1 O101:1 Y110:1 M102:2 Y110:2*10 M102:3 Y110:3*10 M102:4 Y110:4*10 M102:5 "
        "Y110:5*10 M102:6 Y110:6*10 M102:7 Y110:7*10 M102:8 Y110:8*10 M102:9 Y110:9*10"
    ),
    "binary": "Y101:2",
    "block-scalar-to-the-end": "M101:3",
    "byte-order-mark": "Y102:1",
    "colons": "Y106:1",
    "crlf": "Y118:1",
    "custom-tag": "Y111:3",
    "dashes": "Y114:1",
    "decomposed": "",
    "deep-flow-in-text": "Y114:6",
    "deep-mappings": "Y114:17",
    "deep-nesting": "Y114:1",
    "directive": "Y113:1",
    "duplicate-keys": "Y109:4",
    "emoji": "Y104:11*2",
    "empty": "Y115:1",
    "english-field-names": "M101:1 M102:1",
    "exponent-integer": "M110:13",
    "float-and-infinity": "M110:13",
    "full-width-code": "M111:2",
    "full-width-colons": (
        "Y105:1 Y105:2 Y105:3 Y105:6 Y105:8 Y105:9 Y105:11 Y105:12 Y105:13 Y105:14 Y105:15 Y105:16 "
        "Y105:17 Y105:19 Y105:20 Y105:21 Y105:22"
    ),
    "gbk": "Y101:1",
    "gzip-header": "Y101:1",
    "html": "",
    "huge-integer": "M110:13",
    "invalid-utf-8": "Y101:6",
    "line-separators": "Y104:6*3",
    "list-as-key": "Y112:23",
    "lone-carriage-returns": "Y104:1 Y106:1 Y104:1*21",
    "lone-surrogate": "Y101:6",
    "look-alike-code": "M111:2",
    "markdown": "Y106:11",
    "merge-key": "M101:8 M102:8",
    "mixed-line-ends": "Y118:3",
    "nul": "Y104:6",
    "null-key": "Y112:23",
    "null-words": "O103:3",
    "octal": "M110:13",
    "one-scalar": "Y115:1",
    "only-comments": "Y115:1",
    "option-like-text": "M111:2",
    "overlong-utf-8": "Y101:23",
    "path-like-name": "",
    "path-like-provider": "M120:3",
    "python-object": "Y111:6",
    "question-marks": "Y114:1",
    "rare-han": "",
    "script-link": "X105:6",
    "secrecy-mark": "X101:6",
    "several-documents": "Y113:23",
    "sexagesimal": "M110:13",
    "shell-like-key": "M102:23 M102:24 M102:25 M102:26",
    "spreadsheet-formula": "",
    "surrogate-escape": "Y106:6",
    "tab-after-colon": "Y118:3",
    "tabs": "Y108:5",
    "template": "",
    "terminal-escape": "Y104:6",
    "timestamp": "M109:25",
    "unclosed-bracket": "Y106:3",
    "unclosed-quote": "Y106:3",
    "utf-16": "Y101:1",
    "utf-32": "Y101:1",
    "workflow-command": "",
    "yaml-1.1-booleans": "M103:14",
    "zero-width": "Y104:1",
}
"""Rule and line of each finding, in order; `*9` where the same comes nine times."""

ORDINARY = (MINIMAL / RESOURCE).read_bytes()
SPACED = " ".join("62" * 60_000)
LARGE = {
    "300,000 bytes": (b"# " + b"x" * 300_000 + b"\n", "Y103:1"),
    "a key of 200 KB": (b"k" * 200_000 + b": 1\n", "Y106:1"),
    "a quoted key of 200 KB": (b'"' + b"k" * 200_000 + b'": 1\n' + ORDINARY, "Y106:1"),
    "a value of 200 KB": (ORDINARY.replace("摘要: ".encode(), "摘要: ".encode() + b"x" * 200_000), "M107:6"),
    "a line of 200 KB of colons": (b": " * 100_000, "Y106:1"),
    "a hundred thousand dashes": (b"- " * 100_000, "Y114:1"),
    "a hundred thousand brackets": (b"[" * 100_000, "Y114:1"),
    "eighty thousand entries": ("信息项: [".encode() + b"a," * 80_000 + b"]\n", "M101:1"),
    "eighty thousand comments": (ORDINARY + b"#\n" * 80_000, ""),
    "a hundred thousand empty lines": (b"\n" * 100_000 + ORDINARY, "Y118:1"),
    "spaces without end": (ORDINARY + b" " * 200_000, "Y118:23"),
    "spaced digits in a value": (ORDINARY + f"所属系统: {SPACED}\n".encode(), "M107:23"),
    "spaced digits in a comment": (b"# " + SPACED.encode() + b"\n" + ORDINARY, ""),
    "digits without a gap": (ORDINARY + f"所属系统: {'1' * 200_000}\n".encode(), "M107:23"),
    "full-width colons without end": ("甲：乙\n".encode() * 20_000, "Y105:1"),
    "quotes without end": (b"'" * 200_001, "Y106:1"),
}
"""Bytes, and the first finding."""

NAMES = {
    "department/省教育厅/../../../etc/passwd": "Y117",
    "department/省教育厅/-rf.yml": "",
    "department/省教育厅/$(id).yml": "",
    "department/省教育厅/甲\u202e.yml": "",
    "department/省教育厅/<script>.yml": "",
    "department/省教育厅/{{ 7 * 7 }}.yml": "",
    "department/省教育厅/民办学校办学许可信息.YML": "Y117",
    "department/省教育厅/.yml": "",
    "department/--/catalogue.yml": "",
    "ledgers/triggers/2026/../../x.yml": "Y117",
    "ledgers/triggers/2026/２０２６-0001.yml": "Y117",
    "calendar/２０２６.yml": "Y117",
}
"""Paths below catalogues/, and the rule that speaks of the path itself."""


def put(register: Path, raw: bytes) -> None:
    (register / RESOURCE).write_bytes(raw)


def told(findings: tuple[Finding, ...]) -> str:
    """Rule and line of the findings about the one resource, in a row."""
    places = (f"{finding.rule.id}:{finding.span.line}" for finding in findings if finding.file == RESOURCE)
    counted = ((place, len(list(same))) for place, same in groupby(places))
    return " ".join(f"{place}*{count}" if count > 1 else place for place, count in counted)


def test_every_hostile_file_has_its_line() -> None:
    assert sorted(file.stem for file in FOLDER.glob("*.yml")) == sorted(FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_gives_exactly_its_findings(name: str, register: Path) -> None:
    put(register, (FOLDER / f"{name}.yml").read_bytes())
    began = time.process_time()
    checked = check(register)
    assert time.process_time() - began < MOST_SECONDS
    assert told(checked.findings) == FILES[name]
    assert {finding.file for finding in checked.findings} <= {RESOURCE}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_file_is_judged_in_bounded_time(name: str, register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw, first = LARGE[name]
    put(register, raw)
    began = time.process_time()
    code = run(["check", "--root", str(register)])
    assert time.process_time() - began < MOST_SECONDS
    assert code in (0, 1)
    out = capsys.readouterr().out
    assert len(out) < 300_000
    assert told(check(register).findings).split("*")[0].split(" ")[0] == first


@pytest.mark.parametrize("path", NAMES)
def test_a_hostile_path_is_only_a_name(path: str) -> None:
    files, _ = read_files(MINIMAL)
    loaded = register_from([*files, SourceFile(f"catalogues/{path}", ORDINARY)])
    rules = {finding.rule.id for finding in loaded.findings if finding.file == f"catalogues/{path}"}
    assert rules & {"Y116", "Y117"} == ({NAMES[path]} if NAMES[path] else set())


@pytest.mark.parametrize(
    "unit", ["1 2 3 4 5 6 7 8 9 0 ", "6 2 ", "1 3 8 0 0 1 3 8 0 0 0 ", "1-", "1 1 0 1 0 5 1 9 9 0 "]
)
def test_masking_numbers_takes_time_in_proportion_to_the_text(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        began = time.process_time()
        assert len(without_numbers(text)) == len(text)
        return time.process_time() - began

    assert seconds(MOST_BYTES // 8) < 512 * seconds(MOST_BYTES // 512)


def test_a_number_with_a_province_and_no_county_is_judged_and_not_a_crash(register: Path) -> None:
    """The library of such numbers stumbles over these; nobody's number: no county has the code 430000."""
    put(register, ORDINARY.replace("用于登记".encode(), "430001199001010014，用于登记".encode()))
    assert told(check(register).findings) == "X102:6"
    assert without_numbers("430001199001010014") == "430*************14"
