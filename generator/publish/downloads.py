"""Files to fetch: each resource's record and file beside its page, the register as a whole, the forms of its files."""

import json
from pathlib import Path

from generator.model.schema import schema_text
from generator.source.table import table_text
from generator.views import addresses
from generator.views.dataset import record_of
from generator.views.downloads import FORMS
from generator.views.frozen import HEADER, frozen_records, frozen_rows
from generator.views.pages import Pages


def write_downloads(pages: Pages, site: Path) -> None:
    """Write both downloads of every resource into the folder of its page, and what is there once."""
    for page in pages.resources:
        record = json.dumps(record_of(page, pages.edition), ensure_ascii=False, indent=1)
        (site / page.address / addresses.RESOURCE_JSON).write_text(record + "\n", encoding="utf-8")
        (site / page.address / addresses.RESOURCE_YAML).write_bytes(pages.edition.sources[page.file])
    resources = tuple(pages.edition.register.resources)
    records = json.dumps(list(frozen_records(resources)), ensure_ascii=False, indent=1)
    once = {
        addresses.REGISTER_JSON: records + "\n",
        addresses.REGISTER_CSV: table_text(HEADER, frozen_rows(resources)),
        **{addresses.schema(name): schema_text(name) for name in FORMS},
    }
    for address, text in once.items():
        (site / address).parent.mkdir(parents=True, exist_ok=True)
        (site / address).write_text(text, encoding="utf-8", newline="")
