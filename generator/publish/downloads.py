"""What can be downloaded of each resource, beside its page: its record as JSON, and its file as it was written."""

import json
from pathlib import Path

from generator.views import addresses
from generator.views.dataset import record_of
from generator.views.pages import Pages


def write_downloads(pages: Pages, site: Path) -> None:
    """Write both downloads of every resource into the folder of its page."""
    for page in pages.resources:
        record = json.dumps(record_of(page, pages.edition), ensure_ascii=False, indent=1)
        (site / page.address / addresses.RESOURCE_JSON).write_text(record + "\n", encoding="utf-8")
        (site / page.address / addresses.RESOURCE_YAML).write_bytes(pages.edition.sources[page.file])
