"""What a check found in one state of the register: kept by all that the state holds, shown with the lines it points at.

Knows neither records nor rules, so that a state judged before costs no more than reading its files.
"""

import json
from collections.abc import Iterable, Mapping, Set
from hashlib import blake2b
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from generator.diagnostics import Finding, Rule, Severity, Span
from generator.model.personal_numbers import without_numbers
from generator.source.cache import Cache, cache_of
from generator.source.faults import UNFIT_FILE
from generator.source.folder import SourceFile

STATES = 8
"""States that are kept at most: each has one place, and what stood there goes."""
MOST_BYTES = 32 * 1024 * 1024
"""Findings of a state are kept up to this size, some eighty thousand of them."""


class Found(Struct, frozen=True):
    """All findings about a state, in the order of files, and how many resources could be read."""

    findings: tuple[Finding, ...]
    resources: int


class Kept(Struct, frozen=True):
    """Where the findings about one state are kept, by its digest."""

    cache: Cache
    state: str

    def found(self) -> Found | None:
        """What was found when this very program judged the same state before."""
        for _, said in self.cache.found([self._place]):
            state, _, found = said.partition(b"\n")
            return _unpacked(found) if state == self.state.encode() else None
        return None

    def keep(self, found: Found) -> None:
        """Keep what was found, unless it is too much."""
        said = _packed(found)
        if len(said) <= MOST_BYTES:
            self.cache.keep({self._place: self.state.encode() + b"\n" + said})

    @property
    def _place(self) -> str:
        return str(int(self.state or "0", 16) % STATES)


NOT_KEPT = Kept(Cache(), "")


def kept_of(root: Path, files: Iterable[SourceFile], findings: Iterable[Finding]) -> Kept:
    """Where the findings about these files are kept; nowhere while one of the `findings` tells of what is no file."""
    if any(finding.rule is UNFIT_FILE for finding in findings):
        return NOT_KEPT
    return Kept(cache_of(root, "findings"), _state_of(files))


def _state_of(files: Iterable[SourceFile]) -> str:
    """The digest of every path and all bytes, in whatever order the files come."""
    state = blake2b(digest_size=20)
    for file in sorted(files, key=lambda file: file.path):
        state.update(b"%s\0%d\0" % (file.path.encode(), len(file.raw)))
        state.update(file.raw)
    return state.hexdigest()


def _packed(found: Found) -> bytes:
    rules = {rule: number for number, rule in enumerate(dict.fromkeys(one.rule for one in found.findings))}
    findings = [
        [rules[one.rule], one.file, astuple(one.span), one.message, one.hint, one.code, one.waived]
        for one in found.findings
    ]
    return json.dumps([[*map(astuple, rules)], findings, found.resources]).encode()


def _unpacked(said: bytes) -> Found:
    rules, findings, resources = json.loads(said)
    known = [_rule(*words) for words in rules]
    told = (Finding(known[number], file, Span(*span), *words) for number, file, span, *words in findings)
    return Found(tuple(told), resources)


def _rule(*words: Any) -> Rule:
    rule_id, fault, message, hint, article, severity, shows_line, publishable = words
    return Rule(rule_id, fault, message, hint, article, Severity(severity), shows_line, publishable)


def texts_shown(files: Mapping[str, bytes], findings: Iterable[Finding]) -> dict[str, str]:
    """The texts of the files that findings point at, by path, fit to be shown: no secret and no personal number."""
    unshown: dict[str, set[int]] = {}
    for finding in findings:
        lines = unshown.setdefault(finding.file, set())
        if not finding.rule.shows_line:
            lines.update(range(finding.span.line, finding.span.end_line + 1))
    return {path: _shown(files[path], lines) for path, lines in unshown.items() if path in files}


def _shown(raw: bytes, unshown: Set[int]) -> str:
    """The text as its lines and columns are counted, fit to be shown; empty where no character can be trusted."""
    try:
        text = without_numbers(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return ""
    if not unshown:
        return text
    return "\n".join("" if number in unshown else line for number, line in enumerate(text.split("\n"), 1))
