"""The clocks of 《政务数据共享条例》 (State Council Order 809), article by article."""

from functools import partial

from generator.model.words import TriggerKind
from generator.profiles import ORDER_809
from generator.profiles.clocks import Consequence, DeadlineRule, ExtensionRule, Obligation, Unit

_rule = partial(DeadlineRule, profile=ORDER_809.name, effective_from=ORDER_809.in_force_from)
_CATALOGUE = Consequence("未按照要求编制或者更新政务数据目录", "条例第三十九条第（一）项")
_REPLY = Consequence("未按时答复政务数据共享申请或者未按时共享政务数据，且无正当理由", "条例第三十九条第（四）项")
_CORRECTION = Consequence("收到政务数据校核申请后，未按时核实、更正", "条例第三十九条第（六）项")
_ENDED = Consequence("擅自终止或者变更已提供的政务数据共享服务", "条例第三十九条第（七）项")
_OTHER = Consequence("违反本条例规定的其他情形", "条例第三十九条第（九）项")
_COORDINATION = Consequence("未按照规定对政务数据共享争议进行协调处理", "条例第四十一条第（二）项")
_AUTHORITY = Consequence("违反本条例规定的其他情形", "条例第四十一条第（三）项")
_LONGER_REPLY = ExtensionRule(
    10,
    "同级政务数据共享主管部门",
    "政务数据需求部门",
    "应当报经同级政务数据共享主管部门同意，并告知政务数据需求部门，延长的期限最长不得超过 10 个工作日",
)

ORDER_DEADLINES: tuple[DeadlineRule, ...] = (
    _rule(
        id="order-update",
        obligation=Obligation.UPDATE,
        title="法律、行政法规、国务院决定调整或者职责变化后更新目录并报送审核",
        article="条例第十七条第二款",
        actor="政府部门",
        text=(
            "因法律、行政法规、国务院决定调整或者政府部门职责变化",
            "应当自调整、变化发生之日起 10 个工作日内对政务数据目录完成更新",
        ),
        unit=Unit.WORKDAY,
        amount=10,
        count_from="调整、变化发生之日",
        kinds=(
            TriggerKind.LAW,
            TriggerKind.ADMINISTRATIVE_REGULATION,
            TriggerKind.STATE_COUNCIL_DECISION,
            TriggerKind.FUNCTION,
        ),
        extension=ExtensionRule(
            5,
            "同级政务数据共享主管部门",
            "",
            "因特殊原因需要延长更新期限的，经同级政务数据共享主管部门同意，可以延长 5 个工作日",
        ),
        consequence=_CATALOGUE,
    ),
    _rule(
        id="order-review",
        obligation=Obligation.REVIEW,
        title="审核更新后的目录并发布",
        article="条例第十七条第三款",
        actor="主管部门",
        text=("应当自收到更新后的政务数据目录之日起 2 个工作日内完成审核并发布",),
        unit=Unit.WORKDAY,
        amount=2,
        count_from="收到更新后的目录之日",
        consequence=_AUTHORITY,
    ),
    _rule(
        id="order-direct",
        obligation=Obligation.DIRECT,
        title="答复无条件共享的申请",
        article="条例第二十一条",
        actor="提供部门",
        text=("属于无条件共享类的", "应当自收到政务数据共享申请之日起 1 个工作日内作出答复"),
        unit=Unit.WORKDAY,
        amount=1,
        count_from="收到申请之日",
        extension=_LONGER_REPLY,
        consequence=_REPLY,
    ),
    _rule(
        id="order-reply",
        obligation=Obligation.REPLY,
        title="答复有条件共享的申请",
        article="条例第二十一条",
        actor="提供部门",
        text=("属于有条件共享类的，应当自收到政务数据共享申请之日起 10 个工作日内作出是否同意共享的答复",),
        unit=Unit.WORKDAY,
        amount=10,
        count_from="收到申请之日",
        extension=_LONGER_REPLY,
        consequence=_REPLY,
    ),
    _rule(
        id="order-delivery",
        obligation=Obligation.DELIVERY,
        title="同意共享后提供数据",
        article="条例第二十二条",
        actor="提供部门",
        text=("应当自作出同意共享的答复之日起 20 个工作日内共享政务数据",),
        unit=Unit.WORKDAY,
        amount=20,
        count_from="同意答复之日",
        consequence=_REPLY,
    ),
    _rule(
        id="order-verification",
        obligation=Obligation.VERIFICATION,
        title="核实、更正并反馈结果",
        article="条例第二十六条",
        actor="提供部门",
        text=("应当自收到政务数据校核申请之日起 10 个工作日内予以核实、更正并反馈校核处理结果",),
        unit=Unit.WORKDAY,
        amount=10,
        count_from="收到校核申请之日",
        consequence=_CORRECTION,
    ),
    _rule(
        id="order-periodic",
        obligation=Obligation.PERIODIC,
        title="动态更新目录",
        article="条例第十七条第一款",
        actor="政府部门",
        text=("政务数据目录实行动态更新",),
        unit=Unit.NONE,
        vague_term="动态更新",
        count_from="目录上次变更之日",
        consequence=_CATALOGUE,
    ),
    _rule(
        id="order-negotiation",
        obligation=Obligation.NEGOTIATION,
        title="协商解决争议",
        article="条例第二十八条",
        actor="相关部门",
        text=("发生政务数据共享争议的，应当协商解决",),
        unit=Unit.NONE,
        count_from="发生争议之日",
        consequence=_OTHER,
    ),
    _rule(
        id="order-coordination",
        obligation=Obligation.COORDINATION,
        title="协调处理争议",
        article="条例第二十八条",
        actor="主管部门",
        text=("应当按照程序向同级政务数据共享主管部门申请协调处理",),
        unit=Unit.NONE,
        count_from="提请协调之日",
        consequence=_COORDINATION,
    ),
    _rule(
        id="order-suspension-report",
        obligation=Obligation.SUSPENSION_REPORT,
        title="终止或者变更服务，报主管部门备案",
        article="条例第二十七条第三款",
        actor="提供部门",
        text=("政务数据提供部门应当与政务数据需求部门协商，并报同级政务数据共享主管部门备案",),
        unit=Unit.NONE,
        count_from="终止或者变更之日",
        consequence=_ENDED,
    ),
    _rule(
        id="order-incident-report",
        obligation=Obligation.INCIDENT_REPORT,
        title="启动应急预案并报告安全事件",
        article="条例第三十五条",
        actor="发生事件的部门",
        text=("发生政务数据安全事件时，立即启动应急预案", "并按照规定向有关主管部门报告"),
        unit=Unit.NONE,
        vague_term="立即",
        count_from="发现之日",
        consequence=_OTHER,
    ),
)
