"""A site made in shares on several machines is, joined, byte for byte the site made at once."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import fields, replace

from generator.audience import for_audience
from generator.cli import run
from generator.edition import Audience, read_edition
from generator.evaluation import evaluated
from generator.publish.builds import is_current
from generator.publish.feeds import feeds
from generator.publish.kinds import of_resource, others
from generator.publish.pieces import seed_of
from generator.publish.records import records
from generator.publish.share import Share, sealed
from generator.scorecard import Figure
from generator.views.link import Link
from generator.views.pages import pages_of
from generator.views.scorecard import ScorecardPage
from tests.stories.story import Told, told
from tests.test_site import bytes_of

TODAY = "2026-06-20"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return told(tmp_path_factory.mktemp("stories") / "register", "every-kind")


def build(story: Told, out: Path, *options: str, today: str = TODAY) -> int:
    asked = ["--root", str(story.root), "--out", str(out), "--today", today, "--with-errors"]
    return run(["build", *asked, *options])


@pytest.fixture(scope="module")
def parts(story: Told, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three shares."""
    folder = tmp_path_factory.mktemp("parts")
    for number in (1, 2, 3):
        assert build(story, folder / str(number), "--shard", f"{number}/3") == 0
    return [folder / str(number) for number in (1, 2, 3)]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("items", [0, 1, 6, 99])
def test_shares_take_every_item_once_and_in_order(count: int, items: int) -> None:
    shares = [Share(number, count).of(range(items)) for number in range(1, count + 1)]
    assert [item for share in shares for item in share] == list(range(items))
    assert max(map(len, shares)) - min(map(len, shares)) <= 1


def test_parts_join_to_the_site_made_at_once(story: Told, parts: list[Path], tmp_path: Path) -> None:
    assert build(story, tmp_path / "whole") == 0
    assert run(["assemble", str(parts[2]), str(parts[0]), str(parts[1]), "--out", str(tmp_path / "joined")]) == 0
    assert bytes_of(tmp_path / "joined") == bytes_of(tmp_path / "whole")


def test_what_pays_only_for_much_gives_the_same_of_little(
    story: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The register judged and put, the past quarter counted in processes of their own; each build lists all it has."""
    assert build(story, tmp_path / "little") == 0
    monkeypatch.setattr("generator.publish.site._FEW_RUNS", -1)
    monkeypatch.setattr("generator.edition._MANY", 0)
    monkeypatch.setattr("generator.evaluation._FEW", 0)
    shutil.rmtree(story.root / ".git/mulu")
    assert build(story, tmp_path / "much") == 0
    assert bytes_of(tmp_path / "much") == bytes_of(tmp_path / "little")
    for name in ("little", "much"):
        assert listed_in(tmp_path / name) == bytes_of(tmp_path / name).keys()


def test_of_runs_just_those_of_the_last_build_are_kept(story: Told, tmp_path: Path) -> None:
    """Pages for another audience are made of something else, all of them."""
    kept = []
    for audience in ("public", "internal"):
        assert build(story, tmp_path / "site", "--audience", audience) == 0
        kept.append(bytes_of(tmp_path / ".site.builds/runs").keys())
    assert len(kept[0]) == len(kept[1]) == 1
    assert kept[0] != kept[1]


def test_a_page_that_is_no_resources_is_found_by_its_new_name(story: Told, tmp_path: Path) -> None:
    """What such pages bring to the index is kept too: until one of them says something else."""
    root = tmp_path / "register"
    shutil.copytree(story.root, root)
    changed = Told(root, story.commits, story.brought)
    assert build(changed, tmp_path / "site") == 0
    file = root / "catalogues/organisations.yml"
    file.write_text(file.read_text("utf-8").replace("全称: 湖南省教育厅", "全称: 湖南省教育体育厅"), "utf-8")
    assert build(changed, tmp_path / "site") == build(changed, tmp_path / "clean") == 0
    assert bytes_of(tmp_path / "site") == bytes_of(tmp_path / "clean")


def test_every_part_has_pages_of_its_own_and_none_has_anothers(parts: list[Path]) -> None:
    files = [set(json.loads((part / "part.json").read_text("utf-8"))["files"]) for part in parts]
    assert all(files)
    assert not files[0] & files[1]
    assert not files[0] & files[2]
    assert not files[1] & files[2]
    for part, named in zip(parts, files, strict=True):
        assert set(bytes_of(part / "files")) == named


def test_what_was_joined_is_known_to_be_current(
    story: Told, parts: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    assert run(["assemble", *map(str, parts), "--out", str(site)]) == 0
    assert is_current(site, json.loads((parts[0] / "part.json").read_text("utf-8"))["inputs"])
    capsys.readouterr()
    assert build(story, site) == 0
    assert capsys.readouterr().err == f"登记册、历史、日期和程序都与上次生成时相同，网站没有变化：{site}\n"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((0, 1), "应当有 3 个部分，每个一次，现在给出 2 个，缺少第 3 部分"),
        ((0, 1, 1), "应当有 3 个部分，每个一次，现在给出 3 个，缺少第 3 部分"),
        ((0, 1, 2, 2), "应当有 3 个部分，每个一次，现在给出 4 个"),
    ],
)
def test_parts_that_are_not_the_whole_are_refused(
    parts: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], given: tuple[int, ...], told: str
) -> None:
    assert run(["assemble", *(str(parts[at]) for at in given), "--out", str(tmp_path / "site")]) == 2
    assert capsys.readouterr().err == f"mulu：{told}\n"
    assert not (tmp_path / "site").exists()


def test_a_part_of_another_day_is_refused(
    story: Told, parts: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(story, tmp_path / "late", "--shard", "3/3", today="2026-06-21") == 0
    capsys.readouterr()
    assert run(["assemble", str(parts[0]), str(parts[1]), str(tmp_path / "late"), "--out", str(tmp_path / "site")]) == 2
    assert "不是由同一次提交、同一天、同一版程序生成的" in capsys.readouterr().err


def test_a_part_of_another_division_is_refused(
    story: Told, parts: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first of two and the second of three are two parts, but not the whole."""
    assert build(story, tmp_path / "half", "--shard", "1/2") == 0
    capsys.readouterr()
    assert run(["assemble", str(tmp_path / "half"), str(parts[1]), "--out", str(tmp_path / "site")]) == 2
    assert capsys.readouterr().err == "mulu：应当有 2 个部分，每个一次，现在给出 2 个，缺少第 2 部分\n"


def told_by(part: Path) -> dict[str, Any]:
    """What a part tells of itself, without its digest."""
    about: dict[str, Any] = json.loads((part / "part.json").read_text("utf-8"))
    del about["digest"]
    return about


def spoilt(parts: list[Path], folder: Path, path: str, content: str | bytes, at: int = 1) -> list[Path]:
    """The parts, one of them a copy in which one file is written anew."""
    copy = folder / "copy"
    for name, raw in bytes_of(parts[at]).items():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes(raw)
    (copy / path).parent.mkdir(parents=True, exist_ok=True)
    (copy / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    return [*parts[:at], copy, *parts[at + 1 :]]


def test_a_damaged_part_is_refused_and_the_old_site_stays(
    parts: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    assert run(["assemble", *map(str, parts), "--out", str(site)]) == 0
    before = bytes_of(site)
    page = next(name for name in bytes_of(parts[1] / "files") if name.endswith(".html"))
    damaged = spoilt(parts, tmp_path, f"files/{page}", "<p>")
    capsys.readouterr()
    assert run(["assemble", *map(str, damaged), "--out", str(site)]) == 2
    assert f"已损坏：files/{page} 与生成时不同" in capsys.readouterr().err
    (damaged[1] / "files" / page).unlink()
    assert run(["assemble", *map(str, damaged), "--out", str(site)]) == 2
    assert f"不完整：缺少 files/{page}" in capsys.readouterr().err
    assert bytes_of(site) == before


def test_a_part_whose_run_is_damaged_or_missing_is_refused(
    parts: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a part brings to the index and the register's downloads is held to its digest like its files."""
    part = next(part for part in parts if any((part / "runs").iterdir()))
    (run_file,) = (part / "runs").iterdir()
    name = f"runs/{run_file.name}"
    damaged = spoilt(parts, tmp_path, name, run_file.read_bytes() + b" ", parts.index(part))
    assert run(["assemble", *map(str, damaged), "--out", str(tmp_path / "site")]) == 2
    assert f"已损坏：{name} 与生成时不同" in capsys.readouterr().err
    (tmp_path / "copy" / name).unlink()
    assert run(["assemble", *map(str, damaged), "--out", str(tmp_path / "site")]) == 2
    assert f"不完整：缺少 {name}" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("key", ["inputs", "share", "files", "resources", "runs", "whole"])
def test_a_part_that_tells_something_else_of_itself_is_refused(
    parts: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], key: str
) -> None:
    """The site's title, a file that is missed, numbers of the index: nothing else would tell that they are others."""
    about = json.loads((parts[0] / "part.json").read_text("utf-8"))
    if key == "whole":
        about["whole"]["title"] += "。"
    else:
        about[key] = None
    damaged = spoilt(parts, tmp_path, "part.json", json.dumps(about), at=0)
    assert run(["assemble", *map(str, damaged), "--out", str(tmp_path / "site")]) == 2
    assert capsys.readouterr().err == f"mulu：{damaged[0]} 已损坏：part.json 与生成时不同；请重新生成这一部分\n"
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("path", ["../outside.html", "/outside.html", "a/../../outside.html"])
def test_a_part_never_writes_beside_the_site(
    parts: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    hostile = spoilt(parts, tmp_path, "part.json", sealed(told_by(parts[1]) | {"files": {path: "0" * 32}}))
    assert run(["assemble", *map(str, hostile), "--out", str(tmp_path / "site")]) == 2
    assert "不完整" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"form": "mulu-part-4"}', '{"form": "mulu-part-5"}'])
def test_what_is_no_part_is_refused(
    parts: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    other = spoilt(parts, tmp_path, "part.json", content)
    assert run(["assemble", *map(str, other), "--out", str(tmp_path / "site")]) == 2
    assert str(other[1]) in capsys.readouterr().err


def test_an_uncommitted_register_is_not_built_in_shares(
    story: Told, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (story.root / "catalogues/new.yml").write_text("a: 1\n", encoding="utf-8")
    try:
        assert build(story, tmp_path / "part", "--shard", "1/2") == 2
    finally:
        (story.root / "catalogues/new.yml").unlink()
    assert "请在 Git 仓库的工作区（不能是裸仓库）中提交全部修改" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["0/2", "3/2", "1", "1/0", "一/二", "1/2/3", "-1/2"])
def test_a_share_is_written_one_way(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "--shard", text, "--out", str(tmp_path / "part")]) == 2
    assert "应写成 2/8" in capsys.readouterr().err or text.startswith("-")


def test_a_first_part_without_the_whole_is_refused(
    parts: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    about = told_by(parts[1]) | {"share": {"number": 1, "count": 3}}
    other = spoilt(parts, tmp_path, "part.json", sealed(about))
    assert run(["assemble", str(other[1]), str(parts[2]), "--out", str(tmp_path / "site")]) == 2
    assert capsys.readouterr().err == f"mulu：{other[1]} 已损坏：part.json 不全；请重新生成这一部分\n"


def test_all_that_grows_has_a_seed(story: Told, tmp_path: Path) -> None:
    """A view that could not be written down would be rendered at every build, and nobody would notice."""
    edition = for_audience(read_edition(story.root, date.fromisoformat(TODAY)), Audience.PUBLIC)
    pages = pages_of(edition, partial(evaluated, story.root, edition))
    kindred = [*(of_resource(page, pages) for page in pages.resources), *others(pages, "")]
    assert len(kindred) > 10
    assert [one for one in kindred if not seed_of("frame", one.seed)] == []
    pieces = [*records(pages, "", "frame", tmp_path), *feeds(pages, "")]
    unseeded = [one.make.func for one in pieces if not seed_of("frame", one.seed)]  # type: ignore[attr-defined]
    assert [make.__name__ for make in unseeded] == [
        "_filings",
        "_of_the_whole",
        "ledger_downloads",
    ]


def list_of(site: Path) -> list[str]:
    """The lines that stand beside a build, without the first."""
    return site.resolve().with_name(f"{site.resolve().name}.list").read_text(encoding="utf-8").splitlines()[1:]


def listed_in(site: Path) -> set[str]:
    return {line.partition(" ")[2] for line in list_of(site) if not line.startswith("= ")}


def seeds_of(site: Path) -> set[str]:
    return {line for line in list_of(site) if line.startswith("= ") and line != "= "}


def test_the_page_of_a_year_has_another_seed_when_one_of_its_filings_says_something_else(story: Told) -> None:
    """The number of its filings stays, as when a filing turns out to be late."""
    edition = read_edition(story.root, date.fromisoformat(TODAY), baseline=story.commits["start"])
    pages = pages_of(for_audience(edition, Audience.PUBLIC))
    (year,) = pages.filing_years
    first, *others_of_the_year = year.filings
    late = replace(first, filing=replace(first.filing, on_time=False))
    after = replace(pages, filing_years=(replace(year, filings=(late, *others_of_the_year)),))
    seeds = [{seed_of("frame", one.seed) for one in others(told, "")} for told in (pages, after)]
    assert len(seeds[0] - seeds[1]) == len(seeds[1] - seeds[0]) == 1


def test_a_page_that_is_named_by_its_commit_is_another_when_anything_else_differs(story: Told) -> None:
    """Names of commits stand for what they did; what later commits say of it must not be lost."""
    edition = read_edition(story.root, date.fromisoformat(TODAY), baseline=story.commits["start"])
    pages = pages_of(for_audience(edition, Audience.PUBLIC))
    filing, revision = pages.filings[0], pages.changes[0]
    for page, follow in ((filing, {"address", "filing", "changes"}), (revision, {"address", "revision", "old_file"})):
        told = [one.name for one in fields(page) if one.name not in follow]
        others = [replace(page, **{name: "another"}) for name in told]
        assert {str(page.identity)}.isdisjoint(str(other.identity) for other in others), told
        assert len({str(other.identity) for other in others}) == len(others)
    later = replace(filing, filing=replace(filing.filing, on_time=False))
    moved = replace(filing, changes=(replace(filing.changes[0], resource=Link("改名", "")), *filing.changes[1:]))
    following = replace(revision, revision=replace(revision.revision, commit="0" * 40))
    assert len({str(one.identity) for one in (filing, later, moved, revision, following)}) == 5


def test_a_scorecard_of_which_anything_differs_is_another(story: Told) -> None:
    edition = for_audience(read_edition(story.root, date.fromisoformat(TODAY)), Audience.PUBLIC)
    cards = pages_of(edition, partial(evaluated, story.root, edition)).organisations[0].scorecards
    page = next(card for card in cards if card.card.figures[0].rows)
    figure, (target, *targets) = page.card.figures[0], page.targets[0]
    row, *rows = figure.rows

    def with_figure(other: Figure) -> ScorecardPage:
        return replace(page, card=replace(page.card, figures=(other, *page.card.figures[1:])))

    others = [with_figure(replace(figure, rows=(replace(row, **{one.name: "他"}), *rows))) for one in fields(row)]
    others += [with_figure(replace(figure, **{one.name: "他"})) for one in fields(figure) if one.name != "rows"]
    others += [replace(page, targets=((replace(target, address="他"), *targets), *page.targets[1:]))]
    others += [replace(page, **{one.name: "他"}) for one in fields(page) if one.name not in ("card", "targets")]
    others += [replace(page, card=replace(page.card, last_on=page.card.first_on))]
    assert len({str(one.identity) for one in (page, *others)}) == 1 + len(others)


def test_the_same_pages_have_the_same_seeds_in_every_process(story: Told, tmp_path: Path) -> None:
    """What a set or a dictionary is ordered by, and what was read from a cache, is no part of a page."""
    for name, seed in (("one", "1"), ("two", "2")):
        command = [sys.executable, "-m", "generator", "build", "--with-errors", "--root", str(story.root)]
        command += ["--out", str(tmp_path / name), "--today", TODAY]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
    assert len(seeds_of(tmp_path / "one")) > 10
    assert seeds_of(tmp_path / "one") == seeds_of(tmp_path / "two")
