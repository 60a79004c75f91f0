"""`mulu history` and `mulu filings` on told stories."""

import csv
import io
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from generator.cli import run
from generator.source.table import table_text
from tests.stories.story import Step, Told, tell, told

FILE = "catalogues/department/省教育厅/教师资格认定信息.yml"
CODE = "307003/000002"
OVER = ("--today", "2027-06-01")


class Terminal:
    """Runs commands on one story."""

    def __init__(self, story: Told, capsys: pytest.CaptureFixture[str]) -> None:
        self.story, self.capsys = story, capsys

    def says(self, *arguments: str, baseline: str = "start") -> tuple[int, str, str]:
        pinned = ("--baseline", self.story.commits[baseline]) if baseline else ()
        self.capsys.readouterr()
        code = run([*arguments, "--root", str(self.story.root), *OVER, *pinned])
        said = self.capsys.readouterr()
        return code, said.out, said.err

    def data(self, *arguments: str) -> Any:
        code, out, _ = self.says(*arguments, "--format", "json")
        assert code == 0
        return json.loads(out)


@pytest.fixture
def ledgers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(told(tmp_path, "ledgers"), capsys)


def test_the_revisions_of_a_resource_as_data(ledgers: Terminal) -> None:
    first, second, third = ledgers.data("history", CODE)
    assert (first["revision"], first["on"], first["kind"], first["filing"]) == (1, "2026-01-05", "created", None)
    assert first["commit"] == ledgers.story.commits["start"]
    assert second == {
        "revision": 2,
        "on": "2026-01-07",
        "commit": ledgers.story.commits["02-answer"],
        "kind": "changed",
        "filing": "备〔2026〕0002号",
        "verdict": "签名证明",
        "submitter": "省公安厅、省教育厅",
        "reviewer": "审核岗01",
        "name": "教师资格认定信息",
        "file": FILE,
        "moved_from": None,
        "triggers": ["2026-0001"],
        "fault": None,
        "refused": [],
        "shapes": [],
        "changes": [{"field": "变更依据", "item": "", "old": "", "new": "2026-0001", "direction": "neutral"}],
    }
    assert third["triggers"] == ["2026-0003"]


def test_the_filing_register_as_data(ledgers: Terminal) -> None:
    trigger, answer, _ = ledgers.data("filings")
    assert (trigger["request"], trigger["address"], trigger["title"]) == ("#31", None, "登记触发事项")
    assert (trigger["ledgers"], trigger["files"]) == (
        [{"ledger": "triggers", "number": "2026-0001"}],
        ["catalogues/README.md"],
    )
    assert answer["address"] == "https://git.gov.example/c/r/-/merge_requests/32"
    assert (answer["submitter"], answer["claimed_submitter"]) == ("省公安厅、省教育厅", "编目员甲")
    assert (answer["reviewers"], answer["verdict"], answer["on_time"]) == (["审核岗01"], "签名证明", None)
    assert answer["triggers"] == ["2026-0001", "2026-0002"]
    assert [
        (one["code"], one["kind"], [change["field"] for change in one["changes"]]) for one in answer["resources"]
    ] == [
        ("101001/000001", "changed", ["变更依据"]),
        (CODE, "changed", ["变更依据"]),
    ]


def test_a_resource_tells_its_story_in_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal(told(tmp_path, "retire"), capsys)
    code, out, _ = terminal.says("history", CODE)
    commit = {name: made[:10] for name, made in terminal.story.commits.items()}
    assert code == 0
    assert out.splitlines() == [
        "307003/000002 教师资格认定信息（省教育厅）",
        f"第 1 次 2026-01-05 新增 初始导入 {commit['start']}",
        f"第 2 次 2026-01-07 注销 备〔2026〕0002号 提交：省教育厅 审核：审核岗01（签名证明） {commit['02-retire']}",
        "    变更依据：（无） → 2026-0001（不涉及）",
        "    状态：有效 → 已注销（收窄）",
        "    注销：（无） → 并入教师资格和注册信息 307003/000003（不涉及）",
        "    回应触发事项：2026-0001",
        f"第 3 次 2026-01-08 修改 备〔2026〕0003号 提交：省教育厅 审核：审核岗01（签名证明） {commit['03-later']}",
        "    注销：并入教师资格和注册信息 307003/000003 → 已并入教师资格和注册信息 307003/000003（不涉及）",
        f"第 4 次 2026-01-09 删除 备〔2026〕0004号 提交：省教育厅 审核：审核岗01（签名证明） {commit['04-remove']}",
        "已删除：2026-01-09。理由：已并入教师资格和注册信息",
        "继任资源：307003/000003",
    ]


def test_filings_are_told_with_their_request_and_what_the_audit_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal(told(tmp_path, "new-year"), capsys)
    code, out, err = terminal.says("filings", "--year", "2026")
    assert (code, err.splitlines()) == (
        0,
        ["主线上有 1 次提交的日期早于前一次提交，请核查有关机器的时钟", "共 3 件备案"],
    )
    assert out.splitlines()[-4:] == [
        "备〔2026〕0003号 2026-12-31 签名证明 提交：省教育厅 审核：审核岗01",
        "    合并请求：catalogue/register!7 05-clock-ran-back",
        "    307003/000002 教师资格认定信息：修改（更新周期）",
        "    说明：日期早于此前的提交，审核人的钥匙按此前最晚的日期判断",
    ]
    assert terminal.says("filings", "--year", "2025")[1:] == ("", err.splitlines()[0] + "\n共 0 件备案\n")


def test_what_is_out_of_the_ordinary_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal(told(tmp_path, "every-kind"), capsys)
    assert "有 4 次提交没有经过合并就改动了登记册" in terminal.says("filings")[2]
    assert "修改 未经备案" in terminal.says("history", CODE)[1]
    assert "没有写明基线，全部提交视为初始导入" in terminal.says("filings", baseline="")[2]
    for arguments in (("checkout", "--quiet", "--detach"), ("branch", "--quiet", "-D", "main")):
        subprocess.run(["git", "-C", str(tmp_path), *arguments], check=True)
    assert "HEAD 处于分离状态" in terminal.says("filings")[2]


def test_the_baseline_may_stand_in_the_environment(ledgers: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MULU_BASELINE", ledgers.story.commits["02-answer"])
    assert ledgers.says("filings", baseline="")[1].startswith("备〔2026〕0001号 2026-01-08")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("history", "307003/999999"), "mulu：main 的历史中没有代码为 307003/999999 的资源\n"),
        (("history", "\x1b[31m"), "mulu：main 的历史中没有代码为 \\u001b[31m 的资源\n"),
        (("filings", "--main", "--upload-pack=x"), ""),
        (("filings", "--main=--all"), "mulu：仓库中没有 --all；请先取得该分支，如 git fetch origin main\n"),
        (("filings", "--baseline", "--all"), ""),
        (("filings", "--year", "今年"), ""),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(ledgers: Terminal, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = ledgers.says(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_no_personal_number_and_no_control_character_is_repeated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = "430102199003074515"
    step: Step = {
        "step": "01",
        "message": f"目录变更 #5：联系人 {number}\x1b[2J\n\nSubmitted-by: {number}\n",
        "edit": {FILE: {"摘要: 教师资格证书载明的内容": f"摘要: {number} 教师资格证书载明的内容"}},
    }
    terminal = Terminal(tell(tmp_path, [step]), capsys)
    for command in (("history", CODE), ("filings",)):
        for shape in ("text", "json"):
            out = terminal.says(*command, "--format", shape)[1]
            assert number not in out
            assert "\x1b" not in out
    assert number not in terminal.says("filings", "--format", "csv")[1]
    assert "430*************15" in terminal.says("history", CODE)[1]


def test_a_table_is_csv_and_no_cell_is_a_formula(ledgers: Terminal) -> None:
    code, out, _ = ledgers.says("filings", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"), newline="")))
    assert code == 0
    assert [row["备案号"] for row in rows] == ["备〔2026〕0001号", "备〔2026〕0002号", "备〔2026〕0003号"]
    assert (
        rows[1]["资源"]
        == "101001/000001 户籍人口基本信息：修改（变更依据）；307003/000002 教师资格认定信息：修改（变更依据）"
    )
    cells = ["=1+1", "+1", "-1", "@a", "\t=1", " =1", "\r=1", "＝1", "甲=乙", 'a"b', "一\n二", ""]
    assert table_text(["列"], [cells]) == (
        "\ufeff列\r\n'=1+1,'+1,'-1,'@a,'\t=1,' =1,\"'\r=1\",'＝1,甲=乙,\"a\"\"b\",\"一\n二\",\r\n"
    )
