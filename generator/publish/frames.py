"""The frame of every page: what is asked of the site builder, what it gives, and that kept until either changes.

The builder takes a second; most builds change nothing it would see. `.NAME.builds/frame` holds what it made last.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path

from generator.publish.inputs import frame_inputs

Headings = tuple[tuple[str, str], ...]
"""The second-level headings of a page: anchor and words."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What a shell is asked for: the tab it lights, its headings, whether many pages are stamped from it."""

    tab: str
    headings: Headings
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


def frames_of(theme: Theme, folder: Path) -> Frames:
    """The frames of a theme and their files below the folder, made where they are not there from before."""
    asked = sha256((frame_inputs() + json.dumps(asdict(theme), ensure_ascii=False)).encode()).hexdigest()
    known = folder.with_name(f"{folder.name}.json")
    found = _kept(known, asked)
    if found is not None and folder.is_dir():
        return found
    from generator.publish.material import made

    known.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    frames = made(theme, folder)
    frames.seed = asked
    unfinished = known.with_name(f"{folder.name}.new")
    unfinished.write_text(json.dumps(asdict(frames), ensure_ascii=False), encoding="utf-8")
    unfinished.replace(known)
    return frames


def _kept(known: Path, asked: str) -> Frames | None:
    try:
        found = json.loads(known.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Frames(**found) if found.get("seed") == asked else None
