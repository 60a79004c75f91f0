"""Work that forked processes share: what they inherit is not copied, what they find comes back in order."""

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache, partial
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")
R = TypeVar("R")

PROCESSES = len(os.sched_getaffinity(0))
"""Processes that may run at once: the processors this program may use."""

_AHEAD = 2
"""Parts that may be under way or waiting for the reader, for each process: they bound the memory."""

_work: tuple[Callable[[Any], Any], Sequence[Any]] | None = None


def shared_out(
    work: Callable[[Sequence[T]], R], items: Sequence[T], size: int, processes: int | None = None
) -> Iterator[R]:
    """What `work` makes of each run of `size` items, in their order; the first error ends it.

    The work and the items reach the processes by forking, so neither need be picklable; the results must be. With
    one part or one process all is done here.
    """
    parts = [range(start, min(start + size, len(items))) for start in range(0, len(items), size)]
    count = min(PROCESSES if processes is None else processes, len(parts))
    if count < 2:
        for part in parts:
            yield work(items[part.start : part.stop])
        return
    with _pool(work, items, count) as pool:
        under_way: deque[Future[R]] = deque()
        for part in parts:
            under_way.append(pool.submit(_done, part.start, part.stop))
            if len(under_way) > _AHEAD * count:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


@contextmanager
def beside(work: Callable[[], R]) -> Iterator[Callable[[], R]]:
    """Do something in another process meanwhile; what is given waits for its result, or raises its error.

    The result must be picklable; who leaves without it ends the process. With one process all is done here, when it
    is asked for.
    """
    if PROCESSES < 2:
        yield cache(work)
        return
    context = get_context("fork")
    answers, answer = context.Pipe(duplex=False)
    process = context.Process(target=_tell, args=(work, answer))
    with _frozen():
        process.start()
        answer.close()  # so that the end of the process is heard
        try:
            yield cache(partial(_told_by, answers))
        finally:
            process.kill()
            process.join()


def _tell(work: Callable[[], Any], answer: "Connection[tuple[Any, Exception | None], Any]") -> None:
    _begin()
    try:
        answer.send((work(), None))
    except Exception as error:  # it is the caller's
        answer.send((None, error))


def _told_by(answers: "Connection[Any, tuple[Any, Exception | None]]") -> Any:
    found, error = answers.recv()
    if error:
        raise error
    return found


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
def _frozen() -> Iterator[None]:
    """Meanwhile a collection in a forked process does not write into, and so copy, what it inherits."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def _pool(work: Callable[[Sequence[T]], R], items: Sequence[T], count: int) -> Iterator[ProcessPoolExecutor]:
    with _frozen():
        pool = ProcessPoolExecutor(count, get_context("fork"), initializer=_begin_on, initargs=(work, items))
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)


def _begin_on(work: Callable[[Sequence[Any]], Any], items: Sequence[Any]) -> None:
    global _work  # noqa: PLW0603
    _begin()
    _work = work, items


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and ends its processes
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
