"""A table of published rows becomes a register: nothing invented, nothing dropped in silence."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from generator.check import check
from generator.diagnostics import OperatorError
from generator.exchange.importing import ACCOUNT, Imported, Outcome, import_table
from generator.publish.tree import write_new
from tests.conftest import REPOSITORY

EXAMPLE = REPOSITORY / "examples/guangxi-2021"
TABLE, MAPPING = EXAMPLE / "guangxi-published-rows.tsv", EXAMPLE / "mapping.yml"

SMALL_MAPPING = """\
导入:
  - {列: 名称, 字段: 资源名称}
  - {列: 单位, 字段: 提供方}
  - {列: 周期, 字段: 更新周期}
  - {列: 项, 字段: 信息项}
  - {列: 式, 字段: 格式}
不导入:
  - {列: 备注, 理由: 没有对应字段}
格式:
  - {写法: xls, 分类: 电子表格}
代码: {前缀: "300000"}
主管部门文件: {主管部门: 甲, 行政区划: "430000", 目录名称: 试, 规则集: [hunan-2021]}
分类表:
  类: []
  格式: []
"""
HEADER = "名称,单位,周期,项,式,备注\n"


def small_import(folder: Path, rows: str, mapping: str = SMALL_MAPPING, header: str = HEADER) -> Imported:
    (folder / "t.csv").write_text(header + rows, encoding="utf-8")
    (folder / "m.yml").write_text(mapping, encoding="utf-8")
    return import_table(folder / "t.csv", folder / "m.yml")


@pytest.fixture(scope="module")
def guangxi(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("guangxi") / "register"
    write_new(import_table(TABLE, MAPPING).files, folder)
    return folder


def published_rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_published_row_is_accounted_for(guangxi: Path) -> None:
    account = json.loads((guangxi / ACCOUNT).read_text(encoding="utf-8"))
    assert Counter(row["outcome"] for row in account["rows"]) == {"导入": 1151}
    assert [row["line"] for row in account["rows"]] == list(range(2, 1153))
    assert [row["name"] for row in account["rows"]] == [row["名称"] for row in published_rows()]
    assert all((guangxi / row["file"]).is_file() for row in account["rows"])


def test_every_published_column_is_imported_or_skipped_with_its_reason(guangxi: Path) -> None:
    account = json.loads((guangxi / ACCOUNT).read_text(encoding="utf-8"))
    rows = published_rows()
    for column in account["skipped_columns"]:
        assert column["rows"] == sum(bool(row[column["column"]]) for row in rows)
        assert column["reason"]
    imported = {"名称", "提供方", "摘要", "格式", "信息项", "共享类型", "共享条件", "开放属性", "开放条件", "更新周期"}
    assert {column["column"] for column in account["skipped_columns"]} == set(rows[0]) - imported


def test_the_register_says_what_the_rows_say_and_no_more(guangxi: Path) -> None:
    by_file = {filed.file: filed.resource for filed in check(guangxi).register.resources}
    account = json.loads((guangxi / ACCOUNT).read_text(encoding="utf-8"))
    for entry, row in zip(account["rows"], published_rows(), strict=True):
        resource = by_file[entry["file"]]
        assert (resource.name, resource.provider, resource.summary or "") == (row["名称"], row["提供方"], row["摘要"])
        assert "、".join(item.name or "" for item in resource.items or ()) == row["信息项"].strip("、")
        assert {entry.format_type for entry in resource.formats or ()} == set(row["格式"].split("、"))
        assert resource.update_cycle == {"每天": "每日"}.get(row["更新周期"], row["更新周期"])
        assert resource.opening_class == row["开放属性"]
        assert resource.sharing_class is None
        assert not resource.modes
        assert not resource.bases
        assert not resource.collectors


def test_the_findings_are_the_gaps_of_the_table(guangxi: Path) -> None:
    rows = published_rows()
    counts = Counter(finding.message for finding in check(guangxi).findings if finding.rule.id.startswith("M"))
    assert counts == {
        "没有填写「共享类型」": 1151,
        "没有填写「信息项」": sum(not row["信息项"] for row in rows),
        "没有填写「摘要」": sum(not row["摘要"] for row in rows),
        "没有填写「数据类型」": sum(len(row["信息项"].strip("、").split("、")) for row in rows if row["信息项"]),
        "没有填写「分类」": sum(row["格式"].split("、").count(kind) for row in rows for kind in ("rar", "zip")),
        **{
            f"没有填写「{field}」": len({row["提供方"] for row in rows})
            for field in ("全称", "行政区划", "类型", "目录名称", "目录说明", "复核周期")
        },
    }


def test_personal_items_that_were_opened_are_told_by_name(guangxi: Path) -> None:
    told = [finding.message for finding in check(guangxi).findings if finding.rule.id == "S119"]
    assert len(told) == 10
    assert "信息项「身份证号」是个人信息，却无条件开放" in told


def test_a_second_run_gives_the_same_bytes() -> None:
    assert import_table(TABLE, MAPPING).files == import_table(TABLE, MAPPING).files


def test_rows_are_merged_refused_and_their_words_mapped(tmp_path: Path) -> None:
    imported = small_import(
        tmp_path,
        "甲信息,省教育厅,每天,一、二,xls,\n"
        "甲信息,省教育厅,每日,一、二,xls,备注不同\n"
        ",省教育厅,每日,,,\n"
        "乙信息,,每日,,,\n"
        "丙信息,../../etc,每日,,,\n"
        "丁信息,省教育厅\n"
        "戊信息,省教育厅,每旬,0430、是,doc,\n",
    )
    told = [(row.line, row.outcome, row.reason) for row in imported.account.rows]
    assert told == [
        (2, Outcome.IMPORTED, ""),
        (3, Outcome.MERGED, "与第 2 行内容相同"),
        (4, Outcome.REFUSED, "没有资源名称"),
        (5, Outcome.REFUSED, "没有提供方"),
        (6, Outcome.REFUSED, "提供方「../../etc」不能用作文件夹名称"),
        (7, Outcome.REFUSED, "有 2 格，表头有 6 格"),
        (8, Outcome.IMPORTED, ""),
    ]
    assert imported.account.rows[0].replaced == (("更新周期", "每天", "每日"),)
    assert imported.files["catalogues/department/省教育厅/000008.yml"] == (
        "资源名称: 戊信息\n资源代码: 300000/000008\n提供方: 省教育厅\n格式:\n  - 类型: doc\n"
        "信息项:\n  - 名称: '0430'\n  - 名称: 是\n更新周期: 每旬\n"
    )
    text = imported.account.as_text()
    assert text.startswith("共 7 行：导入 2 行，合并 1 行，拒收 4 行\n第 3 行合并：与第 2 行内容相同\n")
    assert "「更新周期」由「每天」改为「每日」：1 行\n" in text
    assert "列「备注」不导入（有内容的 1 行）：没有对应字段\n" in text


@pytest.mark.parametrize(
    ("header", "mapping", "words"),
    [
        (HEADER.replace("备注", "备注,来源"), SMALL_MAPPING, "没有写明怎样处理：来源"),
        (HEADER.replace(",备注", ""), SMALL_MAPPING, "表格中没有这些列：备注"),
        (HEADER, SMALL_MAPPING.replace("字段: 更新周期", "字段: 周期"), "没有这些字段：周期"),
        (HEADER, SMALL_MAPPING.replace("导入:", "导入："), "对照文件有错误"),
        (HEADER, SMALL_MAPPING.replace('"430000"', '"999999"'), "M112"),
        (HEADER.replace("式", "项"), SMALL_MAPPING.replace("列: 式", "列: 项"), "列名重复：项"),
    ],
)
def test_a_mapping_that_leaves_a_question_is_refused(tmp_path: Path, header: str, mapping: str, words: str) -> None:
    with pytest.raises(OperatorError, match=words):
        small_import(tmp_path, "甲,乙,,,,\n", mapping, header)
