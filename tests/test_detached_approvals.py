"""Approvals signed for a request's head and kept as git notes: they count for that head and nothing else."""

import json
import subprocess
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from generator.approval.audit import audit_of
from generator.approval.notes import APPROVED, NAMESPACE, approvals_by_head, statement
from generator.approval.sshsig import public_text, signature_over
from generator.source.history import main_line
from generator.source.notes import notes_of
from tests.stories.story import Told, key_of, tell
from tests.test_audit import TODAY, git, names

NOTE = "catalogues/department/省教育厅/README.md"
CHINA = timezone(timedelta(hours=8))
MORNING = datetime(2026, 1, 6, 9, 0, tzinfo=CHINA)


@pytest.fixture
def story(tmp_path: Path) -> Told:
    """A merge that nobody signed."""
    return tell(tmp_path, [{"step": "01", "at": "2026-01-06 10:00", "key": "", "put": {NOTE: "一\n"}}])


def word(
    head: str, key: str = "审核岗01", at: datetime = MORNING, decision: str = APPROVED, namespace: str = NAMESPACE
) -> str:
    line = statement(head, "12", decision, at)
    return f"{line}\n{signature_over(line.encode(), key_of(key), namespace)}\n"


def verdict(story: Told, text: str, on: str | None = None) -> tuple[str, ...]:
    """What is said of the merge when a note with the text hangs on the head it brought, or on another commit."""
    settings = ("-c", "user.name=审核岗", "-c", "user.email=r@x")
    head = on or story.brought["01"][0]
    git(story.root, *settings, "notes", "--ref=approvals", "add", "-f", "-F", "-", head, text=text.encode())
    audit = audit_of(story.root, main_line(story.root), TODAY, story.commits["start"])
    merge = story.commits["01"]
    return (*names(audit, merge), *audit.judgements[merge].reviewers)


def test_an_approval_of_the_head_counts_like_a_signature(story: Told) -> None:
    (head,) = story.brought["01"]
    assert verdict(story, word(head)) == ("签名证明", "审核岗01")
    assert verdict(story, word(head, "陌生人") + word(head, "审核岗02")) == ("签名证明", "审核岗02")


def test_what_ssh_keygen_signs_is_an_approval(story: Told, tmp_path: Path) -> None:
    (head,) = story.brought["01"]
    line = statement(head, "12", APPROVED, MORNING)
    key = tmp_path / "key"
    key.write_bytes(key_of("审核岗01").private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    key.chmod(0o600)
    arguments = ["ssh-keygen", "-q", "-Y", "sign", "-n", NAMESPACE, "-f", str(key)]
    made = subprocess.run(arguments, input=line.encode(), capture_output=True, check=True).stdout.decode()
    assert verdict(story, f"{line}\n{made}") == ("签名证明", "审核岗01")


def test_an_approval_that_does_not_count_leaves_the_merge_unsigned(story: Told) -> None:
    (head,) = story.brought["01"]
    start = story.commits["start"]
    late = MORNING + timedelta(days=1)
    faulty = {
        "of another head": word(start),
        "refused": word(head, decision="不同意"),
        "taken back": word(head) + word(head, at=MORNING + timedelta(minutes=5), decision="不同意"),
        "by nobody known": word(head, "陌生人"),
        "after the merge": word(head, at=late),
        "for another purpose": word(head, namespace="git"),
        "changed afterwards": word(head).replace('"12"', '"13"'),
        "not canonical": word(head).replace('","', '", "'),
        "unsigned": statement(head, "12", APPROVED, MORNING) + "\n",
        "not JSON": "[" * 5000 + "\n" + word(head).partition("\n")[2],
        "not an object": '"' + head + '"\n' + word(head).partition("\n")[2],
    }
    assert {name: verdict(story, text) for name, text in faulty.items()} == dict.fromkeys(faulty, ("违规", "unsigned"))
    git(story.root, "update-ref", "-d", "refs/notes/approvals")
    assert verdict(story, word(head), on=start) == ("违规", "unsigned")


def test_what_is_said_after_the_merge_changes_nothing(story: Told) -> None:
    (head,) = story.brought["01"]
    later = MORNING + timedelta(days=30)
    assert verdict(story, word(head) + word(head, at=later, decision="不同意")) == ("签名证明", "审核岗01")


def test_the_approver_is_judged_like_any_reviewer(story: Told) -> None:
    (head,) = story.brought["01"]
    assert verdict(story, word(head, "审核岗03")) == ("违规", "own-department", "审核岗03")
    assert verdict(story, word(head, "审核岗03") + word(head, "审核岗02")) == ("签名证明", "审核岗02")


def test_a_smuggling_merge_is_not_saved_by_an_approval_of_its_head(tmp_path: Path) -> None:
    smuggle = {"put": {"catalogues/base/人口/README.md": "夹带\n"}}
    made = tell(tmp_path, [{"step": "01", "key": "", "put": {NOTE: "一\n"}, "smuggle": smuggle}])
    assert verdict(made, word(made.brought["01"][0])) == ("违规", "smuggled", "审核岗01")


def test_a_damaged_signature_stays_one_whoever_approved_the_head(tmp_path: Path) -> None:
    damaged = {"乱码": lambda payload: "-----BEGIN SSH SIGNATURE-----\n!\n-----END SSH SIGNATURE-----"}
    made = tell(tmp_path, [{"step": "01", "key": "乱码", "put": {NOTE: "一\n"}}], signers=damaged)
    assert verdict(made, word(made.brought["01"][0])) == ("违规", "bad-signature")


def test_notes_are_read_by_commit_and_absent_ones_are_none(story: Told) -> None:
    assert notes_of(story.root, "refs/notes/approvals") == {}
    (head,) = story.brought["01"]
    verdict(story, word(head))
    assert notes_of(story.root, "refs/notes/approvals") == {head: word(head).encode()}
    (approval,) = approvals_by_head({head: word(head).encode()})[head]
    assert (approval.key, approval.on, approval.approves) == (public_text(key_of("审核岗01")), date(2026, 1, 6), True)


def test_the_line_that_is_signed_is_canonical() -> None:
    line = statement("a" * 40, "12", APPROVED, MORNING)
    assert line == f'{{"decision":"同意","head":"{"a" * 40}","request":"12","time":"2026-01-06T09:00:00+08:00"}}'
    assert json.loads(line)["request"] == "12"
