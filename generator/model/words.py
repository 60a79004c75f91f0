"""Code lists: the words a field may hold, exactly as the national guide and the regulations write them.

Sources: 《政务信息资源目录编制指南（试行）》（发改高技〔2017〕1272号）; 办法第九、十七、三十一、三十二条;
《政务数据共享条例》第十四、二十二条; GB/T 43697-2024 (data levels).
"""

from enum import StrEnum


class CatalogueKind(StrEnum):
    """The three kinds of catalogue, 办法第九条; the member's name in lower case is its folder."""

    BASE = "基础信息资源目录"
    THEME = "主题信息资源目录"
    DEPARTMENT = "部门信息资源目录"

    @property
    def folder(self) -> str:
        """Name of the folder below `catalogues/` that holds catalogues of this kind."""
        return self.name.lower()


class SharingClass(StrEnum):
    """共享类型, 办法第十七条."""

    UNCONDITIONAL = "无条件共享"
    CONDITIONAL = "有条件共享"
    DENIED = "不予共享"


class OpeningClass(StrEnum):
    """开放类型: whether society may have the data, 办法第三十三条."""

    UNCONDITIONAL = "无条件开放"
    CONDITIONAL = "有条件开放"
    DENIED = "不予开放"


class ModeClass(StrEnum):
    """共享方式分类: on the sharing platform or, with approval (办法第十四条), off it."""

    PLATFORM = "共享平台"
    MAIL = "邮件"
    DISK = "拷盘"
    MEDIUM = "介质交换"


class ModeType(StrEnum):
    """共享方式类型: the guide's three and the three of Order 809 article 22."""

    DATABASE = "数据库"
    FILE = "文件"
    INTERFACE = "接口"
    SERVICE = "服务接口"
    BATCH = "批量交换"
    DOWNLOAD = "文件下载"


class UpdateCycle(StrEnum):
    """更新周期, shortest first."""

    REALTIME = "实时"
    DAILY = "每日"
    WEEKLY = "每周"
    MONTHLY = "每月"
    QUARTERLY = "每季度"
    HALF_YEARLY = "每半年"
    YEARLY = "每年"
    IRREGULAR = "不定期"


class ReviewCycle(StrEnum):
    """复核周期: how often a catalogue is gone through again, 办法第十条第一款."""

    MONTHLY = "每月"
    QUARTERLY = "每季度"
    HALF_YEARLY = "每半年"
    YEARLY = "每年"


class DataType(StrEnum):
    """信息项数据类型."""

    TEXT = "字符型C"
    NUMBER = "数值型N"
    CURRENCY = "货币型Y"
    DATE = "日期型D"
    DATETIME = "日期时间型T"
    LOGICAL = "逻辑型L"
    MEMO = "备注型M"
    GENERAL = "通用型G"
    DOUBLE = "双精度型B"
    INTEGER = "整型I"
    FLOAT = "浮点型F"


class FormatClass(StrEnum):
    """信息资源格式分类."""

    DOCUMENT = "电子文件"
    SPREADSHEET = "电子表格"
    DATABASE = "数据库"
    IMAGE = "图形图像"
    STREAM = "流媒体"
    SELF_DESCRIBED = "自描述格式"


class DataLevel(StrEnum):
    """数据级别, GB/T 43697-2024."""

    GENERAL = "一般"
    IMPORTANT = "重要"
    CORE = "核心"


class ResourceStatus(StrEnum):
    """状态: a retired resource keeps its file and its code."""

    ACTIVE = "有效"
    RETIRED = "已注销"


class OrganisationKind(StrEnum):
    """类型 of an organisation; the last two come under the measures by analogy only."""

    ADMINISTRATION = "行政机关"
    AUTHORISED = "法律法规授权组织"
    PARK = "园区管委会"
    CENTRAL = "中央在湘单位"
    UTILITY = "公共服务企业"

    @property
    def by_analogy(self) -> bool:
        """Whether the measures apply by analogy (参照执行), 办法第三十二条."""
        return self in (OrganisationKind.CENTRAL, OrganisationKind.UTILITY)


class LegalForce(StrEnum):
    """效力 of a legal basis, highest first."""

    LAW = "法律"
    ADMINISTRATIVE_REGULATION = "行政法规"
    STATE_COUNCIL_DECISION = "国务院决定"
    LOCAL_REGULATION = "地方性法规"
    DEPARTMENT_RULE = "部门规章"
    LOCAL_RULE = "地方政府规章"
    NORMATIVE_DOCUMENT = "规范性文件"


class Duty(StrEnum):
    """职责 of a reviewer: what its approvals count for."""

    CATALOGUES = "目录审核"
    AUTHORITY = "主管部门文件"


class CorrectionPeriod(StrEnum):
    """Which regulation's period a verification has, 办法第二十二条 or 条例第二十六条."""

    HUNAN = "办法"
    ORDER = "条例"


class ExtensionReading(StrEnum):
    """What 「延长期限最长不得超过15个工作日」 counts, 办法第二十二条."""

    EXTENSION = "延长的期限"
    TOTAL = "总期限"


class LedgerKind(StrEnum):
    """The ledgers; the member's name in lower case is the ledger's folder."""

    TRIGGERS = "触发事项台账"
    REQUESTS = "共享申请台账"
    CORRECTIONS = "校核台账"
    CHANNELS = "其他途径台账"
    DISPUTES = "争议台账"
    SUSPENSIONS = "暂停终止台账"
    INCIDENTS = "安全事件台账"

    @property
    def folder(self) -> str:
        """Name of the ledger's folder below `catalogues/ledgers/`."""
        return self.name.lower()


class TriggerKind(StrEnum):
    """类别 of a trigger: what the two regulations let a catalogue's update begin with, 办法第十条、条例第十七条."""

    LAW = "法律修订"
    ADMINISTRATIVE_REGULATION = "行政法规修订"
    STATE_COUNCIL_DECISION = "国务院决定调整"
    LOCAL_REGULATION = "地方性法规修订"
    FUNCTION = "职能变化"


class ReplyOutcome(StrEnum):
    """结果 of a reply to a request."""

    GRANTED = "同意"
    REFUSED = "不同意"


class CorrectionOutcome(StrEnum):
    """结论 of a verification."""

    CORRECTED = "已更正"
    CONFIRMED = "核实无误"


class SuspensionKind(StrEnum):
    """方式 in which a provider stops providing, 办法第十九条、条例第二十七条."""

    SUSPENDED = "暂停"
    ENDED = "终止"


class SuspensionGround(StrEnum):
    """情形 in which a provider stops: the user broke the rules, or something else ends the service, 条例第二十七条."""

    MISUSE = "违规使用"
    OTHER = "其他正当理由"


class Indicator(StrEnum):
    """评价指标, 办法第二十七条; the member's name in lower case with hyphens is the figure's id."""

    CATALOGUES_COMPLETE = "目录完整"
    CATALOGUES_CURRENT = "目录按期复核"
    UNCONDITIONAL = "无条件共享的资源"
    UPDATES = "按期更新"
    REVIEWS = "按期审核"
    REPLIES = "按期答复"
    DELIVERIES = "按期提供"
    VERIFICATIONS = "按期校核"
    FINDINGS = "没有问题的文件"
    NARROWINGS = "有依据的收窄"
    STANDARD = "规范性"
    COMPLETE = "完整性"
    ACCURATE = "准确性"
    CONSISTENT = "一致性"
    CURRENT = "时效性"
    ACCESSIBLE = "可访问性"

    @property
    def id(self) -> str:
        """The id of the figure."""
        return self.name.lower().replace("_", "-")


class YesNo(StrEnum):
    """A yes or no as officials write it."""

    YES = "是"
    NO = "否"


SYNONYMS: dict[type[StrEnum], dict[str, str]] = {
    UpdateCycle: {
        "每天": "每日",
        "按日": "每日",
        "即时": "实时",
        "按周": "每周",
        "按月": "每月",
        "每季": "每季度",
        "按季度": "每季度",
        "半年": "每半年",
        "每年度": "每年",
        "按年": "每年",
        "其他": "不定期",
    },
    SharingClass: {"无条件": "无条件共享", "有条件": "有条件共享", "不予": "不予共享", "不共享": "不予共享"},
    OpeningClass: {"无条件": "无条件开放", "有条件": "有条件开放", "不予": "不予开放", "不开放": "不予开放"},
    DataType: {
        **{member.value[:-1]: member.value for member in DataType},
        "文本": "字符型C",
        "字符串": "字符型C",
        "日期": "日期型D",
        "数字": "数值型N",
    },
    ModeType: {"库表": "数据库", "API": "接口", "API接口": "接口"},
    ModeClass: {"共享平台方式": "共享平台", "光盘": "拷盘", "U盘": "拷盘"},
    ResourceStatus: {"注销": "已注销", "生效": "有效"},
}
"""Words officials really write for a word of the list (编制指南各地模板、已发布的目录)."""
