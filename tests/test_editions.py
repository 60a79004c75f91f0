"""Editions: what a signed tag freezes, and every way to make one anew that the repository itself can show."""

import subprocess
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from generator.approval.editions import editions_of
from generator.approval.figures import Difference, published
from generator.approval.sshsig import signature_over
from generator.load import Loaded
from generator.source.cache import cache_of
from generator.source.history import main_line
from generator.states import load_at
from tests.stories.story import Told, key_of, tell

TODAY = date(2026, 11, 25)
TEACHERS = "catalogues/department/省教育厅/教师资格认定信息.yml"
AUTHORITY = "catalogues/authority.yml"
RETIRED = "状态: 已注销\n注销:\n  理由: 不再采集\n更新周期: 每月"


def git(root: Path, *arguments: str, text: bytes = b"") -> str:
    done = subprocess.run(["git", "-C", str(root), *arguments], input=text, capture_output=True, check=True)
    return done.stdout.decode().strip()


@pytest.fixture
def story(tmp_path: Path) -> Told:
    """Three states of the register: as it began, a cycle changed, a resource retired."""
    return tell(
        tmp_path,
        [
            {"step": "01", "at": "2026-03-01 10:00", "edit": {TEACHERS: {"更新周期: 每日": "更新周期: 每月"}}},
            {"step": "02", "at": "2026-06-01 10:00", "edit": {TEACHERS: {"更新周期: 每月": RETIRED}}},
            {
                "step": "03",
                "at": "2026-09-01 10:00",
                "submitter": "审核岗02",
                "edit": {AUTHORITY: {"    公钥: ${key:审核岗02}\n": "    公钥: ${key:审核岗02}\n    止: 2026-08-31\n"}},
            },
        ],
    )


def tag(
    story: Told,
    name: str,
    step: str,
    at: str,
    key: str = "审核岗02",
    previous: str = "",
    written: str = "",
    kind: str = "commit",
) -> str:
    """A tag object, signed and put in place; its id."""
    seconds = git(story.root, "show", "-s", "--format=%ct", story.commits["start"])
    days = (date.fromisoformat(at) - date(2026, 1, 5)).days
    target = story.commits.get(step, step)
    tagger = f"审核岗02 <r@x> {int(seconds) + 86400 * days} +0800"
    lines = f"object {target}\ntype {kind}\ntag {written or name}\ntagger {tagger}"
    payload = f"{lines}\n\n版次\n" + (f"\nPrevious-Edition: {previous}\n" if previous else "")
    text = payload + (signature_over(payload.encode(), key_of(key)) + "\n" if key else "")
    made = git(story.root, "hash-object", "-t", "tag", "-w", "--stdin", text=text.encode())
    git(story.root, "update-ref", f"refs/tags/{name}", made)
    return made


def said(story: Told) -> dict[str, str]:
    """Per edition: verdict, names of reasons, posts."""
    judged = editions_of(story.root, main_line(story.root), TODAY)
    return {
        one.name: " ".join((str(one.verdict), *(reason.fault.id for reason in one.reasons), *one.reviewers))
        for one in judged
    }


def test_an_honest_line_of_editions_is_proven(story: Told) -> None:
    first = tag(story, "edition/2026-Q1", "01", "2026-04-01")
    second = tag(story, "edition/2026-Q2", "02", "2026-07-01", previous=first)
    tag(story, "edition/2026", "03", "2026-11-01", key="审核岗01", previous=second)
    assert said(story) == {"2026-Q1": "签名证明 审核岗02", "2026-Q2": "签名证明 审核岗02", "2026": "签名证明 审核岗01"}
    assert [one.on for one in editions_of(story.root, main_line(story.root), TODAY)] == [
        date(2026, 4, 1),
        date(2026, 7, 1),
        date(2026, 11, 1),
    ]


def test_git_itself_accepts_such_a_tag(story: Told, tmp_path: Path) -> None:
    from generator.approval.sshsig import public_text

    tag(story, "edition/2026-Q1", "01", "2026-04-01")
    allowed = tmp_path / "allowed"
    allowed.write_text(f"r@x {public_text(key_of('审核岗02'))}\n")
    settings = ("-c", "gpg.format=ssh", "-c", f"gpg.ssh.allowedSignersFile={allowed}")
    git(story.root, *settings, "verify-tag", "edition/2026-Q1")


def test_an_older_edition_made_anew_breaks_the_word_of_the_next(story: Told) -> None:
    """By a post that may sign, with the old day: only the next edition's word is against it."""
    first = tag(story, "edition/2026-Q1", "01", "2026-04-01")
    tag(story, "edition/2026-Q2", "02", "2026-07-01", previous=first)
    tag(story, "edition/2026-Q1", "start", "2026-04-01")
    assert said(story) == {"2026-Q1": "违规 edition-replaced 审核岗02", "2026-Q2": "签名证明 审核岗02"}


def test_an_edition_made_anew_later_stands_out_of_order(story: Told) -> None:
    first = tag(story, "edition/2026-Q1", "01", "2026-04-01")
    tag(story, "edition/2026-Q2", "02", "2026-07-01", previous=first)
    tag(story, "edition/2026-Q1", "01", "2026-08-01")
    assert said(story) == {
        "2026-Q1": "违规 edition-replaced 审核岗02",
        "2026-Q2": "违规 edition-order 审核岗02",
    }
    tag(story, "edition/2026-Q2", "start", "2026-09-01", key="审核岗01")
    assert said(story)["2026-Q2"] == "违规 edition-order edition-unchained 审核岗01"


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({"key": ""}, "违规 unsigned"),
        ({"key": "陌生人"}, "违规 unknown-key"),
        ({"at": "2026-09-30"}, "违规 key-expired 审核岗02"),
        ({"at": "2025-12-31"}, "违规 edition-before-commit key-not-yet"),
        ({"at": "2026-12-01", "key": "审核岗01"}, "违规 from-the-future 审核岗01"),
        ({"step": "brought"}, "违规 edition-off-main"),
        ({"written": "edition/2026-Q2"}, "违规 edition-renamed 审核岗02"),
        ({"name": "edition/2026-q1"}, "违规 edition-name 审核岗02"),
        ({"name": "edition/2026-Q5"}, "违规 edition-name 审核岗02"),
        ({"step": "tree", "kind": "tree"}, "违规 edition-off-main"),
    ],
)
def test_a_faulty_edition_is_named(story: Told, change: dict[str, str], verdict: str) -> None:
    words = {"name": "edition/2026-Q1", "step": "01", "at": "2026-04-01", **change}
    words["step"] = {"brought": story.brought["01"][0], "tree": git(story.root, "rev-parse", "main^{tree}")}.get(
        words["step"], words["step"]
    )
    tag(story, **words)
    assert list(said(story).values()) == [verdict]


def test_a_lightweight_tag_is_no_edition(story: Told) -> None:
    git(story.root, "tag", "edition/2026-Q1", story.commits["01"])
    git(story.root, "tag", "other/2026-Q1", story.commits["01"])
    assert said(story) == {"2026-Q1": "违规 edition-lightweight"}


def test_a_signature_over_another_tag_is_none(story: Told) -> None:
    made = tag(story, "edition/2026-Q1", "01", "2026-04-01")
    text = git(story.root, "cat-file", "tag", made).replace(story.commits["01"], story.commits["02"]) + "\n"
    forged = git(story.root, "hash-object", "-t", "tag", "-w", "--stdin", text=text.encode())
    git(story.root, "update-ref", "refs/tags/edition/2026-Q1", forged)
    assert said(story)["2026-Q1"].split()[-1] == "bad-signature"


def test_an_edition_tells_its_figures_and_what_moved(story: Told) -> None:
    first = tag(story, "edition/2026-Q1", "start", "2026-02-01")
    second = tag(story, "edition/2026-Q2", "01", "2026-04-01", previous=first)
    tag(story, "edition/2026-Q3", "02", "2026-07-01", previous=second)
    git(story.root, "tag", "edition/2026-Q4", story.brought["01"][0])
    judged = editions_of(story.root, main_line(story.root), TODAY)
    cache = cache_of(story.root, "editions")
    listed = list(published(judged, partial(load_at, story.root), cache))
    assert [one.figures.resources if one.figures else None for one in listed] == [3, 3, 2, None]
    assert listed[0].figures
    assert listed[0].figures.by_department == {"省公安厅": 1, "省教育厅": 2}
    code = "307003/000002"
    assert [(one.previous, one.since) for one in listed] == [
        (None, None),
        ("2026-Q1", Difference((), (code,), (), (), {}, {})),
        ("2026-Q2", Difference((), (), (code,), (), {"无条件共享": -1}, {"省教育厅": -1})),
        (None, None),
    ]
    loaded: list[str] = []

    def spied(commit: str, known: Loaded | None) -> Loaded:
        loaded.append(commit)
        return load_at(story.root, commit, known)

    assert list(published(judged, spied, cache)) == listed
    assert loaded == []
    tag(story, "edition/2026-Q3b", "03", "2026-08-01", previous=second)
    again = editions_of(story.root, main_line(story.root), TODAY)
    named = [one.name for one in again]
    anew = list(published(again, spied, cache))
    assert anew == list(published(again, partial(load_at, story.root)))
    assert named == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2026-Q3b"]
    assert loaded == [story.commits["02"], story.commits["03"]]
    git(story.root, "tag", "-d", "edition/2026-Q1")
    second_alone = next(published(editions_of(story.root, main_line(story.root), TODAY), spied, cache))
    assert (second_alone.judged.name, second_alone.previous, second_alone.since) == ("2026-Q2", None, None)
