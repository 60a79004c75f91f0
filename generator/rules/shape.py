"""M: records whose fields are each in order but do not agree with one another."""

from collections.abc import Iterator, Sequence

from generator.diagnostics import Severity
from generator.model.authority import Reviewer
from generator.model.calendar_notice import CalendarNotice
from generator.model.legal_basis import LegalBasis
from generator.model.organisation import Organisation
from generator.model.register import LEGAL_BASES, ORGANISATIONS, Register
from generator.model.resource import Resource
from generator.rules.registry import Problem, rule


@rule(
    "M115",
    "格式类型不属于所选分类",
    message="格式类型「{value}」不属于「{format_class}」",
    hint="「{format_class}」可填：{types}；确需新增的，请主管部门先在分类表中登记",
    article="编制指南",
)
def format_type_outside_its_class(resource: Resource, register: Register) -> Iterator[Problem]:
    for number, entry in enumerate(resource.formats or ()):
        if entry.format_class is None or entry.format_type is None:
            continue
        types = register.classification.types_of(entry.format_class)
        if types and entry.format_type not in types:
            values = {"value": entry.format_type, "format_class": entry.format_class.value, "types": "、".join(types)}
            yield Problem(("格式", number, "类型"), values=values)


@rule(
    "M116",
    "重复登记",
    message="{field}「{value}」已在前面登记过",
    hint="请合并为一条，或者改用不同的{field}",
)
def registered_twice(register: Register) -> Iterator[Problem]:
    names = [entry.short_name for entry in register.organisations]
    for number in _repeated(names):
        values = {"field": "简称", "value": names[number]}
        yield Problem(("部门", number, "简称"), file=ORGANISATIONS, values=values)
    titles = [entry.title for entry in register.legal_bases]
    for number in _repeated(titles):
        values = {"field": "名称", "value": titles[number]}
        yield Problem(("依据文件", number, "名称"), file=LEGAL_BASES, values=values)


def _repeated(values: Sequence[str | None]) -> Iterator[int]:
    seen: set[str] = set()
    for number, value in enumerate(values):
        if value in seen:
            yield number
        elif value is not None:
            seen.add(value)


@rule(
    "M117",
    "终止早于起始",
    message="终止日期 {end} 早于起始日期 {start}",
    hint="请核对起止日期",
)
def end_before_start(record: Organisation | Reviewer | LegalBasis) -> Iterator[Problem]:
    if isinstance(record, LegalBasis):
        start, end, end_key = record.in_force_from, record.in_force_to, "失效日期"
    else:
        start, end, end_key = record.starts_on, record.ends_on, "止"
    if start and end and end < start:
        yield Problem((end_key,), values={"start": start, "end": end})


@rule(
    "M119",
    "放假通知自相矛盾",
    message="放假通知有误：{fault}",
    hint="请与国务院办公厅的通知原文逐日核对",
)
def implausible_holiday_notice(notice: CalendarNotice) -> Iterator[Problem]:
    for place, fault in notice.implausible():
        yield Problem(place, values={"fault": fault})


@rule(
    "M124",
    "放假通知的年份与文件名不符",
    message="通知的年份是 {year} 年，文件名却是 {file}",
    hint="请核对年份；一年一个文件，文件名为“年份.yml”",
)
def notice_under_another_year(register: Register) -> Iterator[Problem]:
    for file, notice in register.notices:
        name = file.rsplit("/", 1)[-1]
        if notice.year and name != f"{notice.year}.yml":
            yield Problem(("年份",), file=file, values={"year": notice.year, "file": name})


@rule(
    "M128",
    "放假通知没有写全节日",
    message="通知没有写明 {festivals} 的放假安排，那几天会被当作工作日",
    hint="请按国务院办公厅的通知原文逐一补上；两节合并放假的，节日名称以顿号隔开",
    severity=Severity.WARNING,
)
def notice_without_a_festival(notice: CalendarNotice) -> Iterator[Problem]:
    if notice.holidays and notice.unnamed:
        yield Problem(("放假",), key=True, values={"festivals": "、".join(notice.unnamed)})
