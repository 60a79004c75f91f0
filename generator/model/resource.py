"""A resource file: the guide's elements of one information resource and what the two regulations add.

Three of the guide's thirteen elements are not written here because they are known already: 信息资源分类 is in
the code, 提供方代码 is in the organisations file, 发布日期 is in Git.
"""

from typing import Annotated

from pydantic import Field

from generator.model.legal_basis import ChangeBasis, Citation
from generator.model.words import (
    DataLevel,
    DataType,
    FormatClass,
    ModeClass,
    ModeType,
    OpeningClass,
    ResourceStatus,
    SharingClass,
    UpdateCycle,
    YesNo,
)
from generator.model.written import (
    Day,
    ItemLength,
    Line,
    OrganisationName,
    Paragraph,
    ResourceCode,
    Title,
    Written,
    optional,
    required,
)


class Format(Written, title="格式"):
    """信息资源格式: a class and one of its types."""

    ARTICLE = "编制指南"

    format_class: FormatClass | None = required("分类", "如 数据库、电子表格、电子文件")
    format_type: Title | None = required("类型", "格式类型，如 KingbaseES、xlsx；自描述格式由提供方写明")
    note: Line | None = optional("说明", "其他类型描述")


class Mode(Written, title="共享方式"):
    """共享方式: on the platform or off it, and in which form."""

    ARTICLE = "办法第九条、条例第十三条"

    mode_class: ModeClass | None = required("分类", "通过共享平台的写“共享平台”；其他途径须经主管部门批准")
    mode_type: ModeType | None = required("类型", "如 数据库、接口、文件")
    note: Line | None = optional("说明", "接口名称、交换频率等补充说明")


class Confirmation(Written, title="审核确认"):
    """审核确认 of the sharing class by the department the government designated, 办法第十七条第五款."""

    ARTICLE = "办法第十七条"

    unit: OrganisationName | None = required("部门", "作出审核确认的部门简称")
    confirmed_on: Day | None = required("日期", "审核确认的日期")
    number: Line | None = optional("文号", "审核确认文书的文号")


class Retirement(Written, title="注销"):
    """注销: why a resource ended and what takes its place."""

    reason: Paragraph | None = required("理由", "注销的理由")
    successors: Annotated[tuple[ResourceCode, ...], Field(max_length=50)] = optional(
        "继任资源代码", "承接本资源的资源代码；没有的留空", ()
    )


class Item(Written, title="信息项"):
    """信息项: one field of the resource; classes left out are those of the resource."""

    ARTICLE = "编制指南"

    name: Title | None = required("名称", "信息项的中文名称")
    english_name: Title | None = optional("英文名称", "信息项在系统中的英文名称")
    data_type: DataType | None = required("数据类型", "如 字符型C、日期型D、数值型N")
    length: ItemLength | None = optional("长度", "最大长度，只写数字")
    note: Line | None = optional("说明", "含义、代码标准、计量单位等")
    personal: YesNo | None = optional("个人信息", "是否含有个人信息")
    sharing_class: SharingClass | None = optional("共享类型", "与整个资源不同时填写")
    sharing_condition: Paragraph | None = optional("共享条件", "与整个资源不同时填写")
    opening_class: OpeningClass | None = optional("开放类型", "与整个资源不同时填写")
    source: ResourceCode | None = optional("来自", "本信息项由其他资源共享取得的，写来源资源代码")

    @property
    def has_own_class(self) -> bool:
        """Whether anything about its sharing or opening is said of the item itself."""
        return bool(self.sharing_class or self.sharing_condition or self.opening_class)


class Resource(Written, title="信息资源"):
    """One information resource, 编制指南、办法第九条、第十七条、条例第十三条至第十五条."""

    ARTICLE = "办法第九条、条例第十三条"

    name: Title | None = required("资源名称", "信息资源名称，不得只写系统名称")
    code: ResourceCode | None = required("资源代码", "类项目细目加“/”和顺序码，如 307011/000001，一经使用不得改作他用")
    provider: OrganisationName | None = required("提供方", "提供本资源的部门简称")
    collectors: Annotated[tuple[OrganisationName, ...], Field(max_length=50)] = optional(
        "采集方", "采集部门简称；除法律、法规另有规定外只有一个", ()
    )
    collection_bases: Annotated[tuple[Citation, ...], Field(max_length=20)] = optional(
        "多方采集依据", "由多个部门采集的，写明法律、法规依据", ()
    )
    summary: Paragraph | None = required("摘要", "信息内容、来源和用途的概述")
    system: Line | None = optional("所属系统", "产生或者存放本资源的政务信息系统名称")
    data_level: DataLevel | None = optional("数据级别", "数据分级")
    formats: Annotated[tuple[Format, ...], Field(min_length=1, max_length=20)] | None = required(
        "格式", "信息资源格式，可列多种"
    )
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=1000)] | None = required(
        "信息项", "逐个列出信息项"
    )
    sharing_class: SharingClass | None = required("共享类型", "无条件共享、有条件共享或者不予共享")
    sharing_condition: Paragraph | None = optional("共享条件", "有条件共享的，写明谁、凭什么、可用于什么")
    scope: Paragraph | None = optional("使用范围", "可以使用本资源的部门或者层级")
    purpose: Paragraph | None = optional("使用用途", "可以用于的事项")
    modes: Annotated[tuple[Mode, ...], Field(max_length=20)] = optional("共享方式", "共享方式，可列多种", ())
    bases: Annotated[tuple[Citation, ...], Field(max_length=50)] = optional(
        "依据", "列入有条件共享或者不予共享的法律、行政法规或者国家有关规定", ()
    )
    denial_reason: Paragraph | None = optional("不予理由", "不予共享的理由")
    confirmation: Confirmation | None = optional("审核确认", "指定部门对共享类型的审核确认")
    opening_class: OpeningClass | None = required("开放类型", "无条件开放、有条件开放或者不予开放")
    opening_condition: Paragraph | None = optional("开放条件", "有条件开放的，写明条件")
    update_cycle: UpdateCycle | None = required("更新周期", "数据多久更新一次，如 每日、每月")
    not_asked_again: Annotated[tuple[Line, ...], Field(max_length=200)] = optional(
        "免提交事项", "已能共享取得、不得要求重复提交的政务服务事项（办法第二十条）", ()
    )
    related: Annotated[tuple[ResourceCode, ...], Field(max_length=200)] = optional(
        "关联资源代码", "有关联的资源代码", ()
    )
    origins: Annotated[tuple[ResourceCode, ...], Field(max_length=50)] = optional(
        "来源", "由其他资源拆分、合并而来的，写原资源代码", ()
    )
    change_bases: Annotated[tuple[ChangeBasis, ...], Field(max_length=50)] = optional(
        "变更依据", "因触发事项更新，或者缩小共享、开放范围、注销时，写明触发事项编号，或者所依据的文件和条款", ()
    )
    status: ResourceStatus = optional("状态", "有效或者已注销；不填为有效", ResourceStatus.ACTIVE)
    retirement: Retirement | None = optional("注销", "已注销的，写明理由和继任资源")
