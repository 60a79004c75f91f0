"""S: opening to society, and personal data promised to all, 办法第十一、三十三条，条例第十三条."""

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.diagnostics import Severity
from generator.model.resource import Item, Resource
from generator.model.words import OpeningClass, SharingClass, YesNo
from generator.profiles import HUNAN_2021, ORDER_809
from generator.rules.registry import Problem, rule

PERSONAL_ITEM = re.compile(
    r"身份证(明|件)?(号|号码)|(公民|居民)身份号码|社会保障(卡)?号|护照号|手机号|移动电话|(家庭|居住|户籍)(住址|地址)|现住址"
    r"|(?<!企业)(?<!单位)(?<!机构)(?<!公司)(?<!部门)(?<!机关)(?<!学校)(?<!医院)(?<!法人)(?<!组织)"
    r"(联系电话|联系方式|银行(账号|账户|卡号))"
)
"""Names of items that identify or reach one natural person; a telephone of an enterprise or office does not."""

UNCONDITIONAL = (SharingClass.UNCONDITIONAL, OpeningClass.UNCONDITIONAL)


@rule(
    "S110",
    "不予共享却向社会开放",
    message="「{name}」不予共享，却{opening}",
    hint="不能提供给政务部门的，不应向社会开放；请核对「共享类型」和「开放类型」",
    article="办法第三十三条",
)
def denied_but_open(resource: Resource) -> Iterator[Problem]:
    opened = resource.opening_class in (OpeningClass.UNCONDITIONAL, OpeningClass.CONDITIONAL)
    if resource.sharing_class is SharingClass.DENIED and opened:
        yield Problem(("开放类型",), values={"name": resource.name, "opening": resource.opening_class})


@rule(
    "S118",
    "信息项的开放类型宽于资源的",
    message="信息项「{item}」{item_class}，资源却{opening}",
    hint="请核对信息项和资源的开放类型",
    article="办法第三十三条",
)
def item_opened_wider_than_resource(resource: Resource) -> Iterator[Problem]:
    if resource.opening_class is not OpeningClass.DENIED:
        return
    for number, item in enumerate(resource.items or ()):
        if item.opening_class in (OpeningClass.UNCONDITIONAL, OpeningClass.CONDITIONAL):
            values = {"item": item.name, "item_class": item.opening_class, "opening": resource.opening_class}
            yield Problem(("信息项", number, "开放类型"), values=values)


@rule(
    "S119",
    "个人信息无条件共享或者开放",
    message="信息项「{item}」是个人信息，却{promise}",
    hint="请先做个人信息保护影响评估；不宜的，改为有条件；确实不是个人信息的，在「个人信息」中写“否”",
    under={
        HUNAN_2021: ("第十一条第二项", Severity.WARNING),
        ORDER_809: ("第十三条第一款", Severity.WARNING),
    },
)
def personal_item_unconditional_or_open(resource: Resource) -> Iterator[Problem]:
    for number, item in enumerate(resource.items or ()):
        if not is_personal(item):
            continue
        sharing = item.sharing_class or resource.sharing_class
        opening = item.opening_class or resource.opening_class
        promises = [word for word in (sharing, opening) if word in UNCONDITIONAL]
        if promises:
            yield Problem(("信息项", number, "名称"), values={"item": item.name, "promise": "、".join(promises)})


def is_personal(item: Item) -> bool:
    """Whether an item is marked as personal or named like an identifier of a natural person."""
    if item.personal is not None:
        return item.personal is YesNo.YES
    return _names_a_person(item.name or "")


@lru_cache(maxsize=65536)
def _names_a_person(name: str) -> bool:
    return bool(PERSONAL_ITEM.search(name))
