"""Everything that is wrong with one state of the register; knows no day and no history."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from pydantic import BaseModel

from generator.diagnostics import Finding, Rule
from generator.findings import NOT_KEPT, Codes, Found, Kept, texts_shown
from generator.load import Loaded, load_register
from generator.model import faults as model_faults
from generator.model.personal_numbers import without_numbers
from generator.model.register import WAIVERS, Record, Register
from generator.model.resource import Resource
from generator.profiles import profiles_on
from generator.rules import (
    applications,
    authority,
    extensions,
    ledger_changes,
    ledgers,
    names,
    narrowing,
    one_source,
    opening,
    requests,
    same_items,
    secrets,
    shape,
    sharing,
    submissions,
    supervision,
    waivers,
)
from generator.rules.narrowing import NARROWINGS
from generator.rules.registry import STATE_RULES, Problem, StateRule
from generator.rules.requests import REQUEST_RULES
from generator.rules.waivers import problems_of_unused, with_waivers
from generator.source import faults as source_faults
from generator.source.document import Document
from generator.workers import shared_out, uncollected

FILES_AT_ONCE = 1000
"""Files with problems that a process reads again at once; of so few files, all is done in this one."""

CHANGE_MODULES = (narrowing, requests, ledger_changes)
RULE_MODULES = (
    shape,
    names,
    one_source,
    same_items,
    sharing,
    opening,
    secrets,
    authority,
    applications,
    extensions,
    ledgers,
    supervision,
    waivers,
)
"""The families of rules; importing them enters their rules into the lists."""


class Checked(Struct, frozen=True):
    """A register with all its findings in the order of files.

    `files` holds every file read, by path, as it was written.
    """

    register: Register
    findings: tuple[Finding, ...]
    files: Mapping[str, bytes]

    @property
    def texts(self) -> dict[str, str]:
        """The files with findings, for showing the lines they point at."""
        return texts_shown(self.files, self.findings)


def all_rules() -> list[Rule]:
    """Every rule, of states and of changes, by id."""
    of_states = [rule.words for rule in STATE_RULES]
    of_changes = [narrowing.words for narrowing in NARROWINGS] + [rule.words for rule in REQUEST_RULES]
    of_changes += submissions.RULES
    return sorted((*source_faults.RULES, *model_faults.RULES, *of_states, *of_changes), key=lambda rule: rule.id)


def check(root: Path) -> Checked:
    """Read and check the register below `root`; raises `SourceMissingError` when there is none."""
    return checked(load_register(root, told_alone))


def checked(loaded: Loaded, kept: Kept = NOT_KEPT) -> Checked:
    """Every finding of loading and of the state rules; none is looked for where those of this state are `kept`."""
    found = kept.found() or judged(loaded, kept)
    files = {path: file.raw for path, file in loaded.files.items()}
    return Checked(loaded.register, found.findings, files)


@uncollected()
def judged(loaded: Loaded, kept: Kept = NOT_KEPT) -> Found:
    """Every finding of loading and of the state rules, to be found again where they are `kept`."""
    found = Found(_findings(loaded), sum(1 for _ in loaded.register.resources))
    if kept.state:
        kept.keep(found, _codes(loaded.register))
    return found


def _codes(register: Register) -> Codes:
    return {filed.file: _codes_in(filed.resource) for filed in register.resources if filed.resource.code}


def _codes_in(resource: Resource) -> tuple[str, ...]:
    successors = resource.retirement.successors if resource.retirement else ()
    return (resource.code or "", *resource.origins, *successors)


def _findings(loaded: Loaded) -> tuple[Finding, ...]:
    codes = {filed.file: filed.resource.code or "" for filed in loaded.register.resources}
    told = [_told(finding, codes) for finding in loaded.findings]
    told += _state_findings(loaded, codes)
    if loaded.register.waivers:
        told += _unused_waivers(loaded, told)
        told = list(with_waivers(loaded.register, told))
    return tuple(sorted(told, key=lambda finding: finding.sort_key))


def _told(finding: Finding, codes: Mapping[str, str]) -> Finding:
    """The finding with its resource's code, fit to be published: no personal number in its words."""
    return replace(
        finding,
        message=without_numbers(finding.message),
        hint=without_numbers(finding.hint),
        code=codes.get(finding.file) or finding.code,
    )


def told_alone(record: BaseModel, text: str | None = None) -> tuple[tuple[str, Problem], ...]:
    """What the rules that need nothing but one record find in it, with their ids, whatever profiles are in force.

    All that the record says stands in the `text` as it is, if there is one.
    """
    rules = _alone(type(record), text is not None and secrets.is_harmless(text))
    return tuple((rule.words.id, problem) for rule in rules for problem in rule.problems(record))


@cache
def _alone(kind: type[BaseModel], is_harmless: bool) -> tuple[StateRule, ...]:
    rules = (one for one in STATE_RULES if not one.needs_register and issubclass(kind, one.subject))
    return tuple(one for one in rules if not is_harmless or one.problems.__module__ != secrets.__name__)


def _state_findings(loaded: Loaded, codes: Mapping[str, str]) -> Iterator[Finding]:
    by_file: dict[str, list[tuple[str, Problem]]] = {}
    for rule_id, problem in _problems(loaded):
        by_file.setdefault(problem.file, []).append((rule_id, problem))
    for found in shared_out(partial(_located_in, loaded, codes), [*by_file.items()], FILES_AT_ONCE):
        yield from found


def _located_in(
    loaded: Loaded, codes: Mapping[str, str], some: Sequence[tuple[str, Sequence[tuple[str, Problem]]]]
) -> list[Finding]:
    """The findings of some files, whose places are looked up in their texts."""
    words, faulty = _words_in_force(loaded.register), _faulty(loaded)
    found: list[Finding] = []
    for file, problems in some:
        if document := loaded.document(file):
            for rule_id, problem in problems:
                found += (_told(one, codes) for one in _located(words(rule_id, problem.on), problem, document, faulty))
    return found


def _problems(loaded: Loaded) -> Iterator[tuple[str, Problem]]:
    """What the rules in force find, each problem with its file and the id of its rule."""
    register, in_force = loaded.register, _rules_in_force(loaded.register)
    ids = {one.words.id for one in in_force}
    for one in in_force:
        if one.subject is Register:
            yield from ((one.words.id, problem) for problem in one.problems(register))
    of_kind: dict[type, list[StateRule]] = {}
    for record in register.records():
        kind = type(record.value)
        if kind not in of_kind:
            of_kind[kind] = [one for one in in_force if one.needs_register and issubclass(kind, one.subject)]
        for one in of_kind[kind]:
            yield from ((one.words.id, _within(record, problem)) for problem in one.problems(record.value, register))
        for rule_id, problem in _told_alone(loaded, record):
            if rule_id in ids:
                yield rule_id, _within(record, problem)


def _told_alone(loaded: Loaded, record: Record) -> tuple[tuple[str, Problem], ...]:
    """As it was told when the file was read, where the record is the whole file and somebody asked."""
    read = None if record.place else loaded.read.get(record.file)
    return told_alone(record.value) if read is None or read.told is None else read.told


def _within(record: Record, problem: Problem) -> Problem:
    absent = (*record.place, *problem.absent) if problem.absent else ()
    return replace(problem, file=record.file, place=(*record.place, *problem.place), absent=absent)


def _faulty(loaded: Loaded) -> frozenset[str]:
    return frozenset(finding.file for finding in loaded.findings if finding.is_error)


def _unused_waivers(loaded: Loaded, findings: list[Finding]) -> list[Finding]:
    problems, document = problems_of_unused(loaded.register, findings), loaded.document(WAIVERS)
    if document is None:
        return []
    words, faulty = _words_in_force(loaded.register)("A116", None), _faulty(loaded)
    return [told for problem in problems for told in _located(words, problem, document, faulty)]


def _rules_in_force(register: Register) -> list[StateRule]:
    """The state rules under the register's profiles; under all of them while the register names none we know."""
    names = _profiles_on(register, None)
    return [state_rule for state_rule in STATE_RULES if state_rule.under(names)]


def _profiles_on(register: Register, day: date | None) -> list[str]:
    return [profile.name for profile in profiles_on(register.authority.profiles or (), day)]


def _words_in_force(register: Register) -> Callable[[str, date | None], Rule | None]:
    """Says in whose words a rule speaks on a day: those of the profiles in force, `None` where none demands it."""
    rules = {one.words.id: one for one in STATE_RULES}
    return cache(lambda rule_id, day: rules[rule_id].under(_profiles_on(register, day)))


def _located(words: Rule | None, problem: Problem, document: Document, faulty: frozenset[str]) -> Iterator[Finding]:
    """The problem as a finding in these words, if there are any; none about a field that was refused."""
    is_refused = problem.absent and document.value(problem.absent)
    if words and not is_refused and problem.against not in faulty:
        told = replace(words, article=problem.article) if problem.article else words
        yield told.at(document.path, document.span(problem.place, key=problem.key), **problem.shown)
