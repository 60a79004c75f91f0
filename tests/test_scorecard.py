"""Scorecards: every figure is its rows, each clock counts once, a past period stays what it was."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.calendar import work_calendar
from generator.check import check
from generator.deadlines import deadlines_of
from generator.deadlines.past import happened
from generator.filing.reading import read_past
from generator.history.revision import Kind, Revision
from generator.model.authority import Authority
from generator.model.compare import Direction, FieldChange
from generator.model.words import Indicator, LedgerKind
from generator.scorecard import Evidence, Figure, Scorecard, Weights, over, quarter, scorecard, scorecards, weights_of
from generator.scorecard.packed import packed, unpacked
from tests.stories.story import tell
from tests.test_deadlines import ANSWER, CODE, CONSENT, correction, register_of, request, trigger
from tests.test_deadlines_past import ANSWER as ANSWERING
from tests.test_deadlines_past import TRIGGER

DEPARTMENT = "省教育厅"
CALENDAR = work_calendar()
FIRST, LAST = date(2026, 4, 1), date(2026, 6, 30)
WEIGHTS = Weights("评价办法（样本）", {"updates": 40, "unconditional": 30, "catalogues-complete": 30})


def card_of(
    *records: Any, first: date = FIRST, last: date = LAST, revisions: Any = (), weights: Weights | None = None,
    **more: Any,
) -> Scorecard:  # fmt: skip
    register = register_of(*records)
    found = deadlines_of(register, CALENDAR, last, **more)
    return scorecard(Evidence(register, (), found, revisions, first, last), DEPARTMENT, weights)


def figure(card: Scorecard, figure_id: str) -> Figure:
    return next(one for one in card.figures if one.id == figure_id)


def counts(card: Scorecard, figure_id: str) -> tuple[int, int]:
    return figure(card, figure_id).good, figure(card, figure_id).total


REFUSED = {"日期": "2026-06-16", "结果": "不同意", "理由": "无关"}


def test_a_clock_counts_in_the_period_of_its_last_day() -> None:
    records = (
        trigger("2026-06-01"),  # due 06-15, answered 07-01: late
        trigger("2026-06-12"),  # due 06-29, open at the period's end: late
        trigger("2026-06-25"),  # due 07-09: the next period
        request("2026-06-01", 答复=REFUSED),  # due 06-15, answered 06-16
        request("2026-06-05", 答复=REFUSED),  # due 06-22
        correction("2026-06-12", 延期={"工作日数": "5", **CONSENT}, 办结日期="2026-06-25"),  # due 06-29 extended
    )
    answered = {("2026-0001", CODE): ANSWER}
    card = card_of(*records, answered=answered)
    assert counts(card, "updates") == (0, 2)
    assert counts(card, "replies") == (1, 2)
    assert counts(card, "verifications") == (1, 1)
    assert [row.told for row in figure(card, "updates").rows] == [
        "2026年6月15日到期，已逾期 10 个工作日",
        "2026年6月29日到期，已逾期 1 个工作日",
    ]
    following = card_of(*records, answered=answered, first=date(2026, 7, 1), last=date(2026, 9, 30))
    assert counts(following, "updates") == (0, 1)


@given(
    st.lists(st.dates(date(2026, 1, 5), date(2026, 9, 30)), max_size=6), st.dates(date(2026, 2, 1), date(2026, 9, 1))
)
def test_law_two_adjoining_periods_count_every_clock_once(starts: list[date], border: date) -> None:
    records = [trigger(start.isoformat()) for start in starts]
    last = date(2026, 12, 31)
    whole = card_of(*records, first=date(2026, 1, 1), last=last)
    before = card_of(*records, first=date(2026, 1, 1), last=border)
    after = card_of(*records, first=date.fromordinal(border.toordinal() + 1), last=last)
    assert figure(before, "updates").total + figure(after, "updates").total == figure(whole, "updates").total


def test_shares_and_catalogues() -> None:
    card = card_of(last_changed={"catalogues/department/省教育厅/catalogue.yml": date(2026, 1, 5)})
    assert counts(card, "unconditional") == (1, 3)
    assert [(row.code, row.told) for row in figure(card, "unconditional").rows if row.is_good] == [
        ("307003/000002", "无条件共享")
    ]
    assert counts(card, "catalogues-complete") == (1, 1)
    assert counts(card, "catalogues-current") == (1, 1)
    late = card_of(last_changed={"catalogues/department/省教育厅/catalogue.yml": date(2025, 11, 5)})
    assert counts(late, "catalogues-current") == (0, 1)


def revision(kind: Kind, on: str, *changes: FieldChange, provider: str = DEPARTMENT) -> Revision:
    return Revision(CODE, "0" * 40, date.fromisoformat(on), kind, "f", "", "许可信息", provider, changes, None, ())


NARROWER = FieldChange("共享类型", "", "无条件共享", "有条件共享", Direction.NARROWS)
WIDER = FieldChange("使用范围", "", "甲", "甲、乙", Direction.WIDENS)
BASIS = FieldChange("变更依据", "", "", "2026-0001", Direction.NEUTRAL)


def test_narrowings_of_the_period_with_and_without_basis() -> None:
    revisions = (
        revision(Kind.CREATED, "2026-04-01", NARROWER),
        revision(Kind.CHANGED, "2026-04-02", NARROWER),
        revision(Kind.CHANGED, "2026-06-30", NARROWER, BASIS),
        revision(Kind.CHANGED, "2026-05-03", WIDER),
        revision(Kind.DELETED, "2026-05-04"),
        revision(Kind.CHANGED, "2026-07-01", NARROWER),
        revision(Kind.CHANGED, "2026-05-05", NARROWER, provider="省公安厅"),
    )
    found = figure(card_of(revisions=revisions), "narrowings")
    assert [(row.told, row.is_good) for row in found.rows] == [
        ("2026年4月2日：共享类型", False),
        ("2026年6月30日：共享类型", True),
        ("2026年5月4日删除", False),
    ]


def test_every_figure_can_be_given_a_weight() -> None:
    assert [(figure.id, figure.title) for figure in card_of().figures] == [(one.id, str(one)) for one in Indicator]


def test_weights_come_from_the_authoritys_evaluation_rules_with_their_source() -> None:
    rules = {
        "文件": "评价办法（样本）",
        "权重": [{"指标": "按期更新", "权重": "40"}, {"指标": "目录完整", "权重": "60"}],
    }
    authority = Authority.model_validate({"评价办法": rules})
    assert weights_of(authority) == Weights("评价办法（样本）", {"updates": 40, "catalogues-complete": 60})
    assert weights_of(Authority()) is None


def test_without_rows_there_is_no_share_and_without_weights_no_total() -> None:
    card = card_of()
    assert figure(card, "updates").share is None
    assert card.total is None
    weighed = card_of(weights=WEIGHTS)
    assert weighed.total == pytest.approx(100 * (30 * (1 / 3) + 30 * 1) / 60)
    assert weighed.weights == WEIGHTS


def test_six_quality_duties_each_say_what_they_prove() -> None:
    card = card_of(correction("2026-06-12"))
    duties = [one for one in card.figures if one.article == "办法第十一条"]
    assert [one.title for one in duties] == ["规范性", "完整性", "准确性", "一致性", "时效性", "可访问性"]
    assert all(one.proves and one.does_not_prove for one in duties)
    assert counts(card, "accurate") == (2, 3)
    assert counts(card_of(correction("2026-06-12", 办结日期="2026-06-15", 结论="已更正")), "accurate") == (3, 3)
    dispute = {"资源代码": [CODE], "各方": [DEPARTMENT, "省公安厅"], "事由": "不一致", "发生日期": "2026-05-01"}
    assert counts(card_of((LedgerKind.DISPUTES, dispute)), "consistent") == (2, 3)
    assert counts(card_of((LedgerKind.DISPUTES, {**dispute, "协商一致日期": "2026-06-30"})), "consistent") == (3, 3)
    assert counts(card_of((LedgerKind.DISPUTES, {**dispute, "协商一致日期": "2026-07-01"})), "consistent") == (2, 3)


def test_a_past_quarter_read_again_from_git_gives_the_same_figures(tmp_path: Path) -> None:
    """With all that happened since in the repository, the state and the deadlines of the quarter's end are the same."""
    story = tell(tmp_path, [TRIGGER, ANSWERING])
    first, last = date(2026, 1, 1), date(2026, 1, 6)

    def cards() -> tuple[Scorecard, ...]:
        checked = check(story.root)
        past = read_past(story.root, last, baseline=story.commits["start"])
        known = happened(past)
        found = deadlines_of(checked.register, CALENDAR, last, known.answered, known.last_changed)
        revisions = [one for listed in past.found.revisions.values() for one in listed]
        return scorecards(Evidence(checked.register, checked.findings, found, revisions, first, last))

    after = {card.organisation: card for card in cards()}
    card = after["省教育厅"]
    assert counts(card, "updates") == (0, 1)  # due on the quarter's last day, answered the day after
    assert figure(card, "updates").rows[0].told == "2026年1月6日到期，今日到期"
    assert cards() == tuple(after.values())


def test_another_period_that_ends_on_the_same_day_is_counted_only_where_it_differs() -> None:
    register = register_of(trigger("2026-02-02"), trigger("2026-06-01"))
    found = deadlines_of(register, CALENDAR, LAST)
    narrowed = FieldChange("更新周期", "", "每日", "每月", Direction.NARROWS)
    revisions = [
        Revision(CODE, "c", on, Kind.CHANGED, "f", "", "n", DEPARTMENT, (narrowed,), None, ())
        for on in (date(2026, 3, 31), FIRST)
    ]
    longer, shorter = (Evidence(register, (), found, revisions, first, LAST) for first in (date(2026, 1, 1), FIRST))
    cards = [scorecard(longer, DEPARTMENT, WEIGHTS)]
    (card,) = over(shorter, cards)
    assert card == scorecard(shorter, DEPARTMENT, WEIGHTS)
    assert [counts(one, "updates") for one in (cards[0], card)] == [(0, 2), (0, 1)]
    assert [counts(one, "narrowings") for one in (cards[0], card)] == [(0, 2), (0, 1)]
    same = {one.id for one, other in zip(cards[0].figures, card.figures, strict=True) if one is other}
    assert {one.id for one in card.figures} - same == {
        "updates", "reviews", "replies", "deliveries", "verifications", "narrowings"
    }  # fmt: skip


def test_cards_come_out_of_the_cache_as_they_went_in() -> None:
    register = register_of(trigger("2026-06-01"), correction("2026-06-12"))
    evidence = Evidence(register, (), deadlines_of(register, CALENDAR, LAST), (), FIRST, LAST)
    for weights in (None, WEIGHTS):
        cards = (scorecard(evidence, DEPARTMENT, weights),)
        assert tuple(unpacked(packed(cards), FIRST, LAST)) == cards
    assert {len(one.rows) for one in cards[0].figures} >= {0, 1, 3}
    assert tuple(unpacked(packed([]), FIRST, LAST)) == ()


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1, ("2026-01-01", "2026-03-31")), (2, ("2026-04-01", "2026-06-30")), (3, ("2026-07-01", "2026-09-30")),
     (4, ("2026-10-01", "2026-12-31"))],
)  # fmt: skip
def test_quarters(number: int, expected: tuple[str, str]) -> None:
    assert tuple(day.isoformat() for day in quarter(2026, number)) == expected
