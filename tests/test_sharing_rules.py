"""The sharing and opening rules beyond their pages: other forms of each fault, and near misses that stay silent.

Each case changes the resource that a rule's page calls right, so that whatever is found comes of the change.
"""

from pathlib import Path

import pytest

from generator.check import all_rules, check
from generator.profiles import HUNAN_2021, ORDER_809, PROFILES
from tests.test_rule_pages import blocks_of, build_register, section_of

RIGHT = {rule.id: blocks_of(section_of(rule, "正确写法")) for rule in all_rules() if rule.id.startswith("S")}
OPEN, CONDITIONAL, DENIED = "S111", "S101", "S103"
LEGAL_BASES = "catalogues/legal-bases.yml"
AUTHORITY = "catalogues/authority.yml"

PERSONAL_LAW = "  - 文件: 中华人民共和国个人信息保护法\n    条款: 第六条\n"
FOOD_LAW = "  - 文件: 中华人民共和国食品安全法\n    条款: 第一百一十五条第二款\n"
MEASURES = "  - 文件: 湖南省政务信息资源共享管理办法\n    条款: 第十七条第三款\n"
MODE = "  - 分类: 共享平台\n    类型: 接口\n"
CONDITION = "民政部门办理社会救助时，凭申请人的授权逐人查询，不得批量获取。"
DATE_ITEM = "  - 名称: 发证日期\n    数据类型: 日期型D\n"

Found = list[tuple[str, int, int]]


def written(root: Path, page: str, old: str, new: str) -> Path:
    """A register with the right block of a page, one passage of it replaced."""
    build_register(root / "register", RIGHT[page])
    file = root / "register" / RIGHT[page][-1].path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return root / "register"


def found(register: Path) -> Found:
    return [(finding.rule.id, finding.span.line, finding.span.column) for finding in check(register).findings]


@pytest.mark.parametrize(
    ("page", "old", "new", "expected"),
    [
        pytest.param(CONDITIONAL, CONDITION, "无", [("S101", 18, 7)], id="S101 none is no condition"),
        pytest.param(CONDITIONAL, CONDITION, "待定。", [("S101", 18, 7)], id="S101 to be settled is no condition"),
        pytest.param(CONDITIONAL, CONDITION, "", [("S101", 17, 7)], id="S101 a blank key"),
        pytest.param(
            CONDITIONAL, CONDITION, "无工作单位的申请人须经授权。", [], id="S101 a sentence that begins alike"
        ),
        pytest.param(
            CONDITIONAL, f"共享条件: {CONDITION}", "共享条件: [逐人查询]", [("M106", 18, 7)], id="S101 refused"
        ),
        pytest.param(CONDITIONAL, "依据:\n" + PERSONAL_LAW, "依据: []\n", [("S102", 17, 7)], id="S102 an empty list"),
        pytest.param(
            CONDITIONAL, PERSONAL_LAW, "  - 个人信息保护法\n", [("M104", 25, 5)], id="S102 silent about a refused one"
        ),
        pytest.param(DENIED, "依据:\n" + FOOD_LAW, "依据:\n", [("S103", 16, 7)], id="S103 a blank key"),
        pytest.param(
            DENIED, "条款: 第一百一十五条第二款", "", [("M101", 18, 5)], id="S103 a basis without its provision"
        ),
        pytest.param(
            DENIED,
            "法律规定对举报人的信息予以保密，提供给其他部门可能泄露举报人的身份。",
            "——",
            [("S104", 20, 7)],
            id="S104 a dash is no reason",
        ),
        pytest.param(DENIED, FOOD_LAW, MEASURES, [("S105", 18, 9)], id="S105 alone speaks of a local rule, not S106"),
        pytest.param(DENIED, FOOD_LAW, MEASURES + FOOD_LAW, [], id="S105 one sufficient basis is enough"),
        pytest.param(CONDITIONAL, PERSONAL_LAW, MEASURES, [("S106", 25, 9)], id="S106 a local rule"),
        pytest.param(CONDITIONAL, PERSONAL_LAW, MEASURES + PERSONAL_LAW, [], id="S106 one sufficient basis is enough"),
        pytest.param(
            CONDITIONAL,
            PERSONAL_LAW,
            MEASURES + "  - 文件: 某条例\n    条款: 第一条\n",
            [("N108", 27, 9)],
            id="S106 silent while a basis is unknown",
        ),
        pytest.param(CONDITIONAL, "2026-03-02", "2021-10-31", [("S107", 25, 9)], id="S107 the day before"),
        pytest.param(CONDITIONAL, "2026-03-02", "2021-11-01", [], id="S107 the first day"),
        pytest.param(
            CONDITIONAL,
            "审核确认:\n  部门: 省政府办公厅\n  日期: 2026-03-02\n",
            "审核确认: 省政府办公厅\n",
            [("M104", 27, 7)],
            id="S108 silent about a refused one",
        ),
        pytest.param(
            DENIED,
            "审核确认:\n  部门: 省政府办公厅\n  日期: 2026-03-02\n",
            "",
            [("S108", 16, 7)],
            id="S108 denied as well",
        ),
        pytest.param(
            DENIED, "开放类型: 不予开放", "开放类型: 有条件开放", [("S110", 24, 7)], id="S110 on conditions as well"
        ),
        pytest.param(OPEN, "使用范围:", "共享条件: 无\n使用范围:", [], id="S111 none is no condition"),
        pytest.param(
            OPEN,
            "    长度: 100\n",
            "    长度: 100\n    共享条件: 须经学校同意\n",
            [("S111", 14, 5)],
            id="S111 a condition of an item",
        ),
        pytest.param(OPEN, "各级政务部门", "暂无", [("S112", 17, 7)], id="S112 none is no scope"),
        pytest.param(
            DENIED,
            "不予开放\n",
            "不予开放\n共享方式: []\n使用范围:\n",
            [],
            id="S112 S113 nobody uses what is denied",
        ),
        pytest.param(
            OPEN, MODE, "  - 分类：共享平台\n", [("Y105", 19, 7)], id="S113 silent about a mode that was refused"
        ),
        pytest.param(OPEN, MODE, "  -\n", [("M123", 19, 4)], id="S113 silent about a blank entry"),
        pytest.param(
            CONDITIONAL, "核对社会救助申请人的家庭经济状况", "略", [("S114", 20, 7)], id="S114 skipped is not said"
        ),
        pytest.param(OPEN, "    类型: 接口\n", "    类型: 批量交换\n", [], id="S115 batches of a database"),
        pytest.param(OPEN, MODE, MODE + MODE.replace("接口", "文件下载"), [("S115", 22, 9)], id="S115 the second mode"),
        pytest.param(
            OPEN,
            MODE,
            "  - 分类: 拷盘\n    类型: 文件\n",
            [("S120", 19, 9)],
            id="S115 off the platform a database travels as a file",
        ),
        pytest.param(
            OPEN,
            "  - 分类: 数据库\n    类型: KingbaseES\n",
            "  - 分类: 电子表格\n    类型: xlsx\n",
            [],
            id="S115 a table through an interface",
        ),
        pytest.param(
            DENIED,
            "日期型D\n",
            "日期型D\n    共享类型: 无条件共享\n",
            [("S116", 16, 11)],
            id="S116 of a denied resource",
        ),
        pytest.param(DENIED, "日期型D\n", "日期型D\n    共享类型: 不予共享\n", [], id="S116 the same class said twice"),
        pytest.param(
            CONDITIONAL, "    长度: 10\n", "    长度: 10\n    共享类型: 无条件共享\n", [], id="S117 one item of two"
        ),
        pytest.param(
            CONDITIONAL,
            "    长度: 10\n",
            "    长度: 10\n    开放类型: 无条件开放\n",
            [("S118", 17, 11)],
            id="S118 an item opened to all",
        ),
        pytest.param(
            OPEN, "    长度: 100\n", "    长度: 100\n    开放类型: 不予开放\n", [], id="S118 an item kept back"
        ),
    ],
)
def test_a_change_is_told_where_it_stands(tmp_path: Path, page: str, old: str, new: str, expected: Found) -> None:
    assert found(written(tmp_path, page, old, new)) == expected


@pytest.mark.parametrize(("format_class", "is_told"), [("电子文件", True), ("自描述格式", False)])
def test_s115_does_not_judge_a_format_only_its_provider_knows(tmp_path: Path, format_class: str, is_told: bool) -> None:
    register = written(tmp_path, OPEN, "    类型: 接口", "    类型: 数据库")
    file = register / RIGHT[OPEN][-1].path
    text = file.read_text(encoding="utf-8").replace(
        "分类: 数据库\n    类型: KingbaseES", f"分类: {format_class}\n    类型: 甲"
    )
    file.write_text(text, encoding="utf-8")
    told: Found = [("S115", 20, 9)] if is_told else []
    assert found(register) == told


@pytest.mark.parametrize(
    ("item", "is_told"),
    [
        ("公民身份号码", True),
        ("居民身份证号码", True),
        ("身份证件号码", True),
        ("法定代表人手机号码", True),
        ("联系电话", True),
        ("经办人联系方式", True),
        ("户籍地址", True),
        ("现住址", True),
        ("银行账号", True),
        ("企业联系电话", False),
        ("单位银行账号", False),
        ("学校地址", False),
        ("身份", False),
        ("许可证号", False),
        ("统一社会信用代码", False),
    ],
)
def test_s119_knows_personal_items_by_their_names(tmp_path: Path, item: str, is_told: bool) -> None:
    told: Found = [("S119", 14, 9)] if is_told else []
    assert found(written(tmp_path, OPEN, "发证日期", item)) == told


@pytest.mark.parametrize(
    ("text", "promise"),
    [
        ("  - 名称: 联系电话\n    数据类型: 字符型C\n    个人信息: 否\n", ""),
        ("  - 名称: 成绩\n    数据类型: 字符型C\n    个人信息: 是\n", "无条件共享、无条件开放"),
        ("  - 名称: 手机号\n    数据类型: 字符型C\n    开放类型: 不予开放\n", "无条件共享"),
    ],
)
def test_s119_says_what_is_promised_of_a_personal_item(tmp_path: Path, text: str, promise: str) -> None:
    messages = [finding.message for finding in check(written(tmp_path, OPEN, DATE_ITEM, text)).findings]
    assert [message.partition("却")[2] for message in messages] == ([promise] if promise else [])


@pytest.mark.parametrize(
    ("day", "told"), [("2025-07-31", []), ("2025-08-01", [("S107", 25, 9)]), ("2025-08-02", [("S107", 25, 9)])]
)
def test_s107_a_basis_has_lost_its_force_on_the_day_it_is_repealed(tmp_path: Path, day: str, told: Found) -> None:
    register = written(tmp_path, CONDITIONAL, "2026-03-02", day)
    bases = register / LEGAL_BASES
    text = bases.read_text(encoding="utf-8")
    bases.write_text(text.replace("2021-11-01", "2021-11-01\n    失效日期: 2025-08-01"), encoding="utf-8")
    assert found(register) == told


BOTH = tuple(PROFILES)


@pytest.mark.parametrize(
    ("page", "old", "new", "profiles", "told"),
    [
        (CONDITIONAL, "依据:\n" + PERSONAL_LAW, "", [HUNAN_2021.name], ["S102 办法第十七条第五款"]),
        (CONDITIONAL, "依据:\n" + PERSONAL_LAW, "", [ORDER_809.name], []),
        (DENIED, FOOD_LAW, MEASURES, [HUNAN_2021.name], ["S106 办法第十七条第五款"]),
        (DENIED, FOOD_LAW, MEASURES, [ORDER_809.name], ["S105 条例第十四条第三项"]),
        (DENIED, FOOD_LAW, MEASURES, BOTH, ["S105 条例第十四条第三项"]),
        (CONDITIONAL, PERSONAL_LAW, MEASURES, [ORDER_809.name], []),
        (CONDITIONAL, "使用用途", "# 使用用途", [HUNAN_2021.name], ["S114 办法第十八条第一款 warning"]),
        (CONDITIONAL, "使用用途", "# 使用用途", [ORDER_809.name], ["S114 条例第十五条第二款"]),
        (CONDITIONAL, "使用用途", "# 使用用途", BOTH, ["S114 条例第十五条第二款"]),
        (OPEN, "使用范围", "# 使用范围", BOTH, ["S112 办法第九条第三款、条例第十三条第二款"]),
    ],
)
def test_each_profile_demands_and_cites_its_own(
    tmp_path: Path, page: str, old: str, new: str, profiles: list[str], told: list[str]
) -> None:
    register = written(tmp_path, page, old, new)
    text = (register / AUTHORITY).read_text(encoding="utf-8").partition("规则集:")[0]
    (register / AUTHORITY).write_text(f"{text}规则集: [{', '.join(profiles)}]\n", encoding="utf-8")
    findings = check(register).findings
    assert [
        f"{finding.rule.id} {finding.rule.article}{'' if finding.is_error else ' warning'}" for finding in findings
    ] == told
