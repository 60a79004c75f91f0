"""A bare repository on disk that plays the forge, and bash that plays its runners: the workflows' own steps are run."""

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import MINIMAL, REPOSITORY

WORKFLOWS = REPOSITORY / ".github" / "workflows"
RESOURCE = "catalogues/department/省教育厅/民办学校办学许可信息.yml"
TOKEN = "token-of-the-run"
GIT = {f"GIT_{who}_{what}": "t@localhost" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
SHOUT = 'import sys\nsys.stderr.write("rules of {}, isolated " + str(sys.flags.isolated) + "\\n")\n'

Files = dict[str, str | None]


VARIABLES = ("vars.MULU_BASELINE", "vars.MULU_VERIFIED", "vars.MULU_SITE_URL", "vars.MULU_EDIT_URL", "vars.MULU_PARTS")
"""Variables of the repository, unset unless a test sets them."""
CONDITIONS: dict[str, Callable[[dict[str, str]], bool]] = {
    "vars.MULU_PARTS == ''": lambda facts: facts["vars.MULU_PARTS"] == "",
    "vars.MULU_PARTS != ''": lambda facts: facts["vars.MULU_PARTS"] != "",
    "matrix.part <= needs.publish.outputs.parts": lambda facts: (
        int(facts["matrix.part"]) <= int(facts["needs.publish.outputs.parts"])
    ),
}
"""What steps make depend on variables, as a runner understands it."""


@dataclass
class Ran:
    """What a run of a job's steps left: the first exit code that is not 0, the log, the summary, the outputs."""

    code: int
    log: str
    summary: str
    outputs: dict[str, str]


class Forge:
    """A bare repository with a main branch and requests, the runner's home, and one folder per run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bare = folder / "server" / "office" / "register"
        self.work = folder / "work"
        self.home = folder / "home"
        self.home.mkdir()
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.home), "GIT_CONFIG_NOSYSTEM": "1"}
        self.git("init", "-q", "--bare", str(self.bare), at=folder)
        self.git("init", "-q", "-b", "main", str(self.work), at=folder)
        self.runs = 0

    def git(self, *words: str, at: Path | None = None) -> str:
        command = ["git", "-c", "commit.gpgSign=false", *words]
        finished = subprocess.run(
            command, cwd=at or self.work, env=self.environment | GIT, capture_output=True, text=True, check=True
        )
        return finished.stdout.strip()

    def commit(self, files: Mapping[str, str | None]) -> str:
        """A commit that writes the files, and removes those without a text; the id."""
        for path, text in files.items():
            file = self.work / path
            if text is None:
                shutil.rmtree(file) if file.is_dir() else file.unlink()
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "-q", "--allow-empty", "-m", "change")
        return self.git("rev-parse", "HEAD")

    def push(self, ref: str) -> None:
        self.git("push", "-q", "--force", self.bare.as_uri(), f"HEAD:{ref}")

    def run(self, workflow: str, facts: dict[str, str], job: str = "", only: str = "", **variables: str) -> Ran:
        """Run the steps of a job, by default the first, in order as a runner does, until one fails; or one `only`."""
        self.runs += 1
        place = self.folder / f"run-{self.runs}"
        place.mkdir()
        summary = self.folder / f"summary-{self.runs}.md"
        output = self.folder / f"output-{self.runs}"
        output.touch()
        environment = self.environment | {
            "GITHUB_SERVER_URL": (self.folder / "server").as_uri() + "/",
            "GITHUB_REPOSITORY": "office/register",
            "GITHUB_RUN_ID": "71",
            "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_OUTPUT": str(output),
            "MULU_PYTHON": sys.executable,
            **variables,
        }
        facts = {"github.token": TOKEN, **dict.fromkeys(VARIABLES, ""), **facts}
        log, code = "", 0
        for step in steps(workflow, job):
            if (only and step["name"] != only) or ("if" in step and not CONDITIONS[step["if"]](facts)):
                continue
            script = self.folder / "step.sh"
            script.write_text(step["run"], encoding="utf-8")
            filled = {name: facts[value.strip("${} ")] for name, value in step.get("env", {}).items()}
            finished = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
                cwd=place / step.get("working-directory", "."),
                env=environment | filled,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            log, code = log + finished.stdout, finished.returncode
            if code:
                break
        outputs = dict(line.split("=", 1) for line in output.read_text(encoding="utf-8").splitlines())
        return Ran(code, log, summary.read_text(encoding="utf-8") if summary.exists() else "", outputs)

    @property
    def place(self) -> Path:
        """The folder of the newest run."""
        return self.folder / f"run-{self.runs}"


def jobs(workflow: str) -> dict[str, dict[str, Any]]:
    return dict(yaml.safe_load((WORKFLOWS / workflow).read_text(encoding="utf-8"))["jobs"])


def steps(workflow: str, job: str = "") -> list[dict[str, Any]]:
    by_name = jobs(workflow)
    return list(by_name[job or next(iter(by_name))]["steps"])


def without(line: str) -> str:
    text = (MINIMAL / RESOURCE).read_text(encoding="utf-8")
    assert text.count(line) == 1
    return text.replace(line, "")


def assert_no_token_is_left(forge: Forge, ran: Ran) -> None:
    secrets = (TOKEN.encode(), base64.b64encode(f"x-access-token:{TOKEN}".encode()))
    files = [file for file in forge.place.rglob("*") if file.is_file()]
    assert len(files) > 50
    assert not [file for file in files for secret in secrets if secret in file.read_bytes()]
    assert not [secret for secret in secrets if secret in ran.log.encode()]
