"""D11: extensions of a deadline, each by as much, with the consent and the notice its article asks for.

办法第二十二条第二款 (verification), 条例第十七条第二款 (update), 第二十一条 (reply); nothing else can be extended.
"""

from collections.abc import Iterator
from typing import NamedTuple

from generator.model.ledgers import AccessRequest, Correction, Extension, Trigger
from generator.model.register import Place, Register
from generator.model.words import CorrectionPeriod, ExtensionReading
from generator.profiles import HUNAN_2021, ORDER_809, profiles_on
from generator.rules.registry import Problem, rule
from generator.rules.sharing import is_said

Extensible = Trigger | AccessRequest | Correction


class Allowance(NamedTuple):
    """The longest extension in working days, its article, who consents, who must be told (empty: nobody)."""

    days: int
    article: str
    consents: str
    told: str


UPDATE = Allowance(5, "条例第十七条第二款", "同级主管部门", "")
REPLY = Allowance(10, "条例第二十一条", "同级主管部门", "使用部门")
VERIFICATION = Allowance(15, "办法第二十二条第二款", "提供方负责人", "反馈部门")
VERIFICATION_IN_ALL = VERIFICATION._replace(days=10)
"""Where the authority reads the 15 working days as the whole, 5 of which are the period itself."""

WHAT = {Trigger: ("目录更新", "办法第十条第二款"), AccessRequest: ("答复", "办法第十八条第二项")}
VERIFYING = ("校核", "条例第二十六条")


@rule(
    "D111",
    "期限没有可以延长的规定",
    message="当时的规定没有允许延长{what}的期限",
    hint="请删去「延期」；没有按期完成的，如实登记完成的日期",
    under={HUNAN_2021: "第十条第二款、第十八条第二项", ORDER_809: "第二十六条"},
)
def extension_not_provided_for(record: Extensible, register: Register) -> Iterator[Problem]:
    what, article = WHAT.get(type(record), VERIFYING)
    for place, _ in _extensions_of(record):
        if not allowance_of(record, register):
            yield Problem(place, key=True, on=record.started_on, article=article, values={"what": what})


@rule(
    "D112",
    "延期超过最长期限",
    message="延长 {days} 个工作日，最长只能延长 {most} 个工作日",
    hint="请核对延长的工作日数；只写在原期限之外延长的部分",
    under={HUNAN_2021: "第二十二条第二款", ORDER_809: "第十七条第二款、第二十一条"},
)
def extension_too_long(record: Extensible, register: Register) -> Iterator[Problem]:
    allowed = allowance_of(record, register)
    for place, extension in _extensions_of(record):
        if allowed and extension.days and extension.days > allowed.days:
            values = {"days": extension.days, "most": allowed.days}
            yield Problem((*place, "工作日数"), on=record.started_on, article=allowed.article, values=values)


@rule(
    "D113",
    "延期没有经过同意",
    message="延期没有写明{missing}",
    hint="延期应当经{consents}同意；请写明由谁同意和同意的日期，尚未同意的不要登记延期",
    under={HUNAN_2021: "第二十二条第二款", ORDER_809: "第十七条第二款、第二十一条"},
)
def extension_without_consent(record: Extensible, register: Register) -> Iterator[Problem]:
    allowed = allowance_of(record, register)
    for place, extension in _extensions_of(record) if allowed else ():
        given = {"同意": is_said(extension.consented_by), "同意日期": extension.consented_on}
        key = next((key for key, value in given.items() if not value), None)
        if allowed and key:
            values = {"missing": "由谁同意" if key == "同意" else "同意的日期", "consents": allowed.consents}
            absent = () if key == "同意" and extension.consented_by else (*place, key)
            yield Problem(place, key=True, absent=absent, on=record.started_on, article=allowed.article, values=values)


@rule(
    "D114",
    "延期没有告知对方",
    message="延期没有告知{told}",
    hint="请告知{told}，并填写「告知日期」",
    under={HUNAN_2021: "第二十二条第二款", ORDER_809: "第二十一条"},
)
def extension_without_notice(record: Extensible, register: Register) -> Iterator[Problem]:
    allowed = allowance_of(record, register)
    for place, extension in _extensions_of(record):
        if allowed and allowed.told and not extension.notified_on:
            absent, values = (*place, "告知日期"), {"told": allowed.told}
            yield Problem(place, key=True, absent=absent, on=record.started_on, article=allowed.article, values=values)


def allowance_of(record: Extensible, register: Register) -> Allowance | None:
    """What the regulations in force on the record's first day allow; `None` where they allow no extension."""
    profiles = profiles_on(register.authority.profiles or (), record.started_on)
    if not isinstance(record, Correction):
        allowed = UPDATE if isinstance(record, Trigger) else REPLY
        return allowed if ORDER_809 in profiles else None
    reading = register.authority.deadline_reading
    by_the_order = reading and reading.correction_period is CorrectionPeriod.ORDER and ORDER_809 in profiles
    if HUNAN_2021 not in profiles or by_the_order:
        return None
    return VERIFICATION_IN_ALL if reading and reading.extension_reading is ExtensionReading.TOTAL else VERIFICATION


def _extensions_of(record: Extensible) -> Iterator[tuple[Place, Extension]]:
    if isinstance(record, Trigger):
        for number, one in enumerate(record.affected or ()):
            if one.extension:
                yield ("涉及资源", number, "延期"), one.extension
    elif record.extension:
        yield ("延期",), record.extension
