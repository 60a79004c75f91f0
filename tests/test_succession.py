"""Retired, split and merged resources: what takes their place keeps the promise, or it is a narrowing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.load import load_register
from generator.review import Reviewed, review
from tests.conftest import MINIMAL

FOLDER = "catalogues/department/省教育厅/"
FILE = FOLDER + "民办学校办学许可信息.yml"
OLD = (MINIMAL / FILE).read_text(encoding="utf-8")
DATE = "  - 名称: 发证日期\n    数据类型: 日期型D\n"
CODE = "307003/{:06d}"
RETIRED = "状态: 已注销\n注销:\n  理由: 并入他项。\n  继任资源代码:\n"

Judge = Callable[[dict[str, str]], Reviewed]


@pytest.fixture
def judge(register: Path) -> Judge:
    """The review of the small register against itself with these files, by name."""

    def judged(files: dict[str, str]) -> Reviewed:
        before = load_register(register)
        for name, text in files.items():
            (register / FOLDER / name).write_text(text, encoding="utf-8")
        return review(before, load_register(register))

    return judged


def retired(*successors: int, text: str = OLD) -> str:
    return text + RETIRED + "".join(f"    - {CODE.format(number)}\n" for number in successors)


def heir(number: int, *changes: tuple[str, str], origins: str = "") -> str:
    text = OLD.replace("307003/000001", CODE.format(number)).replace("民办学校办学许可信息", f"承接{number}")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text + origins


def said(reviewed: Reviewed, rule: str) -> list[str]:
    return [point.field.new for point in reviewed.narrowings if point.words.id == rule]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("更新周期: 每日", "更新周期: 每年"), "信息项「学校名称；发证日期」的更新周期由「每日」改为「每年」"),
        (("使用范围: 各级政务部门", "使用范围: 仅限教育部门"), "的使用范围由「各级政务部门」改为「仅限教育部门」"),
        (("开放类型: 无条件开放", "开放类型: 不予开放"), "的开放类型由无条件开放改为不予开放"),
        (("    类型: 接口", "    类型: 文件"), "的共享方式由「共享平台 接口」改为「共享平台 文件」"),
        (
            ("使用范围: 各级", "使用范围: 各级政务部门\n使用用途: 只供核验\n# 各级"),
            "的使用用途由「（无）」改为「只供核验」",
        ),
        ((DATE, ""), "没有信息项「发证日期」"),
        ((DATE, DATE + "    共享类型: 有条件共享\n"), "不再无条件共享信息项「发证日期」"),
        (("更新周期: 每日", "更新周期: 实时"), ""),
    ],
)
def test_a_successor_gives_as_much_or_it_is_said_what_it_does_not(
    judge: Judge, change: tuple[str, str], expected: str
) -> None:
    found = said(judge({"民办学校办学许可信息.yml": retired(2), "承接2.yml": heir(2, change)}), "C111")
    assert len(found) == bool(expected)
    assert expected in "".join(found)


def test_one_successor_of_several_that_keeps_an_item_is_enough(judge: Judge) -> None:
    files = {
        "民办学校办学许可信息.yml": retired(2, 3),
        "承接2.yml": heir(2, ("更新周期: 每日", "更新周期: 每年")),
        "承接3.yml": heir(3, (DATE, "")),
    }
    assert said(judge(files), "C111") == ["信息项「发证日期」的更新周期由「每日」改为「每年」"]


def test_chains_of_successors_are_followed(judge: Judge) -> None:
    chain = {"民办学校办学许可信息.yml": retired(2), "承接2.yml": retired(3, text=heir(2))}
    assert said(judge({**chain, "承接3.yml": heir(3)}), "C111") == []


def test_a_chain_that_loses_something_at_its_end_is_found(judge: Judge) -> None:
    chain = {"民办学校办学许可信息.yml": retired(2), "承接2.yml": retired(3, text=heir(2))}
    assert said(judge({**chain, "承接3.yml": heir(3, (DATE, ""))}), "C111") == ["没有信息项「发证日期」"]


def test_a_circle_of_successors_gives_nothing(judge: Judge) -> None:
    files = {"民办学校办学许可信息.yml": retired(2), "承接2.yml": retired(1, text=heir(2))}
    assert said(judge(files), "C111") == ["没有信息项「学校名称；发证日期」"]


ORIGIN = "来源:\n  - 307003/000001\n"


def test_an_item_split_off_with_the_same_promise_is_no_narrowing(judge: Judge) -> None:
    reviewed = judge({"民办学校办学许可信息.yml": OLD.replace(DATE, ""), "承接2.yml": heir(2, origins=ORIGIN)})
    assert reviewed.narrowings == ()
    (moved,) = [field for change in reviewed.changes for field in change.fields if field.field == "信息项"]
    assert (moved.new, moved.direction) == ("移至「承接2」（307003/000002）", "不涉及")
    assert reviewed.reshaped["307003/000002"] == "由「民办学校办学许可信息」拆分而来"


def test_an_item_split_off_with_less_is_a_narrowing_and_says_by_what(judge: Judge) -> None:
    weaker = heir(2, ("更新周期: 每日", "更新周期: 每年"), origins=ORIGIN)
    reviewed = judge({"民办学校办学许可信息.yml": OLD.replace(DATE, ""), "承接2.yml": weaker})
    assert said(reviewed, "C112") == [
        "移至「承接2」（307003/000002），信息项「发证日期」的更新周期由「每日」改为「每年」"
    ]


def test_without_the_origin_an_item_is_removed(judge: Judge) -> None:
    reviewed = judge({"民办学校办学许可信息.yml": OLD.replace(DATE, ""), "承接2.yml": heir(2)})
    assert [point.words.id for point in reviewed.narrowings] == ["C102"]


def test_a_merge_is_said_in_words(judge: Judge) -> None:
    two = "来源:\n  - 307003/000001\n  - 307003/000002\n"
    files = {"承接2.yml": heir(2), "承接3.yml": heir(3, origins=two)}
    assert judge(files).reshaped["307003/000003"] == "由「民办学校办学许可信息」「承接2」合并而来"
