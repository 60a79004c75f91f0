"""Laws of the door to YAML."""

from hypothesis import given

from generator.source.document import Place
from generator.source.plain import Node
from generator.source.yaml import read_yaml
from generator.source.yaml_text import yaml_text
from tests.properties.strategies import any_text, records, yaml_like


@given(any_text | yaml_like)
def test_no_text_crashes_the_door(text: str) -> None:
    document, findings = read_yaml("a.yml", text.encode("utf-8", "surrogatepass"))
    assert document is not None or findings


@given(any_text | yaml_like)
def test_every_finding_points_into_the_file(text: str) -> None:
    lines = text.replace("\r\n", "\n").split("\n")
    _, findings = read_yaml("a.yml", text.encode("utf-8", "surrogatepass"))
    for finding in findings:
        assert 1 <= finding.span.line <= len(lines) + 1
        assert 1 <= finding.span.column < finding.span.end_column or finding.span.column == 1


@given(records)
def test_what_is_written_is_read_back(record: dict[str, Node]) -> None:
    document, findings = read_yaml("a.yml", yaml_text(record).encode())
    assert findings == []
    assert document is not None
    assert document.data == record


@given(records)
def test_the_place_of_every_scalar_holds_its_text(record: dict[str, Node]) -> None:
    text = yaml_text(record)
    document, _ = read_yaml("a.yml", text.encode())
    assert document is not None
    lines = text.split("\n")
    for place, scalar in _scalars(record, ()):
        span = document.span(place)
        written = lines[span.line - 1][span.column - 1 : span.end_column - 1]
        assert written.strip("'\"") == scalar


def _scalars(node: Node, place: Place) -> list[tuple[Place, str]]:
    if isinstance(node, dict):
        return [found for key, value in node.items() for found in _scalars(value, (*place, key))]
    if isinstance(node, list):
        return [found for number, value in enumerate(node) for found in _scalars(value, (*place, number))]
    return [(place, node or "")]
