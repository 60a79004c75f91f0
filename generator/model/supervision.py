"""Ledgers of what the authority approves, settles or is told: channels, disputes, suspensions, incidents."""

from datetime import date
from typing import Annotated

from pydantic import Field

from generator.model.legal_basis import Citation
from generator.model.steps import Document, LedgerRecord, Step
from generator.model.words import ModeClass, SuspensionGround, SuspensionKind
from generator.model.written import Day, OrganisationName, Paragraph, ResourceCode, optional, required


class Channel(LedgerRecord, title="其他途径"):
    """Sharing off the platform, with the authority's approval, 办法第十四条."""

    ARTICLE = "办法第十四条"

    code: ResourceCode | None = required("资源代码", "通过其他途径共享的资源代码")
    mode_class: ModeClass | None = required("途径", "邮件、拷盘或者介质交换")
    reason: Paragraph | None = required("理由", "确需通过其他途径共享的特殊情况")
    bases: Annotated[tuple[Citation, ...], Field(max_length=20)] = optional("依据", "要求或者允许采用该途径的规定", ())
    applied_on: Day | None = required("申请日期", "向主管部门提出的日期")
    approval: Document | None = optional("批准", "主管部门批准的日期和文号；尚未批准的不填")
    refused: Document | None = optional("不批准", "主管部门不批准的日期和文号")
    ends_on: Day | None = optional("止", "不再通过其他途径共享的日期；仍在使用的留空")

    @property
    def steps(self) -> tuple[Step, ...]:
        """Applied for, approved or not, ended."""
        return (
            Step("申请", self.applied_on, ("申请日期",)),
            Step("批准", self.approval.on if self.approval else None, ("批准", "日期"), ("申请",)),
            Step("不批准", self.refused.on if self.refused else None, ("不批准", "日期"), ("申请",)),
            Step("停止", self.ends_on, ("止",), ("申请", "批准")),
        )

    @property
    def closed_on(self) -> date | None:
        """The day the channel ended or was refused."""
        return self.ends_on or (self.refused.on if self.refused else None)

    @property
    def is_open(self) -> bool:
        """Whether the authority has approved the channel and it has not ended."""
        return bool(self.approval and self.approval.on) and not self.closed_on


class Dispute(LedgerRecord, title="争议"):
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
    submitted_on: Day | None = optional("提请日期", "协商不成，提请主管部门协调的日期")
    settled_on: Day | None = optional("协调办结日期", "主管部门协调办结的日期")
    escalated_on: Day | None = optional("报请决定日期", "协调仍未一致，报请本级人民政府决定的日期")
    decided_on: Day | None = optional("决定日期", "本级人民政府决定的日期")
    result: Paragraph | None = optional("结果", "协商、协调或者决定的结果")

    @property
    def steps(self) -> tuple[Step, ...]:
        """Arisen, agreed or submitted, settled or escalated, decided."""
        return (
            Step("发生", self.arose_on, ("发生日期",)),
            Step("提请协调", self.submitted_on, ("提请日期",), ("发生",)),
            Step("协商一致", self.agreed_on, ("协商一致日期",), ("发生",)),
            Step("协调办结", self.settled_on, ("协调办结日期",), ("发生", "提请协调")),
            Step("报请决定", self.escalated_on, ("报请决定日期",), ("发生", "提请协调")),
            Step("决定", self.decided_on, ("决定日期",), ("发生", "提请协调", "报请决定")),
        )

    @property
    def closed_on(self) -> date | None:
        """The day of the agreement, the settlement or the decision; open again once the government was asked."""
        settled = None if self.escalated_on else self.settled_on
        return self.agreed_on or self.decided_on or settled


class Suspension(LedgerRecord, title="暂停终止"):
    """A provider stops providing to a department, and reports it, 办法第十九条、条例第二十七条."""

    ARTICLE = "办法第十九条、条例第二十七条"

    code: ResourceCode | None = required("资源代码", "所涉及的资源代码")
    user: OrganisationName | None = required("使用部门", "被暂停或者终止提供的部门简称")
    kind: SuspensionKind | None = required("方式", "暂停或者终止")
    ground: SuspensionGround = optional(
        "情形", "使用部门违规使用，或者有其他正当理由；不填为违规使用", SuspensionGround.MISUSE
    )
    reason: Paragraph | None = required("事由", "违反规定使用的情形，或者其他理由")
    negotiated_on: Day | None = optional("协商日期", "没有违规使用的，与使用部门协商的日期")
    began_on: Day | None = required("起", "暂停或者终止的日期")
    reported: Document | None = optional("报告", "报告（没有违规使用的，报备案）主管部门的日期和文号")
    mend_by: Day | None = optional("整改期限", "督促使用部门整改的期限")
    mended_on: Day | None = optional("整改日期", "整改到位的日期")
    resumed_on: Day | None = optional("恢复日期", "恢复提供的日期")

    @property
    def steps(self) -> tuple[Step, ...]:
        """Negotiated, begun, reported, mended, resumed."""
        return (
            Step("协商", self.negotiated_on, ("协商日期",)),
            Step("停止提供", self.began_on, ("起",), ("协商",)),
            Step("报告", self.reported.on if self.reported else None, ("报告", "日期"), ("协商",)),
            Step("整改", self.mended_on, ("整改日期",), ("停止提供",)),
            Step("恢复", self.resumed_on, ("恢复日期",), ("停止提供", "整改")),
        )

    @property
    def started_on(self) -> date | None:
        """The day the provider stopped providing."""
        return self.began_on

    @property
    def closed_on(self) -> date | None:
        """The day providing resumed, or an end was reported."""
        ended = self.reported.on if self.reported and self.kind is SuspensionKind.ENDED else None
        return self.resumed_on or ended


class Incident(LedgerRecord, title="安全事件"):
    """A security incident and its reports, 办法第二十四、二十五条、条例第三十五条; for the internal audience only."""

    ARTICLE = "办法第二十四条、第二十五条，条例第三十五条"

    unit: OrganisationName | None = required("部门", "发生事件的部门简称")
    codes: Annotated[tuple[ResourceCode, ...], Field(max_length=1000)] = optional("资源代码", "所涉及的资源代码", ())
    matter: Paragraph | None = required("概述", "事件的概要；不写个人信息和漏洞细节")
    found_on: Day | None = required("发现日期", "发现的日期")
    plan_started_on: Day | None = optional("启动预案日期", "启动应急预案的日期")
    told_network_office_on: Day | None = optional("报告网信部门日期", "报告同级网信部门的日期")
    told_authority_on: Day | None = optional("报告主管部门日期", "报告主管部门的日期")
    handled_on: Day | None = optional("处置完毕日期", "处置完毕的日期")

    @property
    def steps(self) -> tuple[Step, ...]:
        """Found, the plan started, both offices told, handled."""
        return (
            Step("发现", self.found_on, ("发现日期",)),
            Step("启动预案", self.plan_started_on, ("启动预案日期",), ("发现",)),
            Step("报告网信部门", self.told_network_office_on, ("报告网信部门日期",), ("发现",)),
            Step("报告主管部门", self.told_authority_on, ("报告主管部门日期",), ("发现",)),
            Step("处置完毕", self.handled_on, ("处置完毕日期",), ("发现", "启动预案")),
        )

    @property
    def closed_on(self) -> date | None:
        """The day the incident was dealt with."""
        return self.handled_on
