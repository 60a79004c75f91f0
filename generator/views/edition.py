"""What the editions' pages say: each frozen state, its figures, how it differs from the one before."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.approval.figures import PublishedEdition
from generator.source.table import table_text
from generator.views import addresses
from generator.views.link import Link, Links
from generator.views.revision import shown

CSV_HEADER = ("资源代码", "资源名称", "提供方", "共享类型", "开放类型", "更新周期", "状态")


@dataclass(frozen=True, slots=True)
class EditionPage:
    """One edition; `moved` holds per class and department the number then, and the difference to the one before."""

    address: str
    name: str
    edition: PublishedEdition
    on: date | None
    verdict: str
    reasons: tuple[str, ...]
    by_class: tuple[tuple[str, int, int], ...]
    by_department: tuple[tuple[Link, int, int], ...]
    added: tuple[Link, ...]
    changed: tuple[Link, ...]
    retired: tuple[Link, ...]
    deleted: tuple[Link, ...]


def edition_pages(frozen: tuple[PublishedEdition, ...], links: Links) -> tuple[EditionPage, ...]:
    """Every edition's page, newest first."""
    return tuple(_page(edition, links) for edition in reversed(frozen))


def _page(edition: PublishedEdition, links: Links) -> EditionPage:
    judged, since, figures = edition.judged, edition.since, edition.figures
    classes = _moved(figures.by_class if figures else {}, since.by_class if since else {})
    departments = _moved(figures.by_department if figures else {}, since.by_department if since else {})
    parts = (since.added, since.changed, since.retired, since.deleted) if since else ((), (), (), ())
    return EditionPage(
        addresses.edition(judged.name),
        judged.name,
        edition,
        judged.on,
        str(judged.verdict),
        tuple(reason.message for reason in judged.reasons),
        classes,
        tuple((links.organisation(name), now, moved) for name, now, moved in departments),
        *(tuple(links.resource(code) for code in part) for part in parts),
    )


def resources_as_json(edition: PublishedEdition) -> str:
    """Every resource of the edition under the guide's names, by code; nothing that may not be published."""
    records = [
        {
            name: value
            for name, value in one.model_dump(mode="json", by_alias=True, exclude_none=True).items()
            if value != []
        }
        for one in edition.resources
    ]
    return json.dumps([_fit(record) for record in records], ensure_ascii=False, indent=1) + "\n"


def resources_as_csv(edition: PublishedEdition) -> str:
    """A table for Excel and WPS, one row per resource; cells never become formulas."""
    rows = (
        [one.code, one.name, one.provider, one.sharing_class, one.opening_class, one.update_cycle, one.status]
        for one in edition.resources
    )
    return table_text(CSV_HEADER, ([shown(str(cell or "")) for cell in row] for row in rows))


def _fit(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _fit(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_fit(part) for part in value]
    return shown(value) if isinstance(value, str) else value


def _moved(now: Mapping[str, int], moved: Mapping[str, int]) -> tuple[tuple[str, int, int], ...]:
    return tuple((name, now.get(name, 0), moved.get(name, 0)) for name in sorted(now.keys() | moved.keys()))
