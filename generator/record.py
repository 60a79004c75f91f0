"""One document to one record: typed by the model, every refusal a finding in the words of its rule."""

import difflib
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from msgspec.structs import replace
from pydantic import BaseModel, ValidationError

from generator.diagnostics import Finding, Rule
from generator.model import faults
from generator.model.register import Place
from generator.model.words import SYNONYMS
from generator.model.written import Written, is_required, parts_of, title_of
from generator.source.document import Document
from generator.source.plain import Node
from generator.source.slips import full_width_slip

R = TypeVar("R", bound=BaseModel)

MOST_REFUSALS = 500
"""Refused values of one file that are told; of a list of eighty thousand wrong entries the first say enough."""


def read_record(kind: type[R], document: Document) -> tuple[R, list[Finding]]:
    """The record a document holds and what is wrong with it; a refused value counts as not filled in."""
    data: Any = document.filled()
    try:
        record = kind.model_validate(data)
    except ValidationError as error:
        errors = [details for details in error.errors(include_url=False) if not _is_long_enough(details)]
        errors = errors[:MOST_REFUSALS]
    else:
        is_whole = not document.has_blanks and _is_complete(kind, document.data)
        return record, [] if is_whole else list(_missing(kind, document, (), document.data))
    refused = frozenset(details["loc"] for details in errors)
    findings = list(_missing(kind, document, (), document.data, refused))
    for details in errors:
        findings += _slips(document, details) or [_finding(kind, document, details)]
    for depth in (None, 1):
        for details in errors:
            place = details["loc"][:depth]
            data = _without(data, place, {} if _is_record(kind, place) else None)
        try:
            return kind.model_validate(_closed_up(data)), findings
        except ValidationError as error:
            errors = error.errors(include_url=False)[:MOST_REFUSALS]
    return kind(), findings


def _is_long_enough(details: Any) -> bool:
    """Whether a list was called too short only because its entries were refused, each with its own error."""
    return details["type"] == "too_short" and bool(len(details["input"]) >= details["ctx"]["min_length"])


def _is_record(kind: type[BaseModel], place: Place) -> bool:
    """Whether a whole record stands at a place, such as one info item of a list."""
    keys = tuple(step for step in place if isinstance(step, str))
    return _record_at(kind, keys) is not _record_at(kind, keys[:-1])


def _without(node: Any, place: Place, gap: Any) -> Any:
    """The data without the value at a place; in a list `gap` stays, so that other places keep their numbers.

    The gap of a refused record is an empty record: it is there, and nothing is known of it.
    """
    if not place:
        return {}
    step, rest = place[0], place[1:]
    if isinstance(node, dict) and step in node:
        if rest:
            return {**node, step: _without(node[step], rest, gap)}
        return {key: value for key, value in node.items() if key != step}
    if isinstance(node, list) and isinstance(step, int) and step < len(node):
        if rest and node[step] is not None:
            return [*node[:step], _without(node[step], rest, gap), *node[step + 1 :]]
        return [*node[:step], gap, *node[step + 1 :]]
    return node


def _closed_up(node: Any) -> Any:
    """The data with no gaps in its lists."""
    if isinstance(node, dict):
        return {key: _closed_up(value) for key, value in node.items()}
    return [_closed_up(value) for value in node if value is not None] if isinstance(node, list) else node


@cache
def _keys(kind: type[BaseModel]) -> frozenset[str]:
    return frozenset(key for key, *_ in _nested(kind))


@cache
def _nested(kind: type[BaseModel]) -> tuple[tuple[str, str, str, bool, type[BaseModel] | None], ...]:
    """Per field: key, title, meaning, whether required, and the record it holds, alone or in a list."""
    return tuple(
        (
            str(field.alias),
            str(field.title),
            str(field.description),
            is_required(kind, name),
            next((part for part in parts_of(field.annotation) if issubclass(part, BaseModel)), None),
        )
        for name, field in kind.model_fields.items()
    )


def _missing(
    kind: type[BaseModel], document: Document, place: Place, node: Node, refused: frozenset[Place] = frozenset()
) -> Iterator[Finding]:
    """M101 for every required field nobody filled in, at its blank key or else at its parent.

    None within a `refused` place, and none for a field whose misspelt key is a finding already.
    """
    if not isinstance(node, dict) or place in refused:
        return
    known = _keys(kind)
    unknown = node.keys() - known
    misspelt = {_nearest(key, tuple(known)) for key in unknown}
    for key in unknown:
        if node[key] is None:  # the model never sees a blank key
            yield _unknown_key(kind, document, (*place, key), key)
    for key, title, meaning, needed, record in _nested(kind):
        value = node.get(key)
        if value is None:
            if needed and key not in misspelt:
                span = document.span((*place, key), key=True) if key in node else document.span(place, key=True)
                rule = replace(faults.MISSING, article=kind.ARTICLE) if issubclass(kind, Written) else faults.MISSING
                yield rule.at(document.path, span, field=title, meaning=meaning)
        elif record is not None:
            if isinstance(value, list):
                for number, entry in enumerate(value):
                    yield from _missing(record, document, (*place, key, number), entry, refused)
            else:
                yield from _missing(record, document, (*place, key), value, refused)


def _is_complete(kind: type[BaseModel], node: Node) -> bool:
    """Whether a node without blanks has every required field, down to its innermost records."""
    if not isinstance(node, dict):
        return True
    needed, records = _demands(kind)
    if not needed <= node.keys():
        return False
    for key, record in records:
        value = node.get(key)
        for entry in value if isinstance(value, list) else (value,):
            if not _is_complete(record, entry):
                return False
    return True


@cache
def _demands(kind: type[BaseModel]) -> tuple[frozenset[str], tuple[tuple[str, type[BaseModel]], ...]]:
    """The keys of the required fields, and the fields that hold records."""
    fields = _nested(kind)
    records = tuple((key, record) for key, *_, record in fields if record is not None)
    return frozenset(key for key, _, _, needed, _ in fields if needed), records


def required_keys(kind: type[BaseModel]) -> list[str]:
    """The keys without which a record of this kind is incomplete."""
    return [key for key, _, _, is_needed, _ in _nested(kind) if is_needed]


@cache
def _record_at(kind: type[BaseModel], keys: tuple[str, ...]) -> type[BaseModel]:
    for key in keys:
        record = next((nested for alias, _, _, _, nested in _nested(kind) if alias == key), None)
        if record is None:
            return kind
        kind = record
    return kind


_MODEL_RULES: dict[str, Rule] = {rule.id: rule for rule in faults.RULES}


def _finding(kind: type[BaseModel], document: Document, details: Any) -> Finding:
    """One refusal of the model in the words of its rule, at its place."""
    place: Place = details["loc"]
    value, context = details["input"], details.get("ctx", {})
    keys = [step for step in place if isinstance(step, str)]
    field = keys[-1] if keys else "本文件"
    span = document.span(place)
    path = document.path
    if details["type"] in _MODEL_RULES:
        return _MODEL_RULES[details["type"]].at(path, span, **{"field": field, **context})
    if value is None:
        return faults.BLANK_ENTRY.at(path, span, field=field)
    match details["type"]:
        case "extra_forbidden":
            return _unknown_key(_record_at(kind, tuple(keys[:-1])), document, place, field)
        case "enum" if isinstance(value, str):
            words = _words_at(_record_at(kind, tuple(keys[:-1])), field)
            return faults.WORD_NOT_LISTED.at(path, span, field=field, value=value, cure=_cure_for_word(words, value))
        case "model_type" | "model_attributes_type":
            return _ungrouped(kind, document, place, value)
        case "tuple_type" | "list_type":
            return faults.LIST_EXPECTED.at(path, span, field=field, found=_shape_of(value))
        case "string_too_long":
            return faults.TEXT_TOO_LONG.at(path, span, field=field, limit=context["max_length"], length=len(value))
        case "string_pattern_mismatch":
            return faults.SEVERAL_LINES.at(path, span, field=field)
        case "too_long":
            bound = f"最多 {context['max_length']} 条"
            return faults.BAD_COUNT.at(path, span, field=field, bound=bound, length=len(value))
        case "too_short":
            bound = f"至少应有 {context['min_length']} 条"
            return faults.BAD_COUNT.at(path, span, field=field, bound=bound, length=len(value))
        case _:
            return faults.TEXT_EXPECTED.at(path, span, field=field, found=_shape_of(value))


def _slips(document: Document, details: Any) -> list[Finding]:
    """Full-width punctuation on the lines of a text that stands where a list or fields belong."""
    if not isinstance(details["input"], str) or not details["type"].startswith(("model_", "tuple_", "list_")):
        return []
    slips = (full_width_slip(document.path, span, line) for span, line in document.lines(details["loc"]))
    return [slip for slip in slips if slip]


def _ungrouped(kind: type[BaseModel], document: Document, place: Place, value: object) -> Finding:
    names = tuple(step for step in place if isinstance(step, str))
    keys = "、".join(key for key, *_ in _nested(_record_at(kind, names)))
    found = _shape_of(value)
    return faults.MAPPING_EXPECTED.at(document.path, document.span(place), field=names[-1], found=found, keys=keys)


def _shape_of(value: object) -> str:
    if isinstance(value, list):
        return "一个列表"
    return "分项内容" if isinstance(value, dict) else f"「{value}」"


def _unknown_key(record: type[BaseModel], document: Document, place: Place, key: str) -> Finding:
    span = document.span(place, key=True)
    known = [alias for alias, *_ in _nested(record)]
    slip = full_width_slip(document.path, span, key) if key[0] in "－—–＃【［｛" else None
    if slip:
        return slip
    near = _nearest(key, known)
    cure = f"是否应为「{near}」？" if near else f"可填的字段：{'、'.join(known)}"
    return faults.UNKNOWN_KEY.at(document.path, span, key=key, record=title_of(record), cure=cure)


def _words_at(record: type[BaseModel], key: str) -> type[StrEnum]:
    field = next(field for field in record.model_fields.values() if field.alias == key)
    return next(part for part in parts_of(field.annotation) if issubclass(part, StrEnum))


def _cure_for_word(words: type[StrEnum], value: str) -> str:
    listed = [str(word) for word in words]
    right = SYNONYMS.get(words, {}).get(value) or _nearest(value, listed)
    return f"请改为「{right}」" if right else f"只能填：{'、'.join(listed)}"


def _nearest(word: str, listed: Sequence[str]) -> str:
    """The listed word that was probably meant; empty when none is near."""
    return next(iter(difflib.get_close_matches(word, listed, 1, 0.5)), "")
