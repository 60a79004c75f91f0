"""What the form page offers: the blanks of each kind of file a clerk fills in, and what the register lets choose."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from generator.authoring.file import SCHEMA_LINE
from generator.model import faults
from generator.model.blanks import Blank, blanks_of
from generator.model.codes import FreeCodes, usual_prefix
from generator.model.register import FiledCatalogue, Register
from generator.model.words import LedgerKind
from generator.source import faults as writing_faults

MOST_OFFERED = 3000
"""Names offered while one types; a longer list would make the page heavy and help nobody."""

ORGANISATIONS, LEGAL_BASES = "organisations", "legal-bases"
_OFFERED = {
    **dict.fromkeys(("提供方", "部门", "使用部门", "反馈部门"), ORGANISATIONS),
    "文件": LEGAL_BASES,
}
LEDGERS = (LedgerKind.REQUESTS, LedgerKind.CORRECTIONS)
"""The ledgers that clerks write."""


class Folder(Struct, frozen=True):
    """A catalogue to put a new resource into: its folder, its name, who leads it, and the next free code there."""

    path: str
    name: str
    lead: str
    code: str


class Form(Struct, frozen=True):
    """The blanks of one kind of file; of a ledger also the folder and the number of the next record."""

    id: str
    blanks: tuple[Blank, ...]
    folder: str = ""
    number: str = ""


class FormPage(Struct, frozen=True):
    """All that the page is made from."""

    forms: tuple[Form, ...]
    folders: tuple[Folder, ...]
    offered: dict[str, tuple[str, ...]]
    messages: dict[str, str]
    header: str

    def list_for(self, blank: Blank) -> str:
        """Id of the list of names that are offered for a blank; empty where none are."""
        offered = _OFFERED.get(blank.key, "") if not blank.is_list else ""
        return offered if offered in self.offered else ""


def form_page(register: Register, today: date) -> FormPage:
    """The page of a register; new records of ledgers are numbered within the year of the day."""
    names = {ORGANISATIONS: list(register.organisation_named), LEGAL_BASES: list(register.legal_basis_titled)}
    return FormPage(
        (Form("resource", blanks_of("resource")), *(_ledger(kind, register, today.year) for kind in LEDGERS)),
        tuple(_folders(register)),
        {name: tuple(sorted(listed)) for name, listed in names.items() if len(listed) <= MOST_OFFERED},
        _messages(),
        SCHEMA_LINE.rstrip("\n"),
    )


def _folders(register: Register) -> Iterator[Folder]:
    free = FreeCodes(register)
    for catalogue in register.catalogues:
        prefix = usual_prefix(catalogue)
        yield Folder(
            catalogue.file.rsplit("/", 1)[0],
            _named(catalogue),
            catalogue.catalogue.lead or "",
            free.next(prefix) if prefix else "",
        )


def _named(catalogue: FiledCatalogue) -> str:
    return catalogue.catalogue.name or catalogue.folder


def _ledger(kind: LedgerKind, register: Register, year: int) -> Form:
    numbers = [entry.number for entry in register.entries if entry.kind is kind and entry.number.startswith(f"{year}-")]
    number = max((int(number[5:]) for number in numbers), default=0) + 1
    folder = f"catalogues/ledgers/{kind.folder}/{year}"
    return Form(kind.folder, blanks_of(kind.folder), folder, f"{year}-{number:04d}")


def _messages() -> dict[str, str]:
    """What the page says of a blank that is not in order, in the words of the rules."""
    return {
        "missing": f"{faults.MISSING.message}。",
        "word": f"{faults.WORD_NOT_LISTED.message}。",
        "code": f"{faults.BAD_RESOURCE_CODE.message}。{faults.BAD_RESOURCE_CODE.hint}。",
        "number": f"「{{field}}」：{faults.NOT_A_NUMBER.hint}。",
        "long": f"{faults.TEXT_TOO_LONG.message}。",
        "many": f"{faults.BAD_COUNT.message}。",
        "hidden": f"「{{field}}」{writing_faults.HIDDEN_CHARACTER.message}。{writing_faults.HIDDEN_CHARACTER.hint}。",
    }
