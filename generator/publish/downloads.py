"""What can be downloaded of each resource, beside its page: its record as JSON, and its file as it was written."""

import json

from generator.edition import Edition
from generator.publish.builds import Files
from generator.views import addresses
from generator.views.dataset import record_of
from generator.views.resource import ResourcePage


def downloads(page: ResourcePage, edition: Edition) -> Files:
    """Both downloads of a resource, in the folder of its page."""
    record = json.dumps(record_of(page, edition), ensure_ascii=False, indent=1)
    yield page.address + addresses.RESOURCE_JSON, record + "\n"
    yield page.address + addresses.RESOURCE_YAML, edition.sources[page.file]
