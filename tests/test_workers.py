"""Work shared among processes: in order, bounded, and its errors are the caller's."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from generator import workers
from generator.diagnostics import OperatorError
from generator.workers import beside, in_steps, shared_out


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


def test_processes_make_place_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that none comes to own all that it inherits."""
    monkeypatch.setattr(workers, "_LIFETIME", 3)
    found = list(shared_out(lambda items: (items[0], os.getpid()), range(20), 1, 2))
    assert [number for number, _ in found] == list(range(20))
    by_turn = [{process for _, process in found[at : at + 6]} for at in range(0, 20, 6)]
    assert [one & other for one, other in pairwise(by_turn)] == [set(), set(), set()]


@pytest.mark.parametrize(("processes", "pays"), [(2, True), (2, False), (1, True)])
def test_work_is_done_beside_where_it_pays(monkeypatch: pytest.MonkeyPatch, processes: int, pays: bool) -> None:
    monkeypatch.setattr(workers, "PROCESSES", processes)
    with beside(os.getpid, pays=pays) as found:
        assert (found() == os.getpid()) is (processes == 1 or not pays)


def test_work_done_beside_may_be_shared_out_there_and_here() -> None:
    def work() -> list[int]:
        return [one for part in shared_out(squares, range(50), 7, 2) for one in part]

    with beside(work) as found:
        assert work() == found() == [number * number for number in range(50)]


@pytest.mark.parametrize(("processes", "pays"), [(2, True), (2, False), (1, True)])
def test_work_in_steps_is_told_step_by_step(monkeypatch: pytest.MonkeyPatch, processes: int, pays: bool) -> None:
    monkeypatch.setattr(workers, "PROCESSES", processes)

    def work() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("不行")

    with in_steps(work, pays=pays) as told:
        assert (told(), told()) == (1, 2)
        with pytest.raises(ValueError, match="不行"):
            told()


def test_a_step_does_not_wait_until_the_one_before_is_heard(tmp_path: Path) -> None:
    """Though it be more than a pipe holds."""

    def work() -> Iterator[bytes]:
        yield bytes(10_000_000)
        (tmp_path / "second").touch()
        yield b"second"

    with in_steps(work) as told:
        until = time.monotonic() + 120
        while not (tmp_path / "second").exists():
            assert time.monotonic() < until
            time.sleep(0.01)
        assert (len(told()), told()) == (10_000_000, b"second")


def test_an_error_beside_is_the_callers() -> None:
    def refuse() -> int:
        raise ValueError("不行")

    with pytest.raises(ValueError, match="不行"), beside(refuse) as found:
        found()


def test_a_process_that_dies_beside_is_told() -> None:
    with pytest.raises(OperatorError, match="被系统中止"), beside(partial(os._exit, 9)) as found:
        found()


def test_a_process_that_dies_of_shared_work_is_told() -> None:
    """As those do that are killed where memory runs out: what the others found is no whole."""

    def die(items: Sequence[int]) -> int:
        return os._exit(9) if 30 in items else len(items)

    with pytest.raises(OperatorError, match="被系统中止"):
        list(shared_out(die, range(100), 10, 2))


def test_work_that_nobody_waits_for_ends(tmp_path: Path) -> None:
    def slow() -> None:
        (tmp_path / str(os.getpid())).touch()
        time.sleep(60)

    def failed() -> None:
        with beside(slow):
            while not [*tmp_path.iterdir()]:
                time.sleep(0.01)
            raise ValueError("不等了")

    with pytest.raises(ValueError, match="不等了"):
        failed()
    (process,) = tmp_path.iterdir()
    assert not Path("/proc", process.name).exists()


@pytest.mark.parametrize(
    "work",
    [
        "for _ in shared_out(work, range(10_000), 1, 3): print('working', flush=True)",
        "with beside(lambda: [work(()) for _ in range(10_000)]):\n    print('working', flush=True)\n    time.sleep(60)",
    ],
)
def test_nobody_works_on_for_a_parent_that_was_killed(tmp_path: Path, work: str) -> None:
    program = (
        "import os, sys, time, pathlib\n"
        "from generator.workers import beside, shared_out\n"
        "def work(items):\n"
        "    pathlib.Path(sys.argv[1], str(os.getpid())).touch()\n"
        "    time.sleep(0.05)\n"
        "    return 0\n"
        f"{work}\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        process.stdout.readline()
        while not any(tmp_path.iterdir()):
            time.sleep(0.01)
        process.kill()
    begun = {int(path.name) for path in tmp_path.iterdir()}
    assert begun
    until = time.monotonic() + 120
    while any(Path(f"/proc/{worker}").exists() for worker in begun) and time.monotonic() < until:
        time.sleep(0.02)
    assert [worker for worker in begun if Path(f"/proc/{worker}").exists()] == []


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


@pytest.mark.parametrize(("processes", "is_alone"), [(1, True), (2, False)])
def test_work_beside_is_shared_out_among_so_many(
    monkeypatch: pytest.MonkeyPatch, processes: int, is_alone: bool
) -> None:
    monkeypatch.setattr(workers, "PROCESSES", 2)

    def told() -> tuple[int, set[int]]:
        return os.getpid(), set(shared_out(lambda _: os.getpid(), range(4), 1))

    with beside(told, processes=processes) as found:
        own, others = found()
    assert own != os.getpid()
    assert (others == {own}) is is_alone
