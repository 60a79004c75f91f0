"""O: one source for each datum, and organisations that may provide it, 办法第三、九、十、十一条，条例第十二、十九条."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, combinations
from math import ceil

from generator.diagnostics import Severity
from generator.model.catalogue import Catalogue
from generator.model.ledgers import AccessRequest, Correction, Dispute, Incident, Suspension
from generator.model.organisation import Organisation
from generator.model.register import ORGANISATIONS, Place, Record, Register
from generator.model.resource import Resource
from generator.model.steps import LedgerRecord
from generator.model.words import CatalogueKind, LegalForce, ResourceStatus
from generator.profiles import HUNAN_2021, ORDER_809
from generator.rules.registry import Problem, rule

MOST_SHARED = 0.8
"""Share of equal item names from which two resources count as the same data."""
FEWEST_ITEMS = 5
LONG = 75
"""Of more items a resource is known by single rare names: of so many, pairs would be too many."""

STATUTES = frozenset({LegalForce.LAW, LegalForce.ADMINISTRATIVE_REGULATION, LegalForce.LOCAL_REGULATION})
"""法律、法规."""


@rule(
    "O101",
    "没有采集方",
    message="「{name}」没有写明采集方",
    hint="请在「采集方」中写明负责采集的部门",
    under={HUNAN_2021: "第十一条第一项", ORDER_809: ("第十九条第二款", Severity.WARNING)},
)
def collector_missing(resource: Resource) -> Iterator[Problem]:
    if not resource.collectors and resource.status is ResourceStatus.ACTIVE:
        yield Problem(("提供方",), key=True, absent=("采集方",), values={"name": resource.name})


@rule(
    "O102",
    "由多个部门采集而没有法定依据",
    message="「{name}」由 {count} 个部门采集，但没有写明法律、法规依据",
    hint="一项资源由一个部门采集提供；法律、法规另有规定的，在「多方采集依据」中写明",
    under={HUNAN_2021: "第十一条第一项"},
)
def several_collectors_without_basis(resource: Resource, register: Register) -> Iterator[Problem]:
    count = len(set(resource.collectors))
    if count < 2 or resource.status is not ResourceStatus.ACTIVE:
        return
    known = [register.legal_basis_titled.get(citation.document or "") for citation in resource.collection_bases]
    if not any(basis is None or basis.force is None or basis.force in STATUTES for basis in known):
        values = {"name": resource.name, "count": count}
        absent = () if known else ("多方采集依据",)
        yield Problem(("采集方",), key=True, absent=absent, values=values)


@rule(
    "O103",
    "部门没有登记",
    message="「{unit}」没有在部门文件中登记",
    hint="请写部门文件中的简称{near}；确属新单位的，先登记",
    article="办法第三条",
)
def unknown_organisation(register: Register) -> Iterator[Problem]:
    known = register.organisation_named
    for file, place, unit in _named_units(register):
        if unit not in known:
            near = _containing(unit, known)
            shown = f"，可能是「{near}」" if near else ""
            yield Problem(place, file=file, against=ORGANISATIONS, values={"unit": unit, "near": shown})


def _containing(unit: str, known: dict[str, Organisation]) -> str:
    full_names = {entry.full_name: name for name, entry in known.items() if entry.full_name}
    if unit in full_names:
        return full_names[unit]
    return next((name for name in known if unit.endswith(name) or name.endswith(unit)), "")


def _named_units(register: Register) -> Iterator[tuple[str, Place, str]]:
    """Every place that names an organisation, with the name."""
    for record in register.records():
        for place, unit in _units_of(record):
            if unit:
                yield record.file, (*record.place, *place), unit


def _units_of(record: Record) -> Iterator[tuple[Place, str | None]]:
    value = record.value
    if isinstance(value, Resource):
        yield ("提供方",), value.provider
        for number, collector in enumerate(value.collectors):
            yield ("采集方", number), collector
        if value.confirmation:
            yield ("审核确认", "部门"), value.confirmation.unit
    elif isinstance(value, Catalogue):
        yield ("牵头部门",), value.lead
        for number, joint in enumerate(value.joint):
            yield ("会同部门", number, "部门"), joint.unit
    elif isinstance(value, Organisation):
        yield ("继任",), value.successor
    elif isinstance(value, LedgerRecord):
        yield from _units_of_ledger(value)
    else:
        for key, name in (
            ("主管部门", "unit"),
            ("指定审核部门", "confirming_unit"),
            ("单位", "unit"),
            ("批准单位", "unit"),
        ):
            if key in {field.alias for field in type(value).model_fields.values()}:
                yield (key,), getattr(value, name)


def _units_of_ledger(record: LedgerRecord) -> Iterator[tuple[Place, str | None]]:
    match record:
        case AccessRequest() | Suspension():
            yield ("使用部门",), record.user
        case Correction():
            yield ("反馈部门",), record.reporter
        case Incident():
            yield ("部门",), record.unit
        case Dispute():
            yield from ((("各方", number), party) for number, party in enumerate(record.parties or ()))


@rule(
    "O104",
    "已撤销的部门仍在提供资源",
    message="「{unit}」的终止日期是 {day}，「{name}」仍由其提供",
    hint="请改由{successor}提供，或者注销本资源",
    under={HUNAN_2021: "第十条第二款", ORDER_809: "第十七条第二款"},
)
def ended_organisation_still_providing(resource: Resource, register: Register) -> Iterator[Problem]:
    organisation = register.organisation_named.get(resource.provider or "")
    if resource.status is ResourceStatus.ACTIVE and organisation and organisation.ends_on:
        successor = f"继任单位「{organisation.successor}」" if organisation.successor else "承接职能的部门"
        values = {
            "unit": resource.provider,
            "day": organisation.ends_on,
            "name": resource.name,
            "successor": successor,
        }
        yield Problem(("提供方",), values=values)


@rule(
    "O105",
    "部门目录收录了其他部门的资源",
    message="提供方是「{provider}」，文件却在「{folder}」的部门目录中",
    hint="请移到提供方的部门目录，或者核对提供方",
    under={HUNAN_2021: "第九条第二款", ORDER_809: "第十二条"},
)
def provider_of_another_department(register: Register) -> Iterator[Problem]:
    known = register.organisation_named
    for filed in register.resources:
        provider = filed.resource.provider
        if filed.kind is CatalogueKind.DEPARTMENT and provider in known and provider != filed.folder:
            yield Problem(("提供方",), file=filed.file, values={"provider": provider, "folder": filed.folder})


@rule(
    "O106",
    "部门目录不由本部门编制",
    message="部门目录的文件夹是「{folder}」，牵头部门却是「{lead}」",
    hint="部门目录由本部门编制，文件夹用部门简称；请核对",
    under={HUNAN_2021: "第九条第二款", ORDER_809: "第十二条"},
)
def department_catalogue_of_another(register: Register) -> Iterator[Problem]:
    known = register.organisation_named
    for catalogue in register.catalogues:
        lead = catalogue.catalogue.lead
        if catalogue.kind is CatalogueKind.DEPARTMENT and lead in known and lead != catalogue.folder:
            yield Problem(("牵头部门",), file=catalogue.file, values={"folder": catalogue.folder, "lead": lead})


@rule(
    "O107",
    "基础目录或者主题目录没有会同部门",
    message="「{name}」没有写明会同部门",
    hint="基础目录和主题目录由牵头部门会同有关部门编制；请在「会同部门」中逐个写明牵头部门以外的部门",
    under={HUNAN_2021: "第九条第二款"},
)
def shared_catalogue_without_joint_departments(register: Register) -> Iterator[Problem]:
    for catalogue in register.catalogues:
        joint = [joint.unit for joint in catalogue.catalogue.joint]
        if catalogue.kind is not CatalogueKind.DEPARTMENT and set(joint) <= {catalogue.catalogue.lead}:
            absent = () if joint else ("会同部门",)
            values = {"name": catalogue.catalogue.name}
            yield Problem(("牵头部门",), key=True, file=catalogue.file, absent=absent, values=values)


@rule(
    "O108",
    "会同部门尚未确认",
    message="会同部门「{unit}」没有确认其负责的部分",
    hint="请由该部门确认，并填写「确认日期」",
    under={HUNAN_2021: "第九条第二款"},
)
def joint_department_unconfirmed(catalogue: Catalogue) -> Iterator[Problem]:
    for number, joint in enumerate(catalogue.joint):
        if joint.unit and not joint.confirmed_on:
            place = ("会同部门", number)
            yield Problem((*place, "部门"), absent=(*place, "确认日期"), values={"unit": joint.unit})


@rule(
    "O109",
    "同样的信息由两个部门采集",
    message="信息项与「{other}」（{other_provider}）基本相同，却由「{provider}」另行采集",
    hint="请改为共享取得，在各信息项的「来自」中写明来源资源代码；确属不同信息的，请在名称中区分",
    under={
        HUNAN_2021: ("第十一条第三项", Severity.WARNING),
        ORDER_809: ("第十九条第一款", Severity.WARNING),
    },
)
def collected_twice(register: Register) -> Iterator[Problem]:
    own_items = [(filed, frozenset([name for name, _ in own])) for filed, own in register.collected]
    compared = [(filed, own) for filed, own in own_items if len(own) >= FEWEST_ITEMS]
    frequency = Counter(chain.from_iterable(own for _, own in compared))
    commonness = {name: rank for rank, name in enumerate(sorted(frequency, key=lambda name: (frequency[name], name)))}
    first: dict[int, int] = {}
    further: defaultdict[int, list[int]] = defaultdict(list)
    told: set[tuple[str, tuple[str, ...], frozenset[str]]] = set()
    for number, (filed, own) in enumerate(compared):
        one = filed.resource
        keys = [*_rarest(sorted(map(commonness.__getitem__, own)), len(commonness))]
        near = {first[key] for key in keys if key in first}.union(*(further[key] for key in keys if key in further))
        for earlier in sorted(near):
            other_filed, names = compared[earlier]
            other = other_filed.resource
            if len(own & names) < MOST_SHARED * max(len(own), len(names)) or filed.folder == other_filed.folder:
                continue
            if set(one.collectors).isdisjoint(other.collectors):
                values = {"other": other.name, "other_provider": other.provider, "provider": one.provider}
                yield Problem(("信息项",), key=True, file=filed.file, values=values)
                break
        alike = (filed.folder, one.collectors, own)
        if alike not in told:
            told.add(alike)
            for key in keys:
                if first.setdefault(key, number) != number:
                    further[key].append(number)


def _rarest(ranks: Sequence[int], names: int) -> Iterator[int]:
    """Rare names of a resource, singly or in pairs, each as a number; one that is nearly the same has some of them too.

    Prefix filtering: two that share so many names share so many of their rarest. Those of about `LONG` items are known
    by both, since one that is nearly the same may have a few more. There are so many `names` in all.
    """
    others = len(ranks) - ceil(MOST_SHARED * len(ranks))
    if len(ranks) <= LONG:
        yield from ((one + 1) * names + other for one, other in combinations(ranks[: others + 2], 2))
    if len(ranks) >= MOST_SHARED * LONG:
        yield from ranks[: others + 1]
