"""The workbook: out and in again changes nothing, a changed cell changes that field, and nothing hostile gets in."""

import json
import re
import tempfile
import zipfile
from collections.abc import Callable
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from generator.authoring.sheets import plans, workbook_sheets
from generator.check import check
from generator.cli import run
from generator.diagnostics import OperatorError
from generator.load import load_register
from generator.model.words import DataType
from generator.source import workbook_reading
from generator.source.workbook import Column, Sheet, workbook_bytes
from generator.source.workbook_reading import CellKind, read_workbook
from tests.conftest import REPOSITORY

Edit = Callable[[Any], None]
Capture = pytest.CaptureFixture[str]
Write = Callable[[str, str], None]
FOLDER = "catalogues/department/省教育厅"
RESOURCE = f"{FOLDER}/民办学校办学许可信息.yml"
HEADINGS = {plan.title: plan.headings for plan in plans()}


def exported(register: Path, *options: str) -> Path:
    path = register.parent / "填报.xlsx"
    path.unlink(missing_ok=True)
    assert run(["export", "--root", str(register), "--out", str(path), *options]) == 0
    return path


def changed(path: Path, edit: Edit) -> Path:
    """The workbook as a spreadsheet program would save it after an edit."""
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    return path


def put(title: str, row: int, **texts: object) -> Edit:
    """An edit that fills cells of one row by their headings."""

    def edit(book: Any) -> None:
        for heading, value in texts.items():
            cell = book[title].cell(row, HEADINGS[title].index(heading.replace("_", "·")) + 1)
            cell.value = value
            if isinstance(value, str) and not value.startswith("=SUM"):
                cell.data_type = "s"

    return edit


def both(*edits: Edit) -> Edit:
    def edit(book: Any) -> None:
        for one in edits:
            one(book)

    return edit


def import_(register: Path, path: Path) -> int:
    return run(["import", str(path), "--root", str(register)])


def files(register: Path) -> dict[str, bytes]:
    return {path.relative_to(register).as_posix(): path.read_bytes() for path in register.rglob("*") if path.is_file()}


NEW = both(
    put(
        "信息资源",
        3,
        所在目录="department/省教育厅",
        资源代码="新1",
        资源名称="学校基本信息",
        提供方="省教育厅",
        采集方="省教育厅",
        摘要="全省各级各类学校的名称、地址和办学层次，由教育行政部门登记形成，用于统计和查询。",
        共享类型="无条件共享",
        使用范围="各级政务部门",
        开放类型="无条件开放",
        更新周期="每日",
    ),
    put("信息项", 4, 资源代码="新1", 名称="0123", 数据类型="字符型C", 长度=12),
    put("信息项", 5, 资源代码="新1", 名称="是", 数据类型="逻辑型L"),
    put("格式", 3, 资源代码="新1", 分类="数据库", 类型="KingbaseES"),
    put("共享方式", 3, 资源代码="新1", 分类="共享平台", 类型="接口"),
)


def test_out_and_in_again_changes_no_byte(register: Path, capsys: Capture) -> None:
    before = files(register)
    assert import_(register, exported(register)) == 0
    assert capsys.readouterr().err.endswith("新建 0 个文件，改动 0 个文件\n")
    assert import_(register, changed(exported(register), lambda book: None)) == 0
    assert files(register) == before


def test_the_register_of_this_repository_goes_out_and_in_again(tmp_path: Path, capsys: Capture) -> None:
    book = tmp_path / "全部.xlsx"
    assert run(["export", "--out", str(book)]) == 0
    before = files(REPOSITORY / "catalogues")
    assert run(["import", str(changed(book, lambda book: None))]) == 0
    assert capsys.readouterr().err.endswith("新建 0 个文件，改动 0 个文件\n")
    assert files(REPOSITORY / "catalogues") == before


@pytest.mark.parametrize(
    ("edit", "before", "after"),
    [
        (put("信息资源", 2, 更新周期="每月"), "更新周期: 每日", "更新周期: 每月"),
        (put("信息资源", 2, 使用范围="=1+1"), "使用范围: 各级政务部门", "使用范围: =1+1"),
        (put("信息资源", 2, 使用范围="甲\n乙"), "使用范围: 各级政务部门", "使用范围: |\n  甲\n  乙"),
        (put("信息资源", 2, 免提交事项="甲\n\n乙 "), "每日\n", "每日\n免提交事项:\n  - 甲\n  - 乙\n"),
        (put("信息资源", 2, 所属系统="否"), "格式:\n", "所属系统: 否\n格式:\n"),
        (put("信息项", 2, 长度=200), "长度: 100", "长度: 200"),
        (put("信息项", 2, 长度=None), "    长度: 100\n", ""),
        (put("信息项", 3, 说明="0123"), "日期型D\n", "日期型D\n    说明: '0123'\n"),
        (
            put("信息资源", 2, 审核确认_部门="省教育厅", 审核确认_日期=datetime(2026, 3, 1)),
            "开放类型",
            "审核确认:\n  部门: 省教育厅\n  日期: 2026-03-01\n开放类型",
        ),
    ],
)
def test_a_changed_cell_changes_that_field_and_no_other(
    register: Path, write: Write, edit: Edit, before: str, after: str
) -> None:
    text = "# 甲\n" + (register / RESOURCE).read_text(encoding="utf-8").replace("开放类型", "# 乙\n开放类型")
    write(RESOURCE, text)
    others = {path: raw for path, raw in files(register).items() if path != RESOURCE}
    import_(register, changed(exported(register), edit))
    expected = (
        text.replace(before, after, 1)
        if "审核" not in after
        else text.replace("# 乙\n开放类型", "审核确认:\n  部门: 省教育厅\n  日期: 2026-03-01\n# 乙\n开放类型")
    )
    assert (register / RESOURCE).read_text(encoding="utf-8") == expected
    assert {path: raw for path, raw in files(register).items() if path != RESOURCE} == others


def test_a_new_row_becomes_a_file_with_the_next_free_code(register: Path, capsys: Capture) -> None:
    also = put("信息资源", 3, 关联资源代码="307003/000001\n新1")
    assert import_(register, changed(exported(register, "--empty"), both(NEW, also))) == 0
    captured = capsys.readouterr()
    assert captured.out == f"新建 {FOLDER}/学校基本信息.yml\n新1 编号为 307003/000002\n"
    assert captured.err.endswith("新建 1 个文件，改动 0 个文件\n")
    assert (register / FOLDER / "学校基本信息.yml").read_text(encoding="utf-8") == (
        "# yaml-language-server: $schema=../../../docs/schema/resource.schema.json\n"
        "资源名称: 学校基本信息\n资源代码: 307003/000002\n提供方: 省教育厅\n采集方:\n  - 省教育厅\n"
        "摘要: 全省各级各类学校的名称、地址和办学层次，由教育行政部门登记形成，用于统计和查询。\n"
        "格式:\n  - 分类: 数据库\n    类型: KingbaseES\n"
        "信息项:\n  - 名称: '0123'\n    数据类型: 字符型C\n    长度: 12\n  - 名称: 是\n    数据类型: 逻辑型L\n"
        "共享类型: 无条件共享\n使用范围: 各级政务部门\n共享方式:\n  - 分类: 共享平台\n    类型: 接口\n"
        "开放类型: 无条件开放\n更新周期: 每日\n关联资源代码:\n  - 307003/000001\n  - 307003/000002\n"
    )
    assert check(register).findings == ()


def test_two_new_rows_of_one_name_get_two_codes_and_two_files(register: Path, capsys: Capture) -> None:
    def edit(book: Any) -> None:
        NEW(book)
        for title in HEADINGS:
            page = book[title]
            for row in list(page.iter_rows(min_row=2)):
                texts = [cell.value for cell in row]
                if "新1" in texts:
                    page.append(["307003/新2" if text == "新1" else text for text in texts])

    import_(register, changed(exported(register, "--empty"), edit))
    told = capsys.readouterr().out
    assert "新1 编号为 307003/000002\n307003/新2 编号为 307003/000003\n" in told
    assert f"新建 {FOLDER}/学校基本信息.yml\n新建 {FOLDER}/000003.yml\n" in told


def test_a_removed_row_deletes_nothing_and_is_told(register: Path, capsys: Capture) -> None:
    before = files(register)

    def edit(book: Any) -> None:
        for title in HEADINGS:
            book[title].delete_rows(2, 9)

    for scope in ([], ["--provider", "省教育厅"]):
        assert import_(register, changed(exported(register, *scope), edit)) == 0
        told = capsys.readouterr().err
        assert "以下 1 项资源不在表中，登记文件没有删除；要注销的，请填写「状态」和「注销·理由」：\n" in told
        assert "  307003/000001 民办学校办学许可信息\n" in told
    assert import_(register, exported(register, "--empty")) == 0
    assert "不在表中" not in capsys.readouterr().err
    assert files(register) == before


FAULTS: dict[str, tuple[Edit, tuple[str, ...]]] = {
    "a word that is not listed": (
        put("信息资源", 2, 更新周期="每天"),
        ("《信息资源》第2行「更新周期」：「更新周期」不能写「每天」。请改为「每日」（M103）",),
    ),
    "all at once, in the order of the sheets": (
        both(put("信息资源", 2, 更新周期=None, 开放类型="开放"), put("信息项", 3, 数据类型=None, 长度="十")),
        (
            "《信息资源》第2行「开放类型」：「开放类型」不能写「开放」。请改为「不予开放」（M103）",
            "《信息资源》第2行「更新周期」：没有填写「更新周期」。"
            "请补上「更新周期」：数据多久更新一次，如 每日、每月（M101）",
            "《信息项》第3行「数据类型」：没有填写「数据类型」。"
            "请补上「数据类型」：如 字符型C、日期型D、数值型N（M101）",
            "《信息项》第3行「长度」：「长度」应是 1 到 1000000 之间的整数，现为「十」。"
            "请只写阿拉伯数字，不带单位、逗号或小数（M110）",
        ),
    ),
    "a date that is none": (
        put("信息资源", 2, 审核确认_部门="省教育厅", 审核确认_日期="2026-02-30"),
        (
            "《信息资源》第2行「审核确认·日期」：「2026-02-30」不是有效日期。"
            "请按“年-月-日”写实际存在的日期，例如 2026-03-01（M109）",
        ),
    ),
    "half a record": (
        put("信息资源", 2, 审核确认_文号="甲"),
        (
            "《信息资源》第2行「审核确认·日期」：没有填写「日期」。请补上「日期」：审核确认的日期（M101）",
            "《信息资源》第2行「审核确认·部门」：没有填写「部门」。请补上「部门」：作出审核确认的部门简称（M101）",
        ),
    ),
    "a list with two names in one line": (
        put("信息资源", 2, 采集方="省教育厅\n甲、乙"),
        (
            "《信息资源》第2行「采集方」：「甲、乙」不能用作简称。一处只写一个简称；"
            "请只用汉字、字母、数字和“·”“-”“（）”，不超过 50 个字（M120）",
        ),
    ),
    "a number where a text belongs": (
        put("信息项", 2, 说明=123),
        ("《信息项》第2行「说明」：123 是数字格式，开头的 0 等可能已经丢失；请把单元格格式改为“文本”后重新填写",),
    ),
    "a code that was read as a number": (
        put("信息项", 2, 资源代码=123),
        (
            "《信息项》第2行「资源代码」：123 是数字格式，开头的 0 等可能已经丢失；请把单元格格式改为“文本”后重新填写",
            "《信息项》第2行「资源代码」：《信息资源》中没有「123」这一行",
        ),
    ),
    "half a number": (
        put("信息项", 2, 长度=1.5),
        (
            "《信息项》第2行「长度」：「长度」应是 1 到 1000000 之间的整数，现为「1.5」。"
            "请只写阿拉伯数字，不带单位、逗号或小数（M110）",
        ),
    ),
    "a date where a text belongs": (
        put("信息资源", 2, 所属系统=datetime(2026, 3, 1)),
        ("《信息资源》第2行「所属系统」：是日期格式，原来的写法可能已经改变；请把单元格格式改为“文本”后重新填写",),
    ),
    "a formula": (
        put("信息资源", 2, 摘要="=SUM(A1:A2)"),
        ("《信息资源》第2行「摘要」：是公式，不是内容；请复制后用“粘贴值”换成文本",),
    ),
    "a truth": (
        put("信息资源", 2, 所属系统=True),
        ("《信息资源》第2行「所属系统」：不是文本；请把单元格格式改为“文本”后重新填写",),
    ),
    "no code": (
        put("信息资源", 3, 所在目录="department/省教育厅", 资源名称="甲"),
        ("《信息资源》第3行「资源代码」：没有填写；新资源请写“新1”，导入时自动编号",),
    ),
    "a code nobody gave": (
        put("信息资源", 3, 所在目录="department/省教育厅", 资源代码="307003/000009"),
        ("《信息资源》第3行「资源代码」：登记册中没有「307003/000009」；新资源请写“新1”，导入时自动编号",),
    ),
    "the same code twice": (
        put("信息资源", 3, 资源代码="307003/000001"),
        ("《信息资源》第3行「资源代码」：与第2行相同；一项资源只占一行",),
    ),
    "another catalogue": (
        put("信息资源", 2, 所在目录="base/人口"),
        ("《信息资源》第2行「所在目录」：不能在表中改动，应为「department/省教育厅」",),
    ),
    "a new one nowhere": (
        both(put("信息资源", 3, 资源代码="新1"), put("信息资源", 4, 资源代码="新2", 所在目录="../../etc")),
        (
            "《信息资源》第3行「所在目录」：没有填写；新资源须写明所在目录，请从下拉列表中选择",
            "《信息资源》第4行「所在目录」：没有目录「../../etc」，请从下拉列表中选择",
        ),
    ),
    "a new one in an empty catalogue": (
        put("信息资源", 3, 资源代码="新1", 所在目录="base/人口"),
        ("《信息资源》第3行「资源代码」：所在目录还没有资源，不知道用什么代码；请写明类、项、目，如“307008/新1”",),
    ),
    "something beside the columns": (
        lambda book: book["依据"].cell(3, 9, "甲"),
        (
            "《依据》第3行：表头右侧的格里有内容，请移走",
            "《依据》第3行「资源代码」：没有填写；请写这一行所属资源的代码",
        ),
    ),
    "a sheet gone": (lambda book: book.remove(book["依据"]), ("《依据》：缺少这张表；请用导出的填报表填写",)),
    "a sheet too many": (
        lambda book: book.create_sheet("Sheet1").append(["甲"]),
        ("《Sheet1》：不是填报表中的表，请移到其他工作簿",),
    ),
    "a column gone and one too many": (
        put("信息项", 1, 长度="最大长度"),
        (
            "《信息项》第1行「长度」：缺少这一列；请恢复原来的表头",
            "《信息项》第1行「最大长度」：不是填报表中的列；请恢复原来的表头",
        ),
    ),
    "a column twice": (
        put("信息项", 1, 长度="名称"),
        (
            "《信息项》第1行「长度」：缺少这一列；请恢复原来的表头",
            "《信息项》第1行「名称」：这一列有两个；请只保留一个",
        ),
    ),
    "a rule across the fields": (
        put("信息资源", 2, 开放类型="不予开放", 共享类型="不予共享"),
        (),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_are_told_by_their_cells_and_nothing_is_written(register: Path, name: str, capsys: Capture) -> None:
    edit, told = FAULTS[name]
    before = files(register)
    path = changed(exported(register), edit)
    capsys.readouterr()
    assert import_(register, path) == 1
    captured = capsys.readouterr()
    if told:
        assert tuple(captured.out.splitlines()) == told
    else:
        assert all(line.startswith("《信息资源》第2行") for line in captured.out.splitlines())
    count = len(captured.out.splitlines())
    assert captured.err == f"有 {count} 处问题，没有改动任何文件；改正后请重新导入\n"
    assert files(register) == before


def test_a_workbook_older_than_the_file_is_refused(register: Path, write: Write, capsys: Capture) -> None:
    """What somebody else changed meanwhile is not undone; a row that says what the file says does no harm."""
    text = (register / RESOURCE).read_text(encoding="utf-8")
    path = changed(exported(register), put("信息资源", 2, 更新周期="每月"))
    write(RESOURCE, text.replace("各级政务部门", "省级政务部门"))
    assert import_(register, path) == 1
    told = "《信息资源》第2行「核对码」：导出以后登记文件又有改动；请重新导出，在新表中填写，以免改掉他人的内容\n"
    assert capsys.readouterr().out == told
    write(RESOURCE, text.replace("每日", "每月"))
    assert import_(register, path) == 0


def test_faults_that_were_there_before_stop_nothing(register: Path, write: Write) -> None:
    """A register of published rows is mended cell by cell."""
    text = (register / RESOURCE).read_text(encoding="utf-8").replace("更新周期: 每日\n", "").replace("日期型D", "日期")
    write(RESOURCE, text)
    assert import_(register, changed(exported(register), put("信息资源", 2, 更新周期="每月"))) == 0
    assert (register / RESOURCE).read_text(encoding="utf-8") == text + "更新周期: 每月\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [("采集方:\n  - 省教育厅", "采集方: 省教育厅"), ("更新周期", "更新周期甲"), ("代码: 307003/000001", "代码: 甲")],
)
def test_what_cells_cannot_hold_is_not_exported(
    register: Path, write: Write, old: str, new: str, capsys: Capture
) -> None:
    write(RESOURCE, (register / RESOURCE).read_text(encoding="utf-8").replace(old, new))
    assert run(["export", "--root", str(register), "--out", str(register.parent / "甲.xlsx")]) == 2
    assert "有 1 个文件写法有误，不能写入表格" in capsys.readouterr().err
    assert not (register.parent / "甲.xlsx").exists()


def test_a_clerk_finds_headings_hints_marks_lists_and_text_cells(register: Path) -> None:
    book = openpyxl.load_workbook(exported(register))
    assert book.sheetnames == ["填写说明", *HEADINGS, "用语"]
    page = book["信息资源"]
    assert page.freeze_panes == "A2"
    heading = next(cell for cell in page[1] if cell.value == "更新周期 *")
    assert heading.comment.text == "数据多久更新一次，如 每日、每月。必填。"
    assert [cell.value for cell in page[1]][:4] == ["所在目录 *", "资源名称 *", "资源代码 *", "提供方 *"]
    assert {cell.number_format for row in page.iter_rows() for cell in row if cell.value} == {"@"}
    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value} == {"s"}
    assert page.column_dimensions["A"].number_format == "@"
    offered = {
        str(one.sqref).split(":")[0]: (one.formula1, one.showErrorMessage, one.allow_blank)
        for one in book["信息项"].data_validations.dataValidation
    }
    letter = openpyxl.utils.get_column_letter(HEADINGS["信息项"].index("数据类型") + 1)
    formula, is_closed, may_be_emptied = offered[f"{letter}2"]
    assert (is_closed, may_be_emptied) == (True, True)
    sheet, cells = formula.replace("$", "").split("!")
    assert [cell.value for (cell,) in book[sheet][cells]] == list(DataType)


def test_the_same_workbook_each_time(register: Path) -> None:
    loaded = load_register(register)
    assert workbook_bytes(workbook_sheets(loaded)) == workbook_bytes(workbook_sheets(loaded))


TEXTS = [
    "=1+1",
    "+甲",
    "-1",
    "@甲",
    "0123",
    "是",
    "TRUE",
    "#N/A",
    "甲\n乙",
    "_x0041_",
    "2026-03-01",
    "1e5",
    "<甲>&\"'",
]


def test_every_text_comes_back_as_it_went_out(tmp_path: Path) -> None:
    """As we write it, with texts in their cells, and as other programs do, with texts in a table of their own."""
    path = tmp_path / "甲.xlsx"
    path.write_bytes(workbook_bytes([Sheet("甲", [Column("乙")], [[text] for text in TEXTS])]))
    for _ in range(2):
        sheet, _words = read_workbook(path)
        assert [cells[0].text for _, cells in sheet.rows] == TEXTS
        assert {cells[0].kind for _, cells in sheet.rows} == {CellKind.TEXT}
        rewritten(path, _with_shared_strings, {"xl/sharedStrings.xml": _shared_strings(path)})


def _shared_strings(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        texts = re.findall(rb"<is>(.*?)</is>", archive.read("xl/worksheets/sheet1.xml"), re.DOTALL)
    return b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>' % b"".join(
        b"<si>%s</si>" % text for text in texts
    )


def _with_shared_strings(name: str, content: bytes) -> bytes:
    if name == "[Content_Types].xml":
        kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        return content.replace(
            b"</Types>", b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
        )
    if name != "xl/worksheets/sheet1.xml":
        return content
    number = count()
    return re.sub(
        rb' t="inlineStr"><is>.*?</is>', lambda _: b' t="s"><v>%d</v>' % next(number), content, flags=re.DOTALL
    )


def test_a_text_too_long_for_a_cell_is_refused_not_cut() -> None:
    with pytest.raises(OperatorError, match="超过 32767 个字"):
        workbook_bytes([Sheet("甲", [Column("乙")], [["长" * 32_768]])])


def rewritten(path: Path, change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None) -> None:
    """The archive with its parts changed, and more parts."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts | (more or {})).items():
            archive.writestr(name, content)


def hidden(book: Any) -> None:
    book["依据"].sheet_state = "veryHidden"


def _same(name: str, content: bytes) -> bytes:
    return content


def _with_entity(name: str, content: bytes) -> bytes:
    if name != "xl/workbook.xml":
        return content
    return b'<!DOCTYPE workbook [<!ENTITY a "aaaa">]>' + content


def _macro_type(name: str, content: bytes) -> bytes:
    return (
        content.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml") if name == "[Content_Types].xml" else content
    )


HOSTILE: dict[str, tuple[Callable[[Path], object], str]] = {
    "macros": (lambda path: rewritten(path, _same, {"xl/vbaProject.bin": b"x"}), "含有宏"),
    "macros by type": (lambda path: rewritten(path, _macro_type), "含有宏"),
    "Excel 4 macros": (lambda path: rewritten(path, _same, {"xl/macrosheets/sheet1.xml": b"<a/>"}), "含有宏"),
    "an external link": (
        lambda path: rewritten(path, _same, {"xl/externalLinks/externalLink1.xml": b"<a/>"}),
        "含有指向其他文件或者程序的链接",
    ),
    "DDE": (
        lambda path: rewritten(path, _same, {"xl/externalLinks/externalLink2.xml": b'<ddeLink ddeService="cmd"/>'}),
        "含有指向其他文件或者程序的链接",
    ),
    "a connection": (lambda path: rewritten(path, _same, {"xl/connections.xml": b"<a/>"}), "含有外部数据连接"),
    "an embedded object": (
        lambda path: rewritten(path, _same, {"xl/embeddings/oleObject1.bin": b"x"}),
        "含有嵌入的对象",
    ),
    "entities": (lambda path: rewritten(path, _with_entity), "含有不应有的声明"),
    "merged cells": (lambda path: changed(path, lambda book: book["信息项"].merge_cells("A2:A3")), "有合并的单元格"),
    "a hidden sheet": (lambda path: changed(path, hidden), "有隐藏的或者不是表格的页《依据》"),
    "a chart sheet": (lambda path: changed(path, lambda book: book.create_chartsheet("图")), "不是"),
    "too many parts": (lambda path: rewritten(path, _same, {f"xl/{n}.xml": b"" for n in range(400)}), "展开后过大"),
    "a damaged part": (lambda path: rewritten(path, lambda name, content: content[:-9]), "不是完好的 .xlsx 工作簿"),
    "no archive": (lambda path: path.write_bytes(b"PK\x03\x04"), "不是完好的 .xlsx 工作簿"),
    "an encrypted workbook": (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 100), "不是完好的"),
    "an archive of something else": (lambda path: rewritten(path, lambda name, content: b"<a/>"), "不是完好的"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_in_one_sentence(register: Path, name: str, capsys: Capture) -> None:
    spoil, words = HOSTILE[name]
    path = exported(register)
    before = files(register)
    spoil(path)
    capsys.readouterr()
    assert import_(register, path) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert words in captured.err
    assert captured.err.count("\n") == 1
    assert files(register) == before


def test_a_bomb_is_measured_before_it_is_opened(
    register: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = exported(register)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/a.xml", "w") as part:
        for _ in range(110):
            part.write(bytes(1024 * 1024))
    assert path.stat().st_size < 1024 * 1024
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("the bomb was opened"))
    assert import_(register, path) == 2
    assert "展开后过大" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["甲.xlsm", "甲.xls", "甲.et"])
def test_other_kinds_of_workbooks_are_refused_by_name(register: Path, name: str, capsys: Capture) -> None:
    path = exported(register).rename(register.parent / name)
    assert import_(register, path) == 2
    assert "不是 .xlsx 工作簿" in capsys.readouterr().err


@pytest.mark.parametrize(("row", "column", "words"), [(1_000_000, 2, "超过 20 行"), (2, 16_384, "超过 60 列")])
def test_too_many_rows_and_columns_are_refused(
    register: Path, row: int, column: int, words: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_reading, "MOST_ROWS", 20)
    path = changed(exported(register), lambda book: book["信息项"].cell(row, column, "甲"))
    assert import_(register, path) == 2
    assert f"《信息项》{words}，没有读取" in capsys.readouterr().err


def test_options_that_do_not_belong_together_are_refused(register: Path, capsys: Capture) -> None:
    path = exported(register)
    for arguments, words in (
        (["import", str(path), "--root", str(register), "--out", "甲"], "不用 --mapping 和 --out"),
        (["export", "--root", str(register)], "请用 --out 写明文件"),
        (["export", "--root", str(register), "--out", str(path)], "已经存在"),
        (["export", "--root", str(register), "--format", "csv", "--empty"], "--empty 只用于工作簿"),
        (["export", "--root", str(register), "--format", "csv", "--provider", "甲"], "没有「甲」提供的信息资源"),
        (["export", "--root", str(register), "--provider", "甲", "--out", "甲"], "没有「甲」提供的信息资源"),
    ):
        assert run(arguments) == 2
        assert words in capsys.readouterr().err


def test_nothing_is_changed_when_one_file_cannot_be_written(
    register: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.publish import tree

    before = files(register)
    opened = tempfile.NamedTemporaryFile

    def full(*arguments: Any, **options: Any) -> Any:
        if "base" in str(options["dir"]):
            raise OSError(28, "full")
        return opened(*arguments, **options)

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", full)
    with pytest.raises(OSError, match="full"):
        tree.write_changes(register, {RESOURCE: "甲: 乙\n", "catalogues/base/人口/甲.yml": "甲: 乙\n"})
    assert files(register) == before


def _exports(register: Path, name: str, capsys: Capture) -> str:
    assert run(["export", "--root", str(register), "--format", name]) == 0
    return capsys.readouterr().out


def test_other_formats_for_programs(register: Path, capsys: Capture) -> None:
    table = _exports(register, "csv", capsys).removeprefix("\ufeff").splitlines()
    assert table[0] == "代码,名称,目录类别,目录,提供方,共享类型,开放类型,更新周期,状态,信息项数,摘要"
    assert table[1].startswith("307003/000001,民办学校办学许可信息,部门信息资源目录,省教育厅,省教育厅,无条件共享,")
    (record,) = json.loads(_exports(register, "json", capsys))
    assert (record["code"], record["file"], record["elements"]["更新周期"]) == ("307003/000001", RESOURCE, "每日")
    catalogue = json.loads(_exports(register, "dcat", capsys))
    (dataset,) = catalogue["dcat:dataset"]
    assert catalogue["@type"] == "dcat:Catalog"
    assert dataset["dct:identifier"] == "307003/000001"
    assert dataset["dct:accrualPeriodicity"] == {
        "@id": "http://publications.europa.eu/resource/authority/frequency/DAILY"
    }
    assert dataset["dct:accessRights"]["@id"].endswith("access-right/PUBLIC")
    assert dataset["dcat:distribution"] == [
        {
            "@type": "dcat:Distribution",
            "dct:format": {"@type": "dct:MediaTypeOrExtent", "rdfs:label": "KingbaseES"},
        }
    ]
