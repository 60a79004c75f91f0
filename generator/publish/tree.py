"""Folders and files appear whole or not at all."""

import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from generator.diagnostics import OperatorError


def write_new(files: Mapping[str, str], target: Path) -> None:
    """Write texts by path into a folder that is there whole afterwards, or not at all; `new_folder` says when not."""
    with new_folder(target) as folder:
        for path, text in files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder to write into, which becomes `target` in one step when the block ends well.

    Raises `OperatorError` when `target` is there already and not empty: nothing of anybody's is overwritten.
    """
    refuse_nameless(target)
    if target.is_symlink() or (target.exists() and (not target.is_dir() or any(target.iterdir()))):
        raise OperatorError(f"{target} 已经存在；为免覆盖，请换一个目录，或者先移走其中的内容")
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        yield folder
        folder.chmod(0o755)
        folder.rename(target)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def refuse_nameless(target: Path) -> None:
    """Raise unless a path ends with a folder's own name, which can be beside it, too."""
    if target.name in ("", ".."):
        raise OperatorError("请写明一个新目录的名称，不能是当前目录或者上级目录")


def write_one(target: Path, content: str | bytes) -> None:
    """Write one new file, whole or not at all; raises `OperatorError` when it is there already."""
    written = _staged(target, content, 0o644)
    try:
        target.hardlink_to(written)
    except FileExistsError:
        raise OperatorError(f"{target} 已经存在，没有改动") from None
    finally:
        written.unlink()


def write_changes(root: Path, texts: Mapping[str, str]) -> None:
    """Write texts by path from the root, new files among them; a file that is there keeps its mode.

    All of them are on the disk before the first takes its place: nothing is changed when one cannot be written.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        for path, text in texts.items():
            target = root / path
            mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o644
            staged.append((_staged(target, text, mode), target))
        while staged:
            written, target = staged[0]
            written.replace(target)
            staged.pop(0)
    finally:
        for written, _ in staged:
            written.unlink(missing_ok=True)


def _staged(target: Path, content: str | bytes, mode: int) -> Path:
    """The content in a file beside its place; no such file when it cannot be written whole."""
    raw = content.encode() if isinstance(content, str) else content
    with tempfile.NamedTemporaryFile("wb", dir=target.parent, prefix=".new-", delete=False) as file:
        written = Path(file.name)
        try:
            file.write(raw)
            file.flush()
            written.chmod(mode)
        except BaseException:
            written.unlink(missing_ok=True)
            raise
    return written
