"""What the figures were measured on and with, without telling whose machine it is."""

import os
import platform
import re
import shutil
import subprocess
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tests.bench.rows import HUGO
from tests.conftest import REPOSITORY

NOT_THERE = "not installed"


def machine(folder: Path) -> dict[str, str]:
    """Processor, memory, file system below the folder, versions, the program's commit, how busy the machine was."""
    return {
        "date": date.today().isoformat(),
        "program": _program(),
        "processor": _field("/proc/cpuinfo", "model name"),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{int(_field('/proc/meminfo', 'MemTotal').split()[0]) / 2**20:.0f} GiB",
        "files on": _file_system(folder),
        "busy at the start": f"{os.getloadavg()[0]:.1f} processes",
        "Python": platform.python_version(),
        "git": _said("git", "--version").removeprefix("git version "),
        "Hugo": _hugo(),
        "mkdocs": version("mkdocs"),
        "Material": version("mkdocs-material"),
        "jieba": _jieba(),
    }


def _program() -> str:
    """The last commit that changed the program, whatever was committed since."""
    git = ("git", "-C", str(REPOSITORY))
    files = ("--", "generator", "site_templates", "mkdocs.yml")
    changed = _said(*git, "status", "--porcelain", "--untracked-files=no", *files)
    return _said(*git, "log", "-1", "--format=%H", *files)[:10] + (" with changes" if changed else "")


def _file_system(folder: Path) -> str:
    """Its kind, and of ext4 whether it has a journal: without one, making files is slow after many were deleted."""
    kind = _said("df", "--output=fstype", str(folder)).split()[-1]
    number = folder.stat().st_dev
    device = Path(f"/sys/dev/block/{os.major(number)}:{os.minor(number)}").resolve().name
    if not Path("/proc/fs/ext4", device).is_dir():
        return kind
    return f"{kind} {'with' if any(Path('/proc/fs/jbd2').glob(f'{device}-*')) else 'without'} a journal"


def _hugo() -> str:
    found = re.search(r"v([0-9.]+)", _said(HUGO, "version")) if shutil.which(HUGO) else None
    return found[1] if found else NOT_THERE


def _jieba() -> str:
    try:
        return version("jieba")
    except PackageNotFoundError:
        return f"{NOT_THERE}: Material's search does not cut Chinese into words, which makes its row quicker"


def _field(file: str, key: str) -> str:
    found = re.search(rf"^{key}\s*:\s*(.+)$", Path(file).read_text(encoding="utf-8"), re.MULTILINE)
    return found[1].strip() if found else "unknown"


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()
