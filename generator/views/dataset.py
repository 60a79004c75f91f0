"""A resource as other programs read it: its description by schema.org, its record, and how to cite it."""

from typing import Any

from generator import wording
from generator.edition import Edition
from generator.history.revision import Revision
from generator.model.register import Entry
from generator.model.written import Written
from generator.source.git import blob_id
from generator.views.resource import ResourcePage

Described = dict[str, Any]


def described(page: ResourcePage, title: str) -> Described:
    """The resource as a schema.org `Dataset` of the catalogue of this title; says nothing the register does not."""
    resource, provider = page.resource, page.provider
    found: Described = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": page.row.link.text,
        "description": resource.summary,
        "identifier": resource.code,
        "inLanguage": "zh-CN",
        "keywords": [name for name in page.class_names if name],
        "conditionsOfAccess": "：".join(filter(None, (resource.sharing_class, resource.sharing_condition))),
        "variableMeasured": [
            {"@type": "PropertyValue", "name": item.name} for item in resource.items or () if item.name
        ],
        "includedInDataCatalog": {"@type": "DataCatalog", "name": title},
    }
    if resource.provider:
        found["provider"] = {
            "@type": "GovernmentOrganization",
            "name": (provider.full_name if provider else None) or resource.provider,
            "alternateName": resource.provider,
            "identifier": provider.credit_code if provider else None,
        }
    return _filled(found)


def record_of(page: ResourcePage, edition: Edition) -> Described:
    """The resource as JSON: where it stands, the commit that made it so, and its elements under the guide's names."""
    left = left_by(page, edition)
    return {
        "code": page.row.code or None,
        "name": page.row.link.text,
        "address": page.address,
        "file": page.file,
        "commit": left.commit if left else None,
        "errors": sum(finding.is_error for finding in page.findings),
        "elements": _elements(page.resource),
    }


def entry_record(entry: Entry, errors: int) -> Described:
    """A ledger's record as JSON, under the names that its file uses."""
    return {
        "ledger": entry.kind.folder,
        "number": entry.number,
        "file": entry.file,
        "errors": errors,
        "elements": _elements(entry.value),
    }


def _elements(record: Written) -> Described:
    elements = record.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {name: value for name, value in elements.items() if value != []}


def citation(page: ResourcePage, title: str, edition: Edition) -> str:
    """How to name the resource in a document, so that it is found again as it stood."""
    left = left_by(page, edition)
    commit = f"{left.commit[:12]}（{wording.day(left.on)}）" if left else wording.UNKNOWN
    code = f"（信息资源代码 {page.row.code}）" if page.row.code else ""
    provider = f"{page.resource.provider}：" if page.resource.provider else ""
    return f"{provider}《{page.row.link.text}》{code}，{title}，提交 {commit}。"


def left_by(page: ResourcePage, edition: Edition) -> Revision | None:
    """The revision that left the file as the page shows it; `None` while no commit of the main line is known to."""
    if not page.revisions:
        return None
    raw, newest = edition.sources[page.file], page.revisions[0].revision
    return newest if newest.blob and newest.blob == blob_id(raw, len(newest.blob)) else None


def _filled(described: Described) -> Described:
    return {
        key: _filled(value) if isinstance(value, dict) else value
        for key, value in described.items()
        if value not in (None, "", [])
    }
