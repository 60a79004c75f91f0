"""JSON Schema (draft 2020-12) of each kind of file, for editors: Chinese titles, descriptions and completion.

The door reads every scalar as text, editors read `0430` as a number; so a text field's schema admits every
scalar, while code lists stay closed.
"""

import json
from typing import Any

from pydantic import BaseModel

from generator.model.authority import Authority
from generator.model.calendar_notice import CalendarNotice
from generator.model.catalogue import Catalogue
from generator.model.classification import Classification
from generator.model.ledgers import LEDGER_RECORDS
from generator.model.legal_basis import LegalBasesFile
from generator.model.organisation import OrganisationsFile
from generator.model.resource import Resource
from generator.model.waiver import WaiversFile
from generator.model.written import REQUIRED

FILES: dict[str, type[BaseModel]] = {
    "authority": Authority,
    "organisations": OrganisationsFile,
    "legal-bases": LegalBasesFile,
    "classification": Classification,
    "calendar": CalendarNotice,
    "waivers": WaiversFile,
    "catalogue": Catalogue,
    "resource": Resource,
    **{kind.folder: record for kind, record in LEDGER_RECORDS.items()},
}
"""Kinds of file by the name used in `mulu schema NAME` and in `docs/schema/NAME.schema.json`."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCALARS = ["string", "number", "boolean"]


def schema_of(name: str) -> dict[str, Any]:
    """The schema of one kind of file; raises `KeyError` for a name not in `FILES`."""
    written = FILES[name].model_json_schema(by_alias=True, mode="validation")
    return {"$schema": DIALECT, **_for_editors(written)}


def schema_text(name: str) -> str:
    """The schema as the file `docs/schema/NAME.schema.json` holds it."""
    return json.dumps(schema_of(name), ensure_ascii=False, indent=2) + "\n"


def _for_editors(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_for_editors(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: value for key, value in schema.items() if key not in ("default", "format", REQUIRED)}
    variants = [part for part in kept.get("anyOf", []) if part != {"type": "null"}]
    if len(variants) == 1:
        del kept["anyOf"]
        kept = {**variants[0], **kept}
    if "enum" in kept:
        return {"type": "string", "enum": kept["enum"]}
    if "properties" in kept:
        return _record(kept)
    if kept.get("type") == "string":
        kept["type"] = SCALARS
    return {key: _for_editors(value) for key, value in kept.items()}


def _record(schema: dict[str, Any]) -> dict[str, Any]:
    needed = [key for key, field in schema["properties"].items() if field.get(REQUIRED)]
    fields = {key: _for_editors(field) for key, field in schema["properties"].items()}
    record = {
        "title": schema["title"],
        "type": "object",
        "additionalProperties": False,
        "required": needed,
        "properties": {key: field if key in needed else _or_blank(field) for key, field in fields.items()},
    }
    if "$defs" in schema:
        record["$defs"] = {name: _for_editors(part) for name, part in schema["$defs"].items()}
    return record


def _or_blank(field: dict[str, Any]) -> dict[str, Any]:
    shape = {key: value for key, value in field.items() if key not in ("title", "description")}
    return {"title": field["title"], "description": field["description"], "anyOf": [shape, {"type": "null"}]}
