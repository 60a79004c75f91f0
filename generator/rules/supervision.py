"""D14, S120: channels, disputes, suspensions, incidents, 办法第十三、十四、十九、二十五条，条例第二十七、二十八条."""

from collections.abc import Iterator

from generator.model.ledgers import Channel, Dispute, Incident, Suspension
from generator.model.register import Register
from generator.model.resource import Resource
from generator.model.words import ModeClass, ResourceStatus, SuspensionGround
from generator.profiles import HUNAN_2021, ORDER_809
from generator.rules.registry import Problem, rule
from generator.rules.sharing import is_said


@rule(
    "S120",
    "其他途径没有经过批准",
    message="「{name}」的共享方式有{mode_class}，但没有经主管部门批准、仍在使用的其他途径记录",
    hint="应当通过共享平台共享；确需通过其他途径的，先报主管部门批准，并在其他途径台账中写明批准的日期和文号",
    under={HUNAN_2021: "第十四条"},
)
def off_platform_without_approval(resource: Resource, register: Register) -> Iterator[Problem]:
    for number, mode in enumerate(resource.modes if resource.status is ResourceStatus.ACTIVE else ()):
        if mode.mode_class in (None, ModeClass.PLATFORM):
            continue
        named = register.channels.get(resource.code or "", [])
        channels = [(entry, channel) for entry, channel in named if channel.mode_class is mode.mode_class]
        if not any(channel.is_open for _, channel in channels):
            against = channels[-1][0].file if channels else ""
            values = {"name": resource.name, "mode_class": mode.mode_class}
            yield Problem(("共享方式", number, "分类"), against=against, values=values)


@rule(
    "D141",
    "把共享平台登记为其他途径",
    message="共享平台不是其他途径",
    hint="通过共享平台共享的不必登记；通过邮件、拷盘或者介质交换共享的，请改写途径",
    under={HUNAN_2021: "第十四条"},
)
def platform_as_another_channel(channel: Channel) -> Iterator[Problem]:
    if channel.mode_class is ModeClass.PLATFORM:
        yield Problem(("途径",), on=channel.applied_on)


@rule(
    "D142",
    "争议办结没有结果",
    message="争议已于 {day} 办结，但没有写明结果",
    hint="请在「结果」中写明各方达成的意见，或者协调、决定的内容",
    under={HUNAN_2021: "第十三条、第十八条第二款", ORDER_809: "第二十八条"},
)
def dispute_closed_without_result(dispute: Dispute) -> Iterator[Problem]:
    if dispute.closed_on and not is_said(dispute.result):
        place, absent = (("结果",), ()) if dispute.result else (("事由",), ("结果",))
        yield Problem(place, key=True, absent=absent, on=dispute.arose_on, values={"day": dispute.closed_on})


@rule(
    "D143",
    "暂停、终止提供没有报告",
    message="因违规使用，{day} 起{kind}向「{user}」提供，但没有报告主管部门",
    hint="请报告同级主管部门，并在「报告」中写明日期和文号",
    under={HUNAN_2021: "第十九条第二款"},
)
def suspension_not_reported(suspension: Suspension) -> Iterator[Problem]:
    if suspension.ground is SuspensionGround.MISUSE and not suspension.reported:
        yield Problem(("起",), absent=("报告",), on=suspension.began_on, values=_values_of(suspension))


@rule(
    "D144",
    "没有协商、备案就停止提供",
    message="使用部门没有违规，{day} 起{kind}向「{user}」提供，但没有{missing}",
    hint="没有正当理由不得终止或者变更已提供的共享服务；确需的，请与使用部门协商，报主管部门备案，并填写「协商日期」「报告」",
    under={ORDER_809: "第二十七条第三款"},
)
def service_ended_without_negotiation(suspension: Suspension) -> Iterator[Problem]:
    done = {"协商日期": suspension.negotiated_on, "报告": suspension.reported}
    key = next((key for key, value in done.items() if not value), None)
    if suspension.ground is SuspensionGround.OTHER and key:
        missing = "与其协商" if key == "协商日期" else "报主管部门备案"
        values = {**_values_of(suspension), "missing": missing}
        yield Problem(("起",), absent=(key,), on=suspension.began_on, values=values)


def _values_of(suspension: Suspension) -> dict[str, object]:
    return {"day": suspension.began_on, "kind": suspension.kind, "user": suspension.user}


@rule(
    "D145",
    "安全事件没有报告",
    message="{day} 发现的安全事件没有报告{missing}",
    hint="请立即报告同级网信部门和主管部门，并填写报告的日期",
    under={HUNAN_2021: "第二十四条第二款、第二十五条", ORDER_809: "第三十五条"},
)
def incident_not_reported(incident: Incident) -> Iterator[Problem]:
    told = {"网信部门": incident.told_network_office_on, "主管部门": incident.told_authority_on}
    for office, day in told.items():
        if not day:
            values = {"day": incident.found_on, "missing": office}
            absent = (f"报告{office}日期",)
            yield Problem(("发现日期",), absent=absent, on=incident.found_on, values=values)
