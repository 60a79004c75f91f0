"""How a rule is written: a decorated function that looks at one kind of record and yields problems."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from generator.diagnostics import Rule, Severity
from generator.model.register import Place
from generator.profiles import Profile
from generator.wording import NOT_FILLED_IN


class Problem(Struct, frozen=True):
    """One fault a rule found: where in the record (or, for the whole register, in which file) and its values.

    `absent` is the field it says nobody filled in; where the file does hold something there, that was refused
    and is a finding already, and this one is not made. `against` is the file of names or codes it was looked up
    in; while that file has faults of its own, what is not found there may yet be there. `on` is the day of what a
    ledger's record tells: only the profiles in force on it speak. `article` is cited instead of the rule's own where
    it depends on the record.
    """

    place: Place = ()
    key: bool = False
    file: str = ""
    absent: Place = ()
    against: str = ""
    on: date | None = None
    article: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def shown(self) -> dict[str, object]:
        """The values as a message says them: what nobody filled in is called so."""
        return {name: NOT_FILLED_IN if value is None else value for name, value in self.values.items()}


class Source(Struct, frozen=True):
    """What one profile says of a fault: the article, and how hard the fault weighs under it."""

    profile: Profile
    article: str
    severity: Severity = Severity.ERROR


class StateRule(Struct, frozen=True):
    """A rule's words, what it looks at, and its function, called with the record and, if it asks, the register.

    `sources` is empty for a rule that holds under every profile.
    """

    words: Rule
    sources: tuple[Source, ...]
    subject: Any
    needs_register: bool
    problems: Callable[..., Iterator[Problem]]

    def under(self, profiles: Iterable[str]) -> Rule | None:
        """The rule's words under these profiles: the stricter speaks, and is cited; `None` where none demands it."""
        if not self.sources:
            return self.words
        speaking = [source for source in self.sources if source.profile.name in profiles]
        if not speaking:
            return None
        severity = strictest(speaking)
        cited = [source.article for source in speaking if source.severity is severity]
        return replace(self.words, article="、".join(cited), severity=severity)


def strictest(sources: Iterable[Source]) -> Severity:
    """The hardest weight among the sources."""
    return Severity.ERROR if any(source.severity is Severity.ERROR for source in sources) else Severity.WARNING


STATE_RULES: list[StateRule] = []


def rule(
    rule_id: str,
    fault: str,
    *,
    message: str,
    hint: str,
    article: str = "",
    severity: Severity = Severity.ERROR,
    under: Mapping[Profile, str | tuple[str, Severity]] | None = None,
    shows_line: bool = True,
    publishable: bool = True,
) -> Callable[[Callable[..., Iterator[Problem]]], Callable[..., Iterator[Problem]]]:
    """Enter a function into the list of rules; its first parameter's annotation says what it looks at.

    `under` gives the article per profile, with a severity where the profile does not make it an error; a rule
    without it holds under every profile, with `article` and `severity`.
    """
    sources = tuple(_source(profile, demand) for profile, demand in (under or {}).items())
    words = Rule(rule_id, fault, message, hint, article, severity, shows_line, publishable)
    if sources:
        words = replace(words, article="、".join(source.article for source in sources), severity=strictest(sources))

    def entered(function: Callable[..., Iterator[Problem]]) -> Callable[..., Iterator[Problem]]:
        parameters: list[Any] = [parameter.annotation for parameter in inspect.signature(function).parameters.values()]
        STATE_RULES.append(StateRule(words, sources, parameters[0], len(parameters) > 1, function))
        return function

    return entered


def _source(profile: Profile, demand: str | tuple[str, Severity]) -> Source:
    article, severity = demand if isinstance(demand, tuple) else (demand, Severity.ERROR)
    return Source(profile, profile.cited_as + article, severity)
