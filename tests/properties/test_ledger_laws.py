"""Laws of the ledgers' records."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from generator.load import Loaded
from generator.model.ledgers import AccessRequest, Correction, Dispute, Incident
from generator.model.register import Entry, Register
from generator.model.steps import LedgerRecord, steps_out_of_order
from generator.model.words import LedgerKind
from generator.review import review

KINDS: dict[type[LedgerRecord], LedgerKind] = {
    AccessRequest: LedgerKind.REQUESTS,
    Correction: LedgerKind.CORRECTIONS,
    Dispute: LedgerKind.DISPUTES,
    Incident: LedgerKind.INCIDENTS,
}
FIRST = date(2026, 1, 5)


def dated(kind: type[LedgerRecord], days: dict[str, int]) -> LedgerRecord:
    """A record whose days are so many after the first; a step within a part of the record makes that part."""
    data: dict[str, Any] = {}
    for step in kind().steps:
        if step.name in days:
            *parts, key = step.place
            inner = data
            for part in parts:
                inner = inner.setdefault(str(part), {})
            inner[str(key)] = (FIRST + timedelta(days[step.name])).isoformat()
    return kind.model_validate(data)


@st.composite
def records(draw: st.DrawFn) -> tuple[type[LedgerRecord], dict[str, int]]:
    kind = draw(st.sampled_from(sorted(KINDS, key=str)))
    names = [step.name for step in kind().steps]
    return kind, draw(st.dictionaries(st.sampled_from(names), st.integers(0, 40)))


@given(records())
def test_steps_on_rising_days_are_in_order(drawn: tuple[type[LedgerRecord], dict[str, int]]) -> None:
    kind, days = drawn
    rising = dict(zip([step.name for step in kind().steps if step.name in days], sorted(days.values()), strict=True))
    assert list(steps_out_of_order(dated(kind, rising))) == []


@given(records())
def test_what_is_out_of_order_is_so_in_the_record_itself(drawn: tuple[type[LedgerRecord], dict[str, int]]) -> None:
    """Both steps are dated, the later one before the earlier one, and says that it cannot be."""
    for earlier, later in steps_out_of_order(dated(*drawn)):
        assert earlier.on is not None
        assert later.on is not None
        assert later.on < earlier.on
        assert earlier.name in later.after


@given(records(), st.data())
def test_a_record_that_only_gains_steps_is_never_called_rewritten(
    drawn: tuple[type[LedgerRecord], dict[str, int]], data: st.DataObject
) -> None:
    kind, days = drawn
    kept = data.draw(st.sets(st.sampled_from(sorted(days))) if days else st.just(set[str]()))
    before, after = (dated(kind, {name: days[name] for name in names}) for names in (kept, days))
    old, new = (_loaded(Entry("f.yml", KINDS[kind], "2026-0001", value)) for value in (before, after))
    assert [finding.rule.id for finding in review(old, new).findings] == []
    taken = [finding.rule.id for finding in review(new, old).findings]
    assert set(taken) == ({"C303" if after.closed_on else "C304"} if kept != set(days) else set())


def _loaded(entry: Entry) -> Loaded:
    return Loaded(Register(entries=(entry,)), (), {}, {})
