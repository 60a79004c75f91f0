"""The JSON Schema: what editors are told agrees with what the check says."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from generator.model.schema import FILES, schema_of
from tests.conftest import MINIMAL, REPOSITORY

KIND_OF_NAME = {"catalogue.yml": "catalogue", **{f"{name}.yml": name for name in FILES}}


def kind_of(path: Path) -> str:
    """The name of a file's schema: a ledger's by its folder, another's by its own name, else a resource's."""
    ledger = path.parent.parent
    if ledger.parent.name == "ledgers":
        return ledger.name
    return "calendar" if path.parent.name == "calendar" else KIND_OF_NAME.get(path.name, "resource")


def as_an_editor_reads(text: str) -> Any:
    """Plain YAML with typed scalars; a day stays text, as in YAML 1.2, which editors use."""
    return _days_as_text(yaml.safe_load(text))


def _days_as_text(node: Any) -> Any:
    if isinstance(node, dict):
        return {str(key): _days_as_text(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_days_as_text(value) for value in node]
    return node.isoformat() if isinstance(node, date) else node


def all_samples() -> list[Path]:
    return sorted([*(REPOSITORY / "catalogues").rglob("*.yml"), *(MINIMAL / "catalogues").rglob("*.yml")])


@pytest.mark.parametrize("name", FILES)
def test_every_schema_is_valid_and_speaks_chinese_only(name: str) -> None:
    schema = schema_of(name)
    jsonschema.Draft202012Validator.check_schema(schema)

    def words(node: Any) -> list[str]:
        if isinstance(node, dict):
            own = [value for key, value in node.items() if key in ("title", "description") and isinstance(value, str)]
            return own + [word for value in node.values() for word in words(value)]
        return [word for value in node for word in words(value)] if isinstance(node, list) else []

    for word in words(schema):
        assert re.search(r"[\u4e00-\u9fff]", word), word


def test_every_sample_agrees_with_its_schema() -> None:
    validators = {name: jsonschema.Draft202012Validator(schema_of(name)) for name in FILES}
    for path in all_samples():
        errors = list(validators[kind_of(path)].iter_errors(as_an_editor_reads(path.read_text(encoding="utf-8"))))
        assert errors == [], path


def test_every_sample_of_the_register_tells_editors_its_schema() -> None:
    for path in sorted((REPOSITORY / "catalogues").rglob("*.yml")):
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert match, path
        assert (path.parent / match[1]).resolve() == REPOSITORY / "docs/schema" / (f"{kind_of(path)}.schema.json")


@pytest.mark.parametrize(
    ("fault", "change"),
    [
        ("更新周期", {"更新周期": "每天"}),
        ("资源代码", {"资源代码": "不是代码"}),
        ("多余", {"多余": "x"}),
        ("格式", {"格式": "xlsx"}),
        ("提供方", {"提供方": None}),
    ],
)
def test_what_the_check_refuses_the_schema_refuses(fault: str, change: dict[str, Any]) -> None:
    path = next((MINIMAL / "catalogues/department").rglob("民办学校*.yml"))
    data = {**as_an_editor_reads(path.read_text(encoding="utf-8")), **change}
    errors = list(jsonschema.Draft202012Validator(schema_of("resource")).iter_errors(data))
    assert any(fault in str(error.message) or fault in error.path for error in errors)
