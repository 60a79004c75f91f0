"""The ledgers: records told in steps, files in their places, and the D rules beyond their pages."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.check import all_rules, check
from generator.load import load_register
from generator.model.ledgers import LEDGER_RECORDS, AccessRequest, Trigger
from generator.model.standing import class_asked_for, open_channels, open_corrections
from generator.model.steps import LedgerRecord, steps_out_of_order
from generator.model.words import LedgerKind, SharingClass
from tests.test_rule_pages import blocks_of, section_of
from tests.test_state_rules import found, right

PAGES = {rule.id: rule for rule in all_rules()}
RESOURCE = "catalogues/department/省教育厅/民办学校办学许可信息.yml"
AUTHORITY = "catalogues/authority.yml"
REQUEST = "catalogues/ledgers/requests/2026/2026-0001.yml"
EARLY_REQUEST = "catalogues/ledgers/requests/2025/2025-0001.yml"
CORRECTION = "catalogues/ledgers/corrections/2026/2026-0001.yml"
EARLY_CORRECTION = "catalogues/ledgers/corrections/2025/2025-0001.yml"
TRIGGER = "catalogues/ledgers/triggers/2026/2026-0001.yml"
CHANNEL = "catalogues/ledgers/channels/2026/2026-0001.yml"
DISPUTE = "catalogues/ledgers/disputes/2026/2026-0001.yml"
SUSPENSION = "catalogues/ledgers/suspensions/2026/2026-0001.yml"
INCIDENT = "catalogues/ledgers/incidents/2026/2026-0001.yml"
PROFILES = "规则集:\n  - hunan-2021\n  - state-council-809\n"
ONLY_HUNAN = "规则集:\n  - hunan-2021\n"
ONLY_ORDER = "规则集:\n  - state-council-809\n"


def case(page: str, path: str, old: str, new: str, *expected: tuple[str, int, int], says: str) -> object:
    return pytest.param(page, path, old, new, list(expected), id=f"{page} {says}")


DELIVERED = "提供日期: 2026-03-20\n"
GRANTED = "答复:\n  日期: 2026-03-11\n  结果: 同意\n"
CONCLUDED = "办结日期: 2026-03-06\n结论: 已更正\n"
TOLD = "告知日期: 2026-03-06\n"
APPROVAL = "批准:\n  日期: 2026-03-09\n  文号: 示例批〔2026〕1号\n"


@pytest.mark.parametrize(
    ("page", "path", "old", "new", "expected"),
    [
        case("D101", REQUEST, "使用用途: 核对申请保安员培训的民办学校是否具有办学许可\n", "", ("D101", 2, 7),
             says="a field nobody wrote"),
        case("D101", REQUEST, "核对申请保安员培训的民办学校是否具有办学许可", "因本部门业务需要。", ("D101", 4, 7),
             says="no words for which"),
        case("D101", REQUEST, "核对申请保安员培训的民办学校是否具有办学许可", "保安员培训备案需要",
             says="a purpose with a need"),
        case("D101", REQUEST, "使用用途: 核对申请保安员培训的民办学校是否具有办学许可", "使用用途: [备案]",
             ("M106", 4, 7), says="silent about a refused one"),
        case("D102", REQUEST, "  告知日期: 2026-03-03\n", "  告知日期: 2026-03-03\n  补齐日期: 2026-03-05\n",
             ("D102", 2, 7), says="once the material is said to be complete"),
        case("D102", REQUEST, "使用时限: 至2027年12月31日\n", "撤回日期: 2026-03-05\n",
             says="silent about a request withdrawn"),
        case("D103", EARLY_REQUEST, "2025-06-03", "2025-08-01", says="silent once Order 809 is in force"),
        case("D103", EARLY_REQUEST, "共享类型: 有条件共享\n", "", ("D103", 1, 7), says="the class it has now"),
        case("D104", REQUEST, "理由: 保安培训备案不需要核对办学许可，申请的用途与所引条款不符。", "理由: 同上",
             ("D104", 16, 7), says="a reason that says nothing"),
        case("D104", REQUEST, "结果: 不同意", "结果: 同意", says="consent needs none"),
        case("D105", REQUEST, "  结果: 同意\n", "  结果: 不同意\n  理由: 用途与所引条款不符。\n", ("D105", 17, 7),
             says="after a refusal"),
        case("D105", REQUEST, "  结果: 同意\n", "  结果: 可以\n", ("M103", 15, 7), says="silent about a refused word"),
        case("D105", REQUEST, "共享类型: 有条件共享\n", "", says="unconditional data with a reply"),
        case("D106", REQUEST, "共享类型: 不予共享", "共享类型: 有条件共享", says="is about denied data"),
        case("D106", REQUEST, DELIVERED + "备案:\n  日期: 2026-03-16\n  文号: 示例备〔2026〕1号\n", "",
             says="silent until it is provided"),
        case("D111", EARLY_CORRECTION, "2025-06-03", "2026-06-03", ("D151", 9, 9), ("D151", 10, 9),
             says="verification under both"),
        case("D112", TRIGGER, "工作日数: 5", "工作日数: 6", ("D112", 8, 13), says="one day more"),
        case("D112", TRIGGER, "工作日数: 5", "工作日数: 五", ("M110", 8, 13), says="silent about a refused number"),
        case("D113", CORRECTION, "同意日期: 2026-03-06", "同意日期:", ("D113", 5, 1), says="no day of consent"),
        case("D113", CORRECTION, "同意日期: 2026-03-06", "同意日期: 三月六日", ("M109", 9, 9),
             says="silent about a refused day"),
        case("D113", CORRECTION, "同意: 提供方分管负责人", "同意: 无", ("D113", 5, 1), says="nobody by name"),
        case("D114", CORRECTION, "告知日期: 2026-03-06", "告知日期: 三月六日", ("M109", 10, 9),
             says="silent about a refused day"),
        case("D112", TRIGGER, "类别: 行政法规修订", "类别: 地方性法规修订", ("D111", 7, 5),
             says="only the measures know local regulations, and extend nothing"),
        case("D121", TRIGGER, "文号: 国务院令示例第1号", "文号: 无", ("D121", 3, 5), says="a number that is none"),
        case("D122", TRIGGER, "发生日期: 2026-09-01", "发生日期: 9月1日", ("M109", 4, 7),
             says="silent about a refused day"),
        case("D123", TRIGGER, "国务院决定调整", "地方性法规修订", says="local regulations under the measures"),
        case("D123", TRIGGER, "发生日期: 2026-09-01", "发生日期: 2020-09-01", says="nothing was in force"),
        case("D124", TRIGGER, "无需变更: 修订只涉及收费管理，本资源的信息项和共享属性都不受影响。", "无需变更: 无",
             ("D124", 7, 5), says="a reason that says nothing"),
        case("D124", TRIGGER, "    无需变更: 修订只涉及收费管理，本资源的信息项和共享属性都不受影响。\n", "",
             ("D124", 7, 5), says="a day without a reason"),
        case("D131", CORRECTION, "办结日期: 2026-03-06\n", "", ("D131", 5, 5), says="an outcome without a day"),
        case("D132", CORRECTION, "结论: 已更正\n" + TOLD, "结论: 核实无误\n", ("D132", 5, 7),
             says="Order 809 wants every result told"),
        case("D141", CHANNEL, "途径: 介质交换", "途径: 拷盘", says="a disk is another channel"),
        case("D142", DISPUTE, "结果: 以办学许可证所载地址为准，由省教育厅统一更正。", "结果: 无", ("D142", 9, 1),
             says="a result that says nothing"),
        case("D142", DISPUTE, "协商一致日期: 2026-03-20\n结果: 以办学许可证所载地址为准，由省教育厅统一更正。\n",
             "提请日期: 2026-03-20\n协调办结日期: 2026-04-20\n报请决定日期: 2026-04-21\n",
             says="open again before the government"),
        case("D144", SUSPENSION, "协商日期: 2026-02-10\n", "", ("D144", 6, 4), says="without negotiation"),
        case("D144", SUSPENSION, "情形: 其他正当理由", "情形: 违规使用", says="misuse needs none"),
        case("D145", INCIDENT, "报告主管部门日期: 2026-03-02", "报告主管部门日期: 三月二日", ("M109", 7, 11),
             says="silent about a refused day"),
        case("D151", CORRECTION, "办结日期: 2026-03-06", "办结日期: 2026-03-01",
             ("D151", 5, 7), says="concluded before it came"),
        case("D151", CORRECTION, "告知日期: 2026-03-09", "告知日期: 2026-03-06", says="the same day"),
        case("D153", CORRECTION, "事由: 三所学校的发证日期与许可证上所载的不一致", "事由: 略。", ("D153", 3, 5),
             says="a full stop adds nothing"),
        case("S120", CHANNEL, APPROVAL, "止: 2026-12-31\n" + APPROVAL, ("S120", 21, 9), says="a channel that ended"),
        case("S120", CHANNEL, "途径: 介质交换", "途径: 邮件", ("S120", 21, 9), says="another channel"),
        case("S120", CHANNEL, "  日期: 2026-03-09\n", "  日期: 三月\n", ("M109", 6, 7),
             says="silent about a refused approval"),
        case("S120", RESOURCE, "更新周期: 每日\n", "更新周期: 每日\n状态: 已注销\n注销:\n  理由: 并入他项。\n",
             says="silent once retired"),
        case("N107", RESOURCE, "更新周期: 每日\n", "更新周期: 每日\n来源:\n  - 307003/000009\n", ("N107", 24, 5),
             says="what it came from"),
        case("N110", RESOURCE, "触发事项: 2026-0001", "触发事项: 2026-1", ("M125", 24, 11),
             says="silent about a refused number"),
        case("N111", RESOURCE, "  - 文件: 湖南省政务信息资源共享管理办法\n    条款: 第十条第二款\n",
             "  - 条款: 第十条第二款\n", ("N111", 24, 5), says="a provision of no document"),
        case("N112", TRIGGER, "资源代码: 307003/000001", "资源代码: 307003/000002", ("N107", 6, 11), ("N112", 24, 11),
             says="another resource"),
    ],
)  # fmt: skip
def test_a_form_of_the_fault_is_found_and_a_near_miss_is_not(
    tmp_path: Path, page: str, path: str, old: str, new: str, expected: list[tuple[str, int, int]]
) -> None:
    assert sorted(found(right(tmp_path, PAGES[page], path, old, new))) == sorted(expected)


def put(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def wrong_block(page: str, path: str) -> str:
    """The text that a page calls wrong, without its announcement."""
    blocks = blocks_of(section_of(PAGES[page], "错误写法"))
    text = next(block.body for block in blocks if block.path == path and not block.is_before)
    return "\n".join(line.split("    # 应报")[0] for line in text.split("\n"))


def found_under(register: Path, profiles: str, path: str, text: str) -> list[tuple[str, str]]:
    """Rules and articles of the findings about one file, with the register under these profiles."""
    authority = register / AUTHORITY
    authority.write_text(authority.read_text(encoding="utf-8").replace(PROFILES, profiles), encoding="utf-8")
    put(register, path, text)
    findings = [finding for finding in check(register).findings if finding.rule.id != "Y118"]
    return [(finding.rule.id, finding.rule.article) for finding in findings if finding.file == path]


@pytest.mark.parametrize(
    ("page", "path", "profiles", "expected"),
    [
        ("D104", REQUEST, PROFILES, [("D104", "办法第十八条第二项、条例第二十一条")]),
        ("D104", REQUEST, ONLY_HUNAN, [("D104", "办法第十八条第二项")]),
        ("D104", REQUEST, ONLY_ORDER, [("D104", "条例第二十一条")]),
        ("D103", EARLY_REQUEST, ONLY_HUNAN, [("D103", "办法第十八条第一项")]),
        ("D103", EARLY_REQUEST, ONLY_ORDER, []),
        ("D102", REQUEST, ONLY_HUNAN, []),
        ("D106", REQUEST, ONLY_ORDER, []),
        ("D113", CORRECTION, ONLY_ORDER, [("D111", "条例第二十六条")]),
        ("D112", TRIGGER, ONLY_HUNAN, [("D111", "办法第十条第二款")]),
        ("D143", SUSPENSION, ONLY_ORDER, []),
        ("D144", SUSPENSION, ONLY_HUNAN, []),
        ("D123", "catalogues/ledgers/triggers/2025/2025-0001.yml", ONLY_ORDER, []),
    ],
)
def test_the_regulations_in_force_on_the_records_day_speak(
    register: Path, page: str, path: str, profiles: str, expected: list[tuple[str, str]]
) -> None:
    """Before 2025-08-01 only the measures; a register under one of them hears that one."""
    assert found_under(register, profiles, path, wrong_block(page, path)) == expected


@pytest.mark.parametrize(("day", "expected"), [("2025-07-31", "办法第十八条第二项"), ("2025-08-01", None)])
def test_the_first_day_of_the_order_is_its_own(register: Path, day: str, expected: str | None) -> None:
    text = wrong_block("D104", REQUEST).replace("2026-03-02", day).replace("2026-03-11", "2025-08-04")
    article = expected or "办法第十八条第二项、条例第二十一条"
    assert found_under(register, PROFILES, REQUEST, text) == [("D104", article)]


@pytest.mark.parametrize(
    ("day", "profiles", "expected"),
    [
        ("2025-07-31", PROFILES, ["D103"]),
        ("2025-08-01", PROFILES, ["D105"]),
        ("2025-08-01", ONLY_HUNAN, ["D103"]),
    ],
)
def test_unconditional_data_is_had_without_a_reply_under_the_measures_alone(
    register: Path, day: str, profiles: str, expected: list[str]
) -> None:
    """办法第十八条第一项 has it directly; 条例第二十一条 has a reply within a working day."""
    text = wrong_block("D105", REQUEST).replace("共享类型: 有条件共享\n", "").replace("2026-03-02", day)
    assert [rule_id for rule_id, _ in found_under(register, profiles, REQUEST, text)] == expected


READ_AS_WHOLE = PROFILES + "时限口径:\n  校核延期: 总期限\n"
READ_BY_THE_ORDER = PROFILES + "时限口径:\n  校核期限: 条例\n"


@pytest.mark.parametrize(
    ("days", "profiles", "expected"),
    [
        (15, PROFILES, []),
        (16, PROFILES, ["D112"]),
        (10, READ_AS_WHOLE, []),
        (11, READ_AS_WHOLE, ["D112"]),
        (5, READ_BY_THE_ORDER, ["D111"]),
    ],
)
def test_the_longest_extension_of_a_verification_is_as_the_authority_reads_it(
    register: Path, days: int, profiles: str, expected: list[str]
) -> None:
    """办法第二十二条第二款: by the letter the extension alone, as a setting the whole."""
    [block] = blocks_of(section_of(PAGES["D113"], "正确写法"))
    text = block.body.replace("工作日数: 5", f"工作日数: {days}")
    assert [rule_id for rule_id, _ in found_under(register, profiles, CORRECTION, text)] == expected


@pytest.mark.parametrize(
    ("ledger", "text", "line"),
    [
        ("requests", wrong_block("D105", REQUEST), 2),
        ("corrections", wrong_block("D131", CORRECTION), 2),
        ("suspensions", wrong_block("D143", SUSPENSION), 2),
        ("incidents", wrong_block("D145", INCIDENT), 1),
        ("disputes", wrong_block("D142", DISPUTE), 5),
    ],
)
def test_every_ledger_names_known_organisations(register: Path, ledger: str, text: str, line: int) -> None:
    path = f"catalogues/ledgers/{ledger}/2026/2026-0001.yml"
    old = "省教育厅" if ledger == "incidents" else "省公安厅"
    put(register, path, text.replace(old, "省某厅", 1))
    assert ("O103", line) in [(rule_id, number) for rule_id, number, _ in found(register)]


@pytest.mark.parametrize("kind", LedgerKind)
def test_every_ledger_names_known_resources(register: Path, kind: LedgerKind) -> None:
    pages = {
        "triggers": "D121", "requests": "D105", "corrections": "D131", "channels": "D141", "disputes": "D142",
        "suspensions": "D143", "incidents": "D145",
    }  # fmt: skip
    path = f"catalogues/ledgers/{kind.folder}/2026/2026-0001.yml"
    put(register, path, wrong_block(pages[kind.folder], path).replace("307003/000001", "307003/000009"))
    findings = [finding for finding in check(register).findings if finding.rule.id == "N107"]
    assert [(finding.file, finding.message) for finding in findings] == [
        (path, "「资源代码」所指的资源 307003/000009 不存在")
    ]


def test_a_ledger_cites_known_documents(register: Path) -> None:
    for page, path, old, new in (
        ("D105", REQUEST, "湖南省政务信息资源共享管理办法", "某办法"),
        ("D121", TRIGGER, "发生日期", "文件: 某条例\n发生日期"),
        ("D141", CHANNEL, "申请日期", "依据:\n  - 文件: 某规定\n    条款: 第一条\n申请日期"),
    ):
        put(register, path, wrong_block(page, path).replace(old, new))
    titles = [finding.message for finding in check(register).findings if finding.rule.id == "N108"]
    assert titles == [f"依据文件表中没有「{title}」" for title in ("某规定", "某办法", "某条例")]


def test_the_title_of_a_law_about_secrets_is_no_mark_in_a_ledger(register: Path) -> None:
    """A trigger names the law that was amended, without title marks; so does what a change rests on."""
    text = wrong_block("D121", TRIGGER).replace("发生日期", "文号: 示例\n文件: 涉密测绘成果管理办法\n发生日期")
    put(register, TRIGGER, text)
    assert [finding.rule.id for finding in check(register).findings if finding.rule.id != "Y118"] == ["N108"]


def test_secrets_and_personal_numbers_are_found_in_every_ledger(register: Path) -> None:
    put(register, CORRECTION, wrong_block("D131", CORRECTION).replace("三所学校", "11010519491231002X"))
    put(register, INCIDENT, wrong_block("D145", INCIDENT).replace("接口被", "机密★10年，接口被"))
    findings = [(finding.rule.id, finding.file, finding.span.line) for finding in check(register).findings]
    assert ("X102", CORRECTION, 3) in findings
    assert ("X101", INCIDENT, 4) in findings


@pytest.mark.parametrize(
    ("path", "other", "expected"),
    [
        (CORRECTION, "事由: 两所学校的名称不一致\n", []),
        (CORRECTION, "", ["D152"]),
    ],
)
def test_two_records_are_the_same_matter(register: Path, path: str, other: str, expected: list[str]) -> None:
    text = wrong_block("D153", path).replace("事由: 同上\n", "事由: 三所学校的名称不一致\n")
    put(register, path, text)
    put(register, path.replace("0001", "0002"), text.replace("事由: 三所学校的名称不一致\n", other) if other else text)
    assert [finding.rule.id for finding in check(register).findings] == expected


def test_an_ended_channel_may_be_followed_by_another(register: Path) -> None:
    text = wrong_block("D141", CHANNEL).replace("共享平台", "拷盘")
    put(register, CHANNEL, text)
    put(register, CHANNEL.replace("0001", "0002"), text)
    assert [finding.rule.id for finding in check(register).findings] == ["D152"]
    put(register, CHANNEL, text + "止: 2026-06-30\n")
    assert check(register).findings == ()


@pytest.mark.parametrize(
    "path",
    [
        "catalogues/ledgers/requests/2026-0001.yml",
        "catalogues/ledgers/requests/2025/2026-0001.yml",
        "catalogues/ledgers/requests/2026/2026-001.yml",
        "catalogues/ledgers/requests/2026/2026-00001.yml",
        "catalogues/ledgers/requests/2026/2026-0001.yaml",
        "catalogues/ledgers/requests/2026/２０２６-0001.yml",
        "catalogues/ledgers/requests/2026/四月/2026-0001.yml",
        "catalogues/ledgers/apply/2026/2026-0001.yml",
        "catalogues/ledgers/2026/2026-0001.yml",
    ],
)
def test_a_ledger_file_out_of_place_is_never_passed_over(register: Path, path: str) -> None:
    """A number is its file's name in its year's folder, so no number can stand twice in a ledger."""
    put(register, path, wrong_block("D105", REQUEST))
    loaded = load_register(register)
    assert [(finding.rule.id, finding.file) for finding in loaded.findings] == [("Y117", path)]
    assert loaded.register.entries == ()


def test_a_ledger_is_read_in_the_order_of_its_files(register: Path) -> None:
    for number in ("2026-0010", "2026-0002", "2025-0100"):
        put(register, f"catalogues/ledgers/corrections/{number[:4]}/{number}.yml", wrong_block("D131", CORRECTION))
    entries = load_register(register).register.entries
    assert [(entry.kind, entry.number) for entry in entries] == [
        (LedgerKind.CORRECTIONS, number) for number in ("2025-0100", "2026-0002", "2026-0010")
    ]


def record(kind: LedgerKind, text: str) -> LedgerRecord:
    fields: Any = yaml.load(text, yaml.BaseLoader)
    return LEDGER_RECORDS[kind].model_validate(fields)


@pytest.mark.parametrize(
    ("kind", "text", "steps", "closed"),
    [
        (
            LedgerKind.REQUESTS,
            "收到日期: 2026-03-02\n补正: {告知日期: 2026-03-03, 补齐日期: 2026-03-05}\n"
            "延期: {工作日数: 5, 同意日期: 2026-03-12, 告知日期: 2026-03-13}\n"
            "答复: {日期: 2026-03-18, 结果: 同意}\n提供日期: 2026-04-01\n备案: {日期: 2026-03-20}\n",
            "收到 03-02 告知补正 03-03 补齐 03-05 同意延期 03-12 告知延期 03-13 答复 03-18 提供 04-01 备案 03-20",
            "04-01",
        ),
        (
            LedgerKind.REQUESTS,
            "收到日期: 2026-03-02\n答复: {日期: 2026-03-09, 结果: 同意}\n",
            "收到 03-02 答复 03-09",
            "",
        ),
        (
            LedgerKind.REQUESTS,
            "收到日期: 2026-03-02\n答复: {日期: 2026-03-09, 结果: 不同意}\n",
            "收到 03-02 答复 03-09",
            "03-09",
        ),
        (LedgerKind.REQUESTS, "收到日期: 2026-03-02\n撤回日期: 2026-03-04\n", "收到 03-02 撤回 03-04", "03-04"),
        (
            LedgerKind.CORRECTIONS,
            "收到日期: 2026-03-02\n办结日期: 2026-03-06\n告知日期: 2026-03-09\n",
            "收到 03-02 办结 03-06 告知结果 03-09",
            "03-06",
        ),
        (LedgerKind.CORRECTIONS, "收到日期: 2026-03-02\n", "收到 03-02", ""),
        (LedgerKind.CHANNELS, "申请日期: 2026-03-02\n批准: {日期: 2026-03-09}\n", "申请 03-02 批准 03-09", ""),
        (LedgerKind.CHANNELS, "申请日期: 2026-03-02\n不批准: {日期: 2026-03-09}\n", "申请 03-02 不批准 03-09", "03-09"),
        (LedgerKind.CHANNELS, "申请日期: 2026-03-02\n止: 2026-09-30\n", "申请 03-02 停止 09-30", "09-30"),
        (
            LedgerKind.DISPUTES,
            "发生日期: 2026-03-02\n提请日期: 2026-03-20\n协调办结日期: 2026-04-20\n",
            "发生 03-02 提请协调 03-20 协调办结 04-20",
            "04-20",
        ),
        (
            LedgerKind.DISPUTES,
            "发生日期: 2026-03-02\n协调办结日期: 2026-04-20\n报请决定日期: 2026-04-21\n",
            "发生 03-02 协调办结 04-20 报请决定 04-21",
            "",
        ),
        (
            LedgerKind.SUSPENSIONS,
            "方式: 暂停\n起: 2026-03-02\n报告: {日期: 2026-03-03}\n整改日期: 2026-03-20\n",
            "停止提供 03-02 报告 03-03 整改 03-20",
            "",
        ),
        (
            LedgerKind.SUSPENSIONS,
            "方式: 终止\n起: 2026-03-02\n报告: {日期: 2026-03-03}\n",
            "停止提供 03-02 报告 03-03",
            "03-03",
        ),
        (
            LedgerKind.INCIDENTS,
            "发现日期: 2026-03-02\n处置完毕日期: 2026-03-04\n",
            "发现 03-02 处置完毕 03-04",
            "03-04",
        ),
        (
            LedgerKind.TRIGGERS,
            "发生日期: 2026-09-01\n涉及资源:\n- {资源代码: 307003/000001, 报送日期: 2026-09-10}\n"
            "- {资源代码: 307003/000002, 无需变更: 不涉及, 认定日期: 2026-09-08}\n",
            "发生 09-01 报送（307003/000001） 09-10 认定无需变更（307003/000002） 09-08",
            "",
        ),
        (
            LedgerKind.TRIGGERS,
            "发生日期: 2026-09-01\n涉及资源:\n- {资源代码: 307003/000002, 无需变更: 不涉及, 认定日期: 2026-09-08}\n",
            "发生 09-01 认定无需变更（307003/000002） 09-08",
            "09-08",
        ),
    ],
)
def test_a_record_tells_its_steps_and_when_it_was_closed(kind: LedgerKind, text: str, steps: str, closed: str) -> None:
    told = record(kind, text)
    dated = " ".join(f"{step.name} {step.on:%m-%d}" for step in told.steps if step.on)
    assert dated == steps
    assert (f"{told.closed_on:%m-%d}" if told.closed_on else "") == closed


@pytest.mark.parametrize("kind", LedgerKind)
def test_every_step_stands_at_a_field_of_the_record_and_after_steps_that_are_there(kind: LedgerKind) -> None:
    """No step's place is a wrong word: the field is there, and what a step comes after is told before it."""
    entry = record(kind, "涉及资源: [{资源代码: 307003/000001}]\n" if kind is LedgerKind.TRIGGERS else "{}")
    names = [step.name for step in entry.steps]
    assert len(set(names)) == len(names)
    for number, step in enumerate(entry.steps):
        assert set(step.after) <= set(names[:number])
        keys = {field.alias for field in type(entry).model_fields.values()}
        assert step.place[0] in keys
    assert list(steps_out_of_order(entry)) == []


def test_what_stands_open(register: Path) -> None:
    put(register, CORRECTION, wrong_block("D131", CORRECTION).split("办结日期")[0])
    put(register, CORRECTION.replace("0001", "0002"), wrong_block("D132", CORRECTION))
    put(register, CHANNEL, wrong_block("D141", CHANNEL).replace("共享平台", "拷盘"))
    put(register, CHANNEL.replace("0001", "0002"), wrong_block("D141", CHANNEL).split("批准")[0])
    read = load_register(register).register
    assert {code: [entry.number for entry in entries] for code, entries in open_corrections(read).items()} == {
        "307003/000001": ["2026-0001"]
    }
    assert {code: [entry.number for entry in entries] for code, entries in open_channels(read).items()} == {
        "307003/000001": ["2026-0001"]
    }


def test_a_request_keeps_the_class_it_was_made_under(register: Path) -> None:
    """The resource's own class may change later; what the request says stays."""
    read = load_register(register).register
    asked = AccessRequest.model_validate({"资源代码": "307003/000001"})
    assert class_asked_for(asked, read) is SharingClass.UNCONDITIONAL
    asked = AccessRequest.model_validate({"资源代码": "307003/000001", "共享类型": "不予共享"})
    assert class_asked_for(asked, read) is SharingClass.DENIED


def test_a_trigger_concerns_what_it_lists_and_does_not_excuse() -> None:
    affected = [{"资源代码": "307003/000001"}, {"资源代码": "307003/000002", "无需变更": "不涉及"}]
    trigger = Trigger.model_validate({"发生日期": "2026-09-01", "涉及资源": affected})
    assert [code for code in ("307003/000001", "307003/000002", "307003/000003") if trigger.concerns(code)] == [
        "307003/000001"
    ]
    assert trigger.started_on == date(2026, 9, 1)
