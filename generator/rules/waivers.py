"""A11: waivers, dated exceptions that the authority approves; and what they do to findings."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from generator.diagnostics import Finding, Severity
from generator.model.register import WAIVERS, Register
from generator.model.waiver import Waiver
from generator.rules.registry import STATE_RULES, Problem, rule

WAIVABLE = frozenset("NOSD")
"""Families whose findings can be waived: never how a file is written (Y, M), secrets and personal data (X),
the authority and its approvals (A), nor what a change does (C)."""
ARTICLE = "办法第六条"


@rule(
    "A111",
    "豁免的规则不存在",
    message="没有规则 {name}",
    hint="请写规则编号，可用 mulu rules 查看；规则已经取消的，删去本条",
    article=ARTICLE,
)
def waiver_of_no_rule(waiver: Waiver) -> Iterator[Problem]:
    if waiver.rule and waiver.rule[:1] in WAIVABLE and waiver.rule not in _rule_ids():
        yield Problem(("规则",), values={"name": waiver.rule})


@rule(
    "A112",
    "豁免了不得豁免的规则",
    message="规则 {name} 不得豁免",
    hint="书写、涉密和个人信息、主管部门和审核、收窄各类规则不得豁免；请删去本条，改正所指的问题",
    article=ARTICLE,
)
def waiver_of_what_must_hold(waiver: Waiver) -> Iterator[Problem]:
    if waiver.rule and waiver.rule[:1] not in WAIVABLE:
        yield Problem(("规则",), values={"name": waiver.rule})


@rule(
    "A113",
    "豁免没有指明对象",
    message="{fault}",
    hint="请核对「资源代码」或者「文件」；文件从 catalogues/ 写起",
    article=ARTICLE,
    severity=Severity.WARNING,
)
def waiver_of_nothing_there(waiver: Waiver, register: Register) -> Iterator[Problem]:
    files = {record.file for record in register.records()}
    if not waiver.code and not waiver.file:
        yield Problem(("规则",), key=True, absent=("资源代码",), values={"fault": "没有写明豁免哪项资源、哪个文件"})
    if waiver.code and waiver.code not in register.resource_coded:
        yield Problem(("资源代码",), values={"fault": f"资源 {waiver.code} 不存在"})
    if waiver.file and waiver.file not in files:
        yield Problem(("文件",), values={"fault": f"文件 {waiver.file} 不存在"})


@rule(
    "A114",
    "豁免不由主管部门批准",
    message="豁免由「{unit}」批准，不是主管部门，也不是指定审核部门",
    hint="豁免由主管部门批准；请核对批准单位",
    article=ARTICLE,
)
def waiver_by_another(waiver: Waiver, register: Register) -> Iterator[Problem]:
    units = {register.authority.unit, register.authority.confirming_unit}
    if waiver.unit and register.authority.unit and waiver.unit not in units:
        yield Problem(("批准单位",), values={"unit": waiver.unit})


@rule(
    "A115",
    "豁免在批准之前到期",
    message="批准日期是 {approved}，到期日期是 {expires}",
    hint="请核对两个日期",
    article=ARTICLE,
)
def waiver_that_ends_before_it_begins(waiver: Waiver) -> Iterator[Problem]:
    if waiver.approved_on and waiver.expires_on and waiver.expires_on < waiver.approved_on:
        yield Problem(("到期日期",), values={"approved": waiver.approved_on, "expires": waiver.expires_on})


@rule(
    "A116",
    "豁免没有对应的问题",
    message="{target} 没有规则 {name} 所说的问题，不必豁免",
    hint="问题已经改正的，请删去本条",
    article=ARTICLE,
    severity=Severity.WARNING,
)
def waiver_of_no_finding(_register: Register) -> Iterator[Problem]:
    """Known only when all other rules have spoken: `problems_of_unused` says it then."""
    yield from ()


def problems_of_unused(register: Register, findings: Iterable[Finding]) -> Iterator[Problem]:
    """The waivers that are in order and waive none of the findings."""
    told = {(finding.rule.id, finding.code, finding.file) for finding in findings}
    codes, files = register.resource_coded, {record.file for record in register.records()}
    for number, waiver in enumerate(register.waivers):
        target = waiver.code or waiver.file
        is_there = waiver.code in codes if waiver.code else waiver.file in files
        is_fit = waiver.rule in _rule_ids() and (waiver.rule or "")[:1] in WAIVABLE
        if target and is_there and is_fit and not any(waiver.covers(*one) for one in told):
            yield Problem(("豁免", number, "规则"), file=WAIVERS, values={"target": target, "name": waiver.rule})


def with_waivers(register: Register, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, those that a waiver in order covers as warnings that say by whom and until when."""
    effective = [waiver for waiver in register.waivers if _is_effective(waiver, register)]
    for finding in findings:
        waiver = next((one for one in effective if one.covers(finding.rule.id, finding.code, finding.file)), None)
        if waiver is None or finding.rule.id[:1] not in WAIVABLE:
            yield finding
            continue
        said = f"{waiver.unit} {waiver.approved_on} 批准豁免，至 {waiver.expires_on}"
        words = replace(finding.rule, severity=Severity.WARNING)
        yield replace(finding, rule=words, message=f"{finding.message}（{said}）", waived=said)


def _is_effective(waiver: Waiver, register: Register) -> bool:
    units = {register.authority.unit, register.authority.confirming_unit}
    days = waiver.approved_on and waiver.expires_on and waiver.approved_on <= waiver.expires_on
    return bool(days and waiver.reason and waiver.unit in units)


def _rule_ids() -> frozenset[str]:
    return frozenset(state_rule.words.id for state_rule in STATE_RULES)
