"""N: names and codes of resources."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from generator.diagnostics import Severity
from generator.model.catalogue import Catalogue
from generator.model.ledgers import AccessRequest, Channel, Correction, Dispute, Incident, Suspension, Trigger
from generator.model.legal_basis import ChangeBasis, Citation
from generator.model.register import CLASSIFICATION, LEGAL_BASES, FiledResource, Place, Register
from generator.model.resource import Resource
from generator.model.words import CatalogueKind, ResourceStatus
from generator.model.written import Written
from generator.rules.registry import Problem, rule

CODE_CLASS = {CatalogueKind.BASE: "1", CatalogueKind.THEME: "2", CatalogueKind.DEPARTMENT: "3"}
"""First digit of a resource code, 类, per kind of catalogue."""

SAYS_NOTHING = re.compile(
    r"(?:本|该|此|信息|数据|资源|目录|内容|主要|包括|包含|含有|提供|记录|关于|有关|相关|是|为|即|的|等)*"
)
"""What a summary may add to the resource's name without telling anything."""


@rule(
    "N101",
    "资源代码重复",
    message="资源代码 {code} 与 {first_file} 重复",
    hint="请将后登记的一项改用本目下尚未使用的顺序码；代码一经使用不得改作他用",
    article="编制指南",
)
def duplicate_code(register: Register) -> Iterator[Problem]:
    first_files: dict[str, str] = {}
    for filed in register.resources:
        code = filed.resource.code
        if code is None:
            continue
        first_file = first_files.setdefault(code, filed.file)
        if first_file != filed.file:
            yield Problem(("资源代码",), file=filed.file, values={"code": code, "first_file": first_file})


@rule(
    "N102",
    "代码的类、项、目不在代码表中",
    message="资源代码 {code} 的{level}不在代码表中",
    hint="请在分类表中选用已有的类、项、目；确需新增的，请主管部门先登记",
    article="编制指南",
)
def code_outside_the_table(register: Register) -> Iterator[Problem]:
    if not register.classification.classes:
        return
    first_unnamed: dict[str, str] = {}
    for filed in register.resources:
        code = filed.resource.code or ""
        detail = code[:6]
        if code and detail not in first_unnamed:
            names = zip("类项目", register.classification.names_of(code), strict=True)
            first_unnamed[detail] = next((level for level, name in names if not name), "")
        if code and (level := first_unnamed[detail]):
            values = {"code": code, "level": level}
            yield Problem(("资源代码",), file=filed.file, against=CLASSIFICATION, values=values)


@rule(
    "N103",
    "代码的类与目录的种类不符",
    message="资源代码 {code} 属于{code_class}，文件却在{kind}中",
    hint="基础目录用 1 开头的代码，主题目录用 2 开头的，部门目录用 3 开头的；请核对代码或者移动文件",
    article="办法第九条第一款",
)
def code_of_another_kind(register: Register) -> Iterator[Problem]:
    for filed in register.resources:
        code = filed.resource.code
        if code and code[0] != CODE_CLASS[filed.kind]:
            kind = next(kind for kind, digit in CODE_CLASS.items() if digit == code[0])
            values = {"code": code, "code_class": kind, "kind": filed.kind}
            yield Problem(("资源代码",), file=filed.file, values=values)


@rule(
    "N104",
    "同一部门有名称几乎相同的资源",
    message="「{name}」与「{other}」（{other_file}）相同，或者只差空格、标点、数字、大小写、全半角",
    hint="同一信息请合并为一项；不同信息请在名称中写出区别",
    article="办法第十一条第一项",
    severity=Severity.WARNING,
)
def nearly_the_same_name(register: Register) -> Iterator[Problem]:
    first: dict[tuple[str, str], FiledResource] = {}
    for filed in register.resources:
        name, provider = filed.resource.name, filed.resource.provider
        if not name or not provider or filed.resource.status is not ResourceStatus.ACTIVE:
            continue
        other = first.setdefault((provider, _folded(name)), filed)
        if other is not filed:
            values = {"name": name, "other": other.resource.name, "other_file": other.file}
            yield Problem(("资源名称",), file=filed.file, values=values)


def _folded(name: str) -> str:
    """The name without what carries no meaning: width, case, spaces, marks, digits."""
    return "".join(filter(str.isalpha, unicodedata.normalize("NFKC", name).lower())) or name


@rule(
    "N105",
    "摘要只是重复名称",
    message="摘要只是重复资源名称，没有说明内容",
    hint="请写明信息从哪里来、包括什么、用于什么",
    article="编制指南",
    severity=Severity.WARNING,
)
def summary_repeats_the_name(resource: Resource) -> Iterator[Problem]:
    if resource.name and resource.summary:
        name, summary = _folded(resource.name), _folded(resource.summary)
        if name in summary and SAYS_NOTHING.fullmatch(summary.replace(name, "", 1)):
            yield Problem(("摘要",))


@rule(
    "N106",
    "资源名称就是系统名称",
    message="资源名称「{name}」只是系统名称",
    hint="一个系统往往有多项资源；请写明是哪一项信息",
    article="编制指南",
    severity=Severity.WARNING,
)
def name_is_the_systems(resource: Resource) -> Iterator[Problem]:
    if resource.name and resource.system:
        name, system = _folded(resource.name), _folded(resource.system)
        if name.endswith(system) or system.endswith(name):
            yield Problem(("资源名称",), values={"name": resource.name})


@rule(
    "N107",
    "所指的资源不存在",
    message="「{field}」所指的资源 {code} 不存在",
    hint="请核对代码；已注销的资源保留文件，仍可引用",
    article="编制指南",
)
def reference_to_no_resource(register: Register) -> Iterator[Problem]:
    for record in register.records():
        for place, field, code in _references(record.value):
            if code and code not in register.resource_coded:
                yield Problem((*record.place, *place), file=record.file, values={"field": field, "code": code})
    for filed, _, taken in register.items:
        for number, code in taken:
            if code not in register.resource_coded:
                place = ("信息项", number, "来自")
                yield Problem(place, file=filed.file, values={"field": "来自", "code": code})


def _references(record: Written) -> Iterator[tuple[Place, str, str | None]]:
    """Every place that names a resource by its code, with the field, but for items that name their source."""
    match record:
        case Resource():
            yield from _listed("关联资源代码", record.related)
            yield from _listed("来源", record.origins)
            if record.retirement:
                for place, field, code in _listed("继任资源代码", record.retirement.successors):
                    yield ("注销", *place), field, code
        case Trigger():
            for number, one in enumerate(record.affected or ()):
                yield ("涉及资源", number, "资源代码"), "资源代码", one.code
        case Dispute() | Incident():
            yield from _listed("资源代码", record.codes or ())
        case AccessRequest() | Correction() | Channel() | Suspension():
            yield ("资源代码",), "资源代码", record.code


def _listed(field: str, codes: Iterable[str]) -> Iterator[tuple[Place, str, str]]:
    for number, code in enumerate(codes):
        yield (field, number), field, code


@rule(
    "N108",
    "依据没有登记",
    message="依据文件表中没有「{title}」",
    hint="请写依据文件表中的名称，不加书名号；新的依据先在该表中登记",
    article="办法第十七条第五款",
)
def citation_of_no_document(register: Register) -> Iterator[Problem]:
    for record in register.records():
        for place, title in _titles_cited(record.value):
            if title and title not in register.legal_basis_titled:
                values = {"title": title}
                yield Problem((*record.place, *place), file=record.file, against=LEGAL_BASES, values=values)


def _titles_cited(record: Written) -> Iterator[tuple[Place, str | None]]:
    """Every place that names a document of the legal bases file."""
    lists: dict[str, tuple[Citation | ChangeBasis, ...]] = {}
    match record:
        case Resource():
            lists = {"依据": record.bases, "多方采集依据": record.collection_bases, "变更依据": record.change_bases}
        case Catalogue():
            lists = {"编制依据": record.bases}
        case AccessRequest():
            lists = {"使用依据": record.bases}
        case Channel():
            lists = {"依据": record.bases}
        case Trigger():
            yield ("文件",), record.document
    for key, citations in lists.items():
        for number, citation in enumerate(citations):
            yield (key, number, "文件"), citation.document


@rule(
    "N109",
    "注销与状态不符",
    message="{fault}",
    hint="注销资源的，「状态」写已注销，并在「注销」中写明理由和继任资源代码；没有继任的，留空",
    article="条例第二十七条第三款",
)
def retirement_at_odds_with_status(resource: Resource) -> Iterator[Problem]:
    if resource.status is ResourceStatus.RETIRED and not resource.retirement:
        yield Problem(("状态",), absent=("注销",), values={"fault": "状态是已注销，但没有写明注销理由"})
    if resource.status is ResourceStatus.ACTIVE and resource.retirement:
        yield Problem(("注销",), key=True, values={"fault": "写了注销理由，状态却是有效"})


@rule(
    "N110",
    "所写的触发事项不存在",
    message="触发事项台账中没有 {number}",
    hint="请核对编号；新的触发事项先在触发事项台账中登记",
    article="办法第三十条第一项",
)
def change_resting_on_no_trigger(resource: Resource, register: Register) -> Iterator[Problem]:
    for number, basis in enumerate(resource.change_bases):
        if basis.trigger and basis.trigger not in register.triggers:
            file = f"catalogues/ledgers/triggers/{basis.trigger[:4]}/{basis.trigger}.yml"
            yield Problem(("变更依据", number, "触发事项"), against=file, values={"number": basis.trigger})


@rule(
    "N111",
    "变更依据没有写全",
    message="变更依据没有写明{missing}",
    hint="请写触发事项的编号，或者同时写明文件和条款",
    article="办法第三十条第一项",
)
def change_basis_incomplete(resource: Resource) -> Iterator[Problem]:
    for number, basis in enumerate(resource.change_bases):
        if basis.trigger or (basis.document and basis.provision):
            continue
        missing = "条款" if basis.document else "文件" if basis.provision else "触发事项"
        said = "触发事项编号，也没有写明文件和条款" if missing == "触发事项" else missing
        place = ("变更依据", number)
        yield Problem(place, absent=(*place, missing), values={"missing": said})


@rule(
    "N112",
    "触发事项没有列出本资源",
    message="触发事项 {number}「{title}」{fault}",
    hint="请核对编号；确因该事项更新的，请在触发事项的「涉及资源」中列出本资源，并且不写无需变更",
    article="办法第十条第二款",
    severity=Severity.WARNING,
)
def trigger_that_concerns_another_resource(resource: Resource, register: Register) -> Iterator[Problem]:
    for number, basis in enumerate(resource.change_bases):
        trigger = register.triggers.get(basis.trigger or "")
        if trigger and resource.code and not trigger.concerns(resource.code):
            is_listed = any(one.code == resource.code for one in trigger.affected or ())
            fault = "认定本资源无需变更" if is_listed else "没有列出本资源"
            values = {"number": basis.trigger, "title": trigger.title, "fault": fault}
            yield Problem(("变更依据", number, "触发事项"), values=values)
