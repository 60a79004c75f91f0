"""The turns of the story: narrowing with and without basis, widening, retirement, a rename, a move there and back."""

from collections.abc import Iterator

from generator.demo.cast import DATA_BUREAU
from generator.demo.days import Days
from generator.demo.files import Data, Files
from generator.demo.plot import Request, add, all_of, change, drop_item, move

MEASURES, SECURITY = "湖南省政务信息资源共享管理办法", "中华人民共和国数据安全法"

RETIRED = {"102001/000004": 170, "307015/000006": 390}
"""Resources that the sample has retired, each with the day of the story on which that happens."""
RENAMED, OLD_NAME = "307022/000003", "应急避难场所名录"
RELEASED = {"307019/000004": 92, "307005/000003": 378}
"""Resources that the sample shares without condition, and the day on which the condition falls."""
OPENED = {"307038/000002": 218, "307013/000001": 296}
"""Resources that the sample opens without condition, and the day on which the condition falls."""
TRAVELLED = "201004/000001"
"""A resource that moves to another catalogue and back."""
NARROWED = ("307038/000001", "307012/000003", "307010/000004", "307014/000003", "307018/000005")
"""Resources that are narrowed: three with a basis, two without."""


def turned(files: Files, days: Days) -> Iterator[Request]:
    """Take the turning resources back to where they began; gives the requests in which they turn."""
    yield from _retirements(files)
    yield from _rename(files)
    yield from _releases(files, days)
    yield from _openings(files)
    yield from _travels(files)
    yield from _narrowings(days)
    yield from _undutiful()


def _retirements(files: Files) -> Iterator[Request]:
    for code, on in RETIRED.items():
        data = files.resource(code)
        end = {"状态": data.pop("状态"), "注销": data.pop("注销")}
        basis = [{"文件": MEASURES, "条款": "第十条第二款"}]
        title = f"注销「{data['资源名称']}」，由 {end['注销']['继任资源代码'][0]} 承接"
        yield Request(on, data["提供方"], title, change(code, **end, 变更依据=basis), end["注销"]["理由"])


def _rename(files: Files) -> Iterator[Request]:
    path = files.path_of(RENAMED)
    data = files.resource(RENAMED)
    name = data["资源名称"]
    data["资源名称"] = OLD_NAME
    move(RENAMED, path.replace(name, OLD_NAME))(files)
    edit = all_of(change(RENAMED, 资源名称=name), move(RENAMED, path))
    yield Request(260, data["提供方"], f"「{OLD_NAME}」更名为「{name}」", edit, "代码不变，内容不变。")


def _releases(files: Files, days: Days) -> Iterator[Request]:
    for code, on in RELEASED.items():
        data = files.resource(code)
        restricted = _restricted(f"{days.after(days.first, -10)}", SECURITY, "第二十一条")
        data |= restricted
        gone = dict.fromkeys(restricted, None) | {"共享类型": "无条件共享"}
        title = f"「{data['资源名称']}」由有条件共享改为无条件共享"
        yield Request(
            on, data["提供方"], title, change(code, **gone), "经评估，各级政务部门均可直接使用，不再另设条件。"
        )


def _restricted(day: str, law: str, provision: str) -> Data:
    return {
        "共享类型": "有条件共享",
        "共享条件": "因履行行业管理职责需要的政务部门，可以申请使用。",
        "使用用途": "行业管理、统计分析",
        "依据": [{"文件": law, "条款": provision}],
        "审核确认": {"部门": DATA_BUREAU, "日期": day},
    }


def _openings(files: Files) -> Iterator[Request]:
    for code, on in OPENED.items():
        data = files.resource(code)
        data |= {"开放类型": "有条件开放", "开放条件": "使用者须注明数据来源。"}
        title = f"「{data['资源名称']}」由有条件开放改为无条件开放"
        edit = change(code, 开放类型="无条件开放", 开放条件=None)
        yield Request(on, data["提供方"], title, edit, "落实公共数据开放要求，取消开放条件。")


def _travels(files: Files) -> Iterator[Request]:
    path = files.path_of(TRAVELLED)
    data = files[path]
    elsewhere = path.replace("公共服务", "安全生产")
    name, unit = data["资源名称"], data["提供方"]
    yield Request(
        303, unit, f"「{name}」移入安全生产主题目录", move(TRAVELLED, elsewhere), "客运安全监管专项工作期间并入。"
    )
    yield Request(345, unit, f"「{name}」移回公共服务主题目录", move(TRAVELLED, path), "专项工作结束，恢复原目录。")


def _narrowings(days: Days) -> Iterator[Request]:
    """Narrowings that name what they rest on; each is a point the reviewer confirmed."""
    code = "307038/000001"
    restricted = _restricted(f"{days.after(days.on(322), -4)}", SECURITY, "第二十一条")
    basis = [{"文件": SECURITY, "条款": "第二十一条"}]
    title = "「地面气象观测资料信息」由无条件共享改为有条件共享"
    edit = change(code, **restricted, 变更依据=basis)
    yield Request(322, "省气象局", title, edit, "列入重要数据目录，按数据安全法实行分类分级保护。")
    code, item = "307012/000003", "建设项目名称"
    edit = all_of(drop_item(code, item), add(code, "变更依据", {"文件": MEASURES, "条款": "第十一条第三项"}))
    body = "项目名称按项目代码从投资项目审批核准备案信息（307002/000001）共享取得，不再重复采集。"
    yield Request(352, "省自然资源厅", f"「建设工程规划许可信息」删去信息项「{item}」", edit, body)
    code = "307010/000004"
    basis = [{"文件": MEASURES, "条款": "第十条第一款"}]
    edit = change(code, 更新周期="每季度", 变更依据=basis)
    yield Request(446, "省财政厅", "「代理记账机构许可信息」更新周期改为每季度", edit, "与年度备案的工作安排一致。")


def _undutiful() -> Iterator[Request]:
    """Narrowings without a basis, duly merged all the same; one is made good later."""
    code, item = "307014/000003", "监管银行名称"
    title = f"「商品房预售许可信息」删去信息项「{item}」"
    yield Request(290, "省住房城乡建设厅", title, drop_item(code, item), "业务系统升级后不再归集。")
    code = "307018/000005"
    edit = change(code, 更新周期="每半年")
    yield Request(410, "省商务厅", "「报废机动车回收企业资质信息」更新周期改为每半年", edit)
    edit = change(code, 更新周期="每季度")
    body = "根据主管部门督促，恢复原更新周期。"
    yield Request(440, "省商务厅", "「报废机动车回收企业资质信息」恢复每季度更新", edit, body)
