"""The pages that are there once, and what all pages of a site have in common."""

import re
from collections.abc import Mapping

from markupsafe import Markup

from generator.check import all_rules
from generator.edition import Audience
from generator.model.authority import Authority
from generator.model.words import CatalogueKind
from generator.publish import TEMPLATES
from generator.publish.bodies import body
from generator.publish.builds import Files
from generator.publish.frames import Headings, Skeleton, Theme
from generator.publish.kinds import FRAMEWORK, KINDS, same_tab
from generator.publish.stamp import PAGE, Shell, StampedPage
from generator.views.articles import articles_of
from generator.views.pages import Pages, title_of

_HEADING = re.compile(r'<h2 id="([a-z0-9-]+)">([^<{]+)</h2>')
_HEADED = re.compile(r'<h2 id="[^"]+">')


def theme_of(authority: Authority, audience: Audience) -> Theme:
    """What all pages of a register's site have in common."""
    once = {address: Skeleton(one.tab, _own_headings(one.template), False) for address, one in FRAMEWORK.items()}
    growing = {kind.shell: Skeleton(kind.tab, _headings(_source_of(kind.template)), True) for kind in KINDS}
    return Theme(
        title_of(authority),
        audience is Audience.INTERNAL,
        authority.demonstration or "",
        once | growing,
        [rule.id for rule in all_rules()],
    )


def _own_headings(template: str) -> Headings | None:
    """None at all, or those that the page will have: which, depends on the register."""
    return None if _HEADED.search(_source_of(template)) else ()


def _source_of(template: str) -> str:
    return (TEMPLATES / "bodies" / f"{template}.html").read_text(encoding="utf-8")


def _headings(html: str) -> Headings:
    return tuple((anchor, Markup(words)) for anchor, words in _HEADING.findall(html))


def stamped_once(pages: Pages, shells: Mapping[str, Shell]) -> Files:
    """Every page that is there once, with the headings it has."""
    for address, one in FRAMEWORK.items():
        content = _framework(address, pages)
        headings = body("headings", address, headings=_headings(content))
        yield address + PAGE, shells[address].stamped(StampedPage(address, one.title, "", content, headings))


def _framework(address: str, pages: Pages) -> str:
    rules = all_rules()
    return body(
        FRAMEWORK[address].template,
        address,
        same_tab=same_tab(address),
        pages=pages,
        rules=rules,
        articles=articles_of(rules),
        kinds=CatalogueKind,
    )
