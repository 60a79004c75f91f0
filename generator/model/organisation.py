"""The organisations file: every department and unit that provides, collects, leads or confirms."""

from typing import Annotated

from pydantic import Field

from generator.model.regions import Level, region_level
from generator.model.words import OrganisationKind
from generator.model.written import (
    Account,
    CreditCode,
    Day,
    Line,
    OrganisationName,
    RegionCode,
    Written,
    optional,
    required,
)


class Organisation(Written, title="部门"):
    """One organisation, 办法第三、六、三十一、三十二条; known everywhere by its short name."""

    ARTICLE = "办法第三条、第六条"

    short_name: OrganisationName | None = required("简称", "规范简称，全登记册唯一，其他文件都用它指称本单位")
    full_name: Line | None = required("全称", "机构全称")
    credit_code: CreditCode | None = optional("统一社会信用代码", "18 位代码；暂不掌握的留空")
    region: RegionCode | None = required("行政区划", "六位行政区划代码（GB/T 2260），如 430000")
    kind: OrganisationKind | None = required("类型", "单位类型；中央在湘单位和公共服务企业参照执行")
    starts_on: Day | None = optional("起", "设立或者开始使用本名称的日期")
    ends_on: Day | None = optional("止", "撤销或者停止使用本名称的日期")
    successor: OrganisationName | None = optional("继任", "承接职能的单位简称")
    submitters: Annotated[tuple[Account, ...], Field(max_length=200)] = optional(
        "提交账号", "本单位提交目录变更的邮箱、邮箱后缀（@开头）或者平台账号，用来识别是谁提交的", ()
    )

    @property
    def level(self) -> Level | None:
        """Level of government, from the region's code; `None` while the region is unknown."""
        return region_level(self.region) if self.region else None


class OrganisationsFile(Written, title="部门文件"):
    """`catalogues/organisations.yml`."""

    organisations: Annotated[tuple[Organisation, ...], Field(max_length=20_000)] | None = required(
        "部门", "逐个列出各政务部门和参照执行的单位"
    )
