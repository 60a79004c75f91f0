"""The search data: one file of columns that the search page scans whole, so that no match is ever missed."""

import json
from pathlib import Path

from generator.views.pages import Pages

FILE = "assets/search.json"


def write_search(pages: Pages, site: Path) -> None:
    """Write `assets/search.json`: `{columns, rows}` over every resource, in the order of the register."""
    columns = ("address", "name", "code", "provider", "sharing", "opening", "cycle", "items", "summary")
    rows = [
        (
            page.address,
            page.row.link.text,
            page.row.code,
            page.row.provider.text,
            page.row.sharing_class,
            page.row.opening_class,
            page.row.update_cycle,
            " ".join(item.name for item in page.resource.items or () if item.name),
            page.resource.summary or "",
        )
        for page in pages.resources
    ]
    text = json.dumps({"columns": columns, "rows": rows}, ensure_ascii=False, separators=(",", ":"))
    (site / FILE).write_text(text, encoding="utf-8")
