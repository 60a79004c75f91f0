"""Where the processor time of a command goes, room by room: `python -m tests.bench.profile [--functions N] COMMAND …`

For example `python -m tests.bench.profile build --root DIR --out OUT`. A room is the first part of a module's name
below `generator`, `site_templates` is what the templates themselves take; what is built in counts for the room that
calls it; libraries, Python's own too, stand in brackets. Counted with cProfile, which makes everything slower, small
functions most. What is shared among processes is done in one, so that it is seen. Waiting is not counted, nor is git.
"""

import argparse
import cProfile
import gc
import pstats
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from generator import workers
from generator.cli import run
from tests.conftest import REPOSITORY

Place = tuple[str, int, str]
"""File, line and name of a function, as pstats has it."""


def room_of(place: Place) -> str:
    """The room or the library of a function; empty for what is built in."""
    file = Path(place[0])
    if file.is_relative_to(REPOSITORY / "generator"):
        return file.relative_to(REPOSITORY).parts[1].removesuffix(".py")
    if file.is_relative_to(REPOSITORY / "site_templates"):
        return "site_templates"
    for above in ("site-packages", f"python{sys.version_info[0]}.{sys.version_info[1]}"):
        if above in file.parts[:-1]:
            return f"({file.parts[file.parts.index(above) + 1].removesuffix('.py')})"
    return ""


def rooms(stats: Any) -> Counter[str]:
    """Own processor seconds of every room; what is built in counts for who called it."""
    found: Counter[str] = Counter()
    for place, (_, _, own, _, callers) in stats.items():
        if room := room_of(place):
            found[room] += own
        else:
            for caller, (_, _, own_for_caller, _) in callers.items():
                found[room_of(caller) or "(Python)"] += own_for_caller
    return found


def main() -> int:
    """Run the command under cProfile, print its rooms and its dearest functions."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.profile", description=(__doc__ or "").partition(":")[0]
    )
    parser.add_argument("--functions", type=int, default=15, help="how many functions to list")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="a command of mulu with its arguments")
    options = parser.parse_args()
    gc.disable()  # as `generator.__main__` does
    workers.PROCESSES = 1
    profile = cProfile.Profile(time.process_time)
    code = profile.runcall(run, options.command)
    stats: Any = pstats.Stats(profile)
    total = stats.total_tt
    for room, own in rooms(stats.stats).most_common(15):
        sys.stdout.write(f"{own:8.2f} s {own / total:6.1%}  {room}\n")
    sys.stdout.write(f"{total:8.2f} s 100.0%  together\n\n")
    functions = sorted(stats.stats.items(), key=lambda item: -item[1][2])[: options.functions]
    for (file, line, name), (_, calls, own, whole, _) in functions:
        where = f"{room_of((file, line, name)) or 'built in'}: {name}"
        sys.stdout.write(f"{own:8.2f} s own {whole:8.2f} s whole {calls:10,} calls  {where}\n")
    return int(code or 0)


if __name__ == "__main__":
    sys.exit(main())
