"""The body of each page: compiled Jinja templates over the views, everything escaped."""

import json
import re
import sys
from collections.abc import Iterable, MutableMapping
from contextlib import suppress
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, Template
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from generator import wording
from generator.model import words
from generator.pinyin import by_pinyin
from generator.publish import TEMPLATES
from generator.publish.inputs import program
from generator.publish.snippets import FILTERS, escaped, shown
from generator.views import addresses

_IN_SCRIPT = {mark: f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def body(template: str, address: str, **values: Any) -> str:
    """The HTML body of the page at an address; `values` are the template's names."""
    return _environment().get_template(f"{template}.html").render(root=addresses.root_from(address), **values)


class _Template(Template):
    """A template that escapes whatever it says by `escaped`."""

    @classmethod
    def from_code(cls, *arguments: Any) -> Template:
        template = super().from_code(*arguments)
        template.root_render_func.__globals__["escape"] = escaped
        return template


class _Environment(Environment):
    """Templates over our own values: what they name is there, or it is an error."""

    template_class = _Template
    getattr = staticmethod(getattr)  # type: ignore[assignment]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


class _Bytecode(FileSystemBytecodeCache):
    """Compiled templates, kept as Python keeps compiled modules: beside them, of this very program, where it may."""

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(source) + program().hex()

    def dump_bytecode(self, bucket: Bucket) -> None:
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                Path(self.directory).mkdir(exist_ok=True)
                super().dump_bytecode(bucket)


@cache
def _environment() -> Environment:
    folder = TEMPLATES / "bodies"
    environment = _Environment(
        loader=FileSystemLoader(folder),
        bytecode_cache=_Bytecode(str(folder / "__pycache__")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters.update(FILTERS)
    environment.filters["day"] = _day
    environment.filters["dated"] = _dated
    environment.filters["data"] = _data
    environment.filters["by_pinyin"] = _by_pinyin
    environment.globals.update(addresses=addresses, words=words, wording=wording)
    return environment


def _data(value: object) -> Markup:
    """A value as JSON that can stand in a `<script>` of data: no text of it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for mark, written in _IN_SCRIPT.items():
        text = text.replace(mark, written)
    return Markup(text)


def _by_pinyin(names: Iterable[str]) -> list[str]:
    return sorted(names, key=by_pinyin)


@lru_cache(maxsize=4096)
def _dated(text: str) -> Markup:
    """A text with every day in it, written as officials do, readable by programs too."""
    return Markup(wording.WRITTEN_DAY.sub(_timed, str(escape(text))))


def _timed(found: re.Match[str]) -> str:
    try:
        return _day(date(*map(int, found.groups())))
    except ValueError:
        return found[0]


@lru_cache(maxsize=4096)
def _day(value: date | None) -> Markup:
    if value is None:
        return shown(None, wording.UNKNOWN)
    return Markup(f'<time datetime="{value.isoformat()}">{wording.day(value)}</time>')
