"""Whatever happened since the last build, the next one leaves byte for byte what a build from nothing makes.

The program is copied, so that its templates can change too; every build is a process of its own, some are killed.
"""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from generator.publish.builds import builds_of
from tests.conftest import MINIMAL, REPOSITORY

STEPS = 7
FILINGS = {"FILINGS_AT_ONCE = 100": "FILINGS_AT_ONCE = 2"}
NOTICE = """\
年份: 2025
标题: 国务院办公厅关于2025年部分节假日安排的通知
文号: 国办发明电〔2024〕12号
网址: https://www.gov.cn/zhengce/content/202411/content_6986382.htm
放假:
  - {名称: 元旦, 起: 2025-01-01, 止: 2025-01-01}
  - {名称: 春节, 起: 2025-01-28, 止: 2025-02-04}
  - {名称: 清明节, 起: 2025-04-04, 止: 2025-04-06}
  - {名称: 劳动节, 起: 2025-05-01, 止: 2025-05-05}
  - {名称: 端午节, 起: 2025-05-31, 止: 2025-06-02}
  - {名称: 国庆节、中秋节, 起: 2025-10-01, 止: 2025-10-08}
上班: [2025-01-26, 2025-02-08, 2025-04-27, 2025-09-28, 2025-10-11]
"""


@dataclass
class Clerk:
    """Somebody who does one thing after another to a register, its history, the program and the day."""

    root: Path
    program: Path
    chance: Random
    today: date = date(2026, 11, 23)
    baseline: str = ""
    told: list[str] = field(default_factory=list)

    def git(self, *arguments: str) -> str:
        plain = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
        who = ("-c", "user.name=编目员甲", "-c", "user.email=clerk@edu.example")
        done = subprocess.run(
            ["git", "-C", str(self.root), *who, *arguments], capture_output=True, check=True, env=plain, text=True
        )
        return done.stdout.strip()

    def begin(self) -> None:
        """The import, up to which nothing is filed."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "初始导入")
        self.baseline = self.git("rev-parse", "HEAD")

    def commit(self, message: str) -> None:
        """Mostly by merging a request, which is filed."""
        is_request = self.chance.random() < 0.7
        if is_request:
            self.git("checkout", "--quiet", "-B", "request")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        if is_request:
            self.git("checkout", "--quiet", "main")
            self.git("merge", "--quiet", "--no-ff", "--message", message, "request")

    def resources(self) -> list[Path]:
        found = self.root.glob("catalogues/department/*/*.yml")
        return sorted(path for path in found if path.name != "catalogue.yml")

    def number(self) -> int:
        return self.chance.randrange(10, 99)

    def add(self) -> None:
        source, number = self.chance.choice(self.resources()), self.number()
        text = source.read_text(encoding="utf-8").splitlines()
        named = [line for line in text if not line.startswith(("资源名称:", "资源代码:"))]
        head = [f"资源名称: 第{number}号学校台账信息", f"资源代码: 307003/{number:06}"]
        target = source.with_name(f"第{number}号学校台账信息.yml")
        target.write_text("\n".join([*head, *named]) + "\n", encoding="utf-8")
        self.commit("新增")

    def edit(self) -> None:
        file = self.chance.choice(self.resources())
        lines = file.read_text(encoding="utf-8").splitlines()
        lines = [f"摘要: 第 {self.number()} 次修订的说明。" if line.startswith("摘要:") else line for line in lines]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.commit("修改")

    def edit_without_commit(self) -> None:
        self.edit()
        self.git("reset", "--quiet", "--soft", "HEAD~1")

    def rename(self) -> None:
        file = self.chance.choice(self.resources())
        file.rename(file.with_name(f"改名{self.number()}.yml"))
        self.commit("改名")

    def delete(self) -> None:
        if len(self.resources()) > 1:
            self.chance.choice(self.resources()).unlink()
            self.commit("删除")

    def rebase(self) -> None:
        """The last commits are gone, another stands in their place."""
        if int(self.git("rev-list", "--count", "--first-parent", "HEAD")) > 2:
            self.git("reset", "--quiet", "--hard", "HEAD~2")
        self.edit()

    def change_template(self) -> None:
        body = self.chance.choice(("resource", "home", "version", "organisation"))
        file = self.program / "site_templates" / "bodies" / f"{body}.html"
        file.write_text(file.read_text(encoding="utf-8") + f"<p>说明{self.number()}</p>\n", encoding="utf-8")

    def change_theme(self) -> None:
        style = self.program / "site_templates" / "theme" / "assets" / "mulu.css"
        style.write_text(style.read_text(encoding="utf-8") + f"/* {self.number()} */\n", encoding="utf-8")

    def change_calendar(self) -> None:
        notice = self.root / "catalogues" / "calendar" / "2025.yml"
        if notice.exists():
            notice.unlink()
        else:
            notice.parent.mkdir(exist_ok=True)
            notice.write_text(NOTICE, encoding="utf-8")
        self.commit("放假通知")

    def pass_days(self) -> None:
        self.today += timedelta(days=self.chance.randrange(1, 40))

    def tag(self) -> None:
        self.git("tag", "--force", "--annotate", f"editions/2026-{self.number()}", "--message", "版次")

    def do_something(self) -> None:
        deeds = (
            self.add, self.add, self.edit, self.edit, self.edit_without_commit, self.rename, self.delete, self.rebase,
            self.change_template, self.change_theme, self.change_calendar, self.pass_days, self.tag,
        )  # fmt: skip
        deed = self.chance.choice(deeds)
        deed()
        self.told.append(deed.__name__)

    def building(self, out: Path) -> list[str]:
        options = ["--root", str(self.root), "--out", str(out), "--today", self.today.isoformat(), "--with-errors"]
        return [sys.executable, "-m", "generator", "build", *options, "--baseline", self.baseline]

    def build(self, out: Path) -> None:
        for _ in range(50):
            done = subprocess.run(self.building(out), cwd=self.program, capture_output=True, check=False, text=True)
            if "另一次生成" not in done.stderr:
                break
            time.sleep(0.1)  # the processes of a killed build are still ending
        assert done.returncode == 0, (self.told, done.stderr)

    def build_killed(self, out: Path) -> None:
        """A build that is killed at any moment, mostly while it writes."""
        with subprocess.Popen(self.building(out), cwd=self.program, stderr=subprocess.DEVNULL) as process:
            time.sleep(self.chance.uniform(0.3, 2.5))
            process.kill()


def bytes_of(site: Path) -> dict[str, bytes]:
    folder = site.resolve()
    files = {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    empty = {
        str(found.relative_to(folder)): b""
        for found in folder.rglob("*")
        if found.is_dir() and not any(found.iterdir())
    }
    return files | empty


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A copy of the program, in which templates may be changed, and to which a few resources are many."""
    folder = tmp_path / "program"
    for name in ("generator", "site_templates"):
        shutil.copytree(REPOSITORY / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "mkdocs.yml", folder)
    for name, at_once in (("runs", {"LENGTH = 250": "LENGTH = 1", "GROUP = 16": "GROUP = 2"}), ("records", FILINGS)):
        file = folder / f"generator/publish/{name}.py"
        text = file.read_text(encoding="utf-8")
        for many, few in at_once.items():
            assert many in text
            text = text.replace(many, few)
        file.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with the small valid register on main."""
    folder = Path(shutil.copytree(MINIMAL, tmp_path / "register"))
    subprocess.run(["git", "init", "--quiet", "--initial-branch", "main", str(folder)], check=True)
    return folder


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_every_build_is_the_one_from_nothing(seed: int, root: Path, program: Path, tmp_path: Path) -> None:
    clerk = Clerk(root, program, Random(seed))
    clerk.begin()
    for _ in range(4):
        clerk.add()
    site = tmp_path / "site"
    clerk.build(site)
    for step in range(STEPS):
        clerk.do_something()
        if clerk.chance.random() < 0.4:
            before = bytes_of(site)
            clerk.build_killed(site)
            assert bytes_of(site) == before or (site.resolve().parent / f"{site.resolve().name}.list").is_file()
            clerk.told.append("killed")
        clerk.build(site)
        clean = tmp_path / f"clean{step}"
        clerk.build(clean)
        assert bytes_of(site) == bytes_of(clean), clerk.told
        shutil.rmtree(builds_of(clean))
        clean.unlink()
