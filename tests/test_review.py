"""A change as git sees it, judged: `mulu check --against` and `mulu review` on real repositories."""

import json
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import markdown
import pytest

from generator.cli import run
from generator.diagnostics import FILE_START
from generator.load import Loaded
from generator.model.catalogue import Catalogue
from generator.model.compare import compare
from generator.model.register import ORGANISATIONS, FiledCatalogue, FiledResource, Register
from generator.model.resource import Resource
from generator.model.words import CatalogueKind
from generator.report.markdown import review_page
from generator.review import review
from generator.rules.narrowing import NARROWINGS, narrowings_of
from generator.rules.requests import REQUEST_RULES
from tests.conftest import MINIMAL

FOLDER = "catalogues/department/省教育厅/"
FILE = FOLDER + "民办学校办学许可信息.yml"
OTHER = FOLDER + "教师资格认定信息.yml"
TEXT = (MINIMAL / FILE).read_text(encoding="utf-8")
OTHER_TEXT = TEXT.replace("民办学校办学许可信息", "教师资格认定信息").replace("/000001", "/000002")
POLICE = "catalogues/department/省公安厅/catalogue.yml"
AUTHORITY = "catalogues/authority.yml"
MONTHLY = ("更新周期: 每日", "更新周期: 每月")
YEARLY = ("更新周期: 每月", "更新周期: 每年")
NAME_ITEM = "  - 名称: 学校名称\n    数据类型: 字符型C\n    长度: 100\n"
DATE_ITEM = "  - 名称: 发证日期\n    数据类型: 日期型D\n"
FORGE_COMMENT = 65_536

Found = list[tuple[str, str, int]]


def basis(provision: str) -> str:
    return f"变更依据:\n  - 文件: 湖南省政务信息资源共享管理办法\n    条款: {provision}\n"


@dataclass(frozen=True)
class Repository:
    """A register under git, and the commands run on it."""

    root: Path
    capsys: pytest.CaptureFixture[str]

    def git(self, *arguments: str) -> None:
        identity = ("-c", "user.name=甲", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *identity, *arguments], cwd=self.root, check=True, capture_output=True)

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "改")

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def edit(self, *edits: tuple[str, str], path: str = FILE) -> None:
        text = (self.root / path).read_text(encoding="utf-8")
        for old, new in edits:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        self.write(path, text)

    def append(self, text: str) -> None:
        self.write(FILE, (self.root / FILE).read_text(encoding="utf-8") + text)

    def mulu(self, *arguments: str) -> tuple[int, str]:
        self.capsys.readouterr()
        code = run([*arguments, "--root", str(self.root)])
        return code, self.capsys.readouterr().out

    def found(self, against: str = "HEAD~1") -> Found:
        """What `check --against` finds, which is what `review` of the same two states finds."""
        code, out = self.mulu("check", "--against", against, "--format", "json")
        listed = json.loads(out)
        assert code == (1 if any(finding["severity"] == "error" for finding in listed) else 0)
        assert self.reviewed(against)["findings"] == listed
        told = [finding for finding in listed if finding["rule"] != "Y118"]  # what is appended may break the order
        return [(finding["rule"], finding["file"], finding["line"]) for finding in told]

    def reviewed(self, base: str = "HEAD~1", head: str = "HEAD", confirmed: Sequence[str] = ()) -> Any:
        marks = ["--confirmed", *confirmed] if confirmed else []
        return json.loads(self.mulu("review", base, head, "--format", "json", *marks)[1])

    def fingerprints(self, base: str = "HEAD~1") -> list[str]:
        return [point["fingerprint"] for point in self.reviewed(base)["narrowings"]]


@pytest.fixture
def repository(register: Path, capsys: pytest.CaptureFixture[str]) -> Repository:
    made = Repository(register, capsys)
    made.git("init", "--quiet", "--initial-branch", "main")
    made.commit()
    return made


def test_a_change_that_takes_nothing_is_silent(repository: Repository) -> None:
    repository.edit(("学校名称\n", "学校名称\n    说明: 证书所载名称\n"))
    repository.commit()
    assert repository.found() == []


def test_a_narrowing_needs_a_basis_of_this_change(repository: Repository) -> None:
    """Without one it is an error; with one a point to confirm; the old one does not excuse the next."""
    repository.edit(MONTHLY)
    repository.commit()
    assert repository.found() == [("C107", FILE, 22)]
    repository.append(basis("第十条第二款"))
    repository.commit()
    assert repository.found("HEAD~2") == []
    [point] = repository.reviewed("HEAD~2")["narrowings"]
    assert (point["rule"], point["old"], point["new"], point["has_basis"]) == ("C107", "每日", "每月", True)
    repository.edit(YEARLY)
    repository.commit()
    assert repository.found() == [("C107", FILE, 22)]
    repository.edit(("第十条第二款", "第十条第三款"))
    repository.commit()
    assert repository.found("HEAD~2") == []


def test_the_work_tree_is_compared_where_no_head_is_named(repository: Repository) -> None:
    repository.edit(MONTHLY)
    code, out = repository.mulu("review", "HEAD", "--format", "json")
    assert code == 1
    assert [point["rule"] for point in json.loads(out)["narrowings"]] == ["C107"]


def test_a_fingerprint_lasts_as_long_as_its_narrowing(repository: Repository) -> None:
    repository.edit(MONTHLY)
    repository.commit()
    [first] = repository.fingerprints()
    assert re.fullmatch("[0-9a-f]{12}", first)
    repository.edit(("学校名称\n", "学校名称\n    说明: 证书所载名称\n"))
    repository.git("mv", FILE, FOLDER + "许可.yml")
    repository.commit()
    assert repository.fingerprints("HEAD~2") == [first]
    repository.edit(YEARLY, path=FOLDER + "许可.yml")
    repository.commit()
    [second] = repository.fingerprints("HEAD~3")
    assert second != first


def test_two_narrowings_never_share_a_fingerprint(repository: Repository) -> None:
    repository.write(OTHER, OTHER_TEXT)
    repository.commit()
    for path in (FILE, OTHER):
        repository.edit(MONTHLY, ("各级政务部门", "省级政务部门"), (DATE_ITEM, ""), path=path)
    repository.commit()
    assert len(set(repository.fingerprints())) == 6


def test_a_deleted_file_is_found_under_its_old_name(repository: Repository) -> None:
    (repository.root / FILE).unlink()
    repository.commit()
    assert repository.found() == [("C201", FILE, 1)]


def test_a_file_that_cannot_be_read_is_not_called_deleted(repository: Repository) -> None:
    repository.edit(("资源代码: 307003/000001", "资源代码: 307003"))
    repository.commit()
    assert [rule_id for rule_id, *_ in repository.found() if rule_id.startswith("C")] == []
    repository.write(FILE, "资源名称: [\n")
    repository.commit()
    assert [rule_id for rule_id, *_ in repository.found("HEAD~2") if rule_id.startswith("C")] == []


def test_a_changed_code_is_one_finding(repository: Repository) -> None:
    repository.edit(("307003/000001", "307003/000009"))
    repository.commit()
    assert repository.found() == [("C202", FILE, 1)]


def test_a_reused_code_is_found_with_what_it_took(repository: Repository) -> None:
    repository.edit(("民办学校办学许可信息", "教师名册"), ("学校名称", "教师姓名"), ("发证日期", "任教学科"))
    repository.commit()
    assert repository.found() == [("C203", FILE, 1), ("C102", FILE, 10), ("C102", FILE, 10)]


def test_two_departments_are_two_requests(repository: Repository) -> None:
    own = (repository.root / FOLDER / "catalogue.yml").read_text(encoding="utf-8")
    repository.write(POLICE, own.replace("省教育厅", "省公安厅"))
    repository.commit()
    assert repository.found() == []
    repository.edit(("每半年", "每季度"), path=POLICE)
    repository.edit(("每半年", "每季度"), path=FOLDER + "catalogue.yml")
    repository.commit()
    assert repository.found() == [("C204", FOLDER + "catalogue.yml", 1)]


def test_a_successor_takes_a_department_over_in_one_request(repository: Repository) -> None:
    own = (repository.root / FOLDER / "catalogue.yml").read_text(encoding="utf-8")
    repository.write(POLICE, own.replace("省教育厅", "省公安厅"))
    repository.commit()
    named = ("  - 简称: 省公安厅\n", "  - 简称: 省公安厅\n    继任: 省教育厅\n")
    edits = [(("每半年", "每季度"), POLICE), (("每半年", "每季度"), FOLDER + "catalogue.yml")]
    for edit, path in [*edits, (named, ORGANISATIONS)]:
        repository.edit(edit, path=path)
    repository.commit()
    assert repository.found() == [("C204", FOLDER + "catalogue.yml", 1)]
    for edit, path in edits:
        repository.edit(edit[::-1], path=path)
    repository.commit()
    assert repository.found() == []


def test_the_authority_is_changed_alone(repository: Repository) -> None:
    repository.edit(("湖南省政务信息资源目录", "湖南省公共数据资源目录"), path=AUTHORITY)
    repository.commit()
    assert repository.found() == []
    repository.edit(("湖南省公共数据资源目录", "湖南省政务信息资源目录"), path=AUTHORITY)
    repository.edit(("监管和", "监管、"))
    repository.commit()
    assert repository.found() == [("C205", AUTHORITY, 1)]


RETIRED = "状态: 已注销\n注销:\n  理由: 合并编目。\n  继任资源代码:\n"


@pytest.mark.parametrize(
    ("successors", "expected"),
    [
        pytest.param([OTHER_TEXT], [], id="whole"),
        pytest.param([OTHER_TEXT.replace(DATE_ITEM, "")], ["没有信息项「发证日期」"], id="item missing"),
        pytest.param(
            [OTHER_TEXT.replace(DATE_ITEM, DATE_ITEM + "    共享类型: 不予共享\n")],
            ["不再无条件共享信息项「发证日期」"],
            id="item lower",
        ),
        pytest.param(
            [OTHER_TEXT.replace("无条件共享", "有条件共享")],
            ["不再无条件共享信息项「学校名称；发证日期」"],
            id="class lower",
        ),
        pytest.param(
            [
                OTHER_TEXT.replace(DATE_ITEM, ""),
                OTHER_TEXT.replace("/000002", "/000003").replace(
                    "  - 名称: 学校名称\n    数据类型: 字符型C\n    长度: 100\n", ""
                ),
            ],
            [],
            id="split whole",
        ),
        pytest.param(
            [OTHER_TEXT + "状态: 已注销\n注销:\n  理由: 停办\n"],
            ["没有信息项「学校名称；发证日期」"],
            id="successor retired",
        ),
    ],
)
def test_successors_together_keep_the_promise(
    repository: Repository, successors: list[str], expected: list[str]
) -> None:
    for number, text in enumerate(successors, 2):
        repository.write(f"{FOLDER}承接{number}.yml", text)
    codes = "".join(f"    - 307003/00000{number}\n" for number, _ in enumerate(successors, 2))
    repository.append(RETIRED + codes + basis("第十条第二款"))
    repository.commit()
    points = repository.reviewed()["narrowings"]
    assert [point["new"] for point in points if point["rule"] == "C111"] == expected
    assert [point["rule"] for point in points if point["rule"] != "C111"] == ["C109"]
    assert all(point["has_basis"] for point in points)


def test_a_successor_that_is_not_there_is_one_finding(repository: Repository) -> None:
    repository.append(RETIRED + "    - 307003/000009\n" + basis("第十条第二款"))
    repository.commit()
    assert [rule_id for rule_id, *_ in repository.found()] == ["N107"]


def test_opening_with_a_condition_narrows_nothing(repository: Repository) -> None:
    repository.edit(("无条件开放", "不予开放"))
    repository.commit()
    repository.edit(("不予开放", "有条件开放\n开放条件: 实名登记"))
    repository.commit()
    assert repository.reviewed()["narrowings"] == []


def test_a_condition_on_what_is_open_narrows(repository: Repository) -> None:
    """Whatever the sharing class; not where the resource was not open."""
    repository.edit(("无条件共享", "有条件共享"), ("无条件开放", "有条件开放"))
    repository.commit()
    repository.edit(("有条件开放\n", "有条件开放\n开放条件: 实名登记\n"))
    repository.commit()
    assert [point["rule"] for point in repository.reviewed()["narrowings"]] == ["C108"]
    repository.edit(("有条件开放\n", "不予开放\n"))
    repository.commit()
    repository.edit(("实名登记", "实名登记并付费"))
    repository.commit()
    assert repository.reviewed()["narrowings"] == []


def test_what_was_never_promised_cannot_be_narrowed(repository: Repository) -> None:
    """An item that was not shared may go; one that was shared without condition in a conditional resource may not."""
    given = DATE_ITEM + "    共享类型: 不予共享\n"
    repository.edit((DATE_ITEM, given))
    repository.commit()
    repository.edit((given, ""))
    repository.commit()
    assert repository.reviewed()["narrowings"] == []
    given = DATE_ITEM + "    共享类型: 无条件共享\n"
    repository.write(FILE, TEXT.replace("共享类型: 无条件", "共享类型: 有条件").replace(DATE_ITEM, given))
    repository.commit()
    repository.edit((given, ""), ("各级政务部门", "省级政务部门"))
    repository.commit()
    assert [point["rule"] for point in repository.reviewed()["narrowings"]] == ["C102", "C104"]


def test_what_the_reviewer_confirmed_is_ticked(repository: Repository) -> None:
    repository.edit(MONTHLY, ("各级政务部门", "省级政务部门"))
    repository.append(basis("第十条第二款"))
    repository.commit()
    one, other = repository.fingerprints()
    confirmed = {
        point["fingerprint"]: point["confirmed"] for point in repository.reviewed(confirmed=[one])["narrowings"]
    }
    assert confirmed == {one: True, other: False}
    _, page = repository.mulu("review", "HEAD~1", "HEAD", "--confirmed", one)
    assert re.findall(r"^- \[(.)\] .*指纹 `(\w+)`$", page, re.MULTILINE) == [("x", one), (" ", other)]


def test_who_must_approve(repository: Repository) -> None:
    repository.edit(("行政区划", "指定审核部门: 省公安厅\n行政区划"), path=AUTHORITY)
    repository.commit()
    repository.edit(("无条件共享", "有条件共享"))
    repository.commit()
    approvals = repository.reviewed()["approvals"]
    assert [approval["unit"] for approval in approvals] == ["省教育厅", "省公安厅", "省政府办公厅"]
    assert [approval["codes"] for approval in approvals] == [["307003/000001"]] * 3


@pytest.mark.parametrize("arguments", [("check", "--against", "没有"), ("review", "没有"), ("review", "HEAD", "--x")])
def test_an_unknown_revision_is_one_sentence(repository: Repository, arguments: tuple[str, ...]) -> None:
    repository.capsys.readouterr()
    assert run([*arguments, "--root", str(repository.root)]) == 2
    captured = repository.capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("mulu")
    assert re.search(r"[\u4e00-\u9fff]", captured.err)


@pytest.mark.parametrize("revision", ["--output=x", "-x", "HEAD:catalogues", "", "HEAD\n"])
def test_a_hostile_revision_is_only_unknown(repository: Repository, revision: str) -> None:
    assert run(["check", "--root", str(repository.root)]) == 0
    before = sorted(repository.root.rglob("*"))
    assert run(["check", f"--against={revision}", "--root", str(repository.root)]) == 2
    assert sorted(repository.root.rglob("*")) == before


def test_no_repository_is_one_sentence(register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--against", "HEAD", "--root", str(register)]) == 2
    assert capsys.readouterr().err == f"mulu：{register} 不是 Git 仓库，无法与 HEAD 比较\n"


HOSTILE = "| [x](javascript:y) @all <img src=x> ![](u) `c` #1 !2 **b** ~~s~~ http://a.b &lt; \\| {{ a@b.cn"


def test_hostile_text_stays_text(repository: Repository) -> None:
    """In every cell and list: the table keeps its columns, nothing becomes a link, image, tag, mention or code."""
    repository.edit(MONTHLY, ("学校名称", f"'{HOSTILE}'"), ("民办学校办学许可信息", f"'{HOSTILE}'"))
    repository.edit(("摘要: 民办", "摘要: |\n  一\n  - [ ] 二\n\n  # 三\n  民办"))
    repository.commit()
    _, page = repository.mulu("review", "HEAD~1", "HEAD")
    html = markdown.markdown(page, extensions=["tables"])
    assert set(re.findall(r"<(\w+)", html)) == {
        "h1", "h2", "p", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "strong", "code"
    }  # fmt: skip
    assert set(re.findall(r"<code>(.*?)</code>", html)) == set(repository.fingerprints())
    rows = [row for row in page.splitlines() if row.startswith("| ")]
    assert {row.count("|") for row in rows} == {6, 4}
    shown = unescape(re.sub(r"<[^>]*>", "", html))
    assert HOSTILE in shown.replace("\u200b", "")
    assert not re.search(r"[@#!][a-z0-9\[]", shown)
    assert not re.search(r"^(?:# 三|- \[ \] 二)", page, re.MULTILINE)


def test_no_personal_number_is_published(repository: Repository) -> None:
    """The page goes into a comment that everyone can read; so may the JSON."""
    number = "11010519491231002X"
    repository.edit((DATE_ITEM, f"  - 名称: 号码{number}\n    数据类型: 日期型D\n    说明: {number}\n"))
    repository.commit()
    repository.edit((f"  - 名称: 号码{number}\n    数据类型: 日期型D\n    说明: {number}\n", ""), ("各级", number))
    repository.edit(("民办学校办学许可信息", f"许可{number}"))
    repository.commit()
    commands = ("review HEAD~1 HEAD", "review HEAD~1 --format json", "check --against HEAD~1")
    for arguments in map(str.split, commands):
        out = repository.mulu(*arguments)[1]
        assert "C102" in out
        assert number not in unescape(out).replace("\u200b", "")


def test_a_hostile_revision_name_stays_text() -> None:
    page = review_page(review(_loaded([]), _loaded([])), [], HOSTILE, "`\n# 假\n")
    assert "<" not in page
    assert page.count("\n# ") == 0


def _loaded(resources: list[Resource]) -> Loaded:
    filed = [
        FiledResource(f"{FOLDER}{number}.yml", resource, CatalogueKind.DEPARTMENT, "省教育厅")
        for number, resource in enumerate(resources)
    ]
    catalogue = FiledCatalogue(FOLDER, CatalogueKind.DEPARTMENT, "省教育厅", Catalogue(), tuple(filed))
    return Loaded(Register(catalogues=(catalogue,)), (), {}, {})


def _many(cycle: str, name: str = "资源") -> Loaded:
    entry = {"资源名称": name, "提供方": "省教育厅", "共享类型": "无条件共享", "更新周期": cycle}
    return _loaded([Resource.model_validate(entry | {"资源代码": f"307003/{number:06}"}) for number in range(3000)])


@pytest.mark.parametrize("name", ["资源", "|" * 100])
@pytest.mark.parametrize(("old", "new"), [("每日", "每月"), ("每月", "每日")])
def test_the_page_fits_a_comment_and_says_what_it_leaves_out(old: str, new: str, name: str) -> None:
    """Of 3,000 changes, narrowing or widening; what is shown and what is left out make up the whole."""
    reviewed = review(_many(old, name), _many(new, name))
    page = review_page(reviewed, reviewed.findings, "a", "b", most=65_000)
    assert len(page) < FORGE_COMMENT
    rows = len(re.findall(r"^\| .*307003", page, re.MULTILINE))
    points = len(re.findall(r"^- \[ \] \*\*C107", page, re.MULTILINE))
    findings = len(re.findall(r"^- 错误", page, re.MULTILINE))
    left = [int(number) for number in re.findall(r"还有 (\d+) 处", page)]
    assert [rows + left.pop(0)] == [3000]
    assert left == ([3000 - points, 3000 - findings] if old == "每日" else [])
    assert "3000 项资源、0 条台账有变化" in page


def test_the_full_page_leaves_nothing_out(repository: Repository) -> None:
    reviewed = review(_many("每日"), _many("每月"))
    page = review_page(reviewed, reviewed.findings, "a", "b")
    assert "还有" not in page
    assert len(re.findall("307003", page)) == 3000
    assert len(re.findall("指纹 `", page)) == 3000
    assert len(re.findall(r"^- 错误", page, re.MULTILINE)) == 3000
    repository.edit(MONTHLY)
    assert repository.mulu("review", "HEAD", "--full") == repository.mulu("review", "HEAD")


@pytest.mark.parametrize("kept", ["名称", "信息项"])
def test_whole_catalogue_under_new_codes(kept: str) -> None:
    """Name or items tell which resource is which; each is one C202 and none a deletion."""
    old: list[dict[str, object]] = []
    new: list[dict[str, object]] = []
    for number in range(300):
        for listed, letter in ((old, "A"), (new, "B")):
            name = f"资源{number}" if kept == "名称" else f"资源{letter}{number}"
            items = [f"项{number}-{one}" if kept == "信息项" else f"项{letter}{one}" for one in range(5)]
            entry = {"资源名称": name, "资源代码": f"307003/{letter}{number}", "提供方": "省教育厅"}
            listed.append(entry | {"信息项": [{"名称": item, "数据类型": "字符型C"} for item in items]})
    before = _loaded([Resource.model_validate(entry) for entry in old])
    after = _loaded([Resource.model_validate(entry) for entry in new])
    findings = review(before, after).findings
    assert len(findings) == 300
    assert {finding.rule.id for finding in findings} == {"C202"}


def test_the_rule_about_everything_comes_last() -> None:
    """C110 takes what no other took; the ids of both families are apart."""
    assert NARROWINGS[-1].words.id == "C110"
    assert all(narrowing.words.id.startswith("C1") for narrowing in NARROWINGS)
    assert all(rule.words.id.startswith(("C2", "C3")) for rule in REQUEST_RULES)


def test_a_point_without_a_place_in_the_file_stands_at_its_beginning() -> None:
    old, new = _many("每日"), _many("每月")
    assert {finding.span for finding in review(old, new).findings} == {FILE_START}
    [first, *_] = compare(old.register, new.register)
    assert [point.words.id for point in narrowings_of(first, {})] == ["C107"]


@pytest.mark.parametrize("form", ["text", "junit"])
def test_the_line_of_a_change_shows_no_personal_number(repository: Repository, form: str) -> None:
    """A comment is no text of the register, so no X rule speaks; the line is shown all the same, with stars."""
    repository.edit(("更新周期: 每日", "更新周期: 每月    # 问 13800138000"))
    assert run(["check", "--root", str(repository.root), "--against", "HEAD", "--format", form]) == 1
    told = repository.capsys.readouterr().out
    assert "# 问 138******00" in told
    assert "13800138000" not in told
