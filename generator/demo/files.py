"""The register's files as data that a story can change, and the text they are written as."""

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

from generator.diagnostics import OperatorError
from generator.model.authority import Authority
from generator.model.ledgers import LEDGER_RECORDS
from generator.model.register import AUTHORITY, LEGAL_BASES, ORGANISATIONS
from generator.model.resource import Resource
from generator.model.words import LedgerKind
from generator.model.written import Written
from generator.source.folder import SourceFile
from generator.source.yaml import read_yaml

Data = dict[str, Any]
"""One file: texts, lists and mappings, keys in the order in which they are written."""

QUOTED = re.compile(r"[@`%&*!|>'\"\[\]{}#,?:-]|.*: |.*\s#|.*:$")
"""Texts that would be read as something else."""


class Files(dict[str, Data]):
    """Files by path. A copy shares its files with the original: change one only through `opened`."""

    def copy(self) -> "Files":
        """The same files, to be changed apart."""
        return Files(self)

    def opened(self, path: str) -> Data:
        """A file's data, to be changed here and nowhere else."""
        self[path] = deepcopy(self[path])
        return self[path]

    def resource(self, code: str) -> Data:
        """A resource's data, to be changed, by its code."""
        return self.opened(self.path_of(code))

    def path_of(self, code: str) -> str:
        """Where the resource of a code stands; raises `OperatorError` when it is none of the sample's."""
        for path, data in self.resources():
            if data["资源代码"] == code:
                return path
        raise _other_register(f"资源 {code}")

    def resources(self) -> Iterator[tuple[str, Data]]:
        """Every resource file."""
        return ((path, data) for path, data in self.items() if "资源代码" in data and "/ledgers/" not in path)

    def organisation(self, name: str) -> Data:
        """One organisation's entry, to be changed."""
        for entry in self.opened(ORGANISATIONS)["部门"]:
            if entry["简称"] == name:
                found: Data = entry
                return found
        raise _other_register(name)

    def basis(self, title: str) -> Data:
        """One entry of the legal bases, to be changed."""
        for entry in self.opened(LEGAL_BASES)["依据文件"]:
            if entry["名称"] == title:
                found: Data = entry
                return found
        raise _other_register(f"依据文件{title}")

    def authority(self) -> Data:
        """The authority file, to be changed."""
        return self.opened(AUTHORITY)

    def ledger(self, kind: LedgerKind, number: str) -> Data:
        """A ledger's record, to be changed; a new one is empty."""
        path = f"catalogues/ledgers/{kind.folder}/{number[:4]}/{number}.yml"
        self.setdefault(path, {})
        return self.opened(path)


def _other_register(what: str) -> OperatorError:
    return OperatorError(f"登记册中没有{what}；演示以程序自带的示例登记册为底本，请不要用 --root 换成别的")


def files_from(sources: Iterable[SourceFile]) -> Files:
    """The files of a register that is in order; raises `OperatorError` for one that cannot be read."""
    files = Files()
    for source in sorted(sources, key=lambda source: source.path):
        document, findings = read_yaml(source.path, source.raw)
        if document is None or findings:
            raise OperatorError(f"示例登记册的 {source.path} 读不出来；请先用 mulu check 校验")
        data: Any = document.filled()
        files[source.path] = data
    return files


def text_of(data: Data, path: str = "") -> str:
    """The file's text: block style, lists two columns in, the keys of what a story changes in the model's order."""
    return "".join(f"{line}\n" for line in _lines(_ordered(data, path)))


def _ordered(data: Data, path: str) -> Data:
    kinds = {kind.folder: record for kind, record in LEDGER_RECORDS.items()}
    record: type[Written] | None = Resource if "资源代码" in data else None
    if path.startswith("catalogues/ledgers/"):
        record = kinds[path.split("/")[2]]
    elif path == AUTHORITY:
        record = Authority
    if record is None:
        return data
    order = [field.alias for field in record.model_fields.values()]
    return {key: data[key] for key in sorted(data, key=order.index)}


def _lines(data: Data) -> Iterator[str]:
    for key, value in data.items():
        if isinstance(value, str):
            yield f"{key}: {_scalar(value)}"
        elif isinstance(value, dict):
            yield f"{key}:"
            yield from (f"  {line}" for line in _lines(value))
        else:
            yield f"{key}:"
            for entry in value:
                within = [_scalar(entry)] if isinstance(entry, str) else list(_lines(entry))
                yield f"  - {within[0]}"
                yield from (f"    {line}" for line in within[1:])


def _scalar(text: str) -> str:
    return "'" + text.replace("'", "''") + "'" if QUOTED.match(text) else text
