"""What one command costs: its time, the processor time and the memory of all its processes, and what it wrote.

- `wall`: seconds from its start to its end.
- `cpu`: user and system seconds of the process and all its descendants, as the kernel counted them (`wait4`).
- `memory`: bytes; the highest sum over all processes of its session at one moment. A process counts with its
  proportional set size (`Pss` in `/proc/PID/smaps_rollup`: a shared page is divided among those who share it), or
  where the kernel does not tell that, with its resident set size. Looked at every 50 ms, and less often where looking
  itself would take more than a twentieth of a processor. What ends before the first look counts 0.
- `files`, `bytes`: what is new below one folder. A file counts as written when its inode or its time is new; one
  that was only linked into the new tree does not.
"""

import os
import re
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

EVERY = 0.05
SHARE = 20
"""Looking may take this part of a processor: after a look that took a while comes a pause this many times as long."""

Seen = frozenset[tuple[int, int]]
"""Inode and time of every file of a tree."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command cost."""

    wall: float
    cpu: float
    memory: int
    files: int = 0
    bytes: int = 0


class CommandError(Exception):
    """A command ended otherwise than it should; the text is the end of what it said."""


def cost_of(
    command: Sequence[str],
    folder: Path,
    *,
    writes: Path | None = None,
    environment: Mapping[str, str] | None = None,
    ends_with: int = 0,
) -> Cost:
    """Run a command in a folder and say what it cost; `writes` is the tree that it writes.

    Raises `CommandError` when its exit code is not `ends_with`.
    """
    before = seen(writes) if writes else frozenset()
    os.sync()  # what others left to be written is not this command's cost
    with TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            env={**_as_installed(), **(environment or {})},
            start_new_session=True,
        )
        watch = _Watch(process.pid)
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.end()
        if process.returncode != ends_with:
            said.seek(0)
            end = said.read().decode(errors="replace")[-2000:]
            raise CommandError(f"{' '.join(command)} ended with {process.returncode}:\n{end}")
    written = [file.st_size for file in _files(writes) if _mark(file) not in before] if writes else []
    return Cost(wall, used.ru_utime + used.ru_stime, watch.most, len(written), sum(written))


def _as_installed() -> dict[str, str]:
    """The environment, in which Python keeps the bytecode of what it imports, as an installed program has it."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class _Watch(threading.Thread):
    """Looks at the memory of a session again and again, and keeps the most it saw."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.most = 0
        self._session = session
        self._over = threading.Event()

    def run(self) -> None:
        pause = 0.0
        while not self._over.wait(pause):
            began = time.thread_time()
            self.most = max(self.most, memory_of_session(self._session))
            pause = max(EVERY, SHARE * (time.thread_time() - began))

    def end(self) -> None:
        self._over.set()
        self.join()


def memory_of_session(session: int) -> int:
    """Bytes that all processes of a session take up now."""
    total = 0
    for process in os.listdir("/proc"):
        if process.isdigit():
            with suppress(OSError):
                if _session_of(process) == session:
                    total += _memory_of(process)
    return total


def _session_of(process: str) -> int:
    stat = Path("/proc", process, "stat").read_bytes()
    return int(stat[stat.rindex(b")") + 2 :].split()[3])  # after the name: state, parent, group, session


def _memory_of(process: str) -> int:
    for name, key in (("smaps_rollup", "Pss"), ("status", "VmRSS")):
        with suppress(OSError):
            found = re.search(rf"^{key}:\s+(\d+) kB", Path("/proc", process, name).read_text(), re.MULTILINE)
            if found:
                return int(found[1]) * 1024
    return 0


def seen(tree: Path) -> Seen:
    """The files that are below a folder now."""
    return frozenset(map(_mark, _files(tree)))


def _mark(file: os.stat_result) -> tuple[int, int]:
    return file.st_ino, file.st_mtime_ns


def _files(folder: Path) -> Iterator[os.stat_result]:
    """Every file below a folder, which may be a link and need not be there."""
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(Path(entry.path))
            else:
                yield entry.stat(follow_symlinks=False)
