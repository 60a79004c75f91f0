"""Texts to register: each file is read once and put in its place, and every fault becomes a finding."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from generator.diagnostics import Finding, Span
from generator.form.canonical import first_difference
from generator.model import faults
from generator.model.authority import Authority
from generator.model.calendar_notice import CalendarNotice
from generator.model.catalogue import Catalogue
from generator.model.classification import Classification
from generator.model.ledgers import LEDGER_RECORDS
from generator.model.legal_basis import LegalBasesFile
from generator.model.organisation import OrganisationsFile
from generator.model.register import (
    AUTHORITY,
    CLASSIFICATION,
    LEGAL_BASES,
    ORGANISATIONS,
    WAIVERS,
    Entry,
    FiledCatalogue,
    FiledResource,
    Register,
)
from generator.model.resource import Resource
from generator.model.waiver import WaiversFile
from generator.model.words import CatalogueKind, LedgerKind
from generator.model.written import LEDGER_NUMBER
from generator.record import read_record, required_keys
from generator.source import faults as source_faults
from generator.source.folder import SourceFile, read_files
from generator.source.yaml import Document, read_yaml

R = TypeVar("R", bound=BaseModel)

CATALOGUE_FILE = "catalogue.yml"
BESIDE_THE_REGISTER = frozenset({"README.md", ".gitkeep"})
TOP_FILES = frozenset({AUTHORITY, ORGANISATIONS, LEGAL_BASES, CLASSIFICATION, WAIVERS})
KINDS = {kind.folder: kind for kind in CatalogueKind}
LEDGERS = {kind.folder: kind for kind in LedgerKind}


@dataclass(frozen=True, slots=True)
class Loaded:
    """The register as far as it could be read, what was wrong with it, its files, and where in them things stand."""

    register: Register
    findings: tuple[Finding, ...]
    files: dict[str, SourceFile]
    documents: dict[str, Document]
    read: "dict[str, _Read]"


@dataclass(frozen=True, slots=True)
class _Read:
    """One file as it was read: its record, its document, what was wrong with it."""

    record: BaseModel | None
    document: Document | None
    findings: tuple[Finding, ...]


def load_register(root: Path) -> Loaded:
    """Read the register below `root`; raises `SourceMissingError` when there is none."""
    files, findings = read_files(root)
    return register_from(files, findings)


def register_from(files: Sequence[SourceFile], findings: Sequence[Finding] = (), known: Loaded | None = None) -> Loaded:
    """The register that the files make up, in any order of the files the same.

    What stands in `known` under the same path with the same bytes is not read again.
    """
    reading = _Reading(list(findings), known)
    by_path = {file.path: file for file in sorted(files, key=lambda file: file.path)}
    folders: dict[tuple[CatalogueKind, str], list[SourceFile]] = {}
    notices: list[tuple[str, CalendarNotice]] = []
    entries: list[Entry] = []
    for path, file in by_path.items():
        match path.split("/")[1:]:
            case [*_, name] if name in BESIDE_THE_REGISTER:
                continue
            case [_] if path in TOP_FILES:
                continue
            case ["calendar", name] if re.fullmatch(r"\d{4}\.yml", name, re.ASCII):
                notice = reading.record(CalendarNotice, file)
                notices += [(path, notice)] if notice else []
            case ["ledgers", kind, year, name] if kind in LEDGERS and _is_ledger_file(year, name):
                record = reading.record(LEDGER_RECORDS[LEDGERS[kind]], file)
                entries += [Entry(path, LEDGERS[kind], name.removesuffix(".yml"), record)] if record else []
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
        tuple(entries),
        (reading.record(WaiversFile, by_path[WAIVERS]) if WAIVERS in by_path else None) or WaiversFile(),
    )
    return Loaded(register, tuple(reading.findings), by_path, reading.documents, reading.read)


def _is_ledger_file(year: str, name: str) -> bool:
    return bool(re.fullmatch(LEDGER_NUMBER + r"\.yml", name)) and name.startswith(f"{year}-")


def _cure_for_misplaced(path: str) -> str:
    if path.endswith((".yaml", ".YML", ".YAML")):
        return "扩展名应为小写的 .yml，请改名"
    if path.startswith("catalogues/ledgers/"):
        return f"台账文件应放在 ledgers/{'|'.join(LEDGERS)}/年份/ 下，文件名为年份和四位顺序号，如 2026-0007.yml"
    return "资源文件应放在 base、theme 或者 department 下各目录的文件夹中，扩展名为 .yml；其他文件请移出 catalogues"


class _Reading:
    """One run over the files: the documents read so far and the findings about them."""

    def __init__(self, findings: list[Finding], known: Loaded | None) -> None:
        self.findings = findings
        self.documents: dict[str, Document] = {}
        self.read: dict[str, _Read] = {}
        self.known = known

    def record(self, kind: type[R], file: SourceFile) -> R | None:
        known = self.known
        if known and known.files.get(file.path) == file and file.path in known.read:
            read = known.read[file.path]
        else:
            read = _read(kind, file)
        self.read[file.path] = read
        self.findings += read.findings
        if read.document:
            self.documents[file.path] = read.document
        return read.record  # type: ignore[return-value]

    def needed(self, path: str, kind: type[R], files: dict[str, SourceFile]) -> R:
        if path not in files:
            is_there_but_unfit = any(finding.file == path for finding in self.findings)
            if not is_there_but_unfit:
                self.findings.append(faults.FILE_MISSING.at(path, file=path, keys="、".join(required_keys(kind))))
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


def _read(kind: type[BaseModel], file: SourceFile) -> _Read:
    document, findings = read_yaml(file.path, file.raw)
    if document is None:
        return _Read(None, None, tuple(findings))
    slips = [finding.span for finding in findings if finding.is_error]
    record, more = read_record(kind, document)
    told = [*findings, *(finding for finding in more if not _is_explained(finding, slips))]
    is_faulty = any(finding.is_error for finding in told)  # a misspelt key would stand in the wrong place too
    if not is_faulty and (span := first_difference(kind, document, file.raw)):
        told.append(source_faults.NOT_CANONICAL.at(file.path, span, file=file.path))
    return _Read(record, document, tuple(told))


def _is_explained(finding: Finding, slips: list[Span]) -> bool:
    """Whether a value was refused because of a slip of writing inside it, which is a finding already."""
    span = finding.span
    return finding.rule is not faults.MISSING and any(
        (span.line, span.column) <= (slip.line, slip.column) < (span.end_line, span.end_column) for slip in slips
    )
