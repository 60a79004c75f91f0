"""What the authority's own board says: what presses, what was filed month by month, what is wrong, and with whom."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from generator import wording
from generator.approval.verdict import Verdict
from generator.views import addresses
from generator.views.deadline import REACHED, Board
from generator.views.filing import FilingPage
from generator.views.link import Link
from generator.views.problems import RuleProblems

MONTHS = 12
DEPARTMENTS = 100
"""Departments in the table of open clocks, the most pressing first; all of them stand on the deadline board."""


class FiledMonth(Struct, frozen=True):
    """The filings of one month: all, those late, those that break the rules of approval, those that nothing proves."""

    year: int
    month: int
    address: str
    filings: int
    late: int
    violations: int
    unproven: int

    @property
    def title(self) -> str:
        """The month as officials write it."""
        return wording.month(self.year, self.month)


class OpenClocks(Struct, frozen=True):
    """The open deadlines of one department by state."""

    organisation: Link
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())


class FamilyProblems(Struct, frozen=True):
    """The findings of one family of rules, with the pages of its rules."""

    letter: str
    title: str
    rules: tuple[RuleProblems, ...]
    errors: int
    warnings: int


class Oversight(Struct, frozen=True):
    """The board: the last twelve months, the one of the edition's day last; departments by urgency; families."""

    months: tuple[FiledMonth, ...]
    departments: tuple[OpenClocks, ...]
    families: tuple[FamilyProblems, ...]

    @property
    def this_month(self) -> FiledMonth:
        """The month of the edition's day."""
        return self.months[-1]


def oversight_of(
    today: date, filings: Iterable[FilingPage], board: Board, problems: Sequence[RuleProblems]
) -> Oversight:
    """The board as of a day."""
    return Oversight(tuple(_months(today, filings)), _departments(board), tuple(_families(problems)))


def _months(today: date, filings: Iterable[FilingPage]) -> Iterable[FiledMonth]:
    filed: dict[tuple[int, int], list[FilingPage]] = {}
    for page in filings:
        filed.setdefault((page.filing.on.year, page.filing.on.month), []).append(page)
    newest = today.year * 12 + today.month - 1
    for number in range(newest - MONTHS + 1, newest + 1):
        year, month = number // 12, number % 12 + 1
        own = filed.get((year, month), [])
        yield FiledMonth(
            year,
            month,
            addresses.filing_month(year, month) if own else "",
            len(own),
            sum(page.filing.on_time is False for page in own),
            sum(page.filing.verdict is Verdict.VIOLATION for page in own),
            sum(page.filing.verdict is Verdict.UNPROVEN for page in own),
        )


def _departments(board: Board) -> tuple[OpenClocks, ...]:
    states: dict[Link, Counter[str]] = {}
    for page in board.open:
        states.setdefault(page.organisation, Counter())[page.deadline.state.value] += 1
    rows = [OpenClocks(organisation, counts) for organisation, counts in states.items()]
    rows.sort(key=lambda row: (*(-row.counts[state.value] for state in REACHED), -row.total, row.organisation.text))
    return tuple(rows[:DEPARTMENTS])


def _families(problems: Sequence[RuleProblems]) -> Iterable[FamilyProblems]:
    for letter, title in wording.FAMILIES.items():
        rules = tuple(one for one in problems if one.rule.id.startswith(letter))
        if rules:
            every = [finding for one in rules for finding, _ in one.findings]
            errors = sum(finding.is_error for finding in every)
            yield FamilyProblems(letter, title, rules, errors, len(every) - errors)
