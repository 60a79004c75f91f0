"""The snippets of pages: what they say, and that no text of a register is markup in them."""

import pytest

from generator.publish.snippets import changed_fields, class_tag, lines, link, shown, verdict_tag
from generator.views.link import Link
from generator.views.revision import FieldRow

HOSTILE = "<b>\"'&"
HARMLESS = "&lt;b&gt;&#34;&#39;&amp;"


def test_a_link_is_one_where_there_is_a_page() -> None:
    assert link(Link(HOSTILE, f"organisations/{HOSTILE}/"), "../") == (
        f'<a href="../organisations/{HARMLESS}/">{HARMLESS}</a>'
    )
    assert link(Link(HOSTILE), "../") == HARMLESS


@pytest.mark.parametrize("blank", [None, ""])
def test_what_nobody_filled_in_is_called_so(blank: str | None) -> None:
    assert shown(blank) == lines(blank) == class_tag(blank) == '<span class="mulu-unknown">未填写</span>'
    assert shown(blank, "<未知>") == '<span class="mulu-unknown">&lt;未知&gt;</span>'


def test_a_value_is_text() -> None:
    assert shown(HOSTILE) == HARMLESS
    assert shown(0) == "0"


def test_a_text_is_shown_line_by_line() -> None:
    assert lines(f"第一行\n{HOSTILE}") == f"第一行<br>{HARMLESS}"


def test_a_tag_has_the_tone_of_its_word() -> None:
    assert class_tag("不予共享") == '<span class="mulu-tag mulu-tag--closed">不予共享</span>'
    assert class_tag(HOSTILE) == f'<span class="mulu-tag mulu-tag--plain">{HARMLESS}</span>'
    assert verdict_tag("违规") == '<span class="mulu-tag mulu-tag--fault">违规</span>'
    assert verdict_tag(HOSTILE) == f'<span class="mulu-tag mulu-tag--plain">{HARMLESS}</span>'


def test_what_went_and_what_came_stand_in_a_row() -> None:
    rows = (FieldRow(HOSTILE, "", f"一\n{HOSTILE}", "扩大"), FieldRow("摘要", HOSTILE, "", HOSTILE))
    assert changed_fields(rows) == (
        '<table class="mulu-table mulu-changes">\n'
        '  <thead><tr><th scope="col">字段</th><th scope="col">原内容</th><th scope="col">新内容</th>'
        '<th scope="col">对使用部门</th></tr></thead>\n'
        "  <tbody>\n"
        f'  <tr><td data-label="字段">{HARMLESS}</td><td data-label="原内容">—</td>'
        f'<td data-label="新内容"><ins>一<br>{HARMLESS}</ins></td><td data-label="对使用部门">扩大</td></tr>\n'
        f'  <tr><td data-label="字段">摘要</td><td data-label="原内容"><del class="mulu-gone">{HARMLESS}</del></td>'
        f'<td data-label="新内容">—</td><td data-label="对使用部门">{HARMLESS}</td></tr>\n'
        "  </tbody>\n</table>\n"
    )
