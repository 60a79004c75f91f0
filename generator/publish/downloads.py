"""What can be downloaded beside its page: a resource or a ledger's record, as JSON and as its file was written."""

from collections import Counter

from generator.edition import Edition
from generator.jsontext import json_text
from generator.publish.builds import Files
from generator.views import addresses
from generator.views.dataset import entry_record, record_of
from generator.views.pages import Pages
from generator.views.resource import ResourcePage


def downloads(page: ResourcePage, edition: Edition) -> Files:
    """Both downloads of a resource, in the folder of its page."""
    yield page.address + addresses.RESOURCE_JSON, json_text(record_of(page, edition))
    yield page.address + addresses.RESOURCE_YAML, edition.sources[page.file]


def ledger_downloads(pages: Pages) -> Files:
    """Both downloads of every record of a ledger, in the folder of its page."""
    edition = pages.edition
    errors = Counter(finding.file for finding in edition.findings if finding.is_error)
    for ledger in pages.ledgers:
        for page in ledger.entries:
            yield page.address + addresses.RECORD_JSON, json_text(entry_record(page.entry, errors[page.entry.file]))
            yield page.address + addresses.RECORD_YAML, edition.sources[page.entry.file]
