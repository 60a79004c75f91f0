"""What is measured, one row each: our commands, other builders on the same content, and the floor."""

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.measure import Cost, cost_of
from tests.bench.peers import hugo_site, mkdocs_site
from tests.bench.registers import Measured

MULU = str(Path(sys.executable).with_name("mulu"))
HUGO = "hugo"
NO_HUGO = (
    "Hugo is not installed, so its rows are left out. Install it with `sudo apt-get install hugo` (Debian, Ubuntu), "
    "or from https://gohugo.io/installation/, and measure again."
)
LARGEST_MKDOCS = 10_000
TOO_LARGE = f"plain mkdocs is measured up to {LARGEST_MKDOCS} resources: its time and memory grow with the register"


class BenchError(Exception):
    """What was measured is not what should have been."""


@dataclass(slots=True)
class Bench:
    """One register being measured in one folder, and what stands in that folder at the moment."""

    register: Measured
    folder: Path
    changes: int = 0
    site_is_current: bool = False
    cache_is_there: bool = False
    peers: dict[str, int] = field(default_factory=dict)
    """How many pages were made for each of the others."""

    @property
    def out(self) -> Path:
        """Our site: a link to the tree that was built last."""
        return self.folder / "site"

    @property
    def trees(self) -> Path:
        """What our build writes: two trees in turn, and its lists of them."""
        return self.folder / ".site.builds"

    def mulu(self, command: str, *arguments: str) -> list[str]:
        """A command about this register."""
        return [MULU, command, *arguments, "--root", str(self.register.root)]

    def building(self) -> list[str]:
        """The whole command that builds our site."""
        register = self.register
        past = ("--baseline", register.baseline, "--today", register.day.isoformat())
        return self.mulu("build", "--out", str(self.out), *past)

    def start_afresh(self) -> None:
        """Neither cache nor output."""
        self.register.forget()
        self.out.unlink(missing_ok=True)
        shutil.rmtree(self.trees, ignore_errors=True)
        self.site_is_current = self.cache_is_there = False

    def forget(self) -> None:
        """No cache, but the output stays."""
        self.register.forget()
        self.site_is_current = self.cache_is_there = False

    def have_site(self) -> None:
        """Our site as the register is now, not measured."""
        if not self.site_is_current:
            cost_of(self.building(), self.folder)
            self.site_is_current = self.cache_is_there = True

    def have_cache(self) -> None:
        """The cache as a check leaves it, not measured."""
        if not self.cache_is_there:
            cost_of(self.mulu("check"), self.folder)
            self.cache_is_there = True

    def have_peer(self, name: str, write: Callable[[Path], int]) -> None:
        """The source of another builder, written once."""
        if name not in self.peers:
            self.peers[name] = write(self.folder / name)

    def clear(self, name: str) -> None:
        """Take a row's output away: only its figures matter, and the next row needs the room."""
        shutil.rmtree(self.folder / f"{name}-out", ignore_errors=True)


Measure = Callable[[Bench], Cost]


def full(bench: Bench) -> Cost:
    bench.start_afresh()
    cost = cost_of(bench.building(), bench.folder, writes=bench.trees)
    bench.site_is_current = bench.cache_is_there = True
    return cost


def nothing(bench: Bench) -> Cost:
    bench.have_site()
    return cost_of(bench.building(), bench.folder, writes=bench.trees)


def one(bench: Bench) -> Cost:
    bench.have_site()
    bench.changes += 1
    code = bench.register.change(bench.changes)
    page = bench.out / "resources" / code / "index.html"
    before = page.read_bytes()
    cost = cost_of(bench.building(), bench.folder, writes=bench.trees)
    if page.read_bytes() == before:
        raise BenchError(f"the page of {code} did not change")
    return cost


def check_cold(bench: Bench) -> Cost:
    bench.forget()
    cost = cost_of(bench.mulu("check"), bench.folder)
    bench.cache_is_there = True
    return cost


def check_warm(bench: Bench) -> Cost:
    bench.have_cache()
    return cost_of(bench.mulu("check"), bench.folder)


def review_cold(bench: Bench) -> Cost:
    bench.forget()
    return _reviewed(bench)


def review_warm(bench: Bench) -> Cost:
    bench.have_cache()
    return _reviewed(bench)


def _reviewed(bench: Bench) -> Cost:
    _, request = bench.register.request(bench.changes + 1)
    return cost_of(bench.mulu("review", "main", request), bench.folder)


def start_up(bench: Bench) -> Cost:
    return cost_of([MULU, "--help"], bench.folder)


def hugo(bench: Bench) -> Cost:
    return _hugo(bench, "hugo", resources_only=False)


def hugo_resources(bench: Bench) -> Cost:
    return _hugo(bench, "hugo-resources", resources_only=True)


def _hugo(bench: Bench, name: str, *, resources_only: bool) -> Cost:
    if name not in bench.peers:
        bench.have_site()
    bench.have_peer(name, lambda target: hugo_site(bench.out.resolve(), target, resources_only=resources_only))
    source, target = bench.folder / name, bench.folder / f"{name}-out"
    command = [HUGO, "--quiet", "--source", str(source), "--destination", str(target)]
    return _complete(bench, name, cost_of(command, bench.folder, writes=target))


def mkdocs(bench: Bench) -> Cost:
    bench.have_peer("mkdocs", lambda target: mkdocs_site(bench.register.root, target))
    target = bench.folder / "mkdocs-out"
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(target)]
    hushed = {"NO_MKDOCS_2_WARNING": "1"}
    return _complete(bench, "mkdocs", cost_of(command, bench.folder / "mkdocs", writes=target, environment=hushed))


def _complete(bench: Bench, name: str, cost: Cost) -> Cost:
    pages = sum(1 for _ in (bench.folder / f"{name}-out").rglob("*.html"))
    bench.clear(name)
    if pages < bench.peers[name]:
        raise BenchError(f"{name} wrote {pages} pages of {bench.peers[name]}")
    return cost


def copy(bench: Bench) -> Cost:
    bench.have_site()
    target = bench.folder / "copy-out"
    cost = cost_of(["cp", "-r", str(bench.out.resolve()), str(target)], bench.folder, writes=target)
    bench.clear("copy")
    return cost


@dataclass(frozen=True, slots=True)
class Row:
    """Something that is measured: its title in the tables, and how."""

    title: str
    measure: Measure


ROWS: Mapping[str, Row] = {
    "full": Row("our build from nothing", full),
    "nothing": Row("our build, nothing changed", nothing),
    "one": Row("our build, one file changed by a signed merge", one),
    "one-more": Row("our build, one more file changed", one),
    "check-cold": Row("`mulu check`, no cache", check_cold),
    "check": Row("`mulu check`, cache there", check_warm),
    "review-cold": Row("`mulu review` of one file, no cache", review_cold),
    "review": Row("`mulu review` of one file, cache there", review_warm),
    "help": Row("`mulu --help`", start_up),
    "hugo": Row("Hugo, all our pages", hugo),
    "hugo-resources": Row("Hugo, resource pages only", hugo_resources),
    "mkdocs": Row("mkdocs + Material + search, resource pages only", mkdocs),
    "cp": Row("`cp -r` of our output", copy),
}
"""By name, in the order of measuring."""


def left_out(resources: int) -> Iterator[tuple[str, str]]:
    """Rows that cannot be measured here, each with the reason."""
    if shutil.which(HUGO) is None:
        yield "hugo", NO_HUGO
        yield "hugo-resources", NO_HUGO
    if resources > LARGEST_MKDOCS:
        yield "mkdocs", TOO_LARGE
