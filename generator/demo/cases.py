"""Records of the other ledgers: doubts, a channel, a dispute, a suspension, an incident."""

from msgspec import Struct

from generator.demo.files import Data
from generator.model.words import LedgerKind


class Case(Struct, frozen=True):
    """One record: who enters it, on which day it began, and its stages, each so many working days after the first.

    A stage's days are written as whole numbers: working days after the first day of the case.
    """

    kind: LedgerKind
    unit: str
    on: int
    title: str
    stages: tuple[tuple[int, Data], ...]


def _doubt(on: int, provider: str, code: str, reporter: str, name: str, doubt: str, *stages: tuple[int, Data]) -> Case:
    first: Data = {"资源代码": code, "反馈部门": reporter, "事由": doubt, "收到日期": 0}
    return Case(LedgerKind.CORRECTIONS, provider, on, f"{reporter}反馈「{name}」", ((0, first), *stages))


def _concluded(on: int, outcome: str, result: str) -> Data:
    return {"办结日期": on, "结论": outcome, "处理情况": result, "告知日期": on}


CORRECTIONS = (
    _doubt(
        100,
        "省市场监管局",
        "102001/000001",
        "省税务局",
        "企业登记基本信息",
        "部分企业的住所与税务登记不一致，疑为变更登记后没有更新。",
        (5, _concluded(4, "已更正", "重新推送变更登记数据，住所已更新。")),
    ),
    _doubt(
        180,
        "省公安厅",
        "101001/000001",
        "省民政厅",
        "人口基础信息",
        "部分已注销户口人员的状态仍为正常。",
        (6, _concluded(5, "已更正", "补传当月户口注销数据，状态已更新。")),
    ),
    _doubt(
        226,
        "省卫生健康委",
        "307020/000001",
        "省医保局",
        "医疗机构执业许可信息",
        "部分医疗机构的等级与定点协议所载不一致。",
        (10, _concluded(9, "核实无误", "等级以评审结论为准，协议所载为评审以前的等级。")),
    ),
    _doubt(
        335,
        "省生态环境厅",
        "307013/000003",
        "省发展改革委",
        "建设项目环境影响评价审批信息",
        "部分项目缺少投资项目统一代码。",
        (
            4,
            {
                "延期": {
                    "工作日数": "10",
                    "理由": "需要逐件调阅审批档案补录。",
                    "同意": "厅主要负责人",
                    "同意日期": 3,
                    "告知日期": 3,
                }
            },
        ),
        (14, _concluded(13, "已更正", "已补录统一代码。")),
    ),
    _doubt(
        470,
        "省科技厅",
        "307004/000001",
        "省税务局",
        "高新技术企业认定信息",
        "部分企业的证书有效期与公告不一致。",
        (4, _concluded(3, "已更正", "按公告更正有效期。")),
    ),
    _doubt(
        557,
        "省残联",
        "307035/000001",
        "省卫生健康委",
        "残疾人证信息",
        "部分残疾类别与评定机构上传的结论不一致。",
    ),
)
"""The last one is still open when the story ends."""

OTHERS = (
    Case(
        LedgerKind.CHANNELS,
        "省自然资源厅",
        203,
        "国土变更调查地类图斑信息拷盘提供",
        (
            (
                6,
                {
                    "资源代码": "103002/000001",
                    "途径": "拷盘",
                    "理由": "全省图斑矢量数据量大，共享平台文件通道暂时无法承载。",
                    "申请日期": 0,
                    "批准": {"日期": 5, "文号": "演示批准〔1〕号"},
                },
            ),
        ),
    ),
    Case(
        LedgerKind.DISPUTES,
        "省税务局",
        240,
        "企业状态与纳税人状态不一致",
        (
            (
                1,
                {
                    "资源代码": ["102001/000001", "102004/000001"],
                    "各方": ["省市场监管局", "省税务局"],
                    "事由": "同一企业的登记状态与纳税人状态不一致，双方对以何者为准意见不一。",
                    "发生日期": 0,
                },
            ),
            (14, {"提请日期": 13}),
            (
                32,
                {
                    "协调办结日期": 31,
                    "结果": "登记状态以省市场监管局为准，纳税人状态以省税务局为准，两项资源分别列明。",
                },
            ),
        ),
    ),
    Case(
        LedgerKind.SUSPENSIONS,
        "省公安厅",
        360,
        "暂停向省商务厅提供机动车登记信息",
        (
            (
                2,
                {
                    "资源代码": "307007/000002",
                    "使用部门": "省商务厅",
                    "方式": "暂停",
                    "事由": "接口查询次数明显超出申请所列的用途，经提醒没有说明。",
                    "起": 0,
                    "报告": {"日期": 1, "文号": "演示报告〔1〕号"},
                    "整改期限": 20,
                },
            ),
            (25, {"整改日期": 19, "恢复日期": 24}),
        ),
    ),
    Case(
        LedgerKind.INCIDENTS,
        "省卫生健康委",
        425,
        "死亡医学证明签发信息接口异常调用",
        (
            (
                1,
                {
                    "部门": "省卫生健康委",
                    "资源代码": ["307020/000003"],
                    "概述": "共享接口出现异常调用，已暂停有关账号。",
                    "发现日期": 0,
                    "启动预案日期": 0,
                    "报告网信部门日期": 0,
                    "报告主管部门日期": 0,
                },
            ),
            (12, {"处置完毕日期": 11}),
        ),
    ),
)
