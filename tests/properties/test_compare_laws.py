"""Laws of the comparison, over resources made of few words so that they often agree in part."""

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from generator.model.catalogue import Catalogue
from generator.model.compare import (
    RESOURCE_JUDGES,
    Direction,
    FieldChange,
    ResourceChange,
    compare,
    field_changes,
)
from generator.model.register import FiledCatalogue, FiledResource, Register
from generator.model.resource import Item, Resource
from generator.model.words import (
    CatalogueKind,
    DataType,
    FormatClass,
    ModeClass,
    ModeType,
    OpeningClass,
    ResourceStatus,
    SharingClass,
    UpdateCycle,
)

W, N, O = Direction.WIDENS, Direction.NARROWS, Direction.NEUTRAL  # noqa: E741

texts = st.none() | st.sampled_from(["甲", "甲、乙", "乙，甲", "甲、乙、丙", "甲，不含乙", "仅限甲"])
codes = st.sampled_from([f"307003/00000{number}" for number in range(4)])
citations = st.builds(lambda text: {"文件": text, "条款": "第一条"}, st.sampled_from(["甲法", "乙法"]))


def some(values: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[Any]:
    return st.lists(values, min_size=least, max_size=3)


def maybe(values: Any) -> st.SearchStrategy[Any]:
    return st.none() | st.sampled_from(list(values))


items = st.lists(
    st.fixed_dictionaries(
        {"名称": st.sampled_from("甲乙丙丁"), "数据类型": st.sampled_from(list(DataType)[:2])},
        optional={
            "英文名称": st.sampled_from("ABCD"),
            "长度": st.integers(1, 3).map(str),
            "说明": texts,
            "个人信息": maybe(["是", "否"]),
            "共享类型": maybe(SharingClass),
            "共享条件": texts,
            "开放类型": maybe(OpeningClass),
            "来自": codes,
        },
    ),
    min_size=1,
    max_size=4,
    unique_by=(lambda item: item["名称"], lambda item: item.get("英文名称", item["名称"])),
)
formats = st.fixed_dictionaries({"分类": st.sampled_from(list(FormatClass)[:2]), "类型": st.sampled_from("ab")})
modes = st.fixed_dictionaries({"分类": st.sampled_from(list(ModeClass)[:2]), "类型": st.just(ModeType.FILE)})
KEYS: dict[str, st.SearchStrategy[Any]] = {
    "资源名称": texts,
    "资源代码": codes,
    "提供方": st.sampled_from(["甲厅", "乙厅"]),
    "采集方": some(st.sampled_from(["甲厅", "乙厅"])),
    "多方采集依据": some(citations),
    "摘要": texts,
    "所属系统": texts,
    "数据级别": maybe(["一般", "重要"]),
    "格式": some(formats, 1),
    "信息项": items,
    "共享类型": maybe(SharingClass),
    "共享条件": texts,
    "使用范围": texts,
    "使用用途": texts,
    "共享方式": some(modes),
    "依据": some(citations),
    "不予理由": texts,
    "审核确认": st.just({"部门": "甲厅", "日期": "2026-03-02"}),
    "开放类型": maybe(OpeningClass),
    "开放条件": texts,
    "更新周期": maybe(UpdateCycle),
    "免提交事项": some(st.sampled_from(["甲", "乙"])),
    "关联资源代码": some(codes),
    "来源": some(codes),
    "变更依据": some(citations),
    "状态": st.sampled_from(list(ResourceStatus)),
    "注销": st.fixed_dictionaries({"理由": texts, "继任资源代码": some(codes)}),
}
resources = st.fixed_dictionaries({}, optional=KEYS).map(Resource.model_validate)


def register_of(listed: list[Resource], folder: str = "甲厅") -> Register:
    filed = [
        FiledResource(f"catalogues/department/{folder}/{number}.yml", resource, CatalogueKind.DEPARTMENT, folder)
        for number, resource in enumerate(listed)
    ]
    path = f"catalogues/department/{folder}/catalogue.yml"
    return Register(catalogues=(FiledCatalogue(path, CatalogueKind.DEPARTMENT, folder, Catalogue(), tuple(filed)),))


registers = st.lists(resources, max_size=4, unique_by=lambda resource: resource.code)


def told(changes: tuple[ResourceChange, ...]) -> list[tuple[str, bool, bool, list[FieldChange]]]:
    return [(change.code, bool(change.old), bool(change.new), list(change.fields)) for change in changes]


def test_the_laws_are_about_every_field() -> None:
    assert KEYS.keys() == {field.alias for field in Resource.model_fields.values()}


@given(registers)
def test_what_is_the_same_does_not_differ(listed: list[Resource]) -> None:
    again = [Resource.model_validate(resource.model_dump(by_alias=True)) for resource in listed]
    assert compare(register_of(listed), register_of(again)) == ()


@given(resources, resources)
def test_the_way_back_has_the_same_changes_turned_round(old: Resource, new: Resource) -> None:
    there = Counter((change.field, change.old, change.new) for change in field_changes(old, new))
    back = Counter((change.field, change.new, change.old) for change in field_changes(new, old))
    assert there == back


@given(resources, resources)
def test_what_widens_there_narrows_back(old: Resource, new: Resource) -> None:
    """And what is neutral is so both ways; a set, a text or a condition that lost and won may narrow both ways."""
    forward = {(change.field, change.old, change.new, change.direction) for change in field_changes(old, new)}
    backward = {(change.field, change.new, change.old, change.direction) for change in field_changes(new, old)}
    for field, before, after, direction in forward:
        answers = {way for name, one, other, way in backward if (name, one, other) == (field, before, after)}
        allowed = {W: {N}, O: {O}, N: {W, N} if field in BOTH_WAYS else {W}}
        assert answers <= allowed[direction] | _of_other_items(forward, field, before, after)


def _of_other_items(
    changes: set[tuple[str, str, str, Direction]], field: str, before: str, after: str
) -> set[Direction]:
    """Two items may change in the same words in different ways; then each has its own answer."""
    ways = {way for name, one, other, way in changes if (name, one, other) == (field, before, after)}
    return {W, N} if len(ways) > 1 else set()


BOTH_WAYS = {"格式", "共享方式", "免提交事项", "使用范围", "使用用途", "共享条件", "开放条件"}
"""Fields that hold a set or a text: after a swap of parts users have lost something on either way."""


def test_fields_that_may_narrow_both_ways_are_those_that_are_no_scale() -> None:
    scales = {"sharing_class", "opening_class", "update_cycle", "status"}
    neutral = {name for name, judge in RESOURCE_JUDGES.items() if judge("甲", "乙") is O and name not in BOTH_WAYS}
    named = {str(Resource.model_fields[name].alias) for name in RESOURCE_JUDGES.keys() - scales - neutral}
    assert named == BOTH_WAYS


@given(registers, registers, st.randoms())
def test_order_of_files_and_items_never_matters(old: list[Resource], new: list[Resource], chance: Any) -> None:
    shuffled = [_with_items_shuffled(resource, chance) for resource in new]
    chance.shuffle(shuffled)
    assert compare(register_of(new), register_of(shuffled)) == ()
    plain = told(compare(register_of(old), register_of(new)))
    mixed = told(compare(register_of(old), register_of(shuffled)))
    assert [(code, *sides, Counter(fields)) for code, *sides, fields in plain] == [
        (code, *sides, Counter(fields)) for code, *sides, fields in mixed
    ]


def _with_items_shuffled(resource: Resource, chance: Any) -> Resource:
    mixed: list[Item] = list(resource.items or ())
    chance.shuffle(mixed)
    return resource.model_copy(update={"items": tuple(mixed) or None})


@given(registers, registers, st.sampled_from(["甲厅", "乙厅"]))
def test_moving_a_file_is_no_difference(old: list[Resource], new: list[Resource], folder: str) -> None:
    moved = register_of(list(reversed(new)), folder)
    assert compare(register_of(new), moved) == ()
    assert told(compare(register_of(old), register_of(new))) == told(compare(register_of(old), moved))
