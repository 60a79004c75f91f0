"""Amended laws and changed functions: triggers in the ledger, and how each affected resource answered."""

from collections.abc import Iterator

from msgspec import Struct, field

from generator.demo.cast import CULTURE, OFFICE, TOURISM
from generator.demo.days import Days
from generator.demo.files import Data, Files
from generator.demo.plot import Edit, Request, add, add_item, all_of, move
from generator.model.register import ORGANISATIONS
from generator.model.words import LedgerKind

TRIGGERS = LedgerKind.TRIGGERS


class Answer(Struct, frozen=True):
    """What became of one affected resource: which new info item after how many working days, or why none."""

    code: str
    after: int = 0
    item: Data = field(default_factory=dict)
    extended: int = 0
    unchanged: str = ""


class Event(Struct, frozen=True):
    """One trigger: when, what, which resources; entered so many days later."""

    on: int
    kind: str
    title: str
    note: str
    answers: tuple[Answer, ...]
    law: str = ""


def _text(name: str, length: int, english: str = "", personal: bool = False, note: str = "") -> Data:
    item: Data = {"名称": name}
    item |= {"英文名称": english} if english else {}
    item |= {"数据类型": "字符型C", "长度": str(length)}
    item |= {"说明": note} if note else {}
    return item | ({"个人信息": "是"} if personal else {})


def _date(name: str, english: str = "", personal: bool = False) -> Data:
    item: Data = {"名称": name} | ({"英文名称": english} if english else {}) | {"数据类型": "日期型D"}
    return item | ({"个人信息": "是"} if personal else {})


EVENTS = (
    Event(
        120,
        "行政法规修订",
        "社会救助暂行办法修订（演示）",
        "演示情节：调整家庭经济状况核对和救助渐退的规定，相关目录应当增加信息项。",
        (
            Answer("203002/000001", 5, _text("刚性支出扣减情况", 50, "deduction", True)),
            Answer("307008/000002", 6, _text("照料护理档次", 20, "care_level", True, "一档、二档、三档")),
            Answer("307031/000003", 7, _text("倾斜救助标识", 10, "extra_aid", True)),
            Answer("203001/000001", 24, _date("待遇资格认证日期", "certified_on", True)),
            Answer("307010/000002", unchanged="补贴项目和发放对象不受本次修订影响，现有信息项已能满足核对需要。"),
        ),
        "社会救助暂行办法",
    ),
    Event(
        230,
        "法律修订",
        "中华人民共和国社会保险法修订（演示）",
        "演示情节：完善灵活就业人员参保和工伤待遇的规定。",
        (
            Answer("101005/000001", 7, _text("灵活就业标识", 10, "flexible", True)),
            Answer("203001/000002", 13, _text("失业登记方式", 20, "registered_by", False, "线上、线下"), extended=5),
            Answer("307011/000004", 28, _text("新就业形态标识", 10, "new_form", True)),
            Answer("203006/000001", 4, _text("参保缴费档次", 20, "grade", True)),
        ),
        "中华人民共和国社会保险法",
    ),
    Event(
        330,
        "地方性法规修订",
        "湖南省安全生产条例修订（演示）",
        "演示情节：增加考核发证机关公布证件状态的要求。",
        (
            Answer("307022/000001", 3, _text("证件状态变更原因", 100, "status_reason")),
            Answer("205007/000001", 5, _text("复审结果", 20, "review_result")),
            Answer("205005/000001", 22, _date("继续教育完成日期", "trained_on")),
        ),
        "湖南省安全生产条例",
    ),
    Event(
        430,
        "法律修订",
        "中华人民共和国道路交通安全法修订（演示）",
        "演示情节：调整机动车登记和驾驶证管理的规定。",
        (
            Answer("307007/000001", 4, _text("电子驾驶证状态", 20, "e_status", True)),
            Answer("307007/000002", 7, _text("新能源汽车标识", 10, "new_energy")),
            Answer("307015/000004", 17, _text("平台接入状态", 20, "connected")),
        ),
        "中华人民共和国道路交通安全法",
    ),
    Event(
        515,
        "职能变化",
        "公共信用修复办理职责调整（演示）",
        "演示情节：信用修复改由一个窗口受理，相关目录应当更新。",
        (
            Answer("104002/000001", 6, _text("信用修复状态", 20, "repair_status")),
            Answer("104006/000001"),
        ),
    ),
    Event(
        554,
        "行政法规修订",
        "殡葬管理条例修订（演示）",
        "演示情节：统一死亡证明和火化证明的编码。",
        (Answer("307020/000003"), Answer("307008/000006")),
        "殡葬管理条例",
    ),
)
"""The last two are still open, in part or in whole, when the story ends: one overdue, one just begun."""


class Numbers:
    """The numbers of a ledger's records: by year, in the order in which they are given."""

    def __init__(self) -> None:
        self._last: dict[tuple[LedgerKind, int], int] = {}

    def next(self, kind: LedgerKind, year: int) -> str:
        """The next number of a ledger's year, such as `2026-0007`."""
        place = self._last[kind, year] = self._last.get((kind, year), 0) + 1
        return f"{year}-{place:04}"


def amended(files: Files, days: Days, numbers: Numbers) -> Iterator[Request]:
    """Every trigger with the requests that answer it, each after the working days it took."""
    for place, event in enumerate(EVENTS, 2):
        happened_on = days.on(event.on)
        number = numbers.next(TRIGGERS, happened_on.year)
        affected = [{"资源代码": answer.code} for answer in event.answers]
        record = {
            "类别": event.kind,
            "事项": event.title,
            **({"文件": event.law} if event.law else {}),
            "文号": f"演示〔{happened_on.year}〕{place}号",
            "发生日期": f"{happened_on}",
            "说明": event.note,
            "涉及资源": affected,
        }
        title = f"登记触发事项 {number}：{event.title}"
        body = f"涉及 {len(affected)} 项资源，请有关部门按时更新目录并报送。"
        yield Request(_offset(days, event.on, 1), OFFICE, title, _recorded(number, record), body)
        yield from _answered(files, days, event, number)


def _answered(files: Files, days: Days, event: Event, number: str) -> Iterator[Request]:
    steps: list[tuple[str, Data]] = []
    last = 0
    for answer in event.answers:
        if not answer.after and not answer.unchanged:
            continue
        last = max(last, answer.after)
        data = files[files.path_of(answer.code)]
        steps += _steps(days, event, answer)
        if answer.after:
            edit = all_of(add_item(answer.code, answer.item), add(answer.code, "变更依据", {"触发事项": number}))
            title = f"「{data['资源名称']}」增加信息项「{answer.item['名称']}」"
            body = f"因触发事项 {number}（{event.title}）更新。"
            yield Request(_offset(days, event.on, answer.after), data["提供方"], title, edit, body)
    if steps:
        on = _offset(days, event.on, max(last, 7) + 2)
        title = f"登记触发事项 {number} 的办理情况"
        yield Request(on, OFFICE, title, _stepped(number, steps), "按各部门报送和更新的情况登记。")


def _steps(days: Days, event: Event, answer: Answer) -> Iterator[tuple[str, Data]]:
    happened_on = days.on(event.on)
    if answer.unchanged:
        yield answer.code, {"无需变更": answer.unchanged, "认定日期": f"{days.after(happened_on, 7)}"}
    else:
        yield answer.code, {"报送日期": f"{days.after(happened_on, answer.after - 1)}"}
    if answer.extended:
        told_on = f"{days.after(happened_on, 6)}"
        extension = {
            "工作日数": str(answer.extended),
            "理由": "业务系统改造需要与国家系统同步上线。",
            "同意": OFFICE,
            "同意日期": told_on,
            "告知日期": told_on,
        }
        yield answer.code, {"延期": extension}


def _offset(days: Days, on: int, count: int) -> int:
    return (days.after(days.on(on), count) - days.first).days


def _recorded(number: str, record: Data) -> Edit:
    def done(files: Files) -> None:
        files.ledger(TRIGGERS, number).update(record)

    return done


def _stepped(number: str, steps: list[tuple[str, Data]]) -> Edit:
    def done(files: Files) -> None:
        affected = files.ledger(TRIGGERS, number)["涉及资源"]
        for code, step in steps:
            entry = next(entry for entry in affected if entry["资源代码"] == code)
            entry.update(step)

    return done


MOVED = ("307019/000001", "307019/000002", "307019/000005")
"""Resources of the department that ends."""
REORGANISED = 40


def before_the_reform(files: Files, days: Days) -> None:
    """Give the department that will end its entry, its catalogue and its resources."""
    entries = files.opened(ORGANISATIONS)["部门"]
    place = next(place for place, entry in enumerate(entries) if entry["简称"] == CULTURE)
    entry = {"简称": TOURISM, "全称": "湖南省旅游发展局", "行政区划": "430000", "类型": "行政机关"}
    entries.insert(place + 1, entry)
    files[f"catalogues/department/{TOURISM}/catalogue.yml"] = {
        "目录名称": "湖南省旅游发展局部门信息资源目录",
        "牵头部门": TOURISM,
        "目录说明": "收录省旅游发展局在旅行社、导游和旅游团队管理等履职过程中形成的信息资源。",
        "复核周期": "每季度",
        "编制依据": [{"文件": "湖南省政务信息资源共享管理办法", "条款": "第九条"}],
    }
    for code in MOVED:
        _handed_over(files, code, CULTURE, TOURISM)


def _handed_over(files: Files, code: str, giver: str, taker: str) -> None:
    path = files.path_of(code)
    move(code, path.replace(giver, taker))(files)
    data = files.resource(code)
    data["提供方"] = taker
    data["采集方"] = [taker if unit == giver else unit for unit in data["采集方"]]


def reformed(days: Days, numbers: Numbers) -> Iterator[Request]:
    """The department ends; its successor takes the resources over with their codes."""
    day = days.on(REORGANISED)
    number = numbers.next(TRIGGERS, day.year)
    record = {
        "类别": "职能变化",
        "事项": "旅游管理职能划入省文化和旅游厅（演示）",
        "文号": f"演示〔{day.year}〕1号",
        "发生日期": f"{day}",
        "说明": "演示情节：撤销省旅游发展局，其职能由省文化和旅游厅承接，原有资源连同代码一并移交。",
        "涉及资源": [{"资源代码": code} for code in MOVED],
    }
    title = f"登记触发事项 {number}：旅游管理职能划入省文化和旅游厅"
    edit = all_of(_recorded(number, record), _succeeding)
    body = "同时在部门文件中写明省旅游发展局的继任单位，由其办理移交。"
    yield Request(_offset(days, REORGANISED, 1), OFFICE, title, edit, body)

    def taken_over(files: Files) -> None:
        for code in MOVED:
            _handed_over(files, code, TOURISM, CULTURE)
            add(code, "变更依据", {"触发事项": number})(files)
        del files[f"catalogues/department/{TOURISM}/catalogue.yml"]

    title = "承接省旅游发展局的三项资源"
    body = "三项资源连同代码由省旅游发展局移交省文化和旅游厅，提供方、采集方一并更改。"
    yield Request(_offset(days, REORGANISED, 6), CULTURE, title, taken_over, body)

    def ended(files: Files) -> None:
        entry = files.organisation(TOURISM)
        entry |= {"止": f"{day}", "继任": entry.pop("继任"), "提交账号": entry.pop("提交账号")}

    title = "省旅游发展局撤销，部门文件写明终止日期"
    yield Request(_offset(days, REORGANISED, 7), OFFICE, title, ended, "资源已经移交完毕。")
    steps: list[tuple[str, Data]] = [(code, {"报送日期": f"{days.after(day, 5)}"}) for code in MOVED]
    title = f"登记触发事项 {number} 的办理情况"
    yield Request(_offset(days, REORGANISED, 8), OFFICE, title, _stepped(number, steps))


def _succeeding(files: Files) -> None:
    entry = files.organisation(TOURISM)
    entry |= {"继任": CULTURE, "提交账号": entry.pop("提交账号")}
