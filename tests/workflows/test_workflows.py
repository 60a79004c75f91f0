"""The check of a change request and the publishing of main, run step by step as a runner does."""

import os
import re
import shutil
from collections.abc import Callable

import pytest
import yaml

from tests.conftest import MINIMAL, REPOSITORY
from tests.workflows.forge import (
    RESOURCE,
    SHOUT,
    WORKFLOWS,
    Files,
    Forge,
    Ran,
    assert_no_token_is_left,
    jobs,
    steps,
    without,
)


@pytest.fixture
def check(forge: Forge) -> Callable[..., Ran]:
    """Submits files as request 7 on top of main and runs the check."""

    def checked(files: Files, *, later: Files | None = None, author: str = "edu-clerk", **variables: str) -> Ran:
        base = forge.git("rev-parse", "HEAD")
        head = forge.commit(files)
        if later is not None:
            forge.commit(later)
        forge.push("refs/pull/7/head")
        forge.git("reset", "-q", "--hard", base)
        request = "github.event.pull_request"
        facts = {f"{request}.base.sha": base, f"{request}.head.sha": head, f"{request}.number": "7"}
        return forge.run("check.yml", facts | {f"{request}.user.login": author}, **variables)

    return checked


def test_good_submission_passes(forge: Forge, check: Callable[..., Ran]) -> None:
    ran = check({RESOURCE: (MINIMAL / RESOURCE).read_text(encoding="utf-8").replace("每日", "实时")})
    assert ran.code == 0, ran.log
    assert "rules of main, isolated 1\n" in ran.log
    assert "## 目录校验：通过" in ran.summary
    assert_no_token_is_left(forge, ran)


def test_broken_submission_fails_and_says_why(check: Callable[..., Ran]) -> None:
    ran = check({RESOURCE: without("共享类型: 无条件共享\n")})
    assert ran.code == 1
    for said in (ran.log, ran.summary):
        assert f"{RESOURCE}:1:1 错误 M101" in said
    assert "## 目录校验：有错误" in ran.summary


def test_a_narrowing_without_its_basis_fails(check: Callable[..., Ran]) -> None:
    ran = check({RESOURCE: (MINIMAL / RESOURCE).read_text(encoding="utf-8").replace("每日", "每年")})
    assert ran.code == 1
    assert "错误 C107" in ran.summary


def test_the_author_of_a_request_is_known_by_the_base_and_only_an_argument(
    forge: Forge, check: Callable[..., Ran]
) -> None:
    """Accounts of the submission's own register do not count; an account is never an option or a script."""
    path = "catalogues/organisations.yml"
    text = (MINIMAL / path).read_text(encoding="utf-8") + "    提交账号:\n      - edu-clerk\n"
    forge.commit({path: text})
    own: Files = {RESOURCE: (MINIMAL / RESOURCE).read_text(encoding="utf-8").replace("每日", "实时")}
    assert check(own).code == 0
    ran = check({".github/workflows/check.yml": "on: push\n", **own})
    assert ran.code == 1
    assert "错误 C213 「省教育厅」改动了登记册以外的文件，共 1 个，如 .github/workflows/check.yml" in ran.log
    ran = check({path: text.replace("edu-clerk", "evil"), **own}, author="evil")
    assert ran.code == 0
    assert "警告 C214 没有部门登记了提交账号「evil」" in ran.log
    assert "「--root=/tmp $(id)」" in check(own, author="--root=/tmp $(id)").log


def test_what_others_did_to_main_since_is_not_held_against_a_submission(
    forge: Forge, check: Callable[..., Ran]
) -> None:
    text = (MINIMAL / RESOURCE).read_text(encoding="utf-8")
    other = "catalogues/department/省教育厅/另一项信息.yml"
    left_from = forge.git("rev-parse", "HEAD")
    head = forge.commit({RESOURCE: text.replace("每日", "实时")})
    forge.push("refs/pull/7/head")
    forge.git("reset", "-q", "--hard", left_from)
    for number in range(12):
        forge.commit({"README.md": f"{number}\n"})
    added = text.replace("307003/000001", "307003/000002").replace("民办学校办学许可信息", "另一项信息")
    base = forge.commit({other: added})
    forge.push("refs/heads/main")
    request = "github.event.pull_request"
    facts = {f"{request}.base.sha": base, f"{request}.head.sha": head, f"{request}.number": "7"}
    ran = forge.run("check.yml", facts | {f"{request}.user.login": "edu-clerk"})
    assert ran.code == 0, ran.log


def test_rules_are_those_of_main_and_nothing_submitted_runs(forge: Forge, check: Callable[..., Ran]) -> None:
    silent = SHOUT.format("submission") + "def main():\n    sys.exit(0)\n\nmain()\n"
    always = "on: push\njobs: {check: {name: 目录校验, steps: [{run: 'true'}]}}\n"
    submitted: Files = dict.fromkeys(
        ("generator/__init__.py", "generator/__main__.py", "generator/check.py", "sitecustomize.py", "yaml.py"), silent
    )
    submitted |= {".github/workflows/check.yml": always, "requirements/site.txt": "./evil\n"}
    submitted |= {"venv/bin/python": "#!/bin/sh\nexit 0\n", "catalogues/yaml.py": silent}
    ran = check(submitted | {RESOURCE: without("共享类型: 无条件共享\n")})
    assert ran.code == 1
    assert "M101" in ran.log
    assert "rules of main" in ran.log
    assert "rules of submission" not in ran.log
    assert {path.name for path in (forge.place / "submission").iterdir()} == {".git", "catalogues"}


def test_crash_is_not_told_as_a_fault_of_the_submission(forge: Forge, check: Callable[..., Ran]) -> None:
    forge.commit({"generator/check.py": "raise RuntimeError\n"})
    ran = check({"README.md": "x\n"})
    assert ran.code == 2
    assert "## 目录校验：未能进行" in ran.summary


def test_installs_what_main_requires(forge: Forge, check: Callable[..., Ran]) -> None:
    tools = forge.folder / "tools"
    tools.mkdir()
    pip = '#!/bin/sh\necho "installing: $*"\nfor last; do :; done\ncp "$last" ../installed.txt\n'
    (tools / "python3").write_text(
        '#!/bin/sh\n[ "$1" = -c ] && exit 0\nmkdir -p venv/bin\n'
        f"cat > venv/bin/python <<'PIP'\n{pip}PIP\nchmod +x venv/bin/python\n",
        encoding="utf-8",
    )
    (tools / "python3").chmod(0o755)
    ran = check({"requirements/site.txt": "./evil\n"}, MULU_PYTHON="", PATH=f"{tools}:{os.environ['PATH']}")
    assert re.search(
        r"^installing: -I -m pip install .*--require-hashes -r rules/requirements/site\.txt$", ran.log, re.M
    )
    assert (forge.folder / "installed.txt").read_text() == (REPOSITORY / "requirements/site.txt").read_text()


def test_catalogues_that_are_a_link_fail(forge: Forge, check: Callable[..., Ran]) -> None:
    shutil.rmtree(forge.work / "catalogues")
    (forge.work / "catalogues").symlink_to("../rules/catalogues")
    ran = check({})
    assert ran.code == 1
    assert "::error::所提交的内容中没有 catalogues 目录" in ran.log


def test_link_among_the_resources_fails(forge: Forge, check: Callable[..., Ran]) -> None:
    (forge.work / RESOURCE).unlink()
    (forge.work / RESOURCE).symlink_to(f"../../../../rules/{RESOURCE}")
    (forge.work / RESOURCE).with_name("另一项.yml").write_text("资源名称: 另一项\n", encoding="utf-8")
    ran = check({})
    assert ran.code == 1
    assert f"{RESOURCE}:1:1 错误 Y" in ran.log
    assert "此处是指向别处的链接" in ran.log


@pytest.mark.parametrize(
    ("removed", "said"),
    [
        (["catalogues"], "没有 catalogues 目录"),
        (["catalogues/base", "catalogues/department"], "删除了全部信息资源"),
        ([RESOURCE], "删除了全部信息资源"),
    ],
)
def test_nothing_left_to_check_fails(check: Callable[..., Ran], removed: list[str], said: str) -> None:
    ran = check({**dict.fromkeys(removed), "README.md": "nothing else here\n"})
    assert ran.code == 1
    assert said in ran.log


def test_head_that_moved_since_the_event_fails(check: Callable[..., Ran]) -> None:
    ran = check({"README.md": "checked\n"}, later={"README.md": "pushed while the run was queued\n"})
    assert ran.code == 1
    assert "::error::本次校验开始后又有新的提交" in ran.log


def test_attributes_of_a_submission_start_no_filter(forge: Forge, check: Callable[..., Ran]) -> None:
    ran_filter = forge.folder / "filter-ran"
    (forge.home / ".gitconfig").write_text(f'[filter "lfs"]\n\tsmudge = touch {ran_filter} && cat\n')
    ran = check({"catalogues/department/.gitattributes": "*.yml filter=lfs\n"})
    assert ran.code == 1
    assert "rules of main" in ran.log
    assert not ran_filter.exists()


def test_hostile_text_stays_inside_the_fence_and_commands_nobody(check: Callable[..., Ran]) -> None:
    hostile = "```````` ::error::x ##[add-mask]x <img src=x>"
    text = (MINIMAL / RESOURCE).read_text(encoding="utf-8").replace("每日", f"'{hostile}'")
    ran = check({RESOURCE: text})
    assert ran.code == 1
    opening, shown = re.search(r"^(`+)text\n(.*)", ran.summary, re.M | re.S).groups()  # type: ignore[union-attr]
    assert shown.endswith(f"\n{opening}\n")
    assert hostile in shown
    assert opening not in shown.removesuffix(f"{opening}\n")
    token = re.search(r"^::stop-commands::([0-9a-f]{32})$", ran.log, re.M)
    assert token
    assert ran.log.index(token[0]) < ran.log.index(hostile)
    assert ran.log.rindex(hostile) < ran.log.index(f"\n::{token[1]}::\n")


def test_nothing_is_published_over_a_violation_until_it_has_been_dealt_with(forge: Forge) -> None:
    """A direct push after the baseline stops the run, until the variable says that it has been dealt with."""
    baseline = forge.git("rev-parse", "HEAD")
    pushed = forge.commit({RESOURCE: without("每日").replace("更新周期: ", "更新周期: 实时")})
    forge.push("refs/heads/main")
    ran = forge.run("publish.yml", {"vars.MULU_BASELINE": baseline})
    assert ran.code == 1, ran.log
    assert "违规" in ran.log
    assert "gh-pages" not in forge.git("branch", "--list", at=forge.bare)
    ran = forge.run("publish.yml", {"vars.MULU_BASELINE": baseline, "vars.MULU_VERIFIED": pushed})
    assert ran.code == 0, ran.log
    assert "gh-pages" in forge.git("branch", "--list", at=forge.bare)


def test_publishes_main_and_leaves_the_published_alone_while_main_is_broken(forge: Forge) -> None:
    forge.git("notes", "--ref=approvals", "add", "-m", "approved")
    forge.git("push", "-q", forge.bare.as_uri(), "refs/notes/approvals")
    ran = forge.run("publish.yml", {})
    assert ran.code == 0, ran.log
    assert_no_token_is_left(forge, ran)
    assert forge.git("notes", "--ref=approvals", "list", at=forge.place / "register")
    published = forge.git("rev-parse", "gh-pages", at=forge.bare)
    entries = forge.git("ls-tree", "-r", "gh-pages", at=forge.bare).splitlines()
    paths = {entry.split("\t", 1)[1] for entry in entries}
    assert {".nojekyll", "index.html"} <= paths
    assert not any(entry.startswith("120000") for entry in entries)
    assert not paths & {"catalogues/authority.yml", "generator/__main__.py"}

    forge.commit({RESOURCE: without("共享类型: 无条件共享\n")})
    forge.push("refs/heads/main")
    ran = forge.run("publish.yml", {})
    assert ran.code == 1
    assert "M101" in ran.log
    assert "没有生成网站" not in ran.log  # the check stopped it before the build, which would refuse as well
    assert forge.git("rev-parse", "gh-pages", at=forge.bare) == published

    mended = forge.commit({RESOURCE: (MINIMAL / RESOURCE).read_text(encoding="utf-8")})
    forge.push("refs/heads/main")
    ran = forge.run("publish.yml", {})
    assert ran.code == 0, ran.log
    assert mended in forge.git("log", "-1", "--format=%B", "gh-pages", at=forge.bare)
    assert forge.git("rev-list", "--count", "gh-pages", at=forge.bare) == "1"


@pytest.mark.parametrize("workflow", sorted(path.name for path in WORKFLOWS.iterdir()))
def test_steps_need_no_marketplace_and_no_expression_reaches_a_script(workflow: str) -> None:
    for job in jobs(workflow):
        for step in steps(workflow, job):
            assert step.keys() <= {"id", "if", "name", "env", "working-directory", "run"}
            assert "${{" not in step["run"]


def test_check_is_the_base_branchs_and_may_only_read() -> None:
    workflow = yaml.safe_load((WORKFLOWS / "check.yml").read_text(encoding="utf-8"))
    assert list(workflow[True]) == ["pull_request_target"]  # YAML 1.1 reads the key `on` as a truth value
    assert workflow["permissions"] == {}
    assert workflow["jobs"]["check"]["permissions"] == {"contents": "read"}
