"""The body of each page: compiled Jinja templates over the views, everything escaped."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator import wording
from generator.model import words
from generator.views import addresses

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "site_templates"


def body(template: str, address: str, **values: Any) -> str:
    """The HTML body of the page at an address; `values` are the template's names."""
    return _environment().get_template(f"{template}.html").render(root=addresses.root_from(address), **values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / "bodies"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = _day
    environment.globals.update(addresses=addresses, words=words, wording=wording)
    return environment


def _day(value: date | None) -> Markup:
    if value is None:
        return Markup('<span class="mulu-unknown">{}</span>').format(wording.UNKNOWN)
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), wording.day(value))
