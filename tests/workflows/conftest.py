"""The forge that the workflows are run against."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import MINIMAL, REPOSITORY
from tests.workflows.forge import SHOUT, Forge


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    """Main holds the small register and this program, which says on stderr whose rules are running."""
    forge = Forge(tmp_path)
    shutil.copytree(MINIMAL, forge.work, dirs_exist_ok=True)
    for folder in ("generator", "site_templates"):
        shutil.copytree(REPOSITORY / folder, forge.work / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "requirements/site.txt"):
        (forge.work / name).parent.mkdir(exist_ok=True)
        shutil.copy(REPOSITORY / name, forge.work / name)
    main = forge.work / "generator" / "__main__.py"
    main.write_text(main.read_text(encoding="utf-8").replace("import sys\n", SHOUT.format("main"), 1), encoding="utf-8")
    forge.commit({})
    forge.push("refs/heads/main")
    return forge
