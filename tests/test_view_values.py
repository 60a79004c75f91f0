"""What the views of the past and of clocks say: receipts, editions, ledgers, the board, scorecards, the calculator."""

import shutil
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from generator.audience import for_audience
from generator.edition import Audience, read_edition
from generator.evaluation import evaluated
from generator.model.words import LedgerKind
from generator.profiles import profiles_named
from generator.views.calculator import choices_by_profile
from generator.views.dataset import citation, record_of
from generator.views.filing import code_of
from generator.views.ledger import EntryPage, Fact
from generator.views.link import Link
from generator.views.pages import Pages, pages_of
from tests.stories.story import Told, tell
from tests.test_editions import tag

TODAY = date(2026, 6, 20)
TEACHERS = "catalogues/department/省教育厅/教师资格认定信息.yml"
LEDGERS = "catalogues/ledgers"
CODE = "307003/000002"
STEPS: list[dict[str, Any]] = [
    {
        "step": "01",
        "at": "2026-03-01 10:00",
        "message": "目录变更 !7：改周期\n\nFiling-Request: https://git.gov.example/c/-/merge_requests/7\n",
        "edit": {TEACHERS: {"更新周期: 每日": "更新周期: 每月"}},
    },
    {
        "step": "02",
        "at": "2026-05-20 10:00",
        "message": "记\n",
        "put": {
            f"{LEDGERS}/triggers/2026/2026-0001.yml": (
                "类别: 职能变化\n事项: 婚姻登记职能调整\n文号: 湘编〔2026〕1号\n发生日期: 2026-05-20\n"
                f"涉及资源:\n  - 资源代码: {CODE}\n"
            ),
            f"{LEDGERS}/corrections/2026/2026-0001.yml": (
                f"资源代码: {CODE}\n反馈部门: 省公安厅\n事由: 有误\n收到日期: 2026-05-18\n办结日期: 2026-05-20\n"
                "结论: 核实无误\n处理情况: 无误\n告知日期: 2026-05-20\n"
            ),
        },
    },
    {
        "step": "03",
        "at": "2026-06-05 10:00",
        "message": "答\n",
        "edit": {TEACHERS: {"更新周期: 每月": "更新周期: 每周\n变更依据:\n  - 触发事项: 2026-0001"}},
    },
    {"step": "04-unsigned", "at": "2026-06-06 10:00", "key": "", "message": "无\n", "put": {"catalogues/x.md": "一\n"}},
]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Told:
    told = tell(tmp_path_factory.mktemp("views"), STEPS)
    first = tag(told, "edition/2026-Q1", "start", "2026-04-01")
    tag(told, "edition/2026-Q2", "03", "2026-06-10", previous=first)
    return told


@pytest.fixture(scope="module")
def pages(story: Told) -> Pages:
    edition = for_audience(read_edition(story.root, TODAY, baseline=story.commits["start"]), Audience.PUBLIC)
    return pages_of(edition, partial(evaluated, story.root, edition))


def test_a_receipt_says_what_was_filed_by_whom_and_whether_in_time(pages: Pages) -> None:
    newest, answer, ledgers, first = pages.filings
    assert (first.filing.number, first.address, first.title) == ("备〔2026〕0001号", "filings/2026/0001/", "改周期")
    assert first.request == Link("!7", "https://git.gov.example/c/-/merge_requests/7")
    assert first.submitters == (Link("省教育厅", "organisations/省教育厅/"),)
    (change,) = first.changes
    assert (change.resource, change.what) == (Link("教师资格认定信息", f"resources/{CODE}/"), "修改")
    assert [(row.label, row.old, row.new, row.direction) for row in change.fields] == [
        ("更新周期", "每日", "每月", "收窄")
    ]
    assert (first.on_time, answer.on_time) == ("", "逾期")  # ten working days from 20 May end on 3 June
    assert answer.triggers == (Link("触发事项 2026-0001", "ledgers/triggers/2026-0001/"),)
    assert [link.text for link in ledgers.ledgers] == ["校核 2026-0001", "触发事项 2026-0001"]
    assert (newest.files, newest.changes) == (("catalogues/x.md",), ())


def test_a_file_that_is_not_as_its_newest_version_names_no_commit(story: Told, tmp_path: Path) -> None:
    root = Path(shutil.copytree(story.root, tmp_path / "root"))
    said = {}
    for altered in (False, True):
        if altered:
            with (root / TEACHERS).open("a", encoding="utf-8") as file:
                file.write("# 还没有提交的说明\n")
        edition = read_edition(root, TODAY, baseline=story.commits["start"])
        page = next(page for page in pages_of(edition).resources if page.row.code == CODE)
        commit = record_of(page, edition)["commit"]
        said[altered] = commit, citation(page, "目录", edition).partition("，提交 ")[2]
    changed = story.commits["03"]
    assert said == {False: (changed, f"{changed[:12]}（2026年6月5日）。"), True: (None, "未知。")}


def test_years_and_chain_count_every_commit(story: Told, pages: Pages) -> None:
    (year,) = pages.filing_years
    assert (year.year, [page.filing.sequence for page in year.filings]) == (2026, [4, 3, 2, 1])
    chain = pages.chain
    assert chain is not None
    assert (chain.commits, chain.first, chain.baseline) == (5, story.commits["start"], story.commits["start"])
    assert sum(chain.counts.values()) == 5
    assert [(one.id, one.filing.text, "没有签名，无法证明是谁审核的" in one.reasons) for one in chain.violations] == [
        (story.commits["04-unsigned"], "备〔2026〕0004号", True)
    ]


def test_a_square_code_says_its_address_and_nothing_from_outside() -> None:
    one = code_of("https://mulu.example/filings/2026/0001/")
    assert one == code_of("https://mulu.example/filings/2026/0001/")
    assert one != code_of("https://mulu.example/filings/2026/0002/")
    assert one.startswith("<svg")
    assert "href" not in one


def test_editions_are_told_newest_first_with_how_they_moved(story: Told, pages: Pages) -> None:
    second, first = pages.editions
    assert (first.name, first.address, first.verdict) == ("2026-Q1", "editions/2026-Q1/", "签名证明")
    assert (second.name, second.on) == ("2026-Q2", date(2026, 6, 10))
    assert [link.address for link in second.changed] == [f"resources/{CODE}/"]
    assert (second.added, second.retired, second.deleted) == ((), (), ())
    assert {name: (now, moved) for name, now, moved in second.by_class} == {
        name: (now, 0) for name, now, _ in first.by_class
    }
    assert sum(now for _, now, _ in first.by_department) == 3
    resources = pages.edition.resources_at(second.edition.judged.commit or "")
    assert [filed.resource.code for filed in resources] == ["101001/000001", "307003/000001", CODE]


def entry(pages: Pages, kind: LedgerKind) -> EntryPage:
    (page,) = (one for ledger in pages.ledgers if ledger.kind is kind for one in ledger.entries)
    return page


def test_a_record_tells_its_facts_its_steps_and_its_clocks(pages: Pages) -> None:
    assert [ledger.kind for ledger in pages.ledgers] == [LedgerKind.TRIGGERS, LedgerKind.CORRECTIONS]
    trigger, correction = entry(pages, LedgerKind.TRIGGERS), entry(pages, LedgerKind.CORRECTIONS)
    assert (trigger.title, trigger.address) == ("触发事项 2026-0001", "ledgers/triggers/2026-0001/")
    assert Fact("发生日期", day=date(2026, 5, 20)) in trigger.facts
    assert Fact("事项", "婚姻登记职能调整") in trigger.facts
    assert trigger.facts[-1].facts[0].links == (Link("教师资格认定信息", f"resources/{CODE}/"),)
    assert trigger.closed_on == date(2026, 6, 5)
    assert [(step.name, step.on) for step in correction.steps] == [
        ("收到", date(2026, 5, 18)),
        ("办结", date(2026, 5, 20)),
        ("告知结果", date(2026, 5, 20)),
    ]
    assert [link.text for fact in correction.facts for link in fact.links] == ["教师资格认定信息", "省公安厅"]
    assert (correction.closed_on, [ledger.open for ledger in pages.ledgers]) == (date(2026, 5, 20), [0, 0])


def test_the_board_holds_every_clock_once_the_open_ones_apart(pages: Pages) -> None:
    board = pages.board
    assert {page.address for page in (*board.open, *board.ended)} == {page.address for page in pages.deadlines}
    assert len(board.open) + len(board.ended) == len(pages.deadlines)
    assert sum(board.open_counts.values()) == len(board.open)
    assert sum(board.ended_counts.values()) == len(board.ended)
    assert all(page.deadline.is_open for page in board.open)
    ends = [page.deadline.ended_on for page in board.ended]
    assert ends == sorted(ends, key=str, reverse=True)
    (update,) = (page for page in board.ended if page.ended_by.text == "备〔2026〕0003号")
    assert (update.state, update.tone, update.ended_by.address) == (
        "逾期办结，逾期 2 个工作日",
        "closed",
        "filings/2026/0003/",
    )
    assert update.record == Link("触发事项 2026-0001", "ledgers/triggers/2026-0001/")
    assert update.subject == Link("教师资格认定信息", f"resources/{CODE}/")
    assert set(board.organisations) == {page.organisation.text for page in pages.deadlines}


def test_a_scorecard_has_a_page_per_period_and_its_rows_lead_to_what_they_count(pages: Pages) -> None:
    (organisation,) = (one for one in pages.organisations if one.name == "省教育厅")
    assert [(card.title, card.address) for card in organisation.scorecards] == [
        ("省教育厅 2026年第二季度评价", "organisations/省教育厅/2026-Q2/"),
        ("省教育厅 2026年第一季度评价", "organisations/省教育厅/2026-Q1/"),
        ("省教育厅 2026年评价", "organisations/省教育厅/2026/"),
    ]
    for card in organisation.scorecards:
        for one in card.figures:
            assert sorted(row.is_good for _, row in one.rows) == [row.is_good for _, row in one.rows]
            assert len(one.rows) == one.figure.total
            assert all(link.address for link, _ in one.rows), one.figure.id


def test_the_calculator_offers_every_rule_of_the_profiles_with_its_figure() -> None:
    profiles = profiles_named(("hunan-2021", "state-council-809"))
    offered = choices_by_profile(profiles)
    assert [title for title, _ in offered] == [f"《{profile.title}》" for profile in profiles]
    choices = [choice for _, listed in offered for choice in listed]
    assert len({choice.id for choice in choices}) == len(choices)
    assert {choice.unit for choice in choices} == {"workday", "month", "none"}
    for choice in choices:
        assert choice.rule.article in choice.text
        assert (choice.amount == 0) is (choice.unit == "none"), choice.id
        if choice.id == choice.rule.id and choice.unit == "workday":
            assert choice.amount == choice.rule.amount
        if choice.id.endswith("-extended"):
            assert choice.rule.extension
            assert choice.amount == (choice.rule.amount or 0) + choice.rule.extension.amount
    assert choices_by_profile(()) == ()


def test_without_a_repository_nothing_is_said_of_the_past(register: Path) -> None:
    pages = pages_of(for_audience(read_edition(register, TODAY), Audience.PUBLIC))
    assert (pages.chain, pages.filings, pages.editions, pages.revisions, pages.tombstones) == (None, (), (), {}, ())
