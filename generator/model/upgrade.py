"""Old shapes of a resource file to today's, by small named steps; a step never judges, it only says the same anew.

A step knows its shape by what only that shape has, and leaves every other file as it is. To change the model so
that old files would no longer be read: add a step here and one real old file in `tests/old/<shape>/`.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct

from generator.model.words import (
    SYNONYMS,
    DataType,
    ModeClass,
    ModeType,
    OpeningClass,
    ResourceStatus,
    SharingClass,
    UpdateCycle,
)

Data = Mapping[str, Any]
"""What a file says: keys and texts, lists and groups, as the door to YAML gives them."""


class Step(Struct, frozen=True):
    """One old shape: its name, how a file of it is known, and the same file in the next shape."""

    shape: str
    fits: Callable[[Data], bool]
    upgraded: Callable[[Data], dict[str, Any]]


def upgraded(data: Data) -> tuple[Data, tuple[str, ...]]:
    """The data in today's shape, and the names of the old shapes it was in; the very same data when in none."""
    shapes = []
    for step in STEPS:
        if step.fits(data):
            data = step.upgraded(data)
            shapes.append(step.shape)
    return data, tuple(shapes)


_GUIDE_KEYS = {
    "信息资源名称": "资源名称",
    "信息资源代码": "资源代码",
    "信息资源提供方": "提供方",
    "信息资源摘要": "摘要",
    "信息资源格式": "格式",
    "信息项信息": "信息项",
}
_GUIDE_GROUPS = ("共享属性", "开放属性")
_GUIDE_DERIVED = ("信息资源分类", "信息资源提供方代码", "发布日期")
_GUIDE_ITEM_KEYS = {"信息项名称": "名称", "数据长度": "长度"}


def _fits_guide(data: Data) -> bool:
    return any(key in data for key in (*_GUIDE_KEYS, *_GUIDE_GROUPS))


def _from_guide(data: Data) -> dict[str, Any]:
    """Elements under the full names of the guide of 2017, sharing and opening in groups, derived elements typed."""
    flat: dict[str, Any] = {}
    for key, value in data.items():
        if key in _GUIDE_GROUPS and isinstance(value, Mapping):
            flat |= value
        elif key not in _GUIDE_DERIVED:
            flat[_GUIDE_KEYS.get(key, key)] = value
    if "是否向社会开放" in flat:
        granted = OpeningClass.CONDITIONAL if "开放条件" in flat else OpeningClass.UNCONDITIONAL
        is_open = flat.pop("是否向社会开放")
        flat["开放类型"] = (
            granted.value if is_open == "是" else OpeningClass.DENIED.value if is_open == "否" else is_open
        )
    if isinstance(flat.get("信息项"), list):
        flat["信息项"] = [_renamed(item, _GUIDE_ITEM_KEYS) for item in flat["信息项"]]
    return flat


def _renamed(group: Any, keys: Mapping[str, str]) -> Any:
    return {keys.get(key, key): value for key, value in group.items()} if isinstance(group, Mapping) else group


_LISTED: dict[str, type[StrEnum]] = {
    "更新周期": UpdateCycle,
    "共享类型": SharingClass,
    "开放类型": OpeningClass,
    "状态": ResourceStatus,
}
_LISTED_WITHIN: dict[str, dict[str, type[StrEnum]]] = {
    "信息项": {"数据类型": DataType, "共享类型": SharingClass, "开放类型": OpeningClass},
    "共享方式": {"分类": ModeClass, "类型": ModeType},
}


def _fits_synonyms(data: Data) -> bool:
    return _is_old(data, _LISTED) or any(
        _is_old(entry, listed)
        for key, listed in _LISTED_WITHIN.items()
        if isinstance(entries := data.get(key), list)
        for entry in entries
        if isinstance(entry, Mapping)
    )


def _is_old(group: Data, listed: Mapping[str, type[StrEnum]]) -> bool:
    return any(isinstance(value := group.get(key), str) and value in SYNONYMS[words] for key, words in listed.items())


def _with_words(data: Data) -> dict[str, Any]:
    """Words officials wrote before the lists were settled, each as the list has it today."""
    said = _said(data, _LISTED)
    for key, listed in _LISTED_WITHIN.items():
        if isinstance(said.get(key), list):
            said[key] = [_said(entry, listed) if isinstance(entry, Mapping) else entry for entry in said[key]]
    return said


def _said(group: Data, listed: Mapping[str, type[StrEnum]]) -> dict[str, Any]:
    said = dict(group)
    for key, words in listed.items():
        value = said.get(key)
        if isinstance(value, str):
            said[key] = SYNONYMS[words].get(value, value)
    return said


STEPS = (
    Step("guide-2017", _fits_guide, _from_guide),
    Step("synonyms", _fits_synonyms, _with_words),
)
"""Every step, oldest shape first."""
