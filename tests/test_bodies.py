"""What templates do with values: days in running text, names in the order of pinyin; nothing of it is markup."""

import pytest

from generator.publish.bodies import _environment


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


def test_what_a_template_says_is_text_wherever_it_says_it() -> None:
    template = "{{ v }}|{{ v | upper }}|{% macro m(x) %}{{ x }}{% endmacro %}{{ m(v) }}|{{ v ~ v }}|{{ [v] | join }}"
    assert rendered(template, v="<a'\"&") == (
        "&lt;a&#39;&#34;&amp;|&lt;A&#39;&#34;&amp;|&lt;a&#39;&#34;&amp;|"
        "&lt;a&#39;&#34;&amp;&lt;a&#39;&#34;&amp;|&lt;a&#39;&#34;&amp;"
    )
