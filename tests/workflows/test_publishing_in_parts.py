"""The publishing workflow in parts: its jobs, run one after the other as the forge starts them."""

import json
import re

import pytest
import yaml

from tests.workflows.forge import RESOURCE, WORKFLOWS, Forge, Ran, assert_no_token_is_left, jobs, steps, without

PUBLISH = "publish.yml"
MOST = 8
CHANGED = {RESOURCE: without("每日").replace("更新周期: ", "更新周期: 实时")}
HOSTILE_TAG = "v\"$(touch${IFS}owned)\"`id`;'x'&<!--"


class Run:
    """A run in parts: what its first job hands on, and the parts that the others made of it."""

    def __init__(self, forge: Forge, count: int, run_id: str = "71") -> None:
        self.forge = forge
        self.count = {"vars.MULU_PARTS": str(count)}
        self.run_id = run_id
        self.first = self._job("publish", {})
        self.pinned = {f"needs.publish.outputs.{name}": value for name, value in self.first.outputs.items()}
        self.parts: dict[str, str] = {}

    def _job(self, job: str, facts: dict[str, str]) -> Ran:
        return self.forge.run(PUBLISH, self.count | facts, job, GITHUB_RUN_ID=self.run_id)

    def part(self, number: int) -> Ran:
        ran = self._job("part", self.pinned | {"matrix.part": str(number), "vars.MULU_PARTS": "7"})  # changed since
        self.parts |= ran.outputs
        return ran

    def join(self) -> Ran:
        """The last job, with the outputs of all parts as the forge merges them."""
        outputs = {f"part-{number}": "" for number in range(1, MOST + 1)} | self.parts
        return self._job("join", self.pinned | {"toJSON(needs.part.outputs)": json.dumps(outputs, indent=2)})

    def sweep(self) -> Ran:
        return self._job("sweep", {})


def published(forge: Forge) -> str:
    """The tree of the published branch: equal trees, equal bytes."""
    return forge.git("rev-parse", "gh-pages^{tree}", at=forge.bare)


def temporary(forge: Forge) -> list[str]:
    return forge.git("for-each-ref", "--format=%(refname)", "refs/mulu", at=forge.bare).split()


def meanwhile(forge: Forge) -> None:
    """Others work while the runners do: main goes on, a note is added, tags come, move and are hostile."""
    forge.commit(CHANGED)
    forge.push("refs/heads/main")
    forge.push("refs/tags/edition/2026-Q3")
    forge.push(f"refs/tags/{HOSTILE_TAG}2")
    forge.git("notes", "--ref=approvals", "add", "-m", "another")
    forge.git("push", "-q", "--force", forge.bare.as_uri(), "refs/notes/approvals")


def test_parts_publish_byte_for_byte_what_one_runner_publishes(forge: Forge) -> None:
    forge.git("tag", "edition/2026-Q3")
    forge.git("tag", "-a", "-m", "$(touch owned)", HOSTILE_TAG)
    forge.git("notes", "--ref=approvals", "add", "-m", "approved")
    forge.git("push", "-q", "--tags", forge.bare.as_uri(), "refs/notes/approvals")
    commit = forge.git("rev-parse", "HEAD")
    assert forge.run(PUBLISH, {}).code == 0
    alone, alone_commit = published(forge), forge.git("rev-parse", "gh-pages", at=forge.bare)

    (forge.home / ".gitconfig").write_text("[core]\n\tautocrlf = input\n[commit]\n\tgpgSign = true\n")
    forge.git("push", "-q", forge.bare.as_uri(), "HEAD:refs/mulu/parts/70/2")  # of a run that was killed
    run = Run(forge, 3)
    assert run.first.code == 0, run.first.log
    assert run.first.outputs["commit"] == commit
    assert forge.git("rev-parse", "gh-pages", at=forge.bare) == alone_commit
    assert not (forge.place / "site").exists()
    assert temporary(forge) == ["refs/mulu/parts/71/pin"]

    for number in (3, 1, 2):
        ran = run.part(number)
        assert ran.code == 0, ran.log
        assert_no_token_is_left(forge, ran)
        meanwhile(forge)
    assert sorted(run.parts) == ["part-1", "part-2", "part-3"]
    ran = run.join()
    assert ran.code == 0, ran.log
    assert_no_token_is_left(forge, ran)
    assert published(forge) == alone
    assert re.fullmatch(
        rf"发布 {commit}（\d{{4}}-\d\d-\d\d）", forge.git("log", "-1", "--format=%B", "gh-pages", at=forge.bare)
    )
    assert forge.git("rev-list", "--count", "gh-pages", at=forge.bare) == "1"

    forge.git("push", "-q", forge.bare.as_uri(), "HEAD:refs/mulu/parts/72/pin")
    assert run.sweep().code == 0
    assert temporary(forge) == ["refs/mulu/parts/72/pin"]  # another run's are none of its business
    assert not list(forge.folder.rglob("owned"))


def test_a_runner_beyond_the_parts_does_nothing(forge: Forge) -> None:
    ran = forge.run(PUBLISH, {"needs.publish.outputs.parts": "2", "matrix.part": "3"}, "part")
    assert (ran.code, ran.log, ran.outputs) == (0, "", {})
    assert not any(forge.place.iterdir())


def test_parts_that_do_not_fit_together_are_refused_and_the_old_site_stays(forge: Forge) -> None:
    """A part is missing, of another commit, of another day, lost; its reference, which anybody may move, has no say."""
    forge.push("refs/heads/gh-pages")
    old = published(forge)
    earlier = Run(forge, 2)
    assert earlier.part(2).code == 0
    forge.git("push", "-q", forge.bare.as_uri(), "HEAD:refs/heads/kept")
    forge.git("update-ref", "refs/heads/kept", earlier.parts["part-2"], at=forge.bare)
    forge.commit(CHANGED)
    forge.push("refs/heads/main")
    run = Run(forge, 2, "72")
    assert run.part(1).code == 0

    ran = run.join()
    assert (ran.code, published(forge)) == (2, old)
    assert "应当有 2 个部分，每个一次，现在给出 1 个，缺少第 2 部分" in ran.log

    run.parts["part-2"] = earlier.parts["part-2"]
    ran = run.join()
    assert (ran.code, published(forge)) == (2, old)
    assert "各部分不是由同一次提交、同一天、同一版程序生成的，不能合并" in ran.log

    run.pinned |= {"needs.publish.outputs.day": "2026-11-01"}
    assert run.part(2).code == 0
    ran = run.join()
    assert (ran.code, published(forge)) == (2, old)
    assert "各部分不是由同一次提交、同一天、同一版程序生成的，不能合并" in ran.log
    run.pinned |= {"needs.publish.outputs.day": run.first.outputs["day"]}

    run.parts["part-2"] = "0123456789" * 4
    ran = run.join()
    assert (ran.code, published(forge)) == (128, old)
    assert "not our ref" in ran.log

    assert run.part(2).code == 0
    forge.git("update-ref", "refs/mulu/parts/72/2", earlier.parts["part-2"], at=forge.bare)
    assert run.join().code == 0
    assert forge.git("grep", "-l", "实时", "gh-pages", at=forge.bare)
    assert run.sweep().code == 0
    assert temporary(forge) == []


def test_nothing_is_begun_in_parts_of_what_must_not_be_published(forge: Forge) -> None:
    baseline = forge.git("rev-parse", "HEAD")
    forge.commit(CHANGED)
    forge.push("refs/heads/main")
    ran = forge.run(PUBLISH, {"vars.MULU_PARTS": "2", "vars.MULU_BASELINE": baseline})
    assert (ran.code, ran.outputs, temporary(forge)) == (1, {}, [])
    assert "违规" in ran.log


@pytest.mark.parametrize("parts", ["1", "9", "02", "2; touch owned"])
def test_a_number_of_parts_that_cannot_be_is_refused(forge: Forge, parts: str) -> None:
    ran = forge.run(PUBLISH, {"vars.MULU_PARTS": parts}, only="固定各部分的共同依据")
    assert ran.code == 1
    assert "::error::变量 MULU_PARTS 应为 2 至 8 的整数；不分部分生成的，删去这个变量。" in ran.log
    assert not list(forge.folder.rglob("owned"))


def test_both_ways_never_at_once_each_in_one_workflow_by_one_text() -> None:
    """One workflow, so one queue: two would take each other's place in it. What both ways do is the same script."""
    (workflow,) = (path for path in WORKFLOWS.iterdir() if "gh-pages" in path.read_text(encoding="utf-8"))
    told = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    assert told["concurrency"] == {"group": "检查并发布", "cancel-in-progress": False}
    texts: dict[str, set[str]] = {}
    for job in told["jobs"]:
        for step in steps(PUBLISH, job):
            texts.setdefault(step["name"], set()).add(step["run"])
    assert [len(texts[name]) for name in ("准备运行环境", "发布到 gh-pages 分支")] == [1, 1]
    conditions = {step["name"]: step.get("if") for step in steps(PUBLISH, "publish")}
    assert conditions == {
        "取出 main 及其全部历史": None,
        "准备运行环境": None,
        "校验": None,
        "核验审核证明": None,
        "生成网站": "vars.MULU_PARTS == ''",
        "发布到 gh-pages 分支": "vars.MULU_PARTS == ''",
        "固定各部分的共同依据": "vars.MULU_PARTS != ''",
    }
    assert {step["if"] for step in steps(PUBLISH, "part")} == {"matrix.part <= needs.publish.outputs.parts"}


def test_every_part_has_its_output_and_the_sweep_follows_whatever_happened() -> None:
    told = jobs(PUBLISH)
    numbers = list(range(1, MOST + 1))
    assert told["part"]["strategy"] == {"matrix": {"part": numbers}}
    assert told["part"]["outputs"] == {
        f"part-{number}": f"${{{{ steps.hand-over.outputs.part-{number} }}}}" for number in numbers
    }
    assert {name: (job.get("needs"), job["if"]) for name, job in told.items() if name != "publish"} == {
        "part": ("publish", "needs.publish.outputs.pin != ''"),
        "join": (["publish", "part"], "needs.publish.outputs.pin != ''"),
        "sweep": (["publish", "part", "join"], "always() && needs.publish.outputs.pin != ''"),
    }
    assert {tuple(job["permissions"].items()) for job in told.values()} == {(("contents", "write"),)}
