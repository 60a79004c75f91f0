"""The authority file: who reviews and files, under which profiles, with which reviewers."""

from typing import Annotated

from pydantic import Field

from generator.model.words import CorrectionPeriod, Duty, ExtensionReading, Indicator
from generator.model.written import (
    Account,
    CommitId,
    Day,
    Line,
    OrganisationName,
    Paragraph,
    RegionCode,
    Weight,
    Written,
    optional,
    required,
)

PublicKey = Annotated[str, Field(max_length=8000)]


class Reviewer(Written, title="审核岗位"):
    """A post that may approve change requests, with the key it signs merges with."""

    post: Line | None = required("岗位", "审核岗位名称，如 审核岗01；不写人名")
    unit: OrganisationName | None = required("单位", "所属单位简称")
    public_key: PublicKey | None = required("公钥", "SSH 公钥全文，如 ssh-ed25519 AAAA…")
    starts_on: Day | None = required("起", "开始有审核权的日期")
    ends_on: Day | None = optional("止", "有审核权的最后一天；仍在岗的留空")
    duties: Annotated[tuple[Duty, ...], Field(min_length=1, max_length=10)] = optional(
        "职责", "目录审核、主管部门文件；不填为只有目录审核", (Duty.CATALOGUES,)
    )
    accounts: Annotated[tuple[Account, ...], Field(max_length=20)] = optional(
        "账号", "本岗位在代码平台上的账号和提交所用的邮箱，用来识别平台所记的审核人", ()
    )


class ForgeKey(Written, title="平台签名"):
    """A key with which a forge signs the merges made on its pages; it proves less than a reviewer's own."""

    forge: Line | None = required("平台", "代码平台的名称或者网址")
    public_key: PublicKey | None = required("公钥", "SSH 公钥全文，或者 OpenPGP 公钥全文（-----BEGIN PGP…）")
    starts_on: Day | None = required("起", "开始使用的日期")
    ends_on: Day | None = optional("止", "使用的最后一天；仍在使用的留空")


class DeadlineReading(Written, title="时限口径"):
    """How the authority reads two questions that the regulations leave open; each deadline says how it was read."""

    correction_period: CorrectionPeriod | None = optional(
        "校核期限", "校核期限按办法（5 个工作日）还是条例（10 个工作日）"
    )
    extension_reading: ExtensionReading | None = optional(
        "校核延期", "办法第二十二条的 15 个工作日是延长的期限，还是连同原期限的总期限"
    )


class IndicatorWeight(Written, title="指标权重"):
    """How much one figure of the scorecards counts."""

    ARTICLE = "办法第二十七条第一款"

    indicator: Indicator | None = required("指标", "评价指标，如 按期更新、目录完整")
    weight: Weight | None = required("权重", "1 至 1000 的整数；总分按各项权重的比例折算为百分制")


class Evaluation(Written, title="评价办法"):
    """The evaluation rules that give the figures their weights; without them the scorecards have no total."""

    ARTICLE = "办法第二十七条第一款"

    source: Line | None = required("文件", "规定权重的评价办法的名称和文号")
    weights: Annotated[tuple[IndicatorWeight, ...], Field(min_length=1, max_length=50)] | None = required(
        "权重", "逐项列出指标及其权重；没有列出的不计入总分"
    )


class Authority(Written, title="主管部门文件"):
    """`catalogues/authority.yml`, 办法第六条."""

    ARTICLE = "办法第六条"

    unit: OrganisationName | None = required("主管部门", "政务信息资源共享工作主管部门简称")
    confirming_unit: OrganisationName | None = optional("指定审核部门", "本级政府指定的共享类型审核确认部门")
    region: RegionCode | None = required("行政区划", "六位行政区划代码，如 430000")
    title: Line | None = required("目录名称", "网站标题，如 湖南省政务信息资源目录")
    profiles: Annotated[tuple[Line, ...], Field(min_length=1, max_length=10)] | None = required(
        "规则集", "适用的规则集，如 hunan-2021、state-council-809"
    )
    demonstration: Paragraph | None = optional("示例数据", "登记册含有虚构内容时在此声明；网站各页随之标注“示例数据”")
    reviewers: Annotated[tuple[Reviewer, ...], Field(max_length=500)] = optional("审核人", "有审核权的岗位及其公钥", ())
    forge_keys: Annotated[tuple[ForgeKey, ...], Field(max_length=20)] = optional(
        "平台签名", "代码平台合并时所用的签名公钥", ()
    )
    baseline: CommitId | None = optional("基线", "初始导入的最后一次提交的编号；其后的每次合并都须经审核")
    deadline_reading: DeadlineReading | None = optional("时限口径", "两处有不同理解的时限按哪一种计算")
    evaluation: Evaluation | None = optional("评价办法", "各项评价指标的权重及其来源（办法第二十七条）")
