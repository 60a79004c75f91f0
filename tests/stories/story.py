"""A story is a list of steps on main; each becomes a real commit or a real, really signed merge.

`tell(root, steps)` builds the repository at `root` with git's own plumbing and gives back the commit of every step.
`told(root, name)` does the same for `tests/stories/<name>/story.yml`, whose folders `01-…/`, `02-…/` hold the files
that their step writes. Every story begins with the step `start`: the register in `tests/cases/minimal` with the files
of `tests/stories/start` over it (three reviewers, submitters of two departments), imported by 审核岗01, unsigned.

A step is a mapping; times are Asia/Shanghai unless an offset follows (`2026-12-31 23:30 -0500`)::

    step: 01-rename            # its name; a folder of this name beside story.yml holds files it writes
    at: 2026-03-02 10:00       # default: one day after the step before, at 10:00
    kind: merge                # merge (default) | push | squash | rebase | revert
    by: 审核岗01               # who merges; people are below, others are written `Name <mail>`
    key: 审核岗01              # which key signs; default: the merger's own; "" signs nothing
    message: …                 # default: GitLab's merge text
    encoding: gbk              # the message's encoding, told in the commit's header
    author: 编目员甲           # author of the merge itself; default: who merges
    from: start                # the step whose commit the branch begins at; default: the tip of main
    smuggle: {edit: …}         # what only the merge commit changes (an evil merge, a resolved conflict)
    undo: 01-rename            # of a revert: the step whose change is taken back, by a branch and a merge
    brings:                    # the commits of the branch; default: one, with this step's own changes
      - {by: 编目员甲, at: …, key: …, author: …, branch: a, write: FOLDER, edit: …, remove: …, rename: …, entries: …}

Changes, of a step or of one commit it brings::

    edit: {PATH: {OLD: NEW}}   # each OLD must stand once
    put: {PATH: TEXT}
    remove: [PATH]
    rename: {OLD: NEW}
    entries: [{mode: "120000", path: …, text: …}]   # path bytes may be given as hex; of a submodule text is the commit

`branch` names a branch of the step; two names make an octopus. A `push` commits its changes straight onto main; a
`squash` makes one commit of all that is brought; a `rebase` puts the brought commits onto main one by one.
In every text `${key:NAME}` is the public key derived from the seed NAME, `${commit:STEP}` a commit already made.
Keys exist only while a test runs. `signers` lets a test sign in other ways: a name of a key → armoured signature.
"""

import hashlib
import os
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from generator.approval.sshsig import public_text, signature_over
from tests.conftest import MINIMAL

STORIES = Path(__file__).parent
PEOPLE = {
    "审核岗01": ("审核岗01", "reviewer01@authority.example"),
    "审核岗02": ("审核岗02", "reviewer02@authority.example"),
    "审核岗03": ("审核岗03", "reviewer03@edu.example"),
    "编目员甲": ("编目员甲", "clerk@edu.example"),
    "编目员乙": ("编目员乙", "clerk@police.example"),
    "外人": ("外人", "someone@elsewhere.example"),
    "GitHub": ("GitHub", "noreply@github.com"),
    "Gitee": ("Gitee", "noreply@gitee.com"),
}
"""People by name: 审核岗01, 02 of the authority, 03 and 编目员甲 of 省教育厅, 编目员乙 of 省公安厅."""

Signer = Callable[[bytes], str]
Step = Mapping[str, Any]


def key_of(name: str) -> Ed25519PrivateKey:
    """The throwaway key derived from a name."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"story:{name}".encode()).digest())


@dataclass(frozen=True)
class Told:
    """The repository a story made: the commit on main of every step, and the commits each step brought."""

    root: Path
    commits: Mapping[str, str]
    brought: Mapping[str, tuple[str, ...]]

    def step_of(self, commit: str) -> str:
        """The step that made a commit, on main or brought."""
        made = {one: name for name, ids in self.brought.items() for one in ids}
        return {**made, **{one: name for name, one in self.commits.items()}}[commit]


def told(root: Path, name: str, signers: Mapping[str, Signer] | None = None) -> Told:
    """The story of that name, built at `root`."""
    folder = STORIES / name
    steps = yaml.load((folder / "story.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["steps"]
    return tell(root, steps, folder, signers)


def tell(
    root: Path, steps: Sequence[Step], folder: Path | None = None, signers: Mapping[str, Signer] | None = None
) -> Told:
    """The steps as a repository at `root`, main checked out."""
    teller = _Teller(root, folder or STORIES, dict(signers or {}))
    teller.git("init", "--quiet", "--initial-branch", "main", str(root))
    teller.start()
    for step in steps:
        teller.step(step)
    teller.git("update-ref", "refs/heads/main", teller.tip)
    teller.git("reset", "--quiet", "--hard")
    return Told(root, teller.commits, teller.brought)


@dataclass
class _Teller:
    root: Path
    folder: Path
    signers: dict[str, Signer]
    commits: dict[str, str] = field(default_factory=dict)
    brought: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tip: str = ""
    now: datetime = datetime(2026, 1, 5, 10, 0)
    stamp: str = "1767578400 +0800"

    def git(self, *arguments: str, text: bytes = b"", accepted: Sequence[int] = (0,)) -> str:
        plain = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
        self.root.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            ["git", "-C", str(self.root), *arguments], input=text, env=plain, capture_output=True, check=False
        )
        assert done.returncode in accepted, (arguments, done.stderr.decode())
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    def start(self) -> None:
        files: dict[str, str] = {}
        for folder in (MINIMAL, STORIES / "start"):
            files |= _files_below(folder)
        empty = self.git("mktree")
        self.tip = self.commit(self.changed(empty, {"put": files}), [], {"by": "审核岗01", "key": ""}, "初始导入\n")
        self.commits["start"], self.brought["start"] = self.tip, ()

    def step(self, step: Step) -> None:
        name, kind = step["step"], step.get("kind", "merge")
        next_day = (self.now + timedelta(days=1)).replace(hour=10, minute=0)
        self.stamp, self.now = _stamp(step.get("at", next_day.isoformat(" ", "minutes")))
        start = self.commits[step["from"]] if "from" in step else self.tip
        heads: dict[str, str] = {}
        made: list[str] = []
        listed = [] if kind in ("push", "revert") else step.get("brings") or [_own_commit(step)]
        for one in listed:
            branch = one.get("branch", "a")
            base = self.tip if kind == "rebase" else heads.get(branch, start)
            tree = self.changed(base, self.with_folder(one, one.get("write")))
            message = one.get("message", "修改目录\n")
            heads[branch] = self.commit(tree, [base], {"by": "编目员甲", "key": "", **one}, message)
            made.append(heads[branch])
            if kind == "rebase":
                self.tip = heads[branch]
        match kind:
            case "push":
                tree = self.changed(self.tip, self.with_folder(step, name))
                self.tip = self.commit(tree, [self.tip], {"by": "审核岗01", **step}, "直接修改\n")
            case "squash":
                tree = self.merged(self.tip, [*heads.values()], step)
                self.tip = self.commit(tree, [self.tip], {"by": "审核岗01", **step}, "新增目录 (#12)\n")
            case "revert":
                undone = self.commits[step["undo"]]
                back = self.commit(self.reverted(undone), [self.tip], {"by": "编目员甲", "key": ""}, "撤销\n")
                heads, made = {"a": back}, [back]
                self.merge(step, heads)
            case "merge":
                self.merge(step, heads)
        self.commits[name], self.brought[name] = self.tip, tuple(made)

    def merge(self, step: Step, heads: Mapping[str, str]) -> None:
        tree = self.merged(self.tip, [*heads.values()], step)
        message = f"Merge branch 'x' into 'main'\n\n{step['step']}\n\nSee merge request catalogue/register!7\n"
        self.tip = self.commit(tree, [self.tip, *heads.values()], {"by": "审核岗01", **step}, message)

    def merged(self, tip: str, heads: Sequence[str], step: Step) -> str:
        """The tree of merging the heads one after another, then with what is smuggled in."""
        current = tip
        for head in heads:
            accepted = (0, 1) if "smuggle" in step else (0,)
            said = self.git("merge-tree", "--write-tree", "--no-messages", current, head, accepted=accepted)
            tree = said.split("\n", maxsplit=1)[0]
            current = self.commit(tree, [current, head], {"by": "审核岗01", "key": ""}, "")
        return self.changed(current, step.get("smuggle", {}))

    def reverted(self, undone: str) -> str:
        """The tip's tree without what a commit of main changed."""
        arguments = ("merge-tree", "--write-tree", "--no-messages")
        parent = self.git("rev-parse", f"{undone}^1")
        opposite = self.commit(f"{parent}^{{tree}}", [undone], {"by": "审核岗01", "key": ""}, "")
        return self.git(*arguments, self.tip, opposite).split("\n", maxsplit=1)[0]

    def with_folder(self, change: Step, folder: str | None) -> Step:
        """The change together with the files of the folder that goes with it."""
        files = _files_below(self.folder / folder) if folder and (self.folder / folder).is_dir() else {}
        return {**change, "put": {**files, **change.get("put", {})}}

    def changed(self, base: str, change: Step) -> str:
        """The tree of `base` after the change."""
        self.git("read-tree", base)
        gone: list[bytes] = []
        entries: list[bytes] = []
        for old, new in change.get("rename", {}).items():
            kept = self.git("ls-files", "--stage", "--", old).split()
            assert kept, old
            gone.append(_entry("0", "0" * 40, old))
            entries.append(_entry(kept[0], kept[1], new))
        self.git("update-index", "-z", "--index-info", text=b"".join(gone + entries))
        entries = [_entry("0", "0" * 40, path) for path in change.get("remove", ())]
        for path, text in change.get("put", {}).items():
            entries.append(_entry("100644", self.blob(text), path))
        for path, edits in change.get("edit", {}).items():
            text = self.git("cat-file", "blob", f":{path}") + "\n"
            for old, new in edits.items():
                assert text.count(old) == 1, (path, old)
                text = text.replace(old, new)
            entries.append(_entry("100644", self.blob(text), path))
        for entry in change.get("entries", ()):
            path = bytes.fromhex(entry["hex"]) if "hex" in entry else entry["path"]
            id_ = entry["text"] if entry["mode"] == "160000" else self.blob(entry["text"])
            entries.append(_entry(entry["mode"], id_, path))
        self.git("update-index", "-z", "--index-info", text=b"".join(entries))
        return self.git("write-tree")

    def blob(self, text: str | bytes) -> str:
        raw = self.filled(text).encode("utf-8", "surrogateescape") if isinstance(text, str) else text
        return self.git("hash-object", "-w", "--stdin", text=raw)

    def filled(self, text: str) -> str:
        text = re.sub(r"\$\{key:([^}]+)\}", lambda match: public_text(key_of(match[1])), text)
        return re.sub(r"\$\{commit:([^}]+)\}", lambda match: self.commits[match[1]], text)

    def commit(self, tree: str, parents: Sequence[str], step: Step, message: str) -> str:
        stamp = _stamp(step["at"])[0] if "at" in step else self.stamp
        by, author = (_person(step.get(role) or step["by"]) for role in ("by", "author"))
        lines = [
            f"tree {self.git('rev-parse', tree)}",
            *(f"parent {parent}" for parent in parents),
            f"author {author} {stamp}",
            f"committer {by} {stamp}",
        ]
        encoding = step.get("encoding")
        tail = [f"encoding {encoding}"] if encoding else []
        body = self.filled(step.get("message", message)).encode(encoding or "utf-8", "surrogateescape")
        payload = "\n".join([*lines, *tail]).encode() + b"\n\n" + body
        key = step.get("key", step["by"])
        if key:
            signature = self.signers[key](payload) if key in self.signers else signature_over(payload, key_of(key))
            header = "gpgsig " + signature.rstrip("\n").replace("\n", "\n ")
            payload = "\n".join([*lines, *tail, header]).encode() + b"\n\n" + body
        return self.git("hash-object", "-w", "-t", "commit", "--stdin", text=payload)


def _person(name: str) -> str:
    """`Name <mail>` of somebody known by name, or as it stands."""
    return "{} <{}>".format(*PEOPLE[name]) if name in PEOPLE else name


def _own_commit(step: Step) -> Step:
    """The one commit of a branch that makes the step's own changes."""
    own = {name: step[name] for name in ("edit", "put", "remove", "rename", "entries") if name in step}
    return {**own, "by": step.get("submitter", "编目员甲"), "write": step["step"]}


def _files_below(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def _entry(mode: str, id_: str, path: str | bytes) -> bytes:
    return f"{mode} {id_}\t".encode() + (path.encode() if isinstance(path, str) else path) + b"\0"


def _stamp(at: str) -> tuple[str, datetime]:
    """Git's seconds and offset of a time, and the time in Asia/Shanghai."""
    match = re.fullmatch(r"(\d{4}-\d{2}-\d{2} \d{2}:\d{2}(?::\d{2})?)(?: ([+-])(\d{2})(\d{2}))?", at)
    assert match, at
    hours, minutes = int(match[3] or 8), int(match[4] or 0)
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if match[2] == "-" else 1)
    moment = datetime.fromisoformat(match[1]).replace(tzinfo=UTC) - offset
    local = (moment + timedelta(hours=8)).replace(tzinfo=None)
    return f"{int(moment.timestamp())} {match[2] or '+'}{hours:02}{minutes:02}", local
