"""The frame of every page, made by mkdocs and Material: shells to stamp, and the pages that we write in Markdown.

Everything that knows mkdocs or Material stands in this module. What comes out is text with marks, whole files and
their words; the same frame gives the same bytes.
"""

import logging
import re
from pathlib import Path
from typing import Any

from markupsafe import Markup
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from generator.diagnostics import OperatorError
from generator.publish import CONFIGURATION
from generator.publish.frame import framed
from generator.publish.frames import Frames, Theme
from generator.publish.inputs import site_address
from generator.publish.policy import script_hashes, with_policy
from generator.publish.stamp import mark
from generator.rules.handbook import page_of
from generator.views import addresses

_LANGUAGES = "assets/javascripts/lunr/"
"""What Material's own search, which is off, knows of languages."""
_NO_WORDS = re.compile(r"<(h1|pre)\b[\s\S]*?</\1>")


def made(theme: Theme, folder: Path) -> Frames:
    """A frame for every skeleton, and our own pages and the theme's files below the folder."""
    if not CONFIGURATION.is_file():
        raise OperatorError(f"缺少网站配置 {CONFIGURATION.name}")
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    config = load_config(
        str(CONFIGURATION),
        site_dir=str(folder.absolute()),
        site_name=Markup.escape(theme.title),
        site_url=site_address(),
    )
    config.extra.update(demonstration=theme.demonstration, internal=theme.internal)
    publisher = _Publisher(theme)
    config.plugins["mulu"] = publisher
    build(config)
    for sitemap in folder.glob("sitemap.xml*"):
        sitemap.unlink()  # it lists the shells and none of the stamped pages
    frames = publisher.frames
    frames.base = config.site_url or ""
    return frames


class _Publisher(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Hands mkdocs the pages without files, and takes the finished shells out of its hands."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.frames = Frames()

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        for file in [file for file in files if file.src_uri.startswith(_LANGUAGES)]:
            files.remove(file)
        for address in self.theme.skeletons:
            files.append(_generated(config, address, f"---\ntitle: {mark('title')}\n---\n"))
        for rule in self.theme.rules:
            files.append(_generated(config, addresses.rule(rule), page_of(rule)))
        return files

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        page.meta["hide"] = ["navigation"]
        address = _address_of(page)
        skeleton = self.theme.skeletons.get(address)
        if skeleton is None:
            self.frames.written[address] = str(page.title), _words_of(html)
            return html
        page.meta["stamped_headings"] = skeleton.headings is None
        headings = (("", mark("headings")),) if skeleton.headings is None else skeleton.headings
        page.toc = TableOfContents([AnchorLink(words, anchor, 2) for anchor, words in headings])
        if skeleton.is_for_many:
            page.meta["description"] = mark("description")
            return mark("content")
        page.meta["has_heading"] = True
        if not headings:
            page.meta["hide"] = ["navigation", "toc"]
        return mark("content")

    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:
        skeleton = self.theme.skeletons.get(_address_of(page))
        for item in nav.items:
            if isinstance(item, Page) and item is not page:
                item.active = _address_of(item) == skeleton.tab if skeleton else _is_below(page, item)
        if skeleton and skeleton.is_for_many and page.canonical_url:
            page.canonical_url = f"{config.site_url}{mark('address')}"
        return context

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        address = _address_of(page)
        output = self._finished(output, address)
        if address not in self.theme.skeletons:
            return output
        self.frames.shells[address] = output
        return ""

    @event_priority(-100)
    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        return self._finished(output_content, template_name) if template_name.endswith(".html") else output_content

    def _finished(self, html: str, address: str) -> str:
        html = with_policy(framed(html))
        self.frames.scripts[address] = script_hashes(html)
        return html


def _address_of(page: Page) -> str:
    return page.url if page.url != "./" else ""


def _is_below(page: Page, item: Page) -> bool:
    return _address_of(item) != "" and page.url.startswith(item.url)


def _words_of(html: str) -> str:
    """The words of a page that we write ourselves, without its heading and its examples."""
    return " ".join(Markup(_NO_WORDS.sub(" ", html)).striptags().split())


def _generated(config: MkDocsConfig, address: str, content: str) -> File:
    return File.generated(config, f"{address}index.md", content=content)
