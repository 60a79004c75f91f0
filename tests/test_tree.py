"""Folders appear whole or not at all, whatever happens to the program."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.diagnostics import OperatorError
from generator.publish.tree import next_build, write_new


def build(target: Path, text: str) -> None:
    with next_build(target) as folder:
        (folder / "index.html").write_text(text)


def half_build(target: Path) -> None:
    with next_build(target) as folder:
        (folder / "index.html").write_text("新")
        (folder / "missing" / "index.html").write_text("新")


def builds_of(target: Path) -> list[str]:
    return sorted(entry.name for entry in (target.parent / f".{target.name}.builds").iterdir())


def test_a_build_is_seen_whole_and_only_the_last_is_kept(tmp_path: Path) -> None:
    site = tmp_path / "site"
    for text in ("一", "二", "三"):
        build(site, text)
        assert (site / "index.html").read_text() == text
        assert len([name for name in builds_of(site) if name.startswith("build-")]) == 1


def test_a_failed_build_leaves_the_old_site_and_nothing_else(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, "旧")
    before = builds_of(site)
    with pytest.raises(FileNotFoundError):
        half_build(site)
    assert (site / "index.html").read_text() == "旧"
    assert builds_of(site) == before


def test_a_killed_build_leaves_the_old_site_and_the_next_build_mends(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, "旧")
    program = (
        "import sys, time, pathlib\n"
        "from generator.publish.tree import next_build\n"
        "with next_build(pathlib.Path(sys.argv[1])) as folder:\n"
        "    (folder / 'index.html').write_text('half')\n"
        "    print('writing', flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(site)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "writing\n"
        process.send_signal(signal.SIGKILL)
    assert (site / "index.html").read_text() == "旧"
    build(site, "新")
    assert (site / "index.html").read_text() == "新"
    assert len([name for name in builds_of(site) if name.startswith("build-")]) == 1


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
        assert process.wait(timeout=20) == 0


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
