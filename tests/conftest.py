"""What every test may use: the small valid register, written out where it can be changed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("mulu", deadline=None)  # a busy machine is no fault
hypothesis.settings.load_profile("mulu")

MINIMAL = Path(__file__).parent / "cases" / "minimal"
REPOSITORY = Path(__file__).parent.parent


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A folder with a copy of the small valid register."""
    return Path(shutil.copytree(MINIMAL, tmp_path / "register"))


@pytest.fixture
def write(register: Path) -> Callable[[str, str], None]:
    """Writes a text into the register, by path."""

    def written(path: str, text: str) -> None:
        file = register / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    return written
