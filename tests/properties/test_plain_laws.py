"""Laws of the short way into a plainly written file: what it reads, the parser reads the same."""

from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.diagnostics import HIDDEN
from generator.source.parser import parsed
from generator.source.plain import plain, plain_marks
from generator.source.yaml import read_yaml
from tests.conftest import REPOSITORY
from tests.properties.strategies import any_text, written_resources, yaml_like

SAMPLES = [path.read_text(encoding="utf-8") for path in sorted((REPOSITORY / "catalogues").rglob("*.yml"))]
SIGNS = " \n-:#'\"&*!|>%@`?,[]{}~\\\t，：、“《\u3000\xa0\ufffe甲乙名称0a_.=<"
TEXTS = (
    "甲",
    "乙 丙",
    "- 甲",
    "甲 #乙",
    "甲: 乙",
    "甲:",
    "10:30",
    "null",
    "~",
    "0123",
    "《法》",
    "“甲",
    "a　",
    "甲\xa0",
    "？",
)
KEYS = ("名称", "名称", "代码", "格", "a", "", "名 称", "-", "名：称", "《甲")

lines = st.builds(
    "{}{}{}{}{}\n".format,
    st.sampled_from(["", "", "  ", "  ", "    ", "      ", " ", "   ", "\t"]),
    st.sampled_from(["", "", "- ", "- ", "-", "- - "]),
    st.sampled_from(KEYS),
    st.sampled_from([": ", ": ", ":", ":  ", "", "："]),
    st.sampled_from(TEXTS) | st.just(""),
)
nearly_plain = st.lists(lines, max_size=12).map("".join)
regular = st.lists(
    st.sampled_from(
        ["名称: 甲", "代码:", "  - 甲", "  - 名称: 甲", "  - 代码:", "    说明: 乙", "      - 丙", "  名称: 丁", "格:"]
    )
    | st.builds("{}: {}".format, st.text("名称代码甲", min_size=1, max_size=2), st.sampled_from(TEXTS)),
    max_size=12,
).map(lambda chosen: "".join(line + "\n" for line in chosen))


@st.composite
def spoilt_samples(draw: st.DrawFn) -> str:
    """A file of the register with a few characters put in, taken out or doubled."""
    text = draw(st.sampled_from(SAMPLES))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.text(SIGNS, max_size=2)) + text[at + draw(st.integers(0, 3)) :]
    return text


@settings(max_examples=2000)
@given(nearly_plain | regular | spoilt_samples() | written_resources() | yaml_like | any_text)
@example("名称: 甲\n  - 乙\n")
@example("名称:\n- 乙\n")
@example("名称:\n  - 代码:\n    - 乙\n")
@example("# 注\ufffe\n名称: 甲\n")
@example("名称: 甲\n# 注\n")
@example("名称: 甲")
@example("名称:\n  - 甲\n  代码: 乙\n")
def test_what_is_read_plainly_the_parser_reads_the_same(text: str) -> None:
    read = None if HIDDEN.search(text) else plain(text)
    if read is not None:
        document, findings = parsed("a.yml", text, [])
        assert findings == []
        assert document is not None
        assert repr((document.data, document.has_blanks)) == repr(read)
        assert [*plain_marks(text)] == [*document.marks]


def test_nearly_every_file_of_the_sample_is_read_plainly() -> None:
    read = [plain(text) for text in SAMPLES]
    assert sum(one is not None for one in read) > 0.9 * len(read)


def test_places_are_found_in_a_file_read_plainly(tmp_path: Path) -> None:
    text = "# 注\n名称: 甲\n格式:\n  - 分类: 乙\n    类型:\n"
    document, _ = read_yaml("a.yml", text.encode())
    assert document is not None
    assert document.noted is None
    assert document.has_blanks
    span = document.span(("格式", 0, "分类"))
    assert (span.line, span.column, span.end_column) == (4, 9, 10)
    assert document.span(("格式", 0, "类型"), key=True).line == 5


def test_a_file_of_very_many_lines_is_left_to_the_parser() -> None:
    assert plain("名:\n" + "  - 甲\n" * 9_999) is not None
    assert plain("名:\n" + "  - 甲\n" * 10_000) is None
