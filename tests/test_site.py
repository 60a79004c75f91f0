"""The built site as files: same bytes for the same edition, refused when faulty, nothing left of the scaffolding."""

import errno
import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from generator.cli import run
from generator.publish.stamp import Shell, StampedPage, mark
from tests.conftest import REPOSITORY

Write = Callable[[str, str], None]
RESOURCE = "catalogues/department/省教育厅/民办学校办学许可信息.yml"


def build(register: Path, site: Path, *options: str) -> int:
    return run(["build", "--root", str(register), "--out", str(site), "--today", "2026-11-23", *options])


def bytes_of(site: Path) -> dict[str, bytes]:
    return {str(file.relative_to(site)): file.read_bytes() for file in sorted(site.rglob("*")) if file.is_file()}


def test_the_same_register_and_day_give_the_same_bytes(
    register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert build(register, tmp_path / "one") == 0
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("LC_ALL", "C")
    assert build(register, tmp_path / "two") == 0
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")


def test_a_register_with_errors_is_refused_and_the_old_site_stays(
    register: Path, write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    assert build(register, site) == 0
    before = bytes_of(site)
    write(RESOURCE, (register / RESOURCE).read_text(encoding="utf-8").replace("每日", "每天"))
    assert build(register, site) == 1
    captured = capsys.readouterr()
    assert "M103" in captured.out
    assert "原有网站未改动" in captured.err
    assert bytes_of(site) == before


def test_with_errors_every_faulty_resource_is_marked_and_listed(register: Path, write: Write, tmp_path: Path) -> None:
    write(RESOURCE, (register / RESOURCE).read_text(encoding="utf-8").replace("每日", "每天"))
    assert build(register, tmp_path / "site", "--with-errors") == 0
    page = (tmp_path / "site/resources/307003/000001/index.html").read_text(encoding="utf-8")
    assert "本资源未通过校验：1 处" in page
    assert "「更新周期」不能写「每天」" in page
    problems = (tmp_path / "site/problems/index.html").read_text(encoding="utf-8")
    assert "登记册共有 1 处问题" in problems
    assert "民办学校办学许可信息" in (tmp_path / "site/problems/M103/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("place", ["register/catalogues/department/省教育厅", "elsewhere"])
def test_the_site_never_becomes_part_of_the_register(
    register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    """As it would by `mulu build` from one of its folders, which a link may lead to; the next check had no end."""
    (tmp_path / "elsewhere").symlink_to(register / "catalogues/department")
    before = bytes_of(register)
    monkeypatch.chdir(tmp_path / place)
    for command in (["build"], ["build", "--shard", "1/2"], ["assemble", "part"]):
        assert run([*command, "--root", str(register)]) == 2
        assert "网站不能放在登记册的 catalogues 目录里面" in capsys.readouterr().err
    assert bytes_of(register) == before


@pytest.mark.parametrize("place", ["new/..", ".", "..", "/"])
@pytest.mark.parametrize("command", [["build"], ["build", "--shard", "1/2"], ["assemble", "part"]])
def test_a_site_without_a_name_of_its_own_is_refused_before_anything_is_made(
    register: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    place: str,
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    before = bytes_of(tmp_path)
    assert run([*command, "--root", str(register), "--out", place]) == 2
    assert capsys.readouterr().err == "mulu：请写明一个新目录的名称，不能是当前目录或者上级目录\n"
    assert bytes_of(tmp_path) == before
    assert [*Path().iterdir()] == []


@pytest.mark.parametrize("secret", ["本表为机密★10年材料", "样例：11010519491231002X", "联系人 13800138000"])
def test_secrets_and_personal_data_are_not_published_even_with_errors(
    register: Path, write: Write, tmp_path: Path, secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (register / RESOURCE).read_text(encoding="utf-8")
    write(RESOURCE, re.sub("摘要: .*", f"摘要: {secret}", text))
    assert build(register, tmp_path / "site", "--with-errors") == 1
    assert "不得公布，没有生成网站" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_a_site_that_fails_to_build_leaves_the_old_one(
    register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    assert build(register, site) == 0
    before = bytes_of(site)

    def full_disk(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "x")

    monkeypatch.setattr("generator.publish.site.search_files", full_disk)
    assert build(register, site) == 2
    assert capsys.readouterr().err.endswith("mulu：磁盘空间不足：x\n")
    assert bytes_of(site) == before


def test_a_comment_that_no_page_shows_is_in_the_files_download(register: Path, write: Write, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert build(register, site) == 0
    text = (register / RESOURCE).read_text(encoding="utf-8")
    assert (site / "resources/307003/000001/resource.yml").read_text(encoding="utf-8") == text
    write(RESOURCE, f"# 只有文件里才有的说明\n{text}")
    assert build(register, site) == 0
    assert (site / "resources/307003/000001/resource.yml").read_bytes() == (register / RESOURCE).read_bytes()


def test_nothing_of_the_scaffolding_is_published(register: Path, tmp_path: Path) -> None:
    assert build(register, tmp_path / "site") == 0
    files = bytes_of(tmp_path / "site")
    assert not [path for path in files if "shell" in path or path.startswith("sitemap")]
    assert not [path for path, content in files.items() if mark("title").encode()[:-10] in content]


def test_contributed_text_is_never_a_template_or_markup(register: Path, write: Write, tmp_path: Path) -> None:
    hostile = '<script>x</script>{{ 7*7 }}{% raw %}"><img src=x onerror=y>](javascript:z)mulu-mark-content-mark'
    text = (register / RESOURCE).read_text(encoding="utf-8")
    write(RESOURCE, text.replace("资源名称: 民办学校办学许可信息", f"资源名称: '{hostile}'"))
    assert build(register, tmp_path / "site", "--with-errors") == 0
    escaped = (
        "&lt;script&gt;x&lt;/script&gt;{{ 7*7 }}{% raw %}&#34;&gt;&lt;img src=x onerror=y&gt;"
        "](javascript:z)mulu-mark-content-mark"
    )
    listing = (tmp_path / "site/catalogues/department/省教育厅/index.html").read_text(encoding="utf-8")
    assert escaped in listing
    for path, content in bytes_of(tmp_path / "site").items():
        if path.endswith(".html"):
            assert b"<script>x" not in content, path
            assert b"<img src=x" not in content, path


def test_a_shell_is_cut_at_its_marks_and_stamped_with_text() -> None:
    shell = Shell.of(f"<title>{mark('title')}</title><p>{mark('content')}</p>{mark('title')}")
    page = StampedPage("a/", "<甲>&", "", f"<b>乙</b>{mark('title')}")
    said = f"<title>&lt;甲&gt;&amp;</title><p><b>乙</b>{mark('title')}</p>&lt;甲&gt;&amp;"
    assert shell.stamped(page) == said.encode()


@pytest.mark.parametrize("html", ["", mark("title"), mark("content"), mark("description")])
def test_a_shell_without_a_place_for_title_or_content_is_refused(html: str) -> None:
    with pytest.raises(ValueError, match="no place"):
        Shell.of(html)


def test_the_clean_demonstration_site_says_sample_data_on_every_page(tmp_path: Path) -> None:
    assert build(REPOSITORY, tmp_path / "site") == 0
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 300
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "示例数据" in text, page
        assert '<span id="mulu-edition">所示内容的提交和截至日期，见<a href="' in text, page
    home = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert '截至 <time datetime="2026-11-23">2026年11月23日</time>。' in home
    edition = json.loads((tmp_path / "site/assets/edition.json").read_text(encoding="utf-8"))
    assert edition["today"] == "2026-11-23"


def test_a_resource_links_to_its_file_in_the_forges_editor(
    register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page, words = tmp_path / "site/resources/307003/000001/index.html", "在代码平台上编辑"
    assert build(register, tmp_path / "site") == 0
    assert words not in page.read_text(encoding="utf-8")
    monkeypatch.setenv("MULU_EDIT_URL", 'https://forge.example/a"b/_edit/main')
    assert build(register, tmp_path / "site") == 0
    path = quote(RESOURCE)
    assert f'<a href="https://forge.example/a&#34;b/_edit/main/{path}">{words}</a>' in page.read_text(encoding="utf-8")
    monkeypatch.setenv("MULU_EDIT_URL", "javascript:alert(1)//")
    assert build(register, tmp_path / "site") == 2
    assert "应以 https:// 或者 http:// 开头" in capsys.readouterr().err
