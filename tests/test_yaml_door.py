"""The door to YAML: text scalars, places, and every way a file can be wrong."""

import pytest

from generator.diagnostics import Span
from generator.source.yaml import MOST_BYTES, read_yaml


def data_of(text: str) -> object:
    document, findings = read_yaml("a.yml", text.encode())
    assert findings == []
    assert document is not None
    return document.data


def faults_of(raw: str | bytes) -> list[tuple[str, int, int]]:
    _, findings = read_yaml("a.yml", raw if isinstance(raw, bytes) else raw.encode())
    return [(finding.rule.id, finding.span.line, finding.span.column) for finding in findings]


@pytest.mark.parametrize(
    "written",
    ["0430", "否", "yes", "null", "~", "1e3", "0x1F", "2026-02-30", "12:30:45", ".inf", "1_000", "=", "true", "3.0"],
)
def test_every_scalar_is_text_as_it_was_written(written: str) -> None:
    assert data_of(f"a: {written}\n") == {"a": written}


@pytest.mark.parametrize("blank", ["", " ", "''", '""', "'  '", "　", "|"])
def test_an_empty_scalar_means_not_filled_in(blank: str) -> None:
    assert data_of(f"a: {blank}\nb: x\n") == {"a": None, "b": "x"}


def test_block_and_folded_texts_lose_only_the_white_space_around_them() -> None:
    text = "a: |\n  一\n  二\nb: >-\n  三\n  四\nc: ' 五 '\nd: 六\n  七\n"
    assert data_of(text) == {"a": "一\n二", "b": "三 四", "c": "五", "d": "六 七"}


def test_windows_line_ends_read_as_line_ends() -> None:
    assert data_of("a: 一\r\nb:\r\n  - 二\r\n") == {"a": "一", "b": ["二"]}


def test_every_node_has_its_place() -> None:
    document, _ = read_yaml("a.yml", "甲:\n  - 乙: 一\n    丙: 二二\n  - 乙: 三\n丁: [四, 五]\n".encode())
    assert document is not None
    assert document.span(("甲", 0, "丙")) == Span(3, 8, 3, 10)
    assert document.span(("甲", 0, "丙"), key=True) == Span(3, 5, 3, 6)
    assert document.span(("甲", 1, "乙")) == Span(4, 8, 4, 9)
    assert document.span(("丁", 1)) == Span(5, 8, 5, 9)
    assert document.span(("丁",), key=True) == Span(5, 1, 5, 2)


def test_a_place_that_is_not_there_is_told_by_its_parent() -> None:
    document, _ = read_yaml("a.yml", "甲:\n  - 乙: 一\n".encode())
    assert document is not None
    assert document.span(("甲", 0, "没有")) == document.span(("甲", 0))
    assert document.span(("没有",)) == Span(1, 1, 1, 2)


def test_places_stay_right_after_refused_keys() -> None:
    document, _ = read_yaml("a.yml", b"a: 1\na: {x: 2}\n? [q]\n: z\nb: 3\n")
    assert document is not None
    assert document.data == {"a": "1", "b": "3"}
    assert document.span(("b",)) == Span(5, 4, 5, 5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("名称：甲\n", [("Y105", 1, 3)]),
        ("名称: 甲\n摘要：乙\n代码: x\n提供方：丙\n", [("Y105", 2, 3), ("Y105", 4, 4)]),
        ("信息项：\n  - 名称: 甲\n    长度：5\n", [("Y105", 1, 4), ("Y105", 3, 7)]),
        ("名称:甲\n摘要: 乙\n", [("Y107", 1, 3)]),
        ("a: [x，y]\n", [("Y105", 1, 5)]),
        ("a: [x, ［y］\nb: 1\n", [("Y105", 1, 8)]),
        ("a: 1\nb:\n\t- x\n", [("Y108", 3, 1)]),
        ("a: 1\nb: 2\na: 3\n", [("Y109", 3, 1)]),
        ("a: &x 1\nb: *x\n", [("Y110", 1, 4), ("Y110", 2, 4)]),
        ("a: &x [*x]\n", [("Y110", 1, 4), ("Y110", 1, 8)]),
        ("a: !!python/object/apply:os.system [x]\n", [("Y111", 1, 4)]),
        ("a: !!int 4\n", [("Y111", 1, 4)]),
        ("? [q]\n: z\nb: 1\n", [("Y112", 1, 3)]),
        ("a: 1\n---\nb: 2\n", [("Y113", 2, 1)]),
        ("%YAML 1.1\n---\na: 1\n", [("Y113", 1, 1)]),
        ("a: 1\n...\n", []),
        ("---\na: 1\n", []),
        ("- a\n", [("Y115", 1, 1)]),
        ("# 只有注释\n", [("Y115", 1, 1)]),
        ("", [("Y115", 1, 1)]),
        ("一段文字\n", [("Y115", 1, 1)]),
        ("a: 'x\nb: 2\n", [("Y106", 1, 4)]),
        ("a: 甲: 乙\n", [("Y106", 1, 5)]),
        ("a:\n  b: 1\n c: 2\n", [("Y106", 3, 2)]),
        ("a: @x\n", [("Y106", 1, 4)]),
        ("a: [1, 2\n", [("Y106", 1, 4)]),
        ('a: "\\q"\n', [("Y106", 1, 5)]),
        ("a: " + "[" * 40 + "]" * 40 + "\n", [("Y114", 1, 19)]),
        ("a: x\u202ey\n", [("Y104", 1, 5)]),
        ('a: "x\\u202ey"\n', [("Y104", 1, 4)]),
        ("a: x\x07\n", [("Y104", 1, 5)]),
        ("a: x\u200by\nb: \ufeffz\n", [("Y104", 1, 5), ("Y104", 2, 4)]),
        ("a: x\u2028y\n", [("Y104", 1, 5)]),
        ("\ufeffa: x\n", [("Y102", 1, 1)]),
    ],
)
def test_each_fault_is_told_with_its_place(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert faults_of(text) == expected


def test_all_faults_of_a_file_are_told_at_once_and_the_rest_is_read() -> None:
    document, findings = read_yaml("a.yml", "名称：甲\n代码: x\n代码: y\n摘要: 一\u202e二\n层: {深: !x 1}\n".encode())
    assert document is not None
    assert document.data == {"名称": "甲", "代码": "x", "摘要": "一\ufffd二", "层": {"深": "1"}}
    assert [finding.rule.id for finding in findings] == ["Y104", "Y105", "Y109", "Y111"]


def test_columns_after_a_mended_colon_are_those_of_the_author() -> None:
    document, _ = read_yaml("a.yml", "名称：甲\n提供方:乙\n".encode())
    assert document is not None
    assert document.span(("名称",)) == Span(1, 4, 1, 5)
    assert document.span(("提供方",)) == Span(2, 5, 2, 6)


def test_a_file_past_the_bound_is_not_parsed() -> None:
    assert faults_of(b"a: " + b"x" * MOST_BYTES) == [("Y103", 1, 1)]


@pytest.mark.parametrize(("encoding", "guess"), [("gb18030", "GBK"), ("utf-16", "UTF-16")])
def test_another_encoding_is_named(encoding: str, guess: str) -> None:
    _, findings = read_yaml("a.yml", "资源名称: 婚姻登记信息\n".encode(encoding))
    assert [(finding.rule.id, guess in finding.message) for finding in findings] == [("Y101", True)]


def test_no_message_speaks_english() -> None:
    texts = ["a: 'x", "a: @x", "a: [", "a: }", "a: {", "a: - b", "a: |x\n", 'a: "\\u12"', "a: ! {", "%x\n", "a: *", "&"]
    for text in texts:
        _, findings = read_yaml("a.yml", text.encode())
        assert findings, text
        for finding in findings:
            words = (finding.message + finding.hint).replace("YAML", "").replace("UTF-8", "")
            assert not any(part.isascii() and part.isalpha() and len(part) > 1 for part in words.split()), words


def test_a_billion_laughs_stays_small() -> None:
    text = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    document, findings = read_yaml("a.yml", text.encode())
    assert document is not None
    assert document.data["i"] == ["*h", "*h"]
    assert {finding.rule.id for finding in findings} == {"Y110"}
