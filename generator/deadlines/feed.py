"""Open deadlines as an iCalendar feed (RFC 5545, RFC 7986) that a calendar program can subscribe to.

An entry keeps its UID for ever, so that a client updates and never doubles it. Its SEQUENCE grows with what becomes
known of its day: that it is known at all, that it was extended, that a notice has moved it.
"""

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from generator.deadlines.text import last_day_text, reasons, shown
from generator.deadlines.value import Deadline
from generator.model.authority import Authority

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Mulu//deadlines//ZH"
REFRESH = timedelta(hours=12)


def deadlines_as_calendar(
    deadlines: Iterable[Deadline],
    authority: Authority,
    today: date,
    title: str = "",
    address_of: Callable[[Deadline], str] | None = None,
) -> bytes:
    """The feed of what is open and has a day, known or provisional; `address_of` gives an entry's page, absolute."""
    from icalendar import Calendar, vDuration  # slow to import, and few changes touch a deadline

    feed = Calendar()
    feed.add("prodid", PRODUCT)
    feed.add("version", "2.0")
    feed.add("calscale", "GREGORIAN")
    feed.add("method", "PUBLISH")
    named = shown(title or f"{authority.title or '政务信息资源目录'}时限")
    feed.add("name", named)
    feed.add("x-wr-calname", named)
    feed.add("x-wr-timezone", "Asia/Shanghai")
    feed.add("refresh-interval", vDuration(REFRESH), parameters={"value": "DURATION"})
    feed.add("x-published-ttl", vDuration(REFRESH))
    stamp = datetime.combine(today, time(), UTC)
    for one in deadlines:
        on = one.last_day or one.not_before
        if one.is_open and on:
            feed.add_component(_entry(one, on, authority, stamp, address_of))
    written: bytes = feed.to_ical()
    return written


def uid_of(one: Deadline, authority: Authority) -> str:
    """The entry's identity for ever: the same deadline of the same authority, whatever becomes of its day."""
    known = f"{authority.region or ''}\n{authority.unit or ''}\n{one.id}"
    return f"{hashlib.sha256(known.encode()).hexdigest()[:32]}@mulu"


def _entry(
    one: Deadline, on: date, authority: Authority, stamp: datetime, address_of: Callable[[Deadline], str] | None
) -> "Event":
    from icalendar import Event

    entry = Event()
    entry.add("uid", uid_of(one, authority))
    entry.add("dtstamp", stamp)
    entry.add("last-modified", stamp)
    entry.add("sequence", (one.last_day is not None) + 2 * (one.extended_to is not None) + 4 * bool(one.moved_by))
    entry.add("dtstart", on)
    entry.add("dtend", on + timedelta(days=1))
    entry.add("transp", "TRANSPARENT")
    entry.add("status", "CONFIRMED" if one.last_day else "TENTATIVE")
    provisional = "" if one.last_day else "（暂定）"
    entry.add("summary", f"{one.rule.obligation}{provisional}：{shown(one.subject.name)}（{one.organisation}）")
    lines = [f"{one.state_text}，{last_day_text(one)}", *reasons(one)]
    entry.add("description", "\n".join(lines))
    entry.add("categories", [one.organisation, one.rule.obligation.value])
    if address_of:
        entry.add("url", address_of(one))
    return entry
