"""What a site is made of, in one text: while it stays, so does every byte of the site."""

import json
import os
import re
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from generator.diagnostics import OperatorError, quoted
from generator.publish import CONFIGURATION, TEMPLATES
from generator.source.cache import program_id
from generator.source.state import state_of

ADDRESS, EDITOR = "MULU_SITE_URL", "MULU_EDIT_URL"
"""The environment variables with the site's own address, and with the one below which the forge edits main's files."""
_SITE_ADDRESS = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?")


def inputs_of(root: Path, asked: Mapping[str, str | None]) -> str:
    """The digest of program, templates, libraries, repository and what was `asked`, the day among it.

    Empty where the register is in no commit: then nothing says whether it has changed.
    """
    state = state_of(root)
    if state is None:
        return ""
    told = json.dumps(dict(asked), sort_keys=True, ensure_ascii=False)
    return sha256("\n".join((frame_inputs(), state, told)).encode("utf-8", "surrogateescape")).hexdigest()


def frame_inputs() -> str:
    """The digest of what every page has from us: program, templates, libraries, and the addresses we were told."""
    told = "\0".join(os.environ.get(variable, "") for variable in (ADDRESS, EDITOR))
    return sha256(program() + told.encode("utf-8", "surrogateescape")).hexdigest()


@cache
def program() -> bytes:
    """The digest of program, libraries and templates; bytecode, which is made of them, does not count."""
    known = sha256(program_id())
    for file in sorted((CONFIGURATION, *TEMPLATES.rglob("*"))):
        if file.is_file() and file.parent.name != "__pycache__":
            content = file.read_bytes()
            known.update(f"{file.relative_to(TEMPLATES.parent).as_posix()}\0{len(content)}\0".encode() + content)
    return known.digest()


def site_address() -> str:
    """The site's own address; empty when it is not known."""
    address = os.environ.get(ADDRESS, "").strip()
    if address and not _SITE_ADDRESS.fullmatch(address):
        raise OperatorError(f"{ADDRESS} 应写成 https://主机/路径/，不含空格、问号和井号，现为 {quoted(address, 60)}")
    return address


def editor() -> str:
    """The address below which the forge edits a file of main, with its last slash; empty when it is not known."""
    address = os.environ.get(EDITOR, "").strip()
    if address and not address.startswith(("https://", "http://")):
        raise OperatorError(f"{EDITOR} 应以 https:// 或者 http:// 开头，现为 {quoted(address, 60)}")
    return address.rstrip("/") + "/" if address else ""
