"""Steps of a ledger's record: what was done on which day, and in which order it can have happened."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from generator.model.written import Day, Line, Paragraph, WorkingDays, Written, optional, required

Place = tuple[str | int, ...]


class Step(NamedTuple):
    """One step: what people call it, its day, where it is written; no day while it has not happened.

    `after` names the steps of the same record that cannot be later; of two that do not name each other either may be.
    """

    name: str
    on: date | None
    place: Place
    after: tuple[str, ...] = ()


class LedgerRecord(Written):
    """What a file of a ledger holds: it tells its steps in order, and since when it is closed."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step the record can have, in the order of the procedure."""
        raise NotImplementedError

    @property
    def closed_on(self) -> date | None:
        """The day from which nothing remains to be done, as far as the record alone tells; `None` while it is open."""
        raise NotImplementedError

    @property
    def started_on(self) -> date | None:
        """The day of the first step: the regulations in force on it rule the record."""
        return self.steps[0].on


def steps_out_of_order(record: LedgerRecord) -> Iterator[tuple[Step, Step]]:
    """Each step that is dated before one it cannot precede, with the latest such one; both are dated."""
    dated = {step.name: step for step in record.steps if step.on}
    for step in dated.values():
        before = [dated[name] for name in step.after if name in dated]
        latest = max(before, key=lambda one: one.on or date.min, default=None)
        if latest and step.on and latest.on and step.on < latest.on:
            yield latest, step


class Extension(Written, title="延期"):
    """A deadline made longer, with the consent and the notice that the article asks for."""

    days: WorkingDays | None = required("工作日数", "在原期限之外延长的工作日数")
    reason: Paragraph | None = required("理由", "需要延长的原因")
    consented_by: Line | None = optional(
        "同意", "更新、答复的延期写同意的主管部门，校核的延期写提供方负责人职务；不写人名"
    )
    consented_on: Day | None = optional("同意日期", "同意延长的日期")
    notified_on: Day | None = optional("告知日期", "把延长告知对方的日期")


class Document(Written, title="文书"):
    """A step that is proven by a document: its day and number."""

    on: Day | None = required("日期", "作出的日期")
    number: Line | None = optional("文号", "文书的文号")


def extended(extension: Extension | None, place: Place, after: str, of: str = "") -> tuple[Step, Step]:
    """The two steps of an extension, of one resource where `of` names it."""
    consented, notified = (extension.consented_on, extension.notified_on) if extension else (None, None)
    return (
        Step(f"同意延期{of}", consented, (*place, "延期", "同意日期"), (after,)),
        Step(f"告知延期{of}", notified, (*place, "延期", "告知日期"), (after, f"同意延期{of}")),
    )
