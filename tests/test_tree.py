"""Folders appear whole or not at all, whatever happens to the program."""

import errno
import os
import signal
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest

from generator.diagnostics import OperatorError
from generator.publish.builds import builds_of, is_current, next_build
from generator.publish.tree import write_new


def build(target: Path, text: str, **more: str) -> None:
    with next_build(target, text) as output:
        output.put("index.html", text)
        for name, content in more.items():
            output.put(name.replace("_", "/"), content)


def half_build(target: Path) -> None:
    with next_build(target) as output:
        output.put("index.html", "新")
        raise FileNotFoundError


def names_of(target: Path) -> list[str]:
    return sorted(entry.name for entry in builds_of(target).iterdir())


def test_a_build_is_seen_whole_and_two_are_kept(tmp_path: Path) -> None:
    site = tmp_path / "site"
    for text in ("一", "二", "三"):
        build(site, text)
        assert (site / "index.html").read_text() == text
    assert names_of(site) == ["1", "1.list", "2", "2.list", "lock"]


def test_only_what_differs_from_the_build_before_last_is_written(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, "一", a_x="甲", a_y="乙")
    build(site, "二", a_x="甲", a_y="丙")
    one, two = builds_of(site) / "1", builds_of(site) / "2"
    assert (one / "a/x").stat().st_ino == (two / "a/x").stat().st_ino
    assert (one / "a/y").read_text() == "乙"
    kept = {path: (one / path).stat().st_mtime_ns for path in ("a/x", "a/y")}
    build(site, "三", a_x="甲", a_y="乙")
    assert {path: (one / path).stat().st_mtime_ns for path in kept} == kept
    assert (site / "index.html").read_text() == "三"
    assert (two / "index.html").read_text() == "二"


def test_what_was_deflated_is_deflated_again_when_it_differs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site, contents = tmp_path / "site", {"a": b"one", "b": b"one", "c": b"two"}
    deflated: list[bytes] = []
    compress = zlib.compress

    def compressed(content: bytes) -> bytes:
        deflated.append(content)
        return compress(content)

    monkeypatch.setattr(zlib, "compress", compressed)

    def build() -> list[bytes]:
        deflated.clear()
        with next_build(site) as output:
            for path, content in contents.items():
                output.put_deflated(path, content)
        assert {path: zlib.decompress((site / path).read_bytes()) for path in contents} == contents
        return [*deflated]

    assert build() == [b"one", b"one", b"two"]
    assert build() == []
    contents["b"] = b"three"
    assert build() == [b"three"]
    monkeypatch.setattr(zlib, "ZLIB_RUNTIME_VERSION", "another")
    assert build() == [b"one", b"three", b"two"]


def test_what_is_put_no_more_goes_with_its_empty_folders(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, "一", a_b_c="甲", a_d="乙")
    build(site, "二", a_d="乙")
    assert files_of(site) == {"index.html": "二", "a/d": "乙"}
    assert not (site / "a/b").exists()


def test_a_file_may_stand_where_a_folder_was_and_a_folder_where_a_file_was(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, "一", a_b_c="甲", d="乙")
    build(site, "二", a_b="丙", d_e="丁")
    assert files_of(site) == {"index.html": "二", "a/b": "丙", "d/e": "丁"}
    build(site, "三", a_b_c="甲", d="乙")
    assert files_of(site) == {"index.html": "三", "a/b/c": "甲", "d": "乙"}


def files_of(site: Path) -> dict[str, str]:
    found = (path for path in site.resolve().rglob("*") if path.is_file())
    return {path.relative_to(site.resolve()).as_posix(): path.read_text() for path in found}


def test_a_build_is_current_for_the_inputs_it_was_made_of(tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert not is_current(site, "一")
    build(site, "一")
    assert is_current(site, "一")
    assert not is_current(site, "二")
    builds_of(site).joinpath("1.list").write_text("mulu")
    assert not is_current(site, "一")


@pytest.mark.parametrize("builds", [1, 2])
def test_a_failed_build_leaves_the_old_site_and_nothing_else(tmp_path: Path, builds: int) -> None:
    site = tmp_path / "site"
    for _ in range(builds):
        build(site, "旧")
    with pytest.raises(FileNotFoundError):
        half_build(site)
    assert (site / "index.html").read_text() == "旧"
    assert names_of(site) == [site.resolve().name, f"{site.resolve().name}.list", "lock"]
    build(site, "新")
    assert (site / "index.html").read_text() == "新"


def test_a_first_build_that_fails_leaves_nothing_but_what_the_next_may_use(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        half_build(tmp_path / "site")
    assert [*tmp_path.iterdir()] == []
    build(tmp_path / "site", "新")
    (tmp_path / "site").unlink()
    frame = builds_of(tmp_path / "site") / "frame"
    frame.mkdir()
    with pytest.raises(FileNotFoundError):
        half_build(tmp_path / "site")
    assert frame.is_dir()


@pytest.mark.parametrize("builds", [1, 2])
def test_a_killed_build_leaves_the_old_site_and_the_next_build_mends(tmp_path: Path, builds: int) -> None:
    site = tmp_path / "site"
    for _ in range(builds):
        build(site, "旧", a="甲", b="乙")
    program = (
        "import sys, time, pathlib\n"
        "from generator.publish.builds import next_build\n"
        "with next_build(pathlib.Path(sys.argv[1])) as output:\n"
        "    output.put('index.html', 'half')\n"
        "    output.put('a', 'half')\n"
        "    print('writing', flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(site)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "writing\n"
        process.send_signal(signal.SIGKILL)
    assert files_of(site) == {"index.html": "旧", "a": "甲", "b": "乙"}
    build(site, "新", a="甲")
    assert files_of(site) == {"index.html": "新", "a": "甲"}


@pytest.mark.parametrize(
    ("told", "code", "words"),
    [(signal.SIGTERM, 143, ""), (signal.SIGHUP, 129, ""), (signal.SIGINT, 130, "mulu：已按要求中断\n")],
)
def test_a_command_that_is_told_to_end_leaves_nothing_behind(
    register: Path, tmp_path: Path, told: signal.Signals, code: int, words: str
) -> None:
    site, temporary = tmp_path / "site", tmp_path / "temporary"
    temporary.mkdir()
    program = (
        "import signal, sys, time\n"
        "from generator.__main__ import main\n"
        "from generator.publish import site\n"
        "def joined(*_):\n"
        "    print('writing', flush=True)\n"
        "    time.sleep(60)\n"
        "site._joined = joined\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # whatever runs the tests may ignore it
        "signal.signal(signal.SIGHUP, signal.SIG_DFL)\n"
        "sys.exit(main())\n"
    )
    asked = ["--root", str(register), "--out", str(site), "--today", "2026-11-23"]
    command = [sys.executable, "-c", program, "build", *asked]
    environment = {**os.environ, "TMPDIR": str(temporary)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment) as process:
        assert process.stdout
        assert process.stdout.readline() == "writing\n"
        assert [*temporary.iterdir()]
        process.send_signal(told)
        said = process.communicate(timeout=120)[1]
    assert process.returncode == code
    assert said.splitlines(keepends=True)[2:] == [words] * bool(words)
    assert [*temporary.iterdir()] == []
    assert {"1", "2"}.isdisjoint(names_of(site))


def test_a_second_build_does_without_second_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    build(site, "一", a_x="甲", a_y="乙")

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    build(site, "二", a_x="甲", a_y="丙")
    assert files_of(site) == {"index.html": "二", "a/x": "甲", "a/y": "丙"}
    assert (builds_of(site) / "1/a/y").read_text() == "乙"


def test_a_file_that_somebody_took_away_is_written_again(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, "一", a_x="甲")
    (site / "a/x").unlink()
    build(site, "二", a_x="甲")
    assert files_of(site) == {"index.html": "二", "a/x": "甲"}


def test_what_an_earlier_program_left_goes(tmp_path: Path) -> None:
    site, left = tmp_path / "site", builds_of(tmp_path / "site") / "build-x"
    left.mkdir(parents=True)
    (left / "index.html").write_text("旧")
    site.symlink_to(left)
    build(site, "新")
    assert files_of(site) == {"index.html": "新"}
    build(site, "新")
    assert names_of(site) == ["1", "1.list", "2", "2.list", "lock"]


def test_readers_never_miss_the_site_while_it_is_replaced(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, "0")
    reader = (
        "import sys, pathlib\n"
        "seen = 0\n"
        "page = pathlib.Path(sys.argv[1]) / 'index.html'\n"
        "print('reading', flush=True)\n"
        "while seen < 40: seen = int(page.read_text())\n"
    )
    with subprocess.Popen([sys.executable, "-c", reader, str(site)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        process.stdout.readline()
        for number in range(1, 41):
            build(site, str(number))
            time.sleep(0.005)
        assert process.wait(timeout=120) == 0


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    with next_build(tmp_path / "site"), pytest.raises(OperatorError, match="另一次生成"):
        build(tmp_path / "site", "x")


@pytest.mark.parametrize("link", [False, True])
def test_a_folder_of_somebody_else_is_never_replaced(tmp_path: Path, link: bool) -> None:
    site, other = tmp_path / "site", tmp_path / "other"
    other.mkdir()
    (other / "mine.txt").write_text("x")
    if link:
        site.symlink_to(other)
    else:
        other.rename(site)
    with pytest.raises(OperatorError, match="不是本程序生成的"):
        build(site, "x")
    assert (site / "mine.txt").read_text() == "x"


def test_new_files_appear_whole_or_not_at_all(tmp_path: Path) -> None:
    write_new({"a/b.yml": "甲", "c.txt": "乙"}, tmp_path / "new")
    assert (tmp_path / "new/a/b.yml").read_text(encoding="utf-8") == "甲"
    with pytest.raises(OperatorError, match="已经存在"):
        write_new({"d.txt": "丙"}, tmp_path / "new")
    with pytest.raises(OSError):  # noqa: PT011
        write_new({"e.txt": "丁", "e.txt/f": "戊"}, tmp_path / "half")
    assert sorted(os.listdir(tmp_path)) == ["new"]
