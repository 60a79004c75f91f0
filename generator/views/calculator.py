"""What the public calculator offers: every deadline rule of the profiles, as choices with their figures."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from generator.deadlines.clock import MONTHS
from generator.model.words import ReviewCycle
from generator.profiles import Profile
from generator.profiles.clocks import DeadlineRule, Unit
from generator.profiles.deadlines import DEADLINE_RULES


class Choice(Struct, frozen=True):
    """One period to count: its identity, its words, how many of which unit (`workday`, `month`, `none`)."""

    id: str
    text: str
    unit: str
    amount: int
    rule: DeadlineRule


def choices_by_profile(profiles: Sequence[Profile]) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """The choices of each profile, under its title."""
    return tuple(
        (
            f"《{profile.title}》",
            tuple(choice for rule in DEADLINE_RULES if rule.profile == profile.name for choice in _choices(rule)),
        )
        for profile in profiles
    )


def _choices(rule: DeadlineRule) -> Iterator[Choice]:
    named = f"{rule.article}：{rule.obligation}"
    if rule.unit is Unit.WORKDAY and rule.amount:
        yield Choice(rule.id, f"{named}（{rule.period}）", "workday", rule.amount, rule)
        if rule.extension:
            longest = f"{named}（{rule.period}，延长 {rule.extension.amount} 个工作日）"
            yield Choice(f"{rule.id}-extended", longest, "workday", rule.amount + rule.extension.amount, rule)
    elif rule.unit is Unit.CYCLE:
        for cycle in ReviewCycle:
            yield Choice(f"{rule.id}-{MONTHS[cycle]}", f"{named}（{cycle}）", "month", MONTHS[cycle], rule)
    else:
        yield Choice(rule.id, f"{named}（{rule.period}）", "none", 0, rule)
