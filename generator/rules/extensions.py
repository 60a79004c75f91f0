"""D11: extensions of a deadline, each by as much, with the consent and the notice that its clock asks for.

The clocks are data (`profiles/`): which of them rules a record, and by how much it can be extended, stands there.
"""

from collections.abc import Iterator

from generator.model.ledgers import AccessRequest, Correction, Extension, Trigger
from generator.model.register import Place, Register
from generator.model.standing import class_asked_for
from generator.model.words import CorrectionPeriod, ExtensionReading, SharingClass
from generator.profiles import HUNAN_2021, ORDER_809, profiles_named
from generator.profiles.clocks import DeadlineRule, ExtensionRule, Obligation
from generator.profiles.deadlines import rules_for
from generator.rules.registry import Problem, rule
from generator.rules.sharing import is_said

Extensible = Trigger | AccessRequest | Correction

WHAT = {Trigger: "更新目录", AccessRequest: "答复", Correction: "校核"}
PERIOD_OF = {CorrectionPeriod.HUNAN: HUNAN_2021.name, CorrectionPeriod.ORDER: ORDER_809.name}
"""The profile whose period a verification has, where the authority has settled it."""


@rule(
    "D111",
    "期限没有可以延长的规定",
    message="当时的规定没有允许延长{what}的期限",
    hint="请删去「延期」；没有按期完成的，如实登记完成的日期",
    under={HUNAN_2021: "第十条第二款、第十八条", ORDER_809: "第二十六条"},
)
def extension_not_provided_for(record: Extensible, register: Register) -> Iterator[Problem]:
    clock = clock_of(record, register)
    for place, _ in _extensions_of(record):
        if clock and not clock.extension:
            values = {"what": WHAT[type(record)]}
            yield Problem(place, key=True, on=record.started_on, article=clock.article, values=values)


@rule(
    "D112",
    "延期超过最长期限",
    message="延长 {days} 个工作日，最长只能延长 {most} 个工作日",
    hint="请核对延长的工作日数；只写在原期限之外延长的部分",
    under={HUNAN_2021: "第二十二条第二款", ORDER_809: "第十七条第二款、第二十一条"},
)
def extension_too_long(record: Extensible, register: Register) -> Iterator[Problem]:
    for place, extension, clock, allowed in _allowed_extensions(record, register):
        most = longest(clock, allowed, register)
        if extension.days and extension.days > most:
            values = {"days": extension.days, "most": most}
            yield Problem((*place, "工作日数"), on=record.started_on, article=clock.article, values=values)


@rule(
    "D113",
    "延期没有经过同意",
    message="延期没有写明{missing}",
    hint="延期应当经{consents}同意；请写明由谁同意和同意的日期，尚未同意的不要登记延期",
    under={HUNAN_2021: "第二十二条第二款", ORDER_809: "第十七条第二款、第二十一条"},
)
def extension_without_consent(record: Extensible, register: Register) -> Iterator[Problem]:
    for place, extension, clock, allowed in _allowed_extensions(record, register):
        values = {"consents": allowed.consent_by}
        if not is_said(extension.consented_by):
            absent = () if extension.consented_by else (*place, "同意")
            values["missing"] = "由谁同意"
        elif not extension.consented_on:
            absent = (*place, "同意日期")
            values["missing"] = "同意的日期"
        else:
            continue
        yield Problem(place, key=True, absent=absent, on=record.started_on, article=clock.article, values=values)


@rule(
    "D114",
    "延期没有告知对方",
    message="延期没有告知{told}",
    hint="请告知{told}，并填写「告知日期」",
    under={HUNAN_2021: "第二十二条第二款", ORDER_809: "第二十一条"},
)
def extension_without_notice(record: Extensible, register: Register) -> Iterator[Problem]:
    for place, extension, clock, allowed in _allowed_extensions(record, register):
        if allowed.must_notify and not extension.notified_on:
            absent, values = (*place, "告知日期"), {"told": allowed.must_notify}
            yield Problem(place, key=True, absent=absent, on=record.started_on, article=clock.article, values=values)


def clock_of(record: Extensible, register: Register) -> DeadlineRule | None:
    """The clock that rules a record: of those in force on its first day the strictest, or the one settled on."""
    if not record.started_on:
        return None
    names = [profile.name for profile in profiles_named(register.authority.profiles or ())]
    kind = record.kind if isinstance(record, Trigger) else None
    clocks = rules_for(_obligation_of(record, register), record.started_on, names, kind)
    reading = register.authority.deadline_reading
    settled = reading.correction_period if reading and isinstance(record, Correction) else None
    chosen = [clock for clock in clocks if settled and clock.profile == PERIOD_OF[settled]]
    return next(iter((*chosen, *clocks)), None)


def _obligation_of(record: Extensible, register: Register) -> Obligation:
    if isinstance(record, Trigger):
        return Obligation.UPDATE
    if isinstance(record, Correction):
        return Obligation.VERIFICATION
    is_free = class_asked_for(record, register) is SharingClass.UNCONDITIONAL
    return Obligation.DIRECT if is_free else Obligation.REPLY


def longest(clock: DeadlineRule, allowed: ExtensionRule, register: Register) -> int:
    """Working days a clock can be extended by: by the letter of the article, or as the authority settled it."""
    reading = register.authority.deadline_reading
    is_whole = reading and reading.extension_reading is ExtensionReading.TOTAL
    if clock.obligation is Obligation.VERIFICATION and is_whole:
        return allowed.amount - (clock.amount or 0)
    return allowed.amount


def _allowed_extensions(
    record: Extensible, register: Register
) -> Iterator[tuple[Place, Extension, DeadlineRule, ExtensionRule]]:
    """Every extension whose clock can be extended, with its place, the clock and what the clock asks for."""
    clock = clock_of(record, register)
    if clock and clock.extension:
        for place, extension in _extensions_of(record):
            yield place, extension, clock, clock.extension


def _extensions_of(record: Extensible) -> Iterator[tuple[Place, Extension]]:
    if isinstance(record, Trigger):
        for number, one in enumerate(record.affected or ()):
            if one.extension:
                yield ("涉及资源", number, "延期"), one.extension
    elif record.extension:
        yield ("延期",), record.extension
