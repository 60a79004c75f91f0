"""How git is run for its history: plumbing commands only, deaf to everybody's settings, in constant number.

The first question is asked with the operator's own settings, so that his `safe.directory` decides whether git may
read the repository; every later one runs without system and user configuration, replacements, grafts, pagers and
inherited `GIT_*` variables. What is asked goes in through standard input and can never be an option.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from threading import Thread
from typing import IO

from msgspec import Struct

from generator.diagnostics import OperatorError, quoted

_REDIRECTING = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX")
_PLAIN = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ATTR_NOSYSTEM": "1",
    "LC_ALL": "C",
}
_SETTINGS = (
    "safe.directory=*",
    "core.commitGraph=false",
    "core.fsmonitor=false",
    f"core.attributesFile={os.devnull}",
    f"core.hooksPath={os.devnull}",
    "merge.renormalize=false",
    "merge.renames=true",
    "merge.directoryRenames=conflict",
)


class Plumbing(Struct, frozen=True):
    """A repository whose top is `root`, or a bare one; made by `opened`."""

    root: Path

    def said(self, *arguments: str) -> str | None:
        """What a short command says, without the last line end; `None` when it fails, or where there is no git."""
        done = _run([*_command(self.root), *arguments], _environment())
        return os.fsdecode(done.stdout).removesuffix("\n") if done and done.returncode == 0 else None

    def talking(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """A command that answers each line it is told; whoever starts it ends it."""
        return subprocess.Popen(
            [*_command(self.root), *arguments],
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    @contextmanager
    def stream(
        self, *arguments: str, asked: Iterable[str] = (), variables: Mapping[str, str] | None = None
    ) -> Iterator[IO[bytes]]:
        """The output of a long command while a thread hands in what is `asked`, one line each.

        Leaving early stops the command. Raises `OperatorError` with git's own words when it fails.
        """
        with tempfile.TemporaryFile() as words:
            process = subprocess.Popen(
                [*_command(self.root), *arguments],
                env={**_environment(), **(variables or {})},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=words,
            )
            assert process.stdin is not None
            assert process.stdout is not None
            asking = Thread(target=_hand_in, args=(process.stdin, asked), daemon=True)
            asking.start()
            try:
                yield process.stdout
                is_read_out = not process.stdout.read(1)
            except BaseException:
                process.kill()
                raise
            else:
                if not is_read_out:
                    process.kill()
            finally:
                process.stdout.close()
                process.wait()
                asking.join()
            if is_read_out and process.returncode:
                words.seek(0)
                said = words.read(2000).decode("utf-8", "replace").strip()
                raise OperatorError(f"git {arguments[0]} 没有成功，仓库可能不完整，请运行 git fsck：{quoted(said)}")


@cache
def opened(root: Path) -> Plumbing:
    """The whole repository at `root`, looked at once; raises `OperatorError` where there is none, or only a part."""
    git = there(root)
    if git is None:
        raise OperatorError(f"{root} 不是 Git 仓库，没有历史可读；请用 --root 指明仓库所在的目录")
    if git.said("rev-parse", "--is-shallow-repository") == "true":
        raise OperatorError("这是浅克隆，历史不完整；请先运行 git fetch --unshallow")
    return git


def there(root: Path) -> Plumbing | None:
    """The repository at `root`, shallow or not, `None` where there is none; raises where git cannot read it."""
    done = _run(["git", "-C", str(root), "rev-parse", "--show-prefix"], _own_environment())
    if done and b"dubious ownership" in done.stderr:
        raise OperatorError(
            f"{root} 属于另一个系统用户，git 拒绝读取；请运行 git config --global --add safe.directory {root}"
        )
    if done and not done.returncode:
        return None if done.stdout.strip() else Plumbing(root)
    if os.path.lexists(root / ".git"):
        said = quoted(done.stderr.decode("utf-8", "replace").strip()) if done else "没有安装 git"
        raise OperatorError(f"{root} 是 Git 仓库，但是无法读取：{said}")
    return None


def _run(command: list[str], environment: Mapping[str, str]) -> "subprocess.CompletedProcess[bytes] | None":
    try:
        return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except FileNotFoundError:
        return None


def _command(root: Path) -> list[str]:
    settings = (part for setting in _SETTINGS for part in ("-c", setting))
    return ["git", "--no-pager", "--literal-pathspecs", "-C", str(root), *settings]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, **_PLAIN}


def _own_environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _REDIRECTING}
    return {**kept, "LC_ALL": "C"}


def _hand_in(pipe: IO[bytes], asked: Iterable[str]) -> None:
    try:
        with suppress(BrokenPipeError):
            for line in asked:
                pipe.write(line.encode("utf-8", "surrogateescape") + b"\n")
    finally:
        with suppress(BrokenPipeError):
            pipe.close()
