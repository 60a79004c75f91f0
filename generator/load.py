"""Texts to register: each file is read once, typed by the model, and every fault becomes a finding."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from generator.diagnostics import Finding, Rule, Span
from generator.model import faults
from generator.model.authority import Authority
from generator.model.calendar_notice import CalendarNotice
from generator.model.catalogue import Catalogue
from generator.model.classification import Classification
from generator.model.legal_basis import LegalBasesFile
from generator.model.organisation import OrganisationsFile
from generator.model.register import (
    AUTHORITY,
    CLASSIFICATION,
    LEGAL_BASES,
    ORGANISATIONS,
    FiledCatalogue,
    FiledResource,
    Place,
    Register,
)
from generator.model.resource import Resource
from generator.model.words import SYNONYMS, CatalogueKind
from generator.model.written import is_required, parts_of, title_of
from generator.source import faults as source_faults
from generator.source.folder import SourceFile, read_files
from generator.source.yaml import Document, Node, full_width_slip, read_yaml

R = TypeVar("R", bound=BaseModel)

CATALOGUE_FILE = "catalogue.yml"
BESIDE_THE_REGISTER = frozenset({"README.md", ".gitkeep"})
TOP_FILES = frozenset({AUTHORITY, ORGANISATIONS, LEGAL_BASES, CLASSIFICATION})
KINDS = {kind.folder: kind for kind in CatalogueKind}


@dataclass(frozen=True, slots=True)
class Loaded:
    """The register as far as it could be read, what was wrong with it, its files, and where in them things stand."""

    register: Register
    findings: tuple[Finding, ...]
    files: dict[str, SourceFile]
    documents: dict[str, Document]


def load_register(root: Path) -> Loaded:
    """Read the register below `root`; raises `SourceMissingError` when there is none."""
    files, findings = read_files(root)
    return register_from(files, findings)


def register_from(files: Sequence[SourceFile], findings: Sequence[Finding] = ()) -> Loaded:
    """The register that the files make up, in any order of the files the same."""
    reading = _Reading(list(findings))
    by_path = {file.path: file for file in sorted(files, key=lambda file: file.path)}
    folders: dict[tuple[CatalogueKind, str], list[SourceFile]] = {}
    notices: list[tuple[str, CalendarNotice]] = []
    for path, file in by_path.items():
        match path.split("/")[1:]:
            case [*_, name] if name in BESIDE_THE_REGISTER:
                continue
            case [_] if path in TOP_FILES:
                continue
            case ["calendar", name] if re.fullmatch(r"\d{4}\.yml", name, re.ASCII):
                notice = reading.record(CalendarNotice, file)
                notices += [(path, notice)] if notice else []
            case [kind, folder, name] if kind in KINDS and name.endswith(".yml"):
                folders.setdefault((KINDS[kind], folder), []).append(file)
            case _:
                reading.findings.append(source_faults.MISPLACED_FILE.at(path, cure=_cure_for_misplaced(path)))
    register = Register(
        reading.needed(AUTHORITY, Authority, by_path),
        reading.needed(ORGANISATIONS, OrganisationsFile, by_path),
        reading.needed(LEGAL_BASES, LegalBasesFile, by_path),
        reading.needed(CLASSIFICATION, Classification, by_path),
        tuple(notices),
        tuple(reading.catalogue(kind, folder, members) for (kind, folder), members in sorted(folders.items())),
    )
    return Loaded(register, tuple(reading.findings), by_path, reading.documents)


def _cure_for_misplaced(path: str) -> str:
    if path.endswith((".yaml", ".YML", ".YAML")):
        return "扩展名应为小写的 .yml，请改名"
    return "资源文件应放在 base、theme 或者 department 下各目录的文件夹中，扩展名为 .yml；其他文件请移出 catalogues"


class _Reading:
    """One run over the files: the documents read so far and the findings about them."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        self.documents: dict[str, Document] = {}

    def record(self, kind: type[R], file: SourceFile) -> R | None:
        document, findings = read_yaml(file.path, file.raw)
        self.findings += findings
        if document is None:
            return None
        self.documents[file.path] = document
        slips = [finding.span for finding in findings if finding.is_error]
        record, findings = read_record(kind, document)
        self.findings += (finding for finding in findings if not _is_explained(finding, slips))
        return record

    def needed(self, path: str, kind: type[R], files: dict[str, SourceFile]) -> R:
        if path not in files:
            is_there_but_unfit = any(finding.file == path for finding in self.findings)
            if not is_there_but_unfit:
                keys = "、".join(key for key, _, _, is_needed, _ in _nested(kind) if is_needed)
                self.findings.append(faults.FILE_MISSING.at(path, file=path, keys=keys))
            return kind()
        return self.record(kind, files[path]) or kind()

    def catalogue(self, kind: CatalogueKind, folder: str, members: list[SourceFile]) -> FiledCatalogue:
        path = f"catalogues/{kind.folder}/{folder}/{CATALOGUE_FILE}"
        catalogue = self.needed(path, Catalogue, {file.path: file for file in members})
        resources = (
            (file.path, self.record(Resource, file)) for file in members if not file.path.endswith("/" + CATALOGUE_FILE)
        )
        filed = tuple(FiledResource(file, resource, kind, folder) for file, resource in resources if resource)
        return FiledCatalogue(path, kind, folder, catalogue, filed)


def _is_explained(finding: Finding, slips: list[Span]) -> bool:
    """Whether a value was refused because of a slip of writing inside it, which is a finding already."""
    span = finding.span
    return finding.rule is not faults.MISSING and any(
        (span.line, span.column) <= (slip.line, slip.column) < (span.end_line, span.end_column) for slip in slips
    )


def read_record(kind: type[R], document: Document) -> tuple[R, list[Finding]]:
    """The record a document holds and what is wrong with it; a refused value counts as not filled in."""
    data: Any = document.filled()
    try:
        return kind.model_validate(data), list(_missing(kind, document, (), document.data))
    except ValidationError as error:
        errors = [details for details in error.errors(include_url=False) if not _is_long_enough(details)]
    refused = frozenset(details["loc"] for details in errors)
    findings = list(_missing(kind, document, (), document.data, refused))
    for details in errors:
        findings += _slips(document, details) or [_finding(kind, document, details)]
    for depth in (None, 1):
        for details in errors:
            data = _without(data, details["loc"][:depth])
        try:
            return kind.model_validate(_closed_up(data)), findings
        except ValidationError as error:
            errors = error.errors(include_url=False)
    return kind(), findings


def _is_long_enough(details: Any) -> bool:
    """Whether a list was called too short only because its entries were refused, each with its own error."""
    return details["type"] == "too_short" and len(details["input"]) >= details["ctx"]["min_length"]


def _without(node: Any, place: Place) -> Any:
    """The data without the value at a place; in a list a gap stays, so that other places keep their numbers."""
    if not place:
        return {}
    step, rest = place[0], place[1:]
    if isinstance(node, dict) and step in node:
        if rest:
            return {**node, step: _without(node[step], rest)}
        return {key: value for key, value in node.items() if key != step}
    if isinstance(node, list) and isinstance(step, int) and step < len(node):
        if rest and node[step] is not None:
            return [*node[:step], _without(node[step], rest), *node[step + 1 :]]
        return [*node[:step], None, *node[step + 1 :]]
    return node


def _closed_up(node: Any) -> Any:
    """The data with no gaps in its lists."""
    if isinstance(node, dict):
        return {key: _closed_up(value) for key, value in node.items()}
    return [_closed_up(value) for value in node if value is not None] if isinstance(node, list) else node


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
    known = [key for key, *_ in _nested(kind)]
    misspelt = {_nearest(key, known) for key in node if key not in known}
    for key, title, meaning, needed, record in _nested(kind):
        value = node.get(key)
        if value is None:
            if needed and key not in misspelt:
                span = document.span((*place, key), key=True) if key in node else document.span(place, key=True)
                yield faults.MISSING.at(document.path, span, field=title, meaning=meaning)
        elif record is not None:
            if isinstance(value, list):
                for number, entry in enumerate(value):
                    yield from _missing(record, document, (*place, key, number), entry, refused)
            else:
                yield from _missing(record, document, (*place, key), value, refused)


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
