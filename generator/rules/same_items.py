"""O11: single items that two departments collect of one subject, 办法第十一条第三项、第二十条，条例第十九条第一款."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from generator.diagnostics import Severity
from generator.model.register import FiledResource, Register
from generator.model.words import DataType
from generator.profiles import HUNAN_2021, ORDER_809
from generator.rules.registry import Problem, rule

SUBJECT = re.compile("(?:公民身份号码|统一社会信用代码|编号|证号|证书号|登记号|标识码)$")
"""Items that say of whom or of what the others speak: the same items of different subjects are different data."""
SHORTEST_NAME = 5
"""姓名, 地址, 状态, 联系电话 say too little to be the same item wherever they stand."""
FEWEST = 3
"""One or two such names in common come about by chance: 初次领证日期 of a driver and of a driving licence for buses."""
MOST_PLACES = 4
"""An item that stands in more resources than this is an ordinary word."""


@rule(
    "O110",
    "同一对象的信息项由两个部门采集",
    message="与「{other}」（{other_provider}）针对同一对象，都采集了 {items}",
    hint="请由一个部门采集，另一个部门共享取得并在各信息项的「来自」中写明来源资源代码；确属不同信息的，请在名称中区分",
    under={
        HUNAN_2021: ("第十一条第三项、第二十条", Severity.WARNING),
        ORDER_809: ("第十九条第一款", Severity.WARNING),
    },
)
def items_collected_twice(register: Register) -> Iterator[Problem]:
    compared = [filed for filed, _ in register.collected]
    places: dict[tuple[str, DataType | None], list[int]] = defaultdict(list)
    for number, (_, items) in enumerate(register.collected):
        for item in items:
            if _says_enough(item[0]):
                places[item].append(number)
    common: dict[tuple[int, int], list[str]] = defaultdict(list)
    for (name, _), numbers in places.items():
        if 1 < len(numbers) <= MOST_PLACES:
            for pair in combinations(sorted(set(numbers)), 2):
                common[pair].append(name)
    told: set[int] = set()
    for (first, second), names in sorted(common.items(), key=lambda entry: entry[0][::-1]):
        one, other = compared[second], compared[first]
        if second not in told and len(names) >= FEWEST and _are_two_of_one_subject(one, other):
            told.add(second)
            values = {
                "other": other.resource.name,
                "other_provider": other.resource.provider,
                "items": "、".join(names),
            }
            yield Problem(("信息项",), key=True, file=one.file, values=values)


@lru_cache(maxsize=65536)
def _says_enough(name: str) -> bool:
    return len(name) >= SHORTEST_NAME and not SUBJECT.search(name)


def _are_two_of_one_subject(one: FiledResource, other: FiledResource) -> bool:
    """Whether different departments collect both, of the same subject, not together in one catalogue, and not alike.

    What is alike in most of its items is O109's.
    """
    if not set(one.resource.collectors).isdisjoint(other.resource.collectors) or one.folder == other.folder:
        return False
    names, others = ({item.name or "" for item in filed.resource.items or ()} for filed in (one, other))
    is_alike = len(names & others) >= 0.8 * max(len(names), len(others))
    return not is_alike and any(SUBJECT.search(name) for name in names & others)
