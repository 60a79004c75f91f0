"""The figures as tables: for the terminal, and for the page, where each target says whether it was reached."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from tests.bench.rows import ROWS

GIB = 2**30
MIB = 2**20
HEADINGS = ("", "wall, s", "CPU, s", "memory, MiB", "files written", "MB written")


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached: at most so many seconds, bytes, or times the seconds of another row."""

    title: str
    row: str
    most: Mapping[int, float]
    """By number of resources."""
    key: str = "wall"
    against: str | None = None


TARGETS = (
    Target("full build against Hugo, all our pages", "full", {1000: 3.0, 10_000: 1.3, 100_000: 1.0}, against="hugo"),
    Target("full build against mkdocs + Material", "full", {1000: 0.3, 10_000: 0.1}, against="mkdocs"),
    Target("one file changed", "one", {1000: 1.2, 10_000: 1.5, 100_000: 3}),
    Target("one more file changed", "one-more", {1000: 1.2, 10_000: 1.5, 100_000: 3}),
    Target("nothing changed", "nothing", {1000: 0.8, 10_000: 1, 100_000: 1.5}),
    Target("memory of the full build", "full", {1000: 0.4 * GIB, 10_000: 0.7 * GIB, 100_000: 1.5 * GIB}, "memory"),
    Target("`mulu check`, no cache", "check-cold", {10_000: 2.5, 100_000: 25}),
    Target("`mulu check`, cache there", "check", {10_000: 0.8, 100_000: 6}),
    Target("`mulu review` of one file, no cache", "review-cold", {10_000: 1, 100_000: 3}),
    Target("`mulu review` of one file, main line checked before", "review-new", {10_000: 1, 100_000: 3}),
    Target("`mulu review` of one file, its state checked before", "review", {10_000: 1, 100_000: 3}),
    Target("`mulu --help`", "help", {1000: 0.15, 10_000: 0.15, 100_000: 0.15}),
)
"""Those of the issue on scale."""

MOST_BYTES = {10_000: 120_000, 100_000: 200_000}
MOST_SECONDS = 0.05
"""Of a query: the first one of a reader, and the next one in an open page."""

Size = Mapping[str, Any]


def middle(size: Size, row: str, key: str) -> float | None:
    """The median of a row, if it was measured."""
    found = size["rows"].get(row)
    return median(cost[key] for cost in found) if found else None


def rows_of(size: Size) -> Sequence[tuple[str, ...]]:
    """One row of words for everything that was measured."""
    found = []
    for name in size["rows"]:
        wall, cpu, memory, files, written = (
            middle(size, name, key) or 0 for key in ("wall", "cpu", "memory", "files", "bytes")
        )
        wrote = (f"{files:,.0f}", f"{written / 1e6:,.1f}") if files else ("", "")
        found.append((ROWS[name].title, f"{wall:.2f}", f"{cpu:.2f}", f"{memory / MIB:,.0f}", *wrote))
    return found


def plain_table(size: Size) -> str:
    """The figures of one register for the terminal."""
    rows = [HEADINGS, *rows_of(size)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADINGS))]
    lines = [f"{size['resources']:,} resources, {size['merges']:,} merges, medians"]
    lines += ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows]
    return "\n".join(lines) + "\n"


def page_tables(runs: Sequence[Mapping[str, Any]], searches: Sequence[Mapping[str, Any]] = ()) -> str:
    """All figures of some runs as Markdown, the same for the same figures."""
    sizes = [size for run in runs for size in run["sizes"]]
    headings = ("figure", "resources", "target", "measured", "")
    parts = [*map(_about, runs), "### Against the targets", _table(headings, list(_judged(sizes)), left=(0, 4))]
    for size in sizes:
        parts.append(f"### {size['resources']:,} resources, {size['merges']:,} merges")
        if size["pages"]:
            parts.append(f"Our site has {size['pages']:,} HTML pages, {size['page bytes'] / 1e6:,.1f} MB together.")
        parts.append(_table(HEADINGS, rows_of(size)))
        parts += [f"Left out: {reason}." for reason in dict.fromkeys(size["left out"].values())]
    if searches:
        columns = ("resources", "", "median", "worst", "target", "over it")
        parts += [
            "### Search",
            _table(columns, [row for search in searches for row in _searched(search)], left=(1, 5)),
        ]
    return "\n\n".join(parts) + "\n"


def _about(run: Mapping[str, Any]) -> str:
    """When, how often and on what the sizes of a run were measured."""
    about = dict(run["machine"])
    sizes = " and ".join(f"{size['resources']:,}" for size in run["sizes"])
    often = "once" if run["repeat"] == 1 else f"medians of {run['repeat']}"
    measured = f"{sizes} resources: measured on {about.pop('date')}, {often}, ratios within one run. "
    return measured + "; ".join(f"{key}: {value}" for key, value in about.items()) + "."


def _searched(search: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """What queries of one site cost, and which cost too much."""
    asked, resources = search["queries"], search["resources"]
    kinds = (
        ("first query, files", "files", 1, None),
        ("first query, KB", "bytes", 1000, MOST_BYTES.get(resources)),
        ("next query, ms", "seconds", 0.001, MOST_SECONDS),
    )
    for title, key, unit, most in kinds:
        values = [one[key] for one in asked]
        over = [one["query"] for one in asked if most and one[key] > most]
        said = f"{len(over)} of {len(asked)}" + (f": {'、'.join(over)}" if over else "")
        shown = (f"{median(values) / unit:.1f}", f"{max(values) / unit:.1f}", f"≤ {most / unit:.0f}" if most else "")
        yield f"{resources:,}", title, *shown, said if most else ""


def _judged(sizes: Sequence[Size]) -> Iterator[tuple[str, ...]]:
    for target in TARGETS:
        for size in sizes:
            most = target.most.get(size["resources"])
            if most is not None:
                yield (
                    target.title,
                    f"{size['resources']:,}",
                    f"≤ {_shown(most, target)}",
                    *_judgement(size, target, most),
                )


def _judgement(size: Size, target: Target, most: float) -> tuple[str, str]:
    value = middle(size, target.row, target.key)
    if target.against and value is not None:
        other = middle(size, target.against, target.key)
        value = value / other if other else None
    if value is None:
        return "", "not measured"
    missed = f"**missed by {_shown(value - most, target)}** ({value / most - 1:.0%})"
    return _shown(value, target), "reached" if value <= most else missed


def _shown(value: float, target: Target) -> str:
    if target.against:
        return f"{value:.2f}"
    return f"{value / GIB:.2f} GiB" if target.key == "memory" else f"{value:.2f} s"


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]], left: Sequence[int] = (0,)) -> str:
    rule = ["---" if place in left else "---:" for place in range(len(headings))]
    return "\n".join(f"| {' | '.join(row)} |" for row in (headings, rule, *rows))
