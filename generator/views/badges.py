"""Badges: how deadlines stand, in a label and a few words; the colour repeats what the words say."""

from collections.abc import Iterable
from datetime import date
from enum import Enum

from msgspec import Struct

from generator.deadlines.text import shown
from generator.deadlines.value import STATE_ORDER, Deadline, State


class Tone(Enum):
    """What a badge's colour repeats: its ground (white text on it has a contrast of 4.5 or more) and shields' name."""

    LATE = ("#b3261e", "red")
    SOON = ("#8a5200", "orange")
    RUNNING = ("#1d5a9c", "blue")
    FINE = ("#1b6b3a", "green")
    UNKNOWN = ("#5c5c5c", "lightgrey")

    @property
    def ground(self) -> str:
        """Colour of the message's ground."""
        return self.value[0]


TONES = {
    State.OVERDUE: Tone.LATE,
    State.TODAY: Tone.SOON,
    State.SOON: Tone.SOON,
    State.EXTENDED: Tone.RUNNING,
    State.OPEN: Tone.RUNNING,
    State.PROVISIONAL: Tone.UNKNOWN,
    State.NO_LIMIT: Tone.UNKNOWN,
    State.IN_TIME: Tone.FINE,
    State.LATE: Tone.LATE,
}
LABEL = "时限"


class Badge(Struct, frozen=True):
    """A label and a message with its tone, and the day it was made for: a badge without its day would go stale unseen.

    `last_day` lets a page opened later correct the badge of one deadline for its reader's day.
    """

    label: str
    message: str
    tone: Tone
    today: date
    last_day: date | None = None

    @property
    def title(self) -> str:
        """The whole badge in words."""
        return f"{self.label}：{self.message}（{self.today.isoformat()}）"


def badge_of(one: Deadline, today: date) -> Badge:
    """The badge of one deadline."""
    correctable = one.last_day if one.is_open else None
    return Badge(one.rule.obligation.value, one.state_text, TONES[one.state], today, correctable)


def badge_over(deadlines: Iterable[Deadline], today: date, label: str = LABEL) -> Badge:
    """The badge of a department, a catalogue or the whole register: the most urgent states of what is open, counted."""
    states = [one.state for one in deadlines if one.is_open and one.rule.has_figure]
    if not states:
        return Badge(shown(label), "没有未办结的时限", Tone.FINE, today)
    urgent = [state for state in (State.OVERDUE, State.TODAY, State.SOON) if state in states]
    worst = min(states, key=STATE_ORDER.__getitem__)
    told = [f"{state} {states.count(state)} 项" for state in urgent] or [f"办理中 {len(states)} 项"]
    return Badge(shown(label), "，".join(told), TONES[worst], today)


def shields(badge: Badge) -> dict[str, object]:
    """The badge as shields' endpoint reads it, schema version 1."""
    return {
        "schemaVersion": 1,
        "label": badge.label,
        "message": badge.message,
        "color": badge.tone.value[1],
        "isError": badge.tone is Tone.LATE,
    }
