"""What a review says is the same whether all of a large register was read or only what the change concerns."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from generator.calendar import work_calendar
from generator.check import judged, told_alone
from generator.deadlines import due_of_trigger
from generator.findings import Codes, kept_of
from generator.load import Loaded
from generator.review import Reviewed, review
from generator.source.listing import State, state_at, state_in
from generator.states import load_concerned, load_state
from tests.conftest import MINIMAL

FOLDER = "catalogues/department/省教育厅"
RESOURCES = 14
SEEDS = 60
ITEMS = ("学校名称", "发证日期", "校长姓名", "办学地址")
TRIGGER = """\
类别: 法律修订
事项: 民办教育促进法修订
文件: 中华人民共和国民办教育促进法
文号: 主席令第五十五号
发生日期: 2026-01-01
说明: 条文有修改。
涉及资源:
"""
RETIRED = "状态: 已注销\n注销:\n  理由: 并入。\n  继任资源代码:\n    - 307003/000006\n"


class Editor:
    """Somebody who writes resources that name each other, and changes some of them."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.chance = Random(seed)
        shutil.copytree(MINIMAL, root)
        shutil.rmtree(root / FOLDER)
        (root / FOLDER).mkdir()
        shutil.copy(MINIMAL / FOLDER / "catalogue.yml", root / FOLDER)
        for number in range(1, RESOURCES + 1):
            self.write(number)
        if seed % 2:
            self.write(2 * RESOURCES, self.chance.randint(1, RESOURCES))  # a code that two have
        self.register()
        self.git("init", "--quiet", "--template=", "--initial-branch=main")
        self.commit()

    def git(self, *arguments: str) -> None:
        who = ("-c", "user.name=编目员甲", "-c", "user.email=clerk@edu.example")
        subprocess.run(["git", "-C", str(self.root), *who, *arguments], check=True)

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "修改")

    def codes(self, most: int) -> list[str]:
        """Codes of this register, one that is in none among them."""
        return [f"307003/{number:06}" for number in self.chance.sample(range(1, RESOURCES + 3), most)]

    def listed(self, key: str, codes: list[str], pad: str = "") -> str:
        return f"{pad}{key}:\n" + "".join(f"{pad}  - {code}\n" for code in codes) if codes else ""

    def some(self) -> list[str]:
        return self.codes(self.chance.choice((0, 0, 0, 1, 2)))

    def file(self, number: int) -> Path:
        return self.root / FOLDER / f"{number:02}号信息.yml"

    def write(self, number: int, code: int = 0) -> None:
        """A resource with some of the items, shared or not, that came of others or gave way to others now and then."""
        items = self.chance.sample(ITEMS, self.chance.randint(1, len(ITEMS)))
        lines = "".join(f"  - 名称: {item}\n    数据类型: 字符型C\n    长度: 10\n" for item in items)
        text = f"资源名称: 第{number}号信息\n资源代码: 307003/{code or number:06}\n提供方: 省教育厅\n"
        text += f"采集方:\n  - 省教育厅\n摘要: 第{self.chance.randrange(1000)}次核对。\n"
        text += f"格式:\n  - 分类: 数据库\n    类型: KingbaseES\n信息项:\n{lines}"
        sharing = self.chance.choice(("无条件共享", "无条件共享", "有条件共享"))
        text += f"共享类型: {sharing}\n使用范围: 各级政务部门\n共享方式:\n  - 分类: 共享平台\n    类型: 接口\n"
        text += f"开放类型: 无条件开放\n更新周期: {self.chance.choice(('每日', '每月'))}\n"
        text += self.listed("关联资源代码", self.some()) + self.listed("来源", self.some())
        if self.chance.random() < 0.3:
            text += "变更依据:\n  - 触发事项: 2026-0001\n"
        self.file(number).write_text(text, encoding="utf-8")
        if self.chance.random() < 0.25:
            self.retire(number)

    def retire(self, number: int) -> None:
        text = self.file(number).read_text(encoding="utf-8").partition("状态:")[0]
        text += "状态: 已注销\n注销:\n  理由: 并入他项。\n" + self.listed("继任资源代码", self.some(), "  ")
        self.file(number).write_text(text, encoding="utf-8")

    def register(self) -> None:
        """A trigger that concerns some resources, of which some need no change."""
        file = self.root / "catalogues/ledgers/triggers/2026/2026-0001.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        text = TRIGGER
        for code in self.codes(self.chance.randint(1, 4)):
            text += f"  - 资源代码: {code}\n"
            if self.chance.random() < 0.5:
                text += "    无需变更: 不涉及本资源。\n    认定日期: 2026-01-14\n"
        file.write_text(text, encoding="utf-8")

    def change(self) -> None:
        there = [number for number in range(1, 2 * RESOURCES) if self.file(number).exists()]
        number = self.chance.choice(there)
        deeds: list[Callable[[], object]] = [
            lambda: self.write(number),
            lambda: self.write(number),
            lambda: self.write(self.chance.choice(there)),
            lambda: self.write(self.chance.randrange(RESOURCES + 1, 2 * RESOURCES), self.chance.choice(there)),
            lambda: self.write(number, self.chance.randrange(1, RESOURCES)),
            lambda: self.write(number, self.chance.randrange(3 * RESOURCES, 4 * RESOURCES)),
            lambda: self.retire(number),
            lambda: self.retire(number),
            self.file(number).unlink,
            lambda: self.file(number).rename(self.file(number).with_name(f"改名{number}.yml")),
            lambda: self.file(number).write_text("资源名称: [\n", encoding="utf-8"),
            self.register,
        ]
        self.chance.choice(deeds)()


def codes_of(state: State) -> Codes:
    """As they are kept when the state is judged."""
    kept = kept_of(state.root, state.blobs, state.unfit)
    judged(load_state(state, judge=told_alone), kept)
    codes = kept.codes()
    assert codes is not None
    return codes


def said(old: Loaded, new: Loaded) -> tuple[Reviewed, list[str]]:
    """The review, and until when the triggers that it answers are to be answered."""
    reviewed = review(old, new)
    due = due_of_trigger(new.register, work_calendar(notice for _, notice in new.register.notices))
    return reviewed, [due.get((answer.number, answer.code), "") for answer in reviewed.answers]


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_review_says_the_same_of_what_concerns_it_as_of_all(tmp_path: Path, seed: int) -> None:
    editor = Editor(tmp_path / "register", seed)
    for _ in range(editor.chance.randint(1, 4)):
        editor.change()
    old, new = state_at(editor.root, "HEAD"), state_in(editor.root)
    expected = said(load_state(old), load_state(new))
    assert said(*load_concerned(old, new, codes_of(new))) == expected
    editor.commit()
    old, new = state_at(editor.root, "HEAD~1"), state_at(editor.root, "HEAD")
    assert said(*load_concerned(old, new, codes_of(new))) == expected


def test_the_changes_tried_are_of_all_sorts(tmp_path: Path) -> None:
    """Otherwise the law above would hold of nothing."""
    rules: set[str] = set()
    seen = {"answers": 0, "reshaped": 0, "moved": 0, "narrowings": 0, "unread": 0}
    for seed in range(SEEDS):
        editor = Editor(tmp_path / str(seed), seed)
        for _ in range(editor.chance.randint(1, 4)):
            editor.change()
        old, new = state_at(editor.root, "HEAD"), state_in(editor.root)
        before, after = load_concerned(old, new, codes_of(new))
        reviewed = review(before, after)
        rules |= {finding.rule.id for finding in reviewed.findings} | {one.words.id for one in reviewed.narrowings}
        seen["answers"] += len(reviewed.answers)
        seen["reshaped"] += sum(map(bool, reviewed.reshaped.values()))
        seen["moved"] += sum("移至" in field.new for change in reviewed.changes for field in change.fields)
        seen["narrowings"] += len(reviewed.narrowings)
        seen["unread"] += len(new.blobs) - len(after.files)
    assert {"C101", "C102", "C107", "C109", "C111", "C201", "C202"} <= rules
    assert all(seen.values()), seen


def test_what_nothing_names_is_not_read(tmp_path: Path) -> None:
    editor = Editor(tmp_path / "register", 0)
    for number in range(1, RESOURCES + 1):
        text = editor.file(number).read_text(encoding="utf-8").partition("更新周期:")[0]
        more = {3: "来源:\n  - 307003/000002\n", 5: RETIRED}
        editor.file(number).write_text(text + "更新周期: 每日\n" + more.get(number, ""), encoding="utf-8")
    editor.commit()
    file = editor.file(2)
    file.write_text(file.read_text(encoding="utf-8") + "关联资源代码:\n  - 307003/000005\n", encoding="utf-8")
    new = state_in(editor.root)
    before, after = load_concerned(state_at(editor.root, "HEAD"), new, codes_of(new))
    for loaded in (before, after):
        read = sorted(int(Path(path).name[:2]) for path in loaded.files if "号信息" in path)
        assert read == [2, 3, 5, 6]  # itself, what came of it, what it names, what that gave way to
    assert {path for path in new.blobs if "号信息" not in path} <= after.files.keys()
    assert review(before, after) == review(load_state(state_at(editor.root, "HEAD")), load_state(new))


def test_a_code_that_two_had_is_not_gone_with_one_of_them(tmp_path: Path) -> None:
    editor = Editor(tmp_path / "register", 0)
    editor.write(2 * RESOURCES, 1)
    editor.commit()
    file = editor.file(1)
    file.write_text(file.read_text(encoding="utf-8").replace("307003/000001", "307003/000099"), encoding="utf-8")
    old, new = state_at(editor.root, "HEAD"), state_in(editor.root)
    reviewed = review(*load_concerned(old, new, codes_of(new)))
    assert {change.code: bool(change.old and change.new) for change in reviewed.changes} == {
        "307003/000001": True,
        "307003/000099": False,
    }
    assert reviewed == review(load_state(old), load_state(new))
