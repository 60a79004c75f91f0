"""The stamper: one finished HTML shell with marks in it, stamped once per page. It knows no site builder."""

import re
from html import escape

from msgspec import Struct

_UNWRITABLE = "\u2060"
"""A hidden character: the door to YAML lets none through, so no text of a register can hold a mark."""

FIELDS = ("title", "description", "address", "headings", "content")
PAGE = "index.html"
"""The file of a page in the folder of its address."""

_MARK = re.compile(f"{_UNWRITABLE}mulu-mark-({'|'.join(FIELDS)})-mark{_UNWRITABLE}")


def mark(field: str) -> str:
    """The text that stands in a shell where a field of the page goes."""
    return f"{_UNWRITABLE}mulu-mark-{field}-mark{_UNWRITABLE}"


class StampedPage(Struct, frozen=True):
    """A page to stamp: its address from the site's root, its words as text, its content as HTML.

    `headings` is the list of its headings as HTML, where the shell has a place for a list that is not the same on every
    page.
    """

    address: str
    title: str
    description: str
    content: str
    headings: str = ""


class Shell(Struct, frozen=True):
    """An HTML page cut at its marks: literal bytes and names of fields in turn, beginning with bytes."""

    parts: tuple[bytes | str, ...]

    @classmethod
    def of(cls, html: str) -> "Shell":
        """Cut a page at its marks; raises `ValueError` when a title or the content has no place in it."""
        parts = _MARK.split(html)
        missing = {"title", "content"} - set(parts[1::2])
        if missing:
            raise ValueError(f"the shell has no place for {', '.join(sorted(missing))}")
        return cls(tuple(part if index % 2 else _bytes(part) for index, part in enumerate(parts)))

    def stamped(self, page: StampedPage) -> bytes:
        """The page's HTML in UTF-8."""
        fields = {
            "title": _bytes(escape(page.title)),
            "description": _bytes(escape(page.description)),
            "address": _bytes(escape(page.address)),
            "headings": _bytes(page.headings),
            "content": _bytes(page.content),
        }
        return b"".join([part if isinstance(part, bytes) else fields[part] for part in self.parts])


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
