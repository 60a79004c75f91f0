"""One version of a resource file, kept small: what history needs of what its bytes say in today's model."""

import re
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from pydantic import ValidationError

from generator.history.text import shown_text
from generator.model.resource import Resource
from generator.model.upgrade import upgraded
from generator.model.words import ResourceStatus
from generator.model.written import RESOURCE_CODE
from generator.record import read_record
from generator.source.document import Document
from generator.source.yaml import read_yaml

NO_CODE = "文件中没有资源代码"
_NONE: tuple[str, ...] = ()
_CLAIM = re.compile(rf"资源代码\s*[:：]\s*['\"]?({RESOURCE_CODE})")


class Version(Struct, frozen=True, gc=False):
    """What one blob holds, or the fault for which it cannot be read.

    `reason` and `successors` are those of its 注销, `triggers` the numbers its 变更依据 names. `refused` are fields
    whose value today's model cannot hold, `shapes` the old shapes the file was upgraded from. An unreadable version's
    `code` is the one its text seems to name, or empty. `is_withheld` when the text of the file may not be shown.
    """

    code: str
    name: str
    provider: str
    is_retired: bool = False
    reason: str = ""
    successors: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    fault: str = ""
    is_withheld: bool = False


def unreadable(fault: str, code: str = "", *, is_withheld: bool = False) -> Version:
    """A version that says nothing but why."""
    return Version(code, "", "", fault=fault, is_withheld=is_withheld)


def version_of(raw: bytes, known: Resource | None = None) -> tuple[Version, Resource | None]:
    """The version that a file's bytes hold, and its resource when it can be read; never judged by today's rules.

    `known` is what was read from the same bytes before, without a fault.
    """
    is_withheld = shown_text(raw) is None
    resource, refused, shapes = known, _NONE, _NONE
    if resource is None:
        document, findings = read_yaml("", raw)
        if document is None:
            return unreadable(findings[-1].message, _claimed_code(raw), is_withheld=is_withheld), None
        data, shapes = upgraded(document.filled())
        resource, refused = _record(document, data)
    if not resource.code:
        return unreadable(NO_CODE, _claimed_code(raw), is_withheld=is_withheld), None
    retirement = resource.retirement
    version = Version(
        resource.code,
        resource.name or "",
        resource.provider or "",
        resource.status is ResourceStatus.RETIRED,
        (retirement.reason if retirement else None) or "",
        retirement.successors if retirement else (),
        tuple(dict.fromkeys(basis.trigger for basis in resource.change_bases if basis.trigger)),
        refused,
        shapes,
        is_withheld=is_withheld,
    )
    return version, resource


def _record(document: Document, data: Any) -> tuple[Resource, tuple[str, ...]]:
    try:
        return Resource.model_validate(data), ()
    except ValidationError as error:
        places = (details["loc"] for details in error.errors(include_url=False, include_input=False))
        refused = tuple(dict.fromkeys(str(place[0]) for place in places if place))
    resource, _ = read_record(Resource, replace(document, data=dict(data), has_blanks=False))
    return resource, refused


def _claimed_code(raw: bytes) -> str:
    """The code a text seems to name, in whatever encoding it was written."""
    for encoding in ("utf-8", "gb18030", "utf-16"):
        match = _CLAIM.search(raw.decode(encoding, "replace"))
        if match:
            return match[1]
    return ""
