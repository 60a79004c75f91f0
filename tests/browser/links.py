"""Every address in a built site's files, followed on disk."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ADDRESSES = (
    "href",
    "src",
    "srcset",
    "action",
    "formaction",
    "poster",
    "data",
    "data-worker",
    "data-root",
    "xlink:href",
)
_STYLE_ADDRESS = re.compile(r"""url\(\s*['"]?(?!data:)([^'")]+)|@import\s+['"]([^'"]+)""")


class _Reader(HTMLParser):
    """The addresses and anchors of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[tuple[str, str, str]] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ("rel", "canonical") in attrs:
            tag = "canonical"
        for name, value in attrs:
            if name in ADDRESSES:
                self.addresses.append((tag, name, value or ""))
            elif name in ("id", "name") and value:
                self.anchors.add(value)


@dataclass
class Crawl:
    """A site's folder and, once asked, what is wrong with the addresses in its files."""

    site: Path
    root: str
    pages: dict[Path, _Reader] = field(default_factory=dict)

    @cached_property
    def faults(self) -> list[str]:
        """Each address that leads nowhere, outside, or depends on where the site is served."""
        for file in self.site.resolve().rglob("*.html"):
            self.pages[file] = reader = _Reader()
            reader.feed(file.read_text(encoding="utf-8"))
        found = [
            f"{file.relative_to(self.site.resolve())}: <{tag} {name}={address!r}> {fault}"
            for file, reader in self.pages.items()
            if file.name != "404.html"  # served anywhere, so its addresses start at the root: visited in the browser
            for tag, name, address in reader.addresses
            if (fault := self._fault(file, tag, name, address))
        ]
        return found + list(self._style_faults())

    def _fault(self, file: Path, tag: str, name: str, address: str) -> str:
        parts = urlsplit(address)
        if tag == "canonical":
            own = f"{self.root}{file.parent.relative_to(self.site.resolve()).as_posix()}/".replace("/./", "/")
            return "" if unquote(address) == own else f"is not {own}"
        if parts.scheme or parts.netloc:
            is_link = tag == "a" and name == "href" and parts.scheme in ("http", "https")
            return "" if is_link else "is not of this site"
        if parts.path.startswith("/"):
            return "depends on where the site is served"
        target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
        if not target.is_relative_to(self.site.resolve()):
            return "leaves the site"
        if name == "data-root":
            return "" if target == self.site.resolve() else "is not the site's root"
        if target.is_dir():
            if parts.path and not parts.path.endswith(("/", ".")):
                return "lacks its last slash"
            target /= "index.html"
        if not target.is_file():
            return "leads nowhere"
        if parts.fragment and unquote(parts.fragment) not in self.pages[target].anchors:
            return "names no place on its page"
        return ""

    def _style_faults(self) -> Iterator[str]:
        for file in self.site.rglob("*.css"):
            for match in _STYLE_ADDRESS.finditer(file.read_text(encoding="utf-8")):
                address = match[1] or match[2]
                if urlsplit(address).netloc or not (file.parent / urlsplit(address).path).is_file():
                    yield f"{file.name}: {address}"
