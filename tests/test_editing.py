"""A file made to say something else changes there alone, keeps every comment, reads back as what was meant."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import HIDDEN
from generator.form.canonical import canonical
from generator.form.editing import edited, is_same, written
from generator.form.scalar import scalar, tidy
from generator.model.resource import Resource
from generator.source.document import Document
from generator.source.yaml import read_yaml

TEXT = """\
# yaml-language-server: $schema=../../../docs/schema/resource.schema.json
资源名称: 民办学校办学许可信息
# 代码由主管部门编制
资源代码: 307003/000001  # 勿改
采集方:
  # 主办
  - 省教育厅
  - 省公安厅  # 协办
摘要: |
  第一行
  第二行
信息项:
  - 名称: 学校名称  # 全称
    数据类型: 字符型C
    长度: 100
  # 第二项
  - 名称: 发证日期
    数据类型: 日期型D
共享条件:
使用范围: '各级: 政务部门'
更新周期: 每日
# 文件末尾
"""

PLAIN = [
    "是",
    "2026",
    "12",
    "2026-03-01",
    "2026-0007",
    "307003/000001",
    "甲：乙",
    "甲:乙",
    "a#b",
    "甲 乙",
    "（甲）",
    "3天",
    "1/2",
]
QUOTED = [
    *(
        "0123",
        "007",
        "y",
        "No",
        "TRUE",
        "null",
        "~",
        "1.5",
        "1e5",
        "1_000",
        "0x1F",
        "12:30",
        "+1",
        "-1",
        ".5",
        ".inf",
        ".NaN",
    ),
    *(
        "=",
        "=1+1",
        "<<",
        "- 甲",
        "-甲",
        "? 甲",
        ": 甲",
        "甲: 乙",
        "甲:",
        "甲 # 乙",
        "# 甲",
        "[甲]",
        "{甲}",
        "&甲",
        "*甲",
        "!甲",
    ),
    *(
        "|",
        ">",
        "'甲'",
        '"甲"',
        "%甲",
        "@甲",
        "`甲`",
        ",甲",
        "...",
        "---",
        "2026-03-01 10:00",
        "2026-3-1T1:00:00Z",
        "甲\t乙",
    ),
]
PLAIN += ["=1+1"]
QUOTED.remove("=1+1")


def document(text: str) -> Document:
    read, findings = read_yaml("甲.yml", text.encode())
    assert read is not None
    assert findings == []
    return read


def said(text: str, **changes: Any) -> str:
    read = document(text)
    data = {key: value for key, value in (read.filled() | changes).items() if value is not None}
    return edited(Resource, read, data)


@pytest.mark.parametrize("text", PLAIN)
def test_what_every_reader_takes_for_this_text_stands_plain(text: str) -> None:
    assert scalar(text) == text


@pytest.mark.parametrize("text", QUOTED)
def test_what_looks_like_something_else_is_quoted(text: str) -> None:
    assert scalar(text) == "'" + text.replace("'", "''") + "'"


LETTERS = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(
    list("\n \t'\"#:-|>&*!%@`{}[],?=.0123456789eE_~yn是")
)
TEXTS = st.text(LETTERS, max_size=30).map(lambda text: tidy(HIDDEN.sub("", text)))


@given(TEXTS)
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    whole = written(Resource, {"摘要": text, "采集方": [text] if text else []})
    read = document(whole)
    assert (read.data.get("摘要") or "") == text
    assert canonical(Resource, read) == whole
    assert yaml.load(whole, yaml.BaseLoader)["摘要"].strip() == text


@pytest.mark.parametrize("text", [*QUOTED, "甲\n乙", "是", "甲"])
def test_a_reader_that_types_values_reads_the_text(text: str) -> None:
    expected = yaml.safe_load(written(Resource, {"摘要": text}))["摘要"]
    assert (expected if not isinstance(expected, str) else expected.strip()) == text


def test_the_sample_is_its_own_form_and_saying_the_same_changes_no_byte() -> None:
    assert canonical(Resource, document(TEXT)) == TEXT
    assert said(TEXT) == TEXT


@pytest.mark.parametrize(
    ("changes", "before", "after"),
    [
        ({"更新周期": "每月"}, "更新周期: 每日\n", "更新周期: 每月\n"),
        ({"资源代码": "307003/000002"}, "307003/000001  # 勿改", "307003/000002  # 勿改"),
        ({"摘要": "=1"}, "摘要: |\n  第一行\n  第二行\n", "摘要: =1\n"),
        ({"使用范围": "甲\n乙"}, "使用范围: '各级: 政务部门'\n", "使用范围: |\n  甲\n  乙\n"),
        ({"使用范围": None}, "使用范围: '各级: 政务部门'\n", ""),
        ({"共享条件": "是"}, "共享条件:\n", "共享条件: 是\n"),
        ({"数据级别": "一般"}, "信息项:\n", "数据级别: 一般\n信息项:\n"),
        ({"采集方": ["省教育厅"]}, "  - 省公安厅  # 协办\n", "  # 协办\n"),
        ({"采集方": ["省教育厅", "省公安厅", "省民政厅"]}, "  # 协办\n", "  # 协办\n  - 省民政厅\n"),
        ({"采集方": ["省公安厅"]}, "  - 省教育厅\n", ""),
        ({"采集方": None}, "采集方:\n  # 主办\n  - 省教育厅\n  - 省公安厅  # 协办\n", "# 主办\n# 协办\n采集方:\n"),
        (
            {
                "信息项": [
                    {"名称": "学校名称", "数据类型": "字符型C", "长度": "0200"},
                    {"名称": "发证日期", "数据类型": "日期型D"},
                ]
            },
            "    长度: 100\n",
            "    长度: '0200'\n",
        ),
        (
            {"信息项": [{"名称": "发证日期", "数据类型": "日期型D"}]},
            "  - 名称: 学校名称  # 全称\n    数据类型: 字符型C\n    长度: 100\n",
            "  # 全称\n",
        ),
    ],
)
def test_what_changes_is_that_and_nothing_else(changes: dict[str, Any], before: str, after: str) -> None:
    expected = (
        TEXT.replace(before, after) if before in TEXT else TEXT.replace("  - 省公安厅" + before, "  - 省公安厅" + after)
    )
    assert said(TEXT, **changes) == expected


def test_every_comment_is_kept_whatever_goes() -> None:
    everything = {key: None for key in document(TEXT).data if key != "资源名称"}
    text = said(TEXT, **everything)
    comments = ["# 代码由主管部门编制", "# 勿改", "# 主办", "# 协办", "# 全称", "# 第二项", "# 文件末尾"]
    assert [comment for comment in comments if comment not in text] == []
    assert document(text).filled() == {"资源名称": "民办学校办学许可信息"}


@pytest.mark.parametrize("other", [{"甲": "乙 "}, {"甲": "乙", "丙": None}, {"甲": "乙", "丙": {"丁": None}, "戊": []}])
def test_blanks_and_ends_of_lines_say_nothing(other: dict[str, Any]) -> None:
    assert is_same({"甲": "乙"}, other)
