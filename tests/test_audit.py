"""The chain an approval stands on, forges' own keys, hardware keys, and what a reviewer may do to a branch."""

import subprocess
from base64 import b64encode
from datetime import date
from hashlib import sha256, sha512
from pathlib import Path
from struct import pack

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from generator.approval.audit import Audit, audit_of
from generator.approval.ground import authority_of
from generator.approval.pgp import is_signed_by
from generator.approval.sshsig import public_text, signature_over, signing_key
from generator.approval.trailers import claimed_reviewers
from generator.source.history import main_line
from tests.stories.story import Told, key_of, tell

TODAY = date(2026, 11, 25)
NOTE = "catalogues/department/省教育厅/README.md"
AUTHORITY = "catalogues/authority.yml"
ONE = {"step": "01", "put": {NOTE: "一\n"}}
DECLARED = {"step": "02", "submitter": "审核岗02", "edit": {AUTHORITY: {"审核人:": "基线: ${commit:start}\n审核人:"}}}


def audited(root: Path, pinned: str | None = None, revision: str | None = None) -> Audit:
    return audit_of(root, main_line(root, revision), TODAY, pinned)


def names(audit: Audit, commit: str) -> tuple[str, ...]:
    judgement = audit.judgements[commit]
    return (str(judgement.verdict), *(reason.fault.id for reason in judgement.reasons))


def git(root: Path, *arguments: str, text: bytes = b"") -> str:
    done = subprocess.run(["git", "-C", str(root), *arguments], input=text, capture_output=True, check=True)
    return done.stdout.decode().strip()


def chain(audit: Audit) -> tuple[str, ...]:
    return tuple(reason.fault.id for reason in audit.chain)


@pytest.fixture
def story(tmp_path: Path) -> Told:
    return tell(tmp_path, [ONE, DECLARED, {"step": "03", "put": {NOTE: "三\n"}}])


def test_without_a_baseline_all_is_import_and_said_so(tmp_path: Path) -> None:
    made = tell(tmp_path, [ONE])
    audit = audited(tmp_path)
    assert (audit.baseline, chain(audit), audit.has_violation) == (None, ("no-baseline",), False)
    assert [names(audit, commit) for commit in made.commits.values()] == [("初始导入",), ("初始导入",)]


def test_a_baseline_inside_is_used_and_called_no_proof_of_itself(story: Told) -> None:
    audit = audited(story.root)
    assert (audit.baseline, chain(audit)) == (story.commits["start"], ("baseline-only-inside",))
    assert [names(audit, commit) for commit in story.commits.values()] == [("初始导入",), *[("签名证明",)] * 3]


def test_the_baseline_outside_decides_and_must_be_the_one_inside(story: Told) -> None:
    audit = audited(story.root, story.commits["01"])
    assert chain(audit) == ("baseline-differs",)
    assert audit.has_violation
    assert names(audit, story.commits["01"]) == ("初始导入",)


def test_history_rewritten_below_the_baseline_breaks_the_chain(story: Told) -> None:
    """The first commit again with another message, and everything after it on top, its signatures kept."""
    root, new = story.root, ""
    for commit in story.commits.values():
        raw = subprocess.run(
            ["git", "-C", str(root), "cat-file", "commit", commit], capture_output=True, check=True
        ).stdout
        first = git(root, "rev-parse", f"{commit}^1") if new else ""
        text = raw.replace(first.encode(), new.encode()) if new else raw + "改写\n".encode()
        new = git(root, "hash-object", "-t", "commit", "-w", "--stdin", text=text)
    git(root, "update-ref", "refs/heads/main", new)
    for pinned in (None, story.commits["start"]):
        audit = audited(root, pinned)
        assert "baseline-missing" in chain(audit)
        assert audit.has_violation
        assert names(audit, new) == ("无法证明", "below-no-baseline")
    rebased = audited(root, git(root, "rev-list", "--max-parents=0", "--first-parent", "main"))
    assert chain(rebased) == ("baseline-differs", "baseline-missing")
    assert names(rebased, new) == ("违规", "bad-signature")


def test_a_line_that_begins_elsewhere_is_seen(story: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """A merge whose first parent is the attacker's own commit, whose second is main."""
    root, main = story.root, story.commits["03"]
    tree = git(root, "rev-parse", "main^{tree}")
    for part in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{part}_NAME", "外人")
        monkeypatch.setenv(f"GIT_{part}_EMAIL", "e@x")
        monkeypatch.setenv(f"GIT_{part}_DATE", f"{TODAY}T09:00:00+08:00")
    own = git(root, "commit-tree", tree, "-p", f"{main}~1", "-m", "x")
    foxtrot = git(root, "commit-tree", tree, "-p", own, "-p", main, "-m", "x")
    audit = audited(root, story.commits["start"], foxtrot)
    assert names(audit, own) == ("违规", "direct-push")
    assert main not in audit.judgements


def test_a_branch_brought_up_to_date_by_its_reviewer_is_still_the_submitters(tmp_path: Path) -> None:
    other = {"step": "02", "from": "start", "put": {"catalogues/department/省教育厅/说明/README.md": "二\n"}}
    made = tell(tmp_path, [ONE, other])
    root, (branch,) = tmp_path, made.brought["02"]
    tip = made.commits["01"]
    honest = git(root, "merge-tree", "--write-tree", branch, tip)
    smuggled = git(root, "rev-parse", "{}^{{tree}}".format(made.commits["start"]))
    verdicts = {}
    for name, tree in (("honest", honest), ("smuggled", smuggled)):
        update = signed(root, tree, (branch, tip), None)
        merged = git(root, "merge-tree", "--write-tree", tip, update)
        verdicts[name] = names(
            audited(root, made.commits["start"], merge := signed(root, merged, (tip, update), "审核岗02")), merge
        )
    assert verdicts == {"honest": ("签名证明",), "smuggled": ("违规", "own-department", "self-approved")}


def signed(root: Path, tree: str, parents: tuple[str, ...], key: str | None) -> str:
    """A commit of 审核岗02, signed with a key or not at all."""
    who = "审核岗02 <reviewer02@authority.example> 1768000000 +0800"
    lines = [f"tree {tree}", *(f"parent {one}" for one in parents), f"author {who}", f"committer {who}"]
    payload = ("\n".join(lines) + "\n\n合并\n").encode()
    if key:
        lines.append("gpgsig " + signature_over(payload, key_of(key)).replace("\n", "\n "))
    return git(root, "hash-object", "-t", "commit", "-w", "--stdin", text=("\n".join(lines) + "\n\n合并\n").encode())


def test_a_forges_openpgp_key_proves_that_the_forge_merged(tmp_path: Path) -> None:
    """As on GitHub: the author is who pressed the button, the committer is the forge."""
    from pysequoia import Profile, SignatureMode, Tsk, sign

    forge, other = (Tsk.generate("forge <noreply@forge.example>", profile=Profile.RFC4880) for _ in range(2))
    text = str(forge.extract_certificate()).replace("\n", "\n      ").rstrip()
    listed = f"平台签名:\n  - 平台: GitHub\n    公钥: |\n      {text}\n    起: 2026-01-01\n审核人:"
    made = tell(
        tmp_path,
        [
            {"step": "01", "submitter": "审核岗02", "edit": {AUTHORITY: {"审核人:": listed}}},
            {"step": "02", "by": "GitHub", "author": "审核岗01", "key": "GitHub", "put": {NOTE: "二\n"}},
            {"step": "03", "by": "GitHub", "author": "外人", "key": "GitHub", "put": {NOTE: "三\n"}},
            {"step": "04", "by": "GitHub", "author": "审核岗01", "key": "另一平台", "put": {NOTE: "四\n"}},
            {"step": "05", "by": "GitHub", "author": "审核岗01", "key": "改过", "put": {NOTE: "五\n"}},
        ],
        signers={
            "GitHub": lambda payload: sign(forge.signer(), payload, mode=SignatureMode.DETACHED).decode(),
            "另一平台": lambda payload: sign(other.signer(), payload, mode=SignatureMode.DETACHED).decode(),
            "改过": lambda payload: sign(forge.signer(), payload + b" ", mode=SignatureMode.DETACHED).decode(),
        },
    )
    audit = audited(tmp_path, made.commits["start"])
    assert [names(audit, made.commits[step]) for step in ("01", "02", "03", "04", "05")] == [
        ("签名证明",),
        ("平台证明",),
        ("无法证明", "forge-names-nobody"),
        ("违规", "no-forge-key"),
        ("违规", "no-forge-key"),
    ]
    assert audit.judgements[made.commits["02"]].reviewers == ("审核岗01",)


def test_nonsense_is_no_openpgp_signature() -> None:
    begin = "-----BEGIN PGP SIGNATURE-----"
    assert not is_signed_by(begin, b"x", "-----BEGIN PGP PUBLIC KEY BLOCK-----")
    assert not is_signed_by(begin + "x" * 30_000, b"x", "no key")


REVIEWER = (
    f"审核人: [{{岗位: 审核岗01, 单位: 省政府办公厅, 公钥: {public_text(key_of('审核岗01'))}, 起: 2026-01-01}}]\n"
)


@pytest.mark.parametrize(
    ("text", "is_trusted"),
    [
        (REVIEWER, True),
        (REVIEWER + "行政区划: 43\n无此项: 1\n规则集: 甲\n", True),
        (REVIEWER + REVIEWER, False),
        (REVIEWER + "审核人：\n", False),
        (REVIEWER.replace("起: 2026-01-01", "起: 2026-01-01, 止: 2026-02-30"), False),
        (REVIEWER.replace("起: 2026-01-01", "起: 2026-01-01, 终止: 2026-02-28"), False),
        (REVIEWER.replace("单位: 省政府办公厅, ", ""), False),
        (REVIEWER + "基线: abc\n", False),
        (
            "{"
            + REVIEWER.replace("2026-01-01", "2026-01-01, 止: 无").strip()
            + ", 主管部门: 省政府办公厅, 行政区划: 430000}",
            False,
        ),
        ("{" + REVIEWER.strip() + ", 行政区划: 43, 主管部门: 省政府办公厅}", True),
        ("- 审核人\n", False),
        ("\xff", False),
    ],
)
def test_a_fault_that_could_hide_who_may_approve_makes_the_file_unreadable(text: str, is_trusted: bool) -> None:
    raw = text.encode("latin-1") if text == "\xff" else text.encode()
    authority = authority_of(raw)
    assert (authority is not None) is is_trusted
    if authority:
        assert [reviewer.post for reviewer in authority.reviewers] == ["审核岗01"]


def test_where_nobody_could_ever_sign_nothing_is_proven_and_nothing_broken(tmp_path: Path) -> None:
    reviewers = (Path(__file__).parent / "stories/start" / AUTHORITY).read_text(encoding="utf-8").partition("审核人:")
    filled = {"step": "01", "submitter": "审核岗02", "put": {AUTHORITY: reviewers[0]}}
    unsigned, unknown = {"step": "02", "key": "", "put": {NOTE: "二\n"}}, {"step": "03", "put": {NOTE: "三\n"}}
    made = tell(tmp_path, [filled, unsigned, unknown])
    audit = audited(tmp_path, made.commits["start"])
    assert names(audit, made.commits["02"]) == ("无法证明", "no-reviewers")
    assert names(audit, made.commits["03"]) == ("违规", "unknown-key")


def test_departments_that_cannot_be_read_leave_a_merge_unproven(tmp_path: Path) -> None:
    made = tell(
        tmp_path,
        [
            {"step": "01", "submitter": "审核岗02", "put": {"catalogues/organisations.yml": "部门：\n"}},
            {"step": "02", "put": {NOTE: "二\n"}},
        ],
    )
    audit = audited(tmp_path, made.commits["start"])
    assert names(audit, made.commits["02"]) == ("无法证明", "organisations-unreadable")


@pytest.mark.parametrize(("flags", "counts"), [(1, True), (5, True), (0, False), (4, False)])
def test_a_hardware_key_counts_only_when_somebody_touched_it(flags: int, counts: bool) -> None:
    """PROTOCOL.u2f: the signature is over application, flags, counter and message; bit 0 says a user was there."""

    def text(content: bytes) -> bytes:
        return pack(">I", len(content)) + content

    secret = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    kind, application = b"sk-ssh-ed25519@openssh.com", b"ssh:"
    blob = text(kind) + text(secret.public_key().public_bytes_raw()) + text(application)
    inner = b"SSHSIG" + b"".join(map(text, (b"git", b"", b"sha512", sha512(b"merge").digest())))
    seen = bytes([flags]) + pack(">I", 7)
    made = secret.sign(sha256(application).digest() + seen + sha256(inner).digest())
    parts = (blob, b"git", b"", b"sha512", text(kind) + text(made) + seen)
    packed = b"SSHSIG" + pack(">I", 1) + b"".join(map(text, parts))
    armoured = f"-----BEGIN SSH SIGNATURE-----\n{b64encode(packed).decode()}\n-----END SSH SIGNATURE-----"
    assert signing_key(armoured, b"merge") == (f"{kind.decode()} {b64encode(blob).decode()}" if counts else None)


@pytest.mark.parametrize(
    ("message", "named"),
    [
        ("t\n\nReviewed-on: https://x/4\nReviewed-by: A <A@x.example>\nreviewed-BY: @b\n", ("a@x.example", "b")),
        ("t\n\nApproved-by: A <a@x>\n\n\nSee merge request: g/p!2640\n", ("a@x",)),
        ("t\n\nSee merge request g/p!12\n\nMerged-by: A <a@x>\nApproved-by: A <a@x>\n", ("a@x",)),
        ("t\r\n\r\nReviewed-by: A <a@x>\r\n".replace("\r\n", "\n"), ("a@x",)),
        ("Reviewed-by: A <a@x>", ()),
        ("t\nReviewed-by: A <a@x>\n", ()),
        ("t\n\nReviewed-by: A <a@x>\n\nanother paragraph\n", ()),
        ("t\n\n审核人：甲\nReviewed-by: A <a@x>\n", ()),
        ("t\n\nReviewed-by: 审核岗01\nReviewed-by:\nReviewed-by: <>\n", ()),
        ("t\n\nSigned-off-by: A <a@x>\n", ()),
        ("", ()),
        ("\n\n\n", ()),
        ("See merge request g/p!12", ()),
    ],
)
def test_only_closing_trailers_claim_a_reviewer(message: str, named: tuple[str, ...]) -> None:
    assert claimed_reviewers(message) == named
