"""Every kind of page the site has, taken from the program itself, so that a new kind is tested without being told."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.publish import TEMPLATES
from generator.publish.kinds import FRAMEWORK, KINDS, growing_pages
from generator.views import addresses
from tests.browser.conftest import Site

SITES = ("demo_site", "autumn_site", "faulty_site", "hostile_site", "big_site")
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
        if kind in (found := _largest(site)):
            return site, found[kind]
    pytest.fail(f"no site among {SITES} has a page of the kind {kind}", pytrace=False)


_FOUND: dict[Path, Mapping[str, str]] = {}


def _largest(site: Site) -> Mapping[str, str]:
    """The address of the page with most on it of each kind; asked once of each site."""
    if site.folder not in _FOUND:
        sizes: dict[str, tuple[int, str]] = {}
        for kind, page in growing_pages(site.pages):
            sizes[kind.template] = max(sizes.get(kind.template, (0, "")), (len(page.content), page.address))
        _FOUND[site.folder] = {kind: address for kind, (_, address) in sizes.items()}
    return _FOUND[site.folder]


def files_of(site: Site) -> list[Path]:
    """Every page of a site as a file."""
    return sorted(site.folder.resolve().rglob("*.html"))
