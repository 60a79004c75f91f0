"""What templates do with values: days in running text, names in the order of pinyin; nothing of it is markup.

They are compiled once; what was compiled is that of this very program or nothing.
"""

import re
import sys
from datetime import date
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from generator.edition import read_edition
from generator.publish import bodies, inputs
from generator.publish.bodies import _Bytecode, _environment
from generator.views import addresses
from generator.views.pages import pages_of


def rendered(template: str, **values: object) -> str:
    return _environment().from_string(template).render(**values)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026年6月3日到期", '<time datetime="2026-06-03">2026年6月3日</time>到期'),
        ("<b>2026年12月31日", '&lt;b&gt;<time datetime="2026-12-31">2026年12月31日</time>'),
        ("2026年2月30日", "2026年2月30日"),
        ("12026年2月3日", "12026年2月3日"),
        ("2026年", "2026年"),
    ],
)
def test_a_day_in_a_text_is_readable_by_programs(text: str, shown: str) -> None:
    assert rendered("{{ text | dated }}", text=text) == shown


def test_names_come_by_pinyin() -> None:
    names = ["重庆", "郴州", "长沙", "Z", "岳阳"]
    assert rendered("{{ names | by_pinyin | join(' ') }}", names=names) == "Z 长沙 郴州 重庆 岳阳"


@pytest.mark.parametrize("page", ["filings", "oversight", "editions", "changes"])
def test_outside_a_repository_nobody_knows_whether_there_are_filings(register: Path, page: str) -> None:
    """What only Git tells is unknown without it, never none."""
    pages = pages_of(read_edition(register, date(2026, 11, 23)))
    body = bodies.body(page, addresses.FILINGS, pages=pages, same_tab=[])
    assert "未知：" in body
    assert re.findall("还没有|<strong>0</strong> 件本月备案|最近的 0 次", body) == []


def test_what_a_template_says_is_text_wherever_it_says_it() -> None:
    template = "{{ v }}|{{ v | upper }}|{% macro m(x) %}{{ x }}{% endmacro %}{{ m(v) }}|{{ v ~ v }}|{{ [v] | join }}"
    assert rendered(template, v="<a'\"&") == (
        "&lt;a&#39;&#34;&amp;|&lt;A&#39;&#34;&amp;|&lt;a&#39;&#34;&amp;|"
        "&lt;a&#39;&#34;&amp;&lt;a&#39;&#34;&amp;|&lt;a&#39;&#34;&amp;"
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where bytecode is kept."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "__pycache__"


class Counting(Environment):
    """An environment of one template that counts what it compiles."""

    def __init__(self, folder: Path, source: str = "一") -> None:
        super().__init__(loader=DictLoader({"one.html": source}), bytecode_cache=_Bytecode(str(folder)))
        self.compiled = 0

    def _compile(self, source: str, filename: str) -> object:  # type: ignore[override]
        self.compiled += 1
        return super()._compile(source, filename)

    def rendered(self) -> str:
        return self.get_template("one.html").render()


def test_a_template_is_compiled_once(folder: Path) -> None:
    first, second = Counting(folder), Counting(folder)
    assert (first.rendered(), first.compiled) == ("一", 1)
    assert (second.rendered(), second.compiled) == ("一", 0)


def test_what_another_program_compiled_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Counting(folder).rendered() == "一"
    changed = Counting(folder, "二")
    assert (changed.rendered(), changed.compiled) == ("二", 1)
    monkeypatch.setattr(bodies, "program", lambda: b"another")
    again = Counting(folder, "二")
    assert (again.rendered(), again.compiled) == ("二", 1)


def test_nothing_is_compiled_for_later_where_nothing_may_be_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Counting(folder / "missing" / "__pycache__").rendered() == "一"
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert Counting(folder).rendered() == "一"
    assert not folder.exists()


def test_bytecode_is_no_part_of_what_a_site_is_made_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "TEMPLATES", tmp_path)
    monkeypatch.setattr(inputs, "CONFIGURATION", tmp_path / "mkdocs.yml")
    (tmp_path / "mkdocs.yml").touch()
    before = inputs.program.__wrapped__()
    (tmp_path / "bodies" / "__pycache__").mkdir(parents=True)
    (tmp_path / "bodies" / "__pycache__" / "one.cache").touch()
    assert inputs.program.__wrapped__() == before
    (tmp_path / "bodies" / "one.html").touch()
    assert inputs.program.__wrapped__() != before
