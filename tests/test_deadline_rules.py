"""Deadline rules as data: every number stands in the article it cites, word for word."""

import re
from datetime import date
from itertools import product

import pytest

from generator.deadlines.clock import longest_extension
from generator.model.authority import Authority, DeadlineReading
from generator.model.register import Register
from generator.model.words import TriggerKind
from generator.profiles import HUNAN_2021, ORDER_809, PROFILES
from generator.profiles.clocks import DeadlineRule, Obligation, Roll, Unit
from generator.profiles.deadlines import DEADLINE_RULES, RULE_NAMED, rules_for
from generator.rules.extensions import longest

BOTH = (HUNAN_2021.name, ORDER_809.name)

HUNAN_TEXT = {
    "办法第八条": (
        "省人民政府政务管理服务部门，设区的市、自治州人民政府政务信息资源共享工作主管部门"
        "应当定期发布同级政府政务信息资源目录。"
    ),
    "办法第九条": (
        "部门信息资源目录由政务部门按照国家和本省规定编制，经同级政府信息资源共享工作主管部门审核，"
        "由政务部门在共享平台发布和维护。"
    ),
    "办法第十条": (
        "政务部门应当定期更新本部门政务信息资源目录。"
        "法律、法规作出修订或者行政管理职能发生变化的，负责编制目录的政务部门应当在法律、法规作出修订或者行政管理职能"
        "发生变化之日起15个工作日内更新政务信息资源目录，并报同级人民政府政务信息资源共享工作主管部门备案。"
    ),
    "办法第十三条": (
        "各政务部门提供的同类别政务信息资源不一致的，相关部门应当及时协商形成一致意见；不能形成一致意见的，"
        "由同级人民政府政务信息资源共享工作主管部门会同相关部门协调处理。"
    ),
    "办法第十八条": (
        "（一）使用无条件共享类的政务信息资源，通过共享平台等方式直接获取；"
        "（二）使用有条件共享类的政务信息资源，由使用部门通过共享平台或者其他方式向提供部门提出申请。提供部门应当在"
        "收到申请后10个工作日内予以书面答复；不同意共享的，应当说明理由。"
        "（三）确需使用不予共享类的政务信息资源的，由使用部门、提供部门协商解决。提供部门同意提供的，应当报同级人民政府"
        "政务信息资源共享工作主管部门备案。"
    ),
    "办法第十九条": (
        "提供部门发现使用部门违反规定使用政务信息资源的，有权暂停或者终止提供，并报告同级人民政府政务信息资源共享工作主管部门。"
    ),
    "办法第二十二条": (
        "提供部门应当在5个工作日内予以校核。需要延长校核期限的，应当经提供部门负责人同意并告知使用部门，延长期限最长不得"
        "超过15个工作日。提供部门修正疑义、错误信息的，应当及时将修正结果告知使用部门。"
    ),
    "办法第二十四条": "采取应急措施，及时报告同级网信部门和政务信息资源共享工作主管部门。",
    "办法第二十五条": "发生政务信息资源安全事件，应当及时报告同级网信部门和政务信息资源共享工作主管部门。",
    "办法第三十条": (
        "（一）不按照规定编制、更新政务信息资源目录，或者擅自缩小无条件共享类政务信息资源范围的；"
        "（二）不按照规定采集、整理、更新政务信息资源，落实疑义、错误信息校核制度的；"
        "（四）不按照规定共享、使用政务信息资源和共享平台的；（五）不按照规定落实安全防护措施的；"
        "（七）违反本办法规定的其他行为。"
    ),
}
ORDER_TEXT = {
    "条例第十七条": (
        "政务数据目录实行动态更新。因法律、行政法规、国务院决定调整或者政府部门职责变化导致政务数据目录需要相应更新的，"
        "政府部门应当自调整、变化发生之日起 10 个工作日内对政务数据目录完成更新，并报送同级政务数据共享主管部门审核。"
        "因特殊原因需要延长更新期限的，经同级政务数据共享主管部门同意，可以延长 5 个工作日。政务数据共享主管部门应当"
        "自收到更新后的政务数据目录之日起 2 个工作日内完成审核并发布。"
    ),
    "条例第二十一条": (
        "政务数据需求部门申请共享的政务数据属于无条件共享类的，政务数据提供部门应当自收到政务数据共享申请之日起 1 "
        "个工作日内作出答复；属于有条件共享类的，应当自收到政务数据共享申请之日起 10 个工作日内作出是否同意共享的答复。"
        "因特殊原因需要延长答复期限的，政务数据提供部门应当报经同级政务数据共享主管部门同意，并告知政务数据需求部门，延长的期限最长"
        "不得超过 10 个工作日。"
    ),
    "条例第二十二条": "政务数据提供部门应当自作出同意共享的答复之日起 20 个工作日内共享政务数据。",
    "条例第二十六条": (
        "政务数据提供部门应当自收到政务数据校核申请之日起 10 个工作日内予以核实、更正并反馈校核处理结果。"
    ),
    "条例第二十七条": (
        "确需终止或者变更服务的，政务数据提供部门应当与政务数据需求部门协商，并报同级政务数据共享主管部门备案。"
    ),
    "条例第二十八条": (
        "同级政务数据需求部门、政务数据提供部门发生政务数据共享争议的，应当协商解决；协商不成的，应当按照程序向同级政务数据"
        "共享主管部门申请协调处理。"
    ),
    "条例第三十五条": (
        "发生政务数据安全事件时，立即启动应急预案，采取相应的应急处置措施，防止危害扩大，消除安全隐患，并按照规定向有关"
        "主管部门报告。"
    ),
    "条例第三十九条": (
        "（一）未按照要求编制或者更新政务数据目录；（四）未按时答复政务数据共享申请或者未按时共享政务数据，且无正当理由；"
        "（六）收到政务数据校核申请后，未按时核实、更正；（七）擅自终止或者变更已提供的政务数据共享服务；"
        "（九）违反本条例规定的其他情形。"
    ),
    "条例第四十一条": ("（二）未按照规定对政务数据共享争议进行协调处理；（三）违反本条例规定的其他情形。"),
}
TEXTS = HUNAN_TEXT | ORDER_TEXT
"""The articles that set or word a clock, copied from the two regulations."""


def articles_of(citation: str) -> str:
    """The text of every article a citation names: 办法第十三条、第十八条."""
    name = citation[:2]
    return "".join(TEXTS[name + article] for article in re.findall(r"第[一二三四五六七八九十]+条", citation))


@pytest.mark.parametrize("rule", DEADLINE_RULES, ids=lambda rule: rule.id)
def test_every_quotation_stands_in_its_article(rule: DeadlineRule) -> None:
    text = articles_of(rule.article)
    for fragment in rule.text:
        assert fragment in text
    if rule.vague_term:
        assert rule.vague_term in "".join(rule.text)


@pytest.mark.parametrize("rule", DEADLINE_RULES, ids=lambda rule: rule.id)
def test_every_amount_is_the_one_number_of_its_quotation(rule: DeadlineRule) -> None:
    numbers = re.findall(r"(\d+) ?个工作日", "".join(rule.text))
    assert numbers == ([str(rule.amount)] if rule.amount else [])
    assert (rule.unit is Unit.WORKDAY) == bool(rule.amount)
    if rule.extension:
        assert rule.extension.text in articles_of(rule.article)
        assert re.findall(r"(\d+) ?个工作日", rule.extension.text) == [str(rule.extension.amount)]
        assert rule.extension.consent_by in rule.extension.text
        assert rule.extension.must_notify in rule.extension.text


@pytest.mark.parametrize("rule", DEADLINE_RULES, ids=lambda rule: rule.id)
def test_every_consequence_stands_in_its_article(rule: DeadlineRule) -> None:
    if rule.consequence:
        item = re.findall(r"（[一二三四五六七八九]）", rule.consequence.article)[0]
        text = articles_of(rule.consequence.article)
        assert rule.consequence.text in text.split(item)[1].split("；（")[0]


@pytest.mark.parametrize("rule", DEADLINE_RULES, ids=lambda rule: rule.id)
def test_every_rule_has_effect_with_its_profile_and_rolls_only_where_periods_can_end_on_a_day_off(
    rule: DeadlineRule,
) -> None:
    assert rule.effective_from == PROFILES[rule.profile].in_force_from
    assert (rule.roll is Roll.NEXT) == (rule.unit is Unit.CYCLE)
    assert rule.count_from


def test_ids_are_unique() -> None:
    assert len(RULE_NAMED) == len(DEADLINE_RULES) == 25


TABLE: list[tuple[str, int | None, int | None]] = [
    ("hunan-update", 15, None), ("order-update", 10, 5),
    ("hunan-review", None, None), ("order-review", 2, None),
    ("hunan-direct", None, None), ("order-direct", 1, 10),
    ("hunan-reply", 10, None), ("order-reply", 10, 10),
    ("hunan-delivery", None, None), ("order-delivery", 20, None),
    ("hunan-denied-filing", None, None),
    ("hunan-verification", 5, 15), ("order-verification", 10, None),
]  # fmt: skip


@pytest.mark.parametrize(("rule_id", "amount", "extension"), TABLE)
def test_the_table_of_figures(rule_id: str, amount: int | None, extension: int | None) -> None:
    rule = RULE_NAMED[rule_id]
    assert (rule.amount, rule.extension.amount if rule.extension else None) == (amount, extension)


BEFORE, AFTER = date(2025, 7, 31), date(2025, 8, 1)


@pytest.mark.parametrize(
    ("kind", "on", "profiles", "expected"),
    [
        (TriggerKind.LAW, BEFORE, BOTH, "hunan-update"),
        (TriggerKind.LAW, AFTER, BOTH, "order-update"),
        (TriggerKind.LAW, AFTER, BOTH[:1], "hunan-update"),
        (TriggerKind.LAW, BEFORE, BOTH[1:], None),
        (TriggerKind.FUNCTION, AFTER, BOTH, "order-update"),
        (TriggerKind.ADMINISTRATIVE_REGULATION, AFTER, BOTH, "order-update"),
        (TriggerKind.LOCAL_REGULATION, AFTER, BOTH, "hunan-update"),
        (TriggerKind.LOCAL_REGULATION, AFTER, BOTH[1:], None),
        (TriggerKind.STATE_COUNCIL_DECISION, AFTER, BOTH, "order-update"),
        (TriggerKind.STATE_COUNCIL_DECISION, BEFORE, BOTH, None),
        (TriggerKind.STATE_COUNCIL_DECISION, AFTER, BOTH[:1], None),
        (TriggerKind.LAW, date(2021, 2, 28), BOTH, None),
        (TriggerKind.LAW, date(2021, 3, 1), BOTH, "hunan-update"),
    ],
)
def test_the_triggers_day_and_kind_choose_the_rule(
    kind: TriggerKind, on: date, profiles: tuple[str, ...], expected: str | None
) -> None:
    rules = rules_for(Obligation.UPDATE, on, profiles, kind)
    assert (rules[0].id if rules else None) == expected


def test_the_strictest_speaks_and_of_equals_the_higher() -> None:
    for obligation, on in product(Obligation, (BEFORE, AFTER)):
        for rule in rules_for(obligation, on, BOTH)[1:]:
            first = rules_for(obligation, on, BOTH)[0]
            assert first.has_figure or not rule.has_figure
            assert not (first.amount and rule.amount) or first.amount <= rule.amount
    assert [rule.id for rule in rules_for(Obligation.REPLY, AFTER, BOTH)] == ["order-reply", "hunan-reply"]
    assert [rule.id for rule in rules_for(Obligation.PERIODIC, AFTER, BOTH)] == ["hunan-periodic", "order-periodic"]


@pytest.mark.parametrize(
    ("name", "reading", "refused_above", "counted"),
    [
        ("order-update", {}, 5, 5),
        ("order-reply", {}, 10, 10),
        ("hunan-verification", {}, 15, 15),
        ("hunan-verification", {"校核延期": "延长的期限"}, 15, 15),
        ("hunan-verification", {"校核延期": "总期限"}, 10, 10),
    ],
)
def test_what_the_rules_allow_of_an_extension_is_what_the_clocks_count(
    name: str, reading: dict[str, str], refused_above: int, counted: int
) -> None:
    """D112 refuses what no reading allows; unsettled, the clock counts by the stricter one (decision 14)."""
    clock, register = RULE_NAMED[name], Register(authority=Authority.model_validate({"时限口径": reading}))
    assert clock.extension
    assert longest(clock, clock.extension, register) == refused_above
    assert longest_extension(clock, DeadlineReading.model_validate(reading))[0] == counted
