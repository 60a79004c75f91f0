"""Two ways to the same answer: the walk over history, and whole registers loaded and compared commit by commit."""

from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from generator.history.revision import Histories, Kind
from generator.history.version import version_of
from generator.history.walk import histories
from generator.load import register_from
from generator.model.compare import compare
from generator.model.register import Register
from generator.source.git import files_of, tree_at
from generator.source.history import History, blobs, main_line
from tests.bench.repository import make

MERGES = 60


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("large") / "register"
    make(made, resources=40, merges=MERGES, departments=4)
    return made


@pytest.fixture(scope="module")
def history(root: Path) -> History:
    return main_line(root)


@pytest.fixture(scope="module")
def found(root: Path, history: History) -> Histories:
    return histories(history.commits, partial(blobs, root))


@pytest.fixture(scope="module")
def registers(root: Path, history: History) -> list[Register]:
    loaded, registers = None, []
    for commit in history.commits:
        loaded = register_from(files_of(root, (tree := tree_at(root, commit.id)).blobs), tree.unfit, loaded)
        registers.append(loaded.register)
    return registers


def test_what_stands_at_the_end_is_the_register_of_the_tip(
    root: Path, found: Histories, registers: list[Register]
) -> None:
    blobs_now = {code: found.revisions[code][-1].blob or "" for code, one in found.standing.items() if one.file}
    resources = {blob: version_of(raw)[1] for blob, raw in blobs(root, blobs_now.values())}
    there = {code: (found.standing[code].file, resources[blob]) for code, blob in blobs_now.items()}
    assert there == {filed.resource.code: (filed.file, filed.resource) for filed in registers[-1].resources}
    assert len(found.standing) == 40


def test_every_commit_changes_what_comparing_its_registers_says(
    history: History, found: Histories, registers: list[Register]
) -> None:
    seen = set()
    for commit, (before, after) in zip(history.commits[1:], pairwise(registers), strict=True):
        revisions = {one.code: one for one in found.by_commit.get(commit.id, ()) if one.kind is not Kind.MOVED}
        changes = {change.code: change for change in compare(before, after)}
        assert revisions.keys() == changes.keys()
        for code, change in changes.items():
            revision = revisions[code]
            assert (revision.kind is Kind.DELETED) == (change.new is None)
            assert (revision.kind in (Kind.CREATED, Kind.RESTORED)) >= (change.old is None)
            if change.old and change.new:
                assert revision.changes == change.fields
                assert revision.moved_from == (change.old.file if change.old.file != change.new.file else "")
            seen.add(revision.kind)
    assert seen == {Kind.CHANGED, Kind.DELETED, Kind.RESTORED, Kind.RETIRED}


def test_the_order_of_commits_with_one_second_is_the_lines_own(found: Histories, history: History) -> None:
    place = {commit.id: number for number, commit in enumerate(history.commits)}
    for revisions in found.revisions.values():
        places = [place[revision.commit] for revision in revisions]
        assert places == sorted(places)
        assert len(places) == len(set(places))
