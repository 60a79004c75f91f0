"""What the editions' pages say: each frozen state, its figures, how it differs from the one before."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from generator.approval.figures import PublishedEdition
from generator.model.words import SharingClass
from generator.pinyin import by_pinyin
from generator.views import addresses
from generator.views.link import Link, Links


class EditionPage(Struct, frozen=True):
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
    order = [str(word) for word in SharingClass]
    departments = _moved(figures.by_department if figures else {}, since.by_department if since else {})
    parts = (since.added, since.changed, since.retired, since.deleted) if since else ((), (), (), ())
    return EditionPage(
        addresses.edition(judged.name),
        judged.name,
        edition,
        judged.on,
        str(judged.verdict),
        tuple(reason.message for reason in judged.reasons),
        tuple(sorted(classes, key=lambda row: order.index(row[0]) if row[0] in order else len(order))),
        tuple((links.organisation(name), now, moved) for name, now, moved in departments),
        *(tuple(links.resource(code) for code in part) for part in parts),
    )


def _moved(now: Mapping[str, int], moved: Mapping[str, int]) -> tuple[tuple[str, int, int], ...]:
    return tuple(
        (name, now.get(name, 0), moved.get(name, 0)) for name in sorted(now.keys() | moved.keys(), key=by_pinyin)
    )
