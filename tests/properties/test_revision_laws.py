"""Laws of what revisions did together."""

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from generator.views.revision import ITEM, FieldRow, between, since_each

values = st.sampled_from(["", "甲", "乙"])
rows = st.builds(
    FieldRow, st.sampled_from(["摘要", "名称", f"学号 · {ITEM}"]), values, values, st.sampled_from(["收窄", "放宽"])
)
steps = st.lists(st.lists(rows, max_size=4), max_size=6)


def plainly(done: Sequence[Sequence[FieldRow]]) -> tuple[FieldRow, ...]:
    """One row after the other, oldest first: the first old value of a field, its last new one, every direction."""
    found: dict[str, list[FieldRow]] = {}
    for fields in done:
        for row in fields:
            found.setdefault(row.label, []).append(row)
    together = (
        FieldRow(label, all_[0].old, all_[-1].new, "、".join(dict.fromkeys(row.direction for row in all_)))
        for label, all_ in found.items()
    )
    return tuple(row for row in together if row.old != row.new or (row.old and row.label.endswith(ITEM)))


@dataclass(frozen=True)
class Revision:
    """As much of a revision as is asked for."""

    fields: Sequence[FieldRow]


@given(steps)
def test_together_is_one_after_the_other(done: list[list[FieldRow]]) -> None:
    assert between(done) == plainly(done)


@given(steps)
def test_each_version_is_told_what_all_after_it_did(done: list[list[FieldRow]]) -> None:
    newest_first = [Revision(fields) for fields in reversed(done)]
    told = list(since_each(newest_first))  # type: ignore[arg-type]
    assert told == [plainly(done[len(done) - number :]) for number in range(len(done))]
