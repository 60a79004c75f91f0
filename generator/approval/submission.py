"""What the submitters of a change request may not change, told before the merge as the audit tells it after."""

from collections.abc import Iterable, Iterator, Sequence

from generator.approval.people import Departments
from generator.approval.places import owners_of, places_of
from generator.diagnostics import Finding, quoted
from generator.model.register import AUTHORITY, ORGANISATIONS, Register
from generator.rules.submissions import FILE_OF_THE_AUTHORITY, FOLDER_OF_ANOTHER, PROGRAM, UNKNOWN_SUBMITTER
from generator.source.commit import Person
from generator.source.folder import FOLDER


def submission_findings(base: Register, accounts: Sequence[str], paths: Iterable[str]) -> list[Finding]:
    """Findings about a request by these accounts that changes these files, by the register it was made from.

    An account no department has registered may change whatever a reviewer lets pass, until the authority has
    registered accounts of its own: from then on what is the authority's is refused to everybody unknown.
    """
    departments = Departments(base.organisations)
    units: set[str] = set()
    unknown = []
    for account in dict.fromkeys(accounts):
        found = departments.of(Person(account, account))
        units |= found
        if not found:
            unknown.append(account)
    findings = [UNKNOWN_SUBMITTER.at(ORGANISATIONS, account=account) for account in unknown]
    authority = base.authority.unit or ""
    is_in_use = any(authority in names for names in departments.by_account.values())
    if units or is_in_use:
        findings += _beyond(base, departments, frozenset(units), sorted(paths), bool(units))
    return findings


def _beyond(
    base: Register, departments: Departments, units: frozenset[str], paths: Sequence[str], is_known: bool
) -> Iterator[Finding]:
    """What is beyond these units' reach; of an unknown submitter's request only what is the authority's."""
    named = "、".join(sorted(units)) or "身份不明的提交人"
    catalogues = {f"{FOLDER}/{one.kind.folder}/{one.folder}": one.catalogue for one in base.catalogues}
    authority = base.authority.unit or ""
    program = []
    for place in places_of(paths):
        if place.is_open or units & owners_of(place, departments, catalogues.get(place.name), authority):
            continue
        if not place.name.startswith(f"{FOLDER}/"):
            program.append(place.name)
        elif place.is_content:
            if is_known:
                first = next(path for path in paths if path.startswith(f"{place.name}/"))
                yield FOLDER_OF_ANOTHER.at(first, units=named, place=place.name)
        else:
            yield FILE_OF_THE_AUTHORITY.at(place.name, units=named, place=place.name)
    if program:
        yield PROGRAM.at(AUTHORITY, units=named, count=len(program), place=quoted(program[0]))
