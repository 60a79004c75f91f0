"""S: sharing and opening, 办法第九、十四、十七条，条例第十三条至第十五条."""

import re
from collections.abc import Iterator

from generator.diagnostics import Severity
from generator.model.register import Register
from generator.model.resource import Resource
from generator.model.words import (
    FormatClass,
    LegalForce,
    ModeClass,
    ModeType,
    ResourceStatus,
    SharingClass,
)
from generator.profiles import HUNAN_2021, ORDER_809, profiles_named
from generator.rules.registry import Problem, rule

NATIONAL_FORCES = frozenset(LegalForce) - {LegalForce.LOCAL_REGULATION, LegalForce.LOCAL_RULE}
"""Forces that may be a 国家有关规定; a 规范性文件 may be the state's or the province's and counts as the state's."""
DENYING_FORCES = frozenset({LegalForce.LAW, LegalForce.ADMINISTRATIVE_REGULATION, LegalForce.STATE_COUNCIL_DECISION})

DATABASE_MODES = frozenset({ModeType.DATABASE, ModeType.INTERFACE, ModeType.SERVICE, ModeType.BATCH})
FILE_MODES = frozenset({ModeType.FILE, ModeType.DOWNLOAD, ModeType.BATCH, ModeType.INTERFACE, ModeType.SERVICE})

RESTRICTED = (SharingClass.CONDITIONAL, SharingClass.DENIED)

SAYS_NOTHING = re.compile(r"(?:无|暂无|没有|不详|待定|待补充?|同上|略|[-—/]+)[。.]?")
"""What people put into a field they have nothing to write in."""


def is_said(text: str | None) -> bool:
    """Whether a text is there and says something."""
    return bool(text) and not SAYS_NOTHING.fullmatch(text or "")


def _unsaid(key: str, text: str | None, **values: object) -> Iterator[Problem]:
    """A problem when a text is missing or says nothing."""
    if text and not is_said(text):
        yield Problem((key,), values=values)
    elif not text:
        yield Problem(("共享类型",), absent=(key,), values=values)


@rule(
    "S101",
    "有条件共享没有写明条件",
    message="「{name}」是有条件共享，但没有写明共享条件",
    hint="请在「共享条件」中写明谁、凭什么、可用于什么",
    under={HUNAN_2021: "第十七条第五款", ORDER_809: "第十五条第二款"},
)
def conditional_without_condition(resource: Resource) -> Iterator[Problem]:
    if resource.sharing_class is SharingClass.CONDITIONAL:
        yield from _unsaid("共享条件", resource.sharing_condition, name=resource.name)


@rule(
    "S102",
    "有条件共享没有依据",
    message="「{name}」是有条件共享，但没有写明依据",
    hint="请在「依据」中写明法律、行政法规或者国家有关规定的名称和条款；没有依据的，应当无条件共享",
    under={HUNAN_2021: "第十七条第五款"},
)
def conditional_without_basis(resource: Resource) -> Iterator[Problem]:
    if resource.sharing_class is SharingClass.CONDITIONAL and not resource.bases:
        yield Problem(("共享类型",), absent=("依据",), values={"name": resource.name})


@rule(
    "S103",
    "不予共享没有依据",
    message="「{name}」不予共享，但没有写明依据",
    hint="请在「依据」中写明哪部法律、行政法规或者国务院决定的哪一条明确规定不能提供；没有的，不得列为不予共享",
    under={HUNAN_2021: "第十七条第五款", ORDER_809: "第十五条第二款"},
)
def denied_without_basis(resource: Resource) -> Iterator[Problem]:
    if resource.sharing_class is SharingClass.DENIED and not resource.bases:
        yield Problem(("共享类型",), absent=("依据",), values={"name": resource.name})


@rule(
    "S104",
    "不予共享没有理由",
    message="「{name}」不予共享，但没有写明理由",
    hint="请在「不予理由」中写明为什么不能提供给其他部门",
    under={ORDER_809: "第十五条第二款"},
)
def denied_without_reason(resource: Resource) -> Iterator[Problem]:
    if resource.sharing_class is SharingClass.DENIED:
        yield from _unsaid("不予理由", resource.denial_reason, name=resource.name)


@rule(
    "S105",
    "不予共享的依据效力不够",
    message="不予共享的依据「{title}」是{force}，效力不够",
    hint="不予共享须有法律、行政法规或者国务院决定的明确规定；请补充这样的依据，或者改为有条件共享",
    under={ORDER_809: "第十四条第三项"},
)
def denied_on_too_low_a_force(resource: Resource, register: Register) -> Iterator[Problem]:
    if resource.sharing_class is SharingClass.DENIED:
        yield from _too_low(resource, register, DENYING_FORCES)


@rule(
    "S106",
    "限制共享只有地方规定作依据",
    message="限制共享的依据「{title}」是{force}，效力不够",
    hint="有条件共享和不予共享须有法律、行政法规或者国家有关规定作为依据；请补充这样的依据；没有的，应当无条件共享",
    under={HUNAN_2021: "第十七条第五款"},
)
def restricted_on_local_rules_only(resource: Resource, register: Register) -> Iterator[Problem]:
    if resource.sharing_class not in RESTRICTED:
        return
    s105_speaks = ORDER_809 in profiles_named(register.authority.profiles or ())
    if resource.sharing_class is SharingClass.CONDITIONAL or not s105_speaks:
        yield from _too_low(resource, register, NATIONAL_FORCES)


def _too_low(resource: Resource, register: Register, enough: frozenset[LegalForce]) -> Iterator[Problem]:
    """The first basis when none of those known has enough force; silent while any of them is unknown."""
    known = [register.legal_basis_titled.get(citation.document or "") for citation in resource.bases]
    forces = [basis.force if basis else None for basis in known]
    if forces and None not in forces and not enough & set(forces):
        values = {"title": resource.bases[0].document, "force": forces[0]}
        yield Problem(("依据", 0, "文件"), values=values)


@rule(
    "S107",
    "作出审核确认时依据尚未施行或者已经失效",
    message="审核确认的日期是 {day}，依据「{title}」{fault}",
    hint="请核对日期，或者改用当时有效的依据",
    under={HUNAN_2021: "第十七条第五款", ORDER_809: "第十五条第二款"},
)
def basis_not_in_force_when_confirmed(resource: Resource, register: Register) -> Iterator[Problem]:
    if resource.sharing_class not in RESTRICTED:
        return
    day = resource.confirmation.confirmed_on if resource.confirmation else None
    for number, citation in enumerate(resource.bases):
        basis = register.legal_basis_titled.get(citation.document or "")
        if not day or not basis:
            continue
        if basis.in_force_from and day < basis.in_force_from:
            fault = f"自 {basis.in_force_from} 起施行"
        elif basis.in_force_to and day >= basis.in_force_to:
            fault = f"已于 {basis.in_force_to} 失效"
        else:
            continue
        yield Problem(("依据", number, "文件"), values={"day": day, "title": basis.title, "fault": fault})


@rule(
    "S108",
    "限制共享没有审核确认",
    message="「{name}」是{sharing_class}，但没有指定部门的审核确认",
    hint="请报同级人民政府指定的部门审核确认，并在「审核确认」中写明部门和日期",
    under={HUNAN_2021: "第十七条第五款"},
)
def restricted_without_confirmation(resource: Resource) -> Iterator[Problem]:
    if resource.sharing_class in RESTRICTED and not resource.confirmation:
        values = {"name": resource.name, "sharing_class": resource.sharing_class}
        yield Problem(("共享类型",), absent=("审核确认",), values=values)


@rule(
    "S109",
    "审核确认的不是指定部门",
    message="审核确认由「{unit}」作出，指定的部门是「{confirming}」",
    hint="请由指定部门审核确认，或者核对主管部门文件中的「指定审核部门」",
    under={HUNAN_2021: "第十七条第五款"},
)
def confirmed_by_another_unit(resource: Resource, register: Register) -> Iterator[Problem]:
    confirming = register.authority.confirming_unit
    unit = resource.confirmation.unit if resource.confirmation else None
    if unit and confirming and unit != confirming:
        yield Problem(("审核确认", "部门"), values={"unit": unit, "confirming": confirming})


@rule(
    "S111",
    "无条件共享却写了条件",
    message="「{name}」是无条件共享，却写了共享条件",
    hint="无条件共享不得另设条件；请删去共享条件，确有法律依据的，改为有条件共享",
    under={HUNAN_2021: "第十七条第二款", ORDER_809: "第十五条第一款"},
)
def unconditional_with_condition(resource: Resource) -> Iterator[Problem]:
    if resource.sharing_class is SharingClass.UNCONDITIONAL and is_said(resource.sharing_condition):
        yield Problem(("共享条件",), key=True, values={"name": resource.name})
    for number, item in enumerate(resource.items or ()):
        is_conditioned = is_said(item.sharing_condition)
        if is_conditioned and (item.sharing_class or resource.sharing_class) is SharingClass.UNCONDITIONAL:
            yield Problem(("信息项", number, "共享条件"), key=True, values={"name": item.name})


@rule(
    "S112",
    "没有写明使用范围",
    message="「{name}」没有写明使用范围",
    hint="请在「使用范围」中写明哪些部门或者层级可以使用，如“各级政务部门”",
    under={HUNAN_2021: "第九条第三款", ORDER_809: "第十三条第二款"},
)
def scope_missing(resource: Resource) -> Iterator[Problem]:
    if _shared(resource):
        yield from _unsaid("使用范围", resource.scope, name=resource.name)


@rule(
    "S113",
    "没有写明共享方式",
    message="「{name}」没有写明共享方式",
    hint="请在「共享方式」中写明分类和类型，例如 共享平台、接口",
    under={HUNAN_2021: "第九条第三款", ORDER_809: "第十三条第二款"},
)
def mode_missing(resource: Resource) -> Iterator[Problem]:
    if _shared(resource) and not resource.modes:
        yield Problem(("共享类型",), absent=("共享方式",), values={"name": resource.name})


def _shared(resource: Resource) -> bool:
    return resource.status is ResourceStatus.ACTIVE and resource.sharing_class in (
        SharingClass.UNCONDITIONAL,
        SharingClass.CONDITIONAL,
    )


@rule(
    "S114",
    "有条件共享没有写明使用用途",
    message="「{name}」是有条件共享，但没有写明使用用途",
    hint="请在「使用用途」中写明可以用于哪些事项",
    under={ORDER_809: "第十五条第二款", HUNAN_2021: ("第十八条第一款", Severity.WARNING)},
)
def conditional_without_purpose(resource: Resource) -> Iterator[Problem]:
    if resource.sharing_class is SharingClass.CONDITIONAL:
        yield from _unsaid("使用用途", resource.purpose, name=resource.name)


@rule(
    "S115",
    "共享方式与格式不符",
    message="共享方式「{mode}」与所列格式不符",
    hint="数据库以数据库、接口或者批量交换方式共享，文件以文件、接口或者批量交换方式共享；请核对格式和共享方式",
    article="编制指南",
    severity=Severity.WARNING,
)
def mode_at_odds_with_format(resource: Resource) -> Iterator[Problem]:
    classes = {entry.format_class for entry in resource.formats or ()}
    if not classes or not classes.isdisjoint({None, FormatClass.SELF_DESCRIBED}):
        return
    possible = (DATABASE_MODES if FormatClass.DATABASE in classes else frozenset()) | (
        FILE_MODES if classes - {FormatClass.DATABASE} else frozenset()
    )
    for number, mode in enumerate(resource.modes):
        on_platform = mode.mode_class is ModeClass.PLATFORM
        if on_platform and mode.mode_type and mode.mode_type not in possible:
            yield Problem(("共享方式", number, "类型"), values={"mode": mode.mode_type})


@rule(
    "S116",
    "信息项的共享类型与资源的不一致",
    message="信息项「{item}」是{item_class}，资源却是{sharing_class}",
    hint="只能部分提供的，整个资源应为有条件共享；请核对信息项和资源的共享类型",
    under={HUNAN_2021: "第十七条第三款", ORDER_809: "第十四条第二项"},
)
def item_at_odds_with_resource(resource: Resource) -> Iterator[Problem]:
    if resource.sharing_class in (None, SharingClass.CONDITIONAL):
        return
    for number, item in enumerate(resource.items or ()):
        if item.sharing_class and item.sharing_class is not resource.sharing_class:
            values = {"item": item.name, "item_class": item.sharing_class, "sharing_class": resource.sharing_class}
            yield Problem(("信息项", number, "共享类型"), values=values)


@rule(
    "S117",
    "各信息项都无条件共享，资源却是有条件共享",
    message="「{name}」的信息项全部无条件共享，资源却是有条件共享",
    hint="资源的共享类型应为各信息项都能做到的最宽一类；请改为无条件共享，或者核对信息项",
    under={HUNAN_2021: "第十七条第二款", ORDER_809: "第十五条第一款"},
)
def conditional_though_all_items_are_not(resource: Resource) -> Iterator[Problem]:
    items = resource.items or ()
    wide = items and all(item.sharing_class is SharingClass.UNCONDITIONAL for item in items)
    if resource.sharing_class is SharingClass.CONDITIONAL and wide:
        yield Problem(("共享类型",), values={"name": resource.name})
