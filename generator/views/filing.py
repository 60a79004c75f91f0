"""What the filing register says: each filing's receipt, the years, and the chain that everything rests on."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO

from msgspec import Struct
from msgspec.structs import replace

from generator import wording
from generator.approval.verdict import Verdict
from generator.edition import Edition
from generator.filing.filing import Filing
from generator.filing.reading import Past
from generator.history.revision import Revision
from generator.rules.secrets import shown
from generator.views import addresses
from generator.views.link import Link, Links
from generator.views.revision import Revised

NEWEST = 30
"""Filings on the register's first page; each year has a page with the newest of its own."""
OF_A_YEAR = 300
"""Filings on the page of a year; each month has a page with all of its own."""


class FilingPage(Struct, frozen=True):
    """One filing with everything its receipt and a row of the register say."""

    address: str
    filing: Filing
    request: Link
    submitters: tuple[Link, ...]
    changes: tuple[Revised, ...]
    triggers: tuple[Link, ...]
    ledgers: tuple[Link, ...]
    files: tuple[str, ...]

    @property
    def identity(self) -> tuple[object, ...]:
        """What tells it from any other: what it changed follows from its commit, but for where that stands now."""
        filing, resources = replace(self.filing, revisions=()), [change.resource for change in self.changes]
        return filing, self.request, self.submitters, resources, self.triggers, self.ledgers, self.files

    @property
    def title(self) -> str:
        """The request's title as the message has it, fit to be shown."""
        return shown(self.filing.title)

    @property
    def on_time(self) -> str:
        """Whether it met the deadlines of the triggers it answers."""
        return {True: "按期", False: "逾期", None: ""}[self.filing.on_time]


class FilingMonth(Struct, frozen=True):
    """The filings of one month, newest first."""

    address: str
    year: int
    month: int
    filings: tuple[FilingPage, ...]

    @property
    def title(self) -> str:
        """The month as officials write it."""
        return wording.month(self.year, self.month)


class FilingYear(Struct, frozen=True):
    """The filings of one year, newest first, and its months."""

    address: str
    year: int
    filings: tuple[FilingPage, ...]
    months: tuple[FilingMonth, ...]


class ChainCommit(Struct, frozen=True):
    """A commit of the main line that is no filing, or one that is in violation."""

    id: str
    on: date
    filing: Link
    verdict: str
    reasons: tuple[str, ...]


class Chain(Struct, frozen=True):
    """The whole main line as the audit sees it."""

    name: str
    is_detached: bool
    baseline: str
    reasons: tuple[str, ...]
    counts: Mapping[str, int]
    violations: tuple[ChainCommit, ...]
    unproven: tuple[ChainCommit, ...]
    first: str
    commits: int


def filing_pages(filings: Sequence[Filing], links: Links) -> tuple[FilingPage, ...]:
    """Every filing's receipt, newest first."""
    return tuple(_page(filing, links) for filing in reversed(filings))


def _page(filing: Filing, links: Links) -> FilingPage:
    return FilingPage(
        addresses.filing(filing.year, filing.sequence),
        filing,
        Link(filing.request, filing.address if filing.address.startswith(("https://", "http://")) else ""),
        tuple(links.organisation(name) for name in filing.submitters),
        tuple(_change(revision, links) for revision in filing.revisions),
        tuple(links.entry_of(f"triggers/{number}") for number in filing.triggers),
        tuple(
            link for record in filing.ledgers if (link := links.entry_of(f"{record.kind.folder}/{record.number}")).text
        ),
        tuple(map(shown, filing.files)),
    )


def _change(revision: Revision, links: Links) -> Revised:
    known = links.resource(revision.code)
    resource = known if known.address else Link(shown(revision.name) or revision.code, f"resources/{revision.code}/")
    return Revised(revision, resource)


def filing_years(pages: Iterable[FilingPage]) -> tuple[FilingYear, ...]:
    """The years that have filings and their months, newest first."""
    years: dict[int, dict[int, list[FilingPage]]] = {}
    for page in sorted(pages, key=lambda page: -page.filing.sequence):
        on = page.filing.on
        years.setdefault(on.year, {}).setdefault(on.month, []).append(page)
    return tuple(_year(year, months) for year, months in sorted(years.items(), reverse=True))


def _year(year: int, months: Mapping[int, Sequence[FilingPage]]) -> FilingYear:
    ordered = tuple(
        FilingMonth(addresses.filing_month(year, month), year, month, tuple(listed))
        for month, listed in sorted(months.items(), reverse=True)
    )
    filings = sorted((page for listed in months.values() for page in listed), key=lambda page: -page.filing.sequence)
    return FilingYear(addresses.filing_year(year), year, tuple(filings), ordered)


def chain_of(edition: Edition, receipts: Mapping[str, Link]) -> Chain | None:
    """The audit of the main line; `None` where there is no history. `receipts` are the filings' pages by commit."""
    past = edition.past
    if past is None:
        return None
    audit = past.audit
    counts = Counter(judgement.verdict for judgement in audit.judgements.values())
    return Chain(
        past.history.name,
        past.history.is_detached,
        audit.baseline or "",
        tuple(reason.message for reason in audit.chain),
        {str(verdict): counts[verdict] for verdict in Verdict if counts[verdict]},
        tuple(_commits(past, receipts, Verdict.VIOLATION)),
        tuple(_commits(past, receipts, Verdict.UNPROVEN)),
        past.history.commits[0].id if past.history.commits else "",
        len(past.history.commits),
    )


def _commits(past: Past, receipts: Mapping[str, Link], verdict: Verdict) -> Iterable[ChainCommit]:
    for commit in reversed(past.history.commits):
        judgement = past.audit.judgements[commit.id]
        if judgement.verdict is verdict:
            reasons = tuple(reason.message for reason in judgement.reasons)
            filing = receipts.get(commit.id, Link(""))
            yield ChainCommit(commit.id, commit.on, filing, str(verdict), reasons)


def code_of(address: str) -> str:
    """A square code (ISO/IEC 18004) of an address, as SVG without outside reference."""
    import segno  # slow to import, and a change makes few receipts

    made = BytesIO()
    segno.make(address, error="m").save(
        made, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, light="#fff", dark="#000"
    )
    return made.getvalue().decode()
