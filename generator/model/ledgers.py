"""The ledgers: what happens to resources and between departments, as small records of steps with their days.

One file per record, `catalogues/ledgers/<kind>/<year>/<number>.yml`; the number (`2026-0007`) is the file's name and
is never used again within its ledger. A step that has not happened yet is left out.
"""

from typing import Annotated

from pydantic import Field

from generator.model.words import (
    CorrectionOutcome,
    LedgerKind,
    ModeClass,
    ReplyOutcome,
    SuspensionKind,
    TriggerKind,
)
from generator.model.written import (
    Day,
    Line,
    OrganisationName,
    Paragraph,
    ResourceCode,
    WorkingDays,
    Written,
    optional,
    required,
)


class Extension(Written, title="延期"):
    """A deadline made longer, with the consent and the notice that the article asks for."""

    days: WorkingDays | None = required("工作日数", "延长的工作日数")
    reason: Paragraph | None = required("理由", "需要延长的原因")
    consented_by: Line | None = optional("同意", "同意延长的部门或者负责人职务；不写人名")
    consented_on: Day | None = optional("同意日期", "同意延长的日期")
    notified_on: Day | None = optional("告知日期", "把延长告知对方的日期")


class Document(Written, title="文书"):
    """A step that is proven by a document: its day and number."""

    on: Day | None = required("日期", "作出的日期")
    number: Line | None = optional("文号", "文书的文号")


class AffectedResource(Written, title="涉及资源"):
    """A resource that a trigger touches: a change that names the trigger meets its clock, or a reason not to change."""

    code: ResourceCode | None = required("资源代码", "所涉及资源的代码")
    submitted_on: Day | None = optional("报送日期", "更新后的目录报送主管部门的日期，审核时限从次日起算")
    extension: Extension | None = optional("延期", "经同意延长更新期限的")
    unchanged_reason: Paragraph | None = optional("无需变更", "经核对无需变更的，写明理由")
    concluded_on: Day | None = optional("认定日期", "认定无需变更的日期")


class Trigger(Written, title="触发事项"):
    """A law amended or a function changed, after which catalogues must be updated, 办法第十条第二款、条例第十七条."""

    ARTICLE = "办法第十条第二款、条例第十七条"

    kind: TriggerKind | None = required("类别", "法律修订、行政法规修订、国务院决定调整、地方性法规修订或者职能变化")
    title: Line | None = required("事项", "如 社会救助暂行办法修订、婚姻登记职能调整")
    number: Line | None = optional("文号", "公布令或者调整文件的文号")
    happened_on: Day | None = optional("发生日期", "修订施行或者职能变化之日，时限从次日起算")
    note: Paragraph | None = optional("说明", "修订的条款和对目录的影响")
    affected: Annotated[tuple[AffectedResource, ...], Field(min_length=1, max_length=1000)] | None = required(
        "涉及资源", "逐项列出所涉及的资源"
    )


class Supplement(Written, title="补正"):
    """Missing material, told once and handed in, 条例第二十一条."""

    told_on: Day | None = required("告知日期", "一次性告知需要补充的材料的日期")
    completed_on: Day | None = optional("补齐日期", "材料补齐的日期")


class Reply(Written, title="答复"):
    """The provider's written reply, 办法第十八条、条例第二十一条."""

    on: Day | None = required("日期", "书面答复的日期")
    outcome: ReplyOutcome | None = required("结果", "同意或者不同意")
    number: Line | None = optional("文号", "答复文书的文号")
    reason: Paragraph | None = optional("理由", "不同意的，说明理由")


class AccessRequest(Written, title="共享申请"):
    """A department asks another for a resource, 办法第十八条、条例第二十至二十二条."""

    ARTICLE = "办法第十八条、条例第二十条"

    code: ResourceCode | None = required("资源代码", "所申请资源的代码")
    user: OrganisationName | None = required("使用部门", "提出申请的部门简称")
    purpose: Paragraph | None = optional("使用用途", "用于履行哪项职责、办理哪类事项")
    received_on: Day | None = required("收到日期", "提供方收到申请的日期，时限从次日起算")
    supplement: Supplement | None = optional("补正", "申请材料不全的")
    extension: Extension | None = optional("延期", "经同意延长答复期限的")
    reply: Reply | None = optional("答复", "提供方的书面答复")
    delivered_on: Day | None = optional("提供日期", "开始提供数据的日期")
    filed: Document | None = optional("备案", "不予共享的资源同意提供的，报主管部门备案")


class Correction(Written, title="校核"):
    """A doubt or an error reported to the provider, 办法第二十二条、条例第二十六条."""

    ARTICLE = "办法第二十二条、条例第二十六条"

    code: ResourceCode | None = required("资源代码", "有疑义或者错误的资源代码")
    reporter: OrganisationName | None = required("反馈部门", "反馈疑义或者错误的部门简称")
    doubt: Paragraph | None = required("事由", "哪些内容有疑义或者错误；不写个人信息")
    received_on: Day | None = required("收到日期", "提供方收到反馈的日期，时限从次日起算")
    extension: Extension | None = optional("延期", "经提供方负责人同意延长校核期限的")
    concluded_on: Day | None = optional("办结日期", "校核办结的日期")
    outcome: CorrectionOutcome | None = optional("结论", "已更正或者核实无误")
    told_on: Day | None = optional("告知日期", "把结果告知反馈部门的日期")


class Channel(Written, title="其他途径"):
    """Sharing off the platform, with the authority's approval, 办法第十四条."""

    ARTICLE = "办法第十四条"

    code: ResourceCode | None = required("资源代码", "通过其他途径共享的资源代码")
    mode_class: ModeClass | None = required("途径", "邮件、拷盘或者介质交换")
    reason: Paragraph | None = required("理由", "确需通过其他途径共享的特殊情况")
    applied_on: Day | None = required("申请日期", "向主管部门提出的日期")
    approval: Document | None = optional("批准", "主管部门批准的日期和文号")
    ends_on: Day | None = optional("止", "不再通过其他途径共享的日期")


class Dispute(Written, title="争议"):
    """Departments that do not agree, on data of the same kind or on sharing, 办法第十三、十八条、条例第二十八条."""

    ARTICLE = "办法第十三条、第十八条，条例第二十八条"

    codes: Annotated[tuple[ResourceCode, ...], Field(min_length=1, max_length=50)] | None = required(
        "资源代码", "争议所涉及的资源代码"
    )
    parties: Annotated[tuple[OrganisationName, ...], Field(min_length=2, max_length=50)] | None = required(
        "各方", "发生争议的部门简称"
    )
    matter: Paragraph | None = required("事由", "不一致或者争议的内容")
    arose_on: Day | None = required("发生日期", "发现不一致或者发生争议的日期")
    agreed_on: Day | None = optional("协商一致日期", "各方协商一致的日期")
    submitted_on: Day | None = optional("提请日期", "提请主管部门协调的日期")
    settled_on: Day | None = optional("协调办结日期", "主管部门协调办结的日期")
    result: Paragraph | None = optional("结果", "协商或者协调的结果")


class Suspension(Written, title="暂停终止"):
    """A provider stops providing to a department, and reports it, 办法第十九条、条例第二十七条."""

    ARTICLE = "办法第十九条、条例第二十七条"

    code: ResourceCode | None = required("资源代码", "所涉及的资源代码")
    user: OrganisationName | None = required("使用部门", "被暂停或者终止提供的部门简称")
    kind: SuspensionKind | None = required("方式", "暂停或者终止")
    reason: Paragraph | None = required("事由", "违反规定使用的情形，或者其他理由")
    began_on: Day | None = required("起", "暂停或者终止的日期")
    reported: Document | None = optional("报告", "报告主管部门的日期和文号")
    resumed_on: Day | None = optional("恢复日期", "恢复提供的日期")


class Incident(Written, title="安全事件"):
    """A security incident and its reports, 办法第二十四、二十五条、条例第三十五条; for the internal audience only."""

    ARTICLE = "办法第二十四条、第二十五条，条例第三十五条"

    unit: OrganisationName | None = required("部门", "发生事件的部门简称")
    codes: Annotated[tuple[ResourceCode, ...], Field(max_length=1000)] = optional("资源代码", "所涉及的资源代码", ())
    matter: Paragraph | None = required("概述", "事件的概要；不写个人信息和漏洞细节")
    found_on: Day | None = required("发现日期", "发现的日期")
    told_network_office_on: Day | None = optional("报告网信部门日期", "报告同级网信部门的日期")
    told_authority_on: Day | None = optional("报告主管部门日期", "报告主管部门的日期")
    closed_on: Day | None = optional("处置完毕日期", "处置完毕的日期")


LEDGER_RECORDS: dict[LedgerKind, type[Written]] = {
    LedgerKind.TRIGGERS: Trigger,
    LedgerKind.REQUESTS: AccessRequest,
    LedgerKind.CORRECTIONS: Correction,
    LedgerKind.CHANNELS: Channel,
    LedgerKind.DISPUTES: Dispute,
    LedgerKind.SUSPENSIONS: Suspension,
    LedgerKind.INCIDENTS: Incident,
}
"""What a file of each ledger holds."""
