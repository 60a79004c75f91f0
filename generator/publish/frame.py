"""What the theme's frame lacks or gets wrong, mended in the finished HTML. Knows no site builder.

Only for what no template of ours can replace; every pattern must be found, so that a new theme is noticed.
"""

import re

from generator import wording
from generator.publish.bodies import body
from generator.views import addresses

_TOGGLE = re.compile(r'(<input class="md-toggle"[^>]*?) autocomplete="off"')
_MENU = re.compile(r'<input class="md-toggle" data-md-toggle="drawer"')
_SKIP = re.compile(r'(<div data-md-component="skip">).*?(</div>)', re.DOTALL)
_ARTICLE = re.compile(r"<article class=\"md-content__inner md-typeset\">")


def framed(html: str) -> str:
    """The page with a way past its header, and without what the HTML standard forbids.

    Raises `ValueError` when the frame is not the one this was written for.
    """
    html = _replaced(_TOGGLE, r"\1", html)
    html = _replaced(_MENU, rf'\g<0> aria-label="{wording.MENU}"', html)
    html = _replaced(_SKIP, rf"\1{body('skip', addresses.HOME)}\2", html)
    return _replaced(_ARTICLE, '<article class="md-content__inner md-typeset" id="content" tabindex="-1">', html)


def _replaced(pattern: re.Pattern[str], replacement: str, html: str) -> str:
    html, found = pattern.subn(replacement, html)
    if not found:
        raise ValueError(f"the frame has no {pattern.pattern}")
    return html
