"""The site: frames from the site builder, bodies from the register, stamped together by several processes."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct

from generator.edition import Edition
from generator.publish.builds import (
    FILINGS,
    FRAME,
    GROUPS,
    PAGES,
    RUNS,
    Before,
    Digests,
    Files,
    Output,
    builds_of,
    next_build,
    put,
)
from generator.publish.crawlers import for_crawlers
from generator.publish.downloads import downloads
from generator.publish.feeds import feeds
from generator.publish.frames import Framed, Frames, frames_of
from generator.publish.kinds import FRAMEWORK, Kindred, of_resource, others
from generator.publish.once import stamped_once, theme_of
from generator.publish.pieces import Piece, seed_of
from generator.publish.policy import policies
from generator.publish.records import records
from generator.publish.runs import LENGTH, Listed, kept_groups, kept_part, kept_run, only_these, records_at, rows_at
from generator.publish.search import search_files
from generator.publish.share import (
    WHOLE,
    Made,
    Share,
    Whole,
    files_folder,
    read_parts,
    runs_folder,
    take_part,
    write_part,
)
from generator.publish.stamp import PAGE, Shell
from generator.publish.tree import new_folder
from generator.search.document import Document
from generator.search.index import Index
from generator.source.objects import BlobReader
from generator.views import addresses
from generator.views.exports import records_of, table_of
from generator.views.pages import Pages
from generator.views.resource import ResourcePage
from generator.views.search import facets_of, page_documents
from generator.workers import beside, shared_out

_AT_ONCE = 40
"""Pieces, other than those of resources, that a process makes at once; of those without a seed, one.

What takes long comes first, so that no process waits long for the last: records, resources, then many small pages.
"""
_FEW_RUNS = 20
"""Up to so many runs the files that tell of all resources are put by one process."""


class Portion(Struct, frozen=True):
    """What a process makes at once: pieces, and what the resources bring that they belong to, if they are a run."""

    pieces: Iterable[Piece]
    run: Sequence[Listed] = ()


class Built(Struct, frozen=True):
    """Figures of a build."""

    resources: int
    pages: int


def build_site(pages: Pages, target: Path, inputs: str = "", framed: Framed | None = None) -> Built:
    """Build the site of an edition into `target`, which shows the old site until the new one is whole.

    `framed` gives the frames of the edition's theme where somebody has begun to make them.
    """
    kept = builds_of(target)
    with next_build(target, inputs) as output:
        made = _make(pages, output, kept, kept / RUNS, framed=framed)
        only_these(kept / RUNS, made.runs)
        del pages
        return _joined([made], output, kept / GROUPS)


def is_framed(target: Path) -> bool:
    """Whether frames are kept of an earlier build of `target`, for whatever theme."""
    return (builds_of(target) / FRAME).is_dir()


def build_share(pages: Pages, target: Path, inputs: str, share: Share, framed: Framed | None = None) -> Built:
    """Build a share of the site into a new folder, for `assemble`."""
    with new_folder(target) as folder:
        output = Output(files_folder(folder))
        output.folder.mkdir()
        with tempfile.TemporaryDirectory() as kept:
            made = _make(pages, output, Path(kept), runs_folder(folder), share, framed)
        write_part(folder, inputs, share, made, output)
        return _built([made], output)


def assemble(parts: Sequence[Path], target: Path) -> Built:
    """Join the parts of a site, byte for byte as if it had been built at once."""
    inputs, read = read_parts(parts)
    with next_build(target, inputs) as output:
        made = [take_part(folder, about, output) for folder, about in read]
        return _joined(made, output, builds_of(target) / GROUPS)


def _make(
    pages: Pages, output: Output, kept: Path, runs: Path, share: Share = WHOLE, framed: Framed | None = None
) -> Made:
    """Put the files of a share; the first also has those that do not grow. What is `kept` may be used again."""
    edition = pages.edition
    frames = (framed or partial(frames_of, theme_of(edition.register.authority, edition.audience)))(kept / FRAME)
    shells = {address: Shell.of(html) for address, html in frames.shells.items()}
    whole = _whole(pages, frames, kept / PAGES) if share.number == 1 else None
    if whole:
        output.put_once(frames.seed, partial(_files_below, kept / FRAME))
    runs.mkdir(exist_ok=True)
    work = partial(_done, output.folder, output.before, frames.seed, edition.old_file, runs)
    listed = share.of(_listed(pages))
    portions = [Portion([Piece(partial(stamped_once, pages, shells))])] if whole else []
    portions += _portions(share.of([*records(pages, frames.base, frames.seed, kept / FILINGS)]))
    portions += [_portion(listed[at : at + LENGTH], pages, shells) for at in range(0, len(listed), LENGTH)]
    portions += _portions(share.of(_apart(pages, shells, frames.base)))
    found = []
    for written, run in shared_out(work, portions, 1):
        for seed, files in written:
            output.note(seed, output.before.by_seed[seed] if files is None else files)
        found += [run] if run else []
    return Made(len(listed), found, whole)


def _whole(pages: Pages, frames: Frames, kept: Path) -> Whole:
    written = [Document(address, one.title) for address, one in FRAMEWORK.items()]
    written += [Document(address, title, summary=words) for address, (title, words) in frames.written.items()]
    documents = page_documents(pages, written)
    part = kept_part(kept, documents, seed_of(frames.seed, documents))
    return Whole(pages.title, frames.base, frames.scripts, facets_of(pages.edition.register), part)


def _joined(made: Sequence[Made], output: Output, groups: Path) -> Built:
    """Put the files that tell of the whole site; what groups of runs bring to the index is kept in a folder."""
    whole = made[0].whole
    assert whole is not None
    runs = [run for one in made for run in one.runs]
    with beside(partial(_register, output.folder, output.before, runs), pays=len(runs) > _FEW_RUNS) as register:
        for path, content in search_files(Index.join(kept_groups(groups, runs), whole.pages, whole.facets)):
            output.put_deflated(path, content)
        output.files |= register()
    output.take(policies(_run(whole.scripts, output.files)))
    output.take(for_crawlers(tuple(output.files), whole.base, whole.title))
    return _built(made, output)


def _register(folder: Path, before: Before, runs: Sequence[Path]) -> Digests:
    """Put the records and the table of all resources."""
    parts = {addresses.REGISTER_JSON: (records_of, records_at), addresses.REGISTER_CSV: (table_of, rows_at)}
    return {path: put(folder, before.files, path, whole(map(part, runs))) for path, (whole, part) in parts.items()}


def _run(scripts: Mapping[str, Sequence[str]], files: Iterable[str]) -> Iterator[str]:
    """The hashes of scripts in pages that are there; those of a shell depend on nothing but how deep its pages lie."""
    depths = {path.count("/") for path in files if path.endswith(PAGE)}
    for address, hashes in scripts.items():
        if address.endswith(".html") or address.count("/") in depths:
            yield from hashes


def _built(made: Sequence[Made], output: Output) -> Built:
    return Built(sum(one.resources for one in made), sum(path.endswith(".html") for path in output.files))


def _files_below(folder: Path) -> Files:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield file.relative_to(folder).as_posix(), file.read_bytes()


def _apart(pages: Pages, shells: Mapping[str, Shell], base: str) -> list[Piece]:
    """The feeds, and the pages that grow with the register and are no resource's."""
    return [
        *feeds(pages, base),
        *(Piece(partial(_stamped, one, shells), one.seed, one.old_files) for one in others(pages, base)),
    ]


def _portions(pieces: Sequence[Piece]) -> Iterator[Portion]:
    """First what is made every time and may take long; then what may have been made before, some at once."""
    yield from (Portion([piece]) for piece in pieces if piece.seed is None)
    seeded = [piece for piece in pieces if piece.seed is not None]
    yield from (Portion(seeded[at : at + _AT_ONCE]) for at in range(0, len(seeded), _AT_ONCE))


def _listed(pages: Pages) -> list[Listed]:
    return [*zip(pages.resources, pages.edition.register.resources, strict=True)]


def _portion(run: Sequence[Listed], pages: Pages, shells: Mapping[str, Shell]) -> Portion:
    """All that belongs to the resources of a run."""
    return Portion((_piece(page, pages, shells) for page, _ in run), run)


def _piece(page: ResourcePage, pages: Pages, shells: Mapping[str, Shell]) -> Piece:
    kindred = of_resource(page, pages)
    return Piece(partial(_of_resource, page, pages.edition, kindred, shells), kindred.seed, kindred.old_files)


def _of_resource(page: ResourcePage, edition: Edition, kindred: Kindred, shells: Mapping[str, Shell]) -> Files:
    yield from _stamped(kindred, shells)
    yield from downloads(page, edition)


def _stamped(kindred: Kindred, shells: Mapping[str, Shell]) -> Files:
    for kind, page in kindred.render():
        yield page.address + PAGE, shells[kind.shell].stamped(page)


def _done(
    folder: Path, before: Before, frame: str, reader: BlobReader | None, runs: Path, portions: Sequence[Portion]
) -> tuple[list[tuple[str, Digests | None]], Path | None]:
    """What became of a portion: the seed of each piece and its files, as in `_written`, and where its run is."""
    (portion,) = portions
    written = _written(folder, before, frame, reader, [*portion.pieces])
    return written, kept_run(runs, portion.run, [seed for seed, _ in written]) if portion.run else None


def _written(
    folder: Path, before: Before, frame: str, reader: BlobReader | None, pieces: Sequence[Piece]
) -> list[tuple[str, Digests | None]]:
    """The seed of each piece and the files it made; `None` where they were made before and need not be made again."""
    seeds = [seed_of(frame, piece.seed) for piece in pieces]
    known = [seed in before.by_seed for seed in seeds]
    if reader:
        lacking = (piece for piece, is_known in zip(pieces, known, strict=True) if not is_known)
        reader.ahead(blob for piece in lacking for blob in piece.old_files)
    return [
        (seed, None if is_known else {path: put(folder, before.files, path, content) for path, content in piece.make()})
        for seed, is_known, piece in zip(seeds, known, pieces, strict=True)
    ]
