"""What a merge's message claims: the reviewers its trailers name. A claim; only a signature can make it more."""

import re

from generator.source.commit import Person

NAMES_A_REVIEWER = ("reviewed-by", "approved-by", "merged-by")
GITHUB = "noreply@github.com"
"""GitHub never writes reviewers: a trailer in a merge made there was typed by somebody."""

_TRAILER = re.compile(r"([A-Za-z][A-Za-z-]*): *(.*)")
_ADDRESS = re.compile(r"<([^<>\s]+)>")
_ACCOUNT = re.compile(r"@([^\s@<>]+)")


def claimed_reviewers(message: str) -> tuple[str, ...]:
    """Addresses and accounts the message's closing trailers name as reviewers, approvers or mergers, in order.

    Only the last paragraph counts, or the one before a closing `See merge request`: the title, which the
    submitter chose, and the description above never do.
    """
    paragraphs = [part for part in re.split(r"\n\s*\n", message.strip()) if part.strip()]
    while len(paragraphs) > 1 and paragraphs[-1].strip().startswith("See merge request"):
        paragraphs.pop()
    lines = [_TRAILER.fullmatch(line.strip()) for line in paragraphs[-1].splitlines()] if len(paragraphs) > 1 else []
    named = []
    for trailer in lines if all(lines) else []:
        if trailer and trailer[1].lower() in NAMES_A_REVIEWER:
            match = _ADDRESS.search(trailer[2]) or _ACCOUNT.match(trailer[2])
            named += [match[1].casefold()] if match else []
    return tuple(dict.fromkeys(named))


def forge_writes_reviewers(committer: Person) -> bool:
    """Whether the forge that made a merge writes its trailers itself."""
    return committer.email.casefold() != GITHUB
