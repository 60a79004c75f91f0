"""Laws of the canonical form."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from generator.form.canonical import canonical, is_plainly_canonical, order_of
from generator.model.resource import Resource
from generator.source.plain import Node
from generator.source.yaml import Document, read_yaml
from tests.properties.strategies import any_text, records, written_resources, yaml_like

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
        lines.append(f"{key}: {value}\n" if isinstance(value, str) else f"{key}:\n  - {next(iter(value))}\n")
    document = read("".join(lines))
    if document is None or not is_plainly_canonical(Resource, document):
        return
    commented = read(document.text + "# 完\n")
    assert commented is not None
    assert canonical(Resource, commented) == document.text + "# 完\n"
