"""What the ledgers' pages say: each record field by field, its steps in order, its deadlines."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from pydantic import BaseModel

from generator.model.register import Entry, Register
from generator.model.steps import LedgerRecord, Step
from generator.model.words import LedgerKind
from generator.views import addresses
from generator.views.deadline import DeadlinePage
from generator.views.link import Link, Links

CODES = frozenset({"资源代码"})
UNITS = frozenset({"使用部门", "反馈部门", "部门", "各方"})
"""Fields whose words name a resource or an organisation."""


class Fact(Struct, frozen=True):
    """One field of a record: its name and what it says, as a day, as links, or as text; nested facts stand below it."""

    title: str
    text: str = ""
    day: date | None = None
    links: tuple[Link, ...] = ()
    facts: tuple["Fact", ...] = ()


class EntryPage(Struct, frozen=True):
    """One record of a ledger."""

    address: str
    entry: Entry
    title: str
    facts: tuple[Fact, ...]
    steps: tuple[Step, ...]
    resources: tuple[Link, ...]
    started_on: date | None
    closed_on: date | None
    deadlines: tuple[DeadlinePage, ...]


class LedgerPage(Struct, frozen=True):
    """One ledger with its records, the newest first."""

    address: str
    kind: LedgerKind
    entries: tuple[EntryPage, ...]

    @property
    def open(self) -> int:
        """How many of its records are not closed."""
        return sum(page.closed_on is None for page in self.entries)


def ledger_pages(register: Register, links: Links, deadlines: Sequence[DeadlinePage]) -> tuple[LedgerPage, ...]:
    """Every ledger that has a record, in the order of the regulation."""
    clocks: dict[str, list[DeadlinePage]] = {}
    for page in deadlines:
        clocks.setdefault(page.deadline.subject.record, []).append(page)
    by_kind: dict[LedgerKind, list[EntryPage]] = {}
    for entry in register.entries:
        by_kind.setdefault(entry.kind, []).append(_page(entry, links, clocks))
    return tuple(
        LedgerPage(addresses.ledger(kind), kind, tuple(sorted(by_kind[kind], key=_newest_first)))
        for kind in LedgerKind
        if kind in by_kind
    )


def _newest_first(page: EntryPage) -> tuple[int, str]:
    return (-(page.started_on or date.min).toordinal(), page.entry.number)


def _page(entry: Entry, links: Links, clocks: Mapping[str, Sequence[DeadlinePage]]) -> EntryPage:
    record = entry.value
    codes = tuple(dict.fromkeys(_codes_of(record)))
    deadlines = tuple(clocks.get(f"{entry.kind.folder}/{entry.number}", ()))
    return EntryPage(
        addresses.ledger_entry(entry.kind, entry.number),
        entry,
        f"{record_title(record)} {entry.number}",
        tuple(_facts(record, links)),
        tuple(sorted((step for step in record.steps if step.on), key=lambda step: step.on or date.min)),
        tuple(links.resource(code) for code in codes),
        record.started_on,
        record.closed_on or _ended_on(deadlines),
        deadlines,
    )


def record_title(record: LedgerRecord) -> str:
    """What people call such a record."""
    return str(type(record).model_config.get("title") or "")


def _ended_on(deadlines: Sequence[DeadlinePage]) -> date | None:
    """The day the last of a record's clocks ended, where Git tells it: a trigger is closed by merges."""
    days = [page.deadline.ended_on for page in deadlines]
    known = [day for day in days if day]
    return max(known) if known and len(known) == len(days) else None


def _codes_of(value: Any) -> Iterator[str]:
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            inner = getattr(value, name)
            if field.alias in CODES:
                yield from (inner if isinstance(inner, tuple) else [inner] if inner else [])
            else:
                yield from _codes_of(inner)
    elif isinstance(value, tuple):
        for part in value:
            yield from _codes_of(part)


def _facts(record: BaseModel, links: Links) -> Iterator[Fact]:
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        if value is None or value == ():
            continue
        yield from _fact(str(field.alias), value, links)


def _fact(title: str, value: Any, links: Links) -> Iterator[Fact]:
    if isinstance(value, date):
        yield Fact(title, day=value)
    elif isinstance(value, BaseModel):
        yield Fact(title, facts=tuple(_facts(value, links)))
    elif isinstance(value, tuple) and isinstance(value[0], BaseModel):
        for part in value:
            yield from _fact(title, part, links)
    elif title in CODES | UNITS:
        link = links.resource if title in CODES else links.organisation
        yield Fact(title, links=tuple(link(part) for part in (value if isinstance(value, tuple) else (value,))))
    else:
        yield Fact(title, "、".join(map(str, value)) if isinstance(value, tuple) else str(value))
