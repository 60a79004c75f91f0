"""What counts as a difference between two states of a resource, and whom it serves."""

import pytest

from generator.load import register_from
from generator.model.compare import (
    CLASS_OF_CONDITION,
    EFFECTIVE,
    ITEM_JUDGES,
    RESOURCE_JUDGES,
    Direction,
    FieldChange,
    compare,
    field_changes,
)
from generator.model.resource import Item, Resource
from generator.model.words import UpdateCycle
from generator.record import read_record
from generator.source.folder import SourceFile
from generator.source.yaml import read_yaml
from tests.conftest import MINIMAL

FILE = "catalogues/department/省教育厅/民办学校办学许可信息.yml"
TEXT = (MINIMAL / FILE).read_text(encoding="utf-8")
W, N, O = Direction.WIDENS, Direction.NARROWS, Direction.NEUTRAL  # noqa: E741

Edits = list[tuple[str, str]]

CITED = "  - 文件: 湖南省政务信息资源共享管理办法\n    条款: 第十条\n"
CITED_WORDS = "湖南省政务信息资源共享管理办法 第十条"
SCOPE = "使用范围: 各级政务部门\n"
SHARING = "共享类型: 无条件共享\n"
OPENING = "开放类型: 无条件开放\n"
CYCLE = "更新周期: 每日\n"
FORMAT = "  - 分类: 数据库\n    类型: KingbaseES\n"
MODE = "  - 分类: 共享平台\n    类型: 接口\n"
DATE = "    数据类型: 日期型D\n"


def resource(text: str) -> Resource:
    document, findings = read_yaml("a.yml", text.encode())
    assert document is not None
    assert findings == []
    read, findings = read_record(Resource, document)
    assert findings == []
    return read


def edited(edits: Edits) -> str:
    text = TEXT
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def of_resource(field: str, old: str, new: str, there: Direction, back: Direction) -> tuple[FieldChange, Direction]:
    return FieldChange(field, "", old, new, there), back


def of_item(field: str, old: str, new: str, there: Direction, back: Direction) -> tuple[FieldChange, Direction]:
    return FieldChange(field, "发证日期", old, new, there), back


TABLE: list[tuple[Edits, Edits, list[tuple[FieldChange, Direction]]]] = [
    # before, after: edits of the minimal resource; each change there, and the direction of the way back
    ([], [("民办学校办学许可信息", "办学许可")], [of_resource("资源名称", "民办学校办学许可信息", "办学许可", O, O)]),
    ([], [("/000001", "/000002")], [of_resource("资源代码", "307003/000001", "307003/000002", O, O)]),
    ([], [("提供方: 省教育厅", "提供方: 省公安厅")], [of_resource("提供方", "省教育厅", "省公安厅", O, O)]),
    ([], [("  - 省教育厅\n", "  - 省公安厅\n")], [of_resource("采集方", "省教育厅", "省公安厅", O, O)]),
    ([], [("摘要:", f"多方采集依据:\n{CITED}摘要:")], [of_resource("多方采集依据", "", CITED_WORDS, O, O)]),
    (
        [],
        [("，用于登记、监管和社会查询。", "。")],
        [
            of_resource(
                "摘要",
                "民办学校办学许可证载明的内容，由教育行政部门在审批中形成，用于登记、监管和社会查询。",
                "民办学校办学许可证载明的内容，由教育行政部门在审批中形成。",
                O,
                O,
            )
        ],
    ),
    ([], [("格式:", "所属系统: 许可系统\n格式:")], [of_resource("所属系统", "", "许可系统", O, O)]),
    ([], [("格式:", "数据级别: 一般\n格式:")], [of_resource("数据级别", "", "一般", O, O)]),
    (
        [],
        [(FORMAT, FORMAT + "  - 分类: 电子表格\n    类型: et\n")],
        [of_resource("格式", "数据库 KingbaseES", "数据库 KingbaseES；电子表格 et", W, N)],
    ),
    ([], [("KingbaseES", "Dm")], [of_resource("格式", "数据库 KingbaseES", "数据库 Dm", N, N)]),
    ([], [("无条件共享", "有条件共享")], [of_resource("共享类型", "无条件共享", "有条件共享", N, W)]),
    ([], [("无条件共享", "不予共享")], [of_resource("共享类型", "无条件共享", "不予共享", N, W)]),
    (
        [("无条件共享", "不予共享")],
        [("无条件共享", "有条件共享")],
        [of_resource("共享类型", "不予共享", "有条件共享", W, N)],
    ),
    ([], [(SCOPE, f"{SCOPE}共享条件: 逐校查询\n")], [of_resource("共享条件", "", "逐校查询", N, W)]),
    (
        [(SCOPE, f"{SCOPE}共享条件: 逐校查询\n")],
        [(SCOPE, f"{SCOPE}共享条件: 逐人查询\n")],
        [of_resource("共享条件", "逐校查询", "逐人查询", N, N)],
    ),
    (
        [(SHARING, "共享类型: 不予共享\n")],
        [(SHARING, "共享类型: 有条件共享\n共享条件: 逐校查询\n")],
        [of_resource("共享类型", "不予共享", "有条件共享", W, N), of_resource("共享条件", "", "逐校查询", W, N)],
    ),
    (
        [(SHARING, "共享类型: 有条件共享\n共享条件: 逐校查询\n")],
        [],
        [of_resource("共享类型", "有条件共享", "无条件共享", W, N), of_resource("共享条件", "逐校查询", "", W, N)],
    ),
    ([], [(SCOPE, "")], [of_resource("使用范围", "各级政务部门", "", W, N)]),
    ([], [("各级", "省级")], [of_resource("使用范围", "各级政务部门", "省级政务部门", N, N)]),
    (
        [("各级政务部门", "教育、民政部门")],
        [("各级政务部门", "教育、税务、民政部门")],
        [of_resource("使用范围", "教育、民政部门", "教育、税务、民政部门", W, N)],
    ),
    (
        [("各级政务部门", "省民政厅、省公安厅")],
        [("各级政务部门", "省公安厅，省民政厅")],
        [of_resource("使用范围", "省民政厅、省公安厅", "省公安厅，省民政厅", O, O)],
    ),
    (
        [],
        [("各级政务部门", "各级政务部门，不含乡镇")],
        [of_resource("使用范围", "各级政务部门", "各级政务部门，不含乡镇", N, N)],
    ),
    (
        [(SCOPE, "使用用途: 登记\n")],
        [(SCOPE, "使用用途: 登记、不动产查询\n")],
        [of_resource("使用用途", "登记", "登记、不动产查询", W, N)],
    ),
    ([], [(SCOPE, f"{SCOPE}使用用途: 登记\n")], [of_resource("使用用途", "", "登记", N, W)]),
    (
        [],
        [(MODE, MODE + "  - 分类: 邮件\n    类型: 文件\n    说明: 每月一次\n")],
        [of_resource("共享方式", "共享平台 接口", "共享平台 接口；邮件 文件 每月一次", W, N)],
    ),
    ([], [(SHARING, f"{SHARING}依据:\n{CITED}")], [of_resource("依据", "", CITED_WORDS, O, O)]),
    ([], [(SHARING, f"{SHARING}不予理由: 秘密\n")], [of_resource("不予理由", "", "秘密", O, O)]),
    (
        [],
        [(SHARING, f"{SHARING}审核确认:\n  部门: 省政府办公厅\n  日期: 2026-03-02\n")],
        [of_resource("审核确认", "", "省政府办公厅 2026-03-02", O, O)],
    ),
    ([], [("无条件开放", "不予开放")], [of_resource("开放类型", "无条件开放", "不予开放", N, W)]),
    (
        [("无条件开放", "不予开放")],
        [(OPENING, "开放类型: 有条件开放\n开放条件: 登记\n")],
        [of_resource("开放类型", "不予开放", "有条件开放", W, N), of_resource("开放条件", "", "登记", W, N)],
    ),
    (
        [("无条件开放", "有条件开放")],
        [(OPENING, "开放类型: 有条件开放\n开放条件: 登记\n")],
        [of_resource("开放条件", "", "登记", N, W)],
    ),
    *(
        (
            [(CYCLE, f"更新周期: {shorter}\n")],
            [(CYCLE, f"更新周期: {longer}\n")],
            [of_resource("更新周期", shorter, longer, N, W)],
        )
        for shorter, longer in zip(list(UpdateCycle)[:-1], list(UpdateCycle)[1:], strict=True)
    ),
    ([], [(CYCLE, f"{CYCLE}免提交事项:\n  - 年检\n")], [of_resource("免提交事项", "", "年检", W, N)]),
    (
        [],
        [(CYCLE, f"{CYCLE}关联资源代码:\n  - 307003/000002\n")],
        [of_resource("关联资源代码", "", "307003/000002", O, O)],
    ),
    ([], [(CYCLE, f"{CYCLE}来源:\n  - 307003/000009\n")], [of_resource("来源", "", "307003/000009", O, O)]),
    ([], [(CYCLE, f"{CYCLE}变更依据:\n{CITED}")], [of_resource("变更依据", "", CITED_WORDS, O, O)]),
    (
        [],
        [(CYCLE, f"{CYCLE}状态: 已注销\n注销:\n  理由: 停办\n")],
        [of_resource("状态", "有效", "已注销", N, W), of_resource("注销", "", "停办", O, O)],
    ),
    ([], [(f"  - 名称: 发证日期\n{DATE}", "")], [of_item("信息项", "发证日期", "", N, W)]),
    (
        [(DATE, f"{DATE}    英文名称: FZRQ\n")],
        [(f"发证日期\n{DATE}", f"颁证日期\n{DATE}    英文名称: FZRQ\n")],
        [(FieldChange("名称", "颁证日期", "发证日期", "颁证日期", O), O)],
    ),
    ([], [(DATE, f"{DATE}    英文名称: FZRQ\n")], [of_item("英文名称", "", "FZRQ", O, O)]),
    ([], [("日期型D", "日期时间型T")], [of_item("数据类型", "日期型D", "日期时间型T", O, O)]),
    ([], [(DATE, f"{DATE}    长度: 8\n")], [of_item("长度", "", "8", O, O)]),
    ([], [(DATE, f"{DATE}    说明: 首次\n")], [of_item("说明", "", "首次", O, O)]),
    ([], [(DATE, f"{DATE}    个人信息: 否\n")], [of_item("个人信息", "", "否", O, O)]),
    ([], [(DATE, f"{DATE}    来自: 307003/000002\n")], [of_item("来自", "", "307003/000002", O, O)]),
    ([], [(DATE, f"{DATE}    共享类型: 不予共享\n")], [of_item("共享类型", "无条件共享", "不予共享", N, W)]),
    (
        [(SHARING, "共享类型: 有条件共享\n"), (DATE, f"{DATE}    共享类型: 无条件共享\n")],
        [(SHARING, "共享类型: 有条件共享\n")],
        [of_item("共享类型", "无条件共享", "有条件共享", N, W)],
    ),
    ([], [(DATE, f"{DATE}    共享条件: 逐校\n")], [of_item("共享条件", "", "逐校", N, W)]),
    (
        [(DATE, f"{DATE}    共享类型: 不予共享\n")],
        [(DATE, f"{DATE}    共享类型: 有条件共享\n    共享条件: 逐校\n")],
        [of_item("共享类型", "不予共享", "有条件共享", W, N), of_item("共享条件", "", "逐校", W, N)],
    ),
    ([], [(DATE, f"{DATE}    开放类型: 不予开放\n")], [of_item("开放类型", "无条件开放", "不予开放", N, W)]),
]


@pytest.mark.parametrize(("before", "after", "expected"), TABLE)
def test_every_change_is_told_once_with_its_direction(
    before: Edits, after: Edits, expected: list[tuple[FieldChange, Direction]]
) -> None:
    changes = list(field_changes(resource(edited(before)), resource(edited(after))))
    assert changes == [change for change, _ in expected]


@pytest.mark.parametrize(("before", "after", "expected"), TABLE)
def test_every_change_has_its_way_back(
    before: Edits, after: Edits, expected: list[tuple[FieldChange, Direction]]
) -> None:
    changes = list(field_changes(resource(edited(after)), resource(edited(before))))
    assert [(change.old, change.new, change.direction) for change in changes] == [
        (change.new, change.old, back) for change, back in expected
    ]


def test_the_table_holds_every_field_both_ways() -> None:
    """Each field stands in the table; each that can narrow there also stands in it widening."""
    told = [(change.field, bool(change.item), change.direction, back) for *_, rows in TABLE for change, back in rows]
    fields = {(field.alias, False) for field in Resource.model_fields.values()}
    fields |= {(field.alias, True) for field in Item.model_fields.values()}
    missing = fields - {(field, is_item) for field, is_item, *_ in told}
    assert missing == {("信息项", False)}
    narrows = {(field, is_item) for field, is_item, *ways in told if N in ways}
    assert narrows == {(field, is_item) for field, is_item, *ways in told if W in ways}


def test_every_field_is_judged_on_purpose() -> None:
    """A new field counts as narrowing; this fails until someone has said what it is."""
    assert RESOURCE_JUDGES.keys() | {"items"} == Resource.model_fields.keys()
    assert ITEM_JUDGES.keys() | EFFECTIVE.keys() == Item.model_fields.keys()
    assert CLASS_OF_CONDITION.keys() | CLASS_OF_CONDITION.values() <= Resource.model_fields.keys()


@pytest.mark.parametrize("word", ["不含乡镇", "除公安外", "仅限省级", "未经同意的", "限本级"])
def test_a_limiting_word_never_widens(word: str) -> None:
    for before, after in (("各级部门", f"各级部门、{word}"), (f"{word}、甲", f"{word}、甲、乙")):
        [change] = field_changes(
            resource(edited([("各级政务部门", before)])), resource(edited([("各级政务部门", after)]))
        )
        assert change.direction is N


def test_the_order_of_a_list_is_no_difference() -> None:
    two = FORMAT + "  - 分类: 电子表格\n    类型: et\n"
    turned = "  - 分类: 电子表格\n    类型: et\n" + FORMAT
    items = f"  - 名称: 学校名称\n    数据类型: 字符型C\n    长度: 100\n  - 名称: 发证日期\n{DATE}"
    items_turned = f"  - 名称: 发证日期\n{DATE}  - 名称: 学校名称\n    数据类型: 字符型C\n    长度: 100\n"
    before, after = edited([(FORMAT, two)]), edited([(FORMAT, turned), (items, items_turned)])
    assert list(field_changes(resource(before), resource(after))) == []


def test_an_item_with_two_new_names_is_one_removed_and_one_added() -> None:
    changes = list(field_changes(resource(TEXT), resource(edited([("发证日期", "颁证日期")]))))
    assert [(change.item, change.direction) for change in changes] == [("发证日期", N), ("颁证日期", W)]


def test_resources_are_told_apart_by_code_alone() -> None:
    moved = register_from([SourceFile("catalogues/base/人口/别处.yml", TEXT.encode())]).register
    old = register_from([SourceFile(FILE, TEXT.encode())]).register
    other = register_from([SourceFile(FILE, edited([("/000001", "/000002")]).encode())]).register
    assert compare(old, moved) == ()
    assert [(change.code, bool(change.old), bool(change.new)) for change in compare(old, other)] == [
        ("307003/000001", True, False),
        ("307003/000002", False, True),
    ]
