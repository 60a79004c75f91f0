"""Requests between departments, doubts, channels, disputes, suspensions and incidents, step by step over time."""

from collections.abc import Iterator
from typing import Any

from generator.demo.askings import ASKINGS
from generator.demo.cases import CORRECTIONS, OTHERS, Case
from generator.demo.cast import OFFICE
from generator.demo.days import Days
from generator.demo.files import Data, Files
from generator.demo.laws import Numbers
from generator.demo.plot import Edit, Request, add, all_of
from generator.model.words import LedgerKind


def told(days: Days, numbers: Numbers) -> Iterator[Request]:
    """Every case, each stage a request of its own."""
    for case in sorted((*_requests(), *CORRECTIONS, *OTHERS), key=lambda case: case.on):
        began_on = days.on(case.on)
        number = numbers.next(case.kind, began_on.year)
        for place, (after, fields) in enumerate(case.stages):
            filed_on = days.after(began_on, after)
            dated: Any = _dated(fields, days, case.on)
            title = f"{'续记' if place else '登记'}{case.kind.removesuffix('台账')} {number}：{case.title}"
            unit = OFFICE if place and case.kind is LedgerKind.DISPUTES else case.unit
            edit = _entered(case.kind, number, dated)
            if case.kind is LedgerKind.CHANNELS and not place:
                code, mode = fields["资源代码"], {"分类": fields["途径"], "类型": "文件"}
                edit = all_of(edit, add(code, "共享方式", mode))
            yield Request((filed_on - days.first).days, unit, title, edit)


def _dated(value: Any, days: Days, on: int) -> Any:
    """The fields with days in place of whole numbers."""
    if isinstance(value, dict):
        return {key: _dated(entry, days, on) for key, entry in value.items()}
    return f"{days.after(days.on(on), value)}" if isinstance(value, int) else value


def _entered(kind: LedgerKind, number: str, fields: Data) -> Edit:
    def done(files: Files) -> None:
        record = files.ledger(kind, number)
        for key, value in fields.items():
            record[key] = {**record.get(key, {}), **value} if isinstance(value, dict) else value

    return done


def _requests() -> Iterator[Case]:
    for one in ASKINGS:
        first: Data = {
            "资源代码": one.code,
            "使用部门": one.user,
            "使用用途": f"{one.purpose}。",
            "使用依据": [{"文件": one.basis[0], "条款": one.basis[1]}],
            "使用场景": f"窗口和后台工作人员办理{one.purpose}时逐件核验。",
            "使用范围": "办件所涉及的当事人，只返回核验所需的信息项。",
            "共享方式": "服务接口",
            "使用时限": "长期使用，每年复核一次",
            "收到日期": 0,
        }
        title = f"{one.user}申请「{one.name}」"
        yield Case(LedgerKind.REQUESTS, one.provider, one.on, title, ((1, first), *one.stages))
