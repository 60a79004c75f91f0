"""Requests between departments, doubts, channels, disputes, suspensions and incidents, step by step over time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.demo.cast import OFFICE
from generator.demo.days import Days
from generator.demo.files import Data, Files
from generator.demo.laws import Numbers
from generator.demo.plot import Edit, Request, add, all_of
from generator.model.words import LedgerKind


@dataclass(frozen=True)
class Case:
    """One record: who enters it, on which day it began, and its stages, each so many working days after the first.

    A stage's days are written as whole numbers: working days after the first day of the case.
    """

    kind: LedgerKind
    unit: str
    on: int
    title: str
    stages: tuple[tuple[int, Data], ...]


def told(days: Days, numbers: Numbers) -> Iterator[Request]:
    """Every case, each stage a request of its own."""
    for case in sorted((*_requests(), *CORRECTIONS, *OTHERS), key=lambda case: case.on):
        began_on = days.on(case.on)
        number = numbers.next(case.kind, began_on.year)
        for place, (after, fields) in enumerate(case.stages):
            filed_on = days.after(began_on, after)
            dated: Any = _dated(fields, days, case.on)
            title = f"{'续记' if place else '登记'}{case.kind.removesuffix('台账')} {number}：{case.title}"
            unit = OFFICE if place and case.kind is LedgerKind.DISPUTES else case.unit
            edit = _entered(case.kind, number, dated)
            if case.kind is LedgerKind.CHANNELS and not place:
                code, mode = fields["资源代码"], {"分类": fields["途径"], "类型": "文件"}
                edit = all_of(edit, add(code, "共享方式", mode))
            yield Request((filed_on - days.first).days, unit, title, edit)


def _dated(value: Any, days: Days, on: int) -> Any:
    """The fields with days in place of whole numbers."""
    if isinstance(value, dict):
        return {key: _dated(entry, days, on) for key, entry in value.items()}
    return f"{days.after(days.on(on), value)}" if isinstance(value, int) else value


def _entered(kind: LedgerKind, number: str, fields: Data) -> Edit:
    def done(files: Files) -> None:
        record = files.ledger(kind, number)
        for key, value in fields.items():
            record[key] = {**record.get(key, {}), **value} if isinstance(value, dict) else value

    return done


def _granted(after: int, provided: int | None = None) -> Data:
    reply: Data = {"答复": {"日期": after, "结果": "同意"}}
    return reply | ({"提供日期": provided} if provided is not None else {})


@dataclass(frozen=True)
class Asking:
    """One department asks another for a resource; the stages after the receipt."""

    on: int
    provider: str
    code: str
    name: str
    user: str
    purpose: str
    basis: tuple[str, str]
    stages: tuple[tuple[int, Data], ...] = ()


AID, PRIVACY, SERVICES = "社会救助暂行办法", "中华人民共和国个人信息保护法", "国务院关于在线政务服务的若干规定"
ASKINGS = (
    Asking(
        60,
        "省民政厅",
        "203002/000001",
        "最低生活保障对象信息",
        "省残联",
        "残疾人两项补贴资格核验",
        (AID, "第六十一条"),
        ((6, _granted(5)), (13, {"提供日期": 12})),
    ),
    Asking(
        76,
        "省公安厅",
        "307007/000001",
        "机动车驾驶证信息",
        "省交通运输厅",
        "道路运输从业人员从业资格核验",
        (PRIVACY, "第三十四条"),
        ((9, _granted(8)), (16, {"提供日期": 15})),
    ),
    Asking(
        111,
        "省人力资源社会保障厅",
        "101005/000001",
        "社会保险个人参保登记信息",
        "省住房城乡建设厅",
        "注册建造师单位参保核验",
        (PRIVACY, "第三十四条"),
        ((10, _granted(9, 10)),),
    ),
    Asking(
        140,
        "省医保局",
        "307031/000003",
        "医疗救助信息",
        "省退役军人事务厅",
        "优抚对象医疗困难帮扶认定",
        (AID, "第六十一条"),
        ((15, _granted(14, 15)),),
    ),
    Asking(
        165,
        "省财政厅",
        "307010/000005",
        "政府采购评审专家信息",
        "省科技厅",
        "组建科技项目评审专家库",
        (PRIVACY, "第三十四条"),
        (
            (
                7,
                {
                    "答复": {
                        "日期": 6,
                        "结果": "不同意",
                        "理由": "专家个人信息只为政府采购评审收集，用于其他评审须经本人同意。",
                    }
                },
            ),
        ),
    ),
    Asking(
        190,
        "省民政厅",
        "307008/000001",
        "婚姻登记信息",
        "省住房城乡建设厅",
        "公租房申请家庭成员核验",
        (SERVICES, "第十二条"),
        ((8, _granted(7)), (19, {"提供日期": 18})),
    ),
    Asking(
        236,
        "省住房城乡建设厅",
        "307014/000004",
        "住房公积金缴存信息",
        "省民政厅",
        "社会救助家庭经济状况核对",
        (AID, "第五十八条"),
        (
            (
                9,
                {
                    "延期": {
                        "工作日数": "10",
                        "理由": "各市州公积金中心的数据正在归集，接口尚未完成联调。",
                        "同意": OFFICE,
                        "同意日期": 8,
                        "告知日期": 8,
                    }
                },
            ),
            (18, _granted(17, 18)),
        ),
    ),
    Asking(
        265,
        "省税务局",
        "102004/000001",
        "纳税人税务登记信息",
        "省市场监管局",
        "企业注销登记税务状态核验",
        ("中华人民共和国税收征收管理法", "第六条"),
        ((5, _granted(4)), (29, {"提供日期": 28})),
    ),
    Asking(
        305,
        "省发展改革委",
        "307002/000005",
        "定价成本监审资料信息",
        "省财政厅",
        "公共交通财政补贴成本核定",
        ("中华人民共和国价格法", "第二十二条"),
        ((9, _granted(8)), (11, {"提供日期": 10, "备案": {"日期": 11, "文号": "演示备案〔1〕号"}})),
    ),
    Asking(
        350,
        "省退役军人事务厅",
        "307021/000001",
        "退役军人优待证信息",
        "省文化和旅游厅",
        "景区门票减免资格核验",
        (SERVICES, "第十二条"),
        ((6, _granted(5, 6)),),
    ),
    Asking(
        400,
        "省自然资源厅",
        "103003/000001",
        "不动产登记信息",
        "省教育厅",
        "义务教育入学资格核验",
        (SERVICES, "第十二条"),
        ((7, _granted(6)), (12, {"提供日期": 11})),
    ),
    Asking(
        455,
        "省残联",
        "307035/000001",
        "残疾人证信息",
        "省交通运输厅",
        "残疾人免费乘车资格核验",
        (SERVICES, "第十二条"),
        ((4, _granted(3, 4)),),
    ),
    Asking(
        490,
        "省教育厅",
        "307003/000001",
        "中小学生学籍信息",
        "省残联",
        "适龄残疾儿童入学情况核对",
        ("残疾预防和残疾人康复条例", "第十二条"),
        (
            (2, {"补正": {"告知日期": 1, "补充材料": "使用场景说明和拟使用的信息项清单。"}}),
            (14, {"补正": {"补齐日期": 6}, **_granted(13, 14)}),
        ),
    ),
    Asking(
        524,
        "省农业农村厅",
        "307017/000001",
        "农村土地承包经营权信息",
        "省财政厅",
        "耕地地力保护补贴面积核验",
        ("中华人民共和国农村土地承包法", "第二十四条"),
    ),
    Asking(
        551, "省公安厅", "307007/000002", "机动车登记信息", "省民政厅", "社会救助家庭财产状况核对", (AID, "第五十八条")
    ),
)
"""The last two are still without a reply when the story ends: the first is overdue."""


def _requests() -> Iterator[Case]:
    for one in ASKINGS:
        first: Data = {
            "资源代码": one.code,
            "使用部门": one.user,
            "使用用途": f"{one.purpose}。",
            "使用依据": [{"文件": one.basis[0], "条款": one.basis[1]}],
            "使用场景": f"窗口和后台工作人员办理{one.purpose}时逐件核验。",
            "使用范围": "办件所涉及的当事人，只返回核验所需的信息项。",
            "共享方式": "服务接口",
            "使用时限": "长期使用，每年复核一次",
            "收到日期": 0,
        }
        title = f"{one.user}申请「{one.name}」"
        yield Case(LedgerKind.REQUESTS, one.provider, one.on, title, ((1, first), *one.stages))


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
