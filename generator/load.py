"""Texts to register: each file is read once and put in its place, and every fault becomes a finding."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from pydantic import BaseModel

from generator.diagnostics import Finding
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
from generator.model.steps import LedgerRecord
from generator.model.waiver import WaiversFile
from generator.model.words import CatalogueKind, LedgerKind
from generator.model.written import LEDGER_NUMBER
from generator.reading import Judge, Read, read_each
from generator.record import required_keys
from generator.source import faults as source_faults
from generator.source.cache import NOT_KEPT, Cache, cache_of
from generator.source.document import Document
from generator.source.folder import SourceFile, read_files
from generator.source.yaml import read_yaml
from generator.workers import uncollected

R = TypeVar("R", bound=BaseModel)

CATALOGUE_FILE = "catalogue.yml"
BESIDE_THE_REGISTER = frozenset({"README.md", ".gitkeep"})
TOP_FILES: dict[str, type[BaseModel]] = {
    AUTHORITY: Authority,
    ORGANISATIONS: OrganisationsFile,
    LEGAL_BASES: LegalBasesFile,
    CLASSIFICATION: Classification,
    WAIVERS: WaiversFile,
}
KINDS = {kind.folder: kind for kind in CatalogueKind}
LEDGERS = {kind.folder: kind for kind in LedgerKind}


class Loaded(Struct, frozen=True):
    """The register as far as it could be read, what was wrong with it, its files, and what each of them says."""

    register: Register
    findings: tuple[Finding, ...]
    files: dict[str, SourceFile]
    read: dict[str, Read]

    def document(self, path: str) -> Document | None:
        """Where in a file things stand, read again: few files have something to be pointed at."""
        read = self.read.get(path)
        return read_yaml(path, self.files[path].raw)[0] if read and read.record is not None else None


def load_register(root: Path, judge: Judge | None = None) -> Loaded:
    """Read the register below `root`; raises `SourceMissingError` when there is none."""
    files, findings = read_files(root)
    return register_from(files, findings, judge=judge, cache=cache_of(root, "files"))


@uncollected()
def register_from(
    files: Sequence[SourceFile],
    findings: Sequence[Finding] = (),
    *known: Loaded | None,
    judge: Judge | None = None,
    cache: Cache = NOT_KEPT,
) -> Loaded:
    """The register that the files make up, in any order of the files the same.

    What stands in one of the `known` under the same path with the same bytes is not read again. `judge` is asked of
    every record that is read.
    """
    by_path = {file.path: file for file in sorted(files, key=lambda file: file.path)}
    kinds = {path: kind for path in by_path if (kind := kind_of(path))}
    read = read_each(kinds, by_path, dict(_not_read_again(kinds, by_path, known)), judge, cache)
    missing: list[Finding] = []

    def needed(path: str, kind: type[R]) -> R:
        is_unfit = any(finding.file == path for finding in findings)
        if path not in read and not is_unfit:
            missing.append(faults.FILE_MISSING.at(path, file=path, keys="、".join(required_keys(kind))))
        record = read[path].record if path in read else None
        return record if isinstance(record, kind) else kind()

    register = Register(
        needed(AUTHORITY, Authority),
        needed(ORGANISATIONS, OrganisationsFile),
        needed(LEGAL_BASES, LegalBasesFile),
        needed(CLASSIFICATION, Classification),
        tuple((path, one.record) for path, one in read.items() if isinstance(one.record, CalendarNotice)),
        tuple(_catalogues(read, needed)),
        tuple(_entries(read)),
        needed(WAIVERS, WaiversFile) if WAIVERS in read else WaiversFile(),
    )
    misplaced = [
        source_faults.MISPLACED_FILE.at(path, cure=_cure_for_misplaced(path))
        for path in by_path
        if path not in kinds and path.rsplit("/", 1)[-1] not in BESIDE_THE_REGISTER
    ]
    told = (finding for one in read.values() for finding in one.findings)
    return Loaded(register, (*findings, *misplaced, *missing, *told), by_path, read)


def kind_of(path: str) -> type[BaseModel] | None:
    """The record that a file of the register must hold by its path; `None` where there must be none."""
    match path.split("/")[1:]:
        case [_] if path in TOP_FILES:
            return TOP_FILES[path]
        case ["calendar", name] if re.fullmatch(r"\d{4}\.yml", name, re.ASCII):
            return CalendarNotice
        case ["ledgers", kind, year, name] if kind in LEDGERS and _is_ledger_file(year, name):
            return LEDGER_RECORDS[LEDGERS[kind]]
        case [kind, _, name] if kind in KINDS and name.endswith(".yml"):
            return Catalogue if name == CATALOGUE_FILE else Resource
    return None


def _not_read_again(
    kinds: Iterable[str], files: Mapping[str, SourceFile], known: Sequence[Loaded | None]
) -> Iterator[tuple[str, Read]]:
    for path in kinds:
        for loaded in filter(None, known):
            if path in loaded.read and loaded.files[path] == files[path]:
                yield path, loaded.read[path]
                break


def _catalogues(
    read: Mapping[str, Read], needed: Callable[[str, type[Catalogue]], Catalogue]
) -> Iterator[FiledCatalogue]:
    """The catalogues by kind and folder, each with its resources in the order of their files."""
    folders: dict[tuple[CatalogueKind, str], list[FiledResource]] = {}
    for path, one in read.items():
        _, kind, folder, *_ = (*path.split("/"), "")
        if kind in KINDS:
            filed = folders.setdefault((KINDS[kind], folder), [])
            if isinstance(one.record, Resource):
                filed.append(FiledResource(path, one.record, KINDS[kind], folder))
    for (kind, folder), resources in sorted(folders.items()):
        path = f"catalogues/{kind.folder}/{folder}/{CATALOGUE_FILE}"
        yield FiledCatalogue(path, kind, folder, needed(path, Catalogue), tuple(resources))


def _entries(read: Mapping[str, Read]) -> Iterator[Entry]:
    for path, one in read.items():
        if isinstance(one.record, LedgerRecord):
            _, _, kind, _, name = path.split("/")
            yield Entry(path, LEDGERS[kind], name.removesuffix(".yml"), one.record)


def _is_ledger_file(year: str, name: str) -> bool:
    return bool(re.fullmatch(LEDGER_NUMBER + r"\.yml", name)) and name.startswith(f"{year}-")


def _cure_for_misplaced(path: str) -> str:
    if path.endswith((".yaml", ".YML", ".YAML")):
        return "扩展名应为小写的 .yml，请改名"
    if path.startswith("catalogues/ledgers/"):
        return f"台账文件应放在 ledgers/{'|'.join(LEDGERS)}/年份/ 下，文件名为年份和四位顺序号，如 2026-0007.yml"
    return "资源文件应放在 base、theme 或者 department 下各目录的文件夹中，扩展名为 .yml；其他文件请移出 catalogues"
