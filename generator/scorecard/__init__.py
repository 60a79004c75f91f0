"""Scorecards (办法第二十七条、条例第三十八条): figures of a department over a period, each with the rows it counts.

Everything is handed in as it stood at the period's end, so that a past quarter read again from Git gives the same.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from msgspec.structs import replace

from generator.deadlines.value import Deadline, State
from generator.history.revision import Kind
from generator.model.authority import Authority
from generator.model.compare import Direction
from generator.model.register import FiledCatalogue, FiledResource
from generator.model.words import SharingClass
from generator.profiles.clocks import Obligation
from generator.scorecard.evidence import Evidence
from generator.scorecard.quality import quality_figures
from generator.scorecard.value import Figure, Row, Scorecard, Weights, named, quarter, resource_row
from generator.wording import UNKNOWN, day

__all__ = [
    "Evidence",
    "Figure",
    "Row",
    "Scorecard",
    "Weights",
    "over",
    "quarter",
    "scorecard",
    "scorecards",
    "weights_of",
]

CHANGE_BASIS = "变更依据"
NARROWINGS = "narrowings"


def weights_of(authority: Authority) -> Weights | None:
    """The weights that the authority's evaluation rules give, with their source; `None` where there are none."""
    rules = authority.evaluation
    if rules is None or not rules.source or not rules.weights:
        return None
    given = {one.indicator.id: one.weight for one in rules.weights if one.indicator and one.weight}
    return Weights(rules.source, given)


def scorecards(evidence: Evidence, weights: Weights | None = None) -> tuple[Scorecard, ...]:
    """The scorecard of every department that compiles, provides or has a clock, in the order of the register."""
    known = evidence.register.organisation_named
    active = {*evidence.provided, *evidence.compiled, *(one.organisation for one in evidence.deadlines)}
    return tuple(scorecard(evidence, name, weights) for name in known if name in active)


def scorecard(evidence: Evidence, organisation: str, weights: Weights | None = None) -> Scorecard:
    """One department's figures over the period."""
    figures = tuple(chain(_standing_figures(evidence, organisation), quality_figures(evidence, organisation)))
    return Scorecard(organisation, evidence.first_on, evidence.last_on, figures, weights)


def over(evidence: Evidence, cards: Iterable[Scorecard]) -> tuple[Scorecard, ...]:
    """The cards over another period that ends on the same day; what does not depend on its first day is taken over."""
    return tuple(
        replace(card, first_on=evidence.first_on, figures=tuple(_over(evidence, card.organisation, card.figures)))
        for card in cards
    )


def _over(evidence: Evidence, organisation: str, figures: Iterable[Figure]) -> Iterator[Figure]:
    for figure in figures:
        if figure.id == NARROWINGS:
            yield replace(figure, rows=tuple(_narrowings(evidence, organisation)))
        elif figure.id in OBLIGATIONS:
            yield replace(figure, rows=tuple(_timely(evidence, organisation, OBLIGATIONS[figure.id])))
        else:
            yield figure


def _standing_figures(evidence: Evidence, organisation: str) -> Iterator[Figure]:
    catalogues = evidence.compiled.get(organisation, [])
    resources = evidence.provided.get(organisation, [])
    yield Figure("catalogues-complete", "目录完整", "办法第九条", tuple(_complete(evidence, one) for one in catalogues))
    yield Figure("catalogues-current", "目录按期复核", "办法第十条第一款", tuple(_current(evidence, organisation)))
    mix = ("无条件共享", "其他类型")
    yield Figure(
        "unconditional", "无条件共享的资源", "办法第四条、第十七条", tuple(map(_sharing, resources)), words=mix
    )
    for figure_id, title, article, obligations in TIMELY:
        yield Figure(figure_id, title, article, tuple(_timely(evidence, organisation, obligations)))
    yield Figure("findings", "没有问题的文件", "办法第三十条", tuple(_without_findings(evidence, catalogues)))
    yield Figure(NARROWINGS, "有依据的收窄", "办法第三十条第（一）项", tuple(_narrowings(evidence, organisation)))


TIMELY: tuple[tuple[str, str, str, tuple[Obligation, ...]], ...] = (
    ("updates", "按期更新", "办法第十条第二款、条例第十七条", (Obligation.UPDATE,)),
    ("reviews", "按期审核", "条例第十七条第三款", (Obligation.REVIEW,)),
    ("replies", "按期答复", "办法第十八条、条例第二十一条", (Obligation.REPLY, Obligation.DIRECT)),
    ("deliveries", "按期提供", "条例第二十二条", (Obligation.DELIVERY,)),
    ("verifications", "按期校核", "办法第二十二条、条例第二十六条", (Obligation.VERIFICATION,)),
)
"""Each clock counts in the period that its last day lies in, and so in exactly one."""
OBLIGATIONS = {figure_id: obligations for figure_id, _, _, obligations in TIMELY}


def _complete(evidence: Evidence, filed: FiledCatalogue) -> Row:
    errors = sum(
        finding.is_error
        for file in (filed.file, *(one.file for one in filed.resources))
        for finding in evidence.found_in.get(file, ())
    )
    told = f"有 {errors} 处错误" if errors else "没有错误" if filed.resources else "没有资源"
    return Row(filed.file, named(filed.catalogue.name), told, not errors and bool(filed.resources))


def _current(evidence: Evidence, organisation: str) -> Iterator[Row]:
    for one in evidence.clocks.get(organisation, ()):
        if one.rule.obligation is Obligation.PERIODIC and one.started_on:
            yield _row(one, one.state is not State.OVERDUE)


def _timely(evidence: Evidence, organisation: str, obligations: Collection[Obligation]) -> Iterator[Row]:
    """What is not done when the last day of the period ends is not in time, were it due on that day."""
    for one in evidence.clocks.get(organisation, ()):
        if one.rule.obligation in obligations and evidence.within(one.last_day):
            yield _row(one, one.state is State.IN_TIME)


def _row(one: Deadline, is_good: bool) -> Row:
    last = f"{day(one.last_day)}到期，" if one.last_day else ""
    return Row(one.subject.code, named(one.subject.name), f"{last}{one.state_text}", is_good)


def _sharing(filed: FiledResource) -> Row:
    sharing = filed.resource.sharing_class
    return resource_row(filed, sharing or UNKNOWN, sharing is SharingClass.UNCONDITIONAL)


def _without_findings(evidence: Evidence, catalogues: Iterable[FiledCatalogue]) -> Iterator[Row]:
    for filed in catalogues:
        yield _found(evidence, filed.file, filed.file, named(filed.catalogue.name))
        for one in filed.resources:
            yield _found(evidence, one.file, one.resource.code or one.file, named(one.resource.name))


def _found(evidence: Evidence, file: str, code: str, name: str) -> Row:
    rules = sorted({finding.rule.id for finding in evidence.found_in.get(file, ())})
    return Row(code, name, "、".join(rules) or "没有问题", not rules)


def _narrowings(evidence: Evidence, organisation: str) -> Iterator[Row]:
    """Revisions of the period that narrow, a deletion among them; with basis where 变更依据 was added to."""
    for revision in evidence.revised.get(organisation, ()):
        narrowed = [change.field for change in revision.changes if change.direction is Direction.NARROWS]
        if revision.kind is Kind.DELETED:
            yield Row(revision.code, named(revision.name), f"{day(revision.on)}删除", False)
        elif narrowed and revision.kind is not Kind.CREATED:
            told = f"{day(revision.on)}：{'、'.join(dict.fromkeys(narrowed))}"
            has_basis = any(change.field == CHANGE_BASIS and change.new for change in revision.changes)
            yield Row(revision.code, named(revision.name), told, has_basis)
