"""The Chinese that people read: full-width punctuation, whole words, in templates, pages, rules and wording."""

import re
from pathlib import Path

import pytest

from generator.check import all_rules
from generator.publish import TEMPLATES
from generator.rules.handbook import PAGES
from tests.conftest import REPOSITORY

HAN = r"[\u4e00-\u9fff《》「」“”（）、，。；：？！]"
HALF = re.compile(rf"{HAN}[,;:?!()] ?{HAN}|{HAN} [,;:?()]{HAN}|{HAN}[,;:?!](?=\s|$)", re.MULTILINE)
"""A half-width mark between 汉字, or after one at the end of a line."""
SPACED = re.compile(r"[\u4e00-\u9fff] [\u4e00-\u9fff]|[，。；：？！、] |[ ][，。；：？！、]")
"""A space between 汉字 or beside a full-width mark."""

TEXTS = [
    *sorted(TEMPLATES.rglob("*.html")),
    *sorted(TEMPLATES.rglob("*.md")),
    *sorted(TEMPLATES.rglob("*.js")),
    *sorted(PAGES.glob("*.md")),
    REPOSITORY / "README.zh-CN.md",
]


def prose(text: str) -> str:
    """What is left to read: no template, no code, no markup, no comment."""
    for left_out in (
        r"\{#.*?#\}",
        r"\{%.*?%\}",
        r"```.*?```",
        r"<(script|style|code|pre)\b.*?</\1>",
        r"<!--.*?-->",
        r"^\s*(//|/?\*).*?$",
        r"^\|[ :|-]+\|$",
    ):
        text = re.sub(left_out, "", text, flags=re.DOTALL | re.MULTILINE if left_out[0] != "^" else re.MULTILINE)
    text = re.sub(r"\{\{.*?\}\}|`[^`\n]*`", "A", text, flags=re.DOTALL)
    text = text.replace("字段: 内容", "")  # how YAML is written, which is half-width
    return re.sub(r"<[^>]*>|&\w+;", "\n", text)


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.name)
def test_marks_between_characters_are_full_width(file: Path) -> None:
    text = prose(file.read_text(encoding="utf-8"))
    if file.suffix == ".js":
        text = re.sub(r"[\u4e00-\u9fff]+: (?=[\"'`])", "", text)  # keys of an object
        text = "\n".join(re.findall(r"""["'`]([^"'`\n]*[\u4e00-\u9fff][^"'`\n]*)["'`]""", text))
    assert [found[0] for found in HALF.finditer(text)] == []


@pytest.mark.parametrize(
    "file", [file for file in TEXTS if file.suffix == ".md" and file.name != "review.md"], ids=lambda file: file.name
)
def test_no_space_stands_between_characters(file: Path) -> None:
    lines = [line for line in prose(file.read_text(encoding="utf-8")).splitlines() if not line.lstrip().startswith("|")]
    assert [found[0] for line in lines for found in SPACED.finditer(line.strip())] == []


def test_the_words_of_rules_have_full_width_marks() -> None:
    words = "\n".join(text for rule in all_rules() for text in (rule.fault, rule.message, rule.hint, rule.article))
    assert [found[0] for found in HALF.finditer(prose(re.sub(r"\{\w+\}", "A", words)))] == []


@pytest.mark.parametrize("wrong", ["甲,乙", "甲: 乙", "甲(乙)丙", "甲;\n"])
def test_half_width_marks_are_seen(wrong: str) -> None:
    assert HALF.search(prose(wrong))
