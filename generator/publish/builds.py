"""Two builds in turn behind one link: the next is written over the last but one, file by file, where it differs.

`.NAME.builds/1` and `2` hold the builds, `1.list` and `2.list` what is in each: a line with the inputs it was made of,
then a line for every file, its digest and its path, below a line with the seed of those files where they have one. A
build without its list was not finished; it is thrown away and begun from the other, file by file a second link to the
same bytes. So a file is never changed, only replaced: readers of either build keep it.
"""

import fcntl
import os
import shutil
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path

from msgspec import Struct, field

from generator.diagnostics import OperatorError
from generator.workers import shared_out

Files = Iterator[tuple[str, str | bytes]]
"""Files of a site: each path from its root, and what it holds."""

FRAME, RUNS, GROUPS, PAGES, FILINGS = "frame", "runs", "groups", "pages", "filings"
"""Kept beside the builds: the site builder's; what runs of resources, groups of these, pages, runs of filings bring."""

LINKED_AT_ONCE = 1000
"""Files for which a process makes second links in one go."""

_DIGITS = 32
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_FORM, _SEED = "mulu-build-1", "= "
_KEPT = ("lock", "1", "2", "1.list", "2.list", FRAME, f"{FRAME}.json", RUNS, GROUPS, PAGES, FILINGS)

Digests = dict[str, str]
"""The digest of each file by its path."""


class Before(Struct, frozen=True):
    """What a folder holds from before: the digest of every file, and of those made of one seed, by that seed."""

    files: Digests = field(default_factory=dict)
    by_seed: dict[str, Digests] = field(default_factory=dict)


class Output(Struct):
    """A build being written: its folder, what that holds from before, what was put into it, with seeds and all."""

    folder: Path
    before: Before = field(default_factory=Before)
    files: Digests = field(default_factory=dict)
    by_seed: dict[str, Digests] = field(default_factory=dict)

    def put(self, path: str, content: str | bytes) -> None:
        """Let the file at a path below the folder hold this; written only where it differs."""
        self.files[path] = put(self.folder, self.before.files, path, content)

    def put_deflated(self, path: str, content: bytes) -> None:
        """Let the file at a path below the folder hold this deflated; not deflated again where it was before."""
        seed = digest_of(f"{zlib.ZLIB_RUNTIME_VERSION} {path}\0".encode() + content)
        self.put_once(seed, lambda: iter([(path, zlib.compress(content))]))

    def put_once(self, seed: str, make: Callable[[], Files]) -> None:
        """Put files that are made of nothing but a seed; not made again where they were before."""
        files = self.before.by_seed.get(seed)
        if files is None:
            files = {path: put(self.folder, self.before.files, path, content) for path, content in make()}
        self.note(seed, files)

    def take(self, files: Files) -> None:
        """Put each of these files."""
        for path, content in files:
            self.put(path, content)

    def note(self, seed: str, files: Digests) -> None:
        """Files that were put, or were there before, and are made of nothing but this seed; an empty one is none."""
        self.files.update(files)
        if seed:
            self.by_seed[seed] = files


def put(folder: Path, before: Mapping[str, str], path: str, content: str | bytes) -> str:
    """Write a file below a folder unless it held the same before; gives back its digest."""
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    digest = digest_of(raw)
    if before.get(path) != digest:
        _write(folder, path, raw, is_new=path not in before)
    return digest


def digest_of(content: bytes) -> str:
    """What tells one content of a file from another."""
    return sha256(content).hexdigest()[:_DIGITS]


def _write(folder: Path, path: str, raw: bytes, *, is_new: bool) -> None:
    place = f"{folder}/{path}"
    try:
        if not is_new:
            os.unlink(place)  # noqa: PTH108  its bytes may be those of the build that is being read
        file = os.open(place, _NEW, 0o644)
    except OSError:
        file = _opened(place, folder, path)
    try:
        left = memoryview(raw)
        while left:
            left = left[os.write(file, left) :]
    finally:
        os.close(file)


def _opened(place: str, folder: Path, path: str) -> int:
    parent = place.rpartition("/")[0]
    try:
        try:
            os.mkdir(parent)  # noqa: PTH102  tens of thousands of times, nearly always just this
        except OSError:
            os.makedirs(parent, exist_ok=True)  # noqa: PTH103
        return os.open(place, _NEW, 0o644)
    except OSError:
        _make_way(folder, path)
        return os.open(place, _NEW, 0o644)


def _make_way(folder: Path, path: str) -> None:
    """Make the folders of a path, and take away what stands where it or one of them must be."""
    target = folder / path
    for parent in reversed(target.relative_to(folder).parents[:-1]):
        place = folder / parent
        if not place.is_dir():
            place.unlink(missing_ok=True)
            place.mkdir(exist_ok=True)
    if target.is_dir():
        shutil.rmtree(target)
    target.unlink(missing_ok=True)


@contextmanager
def next_build(target: Path, inputs: str = "") -> Iterator[Output]:
    """The build that will be `target`: what is put into it, and nothing else, is seen there in one step at the end.

    `inputs` names what it is made of, for `is_current`. Readers see the old build or the new one, never a mixture,
    whenever the process is killed. Raises `OperatorError` when another build is running, or when `target` is there
    and was not made here.
    """
    builds = builds_of(target)
    if target.is_symlink() or target.exists():
        _refuse_others(target, builds)
    builds.mkdir(parents=True, exist_ok=True)
    with open(builds / "lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OperatorError(f"另一次生成正在写 {target}；请等它结束后再试") from None
        shown = target.resolve() if target.is_symlink() else None
        folder = builds / ("2" if shown and shown.name == "1" else "1")
        _remove_leftovers(builds, shown)
        output = Output(folder, _taken_over(folder, shown))
        try:
            yield output
            _remove_others(output)
            _write_list(folder, inputs, output)
            _point(target, folder)
        except BaseException:
            _list_of(folder).unlink(missing_ok=True)
            shutil.rmtree(folder, ignore_errors=True)
            if [*builds.iterdir()] == [builds / "lock"]:
                shutil.rmtree(builds)
            raise


def builds_of(target: Path) -> Path:
    """The folder beside `target` that holds its builds."""
    return target.parent / f".{target.name}.builds"


def is_current(target: Path, inputs: str) -> bool:
    """Whether `target` shows a whole build made of just these inputs."""
    if not target.is_symlink() or not target.is_dir():
        return False
    try:
        with _list_of(target.resolve()).open(encoding="utf-8") as lines:
            return lines.readline() == _heading(inputs)
    except OSError:
        return False


def _refuse_others(target: Path, builds: Path) -> None:
    if not target.is_symlink() or target.resolve().parent != builds.resolve():
        raise OperatorError(f"{target} 已经存在，且不是本程序生成的；请移走，或者用 --out 换一个目录")


def _list_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.list")


def _heading(inputs: str) -> str:
    return f"{_FORM} {inputs}\n"


def _write_list(folder: Path, inputs: str, output: Output) -> None:
    unfinished = folder.with_name("new.list")
    seeded = {path for files in output.by_seed.values() for path in files}
    groups = {"": {path: digest for path, digest in output.files.items() if path not in seeded}, **output.by_seed}
    with unfinished.open("w", encoding="utf-8") as lines:
        lines.write(_heading(inputs))
        for seed, files in groups.items():
            lines.write(f"{_SEED}{seed}\n")
            lines.writelines(f"{digest} {path}\n" for path, digest in files.items())
    unfinished.replace(_list_of(folder))


def _listed(folder: Path) -> Before | None:
    """What a build holds; `None` when it was not finished."""
    try:
        heading, _, lines = _list_of(folder).read_text(encoding="utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    if not folder.is_dir() or not heading.startswith(f"{_FORM} "):
        return None
    found, group = Before(), Digests()
    for line in lines.split("\n")[:-1]:
        if line.startswith(_SEED):
            group = found.by_seed.setdefault(line.removeprefix(_SEED), {})
        else:
            digest, _, path = line.partition(" ")
            group[path] = found.files[path] = digest
    found.by_seed.pop("", None)
    return found


def _taken_over(folder: Path, shown: Path | None) -> Before:
    """What the folder holds now, after it was marked as unfinished; begun anew from the build that is shown."""
    listed = _listed(folder)
    _list_of(folder).unlink(missing_ok=True)
    if listed is not None:
        return listed
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    other = _listed(shown) if shown else None
    if shown is None or other is None:
        return Before()
    lost = {path for some in shared_out(partial(_lost, shown, folder), [*other.files], LINKED_AT_ONCE) for path in some}
    return Before({path: digest for path, digest in other.files.items() if path not in lost}) if lost else other


def _lost(source: Path, folder: Path, paths: Sequence[str]) -> list[str]:
    """The files that are not there any more; of all others the same bytes stand at a second place now."""
    for parent in sorted({path.rpartition("/")[0] for path in paths}):
        (folder / parent).mkdir(parents=True, exist_ok=True)
    return [path for path in paths if not _is_linked(f"{source}/{path}", f"{folder}/{path}")]


def _is_linked(source: str, place: str) -> bool:
    """Whether the same bytes stand at a second place now; not when somebody took the first away."""
    try:
        os.link(source, place)
    except FileNotFoundError:
        return False
    except OSError:
        shutil.copyfile(source, place)  # a file system without second links
    return True


def _remove_leftovers(builds: Path, shown: Path | None) -> None:
    """Take away what an earlier program or a killed build left: all but two builds, their lists and the lock."""
    for entry in builds.iterdir():
        if entry.name not in _KEPT and entry.resolve() != shown:
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()


def _remove_others(output: Output) -> None:
    """Take away the files from before that were not put again, and the folders that are empty then."""
    for path in output.before.files.keys() - output.files.keys():
        place = output.folder / path
        try:
            place.unlink(missing_ok=True)
        except (NotADirectoryError, IsADirectoryError):
            continue  # a new file or folder stands in its way, or in its place
        for parent in place.parents:
            if parent == output.folder or not _is_removed(parent):
                break


def _is_removed(folder: Path) -> bool:
    try:
        folder.rmdir()
    except OSError:
        return False
    return True


def _point(target: Path, folder: Path) -> None:
    link = folder.parent / "next"
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(folder.resolve(), target.parent.resolve()))
    link.replace(target)
