"""The reviewer's one page, as Markdown that a forge can show in a comment."""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from msgspec import Struct

from generator.diagnostics import Finding, quoted
from generator.model.ledger_changes import EntryField
from generator.model.personal_numbers import without_numbers
from generator.model.words import LedgerKind
from generator.review import Reviewed
from generator.wording import SEVERITY

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "site_templates"
LONGEST_CELL = 300
FEW = 20
"""Changes and findings that stay on the page until narrowings must be left out too."""
SHORTEST_LINE = 10
"""Characters that no line of a list falls short of: of more lines than so, there is no use in writing them out."""
DueDays = Mapping[tuple[str, str], str]
NO_DUE_DAYS: DueDays = MappingProxyType({})
DUE_ELSEWHERE = "另行计算"
"""What stands for a due day that nobody handed in: rules and review know no calendar."""
_ACTIVE = re.compile(r"[\\`*_{}\[\]()#+.!|<>&@~:$^-]")


class Row(Struct, frozen=True):
    """One line of the table of changes."""

    name: str
    code: str
    field: str
    old: str
    new: str
    direction: str


def review_page(
    reviewed: Reviewed,
    findings: Sequence[Finding],
    base: str,
    head: str,
    confirmed: Collection[str] = (),
    most: int = 0,
    due_days: DueDays = NO_DUE_DAYS,
) -> str:
    """The page, with as much as fits `most` characters, 0 for all; narrowings without basis are the last to go.

    `due_days` says in words until when a trigger is to be answered, by its number and the resource's code.
    """
    points = sorted(reviewed.narrowings, key=lambda point: point.has_basis)
    answers = [(answer, due_days.get((answer.number, answer.code), DUE_ELSEWHERE)) for answer in reviewed.answers]
    lists: dict[str, Sequence[object]] = {
        "rows": _rows(reviewed),
        "ledger_rows": _ledger_rows(reviewed),
        "answers": answers,
        "findings": findings,
    }
    shown, points_shown = max(map(len, lists.values())), len(points)
    while most and shown > max(FEW, most // SHORTEST_LINE):
        shown //= 2
    while True:
        page = _rendered(
            reviewed=reviewed,
            **_clipped(lists, shown),
            **_clipped({"points": points}, points_shown),
            errors=sum(finding.is_error for finding in findings),
            warnings=sum(not finding.is_error for finding in findings),
            confirmed=confirmed,
            base=as_text_of_markdown(base),
            head=as_text_of_markdown(head),
        )
        if not most or len(page) <= most or shown == points_shown == 0:
            return page
        if shown > FEW or points_shown == 0:
            shown //= 2
        else:
            points_shown //= 2


def _clipped(lists: Mapping[str, Sequence[object]], most: int) -> dict[str, object]:
    """The beginning of each list, and how many of it are left out."""
    left_out = {f"{name}_left_out": max(0, len(entries) - most) for name, entries in lists.items()}
    return {**{name: entries[:most] for name, entries in lists.items()}, **left_out}


def _rendered(**values: object) -> str:
    return _template().render(severity=SEVERITY, **values)


@cache
def _template() -> Template:
    environment = Environment(  # it is Markdown: the filters below escape what strangers wrote
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(text=as_text_of_markdown, cell=_cell)
    return environment.get_template("review.md")


def _rows(reviewed: Reviewed) -> list[Row]:
    rows = []
    for change in reviewed.changes:
        filed = change.new or change.old
        name = (filed.resource.name if filed else None) or ""
        reshaped = reviewed.reshaped.get(change.code, "")
        if change.old and reshaped:
            rows.append(Row(name, change.code, "资源", "在册", reshaped, "不涉及"))
        if change.old is None:
            rows.append(Row(name, change.code, "资源", "", _joined("新增", reshaped), "放宽"))
        elif change.new is None:
            rows.append(Row(name, change.code, "资源", "在册", "文件被删除", "收窄"))
        for field in change.fields:
            label = f"{field.item} · {field.field}" if field.item else field.field
            rows.append(Row(name, change.code, label, field.old, field.new, str(field.direction)))
    return rows


def _ledger_rows(reviewed: Reviewed) -> list[tuple[LedgerKind, str, EntryField]]:
    """Ledger, number and field of every difference; a record that went is one line."""
    rows = []
    for change in reviewed.entries:
        fields = list(change.fields) if change.new else [EntryField("台账", "在册", "文件被删除")]
        rows += [(change.kind, change.number, field) for field in fields]
    return rows


def _joined(*words: str) -> str:
    return "，".join(filter(None, words))


def as_text_of_markdown(text: str) -> str:
    """Text that Markdown shows as it is: every mark it acts on an entity, so no link, mention, image or tag arises."""
    return _ACTIVE.sub(_entity, quoted(without_numbers(text), LONGEST_CELL))


def _entity(match: re.Match[str]) -> str:
    """A forge looks for mentions and references after it has resolved entities; a zero width space parts them."""
    return f"&#{ord(match[0])};" + ("&#8203;" if match[0] in "@#!" else "")


def _cell(text: str) -> str:
    return as_text_of_markdown(text) or "—"
