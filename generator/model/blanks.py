"""What there is to fill in of a kind of file: each field as a blank, for sheets and forms made from the model."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from msgspec import Struct

from generator.model.schema import schema_of
from generator.model.written import ONE_LINE

_DAY = r"^\d{4}-\d{2}-\d{2}$"


class Shape(StrEnum):
    """What goes into a blank."""

    LINE = "line"
    TEXT = "text"
    WORD = "word"
    CODE = "code"
    DAY = "day"
    NUMBER = "number"
    RECORD = "record"


class Blank(Struct, frozen=True):
    """One field to fill in: its key, what to write there, and what may stand there.

    `longest` counts characters and `most` entries, 0 without a bound; `words` are those of its code list, `pattern`
    is a code's, `blanks` are the fields of the record that stands there, once or, with `is_list`, several times.
    """

    key: str
    meaning: str
    shape: Shape
    is_required: bool = False
    is_list: bool = False
    longest: int = 0
    most: int = 0
    words: tuple[str, ...] = ()
    pattern: str = ""
    blanks: tuple["Blank", ...] = ()


@cache
def blanks_of(file: str) -> tuple[Blank, ...]:
    """The blanks of a kind of file, by its name in `mulu schema`, in the order of the model."""
    schema = schema_of(file)
    return tuple(_blanks(schema, schema["$defs"]))


def _blanks(record: Mapping[str, Any], definitions: Mapping[str, Any]) -> Iterator[Blank]:
    for key, field in record["properties"].items():
        yield _blank(key, field, key in record["required"], definitions)


def _blank(key: str, field: Mapping[str, Any], is_required: bool, definitions: Mapping[str, Any]) -> Blank:
    shape = next((part for part in field.get("anyOf", ()) if part != {"type": "null"}), field)
    is_list = shape.get("type") == "array"
    one = shape["items"] if is_list else shape
    if "$ref" in one:
        one = definitions[one["$ref"].rsplit("/", 1)[1]]
    pattern = one.get("pattern", "")
    return Blank(
        key,
        field["description"],
        _shape_of(one, pattern),
        is_required,
        is_list,
        one.get("maxLength", 0),
        shape.get("maxItems", 0),
        tuple(one.get("enum", ())),
        pattern if pattern not in (ONE_LINE, _DAY) else "",
        tuple(_blanks(one, definitions)) if "properties" in one else (),
    )


def _shape_of(one: Mapping[str, Any], pattern: str) -> Shape:
    if "properties" in one:
        return Shape.RECORD
    if "enum" in one:
        return Shape.WORD
    if one["type"] == "integer":
        return Shape.NUMBER
    if pattern in (ONE_LINE, _DAY):
        return Shape.LINE if pattern == ONE_LINE else Shape.DAY
    return Shape.CODE if pattern else Shape.TEXT if "maxLength" in one else Shape.LINE
