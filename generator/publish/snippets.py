"""What pages say again and again, as filters of their templates: a link, a value or that there is none, a tag.

Plain functions, since a page has hundreds of them and a macro costs several times as much.
"""

from collections.abc import Iterable

from markupsafe import Markup, escape

from generator import wording
from generator.approval.verdict import Verdict
from generator.model.words import OpeningClass, SharingClass
from generator.views.link import Link
from generator.views.revision import FieldRow

_CLASS_TONES: dict[str, str] = {
    SharingClass.UNCONDITIONAL: "open",
    SharingClass.CONDITIONAL: "terms",
    SharingClass.DENIED: "closed",
    OpeningClass.UNCONDITIONAL: "open",
    OpeningClass.CONDITIONAL: "terms",
    OpeningClass.DENIED: "closed",
}
_VERDICT_TONES: dict[str, str] = {Verdict.SIGNED: "open", Verdict.FORGE: "terms", Verdict.VIOLATION: "fault"}


def escaped(value: object) -> str:
    """What `markupsafe.escape` makes of a value, in a third of its time where there is nothing to do."""
    if type(value) is Markup:
        return value
    if type(value) is str and not ("<" in value or ">" in value or "&" in value or '"' in value or "'" in value):
        return value
    return escape(value)


def link(target: Link, root: str) -> Markup:
    """A link to its page, only its text where it has none; `root` is the way to the site's root."""
    if not target.address:
        return escape(target.text)
    return _marked(f'<a href="{root}{escaped(target.address)}">{escaped(target.text)}</a>')


def shown(value: object, blank: str = wording.NOT_FILLED_IN) -> Markup:
    """A value, or that it is blank."""
    return _unknown(blank) if value is None or value == "" else _marked(escaped(value))


def lines(value: str | None, blank: str = wording.NOT_FILLED_IN) -> Markup:
    """A text line by line, or that it is blank."""
    return _marked(str(escaped(value)).replace("\n", "<br>")) if value else _unknown(blank)


def class_tag(value: str | None, blank: str = wording.NOT_FILLED_IN) -> Markup:
    """A sharing or opening class in its colour, or that it is blank."""
    return _tag(value, _CLASS_TONES.get(value, "plain")) if value else _unknown(blank)


def verdict_tag(verdict: str) -> Markup:
    """A verdict on an approval in its colour."""
    return _tag(verdict, _VERDICT_TONES.get(verdict, "plain"))


def changed_fields(fields: Iterable[FieldRow]) -> Markup:
    """The table of what a change did to each field: what went, what came."""
    return _marked(f"{_TABLE}{''.join(map(_changed_field, fields))}  </tbody>\n</table>\n")


_LABEL, _OLD, _NEW, _DIRECTION = wording.CHANGED_FIELD
_HEADS = "".join(f'<th scope="col">{head}</th>' for head in wording.CHANGED_FIELD)
_TABLE = f'<table class="mulu-table mulu-changes">\n  <thead><tr>{_HEADS}</tr></thead>\n  <tbody>\n'


def _changed_field(one: FieldRow) -> str:
    gone = f'<del class="mulu-gone">{lines(one.old)}</del>' if one.old else "—"
    come = f"<ins>{lines(one.new)}</ins>" if one.new else "—"
    return (
        f'  <tr><td data-label="{_LABEL}">{escaped(one.label)}</td><td data-label="{_OLD}">{gone}</td>'
        f'<td data-label="{_NEW}">{come}</td><td data-label="{_DIRECTION}">{escaped(one.direction)}</td></tr>\n'
    )


def _tag(text: str, tone: str) -> Markup:
    return _marked(f'<span class="mulu-tag mulu-tag--{tone}">{escaped(text)}</span>')


def _unknown(blank: str) -> Markup:
    return _marked(f'<span class="mulu-unknown">{escaped(blank)}</span>')


def _marked(html: str) -> Markup:
    """HTML as such, without asking what it is."""
    return str.__new__(Markup, html)


FILTERS = {one.__name__: one for one in (link, shown, lines, class_tag, verdict_tag, changed_fields)}
