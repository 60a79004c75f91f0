"""How a story is written: change requests, each with its day, its department and what it does to the files."""

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from generator.demo.files import Data, Files

Edit = Callable[[Files], None]
"""Changes files; the same on every state in which the files it touches are the same."""


class Fault(StrEnum):
    """How an approval can be no approval; each happens once in the story."""

    UNSIGNED = "没有签名的合并"
    OWN_UNIT = "审核本部门提交的变更"
    SELF_APPROVED = "审核自己提交的变更"
    EXPIRED_KEY = "用已经失效的钥匙签名"
    SMUGGLED = "合并时夹带未经提交的改动"
    PUSHED = "不经合并请求直接推送"


class Request(Struct, frozen=True):
    """One change request: the day it is merged, counted from the story's first, who submits it, what it does.

    `smuggled` is what the merge brings in beyond the request, where that is its fault.
    """

    on: int
    unit: str
    title: str
    edit: Edit
    body: str = ""
    fault: Fault | None = None
    smuggled: Edit | None = None


def all_of(*edits: Edit) -> Edit:
    """One edit after the other."""

    def done(files: Files) -> None:
        for edit in edits:
            edit(files)

    return done


def change(code: str, **fields: object) -> Edit:
    """Set fields of a resource by their Chinese keys; `None` takes a field away."""

    def done(files: Files) -> None:
        data = files.resource(code)
        for key, value in fields.items():
            if value is None:
                data.pop(key, None)
            else:
                data[key] = value

    return done


def add(code: str, key: str, entry: str | Data) -> Edit:
    """One more entry in a list of a resource."""

    def done(files: Files) -> None:
        data = files.resource(code)
        data[key] = [*data.get(key, []), entry]

    return done


def add_item(code: str, item: Data, place: int | None = None) -> Edit:
    """One more info item, at a place or behind the others."""

    def done(files: Files) -> None:
        items = files.resource(code)["信息项"]
        items.insert(len(items) if place is None else place, item)

    return done


def drop_item(code: str, name: str) -> Edit:
    """One info item less."""

    def done(files: Files) -> None:
        data = files.resource(code)
        data["信息项"] = [item for item in data["信息项"] if item["名称"] != name]

    return done


def move(code: str, path: str) -> Edit:
    """A resource's file to another place."""

    def done(files: Files) -> None:
        old = files.path_of(code)
        files[path] = files.pop(old)

    return done
