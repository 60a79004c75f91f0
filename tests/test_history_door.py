"""The door to history on real repositories, hostile ones among them."""

import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.diagnostics import OperatorError
from generator.source import plumbing
from generator.source.commit import EPOCH, commit_of
from generator.source.git import commit_named
from generator.source.history import Person, blobs, main_line, merge_trees
from generator.source.objects import MOST_BYTES, BlobReader
from generator.workers import shared_out

Git = Callable[..., str]
ENVIRONMENT = {
    "GIT_AUTHOR_NAME": "报送人",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "审核岗01",
    "GIT_COMMITTER_EMAIL": "b@example.com",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "PATH": "/usr/local/bin:/usr/bin:/bin",
}


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Runs git in a fresh repository on branch main, at a given second, and gives back what it says."""

    def run(*arguments: str, at: str = "1790000000 +0000", text: bytes | None = None) -> str:
        dates = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
        done = subprocess.run(
            ["git", "-C", str(tmp_path), *arguments],
            env={**ENVIRONMENT, **dates},
            input=text,
            capture_output=True,
            check=True,
        )
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    run("init", "--quiet", "--initial-branch", "main")
    return run


def commit(git: Git, root: Path, path: str, text: str, at: str = "1790000000 +0000") -> str:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")
    git("add", "--all")
    git("commit", "--quiet", "--message", f"改 {path}", at=at)
    return git("rev-parse", "HEAD")


@pytest.fixture
def merged(git: Git, tmp_path: Path) -> tuple[str, str, str]:
    """甲 on main, then 乙 merged from a branch that began before 丙 was committed on main."""
    commit(git, tmp_path, "catalogues/甲.yml", "甲")
    git("checkout", "--quiet", "-b", "乙")
    brought = commit(git, tmp_path, "catalogues/乙.yml", "乙")
    git("checkout", "--quiet", "main")
    before = commit(git, tmp_path, "catalogues/丙.yml", "丙")
    git("merge", "--quiet", "--no-ff", "--message", "合并乙", "乙", at="1790000900 +0800")
    return before, brought, git("rev-parse", "HEAD")


def test_a_merge_shows_what_it_changed_on_main_and_what_it_brought(
    git: Git, tmp_path: Path, merged: tuple[str, str, str]
) -> None:
    before, brought, merge = merged
    history = main_line(tmp_path)
    *_, third, last = history.commits
    assert (history.name, history.is_detached, len(history.commits)) == ("main", False, 3)
    assert (third.id, last.id, last.parents) == (before, merge, (before, brought))
    assert [(change.path, change.old, change.new_mode) for change in last.changes] == [
        ("catalogues/乙.yml", None, "100644")
    ]
    assert [(one.id, one.author) for one in last.brought] == [(brought, Person("报送人", "a@example.com"))]
    assert (last.message, last.signature, last.on.isoformat()) == ("合并乙\n", None, "2026-09-21")
    assert last.payload == git("cat-file", "commit", merge).encode() + b"\n"
    assert dict(blobs(tmp_path, [last.changes[0].new or ""])) == {last.changes[0].new: "乙".encode()}


def test_a_settled_tree_is_what_an_honest_merge_gives_and_a_conflict_is_none(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, "a", "1")
    for branch in ("x", "y"):
        git("checkout", "--quiet", "-b", branch, "main")
        commit(git, tmp_path, "a", branch)
    git("checkout", "--quiet", "-b", "z", "main")
    commit(git, tmp_path, "b", "2")
    ids = {name: git("rev-parse", name) for name in "xyz"}
    pairs = [(ids["x"], ids["y"]), (ids["x"], ids["z"])] * 500
    trees = list(merge_trees(tmp_path, pairs))
    git("checkout", "--quiet", "x")
    git("merge", "--quiet", "--no-ff", "--message", "m", "z")
    assert trees == [None, git("rev-parse", "HEAD^{tree}")] * 500


@pytest.mark.usefixtures("merged")
def test_nobodys_settings_change_what_is_read(git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = main_line(tmp_path)
    for setting in ("diff.renames=copies", "core.quotepath=true", "log.showSignature=true", "diff.noprefix=true"):
        git("config", *setting.split("="))
    git("replace", "HEAD", "HEAD~1")
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_PAGER", "false")
    assert main_line(tmp_path) == plain


@pytest.mark.usefixtures("merged")
def test_a_shallow_clone_is_refused_with_its_cure(tmp_path: Path, git: Git) -> None:
    git("clone", "--quiet", "--depth=1", f"file://{tmp_path}", str(tmp_path / "shallow"))
    with pytest.raises(OperatorError, match="git fetch --unshallow"):
        main_line(tmp_path / "shallow")


def test_a_repository_is_looked_at_once(git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(git, tmp_path, "catalogues/甲.yml", "甲")
    assert len(main_line(tmp_path).commits) == 1
    monkeypatch.setattr(plumbing, "there", lambda root: pytest.fail(f"{root} again"))
    assert len(main_line(tmp_path).commits) == 1


@pytest.mark.usefixtures("merged")
def test_main_is_the_branch_or_the_remotes_or_a_detached_head(git: Git, tmp_path: Path) -> None:
    tip = git("rev-parse", "main")
    git("update-ref", "refs/remotes/origin/main", "main~1")
    assert main_line(tmp_path).commits[-1].id == tip
    git("checkout", "--quiet", "--detach")
    git("branch", "--quiet", "-D", "main")
    assert (main_line(tmp_path).name, len(main_line(tmp_path).commits)) == ("origin/main", 2)
    git("update-ref", "-d", "refs/remotes/origin/main")
    detached = main_line(tmp_path)
    assert (detached.name, detached.is_detached, len(detached.commits)) == ("HEAD", True, 3)
    git("checkout", "--quiet", "乙")
    with pytest.raises(OperatorError, match=r"没有 main 分支.*--main"):
        main_line(tmp_path)
    assert main_line(tmp_path, "乙").name == "乙"


@pytest.mark.parametrize("revision", ["--all", "-h", "nosuch", "main\nHEAD", "--output=x", ""])
@pytest.mark.usefixtures("merged")
def test_a_hostile_revision_is_only_unknown(tmp_path: Path, revision: str) -> None:
    with pytest.raises(OperatorError, match="仓库中没有"):
        main_line(tmp_path, revision)


def test_no_repository_and_an_empty_one_are_one_sentence(git: Git, tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=r"没有 main 分支"):
        main_line(tmp_path)
    (tmp_path / "below").mkdir()
    with pytest.raises(OperatorError, match="不是 Git 仓库"):
        main_line(tmp_path / "below")


@pytest.mark.usefixtures("merged")
def test_a_baseline_is_found_on_the_main_line_only(tmp_path: Path, merged: tuple[str, str, str]) -> None:
    history = main_line(tmp_path)
    before, brought, _ = merged
    assert history.place_of(before) == 1
    for unknown in (brought, "0" * 40, before[:39], ""):
        with pytest.raises(OperatorError, match="不在 main 的主线上"):
            history.place_of(unknown)


def test_links_submodules_and_unreadable_names_are_told_as_such(git: Git, tmp_path: Path) -> None:
    blob = git("hash-object", "-w", "--stdin", text=b"x")
    first = commit(git, tmp_path, "a", "1")
    entries = (
        b"100644 blob %(b)s\ta\n120000 blob %(b)s\tlink\n160000 commit %(c)s\tsub\n100755 blob %(b)s\t\xb9\xab\n"
        % {b"b": blob.encode(), b"c": first.encode()}
    )
    tree = git("mktree", text=entries)
    git("update-ref", "refs/heads/main", git("commit-tree", tree, "-p", first, "-m", "m"))
    last = main_line(tmp_path).commits[-1]
    assert {change.shown: change.unfit for change in last.changes} == {
        "a": "",
        "link": "此处是指向别处的链接",
        "sub": "此处是子模块",
        "\ufffd\ufffd": "文件名不是 UTF-8 编码",
    }


def test_a_clock_that_ran_back_is_a_fact(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, "a", "1", at="1790000000 +0000")
    late = commit(git, tmp_path, "a", "2", at="1789999000 +0000")
    commit(git, tmp_path, "a", "3", at="1790000001 -1200")
    assert main_line(tmp_path).running_back == {late}


def test_a_missing_object_is_one_sentence(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, "a", "1")
    with pytest.raises(OperatorError, match=r"仓库中缺少对象 0{40}"):
        list(blobs(tmp_path, ["0" * 40]))


def test_a_reader_that_stops_early_leaves_no_process(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, "a", "1" * 100_000)
    blob = git("rev-parse", "HEAD:a")
    reading = blobs(tmp_path, [blob] * 20_000)
    assert next(reading)[0] == blob
    reading.close()  # type: ignore[attr-defined]


HEAD = b"tree " + b"a" * 40 + b"\nauthor A <a@x> 1 +0000\ncommitter B <b@x> 1790000000 +0800\n"


def test_old_files_one_by_one_are_what_they_are_in_bulk(git: Git, tmp_path: Path) -> None:
    texts = (b"", b"one\n", b"x" * (MOST_BYTES + 7), b"blob 3\n", bytes(range(256)))
    stored = [git("hash-object", "-w", "--stdin", text=text) for text in texts]
    reader = BlobReader(tmp_path)
    for _ in range(2):
        assert [(blob, reader(blob)) for blob in reversed(stored)] == list(blobs(tmp_path, reversed(stored)))
    assert reader(stored[2]) == b"x" * MOST_BYTES


def test_each_process_that_asks_has_a_git_of_its_own(git: Git, tmp_path: Path) -> None:
    stored = [git("hash-object", "-w", "--stdin", text=str(number).encode()) for number in range(40)]
    reader = BlobReader(tmp_path)
    assert reader(stored[7]) == b"7"
    found = shared_out(lambda asked: [reader(blob) for blob in asked], stored, 3, 2)
    assert [raw for part in found for raw in part] == [str(number).encode() for number in range(40)]
    assert reader(stored[8]) == b"8"
    assert len(reader._talks) == 1


def test_a_reader_that_is_let_go_ends_its_git(git: Git, tmp_path: Path) -> None:
    reader = BlobReader(tmp_path)
    assert reader(git("hash-object", "-w", "--stdin", text=b"1")) == b"1"
    (talk,) = reader._talks.values()
    del reader
    assert talk.process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("ahead", [[], [0, 1, 2, 3], [3, 1], [5, 5, 0], [*range(2000)]])
def test_files_asked_for_ahead_are_the_same_in_whatever_order_they_are_read(
    git: Git, tmp_path: Path, ahead: list[int]
) -> None:
    """Two thousand names, and their large answers, are more than the pipes between the two hold."""
    texts = [bytes([number]) * 5000 for number in range(6)]
    stored = [git("hash-object", "-w", "--stdin", text=text) for text in texts]
    reader = BlobReader(tmp_path)
    for _ in range(2):
        reader.ahead(stored[number % 6] for number in ahead)
        for number in (0, 1, 3, 2, 2, 5):
            assert reader(stored[number]) == texts[number]


def test_a_missing_old_file_is_one_sentence(git: Git, tmp_path: Path) -> None:
    reader = BlobReader(tmp_path)
    for asked in ("f" * 40, git("mktree", text=b"")):
        with pytest.raises(OperatorError, match="仓库中缺少对象"):
            reader(asked)


def test_a_signature_is_taken_out_of_what_it_is_over() -> None:
    signed = commit_of(HEAD + b"gpgsig -----BEGIN\n abc\n \n -----END\n\nmessage\n\ngpgsig no header\n")
    assert signed.signature == "-----BEGIN\nabc\n\n-----END"
    assert signed.payload == HEAD + b"\nmessage\n\ngpgsig no header\n"


def test_two_signatures_are_no_signature_of_either() -> None:
    twice = commit_of(HEAD + b"gpgsig one\ngpgsig two\n\nm\n")
    assert (twice.signature, twice.payload) == ("one\ntwo", HEAD + b"\nm\n")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (HEAD + "encoding gbk\n\n目录变更\n".encode("gbk"), "目录变更\n"),
        (HEAD + "\n目录变更\r\n第二行\r\n".encode(), "目录变更\n第二行\n"),
        (HEAD + b"\n\xb9\xab\n", "\ufffd\ufffd\n"),
        (HEAD + b"encoding rot13\n\nabc", "abc"),
        (HEAD + b"encoding idna\n\n" + b"a" * 10, "a" * 10),
        (HEAD[:-1], ""),
    ],
)
def test_a_message_is_read_in_its_encoding(raw: bytes, message: str) -> None:
    assert commit_of(raw).message == message


@pytest.mark.parametrize(
    "line", [b"B <b@x> 99999999999999 +0000", b"B <b@x>", b"", b"B <b@x> 999999999999 +0000", b"B <b@x> x +0000"]
)
def test_a_time_that_cannot_be_read_is_the_epoch(line: bytes) -> None:
    assert commit_of(b"tree x\nauthor A <a> 1 +0000\ncommitter " + line + b"\n\nm").committed_at == EPOCH


def test_a_repository_that_cannot_be_read_is_not_taken_for_none(
    git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site without any past would be published over the one that tells it."""
    commit(git, tmp_path, "catalogues/甲.yml", "甲")
    assert commit_named(tmp_path)
    with monkeypatch.context() as without:
        without.setenv("PATH", str(tmp_path))
        with pytest.raises(OperatorError, match="没有安装 git"):
            commit_named(tmp_path)
    (tmp_path / ".git/HEAD").unlink()
    with pytest.raises(OperatorError, match="无法读取：fatal: not a git repository"):
        commit_named(tmp_path)
    shutil.rmtree(tmp_path / ".git")
    assert commit_named(tmp_path) is None
