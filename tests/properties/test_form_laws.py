"""Laws of the canonical form."""

from collections import Counter

from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.form.canonical import canonical, is_plainly_canonical, order_of
from generator.model.resource import Resource
from generator.source.document import Document
from generator.source.plain import Node
from generator.source.yaml import read_yaml
from tests.properties.strategies import any_text, records, written_resources, yaml_like
from tests.properties.test_plain_laws import SAMPLES

RANKS = {key: rank for key, (rank, _) in order_of(Resource).items()}


def read(text: str) -> Document | None:
    document, findings = read_yaml("a.yml", text.encode("utf-8", "surrogatepass"))
    return None if any(finding.is_error for finding in findings) else document


def remarks_of(text: str) -> Counter[str]:
    """The comments by a plain count of what follows ` #` or begins a line, outside of texts known to hold one."""
    return Counter(part.strip() for line in text.split("\n") for part in [line.partition("#")[2]] if part)


@given(written_resources())
def test_every_file_people_write_has_a_form_that_says_the_same(text: str) -> None:
    document = read(text)
    assert document is not None, text
    form = canonical(Resource, document)
    assert form is not None
    again = read(form)
    assert again is not None
    assert again.data == document.data
    assert canonical(Resource, again) == form


@given(written_resources())
def test_no_comment_is_lost_and_none_is_made(text: str) -> None:
    document = read(text)
    assert document is not None
    form = canonical(Resource, document)
    assert form is not None
    assert remarks_of(form) == remarks_of(text)


@given(written_resources())
def test_the_form_has_no_loose_ends(text: str) -> None:
    document = read(text)
    assert document is not None
    form = canonical(Resource, document) or ""
    assert form.endswith("\n")
    assert not form.endswith("\n\n")
    assert "\r" not in form
    keys = list(read_yaml("a.yml", form.encode())[0].data)  # type: ignore[union-attr]
    assert keys == sorted(keys, key=RANKS.__getitem__)


@given(any_text | yaml_like | st.builds(lambda one, other: f"资源名称: {one}\n{other}", yaml_like, yaml_like))
def test_hostile_text_is_left_alone_or_says_the_same(text: str) -> None:
    document = read(text)
    if document is None:
        return
    form = canonical(Resource, document)
    if form is not None:
        again = read(form)
        assert again is not None
        assert again.data == document.data
        assert canonical(Resource, again) == form


@given(records)
def test_the_fast_way_never_differs_from_the_long_one(record: dict[str, Node]) -> None:
    lines: list[str] = []
    for number, value in enumerate(record.values()):
        key = list(RANKS)[number]
        lines.append(f"{key}: {value}\n" if isinstance(value, str) else f"{key}:\n  - {next(iter(value or ()))}\n")
    document = read("".join(lines))
    if document is None or not is_plainly_canonical(Resource, document):
        return
    commented = read(document.text + "# 完\n")
    assert commented is not None
    assert canonical(Resource, commented) == document.text + "# 完\n"


@st.composite
def shuffled_samples(draw: st.DrawFn) -> str:
    """A file of the register with some of its lines moved, doubled or left out."""
    lines = draw(st.sampled_from(SAMPLES)).splitlines(keepends=True)
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(lines) - 1))
        block = lines[start : start + draw(st.integers(1, 4))]
        at = draw(st.integers(0, len(lines)))
        lines = [*lines[:at], *block, *lines[at:]]
        if draw(st.booleans()):
            del lines[start : start + len(block)]
    return "".join(lines)


@given(shuffled_samples())
@example("资源名称: 甲\n资源代码: 乙\n")
@example("资源代码: 乙\n资源名称: 甲\n")
@example("资源名称: 甲\n格式:\n  - 分类: 乙\n    类型: 丙\n")
@example("资源名称: 甲\n格式:\n  - 类型: 丙\n    分类: 乙\n")
@example("资源名称: 甲\n未知: 乙\n")
@example("# 一\n资源名称: 甲\n")
@example("# 一\n# 二\n资源名称: 甲\n")
def test_what_is_read_line_by_line_is_canonical_just_when_its_keys_are_in_order(text: str) -> None:
    document, _ = read_yaml("a.yml", text.encode())
    if document is not None and document.noted is None:
        written_out = replace(document, noted=document.marks)
        assert is_plainly_canonical(Resource, document) == is_plainly_canonical(Resource, written_out)
