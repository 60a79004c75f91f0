"""Measure our builds, other builders on the same content, and the floor, in one run; print a table, keep the figures.

`python -m tests.bench [--sizes 1000,10000] [--repeat 3] [--only NAME…] [--folder DIR] [--keep] [--figures FILE]`

Every repeat measures every row once, in the same order, so that a busy minute hurts all alike; tables show medians.
Registers are made once and kept in `build/bench/registers`. What is built is deleted when all is measured.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench.machine import machine
from tests.bench.measure import CommandError, Cost
from tests.bench.registers import Measured, register_of
from tests.bench.rows import ROWS, Bench, BenchError, left_out, room
from tests.bench.tables import plain_table
from tests.conftest import REPOSITORY

HOME = REPOSITORY / "build/bench"
FIGURES = HOME / "figures.json"
SMALL = 100
"""Resources of a site that only prepares."""


def say(line: str) -> None:
    """One line for who waits."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def figures_of(register: Measured, folder: Path, repeat: int, names: Sequence[str]) -> dict[str, Any]:
    """Every row measured so many times on one register, as the figures file has it; what fails is left out."""
    bench = Bench(register, folder)
    missing = {name: reason for name, reason in left_out(register.resources) if name in names}
    for reason in dict.fromkeys(missing.values()):
        say(reason)
    costs: dict[str, list[Cost]] = {name: [] for name in names if name not in missing}
    for turn in range(1, repeat + 1):
        for name in [*costs]:
            try:
                costs[name].append(ROWS[name].measure(bench))
            except (CommandError, BenchError) as error:
                del costs[name]
                missing[name] = f"{ROWS[name].title} failed"
                say(str(error))
            else:
                say(f"{register.resources} resources, {turn} of {repeat}, {name}: {costs[name][-1].wall:.2f} s")
    return {
        "resources": register.resources,
        "merges": register.merges,
        **_pages(bench.out),
        "rows": {name: [asdict(cost) for cost in found] for name, found in costs.items()},
        "left out": missing,
    }


def _pages(site: Path) -> dict[str, int]:
    """How many pages our site has, and their bytes."""
    sizes = [page.stat().st_size for page in site.resolve().rglob("*.html")] if site.exists() else []
    return {"pages": len(sizes), "page bytes": sum(sizes)}


def run(sizes: Sequence[int], repeat: int, names: Sequence[str], folder: Path, figures: Path) -> None:
    """Measure every size in a folder, print its table and add it to the figures as soon as it is there.

    Raises `BenchError` before anything is made when the folder has no room for what all sizes leave behind.
    """
    needed, free = sum(room(size, repeat, names) for size in sizes), shutil.disk_usage(folder).free
    if needed > free:
        raise BenchError(
            f"{folder} has {free / 1e9:.1f} GB free, and about {needed / 1e9:.1f} GB are needed, because nothing is "
            "deleted while anything is measured: fewer --sizes, a smaller --repeat, --only some rows, another --folder?"
        )
    found: dict[str, Any] = {"machine": machine(folder), "repeat": repeat, "sizes": []}
    _prepare(folder)
    for size in sizes:
        say(f"{size} resources: the register")
        register = register_of(HOME / "registers", size)
        register.read()
        place = folder / str(size)
        place.mkdir()
        found["sizes"].append(figures_of(register, place, repeat, names))
        figures.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        sys.stdout.write(plain_table(found["sizes"][-1]) + "\n")


def _prepare(folder: Path) -> None:
    """Build a small site that is not measured, so that program and libraries are compiled and in memory."""
    Bench(register_of(HOME / "registers", SMALL), folder).have_site()


def main() -> int:
    """Read the arguments, measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", default="1000,10000", help="numbers of resources")
    parser.add_argument("--repeat", type=int, default=3, help="how many times every row is measured")
    parser.add_argument("--only", nargs="+", choices=ROWS, default=list(ROWS), metavar="NAME", help=", ".join(ROWS))
    parser.add_argument("--folder", type=Path, default=HOME, help="build below this one, say in memory")
    parser.add_argument("--keep", action="store_true", help="do not delete what was built")
    parser.add_argument("--figures", type=Path, default=FIGURES, help="where the figures go")
    options = parser.parse_args()
    names = [name for name in ROWS if name in options.only]
    for made in (HOME, options.folder):
        made.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=options.folder)).resolve()
    try:
        run([int(size) for size in options.sizes.split(",")], options.repeat, names, folder, options.figures)
    except (CommandError, BenchError) as error:
        say(str(error))
        return 1
    finally:
        if options.keep:
            say(f"kept in {folder}")
        else:
            shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
