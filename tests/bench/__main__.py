"""Measure our builds, other builders on the same content, and the floor, in one run; print a table, keep the figures.

`python -m tests.bench [--sizes 1000,10000,100000] [--repeat 3] [--only NAME…] [--keep DIR] [--figures FILE]`

Every repeat measures every row once, in the same order, so that a busy minute hurts all alike; tables show medians.
Registers are made once and kept in `build/bench/registers`.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench.machine import machine
from tests.bench.measure import CommandError, Cost
from tests.bench.registers import Measured, register_of
from tests.bench.rows import ROWS, Bench, BenchError, left_out
from tests.bench.tables import plain_table
from tests.conftest import REPOSITORY

HOME = REPOSITORY / "build/bench"
FIGURES = HOME / "figures.json"


def say(line: str) -> None:
    """One line for who waits."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def figures_of(register: Measured, folder: Path, repeat: int, names: Sequence[str]) -> dict[str, Any]:
    """Every row measured so many times on one register, as the figures file has it."""
    bench = Bench(register, folder)
    missing = dict(left_out(register.resources))
    for reason in dict.fromkeys(reason for name, reason in missing.items() if name in names):
        say(reason)
    costs: dict[str, list[Cost]] = {name: [] for name in names if name not in missing}
    for turn in range(1, repeat + 1):
        for name, found in costs.items():
            found.append(ROWS[name].measure(bench))
            say(f"{register.resources} resources, {turn} of {repeat}, {name}: {found[-1].wall:.2f} s")
    return {
        "resources": register.resources,
        "merges": register.merges,
        **_pages(bench.out),
        "rows": {name: [asdict(cost) for cost in found] for name, found in costs.items()},
        "left out": {name: reason for name, reason in missing.items() if name in names},
    }


def _pages(site: Path) -> dict[str, int]:
    """How many pages our site has, and their bytes."""
    sizes = [page.stat().st_size for page in site.resolve().rglob("*.html")] if site.exists() else []
    return {"pages": len(sizes), "page bytes": sum(sizes)}


def run(sizes: Sequence[int], repeat: int, names: Sequence[str], keep: Path | None, figures: Path) -> None:
    """Measure every size, print its table and add it to the figures as soon as it is there."""
    HOME.mkdir(parents=True, exist_ok=True)
    found: dict[str, Any] = {"machine": machine(HOME), "repeat": repeat, "sizes": []}
    for size in sizes:
        say(f"{size} resources: the register")
        register = register_of(HOME / "registers", size)
        with ExitStack() as stack:
            folder = _folder(keep, size, stack)
            say(f"{size} resources: a build that is not measured, so that the first that is finds all as the others do")
            Bench(register, folder).have_site()
            found["sizes"].append(figures_of(register, folder, repeat, names))
        figures.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        sys.stdout.write(plain_table(found["sizes"][-1]) + "\n")


def _folder(keep: Path | None, size: int, stack: ExitStack) -> Path:
    """An empty folder to build in, gone when the stack is unless it is to be kept."""
    if keep is None:
        return Path(stack.enter_context(tempfile.TemporaryDirectory(dir=HOME)))
    folder = keep.resolve() / str(size)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def main() -> int:
    """Read the arguments, measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", default="1000,10000,100000", help="numbers of resources")
    parser.add_argument("--repeat", type=int, default=3, help="how many times every row is measured")
    parser.add_argument("--only", nargs="+", choices=ROWS, default=list(ROWS), metavar="NAME", help=", ".join(ROWS))
    parser.add_argument("--keep", type=Path, help="keep our sites and what other builders were given in this folder")
    parser.add_argument("--figures", type=Path, default=FIGURES, help="where the figures go")
    options = parser.parse_args()
    names = [name for name in ROWS if name in options.only]
    try:
        run([int(size) for size in options.sizes.split(",")], options.repeat, names, options.keep, options.figures)
    except (CommandError, BenchError) as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
