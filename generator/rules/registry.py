"""How a rule is written: a decorated function that looks at one kind of record and yields problems."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.diagnostics import Rule, Severity
from generator.model.register import Place


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault a rule found: where in the record (or, for the whole register, in which file) and its values."""

    place: Place = ()
    key: bool = False
    file: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StateRule:
    """A rule's words, what it looks at, and its function, called with the record and, if it asks, the register."""

    words: Rule
    subject: type
    needs_register: bool
    problems: Callable[..., Iterator[Problem]]


STATE_RULES: list[StateRule] = []


def rule(
    rule_id: str, fault: str, *, message: str, hint: str, article: str = "", severity: Severity = Severity.ERROR
) -> Callable[[Callable[..., Iterator[Problem]]], Callable[..., Iterator[Problem]]]:
    """Enter a function into the list of rules; its first parameter's annotation says what it looks at."""

    def entered(function: Callable[..., Iterator[Problem]]) -> Callable[..., Iterator[Problem]]:
        parameters: list[Any] = [parameter.annotation for parameter in inspect.signature(function).parameters.values()]
        words = Rule(rule_id, fault, message, hint, article, severity)
        STATE_RULES.append(StateRule(words, parameters[0], len(parameters) > 1, function))
        return function

    return entered
