"""The quiet part of the story: earlier states of the sample's resources, and the requests that brought them forward.

Each resource may be held back altogether, or lack one thing that the sample has; a request then adds it.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date

from generator.demo.days import Days
from generator.demo.files import Data, Files
from generator.demo.laws import MOVED
from generator.demo.plot import Edit, Request, add, add_item, change
from generator.demo.turns import NARROWED, RELEASED, RENAMED, RETIRED, TRAVELLED

HELD_BACK = {
    "104003/000001": 24,
    "307015/000005": 31,
    "307003/000002": 38,
    "307004/000004": 47,
    "307002/000003": 52,
    "307009/000003": 58,
    "307010/000003": 63,
    "101001/000002": 72,
    "201005/000001": 96,
    "104005/000001": 101,
    "211004/000002": 108,
    "307011/000006": 117,
    "307016/000004": 131,
    "307017/000003": 142,
    "307018/000001": 149,
    "307020/000004": 158,
    "307021/000005": 166,
    "307022/000005": 176,
    "307025/000003": 187,
    "307031/000004": 196,
    "203003/000001": 205,
    "307008/000005": 222,
    "211005/000001": 233,
    "307007/000006": 252,
    "307007/000003": 263,
    "307013/000002": 274,
    "307012/000005": 287,
    "102001/000003": 299,
    "307010/000001": 313,
    "307009/000002": 326,
    "307019/000003": 341,
    "307018/000003": 356,
    "105002/000003": 368,
    "307035/000003": 383,
    "204008/000001": 401,
    "307038/000003": 417,
    "307005/000001": 436,
    "307017/000004": 461,
    "307004/000002": 484,
    "307021/000003": 507,
    "307038/000004": 531,
}
"""Resources that join later, each with its day; nothing rests on them before."""

LEFT_ALONE = frozenset({*RETIRED, *RELEASED, *NARROWED, *MOVED, RENAMED, TRAVELLED, "307015/000002"})
"""Resources with a part of their own in the story."""

FASTER = {"每日": "每周", "每周": "每月", "每月": "每季度", "每季度": "每半年"}
"""An update cycle, and the slower one before it."""

FIRST, LAST = 20, 545
"""Between these days the requests of this part are spread."""


def held_back(files: Files, days: Days) -> Iterator[Request]:
    """Take the later resources out of the first state; gives the requests that enter them."""
    later = {code: (files.path_of(code), files.resource(code)) for code in HELD_BACK}
    for path, _ in later.values():
        del files[path]
    yield from _without_references(files)
    for code, (path, data) in later.items():
        confirmed_on = days.after(days.on(HELD_BACK[code]), -6)
        if "审核确认" in data:
            data["审核确认"]["日期"] = f"{confirmed_on}"
        title = f"新增资源「{data['资源名称']}」"
        body = f"编制「{data['资源名称']}」（{code}），{data['共享类型']}，共 {len(data['信息项'])} 个信息项。"
        yield Request(HELD_BACK[code], data["提供方"], title, _entering(path, data), body)


def _entering(path: str, data: Data) -> Edit:
    def done(files: Files) -> None:
        files[path] = data

    return done


def _without_references(files: Files) -> Iterator[Request]:
    """References to what is held back go, and come again once it is there."""
    for path, data in list(files.resources()):
        for code in data.get("关联资源代码", []):
            if code in HELD_BACK:
                _shorten(files.opened(path), "关联资源代码", code)
                edit = add(data["资源代码"], "关联资源代码", code)
                yield Request(
                    HELD_BACK[code] + 21, data["提供方"], f"「{data['资源名称']}」补充关联资源代码 {code}", edit
                )


def grown(files: Files) -> Iterator[Request]:
    """Take one thing each away from two resources in three; gives the requests that add it."""
    codes = sorted(data["资源代码"] for _, data in files.resources())
    chosen = [code for place, code in enumerate(codes) if place % 5 in (0, 2) and code not in LEFT_ALONE]
    for place, code in enumerate(chosen):
        on = FIRST + (place * 167) % len(chosen) * (LAST - FIRST) // len(chosen)
        data = files.resource(code)
        ways = [way(code, data) for way in (_cycle, _item, _mode, _service, _related)]
        possible = [way for way in ways if way]
        title, body, edit = possible[place % len(possible)](data)
        yield Request(on, data["提供方"], f"「{data['资源名称']}」{title}", edit, body)


Way = Callable[[Data], tuple[str, str, Edit]]
"""Takes one thing away from a resource; gives the words and the edit that add it."""


def _cycle(code: str, data: Data) -> Way | None:
    faster = data["更新周期"]
    if faster not in FASTER:
        return None

    def taken(data: Data) -> tuple[str, str, Edit]:
        slower = data["更新周期"] = FASTER[faster]
        return (
            f"更新周期由{slower}改为{faster}",
            "业务系统完成改造，数据汇集频率提高。",
            change(code, 更新周期=faster),
        )

    return taken


def _item(code: str, data: Data) -> Way | None:
    place = len(data["信息项"]) - 2
    item = data["信息项"][place]
    if item.keys() & {"共享类型", "开放类型"}:
        return None

    def taken(data: Data) -> tuple[str, str, Edit]:
        del data["信息项"][place]
        return f"增加信息项「{item['名称']}」", "根据使用部门的意见增加。", add_item(code, item, place)

    return taken


def _mode(code: str, data: Data) -> Way | None:
    modes = data.get("共享方式", [])
    if len(modes) < 2 or modes[-1]["类型"] == modes[0]["类型"]:
        return None

    def taken(data: Data) -> tuple[str, str, Edit]:
        mode = data["共享方式"].pop()
        kind = mode["类型"]
        return f"增加共享方式「{kind}」", f"已在共享平台完成{kind}方式的配置和联调。", add(code, "共享方式", mode)

    return taken


def _service(code: str, data: Data) -> Way | None:
    if len(data.get("免提交事项", [])) < 2:
        return None

    def taken(data: Data) -> tuple[str, str, Edit]:
        service = data["免提交事项"].pop()
        body = f"办理{service}时可以共享取得，不再要求提交材料。"
        return f"补充免提交事项「{service}」", body, add(code, "免提交事项", service)

    return taken


def _related(code: str, data: Data) -> Way | None:
    if not data.get("关联资源代码"):
        return None

    def taken(data: Data) -> tuple[str, str, Edit]:
        related = data["关联资源代码"][-1]
        _shorten(data, "关联资源代码", related)
        return f"补充关联资源代码 {related}", "便于使用部门一并查找。", add(code, "关联资源代码", related)

    return taken


def _shorten(data: Data, key: str, entry: str) -> None:
    data[key] = [one for one in data[key] if one != entry]
    if not data[key]:
        del data[key]


def in_the_past(files: Files, days: Days) -> None:
    """Move every day of confirmation to before the story, in whole weeks, none before the basis was in force."""
    newest = date(2026, 9, 1)
    weeks = (newest - days.first).days // 7 + 1
    in_force = {basis["名称"]: basis.get("施行日期", "") for basis in files["catalogues/legal-bases.yml"]["依据文件"]}
    for path in list(files):
        data = files.opened(path)
        for entry in data.get("会同部门", []):
            entry["确认日期"] = _earlier(entry["确认日期"], weeks)
        if "审核确认" in data:
            bases = [in_force[basis["文件"]] for basis in data.get("依据", [])]
            data["审核确认"]["日期"] = max(_earlier(data["审核确认"]["日期"], weeks), *bases)


def _earlier(day: str, weeks: int) -> str:
    return f"{date.fromordinal(date.fromisoformat(day).toordinal() - 7 * weeks)}"


def new_regulation(files: Files) -> Iterator[Request]:
    """Catalogues do not cite 政务数据共享条例 yet; gives the requests in which each does."""
    title = "政务数据共享条例"
    on = 92
    for path in sorted(path for path in files if path.endswith("/catalogue.yml")):
        cited = [basis for basis in files[path].get("编制依据", []) if basis["文件"] == title]
        if not cited:
            continue
        data = files.opened(path)
        data["编制依据"] = [basis for basis in data["编制依据"] if basis["文件"] != title]
        words = f"「{data['目录名称']}」编制依据补充政务数据共享条例"
        yield Request(on, data["牵头部门"], words, _citing(path, deepcopy(cited)), "条例施行后，据此核对本目录。")
        on += 3


REVIEWED = {
    "theme/社会保障": 466,
    "department/省民政厅": 469,
    "department/省人力资源社会保障厅": 472,
    "department/省生态环境厅": 476,
    "base/法人单位": 479,
    "department/省发展改革委": 483,
    "base/人口": 487,
    "department/省住房城乡建设厅": 490,
    "department/省市场监管局": 493,
    "theme/安全生产": 496,
    "department/省水利厅": 500,
    "theme/公共服务": 503,
}
"""Catalogues that were gone through again towards the end, each with its day; some others are overdue for it."""


def reviewed(files: Files, days: Days) -> Iterator[Request]:
    """The requests of the periodic reviews (办法第十条第一款)."""
    for folder, on in REVIEWED.items():
        path = f"catalogues/{folder}/catalogue.yml"
        day = days.on(on)
        done = f"{day.year}年{day.month}月定期复核，收录范围没有变化。"
        title = f"「{files[path]['目录名称']}」定期复核"
        yield Request(on, files[path]["牵头部门"], title, _described(path, done), "按复核周期逐项核对。")


def _described(path: str, sentence: str) -> Edit:
    def done(files: Files) -> None:
        files.opened(path)["目录说明"] += sentence

    return done


def _citing(path: str, cited: list[Data]) -> Edit:
    def done(files: Files) -> None:
        files.opened(path)["编制依据"] += cited

    return done
