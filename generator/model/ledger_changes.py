"""Two registers to the differences of their ledgers: by ledger and number, field by field, without a direction."""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct

from generator.model.compare import words_of
from generator.model.register import Entry, Register
from generator.model.words import LedgerKind


class EntryField(NamedTuple):
    """One field of a record that differs: its Chinese key and its values in words."""

    field: str
    old: str
    new: str


class EntryChange(Struct, frozen=True):
    """One record of a ledger before and after, the same by its number; `None` on the side where it is not there."""

    kind: LedgerKind
    number: str
    old: Entry | None
    new: Entry | None

    @property
    def fields(self) -> Iterator[EntryField]:
        """The fields that differ, in the order of the model; all that are filled in where one side is not there."""
        there = self.new or self.old
        for name, field in type(there.value).model_fields.items() if there else ():
            before, after = (words_of(getattr(one.value, name)) if one else "" for one in (self.old, self.new))
            if before != after:
                yield EntryField(str(field.alias), before, after)


def entry_changes(old: Register, new: Register) -> tuple[EntryChange, ...]:
    """Every record of a ledger that differs, by ledger and number."""
    before = {(entry.kind, entry.number): entry for entry in old.entries}
    after = {(entry.kind, entry.number): entry for entry in new.entries}
    pairs = ((key, before.get(key), after.get(key)) for key in sorted(before.keys() | after.keys()))
    return tuple(
        EntryChange(*key, one, other)
        for key, one, other in pairs
        if not one or not other or (one.value is not other.value and one.value != other.value)
    )
