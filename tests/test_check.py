"""The model's refusals and the state rules, told with their places; a whole register in one run."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from generator.check import Checked, check
from generator.load import register_from
from generator.model.words import SYNONYMS, ResourceStatus, SharingClass, UpdateCycle
from generator.source.folder import SourceMissingError, read_files
from tests.conftest import MINIMAL

RESOURCE = "catalogues/department/省教育厅/民办学校办学许可信息.yml"
Write = Callable[[str, str], None]


def found(checked: Checked) -> list[tuple[str, int, int, str]]:
    return [(finding.rule.id, finding.span.line, finding.span.column, finding.message) for finding in checked.findings]


@pytest.fixture
def resource_text() -> str:
    return (MINIMAL / RESOURCE).read_text(encoding="utf-8")


def test_the_minimal_register_is_clean_and_typed(register: Path) -> None:
    checked = check(register)
    assert found(checked) == []
    (filed,) = checked.register.resources
    assert filed.file == RESOURCE
    assert filed.resource.code == "307003/000001"
    assert filed.resource.sharing_class is SharingClass.UNCONDITIONAL
    assert filed.resource.status is ResourceStatus.ACTIVE
    assert [item.length for item in filed.resource.items or ()] == [100, None]


def test_a_missing_field_is_told_at_its_parent_and_a_blank_one_at_its_key(
    register: Path, write: Write, resource_text: str
) -> None:
    text = resource_text.replace("更新周期: 每日\n", "").replace("提供方: 省教育厅", "提供方:")
    write(RESOURCE, text.replace("    数据类型: 日期型D\n", ""))
    assert found(check(register)) == [
        ("M101", 1, 1, "没有填写「更新周期」"),
        ("M101", 3, 1, "没有填写「提供方」"),
        ("M101", 14, 5, "没有填写「数据类型」"),
    ]


def test_one_run_tells_the_faults_of_all_files(register: Path, write: Write, resource_text: str) -> None:
    write(RESOURCE, resource_text.replace("更新周期: 每日", "更新周期: 每天"))
    write("catalogues/department/省教育厅/乙.yml", "资源名称：甲\n")
    write("catalogues/organisations.yml", "部门: 省教育厅\n")
    rules = [(finding.file.rsplit("/", 1)[-1], finding.rule.id) for finding in check(register).findings]
    assert ("民办学校办学许可信息.yml", "M103") in rules
    assert ("乙.yml", "Y105") in rules
    assert rules.count(("乙.yml", "M101")) == 8
    assert ("organisations.yml", "M105") in rules


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("更新周期: 每日", "更新周期: 每天", ("M103", 22, 7, "「更新周期」不能写「每天」")),
        ("更新周期: 每日", "更新周期: [每日]", ("M106", 22, 7, "「更新周期」应是一段文字，现为一个列表")),
        ("更新周期:", "更新周期限:", ("M102", 22, 1, "「更新周期限」不是信息资源的字段")),
        ("长度: 100", "长度: 100字", ("M110", 13, 9, "「长度」应是 1 到 1000000 之间的整数，现为「100字」")),
        ("307003/000001", "407003/000001", ("M111", 2, 7, "「407003/000001」不是有效的资源代码")),
        ("307003/000001", "307003/../etc", ("M111", 2, 7, "「307003/../etc」不是有效的资源代码")),
        ("类型: KingbaseES", "类型: xlsx", ("M115", 9, 9, "格式类型「xlsx」不属于「数据库」")),
        (
            "  - 分类: 共享平台\n    类型: 接口",
            "  - 分类：共享平台",
            ("Y105", 19, 7, "此处的“：”是全角标点，应写半角“:”"),
        ),
    ],
)
def test_a_refused_value_is_told_at_the_value(
    register: Path, write: Write, resource_text: str, old: str, new: str, expected: tuple[str, int, int, str]
) -> None:
    assert old in resource_text
    write(RESOURCE, resource_text.replace(old, new))
    assert expected in found(check(register))


def test_a_refused_value_is_unknown_and_the_rest_of_the_resource_stays(
    register: Path, write: Write, resource_text: str
) -> None:
    write(RESOURCE, resource_text.replace("每日", "天天").replace("长度: 100", "长度: 很长"))
    (filed,) = check(register).register.resources
    assert filed.resource.update_cycle is None
    assert [(item.name, item.length) for item in filed.resource.items or ()] == [("学校名称", None), ("发证日期", None)]
    assert filed.resource.name == "民办学校办学许可信息"


@pytest.mark.parametrize(
    ("day", "valid"),
    [
        ("2026-02-28", True),
        ("2024-02-29", True),
        ("2026-02-29", False),
        ("2026-02-30", False),
        ("2026-2-3", False),
        ("20260203", False),
        ("2026-W07-1", False),
        ("1700000000", False),
        ("2026年2月3日", False),
        ("２０２６-02-03", False),
    ],
)
def test_a_day_is_a_real_day_written_in_full(register: Path, write: Write, day: str, valid: bool) -> None:
    text = (MINIMAL / "catalogues/organisations.yml").read_text(encoding="utf-8")
    write("catalogues/organisations.yml", f"{text}    起: {day}\n")
    assert [rule for rule, *_ in found(check(register))] == ([] if valid else ["M109"])
    if valid:
        assert check(register).register.organisations[-1].starts_on == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("91110108551385082Q", True),  # the example of STANDARDS 2.1
        ("91110108551385082q", False),
        ("91110108551385082R", False),
        ("9111010855138508", False),
        ("91110108-551385082Q", False),
        ("11111111111111111O", False),
    ],
)
def test_a_credit_code_is_verified_by_its_check_character(register: Path, write: Write, code: str, valid: bool) -> None:
    text = (MINIMAL / "catalogues/organisations.yml").read_text(encoding="utf-8")
    before, region, after = text.rpartition("    行政区划:")
    write("catalogues/organisations.yml", f"{before}    统一社会信用代码: {code}\n{region}{after}")
    assert [rule for rule, *_ in found(check(register))] == ([] if valid else ["M113"])


@pytest.mark.parametrize(("code", "valid"), [("430100", True), ("433100", True), ("430122", False), ("439900", False)])
def test_a_region_is_one_in_force(register: Path, write: Write, code: str, valid: bool) -> None:
    """430122 is 望城县, a district since 2011."""
    text = (MINIMAL / "catalogues/organisations.yml").read_text(encoding="utf-8")
    write("catalogues/organisations.yml", text.replace("430000", code, 1))
    assert [rule for rule, *_ in found(check(register))] == ([] if valid else ["M112"])


@pytest.mark.parametrize(
    "path",
    [
        "catalogues/department/省教育厅/乙.yaml",
        "catalogues/department/乙.yml",
        "catalogues/department/省教育厅/下级/乙.yml",
        "catalogues/其他/省教育厅/乙.yml",
        "catalogues/calendar/二〇二七.yml",
        "catalogues/乙.yml",
        "catalogues/department/省教育厅/乙.txt",
    ],
)
def test_a_file_out_of_place_is_never_passed_over(register: Path, write: Write, path: str) -> None:
    write(path, "资源名称: 甲\n")
    assert [(finding.rule.id, finding.file) for finding in check(register).findings] == [("Y117", path)]


def test_a_link_is_refused_and_not_followed(register: Path) -> None:
    (register / "catalogues/department/省教育厅/乙.yml").symlink_to("/etc/hosts")
    (register / "catalogues/theme").symlink_to("/")
    assert [(finding.rule.id, finding.file) for finding in check(register).findings] == [
        ("Y116", "catalogues/department/省教育厅/乙.yml"),
        ("Y116", "catalogues/theme"),
    ]


def test_a_linked_catalogues_folder_is_not_a_register(tmp_path: Path) -> None:
    (tmp_path / "catalogues").symlink_to(MINIMAL / "catalogues")
    with pytest.raises(SourceMissingError):
        check(tmp_path)


def test_two_resources_with_one_code_are_both_kept_and_the_second_is_told(
    register: Path, write: Write, resource_text: str
) -> None:
    write("catalogues/department/省教育厅/另一项.yml", resource_text.replace("民办学校办学许可信息", "另一项"))
    checked = check(register)
    assert len(list(checked.register.resources)) == 2
    assert [(finding.rule.id, finding.file) for finding in checked.findings] == [("N101", RESOURCE)]


def test_the_order_of_the_files_never_matters(register: Path) -> None:
    files, _ = read_files(register)
    assert vars(register_from(files).register) == vars(register_from(list(reversed(files))).register)


def test_every_synonym_leads_to_a_word_of_its_list() -> None:
    for words, synonyms in SYNONYMS.items():
        assert {words(right) for right in synonyms.values()} <= set(words)
        assert not set(synonyms) & {str(word) for word in words}
    assert SYNONYMS[UpdateCycle]["每天"] == "每日"
    assert SYNONYMS[UpdateCycle]["即时"] == "实时"


def test_the_demonstration_register_is_as_large_as_promised_and_clean() -> None:
    checked = check(MINIMAL.parent.parent.parent)
    assert found(checked) == []
    register = checked.register
    resources = [filed.resource for filed in register.resources]
    kinds = [catalogue.kind.folder for catalogue in register.catalogues]
    assert len(resources) >= 150
    assert len(register.organisations) >= 30
    assert (kinds.count("base"), kinds.count("theme") >= 4, kinds.count("department") >= 20) == (5, True, True)
    assert all(5 <= len(resource.items or ()) <= 20 for resource in resources)
    assert register.authority.demonstration
    assert not any(organisation.credit_code for organisation in register.organisations)
