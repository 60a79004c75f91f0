"""Everything that is wrong with one state of the register; knows no day and no history."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import FILE_START, Finding, Rule
from generator.load import Loaded, load_register
from generator.model import faults as model_faults
from generator.model.register import Register
from generator.rules import names, shape
from generator.rules.registry import STATE_RULES, Problem, StateRule
from generator.source import faults as source_faults

RULE_MODULES = (shape, names)
"""The families of state rules; importing them enters their rules into the list."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A register with all its findings in the order of files.

    `files` names every file read; `texts` holds those with findings, for showing the lines they point at.
    """

    register: Register
    findings: tuple[Finding, ...]
    files: frozenset[str]
    texts: dict[str, str]


def all_rules() -> list[Rule]:
    """Every rule, by id."""
    state_rules = (rule.words for rule in STATE_RULES)
    return sorted((*source_faults.RULES, *model_faults.RULES, *state_rules), key=lambda rule: rule.id)


def check(root: Path) -> Checked:
    """Read and check the register below `root`; raises `SourceMissingError` when there is none."""
    return checked(load_register(root))


def checked(loaded: Loaded) -> Checked:
    """Every finding of loading and of the state rules."""
    found = [*loaded.findings, *_state_findings(loaded)]
    codes = {filed.file: filed.resource.code or "" for filed in loaded.register.resources}
    coded = (_with_code(finding, codes.get(finding.file, "")) for finding in found)
    findings = tuple(sorted(coded, key=lambda finding: finding.sort_key))
    faulty = {finding.file for finding in findings} & loaded.files.keys()
    texts = {path: _shown(loaded.files[path].raw) for path in faulty}
    return Checked(loaded.register, findings, frozenset(loaded.files), texts)


def _shown(raw: bytes) -> str:
    """The text as its lines and columns are counted; empty where no character can be trusted."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""


def _with_code(finding: Finding, code: str) -> Finding:
    return Finding(finding.rule, finding.file, finding.span, finding.message, finding.hint, code) if code else finding


def _state_findings(loaded: Loaded) -> Iterator[Finding]:
    register = loaded.register
    for state_rule in STATE_RULES:
        if state_rule.subject is Register:
            for problem in state_rule.problems(register):
                yield _located(state_rule, problem, problem.file, loaded)
    record_rules = [state_rule for state_rule in STATE_RULES if state_rule.subject is not Register]
    for record in register.records():
        for state_rule in record_rules:
            if isinstance(record.value, state_rule.subject):
                arguments = (record.value, register) if state_rule.needs_register else (record.value,)
                for problem in state_rule.problems(*arguments):
                    within = Problem((*record.place, *problem.place), problem.key, record.file, problem.values)
                    yield _located(state_rule, within, record.file, loaded)


def _located(state_rule: StateRule, problem: Problem, file: str, loaded: Loaded) -> Finding:
    document = loaded.documents.get(file)
    span = document.span(problem.place, key=problem.key) if document else FILE_START
    return state_rule.words.at(file, span, **problem.values)
