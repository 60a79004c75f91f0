"""Folders appear whole or not at all."""

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
    if not target.name:
        raise OperatorError("请写明一个新目录的名称，不能是当前目录")
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


def write_one(target: Path, text: str) -> None:
    """Write one new file, whole or not at all; raises `OperatorError` when it is there already."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, prefix=".new-", delete=False) as file:
        file.write(text)
    written = Path(file.name)
    try:
        written.chmod(0o644)
        target.hardlink_to(written)
    except FileExistsError:
        raise OperatorError(f"{target} 已经存在，没有改动") from None
    finally:
        written.unlink()


def write_again(target: Path, text: str) -> None:
    """Write a file that is there anew, whole or not at all; its mode stays."""
    mode = target.stat(follow_symlinks=False).st_mode
    with tempfile.NamedTemporaryFile("wb", dir=target.parent, prefix=".new-", delete=False) as file:
        written = Path(file.name)
        try:
            file.write(text.encode())
            file.flush()
            written.chmod(stat.S_IMODE(mode))
            written.replace(target)
        except BaseException:
            written.unlink(missing_ok=True)
            raise
