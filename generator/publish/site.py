"""The site: frames from the site builder, bodies from the register, stamped together by several processes."""

import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator.check import all_rules
from generator.edition import Audience
from generator.model.words import CatalogueKind
from generator.publish import TEMPLATES
from generator.publish.bodies import body
from generator.publish.builds import FRAME, Files, Output, builds_of, next_build, put
from generator.publish.crawlers import for_crawlers
from generator.publish.downloads import downloads
from generator.publish.feeds import feeds
from generator.publish.frames import Frames, Headings, Skeleton, Theme, frames_of
from generator.publish.kinds import FRAMEWORK, KINDS, Kindred, kindreds, same_tab
from generator.publish.policy import policies
from generator.publish.records import records
from generator.publish.search import write_search
from generator.publish.stamp import PAGE, Shell, StampedPage
from generator.search.document import Document
from generator.views.articles import articles_of
from generator.views.pages import Pages
from generator.views.search import site_index
from generator.workers import shared_out

_HEADING = re.compile(r'<h2 id="([a-z0-9-]+)">([^<{]+)</h2>')
_AT_ONCE = 40
"""Pieces of work that a process takes at once."""

Piece = Callable[[], Files]
"""Files of the site that are made apart from all others."""


@dataclass(frozen=True, slots=True)
class Built:
    """Figures of a build."""

    resources: int
    pages: int


def build_site(pages: Pages, target: Path, inputs: str = "") -> Built:
    """Build the site of an edition into `target`, which shows the old site until the new one is whole."""
    with next_build(target, inputs) as output:
        contents = {address: _framework(address, pages) for address in FRAMEWORK}
        frames = frames_of(_theme(pages, contents), builds_of(target) / FRAME)
        _take(builds_of(target) / FRAME, output)
        shells = {address: Shell.of(html) for address, html in frames.shells.items()}
        for address, content in contents.items():
            page = StampedPage(address, FRAMEWORK[address].title, "", content)
            output.put(address + PAGE, shells[address].stamped(page))
        _share_out(_pieces(pages, shells, frames.base), output)
        _put_search(pages, frames, output)
        output.take(policies(frames.scripts))
        output.take(for_crawlers(tuple(output.files), frames.base, pages.title))
        return Built(len(pages.resources), sum(path.endswith(".html") for path in output.files))


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


def _theme(pages: Pages, contents: Mapping[str, str]) -> Theme:
    once = {address: Skeleton(one.tab, _headings(contents[address]), False) for address, one in FRAMEWORK.items()}
    growing = {kind.shell: Skeleton(kind.tab, _headings(_source_of(kind.template)), True) for kind in KINDS}
    return Theme(
        pages.title,
        pages.edition.audience is Audience.INTERNAL,
        pages.edition.register.authority.demonstration or "",
        once | growing,
        [rule.id for rule in all_rules()],
    )


def _source_of(template: str) -> str:
    return (TEMPLATES / "bodies" / f"{template}.html").read_text(encoding="utf-8")


def _headings(html: str) -> Headings:
    return tuple((anchor, words) for anchor, words in _HEADING.findall(html))


def _take(made: Path, output: Output) -> None:
    for file in sorted(made.rglob("*")):
        if file.is_file():
            output.put(file.relative_to(made).as_posix(), file.read_bytes())


def _pieces(pages: Pages, shells: Mapping[str, Shell], base: str) -> list[Piece]:
    """All that grows with the register: first what takes long, so that no process waits for it in the end."""
    return [
        partial(records, pages, base),
        partial(feeds, pages, base),
        *(partial(_stamped, kindred, shells) for kindred in kindreds(pages, base)),
        *(partial(downloads, page, pages.edition) for page in pages.resources),
    ]


def _stamped(kindred: Callable[[], Kindred], shells: Mapping[str, Shell]) -> Files:
    for kind, page in kindred():
        yield page.address + PAGE, shells[kind.shell].stamped(page)


def _share_out(pieces: Sequence[Piece], output: Output) -> None:
    write = partial(_written, output.folder, output.before)
    for files in shared_out(write, pieces, _AT_ONCE):
        output.files.update(files)


def _written(folder: Path, before: Mapping[str, str], pieces: Sequence[Piece]) -> dict[str, str]:
    return {path: put(folder, before, path, content) for piece in pieces for path, content in piece()}


def _put_search(pages: Pages, frames: Frames, output: Output) -> None:
    written = [Document(address, one.title) for address, one in FRAMEWORK.items()]
    written += [Document(address, title, summary=words) for address, (title, words) in frames.written.items()]
    with tempfile.TemporaryDirectory() as made:
        write_search(site_index(pages, written), Path(made))
        _take(Path(made), output)
