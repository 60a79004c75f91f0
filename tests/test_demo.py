"""The demonstration tells what it promises: counted in git itself, accepted by OpenSSH, in order at every step."""

import os
import re
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from generator.approval.audit import audit_of
from generator.approval.editions import editions_of
from generator.approval.verdict import Verdict
from generator.calendar import work_calendar
from generator.check import checked
from generator.cli import run
from generator.demo.cast import DATA_BUREAU, OFFICE, Cast
from generator.demo.days import FIRST_END, Days
from generator.demo.files import files_from, text_of
from generator.demo.plot import Fault, Request
from generator.demo.telling import Told, _Telling, told
from generator.diagnostics import OperatorError
from generator.load import Loaded, register_from
from generator.model.ledgers import AccessRequest, Correction, Trigger
from generator.model.words import LedgerKind, ResourceStatus
from generator.review import review
from generator.source.folder import SourceFile, read_files
from generator.source.history import blobs, main_line
from generator.source.pack import write_repository
from tests.conftest import MINIMAL, REPOSITORY

DAY = date(2026, 11, 23)
SECONDS = 120

QUIET = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}


def git(repository: Path, *arguments: str) -> str:
    command = ["git", "-C", str(repository), "-c", "core.quotepath=false", *arguments]
    return subprocess.run(command, capture_output=True, check=True, text=True, env=QUIET).stdout


def text_at(repository: Path, revision: str, path: str) -> str:
    return git(repository, "show", f"{revision}:{path}")


@pytest.fixture(scope="module")
def story() -> Told:
    return told(read_files(REPOSITORY)[0], DAY)


@pytest.fixture(scope="module")
def demo(story: Told, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    write_repository(folder, story.objects, story.references, "main")
    return folder


@pytest.fixture(scope="module")
def main(demo: Path) -> list[str]:
    """The commits of main from the baseline's declaration on, oldest first."""
    return git(demo, "rev-list", "--first-parent", "--reverse", "main").split()[3:]


def test_the_command_writes_it_whole_and_soon(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, story: Told
) -> None:
    began = time.monotonic()
    monkeypatch.chdir(tmp_path)
    assert run(["demo", "demo", "--today", f"{DAY}"]) == 0
    assert time.monotonic() - began < SECONDS
    said = capsys.readouterr()
    assert said.out == f"基线 {story.baseline}\n"
    assert "31 个部门的 248 次变更，其中 6 次没有经过有效审核" in said.err
    assert git(tmp_path / "demo", "status", "--porcelain") == ""
    assert git(tmp_path / "demo", "rev-parse", "main").strip() == story.references["refs/heads/main"]
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]
    assert run(["check", "--root", str(tmp_path / "demo")]) == 0
    assert capsys.readouterr().out == ""


def test_nothing_of_anybodys_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").write_text("mine")
    assert run(["demo", str(tmp_path), "--today", f"{DAY}"]) == 2
    assert "已经存在" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_an_empty_folder_is_filled_but_never_the_current_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for place in (".", "new/.."):
        assert run(["demo", place, "--today", f"{DAY}"]) == 2
        assert "请写明一个新目录的名称" in capsys.readouterr().err
        assert list(tmp_path.iterdir()) == []
    (tmp_path / "演示 -x").mkdir()
    assert run(["demo", "演示 -x", "--today", f"{DAY}"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["演示 -x"]


def test_it_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(folder: Path, *_: object) -> None:
        (folder / "half").write_text("half")
        raise KeyboardInterrupt

    monkeypatch.setattr("generator.source.pack.write_repository", stopped)
    with pytest.raises(KeyboardInterrupt):
        run(["demo", str(tmp_path / "demo"), "--today", f"{DAY}"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--today", f"{FIRST_END - timedelta(1)}"], "最后一天不得早于 2026-11-21"),
        (["--root", str(MINIMAL), "--today", f"{DAY}"], "演示以程序自带的示例登记册为底本"),
        (["--seed", "-1"], "不是种子"),
        (["--seed", "٣"], "不是种子"),
    ],
)
def test_what_cannot_be_told_is_said_in_one_line(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["demo", str(tmp_path / "demo"), *arguments]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_same_day_and_seed_tell_the_same_to_the_byte(story: Told) -> None:
    sample = read_files(REPOSITORY)[0]
    again = told(reversed(sample), DAY)
    assert again.references == story.references
    assert again.objects.pack() == story.objects.pack()
    assert not set(told(sample, DAY, seed=1).references.values()) & set(story.references.values())
    assert not set(told(sample, DAY + timedelta(1)).references.values()) & set(story.references.values())


def test_the_machines_own_git_settings_change_nothing(
    story: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = tmp_path / "template" / "hooks" / "post-checkout"
    hook.parent.mkdir(parents=True)
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    hook.chmod(0o755)
    settings = tmp_path / "settings"
    settings.write_text(
        f"[init]\ntemplateDir = {hook.parent.parent}\ndefaultBranch = trunk\n"
        "[core]\nautocrlf = true\n[user]\nuseConfigOnly = true\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(tmp_path / "elsewhere"))
    folder = tmp_path / "demo"
    folder.mkdir()
    write_repository(folder, story.objects, story.references, "main")
    assert not (tmp_path / "ran").exists()
    assert not (tmp_path / "elsewhere").exists()
    assert not (folder / ".git/logs").exists()
    assert b"\r" not in (folder / "catalogues/organisations.yml").read_bytes()
    assert git(folder, "symbolic-ref", "HEAD") == "refs/heads/main\n"


def test_what_git_will_not_take_is_one_line(story: Told, tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="git update-ref 没有成功，没有写出仓库"):
        write_repository(tmp_path, story.objects, {"refs/heads/main": "0" * 39 + "1"}, "main")


def test_git_finds_no_fault_in_it(demo: Path) -> None:
    done = subprocess.run(["git", "-C", str(demo), "fsck", "--strict", "--full"], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


def test_the_issue_s_sentence_counted(demo: Path, main: list[str]) -> None:
    merges = git(demo, "rev-list", "--first-parent", "--min-parents=2", "main").split()
    assert len(merges) == 247
    authors = set(git(demo, "log", "--no-merges", "--format=%ae", "main").split())
    domains = {author.rpartition("@")[2] for author in authors}
    assert len(domains) == 31
    days = git(demo, "log", "--first-parent", "--format=%cs", "--date=iso", "main").split()
    first, last = date.fromisoformat(days[-1]), date.fromisoformat(days[0])
    assert (first, last) == (date(2025, 5, 12), date(2026, 11, 20))
    assert (last.year - first.year) * 12 + last.month - first.month >= 18
    reviewers = set(git(demo, "log", "--first-parent", "--merges", "--format=%an", "main").split("\n")) - {""}
    assert reviewers == {f"审核岗{number:02}" for number in range(1, 6)}
    assert git(demo, "tag").split() == ["edition/2026-Q1", "edition/2026-Q3"]
    assert git(demo, "for-each-ref", "--format=%(objecttype)", "refs/tags").split() == ["tag", "tag"]
    assert len(main) == 248


def test_the_story_s_turns_are_in_its_history(demo: Path, main: list[str]) -> None:
    authority = text_at(demo, "main", "catalogues/authority.yml")
    assert authority.count("岗位: 审核岗02") == 2
    assert re.search(r"岗位: 审核岗02\n    单位: .*\n    公钥: .*\n    起: 2025-\d\d-\d\d\n    止: 2025-", authority)
    assert re.search(r"岗位: 审核岗04\n.*\n.*\n    起: .*\n    止: 2026-03-09\n", authority)
    organisations = text_at(demo, "main", "catalogues/organisations.yml")
    assert "简称: 省旅游发展局\n    全称: 湖南省旅游发展局\n" in organisations
    assert "止: 2025-06-23\n    继任: 省文化和旅游厅\n" in organisations
    paths = set(git(demo, "log", "--format=", "--name-only", "--no-renames", "main").split("\n"))
    assert "catalogues/department/省旅游发展局/导游证信息.yml" in paths
    assert "catalogues/department/省应急管理厅/应急避难场所名录.yml" in paths
    assert "catalogues/theme/安全生产/道路客运班线及站点信息.yml" in paths
    now = set(git(demo, "ls-tree", "-r", "--name-only", "main").split("\n"))
    assert "catalogues/department/省文化和旅游厅/导游证信息.yml" in now
    assert "catalogues/department/省应急管理厅/应急避难场所信息.yml" in now
    assert "catalogues/theme/公共服务/道路客运班线及站点信息.yml" in now
    assert not any("省旅游发展局" in path for path in now)


def test_merges_speak_as_forges_do_with_a_number_each(demo: Path) -> None:
    messages = git(demo, "log", "--first-parent", "--merges", "--reverse", "--format=%B%x00", "main").split("\0")[:-1]
    shapes = (
        r"Merge pull request #(\d+) from [a-z]+/[a-z]+-\d{3}\n\n.+",
        r"Merge branch '[a-z]+-\d{3}' into 'main'\n\n.+\n\nSee merge request mulu/hunan!(\d+)\n",
        r"Merge pull request '.+' \(#(\d+)\) from [a-z]+-\d{3} into main\n\nReviewed-on: https://.+\nReviewed-by: .+",
    )
    found = [next(match for shape in shapes if (match := re.match(shape, text.strip()))) for text in messages]
    assert [int(match[1]) for match in found] == list(range(1, 248))
    assert all(count >= 15 for count in Counter(match.re for match in found).values())
    assert len({match.re for match in found}) == 3


def test_openssh_and_git_accept_the_signatures(demo: Path, main: list[str], tmp_path: Path, story: Told) -> None:
    authority = text_at(demo, "main", "catalogues/authority.yml")
    keys = re.findall(r"公钥: (ssh-ed25519 \S+)", authority)
    assert len(keys) == len(set(keys)) == 7
    allowed = tmp_path / "allowed"
    allowed.write_text("".join(f'reviewer namespaces="git" {key}\n' for key in keys))
    trusting = ("-c", f"gpg.ssh.allowedSignersFile={allowed}")
    honest = [commit for commit in main if commit not in story.faults]
    for commit in honest[::12]:
        git(demo, *trusting, "verify-commit", commit)
    for tag in ("edition/2026-Q1", "edition/2026-Q3"):
        git(demo, *trusting, "verify-tag", tag)
    allowed.write_text("")
    with pytest.raises(subprocess.CalledProcessError):
        git(demo, *trusting, "verify-commit", honest[0])


def test_the_audit_names_the_six_and_nothing_else(demo: Path, story: Told) -> None:
    audit = audit_of(demo, main_line(demo), DAY, story.baseline)
    assert audit.chain == ()
    verdicts = Counter(judgement.verdict for judgement in audit.judgements.values())
    assert verdicts == {Verdict.SIGNED: 225, Verdict.FORGE: 17, Verdict.VIOLATION: 6, Verdict.IMPORT: 3}
    named = {
        commit: [reason.fault.id for reason in judgement.reasons]
        for commit, judgement in audit.judgements.items()
        if judgement.reasons
    }
    expected = {
        Fault.UNSIGNED: "unsigned",
        Fault.OWN_UNIT: "own-department",
        Fault.SELF_APPROVED: "self-approved",
        Fault.EXPIRED_KEY: "key-expired",
        Fault.SMUGGLED: "smuggled",
        Fault.PUSHED: "direct-push",
    }
    assert set(story.faults.values()) == set(Fault)
    assert named == {commit: [expected[fault]] for commit, fault in story.faults.items()}


def test_both_editions_are_proven_and_chained(demo: Path) -> None:
    editions = editions_of(demo, main_line(demo), DAY)
    assert [(one.name, one.on, one.verdict, one.reasons, one.reviewers) for one in editions] == [
        ("2026-Q1", date(2026, 4, 1), Verdict.SIGNED, (), ("审核岗01",)),
        ("2026-Q3", date(2026, 10, 8), Verdict.SIGNED, (), ("审核岗01",)),
    ]


@pytest.fixture(scope="module")
def states(demo: Path, main: list[str]) -> list[Loaded]:
    """The register as each commit of main left it."""
    return list(_states(demo, main))


def _states(demo: Path, commits: list[str]) -> Iterator[Loaded]:
    listed = [git(demo, "ls-tree", "-r", "-z", commit, "catalogues/").split("\0")[:-1] for commit in commits]
    trees = [[(entry.partition("\t")[2], entry.split(None, 3)[2]) for entry in entries] for entries in listed]
    contents = dict(blobs(demo, dict.fromkeys(blob for tree in trees for _, blob in tree)))
    known: Loaded | None = None
    for tree in trees:
        known = register_from([SourceFile(path, contents[blob]) for path, blob in tree], (), known)
        yield known


def test_every_state_is_in_order(states: list[Loaded]) -> None:
    for state in states[::9]:
        assert checked(state).findings == ()
    assert checked(states[-1]).findings == ()


def test_two_changes_break_a_duty_and_the_review_finds_them(states: list[Loaded]) -> None:
    reviewed = [review(before, after) for before, after in pairwise(states)]
    findings = [(finding.rule.id, finding.code) for one in reviewed for finding in one.findings]
    assert findings == [("C102", "307014/000003"), ("C107", "307018/000005")]
    with_basis = {point.change.code for one in reviewed for point in one.narrowings if point.has_basis}
    assert with_basis == {"307038/000001", "307012/000003", "307010/000004", "102001/000004", "307015/000006"}


def test_the_end_has_what_the_story_promises(states: list[Loaded]) -> None:
    first, last = states[0].register, states[-1].register
    retired = [filed.resource.code for filed in last.resources if filed.resource.status is ResourceStatus.RETIRED]
    assert sorted(str(code) for code in retired) == ["102001/000004", "307015/000006"]
    assert (len(list(first.resources)), len(list(last.resources))) == (144, 185)
    sample = {filed.resource.code for filed in register_from(*read_files(REPOSITORY)).register.resources}
    assert {filed.resource.code for filed in last.resources} == sample
    counts = Counter(entry.kind for entry in last.entries)
    assert set(counts) == set(LedgerKind)
    assert (counts[LedgerKind.TRIGGERS], counts[LedgerKind.REQUESTS], counts[LedgerKind.CORRECTIONS]) == (7, 15, 6)
    open_requests = [one.code for _, one in last.entries_of(AccessRequest) if not one.closed_on]
    assert open_requests == ["307017/000001", "307007/000002"]
    assert [one.code for _, one in last.entries_of(Correction) if not one.closed_on] == ["307035/000001"]


def test_updates_are_timely_late_extended_or_needless(demo: Path, states: list[Loaded], main: list[str]) -> None:
    """Working days from each trigger to the merge that answers it, by the notices of the State Council."""
    last = states[-1].register
    merged_on: dict[tuple[str, str], date] = {}
    days = git(demo, "log", "--first-parent", "--reverse", "--format=%cs", "main").split()[-len(main) :]
    for on, state in zip(map(date.fromisoformat, days), states, strict=True):
        for filed in state.register.resources:
            for basis in filed.resource.change_bases:
                merged_on.setdefault((str(basis.trigger), str(filed.resource.code)), on)
    calendar = work_calendar()
    taken: dict[str, int | None] = {}
    for entry, trigger in last.entries_of(Trigger):
        for one in trigger.affected or ():
            answered_on = merged_on.get((entry.number, str(one.code)))
            assert trigger.happened_on
            days_taken = calendar.working_days_between(trigger.happened_on, answered_on) if answered_on else None
            taken[f"{entry.number} {one.code}"] = days_taken
    assert taken == {
        "2025-0001 307019/000001": 6,
        "2025-0001 307019/000002": 6,
        "2025-0001 307019/000005": 6,
        "2025-0002 203002/000001": 5,
        "2025-0002 307008/000002": 6,
        "2025-0002 307031/000003": 7,
        "2025-0002 203001/000001": 24,
        "2025-0002 307010/000002": None,
        "2025-0003 101005/000001": 7,
        "2025-0003 203001/000002": 13,
        "2025-0003 307011/000004": 28,
        "2025-0003 203006/000001": 4,
        "2026-0001 307022/000001": 3,
        "2026-0001 205007/000001": 5,
        "2026-0001 205005/000001": 22,
        "2026-0002 307007/000001": 4,
        "2026-0002 307007/000002": 7,
        "2026-0002 307015/000004": 17,
        "2026-0003 104002/000001": 6,
        "2026-0003 104006/000001": None,
        "2026-0004 307020/000003": None,
        "2026-0004 307008/000006": None,
    }


def test_no_name_and_no_address_is_a_real_one(demo: Path) -> None:
    people = set(git(demo, "log", "--all", "--format=%an%n%cn").split("\n")) - {""}
    assert all(re.fullmatch(r".+编目员0[12]|审核岗0[1-5]|目录管理平台", person) for person in people)
    text = git(demo, "log", "--all", "--format=%B%ae%n%ce")
    for revision in ("main", "edition/2026-Q1"):
        text += git(demo, "grep", "-h", "-I", "-E", "@|https?:", revision)
    hosts = set(re.findall(r"(?:@|https?://)([a-z0-9.-]+)", text)) - {"openssh.com"}
    assert hosts
    assert all(host.endswith(".example") for host in hosts), hosts


def test_offices_merge_on_working_days_and_the_clock_never_runs_back(demo: Path) -> None:
    times = [
        datetime.fromisoformat(line)
        for line in git(demo, "log", "--first-parent", "--reverse", "--format=%cI", "main").split()
    ]
    assert times == sorted(times)
    calendar = work_calendar()
    assert [at for at in times if not calendar.is_working(at.date())] == []
    assert {at.utcoffset() for at in times} == {timedelta(hours=8)}


@pytest.mark.parametrize("on", [100, 250, 400])
def test_no_unit_reviews_what_it_submits(on: int) -> None:
    cast = Cast(Days(DAY), 0)
    telling = _Telling(cast)
    for unit in (OFFICE, DATA_BUREAU):
        reviewers = [telling._reviewer(Request(on, unit, "", lambda files: None)) for _ in range(40)]
        assert unit not in {reviewer.unit for reviewer in reviewers}
    posts = {telling._reviewer(Request(on, "省民政厅", "", lambda files: None)).post for _ in range(80)}
    assert posts == {"审核岗01", "审核岗02", "审核岗03", "审核岗05" if on > 300 else "审核岗04"}


@pytest.mark.parametrize("last", [FIRST_END, date(2027, 3, 31), date(2028, 2, 29)])
def test_it_can_be_told_of_any_later_day(last: date, tmp_path: Path) -> None:
    story = told(read_files(REPOSITORY)[0], last, seed=last.month)
    assert (story.requests, story.units) == (248, 31)
    write_repository(tmp_path, story.objects, story.references, "main")
    audit = audit_of(tmp_path, main_line(tmp_path), last)
    violations = {commit for commit, one in audit.judgements.items() if one.verdict is Verdict.VIOLATION}
    assert violations == set(story.faults)
    assert not any(one.verdict is Verdict.UNPROVEN for one in audit.judgements.values())


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (date(2026, 11, 23), [("2026-Q1", date(2026, 4, 1)), ("2026-Q3", date(2026, 10, 1))]),
        (date(2027, 1, 1), [("2026-Q2", date(2026, 7, 1)), ("2026-Q4", date(2027, 1, 1))]),
        (date(2027, 5, 9), [("2026-Q3", date(2026, 10, 1)), ("2027-Q1", date(2027, 4, 1))]),
    ],
)
def test_editions_are_of_quarters_that_have_ended(last: date, expected: list[tuple[str, date]]) -> None:
    quarters = Days(last).quarters()
    assert [quarters[0], quarters[-1]] == expected


def test_the_sample_written_again_is_the_sample() -> None:
    sources = read_files(REPOSITORY)[0]
    files = files_from(sources)
    for source in sources:
        kept = "".join(line for line in source.raw.decode().splitlines(True) if not line.startswith("#"))
        assert text_of(files[source.path], source.path) == kept, source.path


def test_texts_that_would_be_read_as_something_else_are_quoted() -> None:
    hostile = {"甲": "@a", "乙": "a: b", "丙": "a #b", "丁": "- x", "戊": "'", "己": "冒号:", "庚": ["#", "x"]}
    [back] = files_from([SourceFile("catalogues/x.yml", text_of(hostile).encode())]).values()
    assert back == hostile
