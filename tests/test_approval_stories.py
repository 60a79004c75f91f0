"""Every story with expectations: each attack has its verdict and its reasons by name, each honest merge has none."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from generator.approval.audit import Audit, audit_of
from generator.approval.reasons import FAULTS, KEY_EXPIRED, Weight
from generator.approval.sshsig import signature_over
from generator.approval.verdict import Verdict
from generator.source.history import main_line
from tests.stories.story import STORIES, Told, key_of, told

TODAY = date(2026, 11, 25)
EXPECTED = {
    file.parent.name: expected
    for file in sorted(STORIES.glob("*/story.yml"))
    if (expected := yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader).get("expect"))
}
SIGNERS = {
    "另作他用": lambda payload: signature_over(payload, key_of("审核岗01"), "file"),
    "张冠李戴": lambda payload: signature_over(payload + b" ", key_of("审核岗01")),
    "乱码": lambda payload: "-----BEGIN SSH SIGNATURE-----\n!\n-----END SSH SIGNATURE-----",
}


def said(audit: Audit, story: Told) -> dict[str, str]:
    """Per step: verdict, names of reasons, posts."""
    return {
        step: " ".join(
            (
                str(audit.judgements[commit].verdict),
                *(reason.fault.id for reason in audit.judgements[commit].reasons),
                *audit.judgements[commit].reviewers,
            )
        )
        for step, commit in story.commits.items()
    }


@pytest.mark.parametrize("name", EXPECTED)
def test_every_merge_has_the_verdict_it_deserves(name: str, tmp_path: Path) -> None:
    story = told(tmp_path, name, SIGNERS)
    audit = audit_of(tmp_path, main_line(tmp_path), TODAY, story.commits["start"])
    assert said(audit, story) == EXPECTED[name]
    assert audit.chain == ()
    assert audit.has_violation is name.startswith("attack")


def test_every_violation_of_a_merge_has_its_story() -> None:
    told_of = {word for steps in EXPECTED.values() for said in steps.values() for word in said.split()}
    elsewhere = {"organisations-unreadable", "no-reviewers", "below-no-baseline", "no-forge-key"}
    of_the_chain = {"baseline-missing", "baseline-differs", "baseline-only-inside", "no-baseline"}
    of_merges = {fault.id for fault in FAULTS if not fault.id.startswith("edition-")}
    assert of_merges - told_of == elsewhere | of_the_chain
    assert {str(verdict) for verdict in Verdict} <= told_of
    assert len({fault.id for fault in FAULTS}) == len(FAULTS)
    assert {fault.weight for fault in FAULTS} == set(Weight)


def test_a_day_in_a_reason_is_written_as_officials_write_it() -> None:
    """The page of the audit, a receipt and the terminal say the same words."""
    reason = KEY_EXPIRED.because(post="审核岗04", day=date(2026, 3, 16))
    assert reason.message == "审核岗04的钥匙有效期到 2026年3月16日为止，签名时已经失效"
