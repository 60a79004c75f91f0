"""Files that programs look for under fixed names, and what they read of a resource."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from generator.publish.bodies import body
from generator.publish.crawlers import MOST_ADDRESSES, for_crawlers
from tests.test_site import build

SITEMAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OPEN_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
ROOT = "https://mulu.example/目录/"


SITE = ("index.html", "resources/307003/000001/index.html", "organisations/省教育厅/index.html", "search/index.html")


def made(url: str, title: str, most: int = MOST_ADDRESSES) -> dict[str, str]:
    files = for_crawlers((*SITE, "404.html", "resources/307003/000001/resource.json"), url, title, most)
    return {path: str(content) for path, content in files}


def locations(sitemap: str) -> list[str]:
    return [unquote(found.text or "") for found in ElementTree.fromstring(sitemap).iter(f"{SITEMAPS}loc")]


def test_a_site_that_knows_its_address_lists_every_page() -> None:
    files = made(ROOT, "目录<甲>")
    pages = ["", "organisations/省教育厅/", "resources/307003/000001/", "search/"]
    assert locations(files["sitemap.xml"]) == [ROOT + page for page in pages]
    assert files["robots.txt"].splitlines()[-1] == f"Sitemap: {ROOT}sitemap.xml"


def test_a_long_list_comes_in_parts() -> None:
    files = made(ROOT, "目录", most=3)
    assert locations(files["sitemap.xml"]) == [f"{ROOT}sitemap-1.xml", f"{ROOT}sitemap-2.xml"]
    assert [len(locations(files[f"sitemap-{number}.xml"])) for number in (1, 2)] == [3, 1]


def test_a_browser_is_told_how_to_search() -> None:
    tree = ElementTree.fromstring(made(ROOT, "湖南省政务信息资源目录演示<甲>目录")["opensearch.xml"])
    assert tree.findtext(f"{OPEN_SEARCH}ShortName") == "湖南省政务信息资源目录演示<甲>"
    url = tree.find(f"{OPEN_SEARCH}Url")
    assert url is not None
    assert url.get("template") == f"{ROOT}search/?q={{searchTerms}}"


def test_a_site_that_does_not_know_its_address_names_none() -> None:
    assert made("", "目录") == {"robots.txt": "User-agent: *\nAllow: /\n"}


def test_a_resource_can_be_downloaded_as_written_and_as_data(register: Path, tmp_path: Path) -> None:
    assert build(register, tmp_path / "site") == 0
    folder = tmp_path / "site/resources/307003/000001"
    written = register / "catalogues/department/省教育厅/民办学校办学许可信息.yml"
    assert (folder / "resource.yml").read_bytes() == written.read_bytes()
    record: dict[str, Any] = json.loads((folder / "resource.json").read_text("utf-8"))
    assert list(record) == ["code", "name", "address", "file", "commit", "errors", "elements"]
    assert record["address"] == "resources/307003/000001/"
    assert (record["elements"]["资源代码"], record["elements"]["提供方"]) == ("307003/000001", "省教育厅")
    assert "关联资源代码" not in record["elements"]


def test_a_record_of_a_ledger_can_be_downloaded_too(register: Path, tmp_path: Path) -> None:
    written = register / "catalogues/ledgers/corrections/2026/2026-0003.yml"
    written.parent.mkdir(parents=True)
    text = "资源代码: 307003/000001\n反馈部门: 省公安厅\n事由: 有疑义\n收到日期: 2026-11-02\n结论: 不对\n"
    written.write_text(text, encoding="utf-8")
    assert build(register, tmp_path / "site", "--with-errors") == 0
    folder = tmp_path / "site/ledgers/corrections/2026-0003"
    assert (folder / "record.yml").read_bytes() == written.read_bytes()
    assert json.loads((folder / "record.json").read_text("utf-8")) == {
        "ledger": "corrections",
        "number": "2026-0003",
        "file": "catalogues/ledgers/corrections/2026/2026-0003.yml",
        "errors": 1,
        "elements": {"资源代码": "307003/000001", "反馈部门": "省公安厅", "事由": "有疑义", "收到日期": "2026-11-02"},
    }


def test_a_resource_describes_itself_to_programs(register: Path, tmp_path: Path) -> None:
    assert build(register, tmp_path / "site") == 0
    html = (tmp_path / "site/resources/307003/000001/index.html").read_text("utf-8")
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    described = json.loads(found)
    assert (described["@type"], described["identifier"]) == ("Dataset", "307003/000001")
    assert described["provider"]["name"] == "湖南省教育厅"
    assert None not in described.values()


def test_data_in_a_page_cannot_end_its_element() -> None:
    hostile = "</script><script>alert(1)</script>&\u2028<!--"
    html = body("resource-data", "", dataset={"name": hostile})
    assert html.count("<") == html.count(">") == 2
    assert json.loads(html.split(">")[1].split("<")[0]) == {"name": hostile}


def test_a_site_that_knows_its_address_shows_a_card_and_its_search(
    register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MULU_SITE_URL", "https://mulu.example/a/")
    assert build(register, tmp_path / "site") == 0
    html = (tmp_path / "site/resources/307003/000001/index.html").read_text("utf-8")
    assert '<meta property="og:title" content="民办学校办学许可信息">' in html
    assert '<meta property="og:image" content="https://mulu.example/a/assets/card.png">' in html
    assert 'type="application/opensearchdescription+xml"' in html
    assert 'href="../../../opensearch.xml"' in html
    assert (tmp_path / "site/assets/card.png").is_file()
    assert "https://mulu.example/a/resources/307003/000001/" in locations(
        (tmp_path / "site/sitemap.xml").read_text("utf-8")
    )


@pytest.mark.parametrize("address", ["mulu.example", "ftp://mulu.example/", "https:///a/", "https://mulu.example/?a#b"])
def test_what_is_no_address_of_a_site_is_refused_in_words(
    register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], address: str
) -> None:
    monkeypatch.setenv("MULU_SITE_URL", address)
    assert build(register, tmp_path / "site") == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith("mulu：MULU_SITE_URL 应写成 https://主机/路径/，")
    assert not (tmp_path / "site").exists()
