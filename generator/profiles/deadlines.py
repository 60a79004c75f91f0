"""All deadline rules, and which of them speaks for an event of a day."""

from collections.abc import Iterable
from datetime import date

from generator.model.words import TriggerKind
from generator.profiles.clocks import DeadlineRule, Obligation
from generator.profiles.hunan_2021 import HUNAN_DEADLINES
from generator.profiles.order_809 import ORDER_DEADLINES

DEADLINE_RULES: tuple[DeadlineRule, ...] = (*HUNAN_DEADLINES, *ORDER_DEADLINES)
RULE_NAMED = {rule.id: rule for rule in DEADLINE_RULES}


def rules_for(
    obligation: Obligation, on: date, profiles: Iterable[str], kind: TriggerKind | None = None
) -> tuple[DeadlineRule, ...]:
    """The rules of a duty in force on the event's day under these profiles, the strictest first.

    A period before none, a shorter before a longer; of equals the later regulation, which is the higher one.
    """
    chosen = set(profiles)
    found = [
        rule
        for rule in DEADLINE_RULES
        if rule.obligation is obligation
        and rule.profile in chosen
        and rule.in_force_on(on)
        and (kind is None or not rule.kinds or kind in rule.kinds)
    ]
    return tuple(sorted(found, key=_strictness))


def _strictness(rule: DeadlineRule) -> tuple[bool, int, int]:
    return (not rule.has_figure, rule.amount or 0, -rule.effective_from.toordinal())
