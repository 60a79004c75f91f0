"""Every kind of page the site has, taken from the program itself, so that a new kind is tested without being told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.publish.bodies import TEMPLATES
from generator.publish.kinds import FRAMEWORK, KINDS, growing_pages
from generator.views import addresses
from generator.views.pages import pages_of
from tests.browser.conftest import Site

SITES = ("own_site", "faulty_site", "hostile_site")
"""The fixtures among whose sites a page of each growing kind is looked for, the first that has one."""

GROWING = {kind.template: kind for kind in KINDS}
OWN_PAGES = tuple(
    (file.parent if file.name == "index.md" else file.with_suffix("")).relative_to(TEMPLATES / "pages").as_posix() + "/"
    for file in sorted((TEMPLATES / "pages").rglob("*.md"))
)
ONCE = (*FRAMEWORK, *OWN_PAGES, addresses.rule("M101"), "404.html")
"""Addresses of the pages that are there once, whatever the register says."""

EVERY_KIND = pytest.mark.parametrize("kind", [*(address or "home" for address in ONCE), *GROWING])
Place = tuple[Site, str]


def place_of(kind: str, request: pytest.FixtureRequest) -> Place:
    """A site and the address of a page of the kind in it: of a growing kind, the page with most on it."""
    if kind not in GROWING:
        site: Site = request.getfixturevalue(SITES[0])
        return site, "" if kind == "home" else kind
    for name in SITES:
        site = request.getfixturevalue(name)
        if found := max(_sizes(site, kind), default=None):
            return site, found[1]
    pytest.fail(f"no site among {SITES} has a page of the kind {kind}", pytrace=False)


def _sizes(site: Site, kind: str) -> Iterator[tuple[int, str]]:
    for grown, page in growing_pages(pages_of(site.edition)):
        if grown is GROWING[kind]:
            yield len(page.content), page.address


def files_of(site: Site) -> list[Path]:
    """Every page of a site as a file."""
    return sorted(site.folder.resolve().rglob("*.html"))
