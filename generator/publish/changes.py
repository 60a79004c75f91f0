"""Changes to the files of a register: all of them are on the disk before the first takes its place."""

import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

from generator.diagnostics import OperatorError


def write_changes(root: Path, texts: Mapping[str, str]) -> None:
    """Write texts by path from the root, new files among them; a file that is there keeps its mode.

    Nothing is changed when one of them cannot be written.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        for path, text in texts.items():
            target = root / path
            mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o644
            with tempfile.NamedTemporaryFile("wb", dir=target.parent, prefix=".new-", delete=False) as file:
                staged.append((Path(file.name), target))
                file.write(text.encode())
            staged[-1][0].chmod(mode)
        while staged:
            written, target = staged[0]
            written.replace(target)
            staged.pop(0)
    finally:
        for written, _ in staged:
            written.unlink(missing_ok=True)


def write_new_file(target: Path, content: bytes) -> None:
    """Write one new file; raises `OperatorError` when it is there already."""
    try:
        with open(target, "xb") as file:
            file.write(content)
    except FileExistsError:
        raise OperatorError(f"{target} 已经存在；为免覆盖，请换一个名称，或者先移走") from None
