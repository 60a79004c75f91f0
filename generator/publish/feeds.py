"""Atom feeds (RFC 4287) of changes and filings: for all, per department and per kind of catalogue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from html import escape
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from feedgenerator import Atom1Feed

from generator.model.words import CatalogueKind
from generator.publish.builds import Files
from generator.views import addresses
from generator.views.filing import FilingPage
from generator.views.pages import Pages
from generator.views.revision import RevisionPage

CHINA = ZoneInfo("Asia/Shanghai")
NEWEST = 50
"""Entries of one feed; readers keep what they have seen."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry: its identity for ever, what it says, its page, its day."""

    id: str
    title: str
    text: str
    address: str
    on: date


class _Feed(Atom1Feed):  # type: ignore[misc]
    """A feed whose own day is its newest entry's; an empty one's is that of the commit it was read from."""

    def latest_post_date(self) -> datetime:
        newest: datetime = max((item["updateddate"] for item in self.items), default=self.feed["read_at"])
        return newest


def feeds(pages: Pages, base: str) -> Files:
    """Every feed, below `feeds/`; `base` is the site's absolute address, empty when it is not known."""
    by_provider: dict[str, list[RevisionPage]] = {}
    by_kind: dict[str, list[RevisionPage]] = {}
    for revisions in pages.revisions.values():
        for revision in revisions:
            by_provider.setdefault(revision.revision.provider, []).append(revision)
            by_kind.setdefault(revision.revision.file.split("/")[1], []).append(revision)
    told = {
        addresses.CHANGES_FEED: ("变更动态", _of_changes(pages.changes)),
        addresses.FILINGS_FEED: ("备案动态", _of_filings(pages.filings)),
    }
    for organisation in pages.organisations:
        found = _of_changes(_newest_first(by_provider.get(organisation.name, ())))
        told[addresses.organisation_feed(organisation.name)] = (f"{organisation.name}的变更", found)
    for kind in CatalogueKind:
        found = _of_changes(_newest_first(by_kind.get(kind.folder, ())))
        told[addresses.kind_feed(kind)] = (f"{kind}的变更", found)
    for address, (title, entries) in told.items():
        yield address, _feed(address, f"{pages.title}：{title}", entries, pages, base)


def _newest_first(revisions: Iterable[RevisionPage]) -> list[RevisionPage]:
    return sorted(revisions, key=lambda page: (-page.on.toordinal(), page.revision.code, page.revision.commit))


def _of_changes(revisions: Sequence[RevisionPage]) -> list[_Entry]:
    return [
        _Entry(
            f"change/{page.revision.code}/{page.revision.commit}",
            f"{page.resource.text}：{page.what}",
            "；".join(f"{row.label}：{row.old or '（无）'} → {row.new or '（无）'}" for row in page.fields)
            or page.what,
            page.resource.address or addresses.CHANGES,
            page.on,
        )
        for page in revisions[:NEWEST]
    ]


def _of_filings(filings: Sequence[FilingPage]) -> list[_Entry]:
    return [
        _Entry(
            f"filing/{page.filing.commit}",
            f"{page.filing.number} {page.title}".strip(),
            f"{page.filing.verdict}；" + "、".join(f"{one.resource.text}（{one.what}）" for one in page.changes),
            page.address,
            page.filing.on,
        )
        for page in filings[:NEWEST]
    ]


def _feed(address: str, title: str, entries: Iterable[_Entry], pages: Pages, base: str) -> str:
    commit, today = pages.edition.commit, pages.edition.today
    repository = pages.chain.first if pages.chain else ""
    feed = _Feed(
        title=title,
        link=base or "/",
        description=title,
        language="zh-CN",
        feed_url=base + address,
        feed_guid=_urn(f"{repository}/{address}"),
        author_name=pages.edition.register.authority.unit or pages.title,
        read_at=_midnight(commit.committed_on if commit else today),
    )
    for entry in entries:
        at = _midnight(entry.on)
        feed.add_item(
            title=entry.title,
            link=base + entry.address,
            description=escape(entry.text, quote=False),  # the summary is declared to be HTML
            unique_id=_urn(f"{repository}/{entry.id}"),
            pubdate=at,
            updateddate=at,
        )
    written: str = feed.writeString("utf-8")
    return written


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), CHINA)


def _urn(name: str) -> str:
    """An identity for ever (RFC 4122, version 5): the same for the same entry of the same repository."""
    return uuid5(NAMESPACE_URL, name).urn
