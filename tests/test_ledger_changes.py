"""Changes of the ledgers, and changes that rest on a trigger: what a request must not do, what the review tells."""

import json
import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from generator.load import load_register
from generator.model.ledger_changes import entry_changes
from generator.model.words import LedgerKind
from generator.report.json import review_as_json
from generator.report.markdown import review_page
from generator.review import BY_AUTHORITY_OF_LEDGERS, Reviewed, review
from tests.conftest import MINIMAL

RESOURCE = "catalogues/department/省教育厅/民办学校办学许可信息.yml"
OTHER = "catalogues/department/省教育厅/教师资格认定信息.yml"
TRIGGER = "catalogues/ledgers/triggers/2026/2026-0001.yml"
CORRECTION = "catalogues/ledgers/corrections/2026/2026-0001.yml"
REQUEST = "catalogues/ledgers/requests/2026/2026-0001.yml"
TEXT = (MINIMAL / RESOURCE).read_text(encoding="utf-8")
OTHER_TEXT = TEXT.replace("民办学校办学许可", "教师资格认定").replace("/000001", "/000002")
MONTHLY = TEXT.replace("更新周期: 每日", "更新周期: 每月")
BASED = "变更依据:\n  - 触发事项: 2026-0001\n"
AMENDED = """类别: 行政法规修订
事项: 民办学校办学许可条件调整
文号: 国务院令示例第1号
发生日期: 2026-09-01
涉及资源:
  - 资源代码: 307003/000001
"""
UNCHANGED = "    无需变更: 修订只涉及收费管理，本资源不受影响。\n    认定日期: 2026-09-08\n"
ASKED = """资源代码: 307003/000001
使用部门: 省公安厅
使用用途: 核对民办学校的办学许可
收到日期: 2026-03-02
"""
DOUBT = """资源代码: 307003/000001
反馈部门: 省公安厅
事由: 三所学校的发证日期与许可证上所载的不一致
收到日期: 2026-03-02
"""
CONCLUDED = DOUBT + "办结日期: 2026-03-06\n结论: 已更正\n"

Files = dict[str, str]


@pytest.fixture
def judged(tmp_path: Path) -> "Judge":
    return Judge(tmp_path)


class Judge:
    """Writes two registers that differ from the small one by some files, and reviews the change."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __call__(self, before: Files, after: Files) -> Reviewed:
        sides = []
        for name, files in (("before", before), ("after", after)):
            side = self.root / name
            shutil.rmtree(side, ignore_errors=True)
            shutil.copytree(MINIMAL, side)
            for path, text in files.items():
                (side / path).parent.mkdir(parents=True, exist_ok=True)
                (side / path).write_text(text, encoding="utf-8")
            sides.append(load_register(side))
        return review(*sides)

    def found(self, before: Files, after: Files) -> list[tuple[str, str]]:
        return [(finding.rule.id, finding.file) for finding in self(before, after).findings]


@pytest.mark.parametrize(
    ("trigger", "expected"),
    [
        pytest.param(AMENDED, [], id="lists it"),
        pytest.param("", [("C107", RESOURCE)], id="is not there"),
        pytest.param(AMENDED.replace("/000001", "/000002"), [("C107", RESOURCE)], id="lists another"),
        pytest.param(AMENDED + UNCHANGED, [("C107", RESOURCE)], id="needs no change"),
        pytest.param("类别: [\n", [("C107", RESOURCE)], id="cannot be read"),
    ],
)
def test_a_narrowing_rests_on_a_trigger_that_concerns_it(
    judged: Judge, trigger: str, expected: list[tuple[str, str]]
) -> None:
    after = {RESOURCE: MONTHLY + BASED, **({TRIGGER: trigger} if trigger else {})}
    reviewed = judged({}, after)
    assert [(finding.rule.id, finding.file) for finding in reviewed.findings] == expected
    assert [point.has_basis for point in reviewed.narrowings] == [not expected]


@pytest.mark.parametrize(
    "basis", ["  - 文件: 湖南省政务信息资源共享管理办法\n", "  - 条款: 第十条第二款\n", "  - 触发事项: 第7号\n"]
)
def test_half_a_basis_carries_nothing(judged: Judge, basis: str) -> None:
    assert judged.found({}, {RESOURCE: MONTHLY + "变更依据:\n" + basis}) == [("C107", RESOURCE)]


def test_the_trigger_of_an_earlier_change_excuses_nothing(judged: Judge) -> None:
    before = {TRIGGER: AMENDED, RESOURCE: TEXT + BASED}
    assert judged.found(before, {TRIGGER: AMENDED, RESOURCE: MONTHLY + BASED}) == [("C107", RESOURCE)]


def test_the_review_tells_which_triggers_are_answered(judged: Judge) -> None:
    """By the change of a resource that newly names one, or by a reason not to change; each with its due day."""
    both = AMENDED + "  - 资源代码: 307003/000002\n"
    before = {TRIGGER: both, OTHER: OTHER_TEXT}
    after = {TRIGGER: both + UNCHANGED, OTHER: OTHER_TEXT, RESOURCE: TEXT.replace("每日", "实时") + BASED}
    reviewed = judged(before, after)
    told = [(answer.number, answer.code, answer.name, answer.is_changed) for answer in reviewed.answers]
    assert told == [
        ("2026-0001", "307003/000001", "民办学校办学许可信息", True),
        ("2026-0001", "307003/000002", "教师资格认定信息", False),
    ]
    due = {("2026-0001", "307003/000001"): "2026年9月15日（条例第十七条第二款）"}
    page = unescape(review_page(reviewed, [], "a", "b", due_days=due)).replace("\u200b", "")
    rows = re.findall(r"^\| 2026-0001 .*$", page, re.MULTILINE)
    assert rows == [
        "| 2026-0001 民办学校办学许可条件调整（国务院令示例第1号） | 2026-09-01 "
        "| 民办学校办学许可信息（307003/000001） | 更新 | 2026年9月15日（条例第十七条第二款） |",
        "| 2026-0001 民办学校办学许可条件调整（国务院令示例第1号） | 2026-09-01 | 教师资格认定信息（307003/000002） "
        "| 认定无需变更 | 另行计算 |",
    ]
    document = json.loads(review_as_json(reviewed, [], (), due))
    assert document["triggers"] == [
        {
            "number": "2026-0001", "title": "民办学校办学许可条件调整", "document": "国务院令示例第1号",
            "happened_on": "2026-09-01", "code": "307003/000001", "name": "民办学校办学许可信息", "changed": True,
            "due": "2026年9月15日（条例第十七条第二款）",
        },
        {
            "number": "2026-0001", "title": "民办学校办学许可条件调整", "document": "国务院令示例第1号",
            "happened_on": "2026-09-01", "code": "307003/000002", "name": "教师资格认定信息", "changed": False,
            "due": None,
        },
    ]  # fmt: skip


def test_a_new_resource_may_answer_a_trigger(judged: Judge) -> None:
    trigger = AMENDED.replace("/000001", "/000002")
    answers = judged({}, {TRIGGER: trigger, OTHER: OTHER_TEXT + BASED}).answers
    assert [(answer.code, answer.is_changed) for answer in answers] == [("307003/000002", True)]


def test_what_was_answered_before_is_not_answered_again(judged: Judge) -> None:
    before = {TRIGGER: AMENDED + UNCHANGED, RESOURCE: TEXT}
    assert judged(before, {**before, RESOURCE: TEXT + BASED}).answers == ()
    assert judged(before, {**before, TRIGGER: AMENDED.replace("涉及", "说明: 补充\n涉及") + UNCHANGED}).answers == ()
    before = {TRIGGER: AMENDED, RESOURCE: TEXT + BASED}
    assert judged(before, {**before, RESOURCE: TEXT.replace("每日", "实时") + BASED}).answers == ()


def test_hostile_words_of_a_trigger_stay_text(judged: Judge) -> None:
    hostile = "| [x](u) @all <b> ![](y)"
    trigger = AMENDED.replace("民办学校办学许可条件调整", f"'{hostile}'")
    page = review_page(judged({}, {TRIGGER: trigger, RESOURCE: TEXT + BASED}), [], "a", "b", due_days={})
    [row] = re.findall(r"^\| 2026-0001 .*$", page, re.MULTILINE)
    assert row.count("|") == 6
    assert hostile in unescape(row).replace("\u200b", "")
    assert "<b>" not in page


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(CONCLUDED, CONCLUDED + "告知日期: 2026-03-09\n", [], id="a step is added"),
        pytest.param(CONCLUDED, CONCLUDED.replace("03-06", "03-05"), ["C303"], id="a closed day moves"),
        pytest.param(CONCLUDED, CONCLUDED.replace("结论: 已更正\n", ""), ["C303"], id="an outcome goes"),
        pytest.param(CONCLUDED, DOUBT, ["C303", "C303"], id="a closed record is opened again"),
        pytest.param(CONCLUDED, CONCLUDED + "# 注\n", [], id="a comment is nothing"),
        pytest.param(DOUBT, CONCLUDED, [], id="it is concluded"),
        pytest.param(DOUBT, CONCLUDED.replace("收到日期: 2026-03-02", "收到日期: 2026-03-03"), ["C304"], id="late"),
        pytest.param(DOUBT, DOUBT.replace("省公安厅", "省教育厅"), ["C304"], id="a slip is corrected"),
        pytest.param(
            DOUBT, DOUBT.replace("省公安厅", "省教育厅").replace("/000001", "/000002"), ["C302"], id="another matter"
        ),
        pytest.param(
            DOUBT.replace("反馈部门: 省公安厅\n", ""),
            DOUBT.replace("/000001", "/000002"),
            ["C304"],
            id="who is unknown",
        ),
        pytest.param(CONCLUDED, "资源代码: [\n", [], id="it cannot be read"),
        pytest.param(CONCLUDED, None, ["C301"], id="it is deleted"),
        pytest.param(None, CONCLUDED, [], id="it is new"),
    ],
)
def test_records_only_grow(judged: Judge, before: str | None, after: str | None, expected: list[str]) -> None:
    sides = [{CORRECTION: text} if text is not None else {} for text in (before, after)]
    assert judged.found(*sides) == [(rule_id, CORRECTION) for rule_id in expected]


def test_a_comment_is_no_change_of_a_ledger(judged: Judge) -> None:
    judged({CORRECTION: DOUBT, REQUEST: ASKED}, {CORRECTION: f"# 注\n{DOUBT}", REQUEST: ASKED.replace("核对", "核验")})
    before, after = (load_register(judged.root / side).register for side in ("before", "after"))
    assert [(change.kind, change.number) for change in entry_changes(before, after)] == [
        (LedgerKind.REQUESTS, "2026-0001")
    ]


def test_the_review_shows_what_changed_in_the_ledgers(judged: Judge) -> None:
    """Field by field; a record that went is one line; a new one shows all that it says."""
    reviewed = judged(
        {CORRECTION: DOUBT, TRIGGER: AMENDED},
        {CORRECTION: CONCLUDED, REQUEST: ASKED.replace("办学许可", "`许可` | @x")},
    )
    page = unescape(review_page(reviewed, [], "a", "b")).replace("\u200b", "")
    assert "0 项资源、3 条台账有变化" in page
    assert re.findall(r"^\| \S+台账 \|.*$", page, re.MULTILINE) == [
        "| 共享申请台账 | 2026-0001 | 资源代码 | — | 307003/000001 |",
        "| 共享申请台账 | 2026-0001 | 使用部门 | — | 省公安厅 |",
        "| 共享申请台账 | 2026-0001 | 使用用途 | — | 核对民办学校的`许可` | @x |",
        "| 共享申请台账 | 2026-0001 | 收到日期 | — | 2026-03-02 |",
        "| 校核台账 | 2026-0001 | 办结日期 | — | 2026-03-06 |",
        "| 校核台账 | 2026-0001 | 结论 | — | 已更正 |",
        "| 触发事项台账 | 2026-0001 | 台账 | 在册 | 文件被删除 |",
    ]
    rows = [row for row in review_page(reviewed, [], "a", "b").splitlines() if row.startswith("| ")]
    assert [row.count("|") for row in rows] == [6] * 9 + [4] * 3
    (approval,) = json.loads(review_as_json(reviewed, [], ()))["approvals"]
    assert (approval["unit"], approval["reason"]) == ("省政府办公厅", BY_AUTHORITY_OF_LEDGERS)
    assert approval["codes"] == ["requests/2026-0001", "corrections/2026-0001", "triggers/2026-0001"]
    ledgers = json.loads(review_as_json(reviewed, [], ()))["ledgers"]
    assert [(entry["ledger"], entry["number"], bool(entry["new_file"])) for entry in ledgers] == [
        ("requests", "2026-0001", True), ("corrections", "2026-0001", True), ("triggers", "2026-0001", False)
    ]  # fmt: skip
    assert ledgers[1]["fields"] == [
        {"field": "办结日期", "old": "", "new": "2026-03-06"},
        {"field": "结论", "old": "", "new": "已更正"},
    ]


def test_a_moved_record_is_deleted_and_out_of_place(judged: Judge) -> None:
    """A number is its file's name, so a record cannot move."""
    assert judged.found({CORRECTION: DOUBT}, {CORRECTION.replace("/2026/", "/2025/"): DOUBT}) == [("C301", CORRECTION)]


def test_two_ledgers_may_use_the_same_number(judged: Judge) -> None:
    assert judged.found({CORRECTION: DOUBT}, {CORRECTION: DOUBT, REQUEST: ASKED}) == []


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (AMENDED + "  - 资源代码: 307003/000002\n", []),
        (AMENDED.replace("/000001", "/000002"), [("C305", TRIGGER)]),
        (AMENDED.replace("  - 资源", "  - 资源代码: 307003/000002\n  - 资源"), []),
        (AMENDED + UNCHANGED, []),
        (AMENDED + "    报送日期: 2026-09-10\n", []),
        (AMENDED.replace("09-01", "09-10"), [("C304", TRIGGER)]),
        (AMENDED.replace("/000001", "/000002") + "  - 资源代码: 307003/000001\n", []),
        (AMENDED.replace("条件调整", "条件修改"), [("C304", TRIGGER)]),
    ],
)
def test_what_a_trigger_touches_may_only_grow(judged: Judge, after: str, expected: list[tuple[str, str]]) -> None:
    before = {TRIGGER: AMENDED, OTHER: OTHER_TEXT}
    assert judged.found(before, {**before, TRIGGER: after}) == expected


def test_what_a_trigger_says_of_a_resource_may_only_grow(judged: Judge) -> None:
    before = {TRIGGER: AMENDED + "    报送日期: 2026-09-10\n"}
    assert judged.found(before, {TRIGGER: AMENDED + "    报送日期: 2026-09-09\n"}) == [("C304", TRIGGER)]
    assert judged.found(before, {TRIGGER: AMENDED}) == [("C304", TRIGGER)]
    assert judged.found(before, {TRIGGER: before[TRIGGER] + UNCHANGED}) == []


def test_a_rewriting_tells_both_contents(judged: Judge) -> None:
    changed = CONCLUDED.replace("2026-03-06", "2026-03-05")
    [finding] = judged({CORRECTION: CONCLUDED}, {CORRECTION: changed}).findings
    assert finding.message == (
        "校核台账 2026-0001 已于 2026-03-06 办结，现在把「办结日期」由「2026-03-06」改为「2026-03-05」"
    )
