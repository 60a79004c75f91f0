"""Work that forked processes share: what they inherit is not copied, what they find comes back in order."""

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

from generator.diagnostics import OperatorError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")
R = TypeVar("R")

PROCESSES = len(os.sched_getaffinity(0))
"""Processes that may run at once: the processors this program may use."""

_AHEAD = 2
"""Parts that may be under way or waiting for the reader, for each process: they bound the memory."""
_LIFETIME = 50
"""Parts that a process does before another takes its place: what it looks at of what it inherits it comes to own."""

_FORK = get_context("fork")

_work: tuple[Callable[[Any], Any], Sequence[Any]] | None = None


def shared_out(
    work: Callable[[Sequence[T]], R], items: Sequence[T], size: int, processes: int | None = None
) -> Iterator[R]:
    """What `work` makes of each run of `size` items, in their order; the first error ends it.

    The work and the items reach the processes by forking, so neither need be picklable; the results must be. With
    one part or one process all is done here. Raises `OperatorError` when one of the processes is killed.
    """
    parts = [range(start, min(start + size, len(items))) for start in range(0, len(items), size)]
    count = min(PROCESSES if processes is None else processes, len(parts))
    if count < 2:
        for part in parts:
            yield work(items[part.start : part.stop])
        return
    for start in range(0, len(parts), _LIFETIME * count):
        with _pool(work, items, count) as pool:
            try:
                yield from _in_turn(pool, parts[start : start + _LIFETIME * count], _AHEAD * count)
            except BrokenProcessPool:
                raise _killed() from None


def _in_turn(pool: ProcessPoolExecutor, parts: Sequence[range], ahead: int) -> Iterator[Any]:
    """What the processes make of each part, in the order of the parts; so many are ahead of the reader."""
    under_way: deque[Future[Any]] = deque()
    for part in parts:
        under_way.append(pool.submit(_done, part.start, part.stop))
        if len(under_way) > ahead:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()


def _killed() -> OperatorError:
    """A process of ours ended before it told its result: nobody but the system does that."""
    return OperatorError("一个工作进程被系统中止，多半是内存不足；请增加内存或者关闭其他程序后重试")


def beside(
    work: Callable[[], R], *, pays: bool = True, processes: int = PROCESSES
) -> AbstractContextManager[Callable[[], R]]:
    """Meanwhile another process does the work; what is given waits for its result. All else is as in `in_steps`."""
    return in_steps(partial(_alone, work), pays=pays, processes=processes)


def _alone(step: Callable[[], R]) -> Iterator[R]:
    yield step()


@contextmanager
def in_steps(
    work: Callable[[], Iterator[R]], *, pays: bool = True, processes: int = PROCESSES
) -> Iterator[Callable[[], R]]:
    """Meanwhile another process does the work; what is given waits for its next result, or raises its error.

    The work reaches the process by forking; its results must be picklable, and it does not wait until they are heard.
    With one processor, or where it does not pay to fork, a step is done when its result is asked for. Beside other
    work, it may be shared out among so many `processes` in turn. Raises `OperatorError` when the process is killed.
    """
    if PROCESSES < 2 or not pays:
        yield partial(next, work())
        return
    with _frozen():
        ours, theirs = _FORK.Pipe(duplex=False)
        process = _FORK.Process(target=_tell, args=(theirs, work, processes))
        process.start()
    theirs.close()
    try:
        yield partial(_told, ours)
    finally:
        process.kill()
        process.join()
        ours.close()


def _tell(reader: "Connection", work: Callable[[], Iterator[Any]], processes: int) -> None:
    global PROCESSES  # noqa: PLW0603
    _obey_parent()
    PROCESSES = processes
    with ThreadPoolExecutor(1) as teller:  # a pipe holds little, and who is told may be busy
        deque(teller.map(reader.send, _said(work)), maxlen=0)


def _said(work: Callable[[], Iterator[Any]]) -> Iterator[tuple[bool, Any]]:
    try:
        for said in work():
            yield True, said
    except BaseException as error:  # whatever it is, it is the caller's
        yield False, error


def _told(told: "Connection") -> Any:
    try:
        is_done, said = told.recv()
    except EOFError:
        raise _killed() from None
    if is_done:
        return said
    raise said


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for garbage meanwhile, nor soon after: what is read lasts and has no cycles; to search it is dear."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()  # what was made counts as old at once, and is not searched through while it ages
            gc.enable()


@contextmanager
def _pool(work: Callable[[Sequence[T]], R], items: Sequence[T], count: int) -> Iterator[ProcessPoolExecutor]:
    with _frozen():
        pool = ProcessPoolExecutor(count, _FORK, initializer=_begin, initargs=(work, items))
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _frozen() -> Iterator[None]:
    """A collection in a forked process would write into, and so copy, all that it inherits."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _begin(work: Callable[[Sequence[Any]], Any], items: Sequence[Any]) -> None:
    global _work  # noqa: PLW0603
    _obey_parent()
    _work = work, items


def _obey_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and ends its processes
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)  # what the parent does at its own end is not theirs to do
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A parent that is killed outright tells nobody: nothing may go on writing after it."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _done(start: int, stop: int) -> Any:
    assert _work is not None
    work, items = _work
    return work(items[start:stop])
