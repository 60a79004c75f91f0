"""D1: requests for a resource, their replies and what was provided, 办法第十八条，条例第二十至二十二条."""

import re
from collections.abc import Iterator

from generator.diagnostics import Severity
from generator.model.ledgers import AccessRequest
from generator.model.register import Register
from generator.model.standing import class_asked_for
from generator.model.words import ReplyOutcome, SharingClass
from generator.profiles import HUNAN_2021, ORDER_809, profiles_on
from generator.rules.registry import Problem, rule
from generator.rules.sharing import is_said

NO_PURPOSE = re.compile(
    r"(?:[因为]|用于|由于)?(?:本?(?:部门|单位))?(?:工作|业务|履职|履行职责|办公|内部)?(?:需要|需求|所需|使用|用途|要求)[。.]?"
)
"""Words that say that there is a purpose, not which."""


@rule(
    "D101",
    "共享申请没有写明使用用途",
    message="「{user}」的申请没有写明使用用途",
    hint="请在「使用用途」中写明用于履行哪项职责、办理哪类事项",
    under={HUNAN_2021: "第十八条第一款", ORDER_809: "第二十条第二款"},
)
def request_without_purpose(request: AccessRequest) -> Iterator[Problem]:
    values = {"user": request.user}
    if not request.purpose:
        yield Problem(("使用部门",), absent=("使用用途",), on=request.received_on, values=values)
    elif not is_said(request.purpose) or NO_PURPOSE.fullmatch(request.purpose):
        yield Problem(("使用用途",), on=request.received_on, values=values)


@rule(
    "D102",
    "共享申请的要素不全",
    message="「{user}」的申请没有写明{missing}",
    hint="请补上；材料不全的，提供部门应当一次性告知需要补充的材料，并写入「补正」",
    under={ORDER_809: ("第二十条第二款", Severity.WARNING)},
)
def request_with_elements_missing(request: AccessRequest) -> Iterator[Problem]:
    elements = {
        "使用依据": request.bases,
        "使用场景": request.scenario,
        "使用范围": request.scope,
        "共享方式": request.mode_type,
        "使用时限": request.time_limit,
    }
    missing = [key for key, value in elements.items() if not value]
    is_awaited = request.supplement and not request.supplement.completed_on
    if missing and not is_awaited and not request.withdrawn_on:
        values = {"user": request.user, "missing": "、".join(missing)}
        yield Problem(("使用部门",), absent=(missing[0],), on=request.received_on, values=values)


@rule(
    "D103",
    "对无条件共享的资源提出申请",
    message="资源 {code} 是无条件共享，使用部门可以直接获取",
    hint="无条件共享的资源通过共享平台直接获取，不必申请；当时不是无条件共享的，请写明「共享类型」",
    under={HUNAN_2021: ("第十八条第一项", Severity.WARNING)},
)
def request_for_unconditional_data(request: AccessRequest, register: Register) -> Iterator[Problem]:
    if class_asked_for(request, register) is SharingClass.UNCONDITIONAL and not _under_the_order(request, register):
        yield Problem(("资源代码",), on=request.received_on, values={"code": request.code})


@rule(
    "D104",
    "不同意共享没有说明理由",
    message="答复不同意「{user}」的申请，但没有说明理由",
    hint="请在答复的「理由」中写明依据什么、为什么不能提供",
    under={HUNAN_2021: "第十八条第二项", ORDER_809: "第二十一条"},
)
def refusal_without_reason(request: AccessRequest) -> Iterator[Problem]:
    reply = request.reply
    if reply and reply.outcome is ReplyOutcome.REFUSED and not is_said(reply.reason):
        place, absent = (("答复", "理由"), ()) if reply.reason else (("答复", "结果"), ("答复", "理由"))
        yield Problem(place, absent=absent, on=request.received_on, values={"user": request.user})


@rule(
    "D105",
    "没有同意的答复就提供数据",
    message="{day} 已经提供数据，但没有同意共享的答复",
    hint="有条件共享和不予共享的，提供部门书面答复同意以后才能提供；请补上答复，或者核对提供日期",
    under={HUNAN_2021: "第十八条", ORDER_809: "第二十二条"},
)
def delivered_without_consent(request: AccessRequest, register: Register) -> Iterator[Problem]:
    outcome = request.reply.outcome if request.reply else None
    if not request.delivered_on or outcome is ReplyOutcome.GRANTED:
        return
    is_free = class_asked_for(request, register) is SharingClass.UNCONDITIONAL
    if not is_free or _under_the_order(request, register):
        absent = ("答复", "结果") if request.reply and not outcome else () if outcome else ("答复",)
        yield Problem(("提供日期",), absent=absent, on=request.received_on, values={"day": request.delivered_on})


@rule(
    "D106",
    "提供不予共享的数据没有备案",
    message="资源 {code} 不予共享，{day} 已经提供，但没有报主管部门备案",
    hint="协商同意提供的，请报同级主管部门备案，并在「备案」中写明日期和文号",
    under={HUNAN_2021: "第十八条第三项"},
)
def denied_data_provided_without_filing(request: AccessRequest, register: Register) -> Iterator[Problem]:
    if class_asked_for(request, register) is SharingClass.DENIED and request.delivered_on and not request.filed:
        values = {"code": request.code, "day": request.delivered_on}
        yield Problem(("提供日期",), absent=("备案",), on=request.received_on, values=values)


def _under_the_order(request: AccessRequest, register: Register) -> bool:
    """Whether Order 809, which has requests for unconditional data too, rules the request."""
    return ORDER_809 in profiles_on(register.authority.profiles or (), request.received_on)
