"""What is measured, one row each: our commands, other builders on the same content, and the floor."""

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

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

FIRST_REQUEST = 500
"""Requests that are reviewed and not merged are numbered from here on, so that each is another one."""


class BenchError(Exception):
    """What was measured is not what should have been."""


@dataclass(slots=True)
class Bench:
    """One register being measured in one folder, and what stands in that folder at the moment.

    Nothing of it is deleted: a file system may be slow at making files for minutes after many were deleted.
    """

    register: Measured
    folder: Path
    ours: Path = field(init=False)
    """Where our site is built: another folder for each build from nothing."""
    changes: int = 0
    requests: int = 0
    site_is_current: bool = False
    cache_is_there: bool = False
    peers: dict[str, int] = field(default_factory=dict)
    """How many pages were made for each of the others."""

    def __post_init__(self) -> None:
        self.ours = self.new_folder("ours")

    @property
    def out(self) -> Path:
        """Our site: a link to the tree that was built last."""
        return self.ours / "site"

    @property
    def trees(self) -> Path:
        """What our build writes: two trees in turn, and its lists of them."""
        return self.ours / ".site.builds"

    def mulu(self, command: str, *arguments: str) -> list[str]:
        """A command about this register."""
        return [MULU, command, *arguments, "--root", str(self.register.root)]

    def building(self) -> list[str]:
        """The whole command that builds our site."""
        register = self.register
        past = ("--baseline", register.baseline, "--today", register.day.isoformat())
        return self.mulu("build", "--out", str(self.out), *past)

    def new_folder(self, name: str) -> Path:
        """An empty folder for what one run of a command writes."""
        return Path(mkdtemp(prefix=f"{name}-", dir=self.folder))

    def start_afresh(self) -> None:
        """Neither cache nor output."""
        self.forget()
        self.ours = self.new_folder("ours")

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
    return cost_of(_reviewing(bench), bench.folder)


def review_new(bench: Bench) -> Cost:
    bench.have_cache()
    return cost_of(_reviewing(bench), bench.folder)


def review_checked(bench: Bench) -> Cost:
    bench.have_cache()
    command = _reviewing(bench)
    cost_of(command, bench.folder)
    return cost_of(command, bench.folder)


def _reviewing(bench: Bench) -> list[str]:
    """The review of a request that nobody has seen."""
    bench.requests += 1
    return bench.mulu("review", "main", bench.register.request(FIRST_REQUEST + bench.requests)[1])


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
    source, target = bench.folder / name, bench.new_folder(name)
    command = [HUGO, "--quiet", "--source", str(source), "--destination", str(target)]
    cost = cost_of(command, bench.folder, writes=target)
    return _complete(cost, name, target, bench.peers[name])


def mkdocs(bench: Bench) -> Cost:
    bench.have_peer("mkdocs", lambda target: mkdocs_site(bench.register.root, target))
    target = bench.new_folder("mkdocs")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(target)]
    hushed = {"NO_MKDOCS_2_WARNING": "1"}
    cost = cost_of(command, bench.folder / "mkdocs", writes=target, environment=hushed)
    return _complete(cost, "mkdocs", target, bench.peers["mkdocs"])


def _complete(cost: Cost, name: str, target: Path, wanted: int) -> Cost:
    """The cost, when all pages were written."""
    pages = sum(1 for _ in target.rglob("*.html"))
    if pages < wanted:
        raise BenchError(f"{name} wrote {pages} pages of {wanted}")
    return cost


def copy(bench: Bench) -> Cost:
    bench.have_site()
    target = bench.new_folder("copy")
    return cost_of(["cp", "-r", str(bench.out.resolve()), str(target)], bench.folder, writes=target)


@dataclass(frozen=True, slots=True)
class Row:
    """Something that is measured: its title in the tables, and how."""

    title: str
    measure: Measure
    output: int = 0
    """Kilobytes on disk that it writes for each resource, each time."""
    source: int = 0
    """Kilobytes on disk that are written for it for each resource, once."""


ROWS: Mapping[str, Row] = {
    "full": Row("our build from nothing", full, output=120),
    "nothing": Row("our build, nothing changed", nothing),
    "one": Row("our build, one file changed by a signed merge", one),
    "one-more": Row("our build, one more file changed", one),
    "check-cold": Row("`mulu check`, no cache", check_cold),
    "check": Row("`mulu check`, cache there", check_warm),
    "review-cold": Row("`mulu review` of one file, no cache", review_cold),
    "review-new": Row("`mulu review` of one file, only the main line checked before", review_new),
    "review": Row("`mulu review` of one file, its state checked before", review_checked),
    "help": Row("`mulu --help`", start_up),
    "hugo": Row("Hugo, all our pages", hugo, output=100, source=40),
    "hugo-resources": Row("Hugo, resource pages only", hugo_resources, output=40, source=20),
    "mkdocs": Row("mkdocs + Material + search, resource pages only", mkdocs, output=20, source=10),
    "cp": Row("`cp -r` of our output", copy, output=120),
}
"""By name, in the order of measuring."""


def left_out(resources: int) -> Iterator[tuple[str, str]]:
    """Rows that cannot be measured here, each with the reason."""
    if shutil.which(HUGO) is None:
        yield "hugo", NO_HUGO
        yield "hugo-resources", NO_HUGO
    if resources > LARGEST_MKDOCS:
        yield "mkdocs", TOO_LARGE


def room(resources: int, repeat: int, names: Sequence[str]) -> int:
    """About how many bytes rows leave on disk until the end; our site is among it, which most rows need."""
    rows = [ROWS[name] for name in {"full", *names} - dict(left_out(resources)).keys()]
    return resources * 1000 * sum(row.source + repeat * row.output for row in rows)
