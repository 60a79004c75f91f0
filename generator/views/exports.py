"""Resources for other programs: the table and the records of an edition's downloads, and DCAT as JSON-LD."""

from collections.abc import Iterable, Sequence
from typing import Any

from generator.jsontext import json_text
from generator.model.register import FiledResource, Register
from generator.model.words import OpeningClass, UpdateCycle
from generator.rules.secrets import shown
from generator.source.table import rows_text, table_text
from generator.views.frozen import HEADER, frozen_records, frozen_rows

_EU = "http://publications.europa.eu/resource/authority/"
_CYCLES = {
    UpdateCycle.REALTIME: "CONT",
    UpdateCycle.DAILY: "DAILY",
    UpdateCycle.WEEKLY: "WEEKLY",
    UpdateCycle.MONTHLY: "MONTHLY",
    UpdateCycle.QUARTERLY: "QUARTERLY",
    UpdateCycle.HALF_YEARLY: "ANNUAL_2",
    UpdateCycle.YEARLY: "ANNUAL",
    UpdateCycle.IRREGULAR: "IRREG",
}
_ACCESS = {
    OpeningClass.UNCONDITIONAL: "PUBLIC",
    OpeningClass.CONDITIONAL: "RESTRICTED",
    OpeningClass.DENIED: "NON_PUBLIC",
}
"""Terms of the two code lists that DCAT names for 更新周期 and for whether society may have the data."""

_FIRST, _LAST = b"[\n", b"\n]\n"
"""What stands before and after the records of a list."""

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}


def resources_as(name: str, resources: Sequence[FiledResource], register: Register) -> bytes:
    """The resources as `csv`, `json` or `dcat`, in the order given; no secret and no personal number in them."""
    match name:
        case "csv":
            return as_table(resources)
        case "json":
            return as_records(resources)
        case _:
            return _bytes(json_text(_catalogue(resources, register)))


def as_table(resources: Sequence[FiledResource]) -> bytes:
    """The resources as a CSV table, one row each."""
    return table_of([rows_within(resources)])


def as_records(resources: Sequence[FiledResource]) -> bytes:
    """The resources as a JSON list of records."""
    return records_of([records_within(resources)])


def rows_within(resources: Sequence[FiledResource]) -> bytes:
    """The rows of some of the resources of a table."""
    return _bytes(rows_text(frozen_rows(resources)))


def table_of(parts: Iterable[bytes]) -> bytes:
    """The table whose rows come in parts."""
    return b"".join((_bytes(table_text(HEADER, ())), *parts))


def records_within(resources: Sequence[FiledResource]) -> bytes:
    """The records of some of the resources of a list, without its brackets."""
    return records_from(json_text(list(frozen_records(resources)))) if resources else b""


def records_from(text: str) -> bytes:
    """The records of a list that has some, without its brackets."""
    return _bytes(text).removeprefix(_FIRST).removesuffix(_LAST)


def records_of(parts: Iterable[bytes]) -> bytes:
    """The list whose records come in parts."""
    found = b",\n".join(filter(None, parts))
    return b"%s%s%s" % (_FIRST, found, _LAST) if found else _bytes(json_text([]))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _catalogue(resources: Sequence[FiledResource], register: Register) -> dict[str, Any]:
    """A `dcat:Catalog` with one `dcat:Dataset` per resource; the classes for sharing are told as `dct:rights`."""
    said = {
        "@context": _CONTEXT,
        "@type": "dcat:Catalog",
        "dct:title": register.authority.title or "政务信息资源目录",
        "dct:language": {"@id": f"{_EU}language/ZHO"},
        "dct:publisher": _agent(register.authority.unit or "", register),
        "dcat:dataset": [_dataset(filed, register) for filed in resources],
    }
    return {key: value for key, value in said.items() if value}


def _dataset(filed: FiledResource, register: Register) -> dict[str, Any]:
    resource = filed.resource
    said = {
        "@type": "dcat:Dataset",
        "dct:identifier": resource.code,
        "dct:title": _text(resource.name),
        "dct:description": _text(resource.summary),
        "dct:publisher": _agent(resource.provider or "", register),
        "dct:accrualPeriodicity": _term(
            "frequency", _CYCLES.get(resource.update_cycle) if resource.update_cycle else None
        ),
        "dct:accessRights": _term(
            "access-right", _ACCESS.get(resource.opening_class) if resource.opening_class else None
        ),
        "dct:rights": _labelled(
            "dct:RightsStatement", "：".join(filter(None, (resource.sharing_class, resource.sharing_condition)))
        ),
        "dcat:keyword": [name for name in register.classification.names_of(resource.code or "") if name],
        "dcat:distribution": [
            {"@type": "dcat:Distribution", "dct:format": _labelled("dct:MediaTypeOrExtent", one.format_type)}
            for one in resource.formats or ()
            if one.format_type
        ],
    }
    return {key: value for key, value in said.items() if value}


def _labelled(kind: str, text: str | None) -> dict[str, str] | None:
    """A thing of which only its name is known, where DCAT wants a thing."""
    return {"@type": kind, "rdfs:label": _text(text)} if text else None


def _agent(name: str, register: Register) -> dict[str, str] | None:
    known = register.organisation_named.get(name)
    full_name = (known.full_name if known else None) or name
    return {"@type": "foaf:Organization", "foaf:name": full_name} if name else None


def _term(scheme: str, code: str | None) -> dict[str, str] | None:
    return {"@id": f"{_EU}{scheme}/{code}"} if code else None


def _text(text: str | None) -> str:
    return shown(text or "")
