"""How a deadline is written: one duty of one regulation, as data that quotes the text it stands on."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from generator.model.words import TriggerKind


class Unit(StrEnum):
    """What a period counts; a duty without a figure has none (及时、立即、定期)."""

    WORKDAY = "个工作日"
    DAY = "日"
    MONTH = "个月"
    YEAR = "年"
    CYCLE = "复核周期"
    NONE = "未规定期限"


class Roll(StrEnum):
    """What happens when a period ends on a day off: periods of working days never do."""

    NEVER = "不会"
    NEXT = "顺延至下一工作日"


class Obligation(StrEnum):
    """The duties with a clock or with a word for one; the member's name in lower case is part of a deadline's id."""

    UPDATE = "更新目录"
    REVIEW = "审核发布"
    REPLY = "答复申请"
    DIRECT = "直接提供"
    DELIVERY = "提供数据"
    DENIED_FILING = "备案"
    VERIFICATION = "校核"
    RESULT = "告知校核结果"
    PERIODIC = "定期复核目录"
    PUBLICATION = "定期发布目录"
    NEGOTIATION = "协商争议"
    COORDINATION = "协调争议"
    SUSPENSION_REPORT = "报告暂停终止"
    INCIDENT_REPORT = "报告安全事件"


class ExtensionRule(Struct, frozen=True):
    """How far a period can be made longer: working days at most, who consents, who must be told, in which words."""

    amount: int
    consent_by: str
    must_notify: str
    text: str


class Consequence(Struct, frozen=True):
    """What the regulation says of who misses it, and where."""

    text: str
    article: str


class DeadlineRule(Struct, frozen=True):
    """One duty of one profile: who, after what, within how long, from when to when in force.

    `text` quotes the article word for word; the amount stands in it. `kinds` limits the triggers that start it.
    `count_from` names the event of the start day, which is not counted itself.
    """

    id: str
    profile: str
    obligation: Obligation
    title: str
    article: str
    actor: str
    text: tuple[str, ...]
    unit: Unit
    effective_from: date
    amount: int | None = None
    vague_term: str = ""
    count_from: str = ""
    roll: Roll = Roll.NEVER
    kinds: tuple[TriggerKind, ...] = ()
    extension: ExtensionRule | None = None
    consequence: Consequence | None = None
    effective_to: date | None = None

    @property
    def has_figure(self) -> bool:
        """Whether the text gives a period that can be counted."""
        return self.unit is not Unit.NONE

    @property
    def period(self) -> str:
        """The period as the text has it: 10个工作日, or the word it uses instead."""
        if self.amount is not None:
            return f"{self.amount}{self.unit.value}"
        return f"{self.vague_term}，没有具体期限" if self.vague_term and not self.has_figure else self.unit.value

    def in_force_on(self, day: date) -> bool:
        """Whether the rule is in force on the day of the event."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)
