"""The clerks' form in a browser: what it writes is the file's canonical form, and what it loads it writes again."""

import random
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from generator.check import check
from generator.views import addresses
from tests.browser.conftest import REPOSITORY, Site, Visit
from tests.browser.test_pages import TOO_WIDE
from tests.browser.test_robust import AXE, CHECKED

KINDS = ("base", "theme", "department")
RESOURCES = sorted(
    path for kind in KINDS for path in REPOSITORY.glob(f"catalogues/{kind}/*/*.yml") if path.name != "catalogue.yml"
)
SAMPLE = random.Random(7).sample(RESOURCES, 12)
WRITE = "检查并写出登记文件"


def code_of(file: Path) -> str:
    return next(line for line in file.read_text("utf-8").splitlines() if line.startswith("资源代码: "))[6:]


def blank(within: Page | Locator, key: str) -> Locator:
    """The control of a blank by its key, in the form that is shown or in one of its records."""
    outer = "form.mulu-form:visible" if isinstance(within, Page) else ":scope"
    return within.locator(f"{outer} > [data-key={key}]").locator("input, select, textarea").first


def put(within: Page | Locator, **texts: str) -> None:
    for key, text in texts.items():
        control = blank(within, key)
        if control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(text)
        else:
            control.fill(text)


def entry(page: Page, key: str, number: int = 1) -> Locator:
    return page.locator(f"[data-key={key}]:visible > .mulu-entries > .mulu-entry").nth(number - 1)


def load(visit: Visit, site: Site, task: str, number: str) -> Page:
    page = visit(site, f"{addresses.FORM}?task={task}&number={number}")
    expect(page.locator("#form-said")).to_contain_text("已载入")
    return page


def written(page: Page) -> tuple[str, str]:
    """The path and the text that the form gives; it has found nothing wrong."""
    page.get_by_role("button", name=WRITE).and_(page.locator(":visible")).click()
    expect(page.locator("#answer")).to_have_text("结果")
    expect(page.locator("#answer")).to_be_focused()
    return page.locator("#form-path").inner_text(), page.locator("#form-yaml").input_value()


def faults(page: Page) -> list[str]:
    page.get_by_role("button", name=WRITE).and_(page.locator(":visible")).click()
    expect(page.locator("#form-text")).to_be_hidden()
    return page.locator("#form-faults li").all_inner_texts()


def test_what_is_loaded_is_written_as_it_stands(own_site: Site, visit: Visit) -> None:
    """Resources of the sample register: the file's own bytes come out, its first comment among them."""
    assert any("注销" in file.read_text("utf-8") or "依据" in file.read_text("utf-8") for file in SAMPLE)
    for file in SAMPLE:
        page = load(visit, own_site, "change", code_of(file))
        assert written(page) == (file.relative_to(REPOSITORY).as_posix(), file.read_text("utf-8"))


def test_a_change_changes_that_field_alone(own_site: Site, visit: Visit) -> None:
    """From the resource's own page, by its link."""
    file = SAMPLE[0]
    page = visit(own_site, f"resources/{code_of(file)}/")
    page.get_by_role("link", name="用表单变更或者注销").click()
    expect(page.locator("#form-said")).to_contain_text("已载入")
    assert blank(page, "资源代码").get_attribute("readonly") is not None
    put(page, 所属系统="=1+1")
    _, text = written(page)
    before = file.read_text("utf-8").splitlines()
    assert [line for line in text.splitlines() if line not in before] == ["所属系统: =1+1"]


def a_register(own: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(own / "catalogues", tmp_path / "register/catalogues")).parent


def test_a_new_resource_passes_the_check(own_site: Site, visit: Visit, tmp_path: Path) -> None:
    """Values that look like numbers, truths and formulas, several lines, quotes: read back as they were typed."""
    page = visit(own_site, addresses.FORM)
    page.get_by_label("所在目录").select_option("catalogues/department/省民政厅")
    assert blank(page, "提供方").input_value() == "省民政厅"
    put(
        page,
        资源名称="表单试填信息",
        摘要="第一行：甲\n\n  第二行 # 不是注释\n",
        所属系统="0123",
        使用范围="'全省' 各级: 部门",
    )
    put(page, 共享类型="无条件共享", 开放类型="无条件开放", 更新周期="每月", 免提交事项="是\n=1\n")
    put(entry(page, "格式"), 分类="数据库", 类型="KingbaseES")
    put(entry(page, "信息项"), 名称="试填编号甲", 数据类型="字符型C", 长度="12", 说明="0123")
    page.get_by_role("button", name="增加一条信息项").click()
    put(entry(page, "信息项", 2), 名称="试填日期乙", 数据类型="日期型D", 说明="- 乙")
    page.get_by_role("button", name="增加一条共享方式").click()
    put(entry(page, "共享方式"), 分类="共享平台", 类型="接口")
    path, text = written(page)
    register = a_register(REPOSITORY, tmp_path)
    assert path == "catalogues/department/省民政厅/表单试填信息.yml"
    assert not (register / path).exists()
    (register / path).write_text(text, encoding="utf-8")
    checked = check(register)
    assert [finding.message for finding in checked.findings] == []
    (found,) = [filed.resource for filed in checked.register.resources if filed.file == path]
    assert found.summary == "第一行：甲\n\n  第二行 # 不是注释"
    assert (found.system, found.scope, found.not_asked_again) == ("0123", "'全省' 各级: 部门", ("是", "=1"))
    assert [item.note for item in found.items or ()] == ["0123", "- 乙"]
    assert f"资源代码: {found.code}" in text
    assert "  - 是\n  - =1\n" in text


def test_what_is_wrong_is_told_in_the_words_of_the_check(own_site: Site, visit: Visit) -> None:
    """All at once; a click leads to the blank."""
    page = visit(own_site, addresses.FORM)
    put(page, 资源代码="甲", 资源名称="甲" * 101, 所属系统="甲\u200b乙")
    put(entry(page, "信息项"), 长度="十")
    assert faults(page) == [
        "没有填写「所在目录」。",
        "「资源名称」最多 100 个字，现有 101 个字。",
        "「甲」不是有效的资源代码。"
        "代码由类（1位）、项（2位）、目（3位）、细目和“/”后的顺序码组成，例如 307011/000001。",
        "没有填写「提供方」。",
        "没有填写「摘要」。",
        "「所属系统」含有看不见或者会改变显示顺序的字符 U+200B。请删去该字符，重新键入前后的文字。",
        "没有填写「格式」。",
        "没有填写「名称」。",
        "没有填写「数据类型」。",
        "「长度」：请只写阿拉伯数字，不带单位、逗号或小数。",
        "没有填写「共享类型」。",
        "没有填写「开放类型」。",
        "没有填写「更新周期」。",
    ]
    page.get_by_role("link", name="没有填写「更新周期」。").click()
    expect(blank(page, "更新周期")).to_be_focused()
    expect(blank(page, "更新周期")).to_have_attribute("aria-invalid", "true")


def test_a_resource_is_retired_with_its_reason(own_site: Site, visit: Visit, tmp_path: Path) -> None:
    file = SAMPLE[1]
    page = load(visit, own_site, "retire", code_of(file))
    expect(page.locator("[data-key=注销] [data-key=理由] textarea")).to_be_focused()
    assert faults(page) == ["没有填写「注销」。"]
    page.keyboard.type("职能调整")
    path, text = written(page)
    assert text == file.read_text("utf-8") + "状态: 已注销\n注销:\n  理由: 职能调整\n"
    register = a_register(REPOSITORY, tmp_path)
    (register / path).write_text(text, encoding="utf-8")
    assert [finding.message for finding in check(register).findings if finding.file == path and finding.is_error] == []


def test_a_request_is_answered(demo_site: Site, visit: Visit) -> None:
    """From the record's own page: what was there stays, the reply joins it."""
    folder = demo_site.register / "catalogues/ledgers/requests"
    file = next(path for path in sorted(folder.rglob("*.yml")) if "答复" not in path.read_text("utf-8"))
    page = visit(demo_site, f"ledgers/requests/{file.stem}/")
    page.get_by_role("link", name="用表单登记办理情况").click()
    expect(page.locator("#form-said")).to_contain_text("已载入")
    put(page.locator("[data-key=答复]"), 日期="2026-11-20", 结果="同意")
    path, text = written(page)
    assert path == file.relative_to(demo_site.register).as_posix()
    before = file.read_text("utf-8").splitlines()
    assert [line for line in text.splitlines() if line not in before] == ["答复:", "  日期: 2026-11-20", "  结果: 同意"]


def test_a_doubt_gets_the_next_number(demo_site: Site, visit: Visit) -> None:
    folder = demo_site.register / "catalogues/ledgers/corrections/2026"
    used = [path.stem for path in folder.glob("*.yml")] if folder.is_dir() else []
    page = visit(demo_site, f"{addresses.FORM}?task=doubt")
    put(page, 资源代码="307008/000001", 反馈部门="省公安厅", 事由="登记日期早于法定年龄", 收到日期="2026-11-20")
    path, text = written(page)
    number = max((int(stem[5:]) for stem in used), default=0) + 1
    assert path == f"catalogues/ledgers/corrections/2026/2026-{number:04d}.yml"
    assert text == "资源代码: 307008/000001\n反馈部门: 省公安厅\n事由: 登记日期早于法定年龄\n收到日期: 2026-11-20\n"


NO_NUMBERS = [("甲", "「甲」不是资源代码。"), ("307031/999999", "登记册中没有「307031/999999」。")]


@pytest.mark.parametrize(("number", "words"), NO_NUMBERS)
def test_a_number_that_is_none_is_told(own_site: Site, visit: Visit, number: str, words: str) -> None:
    page = visit(own_site, f"{addresses.FORM}?task=change")
    page.get_by_label("资源代码").first.fill(number)
    page.keyboard.press("Enter")
    expect(page.locator("#form-said")).to_have_text(words)
    expect(page.get_by_role("button", name=WRITE).and_(page.locator(":visible"))).to_have_count(0)
    visit.trouble[:] = [one for one in visit.trouble if "404" not in one]


def test_a_faulty_file_is_loaded_with_a_warning(faulty_site: Site, visit: Visit) -> None:
    """What could not be read is not there, and that is said."""
    page = load(visit, faulty_site, "change", "307003/000003")
    expect(page.locator("#form-said")).to_contain_text("没有通过校验，读不出的内容没有载入")
    assert faults(page) == ["没有填写「更新周期」。"]


def test_hostile_texts_stay_texts(hostile_site: Site, visit: Visit) -> None:
    """Names of catalogues, organisations and laws that are attacks stand in the page as text, and load as text."""
    page = load(visit, hostile_site, "change", "307003/000100")
    assert blank(page, "摘要").input_value() == "<script>window.hacked=1</script>"
    assert page.evaluate("window.hacked") is None


def test_the_text_is_copied_and_downloaded(own_site: Site, visit: Visit) -> None:
    page = load(visit, own_site, "change", code_of(SAMPLE[0]))
    _, text = written(page)
    with page.expect_download() as started:
        page.get_by_role("link", name="下载文件").click()
    assert started.value.suggested_filename == SAMPLE[0].name
    assert Path(started.value.path()).read_text("utf-8") == text
    page.get_by_role("button", name="复制全文").click()
    expect(page.locator("#form-copied")).to_have_text("已复制")


def test_a_keyboard_adds_and_removes_entries(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, addresses.FORM)
    add = page.get_by_role("button", name="增加一条信息项")
    add.press("Enter")
    expect(entry(page, "信息项", 2).locator("input").first).to_be_focused()
    expect(entry(page, "信息项", 2).locator("legend")).to_have_text("信息项 2")
    entry(page, "信息项", 1).get_by_role("button", name="删去这一条").press("Space")
    expect(add).to_be_focused()
    expect(entry(page, "信息项").locator("legend")).to_have_text("信息项 1")


def test_the_empty_workbook_is_offered(own_site: Site) -> None:
    from generator.source.workbook_reading import read_workbook

    titles = [sheet.title for sheet in read_workbook(own_site.folder / addresses.WORKBOOK)]
    assert titles[:3] == ["填写说明", "信息资源", "多方采集依据"]


@pytest.mark.parametrize("width", [1280, 360])
def test_faults_entries_and_text_shut_nobody_out(own_site: Site, visit: Visit, width: int) -> None:
    """By axe-core, light and dark, with faults marked and with the text shown; no sideways scrolling."""
    page = load(visit, own_site, "retire", code_of(SAMPLE[2]))
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for is_faulty in (True, False):
        if is_faulty:
            assert faults(page) == ["没有填写「注销」。"]
        else:
            put(page.locator("[data-key=注销]"), 理由="职能调整")
            written(page)
        for scheme, name in (("light", "default"), ("dark", "slate")):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            expect(page.locator("body")).to_have_attribute("data-md-color-scheme", name)
            assert page.evaluate(CHECKED) == []
        assert page.evaluate(TOO_WIDE) == []
