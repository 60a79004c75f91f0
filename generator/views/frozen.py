"""What can be downloaded of an edition: its resources as they stood when it was tagged, the same bytes for ever.

Everything comes from the edition's commit alone; only what may no longer be shown is taken out of its texts.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from generator.model.register import FiledResource
from generator.rules.secrets import shown

HEADER = ("代码", "名称", "目录类别", "目录", "提供方", "共享类型", "开放类型", "更新周期", "状态", "信息项数", "摘要")


def frozen_records(resources: Sequence[FiledResource]) -> Iterator[dict[str, Any]]:
    """Each resource with its elements under the guide's names, as in `resource.json`."""
    for filed in resources:
        resource = filed.resource
        elements = resource.model_dump(mode="json", by_alias=True, exclude_none=True)
        record = {
            "code": resource.code,
            "name": resource.name,
            "file": filed.file,
            "provider": resource.provider,
            "sharing_class": resource.sharing_class,
            "opening_class": resource.opening_class,
            "update_cycle": resource.update_cycle,
            "status": resource.status,
            "elements": {name: value for name, value in elements.items() if value != []},
        }
        yield _shown(record)


def frozen_rows(resources: Sequence[FiledResource]) -> Iterator[list[str]]:
    """Each resource as a row below `HEADER`."""
    for filed in resources:
        resource = filed.resource
        cells = (
            resource.code,
            resource.name,
            filed.kind,
            filed.folder,
            resource.provider,
            resource.sharing_class,
            resource.opening_class,
            resource.update_cycle,
            resource.status,
            len(resource.items or ()),
            resource.summary,
        )
        yield [shown(str(cell or "")) if not isinstance(cell, int) else str(cell) for cell in cells]


def _shown(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _shown(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_shown(one) for one in value]
    return shown(str(value)) if isinstance(value, str) else value
