"""The frame of every page: what is asked of the site builder, what it gives, and that kept until either changes.

The builder takes a second; most builds change nothing it would see. `.NAME.builds/frame` holds what it made last.
"""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.publish.inputs import frame_inputs
from generator.workers import beside

Headings = tuple[tuple[str, str], ...]
"""The second-level headings of a page: anchor and words, as HTML."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What a shell is asked for: the tab it lights, its headings, whether many pages are stamped from it.

    The headings are `None` where each page that is stamped brings its own.
    """

    tab: str
    headings: Headings | None
    is_for_many: bool


@dataclass(frozen=True, slots=True)
class Theme:
    """What all pages of a site have in common: names, warnings, the shells by address, the rules with a page."""

    title: str
    internal: bool
    demonstration: str
    skeletons: Mapping[str, Skeleton]
    rules: Sequence[str]


@dataclass(slots=True)
class Frames:
    """What the site builder made, by address: HTML with marks, title and words of our own pages, hashes of scripts.

    `seed` tells all of it from any other. `base` is the site's whole address with its last slash, empty when unknown.
    Our own pages and the theme's files are in the folder they were made into.
    """

    seed: str = ""
    base: str = ""
    shells: dict[str, str] = field(default_factory=dict)
    written: dict[str, tuple[str, str]] = field(default_factory=dict)
    scripts: dict[str, list[str]] = field(default_factory=dict)


Framed = Callable[[Path], Frames]
"""Gives the frames of a theme; their files are below the folder then."""


@contextmanager
def framing(theme: Theme, *, pays: bool = True) -> Iterator[Framed]:
    """Meanwhile another process makes the frames of a theme, for a folder that is told when they are needed."""
    if not pays:
        yield partial(frames_of, theme)
        return
    with TemporaryDirectory() as place:
        apart = Path(place) / "frame"
        with beside(partial(_made, theme, apart)) as made:
            yield partial(frames_of, theme, make=partial(_moved, made, apart))


def frames_of(theme: Theme, folder: Path, make: Framed | None = None) -> Frames:
    """The frames of a theme and their files below the folder, made where they are not there from before."""
    asked = sha256((frame_inputs() + json.dumps(asdict(theme), ensure_ascii=False)).encode()).hexdigest()
    known = _known(folder)
    found = _kept(known, asked)
    if found is not None and folder.is_dir():
        return found
    known.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    frames = (make or partial(_made, theme))(folder)
    frames.seed = asked
    unfinished = known.with_name(f"{folder.name}.new")
    unfinished.write_text(json.dumps(asdict(frames), ensure_ascii=False), encoding="utf-8")
    unfinished.replace(known)
    return frames


def _made(theme: Theme, folder: Path) -> Frames:
    from generator.publish.material import made

    return made(theme, folder)


def _moved(made: Callable[[], Frames], apart: Path, folder: Path) -> Frames:
    frames = made()
    shutil.move(apart, folder)
    return frames


def _known(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.json")


def _kept(known: Path, asked: str) -> Frames | None:
    try:
        found = json.loads(known.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Frames(**found) if found.get("seed") == asked else None
