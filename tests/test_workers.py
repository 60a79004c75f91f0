"""Work shared among processes: in order, bounded, and its errors are the caller's."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator import workers
from generator.workers import beside, shared_out


def squares(items: Sequence[int]) -> list[int]:
    return [item * item for item in items]


@pytest.mark.parametrize("processes", [1, 2, 5])
@pytest.mark.parametrize("size", [1, 7, 100])
def test_every_item_is_worked_on_once_and_in_order(processes: int, size: int) -> None:
    found = [one for part in shared_out(squares, range(100), size, processes) for one in part]
    assert found == [number * number for number in range(100)]


def test_the_work_is_done_in_other_processes() -> None:
    found = set(shared_out(lambda items: os.getpid(), range(40), 1, 2))
    assert os.getpid() not in found
    assert 1 <= len(found) <= 2


def test_one_part_is_done_here() -> None:
    assert list(shared_out(lambda items: os.getpid(), range(40), 40, 2)) == [os.getpid()]


def test_no_work_gives_nothing() -> None:
    assert list(shared_out(squares, [], 10, 2)) == []


def test_an_error_in_a_process_is_the_callers() -> None:
    def refuse(items: Sequence[int]) -> int:
        if 30 in items:
            raise ValueError("第三十项")
        return len(items)

    found = shared_out(refuse, range(100), 10, 2)
    assert [next(found) for _ in range(3)] == [10, 10, 10]
    with pytest.raises(ValueError, match="第三十项"):
        next(found)


WORKING = """
import os, sys, time, pathlib
from generator import workers
workers.PROCESSES = 2
def work(items):
    pathlib.Path(sys.argv[1], str(os.getpid())).touch()
    time.sleep(0.05)
    return 0
def much():
    return [work([]) for _ in range(10_000)]
"""


@pytest.mark.parametrize(
    "begun",
    [
        "for _ in workers.shared_out(work, range(10_000), 1, 3): print('working', flush=True)",
        "with workers.beside(much): time.sleep(0.5); print('working', flush=True); time.sleep(600)",
    ],
)
def test_nobody_works_on_for_a_parent_that_was_killed(begun: str, tmp_path: Path) -> None:
    program = WORKING + begun
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        process.stdout.readline()
        process.kill()
    workers = {int(path.name) for path in tmp_path.iterdir()}
    assert workers
    until = time.monotonic() + 20
    while any(Path(f"/proc/{worker}").exists() for worker in workers) and time.monotonic() < until:
        time.sleep(0.02)
    assert [worker for worker in workers if Path(f"/proc/{worker}").exists()] == []


@pytest.mark.parametrize("processes", [1, 2])
def test_what_is_done_beside_is_done_once_and_told(processes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PROCESSES", processes)
    with beside(lambda: (os.getpid(), object.__name__)) as told:
        assert told() is told()
    assert (told()[0] == os.getpid()) is (processes == 1)


def test_an_error_beside_is_the_callers() -> None:
    def refuse() -> int:
        raise ValueError("旁边")

    with beside(refuse) as told, pytest.raises(ValueError, match="旁边"):
        told()


def test_who_leaves_without_the_result_ends_the_process(tmp_path: Path) -> None:
    def note() -> None:
        (tmp_path / "begun").touch()
        time.sleep(600)

    def leave() -> None:
        with beside(note):
            while not (tmp_path / "begun").exists():
                time.sleep(0.01)
            raise KeyError

    with pytest.raises(KeyError):
        leave()


def test_no_more_is_begun_than_the_reader_takes(tmp_path: Path) -> None:
    begun = tmp_path / "begun"

    def note(items: Sequence[int]) -> int:
        with begun.open("a") as file:
            file.write(f"{items[0]}\n")
        return items[0]

    found = shared_out(note, range(1000), 1, 2)
    assert next(found) == 0
    del found
    assert len(begun.read_text().split()) <= 10
