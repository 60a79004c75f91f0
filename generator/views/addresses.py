"""The only maker of addresses: every page's, relative to the site's root, ending in a slash.

Names come from strangers. A name made of 汉字, letters, digits and a few harmless marks is used as it is; any
other is replaced by a digest, so that no name can leave its folder or meet another's address.
"""

import hashlib
import re
import unicodedata

from generator.model.register import FiledCatalogue, FiledResource
from generator.model.words import CatalogueKind, LedgerKind
from generator.model.written import RESOURCE_CODE

HOME = ""
CATALOGUES = "catalogues/"
ORGANISATIONS = "organisations/"
SEARCH = "search/"
LEGAL_BASES = "bases/"
ARTICLES = "articles/"
PROBLEMS = "problems/"
FINDINGS_JSON = "problems/findings.json"
REMINDERS = "problems/reminders/"
FILINGS = "filings/"
CHAIN = "filings/chain/"
CHANGES = "changes/"
EDITIONS = "editions/"
DEADLINES = "deadlines/"
OVERSIGHT = "oversight/"
DOWNLOADS = "downloads/"
FILINGS_FEED = "feeds/filings.atom"
CHANGES_FEED = "feeds/changes.atom"
FILINGS_JSON = "filings/filings.json"
FILINGS_CSV = "filings/filings.csv"
WORKDAYS = "assets/workdays.json"
EDITION = "assets/edition.json"
CALENDAR_FEED = "deadlines/deadlines.ics"
DEADLINES_JSON = "deadlines/deadlines.json"
CALCULATOR = "deadlines/calculator/"
LEDGERS = "ledgers/"
RULES = "rules/"
GUIDES = "guides/"
CLERKS = "guides/clerks/"
FORM = "guides/form/"
WORKBOOK = "guides/form/resources.xlsx"
ABOUT = "about/"

RESOURCE_JSON = "resource.json"
RESOURCE_YAML = "resource.yml"
"""The downloads of a resource, from its own page."""
RECORD_JSON = "record.json"
RECORD_YAML = "record.yml"
"""The same of a ledger's record."""
RESOURCES_JSON = "resources.json"
RESOURCES_CSV = "resources.csv"
"""The downloads of an edition, from its own page."""
REGISTER_JSON = f"{DOWNLOADS}{RESOURCES_JSON}"
REGISTER_CSV = f"{DOWNLOADS}{RESOURCES_CSV}"

_CODE = re.compile(RESOURCE_CODE)
_HARMLESS = re.compile(r"[0-9A-Za-z\u3400-\u9fff（）·-]{1,60}")


def resource(filed: FiledResource) -> str:
    """By code, for ever; a resource without a usable code is found by its file until it has one."""
    code = filed.resource.code
    if code and _CODE.fullmatch(code):
        return f"resources/{code}/"
    return resource_file(filed)


def resource_file(filed: FiledResource) -> str:
    """By file, for a resource whose code is missing, malformed or another's."""
    return f"resources/{_digest(filed.file)}/file/"


def catalogue(filed: FiledCatalogue) -> str:
    """By kind and folder."""
    return f"{CATALOGUES}{filed.kind.folder}/{segment(filed.folder)}/"


def organisation(short_name: str) -> str:
    """By short name."""
    return f"{ORGANISATIONS}{segment(short_name)}/"


def version(code: str, number: int) -> str:
    """A resource as its n-th revision left it."""
    return f"resources/{code}/versions/{number}/"


def filing_year(year: int) -> str:
    """All filings of one year."""
    return f"{FILINGS}{year}/"


def filing_month(year: int, month: int) -> str:
    """All filings of one month; a receipt's number has four digits, a month two."""
    return f"{FILINGS}{year}/{month:02d}/"


def filing(year: int, sequence: int) -> str:
    """A filing's receipt, by its number, for ever."""
    return f"{FILINGS}{year}/{sequence:04d}/"


def edition(name: str) -> str:
    """One frozen edition, by its tag's name."""
    return f"{EDITIONS}{segment(name)}/"


def scorecard(short_name: str, period: str) -> str:
    """The scorecard of one organisation and one period, such as `2026-Q4`."""
    return f"{organisation(short_name)}{period}/"


def organisation_feed(short_name: str) -> str:
    """The Atom feed of what one organisation provides."""
    return f"feeds/organisations/{segment(short_name)}.atom"


def kind_feed(kind: CatalogueKind) -> str:
    """The Atom feed of one kind of catalogue."""
    return f"feeds/{kind.folder}.atom"


def deadline(deadline_id: str) -> str:
    """One deadline, by its id."""
    return f"{DEADLINES}{'.'.join(segment(part) for part in deadline_id.split('/'))}/"


def ledger(kind: LedgerKind) -> str:
    """One ledger."""
    return f"{LEDGERS}{kind.folder}/"


def ledger_entry(kind: LedgerKind, number: str) -> str:
    """One record of a ledger, by its number, for ever."""
    return f"{LEDGERS}{kind.folder}/{segment(number)}/"


def problems_of_rule(rule_id: str) -> str:
    """All findings of one rule."""
    return f"{PROBLEMS}{rule_id}/"


def rule(rule_id: str) -> str:
    """The rule's page in the handbook."""
    return f"{RULES}{rule_id}/"


def part(address: str, number: int) -> str:
    """A further part of a page's list, beside the page: no name can be a segment with a dot in it."""
    return address if number == 1 else f"{address[:-1]}.{number}/"


def schema(name: str) -> str:
    """The JSON Schema of one kind of file."""
    return f"{DOWNLOADS}schema/{name}.schema.json"


def segment(name: str) -> str:
    """One part of an address for any name; different names never give the same part."""
    if _HARMLESS.fullmatch(name) and unicodedata.is_normalized("NFC", name):
        return name
    return _digest(name)


def _digest(name: str) -> str:
    return "_" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def root_from(address: str) -> str:
    """The way from a page back to the site's root: `../` per level, `./` at the root."""
    return "../" * address.count("/") or "./"


def badge_image(page: str) -> str:
    """The badge of what a page is about, as SVG beside the page."""
    return f"{page}badge.svg"


def badge_data(page: str) -> str:
    """The same badge as JSON."""
    return f"{page}badge.json"


def deadline_feed(page: str) -> str:
    """The deadlines of what a page is about, as iCalendar beside the page."""
    return f"{page}deadlines.ics"
