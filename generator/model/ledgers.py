"""The ledgers: what happens to resources and between departments, as small records of steps with their days.

One file per record, `catalogues/ledgers/<kind>/<year>/<number>.yml`; the number (`2026-0007`) is the file's name and
is never used again within its ledger. A step that has not happened yet is left out.
"""

from datetime import date
from typing import Annotated

from pydantic import Field

from generator.model.legal_basis import Citation
from generator.model.steps import Document, Extension, LedgerRecord, Step, extended
from generator.model.supervision import Channel, Dispute, Incident, Suspension
from generator.model.words import (
    CorrectionOutcome,
    LedgerKind,
    ModeType,
    ReplyOutcome,
    SharingClass,
    TriggerKind,
)
from generator.model.written import (
    Day,
    Line,
    OrganisationName,
    Paragraph,
    ResourceCode,
    Written,
    optional,
    required,
)

__all__ = [
    "LEDGER_RECORDS",
    "AccessRequest",
    "AffectedResource",
    "Channel",
    "Correction",
    "Dispute",
    "Document",
    "Extension",
    "Incident",
    "Reply",
    "Supplement",
    "Suspension",
    "Trigger",
]


class AffectedResource(Written, title="涉及资源"):
    """A resource that a trigger touches: a change that names the trigger meets its clock, or a reason not to change."""

    code: ResourceCode | None = required("资源代码", "所涉及资源的代码")
    submitted_on: Day | None = optional("报送日期", "更新后的目录报送主管部门的日期，审核时限从次日起算")
    extension: Extension | None = optional("延期", "经主管部门同意延长更新期限的")
    unchanged_reason: Paragraph | None = optional("无需变更", "经核对无需变更的，写明理由")
    concluded_on: Day | None = optional("认定日期", "认定无需变更的日期")


class Trigger(LedgerRecord, title="触发事项"):
    """A law amended or a function changed, after which catalogues must be updated, 办法第十条第二款、条例第十七条."""

    ARTICLE = "办法第十条第二款、条例第十七条"

    kind: TriggerKind | None = required("类别", "法律修订、行政法规修订、国务院决定调整、地方性法规修订或者职能变化")
    title: Line | None = required("事项", "如 社会救助暂行办法修订、婚姻登记职能调整")
    document: Line | None = optional("文件", "修订的法律、法规，与依据文件表中的名称一致；职能变化的不填")
    number: Line | None = optional("文号", "公布令或者调整文件的文号")
    happened_on: Day | None = optional("发生日期", "修订施行或者职能变化之日，时限从次日起算")
    note: Paragraph | None = optional("说明", "修订的条款和对目录的影响")
    affected: Annotated[tuple[AffectedResource, ...], Field(min_length=1, max_length=1000)] | None = required(
        "涉及资源", "逐项列出所涉及的资源"
    )

    @property
    def steps(self) -> tuple[Step, ...]:
        """The event, then the extension, the handing in and the conclusion of each resource, told by its code."""
        found = [Step("发生", self.happened_on, ("发生日期",))]
        for number, one in enumerate(self.affected or ()):
            place = ("涉及资源", number)
            of = f"（{one.code}）"
            found += extended(one.extension, place, "发生", of)
            found.append(Step(f"报送{of}", one.submitted_on, (*place, "报送日期"), ("发生", f"同意延期{of}")))
            found.append(Step(f"认定无需变更{of}", one.concluded_on, (*place, "认定日期"), ("发生",)))
        return tuple(found)

    @property
    def closed_on(self) -> date | None:
        """The last conclusion, where no listed resource needs a change; whether the others changed, Git tells."""
        days = [one.concluded_on if one.unchanged_reason else None for one in self.affected or ()]
        known = [day for day in days if day]
        return max(known) if known and len(known) == len(days) else None

    def concerns(self, code: str) -> bool:
        """Whether the trigger lists the resource, and not as one that needs no change."""
        return any(one.code == code and not one.unchanged_reason for one in self.affected or ())


class Supplement(Written, title="补正"):
    """Missing material, told once and handed in, 条例第二十一条."""

    ARTICLE = "条例第二十一条"

    told_on: Day | None = required("告知日期", "一次性告知需要补充的材料的日期")
    material: Paragraph | None = optional("补充材料", "需要补充的全部材料；只告知一次")
    completed_on: Day | None = optional("补齐日期", "材料补齐的日期")


class Reply(Written, title="答复"):
    """The provider's written reply, 办法第十八条、条例第二十一条."""

    ARTICLE = "办法第十八条、条例第二十一条"

    on: Day | None = required("日期", "书面答复的日期")
    outcome: ReplyOutcome | None = required("结果", "同意或者不同意")
    number: Line | None = optional("文号", "答复文书的文号")
    reason: Paragraph | None = optional("理由", "不同意的，说明理由")


class AccessRequest(LedgerRecord, title="共享申请"):
    """A department asks another for a resource, 办法第十八条、条例第二十至二十二条."""

    ARTICLE = "办法第十八条、条例第二十条"

    code: ResourceCode | None = required("资源代码", "所申请资源的代码")
    user: OrganisationName | None = required("使用部门", "提出申请的部门简称")
    sharing_class: SharingClass | None = optional("共享类型", "收到申请时资源的共享类型；与目录现在所列的不同时填写")
    purpose: Paragraph | None = optional("使用用途", "用于履行哪项职责、办理哪类事项")
    bases: Annotated[tuple[Citation, ...], Field(max_length=20)] = optional(
        "使用依据", "履行该项职责所依据的法律、法规和条款", ()
    )
    scenario: Paragraph | None = optional("使用场景", "在哪个环节、由哪类岗位使用")
    scope: Paragraph | None = optional("使用范围", "需要哪些信息项、哪些区域和时段的数据，供哪些单位使用")
    mode_type: ModeType | None = optional("共享方式", "希望采用的方式，如 服务接口、批量交换、文件下载")
    time_limit: Line | None = optional("使用时限", "使用到什么时候，如 至2027年12月31日、专项工作结束为止")
    received_on: Day | None = required("收到日期", "提供方收到申请的日期，时限从次日起算")
    supplement: Supplement | None = optional("补正", "申请材料不全的")
    extension: Extension | None = optional("延期", "经主管部门同意延长答复期限的")
    reply: Reply | None = optional("答复", "提供方的书面答复")
    delivered_on: Day | None = optional("提供日期", "开始提供数据的日期")
    filed: Document | None = optional("备案", "不予共享的资源同意提供的，报主管部门备案")
    withdrawn_on: Day | None = optional("撤回日期", "使用部门撤回申请的日期")

    @property
    def steps(self) -> tuple[Step, ...]:
        """Received, completed, extended, answered, provided, filed."""
        told, completed = (self.supplement.told_on, self.supplement.completed_on) if self.supplement else (None, None)
        return (
            Step("收到", self.received_on, ("收到日期",)),
            Step("告知补正", told, ("补正", "告知日期"), ("收到",)),
            Step("补齐", completed, ("补正", "补齐日期"), ("收到", "告知补正")),
            *extended(self.extension, (), "收到"),
            Step(
                "答复",
                self.reply.on if self.reply else None,
                ("答复", "日期"),
                ("收到", "告知补正", "补齐", "同意延期", "告知延期"),
            ),
            Step("提供", self.delivered_on, ("提供日期",), ("收到", "答复")),
            Step("备案", self.filed.on if self.filed else None, ("备案", "日期"), ("收到", "答复")),
            Step("撤回", self.withdrawn_on, ("撤回日期",), ("收到",)),
        )

    @property
    def closed_on(self) -> date | None:
        """The day of providing, of the refusal or of the withdrawal."""
        if self.reply and self.reply.outcome is ReplyOutcome.REFUSED:
            return self.reply.on
        return self.delivered_on or self.withdrawn_on


class Correction(LedgerRecord, title="校核"):
    """A doubt or an error reported to the provider, 办法第二十二条、条例第二十六条."""

    ARTICLE = "办法第二十二条、条例第二十六条"

    code: ResourceCode | None = required("资源代码", "有疑义或者错误的资源代码")
    reporter: OrganisationName | None = required("反馈部门", "反馈疑义或者错误的部门简称")
    doubt: Paragraph | None = required("事由", "哪些内容有疑义或者错误；不写个人信息")
    received_on: Day | None = required("收到日期", "提供方收到反馈的日期，时限从次日起算")
    extension: Extension | None = optional("延期", "经提供方负责人同意延长校核期限的")
    concluded_on: Day | None = optional("办结日期", "校核办结的日期")
    outcome: CorrectionOutcome | None = optional("结论", "已更正或者核实无误")
    result: Paragraph | None = optional("处理情况", "核实的情况和更正的内容；不写个人信息")
    told_on: Day | None = optional("告知日期", "把结果告知反馈部门的日期")

    @property
    def steps(self) -> tuple[Step, ...]:
        """Received, extended, concluded, told."""
        return (
            Step("收到", self.received_on, ("收到日期",)),
            *extended(self.extension, (), "收到"),
            Step("办结", self.concluded_on, ("办结日期",), ("收到", "同意延期", "告知延期")),
            Step("告知结果", self.told_on, ("告知日期",), ("收到", "办结")),
        )

    @property
    def closed_on(self) -> date | None:
        """The day the verification ended; until then business goes on as usual (办法第二十二条第三款)."""
        return self.concluded_on


LEDGER_RECORDS: dict[LedgerKind, type[LedgerRecord]] = {
    LedgerKind.TRIGGERS: Trigger,
    LedgerKind.REQUESTS: AccessRequest,
    LedgerKind.CORRECTIONS: Correction,
    LedgerKind.CHANNELS: Channel,
    LedgerKind.DISPUTES: Dispute,
    LedgerKind.SUSPENSIONS: Suspension,
    LedgerKind.INCIDENTS: Incident,
}
"""What a file of each ledger holds."""
