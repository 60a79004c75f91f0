"""The authority file: who reviews and files, under which profiles, with which reviewers."""

from typing import Annotated

from pydantic import Field

from generator.model.written import Day, Line, OrganisationName, Paragraph, RegionCode, Written, optional, required


class Reviewer(Written, title="审核岗位"):
    """A post that may approve change requests, with the key it signs merges with."""

    post: Line | None = required("岗位", "审核岗位名称，如 审核岗01；不写人名")
    unit: OrganisationName | None = required("单位", "所属单位简称")
    public_key: Annotated[str, Field(max_length=2000)] | None = required("公钥", "SSH 公钥全文，如 ssh-ed25519 AAAA…")
    starts_on: Day | None = required("起", "开始有审核权的日期")
    ends_on: Day | None = optional("止", "不再有审核权的日期；仍在岗的留空")


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
