"""The O, X, A and N rules beyond their pages: other forms of each fault, and near misses that stay silent.

Personal numbers here are nobody's: the resident's is the sample printed in GB 11643, or born in 2090, the mobile a
carrier's own, the cards are filled up with zeros.
"""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import SSHCertificateBuilder, SSHCertificateType

from generator.check import all_rules, check
from generator.diagnostics import Rule
from generator.report.json import findings_as_json
from generator.report.text import as_text
from generator.rules.authority import key_of
from tests.test_rule_pages import blocks_of, build_register, section_of

PAGES = {rule.id: rule for rule in all_rules()}
RESOURCE = "catalogues/department/省教育厅/民办学校办学许可信息.yml"
CATALOGUE = "catalogues/department/省教育厅/catalogue.yml"
BASE_CATALOGUE = "catalogues/base/人口/catalogue.yml"
ORGANISATIONS = "catalogues/organisations.yml"
AUTHORITY = "catalogues/authority.yml"
LEGAL_BASES = "catalogues/legal-bases.yml"

RESIDENT = "11010519491231002X"
MOBILE = "13800138000"
CARD = "6222020000000000000"

Found = list[tuple[str, int, int]]


def right(root: Path, rule: Rule, path: str, old: str = "", new: str = "") -> Path:
    """A register with what a rule's page calls right, one passage of one file replaced."""
    build_register(root / "register", blocks_of(section_of(rule, "正确写法")))
    file = root / "register" / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return root / "register"


def found(register: Path) -> Found:
    """What is found but for the order of fields (Y118), which a passage put in its place may break."""
    told = [finding for finding in check(register).findings if finding.rule.id != "Y118"]
    return [(finding.rule.id, finding.span.line, finding.span.column) for finding in told]


def case(page: str, path: str, old: str, new: str, *expected: tuple[str, int, int], says: str) -> object:
    return pytest.param(page, path, old, new, list(expected), id=f"{page} {says}")


COLLECTOR = "采集方:\n  - 省教育厅\n"
SCHOOL_BUS = "catalogues/department/省教育厅/校车使用许可信息.yml"
BIRTHS = "catalogues/base/人口/出生医学证明签发信息.yml"
HOUSEHOLDS = "catalogues/department/省教育厅/学生户籍信息.yml"
JOINT = "  - 部门: 省教育厅\n    确认日期: 2026-03-02\n"
RETIRED = "更新周期: 每日\n状态: 已注销\n注销:\n  理由: 并入他项。\n"


@pytest.mark.parametrize(
    ("page", "path", "old", "new", "expected"),
    [
        case("O101", RESOURCE, COLLECTOR, "采集方: []\n", ("O101", 3, 1), says="an empty list"),
        case("O101", RESOURCE, COLLECTOR, "采集方:\n", ("O101", 3, 1), says="a blank key"),
        case("O101", RESOURCE, COLLECTOR, "采集方: 省教育厅\n", ("M105", 4, 6), says="silent about a refused one"),
        case("O102", LEGAL_BASES, "效力: 行政法规", "效力: 地方性法规", says="法规 are 地方性法规 too"),
        case("O102", LEGAL_BASES, "效力: 行政法规", "效力: 规范性文件", ("O102", 4, 1), says="too low a force"),
        case("O102", SCHOOL_BUS, "文件: 校车安全管理条例", "文件: 某条例", ("N108", 8, 9), says="an unknown basis"),
        case("O102", SCHOOL_BUS, "  - 省公安厅\n", "  - 省教育厅\n", says="one department twice is one"),
        case("O103", RESOURCE, "提供方: 省教育厅", "提供方: 教育厅", ("O103", 3, 6), says="silences O105"),
        case("O103", CATALOGUE, "牵头部门: 省教育厅", "牵头部门: 教育厅", ("O103", 2, 7), says="silences O106"),
        case("O103", BASE_CATALOGUE, "部门: 省教育厅", "部门: 省教育局", ("O103", 4, 9), says="joint departments"),
        case("O103", AUTHORITY, "主管部门: 省政府办公厅", "主管部门: 省府办", ("O103", 1, 7), says="the authority"),
        case("O103", ORGANISATIONS, "  - 简称: 省教育厅\n", "  - 简称: 省教育局\n    继任: 省教厅\n",
             ("O103", 2, 7), ("O103", 4, 9), ("O103", 3, 6), ("O103", 5, 5), ("O103", 11, 9), says="everywhere"),
        case("O104", BIRTHS, "  - 省卫生健康委\n", "  - 省卫生计生委\n", says="silent about who once collected"),
        case("O104", BIRTHS, "提供方: 省卫生健康委", "提供方: 省卫生计生委\n状态: 已注销\n注销:\n  理由: 并入他项。",
             says="silent once retired"),
        case("O105", CATALOGUE, "牵头部门: 省教育厅", "牵头部门: 省公安厅", ("O106", 2, 7), says="is about resources"),
        case("O107", BASE_CATALOGUE, "会同部门:\n" + JOINT, "会同部门: []\n", ("O107", 2, 1), says="an empty list"),
        case("O107", BASE_CATALOGUE, "  - 部门: 省教育厅", "  - 部门: 省公安厅", ("O107", 2, 1), says="only the lead"),
        case("O107", BASE_CATALOGUE, JOINT, JOINT + JOINT.replace("教育", "公安"), says="the lead among others"),
        case("O107", BASE_CATALOGUE, "会同部门:\n" + JOINT, "会同部门: 省教育厅\n", ("M105", 3, 7),
             says="silent about a refused one"),
        case("O108", BASE_CATALOGUE, "确认日期: 2026-03-02", "确认日期:", ("O108", 4, 9), says="a blank day"),
        case("O108", BASE_CATALOGUE, "2026-03-02", "2026年3月", ("M109", 5, 11), says="silent about a refused day"),
        case("O109", HOUSEHOLDS, "迁出日期\n    数据类型: 日期型D\n    来自: 101001/000001\n",
             "学籍号\n    数据类型: 字符型C\n", says="items taken from another do not count"),
        case("O109", HOUSEHOLDS, "    来自: 101001/000001\n", "", ("O109", 10, 1), says="five alike"),
        case("N102", RESOURCE, "307003/000001", "308003/000001", ("N102", 2, 7), says="the group"),
        case("N102", RESOURCE, "307003/000001", "307003AB/000001", says="details have no table"),
        case("N103", RESOURCE, "307003/000001", "201001/000001", ("N102", 2, 7), ("N103", 2, 7), says="a theme's code"),
        case("N105", RESOURCE, "摘要: ", "摘要: 民办学校办学许可信息，", says="the name and more"),
        case("N106", RESOURCE, "更新周期: 每日\n", "更新周期: 每日\n所属系统: 民办学校许可管理系统\n", says="alike"),
        case("N106", RESOURCE, "更新周期: 每日\n", "更新周期: 每日\n所属系统: 民办学校 办学许可信息\n", ("N106", 1, 7),
             says="but for a space"),
        case("N107", RESOURCE, "类型: 日期型D\n", "类型: 日期型D\n    来自: 101001/000009\n", ("N107", 16, 9),
             says="the source of an item"),
        case("N107", RESOURCE, "更新周期: 每日\n", RETIRED + "  继任资源代码:\n    - 307003/000009\n",
             ("N107", 27, 7), says="a successor"),
        case("N108", RESOURCE, "更新周期: 每日\n", "更新周期: 每日\n依据:\n  - 文件: 食品安全法\n    条款: 第一条\n",
             ("N108", 24, 9), says="a short title"),
        case("N109", RESOURCE, "状态: 已注销\n", "", ("N109", 23, 1), says="a reason without the status"),
        case("N109", RESOURCE, "理由: 内容并入全国民办教育信息系统，由教育部统一提供。", "理由:", ("M101", 25, 3),
             says="silent about a blank reason"),
    ],
)  # fmt: skip
def test_a_form_of_the_fault_is_found_and_a_near_miss_is_not(
    tmp_path: Path, page: str, path: str, old: str, new: str, expected: Found
) -> None:
    assert sorted(found(right(tmp_path, PAGES[page], path, old, new))) == sorted(expected)


@pytest.mark.parametrize(
    ("name", "more", "expected"),
    [
        ("民办学校办学许可信息", "", ["N104"]),
        ("民办学校 办学许可信息（2025）", "", ["N104"]),
        ("民办学校办学许可信息", "状态: 已注销\n注销:\n  理由: 并入他项。\n", []),
        ("民办学校办学许可变更信息", "", []),
    ],
)
def test_two_names_are_nearly_the_same(tmp_path: Path, name: str, more: str, expected: list[str]) -> None:
    """A retired resource may leave its name to its successor."""
    register = right(tmp_path, PAGES["N105"], RESOURCE)
    text = (register / RESOURCE).read_text(encoding="utf-8")
    text = text.replace("民办学校办学许可信息", name).replace("000001", "000002") + more
    (register / RESOURCE).with_stem("另一项").write_text(text, encoding="utf-8")
    assert [rule_id for rule_id, _, _ in found(register) if rule_id.startswith("N")] == expected


def summarised(tmp_path: Path, text: str) -> list[str]:
    """Rules that speak of this text, written as the summary of a resource; all of them point at it."""
    register = right(tmp_path, PAGES["N105"], RESOURCE)
    file = register / RESOURCE
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[5] = "摘要: '" + text.replace("'", "''") + "'"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    findings = check(register).findings
    assert {(finding.span.line, finding.span.column) for finding in findings} <= {(6, 5)}
    return [finding.rule.id for finding in findings]


@pytest.mark.parametrize(
    "text",
    [
        "密级：秘密", "秘密", "（秘密）", "秘密级", "秘密件", "秘密★1年", "秘密☆长期", "秘密（10年）", "秘密*5年",
        "机密", "机密★10年", "机　密★10年", "密级：机 密", "机密级国家秘密", "机密文件", "未公开的机密文件",
        "绝密", "绝 密", "绝密级", "国家秘密级", "国家秘密★5年", "★１０年", "★长期", "㊙",
        "涉密", "本资源涉密，不予共享", "涉密人员名册", "不宜公开的涉密信息", "工作秘密", "不予公开的工作秘密",
        "《绝密行动计划》", "《关于工作秘密的请示（机密★5年）》",
    ],
)  # fmt: skip
def test_a_secrecy_mark_is_found(tmp_path: Path, text: str) -> None:
    assert summarised(tmp_path, text) == ["X101"]


@pytest.mark.parametrize(
    "text",
    [
        "商业秘密和个人隐私", "商业机密", "商业秘密文件", "商业秘密10年内不得披露", "技术秘密", "侵犯他人秘密",
        "国家秘密", "国家机密", "国家秘密级别", "保守国家秘密法", "依照保守秘密的规定", "密级", "保密期限", "已解密",
        "非涉密", "不涉密", "是否涉密", "有无涉密内容", "不得上传涉密信息", "严禁将涉密信息", "涉密内容除外",
        "不包括属于国家秘密、工作秘密的数据", "不属于国家秘密，也不属于工作秘密", "经审查不含国家秘密和工作秘密",
        "《涉密信息系统集成资质管理办法》", "《涉密资质管理办法（2025年修订）》",
        "《中华人民共和国保守国家秘密法实施条例》",
        "手机密码", "司机密码", "随机密钥", "计算机密集", "飞机密度", "机密性、完整性", "机密计算",
        "隔绝密闭空间", "拒绝密码", "杜绝密接", "干涉密度", "牵涉密切", "秘密投票", "★★★★★",
    ],
)  # fmt: skip
def test_what_only_sounds_like_a_secrecy_mark_is_silent(tmp_path: Path, text: str) -> None:
    assert summarised(tmp_path, text) == []


def test_the_title_of_a_law_about_secrets_is_no_mark(tmp_path: Path) -> None:
    """A law is cited without title marks; a secret document is none."""
    for title, expected in (("涉密测绘成果管理办法", []), ("关于涉密人员的请示", [("X101", 2, 9)])):
        register = right(tmp_path / title, PAGES["N105"], LEGAL_BASES, "湖南省政务信息资源共享管理办法", title)
        assert found(register) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (RESIDENT, ["X102"]),
        (RESIDENT.lower(), ["X102"]),
        ("１１０１０５１９４９１２３１００２Ｘ", ["X102"]),
        ("110105 19491231 002X", ["X102"]),
        ("110105-1949-1231-002X", ["X102"]),
        ("110105–19491231–002X", ["X102"]),
        ("110105　1949　1231　002Ｘ", ["X102"]),
        ("1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X", ["X102"]),
        (f"1. {RESIDENT}", ["X102"]),
        (f"2024-01-01 {RESIDENT}", ["X102"]),
        (f"张某{RESIDENT}{MOBILE}", ["X102"]),
        (f"证件 {RESIDENT}、电话 {MOBILE}", ["X102", "X103"]),
        ("110105194912310021", []),
        ("11010519493231002X", []),
        ("110105********002X", []),
        ("91430000MA4L16JQ9B", []),
        (MOBILE, ["X103"]),
        ("１３８００１３８０００", ["X103"]),
        ("138 0013 8000", ["X103"]),
        ("138-0013-8000", ["X103"]),
        ("1380 013 8000", ["X103"]),
        ("138－0013－8000", ["X103"]),
        ("110105．19491231．002X", ["X102"]),
        ("+86 138 0013 8000", ["X103"]),
        ("（86）13800138000", ["X103"]),
        ("008613800138000", ["X103"]),
        ("0731-85010000/13800138000", ["X103"]),
        ("0731-85010000", []),
        ("12345 热线，400-800-1234", []),
        ("138****8000", []),
        ("H13010100123 号定点机构", []),
        ("GB/T 13745-2009 和 GB/T 4754-2017", []),
        ("自 1999-12-31 起 100 项", []),
        (CARD, ["X104"]),
        ("6222 0200 0000 0000 000", ["X104"]),
        ("6228480000000007", ["X104"]),
        ("6222020000000000001", []),
        ("4301020000000006", []),
        ("620102209002010204", ["X102"]),
        ("javascript:alert(1)", ["X105"]),
        ("见JavaScript: void(0)", ["X105"]),
        ("data:text/html;base64,PGI+", ["X105"]),
        ("file:///C:/目录.xlsx", ["X105"]),
        ("前端用 JavaScript：页面脚本", []),
        ("metadata:text/x，data: 2021，file: 接口文档", []),
        ("https://www.example.cn/file:1", []),
    ],
)
def test_personal_numbers_and_links_that_run(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert summarised(tmp_path, f"内容 {text}") == expected


@pytest.mark.parametrize(
    "number", [RESIDENT, "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002X", MOBILE, CARD]
)
def test_no_report_repeats_a_personal_number(tmp_path: Path, number: str) -> None:
    """Wherever it stands: in a text, in a name other findings quote, in a refused value, in a comment."""
    register = right(tmp_path, PAGES["N105"], RESOURCE, "更新周期: 每日\n", f"更新周期: {number}    # {number}\n")
    file = register / RESOURCE
    text = file.read_text(encoding="utf-8").replace(COLLECTOR, "").replace("资源名称: ", f"资源名称: {number} ")
    file.write_text(text, encoding="utf-8")
    checked = check(register)
    assert len(checked.findings) == 3
    assert number not in as_text(checked.findings, checked.texts) + findings_as_json(checked.findings)


def test_the_line_of_a_secrecy_mark_is_not_shown(tmp_path: Path) -> None:
    register = right(tmp_path, PAGES["N105"], RESOURCE, "摘要: 民办", "摘要: 机密★10年，民办")
    checked = check(register)
    assert "机密★10年" in checked.findings[0].message
    assert "办学许可证" not in as_text(checked.findings, checked.texts)


KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c"
OTHER_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU"


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        (KEY, True),
        (f"{KEY} 审核岗01", True),
        (
            "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29t"
            "AAAAIIqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29cAAAABHNzaDo=",
            True,
        ),
        (f"{KEY}\n", True),
        (KEY.replace("ssh-ed25519", "ssh-rsa"), False),
        (KEY[:-4], False),
        (KEY.removeprefix("ssh-ed25519 "), False),
        (f"{KEY}\n{OTHER_KEY}", False),
        ("ssh-dss AAAAB3NzaC1kc3MAAACBAA==", False),
        ("ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAAABAg==", False),
        ("-----BEGIN OPENSSH PRIVATE KEY-----", False),
        ("SHA256:mVPwvezndPv/ARoIadVY98vAC0g+P/5633yTC4d/wXE", False),
        ("", False),
    ],
)
def test_a_key_is_one_line_of_a_known_type(text: str, valid: bool) -> None:
    assert (key_of(text) is not None) is valid


def test_a_certificate_is_no_key() -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    made = SSHCertificateBuilder().public_key(key.public_key()).type(SSHCertificateType.USER).key_id(b"")
    certificate = made.serial(1).valid_for_all_principals().valid_after(0).valid_before(1).sign(key)
    assert key_of(certificate.public_bytes().decode()) is None


@pytest.mark.parametrize(
    ("page", "old", "new", "expected"),
    [
        ("A102", OTHER_KEY, f"{KEY} 换了注释", [("A102", 14, 9)]),
        ("A102", f"审核岗02\n    单位: 省政府办公厅\n    公钥: {OTHER_KEY}",
         f"审核岗01\n    单位: 省政府办公厅\n    公钥: {KEY}", []),
        ("A102", OTHER_KEY, "无", [("A101", 14, 9)]),
        ("A103", "单位: 省政府办公厅", "单位: 省府办", [("O103", 9, 9)]),
        ("A103", "行政区划: 430000\n", "行政区划: 430000\n指定审核部门: 省公安厅\n", []),
        ("A104", "  - state-council-809\n", "  - 条例\n", [("A104", 6, 5)]),
    ],
)  # fmt: skip
def test_the_authority_and_its_reviewers(tmp_path: Path, page: str, old: str, new: str, expected: Found) -> None:
    assert found(right(tmp_path, PAGES[page], AUTHORITY, old, new)) == expected


def test_what_nobody_filled_in_is_called_so(tmp_path: Path) -> None:
    """No message says None."""
    register = right(tmp_path, PAGES["O101"], RESOURCE, "资源名称: 民办学校办学许可信息\n", "")
    file = register / RESOURCE
    file.write_text(file.read_text(encoding="utf-8").replace(COLLECTOR, ""), encoding="utf-8")
    assert [finding.message for finding in check(register).findings if finding.rule.id == "O101"] == [
        "「未填写」没有写明采集方"
    ]
