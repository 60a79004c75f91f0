"""The files beside the pages: feeds that readers accept, records that agree with the commands, editions that stay."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from icalendar import Calendar
from msgspec.structs import replace

from generator.cli import run
from generator.edition import read_edition
from generator.filing.filing import Filing
from generator.publish import records as publishing
from generator.publish.records import _filed, records
from generator.report.filings import filings_as_csv, filings_as_json
from generator.views.pages import Pages, pages_of
from tests.stories.story import Told, tell
from tests.test_editions import tag

TEACHERS = "catalogues/department/省教育厅/教师资格认定信息.yml"
SCHOOLS = "catalogues/department/省教育厅/民办学校办学许可信息.yml"
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "目录变更 !1：<script>alert(1)</script>&amp;]]> =1+1\n\nFiling-Request: https://git.gov.example/c/-/merge_requests/1\n"
STEPS: list[dict[str, Any]] = [
    {
        "step": "01",
        "at": "2026-03-01 10:00",
        "message": HOSTILE,
        "edit": {TEACHERS: {"更新周期: 每日": "更新周期: 每月\n使用用途: '=cmd|calc <b>&'"}},
    },
    {
        "step": "02",
        "at": "2026-06-01 10:00",
        "message": "=2+2\n",
        "edit": {TEACHERS: {"更新周期: 每月": "更新周期: 每周"}},
        "put": {
            "catalogues/ledgers/triggers/2026/2026-0001.yml": (
                "类别: 职能变化\n事项: 婚姻登记职能调整\n文号: 湘编〔2026〕1号\n发生日期: 2026-05-20\n"
                "涉及资源:\n  - 资源代码: 307003/000002\n"
            )
        },
    },
]
LATER: list[dict[str, Any]] = [
    {
        "step": "03",
        "at": "2026-09-01 10:00",
        "message": "后\n",
        "edit": {TEACHERS: {"更新周期: 每周": "更新周期: 每年"}},
    },
    {"step": "04", "at": "2026-10-01 10:00", "message": "删\n", "remove": [SCHOOLS]},
]


def built(story: Told, out: Path, today: str) -> dict[str, bytes]:
    options = ["--root", str(story.root), "--out", str(out), "--today", today, "--with-errors"]
    assert run(["build", *options, "--baseline", story.commits["start"]]) == 0
    return {file.relative_to(out).as_posix(): file.read_bytes() for file in out.rglob("*") if file.is_file()}


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Told:
    told = tell(tmp_path_factory.mktemp("records"), STEPS)
    tag(told, "edition/2026-Q1", "01", "2026-04-01")
    return told


@pytest.fixture(scope="module")
def site(story: Told, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    return built(story, tmp_path_factory.mktemp("sites") / "site", "2026-06-20")


def feeds_of(site: Mapping[str, bytes]) -> dict[str, ElementTree.Element]:
    return {name: ElementTree.fromstring(content) for name, content in site.items() if name.endswith(".atom")}


def text(element: ElementTree.Element, name: str) -> str:
    return element.findtext(ATOM + name) or ""


def test_every_feed_has_what_atom_demands(site: Mapping[str, bytes]) -> None:
    feeds = feeds_of(site)
    assert {"feeds/changes.atom", "feeds/filings.atom", "feeds/department.atom"} <= feeds.keys()
    assert len({text(feed, "id") for feed in feeds.values()}) == len(feeds)
    for name, feed in feeds.items():
        assert feed.tag == f"{ATOM}feed"
        assert text(feed, "title"), name
        assert text(feed, "id").startswith("urn:uuid:"), name
        assert text(feed, "updated").endswith("+08:00"), name
        assert feed.find(f"{ATOM}author/{ATOM}name") is not None, name
        ids = [text(entry, "id") for entry in feed.iter(f"{ATOM}entry")]
        assert len(set(ids)) == len(ids), name
        for entry in feed.iter(f"{ATOM}entry"):
            assert all(text(entry, part) for part in ("id", "title", "updated")), name
            assert entry.find(f"{ATOM}link") is not None, name
        days = [text(entry, "updated") for entry in feed.iter(f"{ATOM}entry")]
        assert days == sorted(days, reverse=True), name
        if days:
            assert text(feed, "updated") == days[0], name


def test_a_feed_without_entries_is_dated_by_its_commit(site: Mapping[str, bytes]) -> None:
    empty = {name: feed for name, feed in feeds_of(site).items() if feed.find(f"{ATOM}entry") is None}
    assert "feeds/organisations/省政府办公厅.atom" in empty
    assert {text(feed, "updated") for feed in empty.values()} == {"2026-06-01T00:00:00+08:00"}


def test_hostile_titles_stay_text(site: Mapping[str, bytes]) -> None:
    feeds = feeds_of(site)
    titles = [text(entry, "title") for entry in feeds["feeds/filings.atom"].iter(f"{ATOM}entry")]
    assert titles == ["备〔2026〕0002号 =2+2", "备〔2026〕0001号 <script>alert(1)</script>&amp;]]> =1+1"]
    assert not any(
        b"<script>" in content or b"<b>" in content for name, content in site.items() if name[-5:] == ".atom"
    )
    summaries = [text(entry, "summary") for entry in feeds["feeds/changes.atom"].iter(f"{ATOM}entry")]
    assert any("=cmd|calc &lt;b&gt;&amp;" in summary for summary in summaries)


def test_feeds_keep_their_bytes_whatever_day_it_is(story: Told, site: Mapping[str, bytes], tmp_path: Path) -> None:
    again = built(story, tmp_path / "again", "2026-06-20")
    assert {name: content for name, content in again.items() if content != site[name]} == {}
    later = built(story, tmp_path / "later", "2026-07-20")
    assert {name for name in feeds_of(site) if later[name] != site[name]} == set()


def test_filings_are_those_of_the_command(
    story: Told, site: Mapping[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--root", str(story.root), "--today", "2026-06-20", "--baseline", story.commits["start"]]
    capsys.readouterr()
    for form in ("json", "csv"):
        assert run(["filings", *options, "--format", form]) == 0
        assert capsys.readouterr().out.replace("\r\n", "\n") == (
            site[f"filings/filings.{form}"].decode("utf-8").replace("\r\n", "\n")
        )
    assert run(["deadlines", *options, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(site["deadlines/deadlines.json"])


def test_no_cell_is_a_formula(site: Mapping[str, bytes]) -> None:
    tables = {name: content for name, content in site.items() if name.endswith(".csv")}
    assert {"filings/filings.csv", "editions/2026-Q1/resources.csv"} <= tables.keys()
    for name, content in tables.items():
        assert content.startswith(b"\xef\xbb\xbf"), name
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        assert not [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "@"))], name
        assert {len(row) for row in rows} == {len(rows[0])}, name
    assert "'=2+2" in tables["filings/filings.csv"].decode("utf-8")


def test_every_department_and_catalogue_has_calendar_and_badge(site: Mapping[str, bytes]) -> None:
    assert len({name for name in site if name.endswith(".ics")}) == 4
    events: dict[str, list[str]] = {}
    for name in (name for name in site if name.endswith(".ics")):
        events[name] = [str(event["uid"]) for event in Calendar.from_ical(site[name]).walk("VEVENT")]
        assert len(set(events[name])) == len(events[name])
    everything = set(events.pop("deadlines/deadlines.ics"))
    assert everything == {uid for uids in events.values() for uid in uids}
    assert everything
    badges = {name for name in site if name.endswith(".svg") and name.startswith(("organisations", "cat", "dead"))}
    assert len(badges) == 3 + 2 + 1
    for name in badges:
        told = json.loads(site[name.removesuffix(".svg") + ".json"])
        assert (told["schemaVersion"], bool(told["label"]), bool(told["message"])) == (1, True, True)
        assert told["message"] in site[name].decode("utf-8")
    assert ElementTree.fromstring(site["deadlines/badge.svg"]).tag.endswith("svg")


def test_the_calendar_of_the_browser_begins_when_the_measures_did(site: Mapping[str, bytes]) -> None:
    calendar = json.loads(site["assets/workdays.json"])
    assert list(calendar["years"]) == ["2021", "2022", "2023", "2024", "2025", "2026"]


def test_an_edition_is_the_same_bytes_whenever_it_is_built(
    site: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    grown = tell(tmp_path_factory.mktemp("grown"), [*STEPS, *LATER])
    tag(grown, "edition/2026-Q1", "01", "2026-04-01")
    later = built(grown, tmp_path / "later", "2026-11-25")
    for name in ("editions/2026-Q1/resources.json", "editions/2026-Q1/resources.csv"):
        assert later[name] == site[name]
    found = json.loads(site["editions/2026-Q1/resources.json"])
    assert [(one["code"], one["name"], one["update_cycle"], one["status"]) for one in found] == [
        ("101001/000001", "户籍人口基本信息", "每日", "有效"),
        ("307003/000001", "民办学校办学许可信息", "每日", "有效"),
        ("307003/000002", "教师资格认定信息", "每月", "有效"),
    ]
    assert list(found[0]) == [
        "code", "name", "file", "provider", "sharing_class", "opening_class", "update_cycle", "status", "elements",
    ]  # fmt: skip
    assert found[2]["elements"]["使用用途"] == "=cmd|calc <b>&"
    rows = list(csv.DictReader(io.StringIO(site["editions/2026-Q1/resources.csv"].decode("utf-8-sig"))))
    assert [(row["代码"], row["目录类别"], row["目录"], row["更新周期"]) for row in rows] == [
        ("101001/000001", "基础信息资源目录", "人口", "每日"),
        ("307003/000001", "部门信息资源目录", "省教育厅", "每日"),
        ("307003/000002", "部门信息资源目录", "省教育厅", "每月"),
    ]


def test_an_edition_shows_nothing_that_was_purged_since(tmp_path: Path) -> None:
    secret = {TEACHERS: {"更新周期: 每日": "更新周期: 每日\n使用用途: 机密★10年 和 13800138000"}}
    back = {TEACHERS: {"使用用途: 机密★10年 和 13800138000\n": ""}}
    story = tell(tmp_path / "story", [{"step": "01", "edit": secret}, {"step": "02", "edit": back}])
    tag(story, "edition/2026-Q1", "01", "2026-04-01")
    site = built(story, tmp_path / "site", "2026-11-25")
    frozen = json.loads(site["editions/2026-Q1/resources.json"])[-1]
    assert frozen["elements"]["使用用途"] == "（含有不得公布的内容，不予显示）"
    assert not [name for name, content in site.items() if "机密★10年".encode() in content and name[:6] != "rules/"]


def test_the_filing_register_is_the_same_however_filings_are_run_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And of one more filing only the last run is told anew."""
    story = tell(tmp_path / "story", STEPS + LATER)
    edition = read_edition(story.root, date(2026, 10, 2), baseline=story.commits["start"])
    pages = pages_of(edition)
    assert len(pages.filings) == 4
    told: list[list[str]] = []

    def spied(some: Sequence[Filing]) -> tuple[bytes, bytes]:
        told.append([filing.number for filing in some])
        return _filed(some)

    monkeypatch.setattr(publishing, "_filed", spied)
    for length, expected in ((1, [[1], [2], [3], [4]]), (2, [[1, 2], [3, 4]]), (9, [[1, 2, 3, 4]])):
        monkeypatch.setattr(publishing, "FILINGS_AT_ONCE", length)
        told.clear()
        for one in (pages, fewer(pages), pages, renamed(pages)):
            written = [page.filing for page in reversed(one.filings)]
            files = dict(next(records(one, "", "frame", tmp_path / str(length))).make())
            assert files["filings/filings.json"] == filings_as_json(written).encode()
            assert files["filings/filings.csv"] == filings_as_csv(written).encode()
        numbers = [[f"备〔2026〕{number:04}号" for number in some] for some in expected]
        without_last = [numbers[-1][:-1]] if length > 1 else []
        assert told == [*numbers, *without_last, numbers[-1], numbers[-1]]


def fewer(pages: Pages) -> Pages:
    """As it was before the last filing."""
    return replace(pages, filings=pages.filings[1:])


def renamed(pages: Pages) -> Pages:
    """With another title of the last filing, of the same number."""
    last, *others = pages.filings
    return replace(pages, filings=(replace(last, filing=replace(last.filing, title="另一件")), *others))
