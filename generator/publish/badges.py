"""Badges as files: an SVG that can be read aloud, and JSON that another site can show in its own way."""

import json
from functools import cache, lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from generator.publish import TEMPLATES
from generator.views.badges import Badge, shields

COLUMN = 6
"""Width of one column in pixels at 12 px: 汉字 fill their square, two columns."""
PADDING = 6


@lru_cache(maxsize=4096)
def badge_svg(badge: Badge) -> str:
    """The badge as an SVG image of its own; every text in it escaped. Many catalogues have the same."""
    label_width, message_width = (_width(text) + 2 * PADDING for text in (badge.label, badge.message))
    values = {"label_width": label_width, "width": label_width + message_width, "padding": PADDING}
    return _template().render(badge=badge, **values) + "\n"


def badge_json(badge: Badge) -> str:
    """The badge as shields' endpoint reads it."""
    return json.dumps(shields(badge), ensure_ascii=False) + "\n"


def _width(text: str) -> int:
    """Width in pixels; text with characters that have none is measured by their number."""
    from wcwidth import wcswidth  # slow to import

    columns = wcswidth(text)
    return COLUMN * (columns if columns >= 0 else len(text))


@cache
def _template() -> Template:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("badge.svg")
