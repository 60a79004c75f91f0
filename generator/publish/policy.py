"""The content security policy: a page loads and runs what the site holds and the scripts that stand in it, no more.

A static host sets no headers, so each page carries its own policy; a web server may send the one in `csp.txt`,
which covers every page and also says who may frame them. Knows no site builder.
"""

import base64
import hashlib
import re
from collections.abc import Iterable

from generator.publish.builds import Files

FILE = "csp.txt"
NGINX_FILE = "csp.nginx.conf"

_START = re.compile(r'<meta charset="utf-8">')
_SCRIPT = re.compile(r"<script([^>]*)>(.*?)</script>", re.DOTALL)
_NOT_RUN = re.compile(r"""\bsrc=|\btype=["']application/(?:ld\+)?json["']""")
_PARTS = (
    "default-src 'none'",
    "script-src 'self'{scripts}",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
)
_NGINX = """\
# Put into the server or location that shows this site: include {file};
add_header Content-Security-Policy "{policy}" always;
add_header X-Content-Type-Options "nosniff" always;
add_header Referrer-Policy "same-origin" always;
"""


def script_hashes(html: str) -> list[str]:
    """The hash of each script that stands in a page and runs, each once, in their order."""
    texts = (text for attributes, text in _SCRIPT.findall(html) if not _NOT_RUN.search(attributes))
    return list(dict.fromkeys(_hash(text) for text in texts))


def policy(hashes: Iterable[str]) -> str:
    """The policy that allows the scripts of these hashes."""
    return "; ".join(_PARTS).format(scripts="".join(f" '{one}'" for one in hashes))


def with_policy(html: str) -> str:
    """The page with its policy, before anything it could forbid; raises `ValueError` when it has no place for it."""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(script_hashes(html))}">'
    html, found = _START.subn(lambda start: f"{start[0]}\n      {meta}", html, count=1)
    if not found:
        raise ValueError("the page has no place for its policy")
    return html


def policies(hashes: Iterable[str]) -> Files:
    """The policy of all pages as a header's value and as lines for nginx."""
    sent = policy(sorted(set(hashes))) + "; frame-ancestors 'self'"
    yield FILE, sent + "\n"
    yield NGINX_FILE, _NGINX.format(file=NGINX_FILE, policy=sent)


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
