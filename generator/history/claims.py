"""What a merge's message says: the request and the people a forge wrote down. All of it is a claim, proof of nothing.

Whoever merges can edit a message, and its title and body are the submitter's. So each thing is read only where a
forge writes it: its own first line, or the last line of its kind, which stands below whatever a submitter wrote.
The shapes are those of GitHub, GitLab, Gitea and Forgejo (web, API, template) and Gitee (web, with a bot).
"""

import re
from urllib.parse import urlsplit

from msgspec import Struct

from generator.diagnostics import quoted

LONGEST = 20_000
"""Characters of a message that are looked at."""
LONGEST_LINE = 500
LONGEST_TITLE = 100

_NUMBER = "[1-9][0-9]{0,9}"
_PROJECT = r"[\w.][\w./-]{0,199}"
_FIRST_LINES = (
    re.compile(rf"Merge pull request (?P<request>#{_NUMBER}) from (?P<from>\S+)"),
    re.compile(rf"Merge pull request '(?P<title>.*)' \((?P<request>[#!]{_NUMBER})\) from (?P<from>\S+) into \S+"),
    re.compile(rf"目录变更 (?P<request>(?:{_PROJECT})?[#!]{_NUMBER})：(?P<title>.*)"),
    re.compile(rf"(?P<request>!{_NUMBER}) (?P<title>.*)"),
)
_GITLAB = re.compile(r"Merge branch '.*' into '.*'")
_SEE = re.compile(rf"See merge request:? (?P<project>{_PROJECT})?!(?P<number>{_NUMBER})")
_TRAILER = re.compile(r"(?P<key>[A-Za-z][A-Za-z-]{0,40}): ?(?P<value>\S.*)")
_REFERENCE = re.compile(rf"(?:{_PROJECT})?[#!]{_NUMBER}")
_OF_ADDRESS = re.compile(rf"/(?:(?P<pull>pulls?)|merge_requests)/(?P<number>{_NUMBER})/?")
_SQUASHED = re.compile(rf"(?P<title>.*) \((?P<request>[#!]{_NUMBER})\)")
_REVIEWED = ("reviewed-by", "approved-by")
_SUBMITTED = ("submitted-by", "from")


class Claims(Struct, frozen=True):
    """What a message says of its request: number as written (`#4`, `!12`, `group/project!12`), address, title, people.

    Each is empty where the forge wrote none. `branch` is where the request came from, such as `owner/branch`.
    """

    request: str = ""
    address: str = ""
    title: str = ""
    branch: str = ""
    submitted_by: str = ""
    merged_by: str = ""
    reviewed_by: tuple[str, ...] = ()


def claims_of(message: str) -> Claims:
    """What a merge's whole message claims."""
    lines = [line.strip()[:LONGEST_LINE] for line in message[:LONGEST].split("\n")]
    first, written = lines[0], _written_by_forge(lines)
    said: dict[str, str] = next((found.groupdict() for shape in _FIRST_LINES if (found := shape.fullmatch(first))), {})
    trailers = [(match["key"].lower(), match["value"]) for line in written if (match := _TRAILER.fullmatch(line))]
    addresses = _addresses(trailers)
    request = said.get("request") or _seen(written) or _referred(trailers) or _number_of(addresses)
    squashed = None if request else _SQUASHED.fullmatch(first)
    request = squashed["request"] if squashed else request
    number = request[_mark(request) + 1 :]
    address = next((one for one in addresses if _number_of([one])[1:] == number), "")
    title = said.get("title") or (squashed["title"] if squashed else "") or _title(first, lines)
    return Claims(
        request,
        address,
        quoted(title, LONGEST_TITLE),
        quoted(said.get("from") or "", LONGEST_TITLE),
        _last(trailers, _SUBMITTED),
        _last(trailers, ("merged-by",)),
        tuple(dict.fromkeys(quoted(value, LONGEST_TITLE) for key, value in trailers if key in _REVIEWED)),
    )


def _written_by_forge(lines: list[str]) -> list[str]:
    """The lines below the first that a forge may have written: none of GitHub's, none that is the request's title."""
    if _FIRST_LINES[0].fullmatch(lines[0]):
        return []
    if _GITLAB.fullmatch(lines[0]):
        title = next((number for number, line in enumerate(lines) if number and line), 0)
        return [line for number, line in enumerate(lines) if number > title or _SEE.fullmatch(line)]
    return lines[1:]


def _title(first: str, lines: list[str]) -> str:
    """The request's title: below a first line that a forge made up, or else the first line."""
    if first.startswith("Merge pull request ") or _GITLAB.fullmatch(first):
        return next((line for line in lines[1:] if line and not _SEE.fullmatch(line)), "")
    return first


def _seen(lines: list[str]) -> str:
    found = [match for line in lines if (match := _SEE.fullmatch(line))]
    return f"{found[-1]['project'] or ''}!{found[-1]['number']}" if found else ""


def _referred(trailers: list[tuple[str, str]]) -> str:
    found = [value for key, value in trailers if key == "filing-request" and _REFERENCE.fullmatch(value)]
    return found[-1] if found else ""


def _addresses(trailers: list[tuple[str, str]]) -> list[str]:
    """Addresses of requests, the last written first."""
    told = [value for key, value in reversed(trailers) if key in ("filing-request", "reviewed-on")]
    return [address for address in told if _is_address(address)]


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    except ValueError:
        return False
    return is_web and quoted(text, LONGEST_LINE) == text and not re.search(r"[\s\"'<>`\\]", text)


def _number_of(addresses: list[str]) -> str:
    """The number at the end of the first address that has one: `#4` of a pull request, `!12` of a merge request."""
    for address in addresses:
        match = _OF_ADDRESS.search(urlsplit(address).path)
        if match and match.end() == len(urlsplit(address).path):
            return f"{'#' if match['pull'] else '!'}{match['number']}"
    return ""


def _mark(request: str) -> int:
    """Where in a request's number its `#` or `!` stands."""
    return max(request.rfind("#"), request.rfind("!"))


def _last(trailers: list[tuple[str, str]], keys: tuple[str, ...]) -> str:
    found = [value for key, value in trailers if key in keys]
    return quoted(found[-1], LONGEST_TITLE) if found else ""
