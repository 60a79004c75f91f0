"""The registers that are measured: each made once and kept, and the changes made to it while measuring."""

import hashlib
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

from generator.approval.sshsig import signature_over
from tests.bench import repository
from tests.bench.repository import BETWEEN, REVIEWER, make
from tests.stories.story import key_of

CACHE = ".git/mulu"
"""Where the program keeps what it may forget."""

MADE = "refs/bench/made"
"""The last commit that a register was made with."""

_BEIJING = timezone(timedelta(hours=8))
_MERGES = {1_000: 300, 10_000: 3_000, 100_000: 3_000}
_RESOURCE = re.compile(r"catalogues/department/第(?P<department>\d{3})局/.*\d{5}.*\.yml")


@dataclass(frozen=True, slots=True)
class Measured:
    """A register: its folder, and with how many resources and merges it was made."""

    root: Path
    resources: int
    merges: int

    @property
    def baseline(self) -> str:
        """The first commit: what was there before any approval."""
        return self.git("rev-list", "--max-parents=0", MADE)

    @property
    def day(self) -> date:
        """The day for which it is built: a week after the last merge it was made with."""
        at = int(self.git("log", "-1", "--format=%ct", MADE))
        return datetime.fromtimestamp(at, UTC).astimezone(_BEIJING).date() + timedelta(days=7)

    def git(self, *arguments: str, text: str | None = None, **environment: str) -> str:
        """What git answers, without its last line break."""
        command = ["git", "-C", str(self.root), "-c", "core.quotePath=false", *arguments]
        run = subprocess.run(
            command, input=text, capture_output=True, check=True, text=True, env={**os.environ, **environment}
        )
        return run.stdout.strip("\n")

    def reset(self) -> None:
        """As it was made: no change of an earlier run, no cache."""
        self.git("symbolic-ref", "HEAD", "refs/heads/main")
        self.git("reset", "--quiet", "--hard", MADE)
        self.git("clean", "--quiet", "-ffdx")
        self.forget()

    def forget(self) -> None:
        """Drop the program's cache."""
        shutil.rmtree(self.root / CACHE, ignore_errors=True)

    def read(self) -> None:
        """Read every file once, so that none is slow for coming from a disk."""
        for file in self.root.rglob("*"):
            if file.is_file():
                file.read_bytes()

    def change(self, number: int) -> str:
        """Change one resource by a signed merge, another one for each number; gives back the code of the resource."""
        code, request = self.request(number)
        main = self.git("rev-parse", "main")
        who = _person(REVIEWER, "reviewer01@authority.example", self._at(number))
        message = f"Merge branch 'x' into 'main'\n\n修改目录\n\nSee merge request catalogue/register!{number}\n"
        tree = self.git("rev-parse", f"{request}^{{tree}}")
        plain = self.git("commit-tree", tree, "-p", main, "-p", request, text=message, **who)
        body = self.git("cat-file", "commit", plain) + "\n"
        signature = signature_over(body.encode(), key_of(REVIEWER)).strip("\n").replace("\n", "\n ")
        head, gap, message = body.partition("\n\n")
        signed = f"{head}\ngpgsig {signature}{gap}{message}"
        merge = self.git("hash-object", "-t", "commit", "-w", "--stdin", text=signed)
        self.git("reset", "--quiet", "--hard", merge)
        return code

    def request(self, number: int) -> tuple[str, str]:
        """A change request for one resource, not merged: the code of the resource and the commit."""
        path, text = self._resource(number)
        changed = re.sub("用于[^，]*", f"用于登记、监管、查询和第{number}次核对", text, count=1)
        blob = self.git("hash-object", "-w", "--stdin", text=changed)
        index = {"GIT_INDEX_FILE": str(self.root / ".git/index-of-request")}
        self.git("read-tree", "main", **index)
        self.git("update-index", "--cacheinfo", f"100644,{blob},{path}", **index)
        tree = self.git("write-tree", **index)
        department = path.split("/")[2]
        mail = f"clerk@d{department[1:4]}.example"
        who = _person(f"{department}编目员", mail, self._at(number) - 3600)
        request = self.git("commit-tree", tree, "-p", "main", text="修改目录\n", **who)
        code = re.search(r"^资源代码: (\S+)$", text, re.MULTILINE)
        assert code
        return code[1], request

    def _resource(self, number: int) -> tuple[str, str]:
        """The file of a resource that is in force, another one for each number, and its text."""
        listed = self.git("ls-tree", "-r", "--name-only", "-z", "main").split("\0")
        paths = [path for path in listed if _RESOURCE.fullmatch(path)]
        for place in range(number * 97, number * 97 + len(paths)):
            path = paths[place % len(paths)]
            text = self.git("show", f"main:{path}") + "\n"
            if "已注销" not in text:
                return path, text
        raise LookupError("no resource in force")

    def _at(self, number: int) -> int:
        return int(self.git("log", "-1", "--format=%ct", MADE)) + number * BETWEEN


def register_of(folder: Path, resources: int, merges: int | None = None, departments: int = 100) -> Measured:
    """The register of so many resources, kept in the folder: made when it is not there yet, else as it was made."""
    merges = merges or _MERGES.get(resources, min(3_000, resources * 3 // 10))
    maker = hashlib.sha256(Path(repository.__file__).read_bytes()).hexdigest()[:8]
    root = folder / f"{resources}-{merges}-{departments}-{maker}"
    if not root.is_dir():
        making = folder / f"{root.name}.making"
        shutil.rmtree(making, ignore_errors=True)
        make(making, resources, merges, departments)
        made = Measured(making, resources, merges)
        made.git("update-ref", MADE, "main")
        made.git("config", "gc.auto", "0")
        making.rename(root)
    register = Measured(root, resources, merges)
    register.reset()
    return register


def _person(name: str, mail: str, at: int) -> dict[str, str]:
    return {
        f"GIT_{part}_{what}": value
        for part in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", name), ("EMAIL", mail), ("DATE", f"@{at} +0800"))
    }
