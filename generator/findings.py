"""What a check found in one state of the register: kept by all that the state holds, shown with the lines it points at.

Knows neither records nor rules, so that a state judged before costs no more than reading its files.
"""

import json
from collections.abc import Iterable, Mapping, Set
from hashlib import blake2b
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.json import Decoder, encode
from msgspec.structs import astuple

from generator.diagnostics import Finding, Rule, Severity, Span
from generator.model.personal_numbers import without_numbers
from generator.source.cache import Cache, cache_of
from generator.source.faults import UNFIT_FILE

STATES = 8
"""States that are kept at most: each has one place, and what stood there goes."""
MOST_BYTES = 32 * 1024 * 1024
"""Findings of a state are kept up to this size, some eighty thousand of them."""


class Found(Struct, frozen=True):
    """All findings about a state, in the order of files, and how many resources could be read."""

    findings: tuple[Finding, ...]
    resources: int


Codes = Mapping[str, tuple[str, ...]]
"""By the path of a resource its code, and after it those of the resources that it came of or that succeeded it."""


class Kept(Struct, frozen=True):
    """Where is kept what was found in one state, by the state's digest, and the codes of its resources by its paths."""

    cache: Cache
    codes_cache: Cache
    state: str
    paths: tuple[str, ...]

    def found(self) -> Found | None:
        """What was found when this very program judged the same state before."""
        said = self._said(self.cache)
        return None if said is None else _unpacked(said)

    def codes(self) -> Codes | None:
        """The codes of the resources that could be read, when this very program judged the same state before."""
        said = self._said(self.codes_cache)
        if said is None:
            return None
        return {path: codes for path, codes in zip(self.paths, _CODES.decode(said), strict=True) if codes}

    def keep(self, found: Found, codes: Codes) -> None:
        """Keep what was found and the codes, unless it is too much."""
        self._keep(self.cache, _packed(found))
        self._keep(self.codes_cache, encode([codes.get(path, ()) for path in self.paths]))

    def _said(self, cache: Cache) -> bytes | None:
        for _, said in cache.found([self._place]):
            state, _, kept = said.partition(b"\n")
            return kept if state == self.state.encode() else None
        return None

    def _keep(self, cache: Cache, said: bytes) -> None:
        if len(said) <= MOST_BYTES:
            cache.keep({self._place: self.state.encode() + b"\n" + said})

    @property
    def _place(self) -> str:
        return str(int(self.state or "0", 16) % STATES)


NOT_KEPT = Kept(Cache(), Cache(), "", ())
_CODES = Decoder(list[tuple[str, ...]])


def kept_of(root: Path, blobs: Mapping[str, str], unfit: Iterable[Finding]) -> Kept:
    """Where is kept what is known of files with these blobs; nowhere while a finding tells of what is no file."""
    if any(finding.rule is UNFIT_FILE for finding in unfit):
        return NOT_KEPT
    paths = tuple(sorted(blobs))
    return Kept(cache_of(root, "findings"), cache_of(root, "codes"), _state_of(paths, blobs), paths)


def _state_of(paths: Iterable[str], blobs: Mapping[str, str]) -> str:
    """The digest of every path and its blob's id; git takes in no two contents that share one."""
    return blake2b("".join(f"{path}\0{blobs[path]}\0" for path in paths).encode(), digest_size=20).hexdigest()


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
