"""The site: mkdocs renders the framework pages and one shell per growing kind of page, the stamper the rest.

Everything that knows mkdocs or Material stands in this module.
"""

import logging
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape
from mkdocs.commands.build import build as run_mkdocs
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from generator.check import all_rules
from generator.diagnostics import OperatorError
from generator.model.words import CatalogueKind
from generator.publish.bodies import TEMPLATES, body
from generator.publish.crawlers import write_for_crawlers
from generator.publish.downloads import write_downloads
from generator.publish.feeds import write_feeds
from generator.publish.frame import framed
from generator.publish.kinds import FRAMEWORK, KINDS, growing_pages, same_tab
from generator.publish.policy import script_hashes, with_policy, write_policy
from generator.publish.records import write_records
from generator.publish.search import write_search
from generator.publish.stamp import Shell, mark, stamp
from generator.publish.tree import next_build
from generator.report.json import findings_as_json
from generator.rules.handbook import page_of
from generator.search.document import Document
from generator.views import addresses
from generator.views.articles import articles_of
from generator.views.pages import Pages
from generator.views.search import site_index

CONFIGURATION = TEMPLATES.parent / "mkdocs.yml"
_HEADING = re.compile(r'<h2 id="([a-z0-9-]+)">([^<{]+)</h2>')
_NO_WORDS = re.compile(r"<(h1|pre)\b[\s\S]*?</\1>")

FINDINGS = "problems/findings.json"
"""The machine copy of the problem page, in the form of `mulu check --format json`."""


@dataclass(frozen=True, slots=True)
class Built:
    """Figures of a build."""

    resources: int
    pages: int


def build_site(pages: Pages, target: Path) -> Built:
    """Build the site of an edition into `target`, which shows the old site until the new one is whole."""
    if not CONFIGURATION.is_file():
        raise OperatorError(f"缺少网站配置 {CONFIGURATION.name}")
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    with next_build(target) as folder:
        config = load_config(str(CONFIGURATION), site_dir=str(folder), site_name=Markup.escape(pages.title))
        config.extra["mulu"] = pages
        config.copyright = body("footer", addresses.HOME, edition=pages.edition)
        publisher = _Publisher(pages)
        config.plugins["mulu"] = publisher
        run_mkdocs(config)
        write_downloads(pages, folder)
        write_records(pages, folder, config.site_url or "")
        write_feeds(pages, folder, config.site_url or "")
        write_for_crawlers(folder, config.site_url or "", pages.title)
        write_search(site_index(pages, publisher.written), folder)
        (folder / FINDINGS).write_text(findings_as_json(pages.edition.findings), encoding="utf-8")
        return Built(len(pages.resources), sum(1 for _ in folder.rglob("*.html")))


class _Publisher(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Hands mkdocs the pages without files, and stamps the growing pages when it is done."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.shells: dict[str, Shell] = {}
        self.script_hashes: dict[str, tuple[str, ...]] = {}
        self.written: list[Document] = []

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        for address, framework in FRAMEWORK.items():
            files.append(_generated(config, address, f"---\ntitle: {framework.title}\n---\n"))
        for kind in KINDS:
            files.append(_generated(config, kind.shell, f"---\ntitle: {mark('title')}\n---\n"))
        for rule in all_rules():
            files.append(_generated(config, addresses.rule(rule.id), page_of(rule.id)))
        return files

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        page.meta["hide"] = ["navigation"]
        address = page.url if page.url != "./" else ""
        kind = next((kind for kind in KINDS if kind.shell == address), None)
        if kind:
            page.toc = _contents_of((TEMPLATES / "bodies" / f"{kind.template}.html").read_text(encoding="utf-8"))
            page.meta["description"] = mark("description")
            return mark("content")
        if address in FRAMEWORK:
            html = body(
                FRAMEWORK[address].template,
                address,
                same_tab=same_tab(address),
                pages=self.pages,
                rules=all_rules(),
                articles=articles_of(all_rules()),
                kinds=CatalogueKind,
            )
            page.toc = _contents_of(html)
            if not page.toc.items:
                page.meta["hide"] = ["navigation", "toc"]
            self.written.append(Document(address, FRAMEWORK[address].title))
        else:
            self.written.append(Document(address, str(page.title), summary=_words_of(html)))
        return html

    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:
        kind = next((kind for kind in KINDS if kind.shell == page.url), None)
        tab = kind.tab if kind else FRAMEWORK[page.url].tab if page.url in FRAMEWORK else None
        for item in nav.items:
            if isinstance(item, Page) and item is not page:
                item.active = item.url == tab if tab is not None else _is_below(page, item)
        if kind and page.canonical_url:
            page.canonical_url = f"{config.site_url}{mark('address')}"
        return context

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        output = self._finished(output, page.url)
        if any(kind.shell == page.url for kind in KINDS):
            self.shells[page.url] = Shell.of(output)
            return ""
        return output

    @event_priority(-100)
    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        return self._finished(output_content, template_name) if template_name.endswith(".html") else output_content

    def _finished(self, html: str, address: str) -> str:
        html = with_policy(framed(html))
        self.script_hashes[address] = tuple(script_hashes(html))
        return html

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        site = Path(config.site_dir)
        for sitemap in site.glob("sitemap.xml*"):
            sitemap.unlink()  # it lists the shells and none of the stamped pages
        stamped: set[str] = set()
        for kind, page in growing_pages(self.pages, config.site_url or ""):
            stamp(self.shells[kind.shell], page, site)
            stamped.add(kind.shell)
        served = [
            found for address, found in self.script_hashes.items() if address in stamped or address not in self.shells
        ]
        write_policy({one for found in served for one in found}, site)


def _is_below(page: Page, item: Page) -> bool:
    return item.url not in ("", "./") and page.url.startswith(item.url)


def _words_of(html: str) -> str:
    """The words of a page that we write ourselves, without its heading and its examples."""
    return " ".join(Markup(_NO_WORDS.sub(" ", html)).striptags().split())


def _generated(config: MkDocsConfig, address: str, content: str) -> File:
    return File.generated(config, f"{address}index.md", content=content)


def _contents_of(html: str) -> TableOfContents:
    """The contents of a page from its second-level headings; their ids are stable and their words constant."""
    headings = [AnchorLink(str(escape(title)), anchor, 2) for anchor, title in _HEADING.findall(html)]
    return TableOfContents(headings)
