"""Everything that is wrong with one state of the register; knows no day and no history."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path

from pydantic import BaseModel

from generator.diagnostics import Finding, Rule
from generator.findings import NOT_KEPT, Found, Kept, texts_shown
from generator.load import Loaded, load_register
from generator.model import faults as model_faults
from generator.model.personal_numbers import without_numbers
from generator.model.register import WAIVERS, Record, Register
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
from generator.source.yaml import Document
from generator.workers import shared_out, uncollected

FILES_AT_ONCE = 1000
"""Files with problems that a process reads again at once; with so few, all are read in this one."""

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


@dataclass(frozen=True, slots=True)
class Checked:
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


@uncollected()
def checked(loaded: Loaded, kept: Kept = NOT_KEPT) -> Checked:
    """Every finding of loading and of the state rules; none is looked for where those of this state are `kept`."""
    found = kept.found()
    if found is None:
        found = Found(_findings(loaded), sum(1 for _ in loaded.register.resources))
        kept.keep(found)
    files = {path: file.raw for path, file in loaded.files.items()}
    return Checked(loaded.register, found.findings, files)


def _findings(loaded: Loaded) -> tuple[Finding, ...]:
    found = [*loaded.findings, *_state_findings(loaded)]
    codes = {filed.file: filed.resource.code or "" for filed in loaded.register.resources}
    told = [_told(finding, codes.get(finding.file, "")) for finding in found]
    if loaded.register.waivers:
        told += _unused_waivers(loaded, told)
        told = list(with_waivers(loaded.register, told))
    return tuple(sorted(told, key=lambda finding: finding.sort_key))


def _told(finding: Finding, code: str) -> Finding:
    """The finding with its resource's code, fit to be published: no personal number in its words."""
    return replace(
        finding, message=without_numbers(finding.message), hint=without_numbers(finding.hint), code=code or finding.code
    )


def told_alone(record: BaseModel) -> tuple[tuple[str, Problem], ...]:
    """What the rules that need nothing but one record find in it, with their ids, whatever profiles are in force."""
    return tuple((rule.words.id, problem) for rule in _alone(type(record)) for problem in rule.problems(record))


@cache
def _alone(kind: type[BaseModel]) -> tuple[StateRule, ...]:
    return tuple(one for one in STATE_RULES if not one.needs_register and issubclass(kind, one.subject))


def _state_findings(loaded: Loaded) -> Iterator[Finding]:
    faulty = _faulty(loaded)
    by_file: dict[str, list[tuple[StateRule, Problem]]] = {}
    for state_rule, problem in _problems(loaded):
        by_file.setdefault(problem.file, []).append((state_rule, problem))
    for found in shared_out(partial(_located_in, loaded, faulty), [*by_file.items()], FILES_AT_ONCE):
        yield from found


def _located_in(
    loaded: Loaded, faulty: frozenset[str], some: Sequence[tuple[str, Sequence[tuple[StateRule, Problem]]]]
) -> list[Finding]:
    """The findings of some files, whose places are looked up in their texts."""
    found: list[Finding] = []
    for file, problems in some:
        if document := loaded.document(file):
            for state_rule, problem in problems:
                found += _located(state_rule, problem, document, loaded.register, faulty)
    return found


def _problems(loaded: Loaded) -> Iterator[tuple[StateRule, Problem]]:
    """What the rules in force find, each problem with its file."""
    register = loaded.register
    in_force = {state_rule.words.id: state_rule for state_rule in _rules_in_force(register)}
    for state_rule in in_force.values():
        if state_rule.subject is Register:
            yield from ((state_rule, problem) for problem in state_rule.problems(register))
    together: dict[type, list[StateRule]] = {}
    for record in register.records():
        kind = type(record.value)
        if kind not in together:
            together[kind] = [one for one in in_force.values() if one.needs_register and issubclass(kind, one.subject)]
        for rule_id, problem in _told_alone(loaded, record):
            if rule_id in in_force:
                yield in_force[rule_id], _within(record, problem)
        for state_rule in together[kind]:
            for problem in state_rule.problems(record.value, register):
                yield state_rule, _within(record, problem)


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
    rule = next(one for one in STATE_RULES if one.words.id == "A116")
    problems, document = problems_of_unused(loaded.register, findings), loaded.document(WAIVERS)
    if document is None:
        return []
    faulty = _faulty(loaded)
    return [told for problem in problems for told in _located(rule, problem, document, loaded.register, faulty)]


def _rules_in_force(register: Register) -> list[StateRule]:
    """The state rules under the register's profiles; under all of them while the register names none we know."""
    names = _profiles_on(register, None)
    return [state_rule for state_rule in STATE_RULES if state_rule.under(names)]


def _profiles_on(register: Register, day: date | None) -> list[str]:
    return [profile.name for profile in profiles_on(register.authority.profiles or (), day)]


def _located(
    state_rule: StateRule, problem: Problem, document: Document, register: Register, faulty: frozenset[str]
) -> Iterator[Finding]:
    """The problem as a finding in the words of the profiles of its day, if any of them speaks.

    None about a field that was refused.
    """
    words = state_rule.under(_profiles_on(register, problem.on))
    is_refused = problem.absent and document.value(problem.absent)
    if words and not is_refused and problem.against not in faulty:
        told = replace(words, article=problem.article) if problem.article else words
        yield told.at(document.path, document.span(problem.place, key=problem.key), **problem.shown)
