"""A resource as other programs read it: its description by schema.org, its record, and how to cite it."""

from typing import Any

from generator import wording
from generator.edition import Edition
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
    """The resource as JSON: where it stands, which commit was read, and its elements under the guide's names."""
    elements = page.resource.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {
        "code": page.row.code or None,
        "name": page.row.link.text,
        "address": page.address,
        "file": page.file,
        "commit": edition.commit.id if edition.commit else None,
        "elements": {name: value for name, value in elements.items() if value != []},
    }


def citation(page: ResourcePage, title: str, edition: Edition) -> str:
    """How to name the resource in a document, so that it is found again as it stood."""
    commit = edition.commit.id[:12] if edition.commit else wording.UNKNOWN
    code = f"（信息资源代码 {page.row.code}）" if page.row.code else ""
    provider = f"{page.resource.provider}：" if page.resource.provider else ""
    return f"{provider}《{page.row.link.text}》{code}，{title}，提交 {commit}，截至{wording.day(edition.today)}。"


def _filled(described: Described) -> Described:
    return {
        key: _filled(value) if isinstance(value, dict) else value
        for key, value in described.items()
        if value not in (None, "", [])
    }
