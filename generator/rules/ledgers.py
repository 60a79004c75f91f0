"""D12, D13, D15: triggers, verifications, and what holds for the records of every ledger."""

from collections.abc import Hashable, Iterator

from generator.diagnostics import Severity
from generator.model.ledgers import AccessRequest, Channel, Correction, Dispute, Incident, Suspension, Trigger
from generator.model.register import Place, Register
from generator.model.steps import LedgerRecord, steps_out_of_order
from generator.model.words import CorrectionOutcome
from generator.profiles import HUNAN_2021, ORDER_809, profiles_named, profiles_on
from generator.profiles.clocks import Obligation
from generator.profiles.deadlines import rules_for
from generator.rules.registry import Problem, rule
from generator.rules.secrets import texts_of
from generator.rules.sharing import is_said

UPDATING = {HUNAN_2021: "第十条第二款", ORDER_809: "第十七条第二款"}

TEXTS = frozenset({"理由", "事由", "概述", "补充材料", "使用场景", "使用范围"})
"""Texts of a ledger's record that must say something; those with a rule of their own are not among them."""


@rule(
    "D121",
    "触发事项没有文号",
    message="触发事项「{title}」没有文号",
    hint="请写明公布令或者调整文件的文号，如 国务院令第804号",
    under=UPDATING,
)
def trigger_without_number(trigger: Trigger) -> Iterator[Problem]:
    if not trigger.number:
        yield Problem(("事项",), absent=("文号",), on=trigger.happened_on, values={"title": trigger.title})
    elif not is_said(trigger.number):
        yield Problem(("文号",), on=trigger.happened_on, values={"title": trigger.title})


@rule(
    "D122",
    "触发事项没有发生日期",
    message="触发事项「{title}」没有发生日期，更新时限无从计算",
    hint="请写明修订施行或者职能变化的日期",
    under=UPDATING,
)
def trigger_without_day(trigger: Trigger) -> Iterator[Problem]:
    if not trigger.happened_on:
        yield Problem(("事项",), absent=("发生日期",), values={"title": trigger.title})


@rule(
    "D123",
    "当时的规定没有这一类触发事项",
    message="{day} 施行的规定没有把{kind}列为应当更新目录的情形",
    hint="请核对类别和发生日期；规定没有列入的，更新目录没有法定时限",
    under={profile: (article, Severity.WARNING) for profile, article in UPDATING.items()},
)
def trigger_of_no_known_kind(trigger: Trigger, register: Register) -> Iterator[Problem]:
    names = [profile.name for profile in profiles_named(register.authority.profiles or ())]
    day = trigger.happened_on
    if trigger.kind and day and not rules_for(Obligation.UPDATE, day, names, trigger.kind):
        yield Problem(("类别",), on=day, values={"day": day, "kind": trigger.kind})


@rule(
    "D124",
    "无需变更没有写明理由或者认定日期",
    message="资源 {code} 认定无需变更，但没有写明{missing}",
    hint="请在「无需变更」中写明核对了哪些内容、为什么不必更新，并填写「认定日期」；需要更新的，两项都不填",
    under=UPDATING,
)
def unchanged_without_reason_or_day(trigger: Trigger) -> Iterator[Problem]:
    for number, one in enumerate(trigger.affected or ()):
        place: Place = ("涉及资源", number)
        absent: Place = ()
        if one.unchanged_reason and not is_said(one.unchanged_reason):
            key, missing = "无需变更", "理由"
        elif one.unchanged_reason and not one.concluded_on:
            key, absent, missing = "无需变更", (*place, "认定日期"), "认定日期"
        elif one.concluded_on and not one.unchanged_reason:
            key, absent, missing = "认定日期", (*place, "无需变更"), "理由"
        else:
            continue
        values = {"code": one.code, "missing": missing}
        yield Problem((*place, key), key=True, absent=absent, on=trigger.happened_on, values=values)


@rule(
    "D131",
    "校核办结没有结论",
    message="{fault}",
    hint="校核办结的，「办结日期」和「结论」都要填写，结论写已更正或者核实无误",
    under={HUNAN_2021: "第二十二条第二款", ORDER_809: "第二十六条"},
)
def verification_concluded_without_outcome(correction: Correction) -> Iterator[Problem]:
    if correction.concluded_on and not correction.outcome:
        values = {"fault": f"校核已于 {correction.concluded_on} 办结，但没有写明结论"}
        yield Problem(("办结日期",), absent=("结论",), on=correction.received_on, values=values)
    if correction.outcome and not correction.concluded_on:
        values = {"fault": f"校核的结论是{correction.outcome}，但没有写明办结日期"}
        yield Problem(("结论",), absent=("办结日期",), on=correction.received_on, values=values)


@rule(
    "D132",
    "校核结果没有告知",
    message="校核已于 {day} 办结，结果还没有告知「{reporter}」",
    hint="请及时告知，并填写「告知日期」",
    under={HUNAN_2021: ("第二十二条第四款", Severity.WARNING), ORDER_809: ("第二十六条", Severity.WARNING)},
)
def verification_not_told(correction: Correction, register: Register) -> Iterator[Problem]:
    in_force = profiles_on(register.authority.profiles or (), correction.received_on)
    must_tell = correction.outcome is CorrectionOutcome.CORRECTED or ORDER_809 in in_force
    if correction.concluded_on and must_tell and not correction.told_on:
        values = {"day": correction.concluded_on, "reporter": correction.reporter}
        yield Problem(("办结日期",), absent=("告知日期",), on=correction.received_on, values=values)


@rule(
    "D151",
    "步骤的日期颠倒",
    message="「{later}」的日期 {day} 早于「{earlier}」的日期 {other}",
    hint="请核对两个日期",
)
def steps_dated_out_of_order(record: LedgerRecord) -> Iterator[Problem]:
    for earlier, later in steps_out_of_order(record):
        values = {"later": later.name, "day": later.on, "earlier": earlier.name, "other": earlier.on}
        yield Problem(later.place, values=values)


@rule(
    "D152",
    "同一事项重复登记",
    message="与台账 {number} 是同一事项",
    hint="请合并为一条，保留先登记的编号；确是两件事的，写明区别",
)
def registered_in_two_records(register: Register) -> Iterator[Problem]:
    first: dict[Hashable, str] = {}
    for entry in register.entries:
        identity = _identity_of(entry.value)
        if None in identity:
            continue
        number = first.setdefault((entry.kind, identity), entry.number)
        if number != entry.number:
            yield Problem(file=entry.file, values={"number": number})


def _identity_of(record: LedgerRecord) -> tuple[Hashable, ...]:
    """What makes a record the same matter as another of its ledger; with `None` in it, it cannot be told."""
    match record:
        case Trigger():
            return (record.kind, record.title, record.number or "", record.happened_on)
        case AccessRequest():
            return (record.code, record.user, record.received_on, record.purpose or "")
        case Correction():
            return (record.code, record.reporter, record.received_on, record.doubt)
        case Channel():
            return (record.code, record.mode_class, None if record.closed_on else "")
        case Dispute():
            return (frozenset(record.codes or ()), frozenset(record.parties or ()), record.arose_on, record.matter)
        case Suspension():
            return (record.code, record.user, record.kind, record.began_on)
        case Incident():
            return (record.unit, record.found_on, record.matter)
    return (None,)


@rule(
    "D153",
    "台账中的文字没有内容",
    message="「{field}」只写了「{text}」",
    hint="请写明具体内容；还没有内容的，整项删去",
)
def text_that_says_nothing(record: LedgerRecord) -> Iterator[Problem]:
    for place, text in texts_of(record):
        field = place[-1] if place else ""
        if field in TEXTS and place != ("答复", "理由") and not is_said(text):
            yield Problem(place, article=record.ARTICLE, values={"field": field, "text": text})
