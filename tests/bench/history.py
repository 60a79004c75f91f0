"""Seconds and memory of history, audit and filings, beside `git log --follow` per file on a sample, in one run.

`python -m tests.bench.history [--resources N] [--merges N] [--sample N]`
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from generator.approval.audit import audit_of
from generator.filing.filing import filings
from generator.filing.reading import histories_of
from generator.source.history import main_line
from tests.bench.repository import make

T = TypeVar("T")

MOST_MEMORY = 250
"""MiB that reading 25,000 revisions may take in the process that keeps them."""


def say(line: str) -> None:
    """One line of figures, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def measured(name: str, work: Callable[[], T]) -> T:
    """What the work gives, after a line with its seconds, CPU seconds (git's included) and the peak memory so far."""
    wall, used = time.perf_counter(), os.times()
    result = work()
    now = os.times()
    cpu = sum(now[:4]) - sum(used[:4])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    forked = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    figures = f"{time.perf_counter() - wall:8.2f} s {cpu:8.2f} s CPU {memory:8.0f} MiB, largest child {forked:.0f}"
    say(f"{name:<34}{figures}")
    return result


def follow(root: Path, paths: list[str]) -> None:
    """One `git log --follow` per file, as revision-date plugins do."""
    for path in paths:
        subprocess.run(
            ["git", "-C", str(root), "log", "--follow", "--format=%H", "--", path], capture_output=True, check=True
        )


def figures(root: Path, baseline: str, sample: int) -> None:
    """Print the figures of one repository."""
    history = measured("main line", lambda: main_line(root))
    found = measured("revisions, nothing kept", lambda: histories_of(root, history))
    for _ in range(3):
        assert measured("revisions, all kept", lambda: histories_of(root, history)) == found
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert peak < MOST_MEMORY, f"{peak:.0f} MiB"
    audit = measured("audit", lambda: audit_of(root, history, date(2028, 1, 1), baseline))
    listed = measured("filings", lambda: filings(history, found, audit)).listed
    revisions = sum(map(len, found.revisions.values()))
    say(f"{len(history.commits)} commits, {len(found.standing)} resources, {revisions} revisions")
    say(f"{len(listed)} filings, verdicts {dict(Counter(str(filing.verdict) for filing in listed))}")
    there = [standing.file for _, standing in sorted(found.standing.items()) if standing.file]
    paths = there[:: max(1, len(there) // sample)][:sample]
    began = time.perf_counter()
    measured(f"git log --follow, {len(paths)} files", lambda: follow(root, paths))
    each = (time.perf_counter() - began) / len(paths)
    say(f"git log --follow for all {len(there)} files would take about {each * len(there) / 60:.0f} minutes")


def main() -> int:
    """Make the repository, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--resources", type=int, default=10_000)
    parser.add_argument("--merges", type=int, default=3_000)
    parser.add_argument("--sample", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "register"
        baseline = measured("making the repository", lambda: make(root, options.resources, options.merges))
        figures(root, baseline, options.sample)
    return 0


if __name__ == "__main__":
    sys.exit(main())
