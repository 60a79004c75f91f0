"""Atom feeds (RFC 4287) of changes and filings: for all, per department and per kind of catalogue."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from functools import partial
from heapq import nsmallest
from html import escape
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from msgspec import Struct

from generator.model.words import CatalogueKind
from generator.publish.builds import Files
from generator.publish.pieces import Piece
from generator.views import addresses
from generator.views.filing import FilingPage
from generator.views.pages import Pages
from generator.views.revision import RevisionPage

CHINA = ZoneInfo("Asia/Shanghai")
NEWEST = 50
"""Entries of one feed; readers keep what they have seen."""


class _Entry(Struct, frozen=True):
    """One entry: its identity for ever, what it says, its page, its day."""

    id: str
    title: str
    text: str
    address: str
    on: date


_Told = RevisionPage | FilingPage
"""What an entry is made of."""


class _About(Struct, frozen=True):
    """What all feeds of a site have in common; `repository` is its first commit, which entries are named by for ever.

    `base` is the site's absolute address.
    """

    title: str
    author: str
    repository: str
    base: str


def feeds(pages: Pages, base: str) -> Iterator[Piece]:
    """Every feed, below `feeds/`; `base` is the site's absolute address, empty when it is not known."""
    commit = pages.edition.commit
    about = _About(
        pages.title,
        pages.edition.register.authority.unit or pages.title,
        pages.chain.first if pages.chain else "",
        base,
    )
    read_on = commit.committed_on if commit else pages.edition.today
    by_provider: dict[str, list[RevisionPage]] = {}
    by_kind: dict[str, list[RevisionPage]] = {}
    for revisions in pages.revisions.values():
        for revision in revisions:
            by_provider.setdefault(revision.revision.provider, []).append(revision)
            by_kind.setdefault(revision.revision.file.split("/")[1], []).append(revision)
    told: dict[str, tuple[str, Sequence[_Told]]] = {
        addresses.CHANGES_FEED: ("变更动态", pages.changes[:NEWEST]),
        addresses.FILINGS_FEED: ("备案动态", pages.filings[:NEWEST]),
    }
    for organisation in pages.organisations:
        found = _newest(by_provider.get(organisation.name, ()))
        told[addresses.organisation_feed(organisation.name)] = (f"{organisation.name}的变更", found)
    for kind in CatalogueKind:
        told[addresses.kind_feed(kind)] = (f"{kind}的变更", _newest(by_kind.get(kind.folder, ())))
    for address, (title, newest) in told.items():
        updated_on = max(map(_on, newest), default=read_on)
        seed = address, title, [page.identity for page in newest], updated_on, about
        yield Piece(partial(_feed, address, title, newest, updated_on, about), (_feed.__name__, *seed))


def _newest(revisions: Iterable[RevisionPage]) -> list[RevisionPage]:
    return nsmallest(NEWEST, revisions, lambda page: (-page.on.toordinal(), page.revision.code, page.revision.commit))


def _entry(page: _Told) -> _Entry:
    if isinstance(page, RevisionPage):
        changed = (f"{row.label}：{row.old or '（无）'} → {row.new or '（无）'}" for row in page.fields)
        return _Entry(
            f"change/{page.revision.code}/{page.revision.commit}",
            f"{page.resource.text}：{page.what}",
            "；".join(changed) or page.what,
            page.resource.address or addresses.CHANGES,
            _on(page),
        )
    return _Entry(
        f"filing/{page.filing.commit}",
        f"{page.filing.number} {page.title}".strip(),
        f"{page.filing.verdict}；" + "、".join(f"{one.resource.text}（{one.what}）" for one in page.changes),
        page.address,
        _on(page),
    )


def _on(page: _Told) -> date:
    return page.on if isinstance(page, RevisionPage) else page.filing.on


def _feed(address: str, title: str, newest: Sequence[_Told], updated_on: date, about: _About) -> Files:
    from feedgenerator import Atom1Feed  # slow to import: for the process alone that makes a feed

    feed = Atom1Feed(
        title=f"{about.title}：{title}",
        link=about.base or "/",
        description=f"{about.title}：{title}",
        language="zh-CN",
        feed_url=about.base + address,
        feed_guid=_urn(f"{about.repository}/{address}"),
        author_name=about.author,
    )
    feed.latest_post_date = partial(_midnight, updated_on)  # also an empty feed's: it has no day of its own but today's
    for entry in map(_entry, newest):
        at = _midnight(entry.on)
        feed.add_item(
            title=entry.title,
            link=about.base + entry.address,
            description=escape(entry.text, quote=False),  # the summary is declared to be HTML
            unique_id=_urn(f"{about.repository}/{entry.id}"),
            pubdate=at,
            updateddate=at,
        )
    yield address, feed.writeString("utf-8")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), CHINA)


def _urn(name: str) -> str:
    """An identity for ever (RFC 4122, version 5): the same for the same entry of the same repository."""
    return uuid5(NAMESPACE_URL, name).urn
