"""Write the figures into `docs/performance.md`, between its two markers, and those of the same program's search.

`python -m tests.bench.page [--figures FILE…] [--page FILE]`
"""

import argparse
import json
import sys
from pathlib import Path

from tests.bench.__main__ import FIGURES
from tests.bench.tables import page_tables
from tests.conftest import REPOSITORY

PAGE = REPOSITORY / "docs/performance.md"
BEGIN = "<!-- figures: written by `python -m tests.bench.page` -->"
END = "<!-- end of figures -->"


def with_tables(page: str, tables: str) -> str:
    """The page with these tables between its markers; raises `ValueError` when it has none."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the page has no markers for the figures")
    return f"{before}{BEGIN}\n\n{tables}\n{END}{after}"


def main() -> int:
    """Read the figures, write the page."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.page", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--figures", nargs="+", type=Path, default=[FIGURES], help="of one run or several")
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args()
    runs = [json.loads(file.read_text(encoding="utf-8")) for file in options.figures]
    programs = {run["machine"]["program"] for run in runs}
    folders = {file.parent for file in options.figures}
    files = sorted(file for folder in folders for file in folder.glob("search-*.json"))
    searches = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    same = [search for search in searches if search["machine"]["program"] in programs]
    tables = page_tables(runs, sorted(same, key=lambda search: search["resources"]))
    options.page.write_text(with_tables(options.page.read_text(encoding="utf-8"), tables), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
