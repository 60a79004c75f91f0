"""Two audiences: no file of the public site tells of an incident, an account, an address; the internal one has all."""

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from pydantic import BaseModel

from generator.arguments import AUDIENCES
from generator.audience import for_audience, is_internal, mask_of
from generator.cli import run
from generator.edition import Audience, Edition, read_edition
from generator.model.register import Register
from generator.source.cache import Cache
from tests.stories.story import STORIES, Told, tell

TODAY = date(2026, 11, 25)
TEACHERS = "catalogues/department/省教育厅/教师资格认定信息.yml"
INCIDENTS = "catalogues/ledgers/incidents/2026"
UNIT = "    公钥: ${key:审核岗03}\n    起: 2026-01-01\n"
ACCOUNTS = "    提交账号:\n      - clerk@police.example\n"


def incident(matter: str, more: str = "") -> str:
    return f"部门: 省公安厅\n概述: {matter}\n发现日期: 2026-03-02\n{more}"


def message(number: int, title: str, more: str = "") -> str:
    return (
        f"目录变更 !{number}：{title}\n\nFiling-Request: https://git.gov.example/c/r/-/merge_requests/{number}\n"
        f"Submitted-by: zxq-claimed\nMerged-by: zxq-merger@mail.example\n{more}"
    )


STEPS: list[dict[str, Any]] = [
    {
        "step": "01-incident-only",
        "message": message(41, "ZXQTITLE 登记安全事件"),
        "brings": [{"by": "编目员乙", "put": {f"{INCIDENTS}/2026-0001.yml": incident("ZXQMATTER 数据外泄")}}],
    },
    {
        "step": "02-with-a-resource",
        "message": message(42, "ZXQMIXED"),
        "edit": {TEACHERS: {"更新周期: 每日": "更新周期: 每月"}},
        "put": {f"{INCIDENTS}/2026-0002.yml": incident("ZXQFAULTY", "处置完毕日期: 2026-03-01\n")},
    },
    {"step": "03-once", "message": "记\n", "put": {f"{INCIDENTS}/2026-0003.yml": incident("ZXQONCE")}},
    {"step": "04-taken-away", "message": "撤\n", "remove": [f"{INCIDENTS}/2026-0003.yml"]},
    {
        "step": "05-people",
        "submitter": "审核岗02",
        "message": message(45, "由 zxq-title@mail.example 和 zxq-account 提交"),
        "edit": {
            "catalogues/organisations.yml": {
                ACCOUNTS: f"{ACCOUNTS}      - zxq-account\n      - zxq-unit@mail.example\n"
            },
            "catalogues/authority.yml": {UNIT: f"{UNIT}    职责:\n      - 目录审核\n"},
        },
    },
    {
        "step": "06-waiver",
        "by": "审核岗01",
        "submitter": "审核岗02",
        "message": "豁\n",
        "put": {
            "catalogues/waivers.yml": (
                f"豁免:\n  - 规则: D103\n    文件: {INCIDENTS}/2026-0002.yml\n    理由: ZXQWAIVED\n"
                "    批准单位: 省政府办公厅\n    批准日期: 2026-03-03\n    到期日期: 2026-03-31\n"
            )
        },
    },
    {
        "step": "07-misplaced",
        "message": "错\n",
        "put": {
            "catalogues/ledgers/incident/2026/ZXQFOLDER.yml": incident("ZXQMISPLACED"),
            f"{INCIDENTS}/ZXQNAME.txt": "ZXQNAMED\n",
            f"{INCIDENTS}/2026-0004.yml": "部门： ZXQWIDE\n概述: ZXQUNREADABLE\n",
            "catalogues/ledgers/triggers/2026/2026-0001.yml": (
                "类别: 职能变化\n事项: 公开的触发事项\n文号: 湘政发〔2026〕1号\n发生日期: 2026-03-02\n"
                "涉及资源:\n  - 资源代码: 307003/000002\n"
            ),
        },
    },
    {
        "step": "08-bad-account",
        "submitter": "审核岗02",
        "message": "号\n",
        "edit": {
            "catalogues/organisations.yml": {
                '      - "@edu.example"\n': '      - "@edu.example"\n      - "zxq bad <zxq@mail"\n'
            }
        },
    },
]
SECRET = re.compile(rb"zxq[a-z]*", re.IGNORECASE)
PEOPLE = (b"clerk@", b"reviewer0", b"@edu.example", b"@police.example", b"@authority.example", b"shenhe01", b"jiaoyu")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return tell(tmp_path_factory.mktemp("story"), STEPS)


@pytest.fixture(scope="module")
def sites(story: Told, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """Every file of both sites, unpacked."""
    found = {}
    for audience in AUDIENCES:
        out = tmp_path_factory.mktemp("sites") / audience
        options = ["--root", str(story.root), "--out", str(out), "--today", TODAY.isoformat(), "--with-errors"]
        assert run(["build", *options, "--baseline", story.commits["start"], "--audience", audience]) == 0
        found[audience] = {
            file.relative_to(out).as_posix(): unpacked(file.read_bytes()) for file in out.rglob("*") if file.is_file()
        }
    return found


def unpacked(content: bytes) -> bytes:
    """A file's bytes, folded lines joined, and behind them what they hold packed."""
    packed = b""
    for form in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):
        try:
            packed += zlib.decompressobj(form).decompress(content)
        except zlib.error:
            continue
    return content.replace(b"\r\n ", b"") + packed


def told(site: dict[str, bytes]) -> dict[str, list[str]]:
    """What the site tells that it should not, by file; the names of files count."""
    return {
        name: sorted({match.decode() for match in found})
        for name, content in site.items()
        if (found := [*SECRET.findall(name.encode() + b"\n" + content), *(one for one in PEOPLE if one in content)])
    }


def test_no_file_of_the_public_site_tells_of_incidents_or_people(sites: dict[str, dict[str, bytes]]) -> None:
    assert told(sites["public"]) == {}
    assert not [name for name in sites["public"] if "incident" in name]
    named = [name for name, content in sites["public"].items() if b"catalogues/ledgers/incident" in content]
    assert not [name for name in named if not name.startswith(("rules/", "assets/search/"))]  # the program's own words


def test_the_internal_site_has_every_one_of_them(sites: dict[str, dict[str, bytes]]) -> None:
    words = {word for found in told(sites["internal"]).values() for word in found}
    assert words >= {"ZXQTITLE", "ZXQMATTER", "ZXQMIXED", "ZXQFAULTY", "ZXQFOLDER", "ZXQNAME", "ZXQWIDE"}
    assert "ledgers/incidents/2026-0001/index.html" in sites["internal"]
    assert all("内部使用，不得对外公布".encode() in content for _, content in pages_of(sites["internal"]))
    assert not any("内部使用，不得对外公布".encode() in content for _, content in pages_of(sites["public"]))


def pages_of(site: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    return ((name, content) for name, content in site.items() if name.endswith("index.html"))


def test_what_is_not_internal_is_in_both(sites: dict[str, dict[str, bytes]]) -> None:
    for site in sites.values():
        assert "公开的触发事项".encode() in site["ledgers/triggers/2026-0001/index.html"]
        assert {f"filings/2026/{number:04}/index.html" for number in range(1, 9)} <= site.keys()


@pytest.fixture(scope="module")
def editions(story: Told) -> dict[Audience, Edition]:
    whole = read_edition(story.root, TODAY, baseline=story.commits["start"])
    return {audience: for_audience(whole, audience) for audience in Audience}


def test_a_filing_of_an_incident_keeps_its_number_and_says_no_more(editions: dict[Audience, Edition]) -> None:
    only, mixed, *_ = editions[Audience.PUBLIC].filings
    whole = editions[Audience.INTERNAL].filings
    assert [one.number for one in editions[Audience.PUBLIC].filings] == [one.number for one in whole]
    assert [one.verdict for one in editions[Audience.PUBLIC].filings] == [one.verdict for one in whole]
    assert (only.title, only.request, only.address, only.submitters, only.ledgers, only.claimed_submitter) == (
        "（含有不对外公布的内容）", "", "", (), (), "",
    )  # fmt: skip
    assert (mixed.title, mixed.submitters, len(mixed.revisions)) == ("（含有不对外公布的内容）", ("省教育厅",), 1)
    assert (whole[0].title, whole[0].submitters) == ("ZXQTITLE 登记安全事件", ("省公安厅",))
    assert (whole[4].title, editions[Audience.PUBLIC].filings[4].title) == (
        "由 zxq-title@mail.example 和 zxq-account 提交",
        "由 （不对外公布） 和 （不对外公布） 提交",
    )


def test_the_public_edition_itself_holds_nothing_to_leave_out(editions: dict[Audience, Edition]) -> None:
    """Not only what pages show today: no text in the whole value, so that no page can show it tomorrow."""
    held = {text for text in texts_in(editions[Audience.PUBLIC]) if SECRET.search(text.encode("utf-8", "replace"))}
    assert held == set()
    assert {
        text for text in texts_in(editions[Audience.PUBLIC]) if any(one.decode() in text for one in PEOPLE)
    } == set()
    assert any("ZXQMATTER" in text for text in texts_in(editions[Audience.INTERNAL]))


def texts_in(value: Any) -> Iterator[str]:
    """Every text that can be reached from a value."""
    if isinstance(value, str | bytes) and not isinstance(value, Enum):
        yield value if isinstance(value, str) else value.decode("utf-8", "replace")
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from texts_in(key)
            yield from texts_in(one)
    elif isinstance(value, tuple | list | frozenset | set):
        for one in value:
            yield from texts_in(one)
    elif isinstance(value, BaseModel):
        yield from texts_in(dict(value))
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from texts_in(getattr(value, name))
    else:
        assert not is_dataclass(value), type(value)


def test_scorecards_of_the_public_count_no_incident(
    story: Told, editions: dict[Audience, Edition], monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator import evaluation

    seen: list[tuple[str, ...]] = []
    monkeypatch.setattr(
        evaluation, "Evidence", lambda register, findings, deadlines, *_: seen.append(
            (*(one.id for one in deadlines if one.internal), *(one.file for one in findings if is_internal(one.file)))
        ),
    )  # fmt: skip
    monkeypatch.setattr(evaluation, "_cards", lambda _: ())
    monkeypatch.setattr(evaluation, "cache_of", lambda *_: Cache())
    evaluation.evaluated(story.root, editions[Audience.PUBLIC])
    assert seen == [(), (), ()]
    evaluation.evaluated(story.root, editions[Audience.INTERNAL])
    assert all(seen[3:])


@pytest.mark.parametrize(
    ("file", "internal"),
    [
        ("catalogues/ledgers/incidents/2026/2026-0001.yml", True),
        ("catalogues/ledgers/incidents", True),
        ("catalogues/ledgers/Incidents/2026/2026-0001.yml", True),
        ("catalogues/ledgers/requests-incidents/x.yml", True),
        ("catalogues/ledgers/2026-0001.yml", True),
        ("catalogues/ledgers/requests/2026/2026-0001.yml", False),
        ("catalogues/department/省公安厅/incidents.yml", False),
        ("catalogues/authority.yml", False),
    ],
)
def test_below_the_ledgers_only_what_is_known_to_be_public_is(file: str, internal: bool) -> None:
    assert is_internal(file) is internal


def test_texts_lose_addresses_and_known_accounts_but_no_name_of_a_post(register: Path) -> None:
    from generator.load import load_register

    plain = mask_of(Register())
    assert plain("发 a.b+c@mail.example，或「乙＠单位」") == "发 （不对外公布），或「（不对外公布）」"
    assert plain("见catalogues/ledgers/incidents/2026/1.yml，非catalogues/ledgers/requests/2026/1.yml") == (
        "见（不对外公布），非catalogues/ledgers/requests/2026/1.yml"
    )
    assert plain("3@4 是什么；@") == "（不对外公布） 是什么；@"
    for path in (STORIES / "start" / "catalogues").glob("*.yml"):
        (register / "catalogues" / path.name).write_text(
            path.read_text(encoding="utf-8").replace("- shenhe01", "- 审核岗02\n      - she"), encoding="utf-8"
        )
    mask: Callable[[str], str] = mask_of(load_register(register).register)
    assert mask("jiaoyu/x 由jiaoyu提交，jiaoyuju 不是；@edu.example") == (
        "（不对外公布）/x 由（不对外公布）提交，jiaoyuju 不是；（不对外公布）"
    )
    assert mask("审核岗02 审核；SHE") == "审核岗02 审核；（不对外公布）"


def test_the_command_offers_the_audiences_there_are() -> None:
    assert tuple(one.value for one in Audience) == AUDIENCES
