"""The frame of every page: begun while the register is read, kept, and never made for a folder nobody asked for."""

import re
from pathlib import Path

import pytest

from generator.diagnostics import OperatorError
from generator.edition import Audience
from generator.model.authority import Authority
from generator.publish import material
from generator.publish.bodies import body
from generator.publish.frames import frames_of, framing
from generator.publish.kinds import FRAMEWORK
from generator.publish.once import _headings, theme_of
from tests.conftest import REPOSITORY
from tests.test_site import build, bytes_of

AUTHORITY = Authority.model_validate({"目录名称": "测试目录"})
PUBLIC = theme_of(AUTHORITY, Audience.PUBLIC)
HEADED = re.compile(r'<h2 id="([^"]+)">([^<]+)</h2>')
LISTED = re.compile(r'<ul class="md-nav__list" data-md-component="toc" data-md-scrollfix>(.*?)</ul>', re.DOTALL)
ENTRY = re.compile(r'<a href="#([^"]+)" class="md-nav__link">\s*<span class="md-ellipsis">\s*([^<]+?)\s*</span>')


def test_frames_made_beside_are_those_made_at_once(tmp_path: Path) -> None:
    at_once = frames_of(PUBLIC, tmp_path / "one")
    with framing(PUBLIC) as framed:
        beside = framed(tmp_path / "two")
    assert beside == at_once
    assert bytes_of(tmp_path / "two") == bytes_of(tmp_path / "one")
    assert (tmp_path / "two.json").read_bytes() == (tmp_path / "one.json").read_bytes()


def test_what_the_search_that_is_off_would_need_is_not_published(tmp_path: Path) -> None:
    frames_of(PUBLIC, tmp_path / "frame")
    scripts = sorted(file.name.split(".")[0] for file in (tmp_path / "frame/assets/javascripts").rglob("*.js"))
    assert scripts == ["bundle", "search"]


def test_frames_are_kept_for_their_theme_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with framing(PUBLIC) as framed:
        first = framed(tmp_path / "frame")
    made: list[object] = []
    monkeypatch.setattr(material, "made", lambda theme, folder: made.append(theme))
    with framing(PUBLIC, pays=False) as framed:
        assert framed(tmp_path / "frame").shells == first.shells
    assert made == []
    monkeypatch.undo()
    internal = theme_of(AUTHORITY, Audience.INTERNAL)
    with framing(internal, pays=False) as framed:
        assert framed(tmp_path / "frame").seed != first.seed


def test_frames_begun_for_one_theme_leave_no_trace_when_nobody_asks(tmp_path: Path) -> None:
    with framing(PUBLIC):
        pass
    assert [*tmp_path.iterdir()] == []


def test_what_the_site_builder_refuses_is_told_to_who_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(material, "CONFIGURATION", tmp_path / "mkdocs.yml")
    with framing(PUBLIC) as framed, pytest.raises(OperatorError, match=r"缺少网站配置 mkdocs\.yml"):
        framed(tmp_path / "frame")
    assert not (tmp_path / "frame.json").exists()


def test_no_theme_is_told_what_the_register_holds() -> None:
    """Or a page more in the register would have the frame made anew: a second."""
    skeletons = {address: PUBLIC.skeletons[address].headings for address in FRAMEWORK}
    assert {address for address, headings in skeletons.items() if headings is not None} == {
        "organisations/",
        "search/",
        "editions/",
        "ledgers/",
        "bases/",
        "guides/form/",
    }
    assert not any(headings for headings in skeletons.values())


def test_a_site_is_built_where_it_was_asked_for_from_any_folder(
    register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert build(register, tmp_path / "whole") == 0
    monkeypatch.chdir(tmp_path)
    assert build(register, Path("relative")) == 0
    assert bytes_of(tmp_path / "relative") == bytes_of(tmp_path / "whole")
    assert build(register, tmp_path / "whole", "--audience", "internal") == 0
    assert build(register, Path("relative"), "--audience", "internal") == 0  # the frame is made anew, in its place
    assert bytes_of(tmp_path / "relative") == bytes_of(tmp_path / "whole")
    assert (tmp_path / "relative/assets/mulu.css").is_file()
    assert not (REPOSITORY / ".relative.builds").exists()


def test_what_a_heading_says_is_escaped_once() -> None:
    listed = body("headings", "", headings=_headings('<h1>子</h1><h2 id="a">甲 &amp; 乙</h2><p>丙</p>'))
    assert ENTRY.findall(listed) == [("a", "甲 &amp; 乙")]


@pytest.mark.parametrize("audience", Audience)
def test_every_page_that_is_there_once_lists_its_own_headings(
    register: Path, tmp_path: Path, audience: Audience
) -> None:
    """Also of a register that is in no repository and has no fault: no list is empty."""
    assert build(register, tmp_path / "site", "--audience", audience) == 0
    for address in FRAMEWORK:
        html = (tmp_path / "site" / address / "index.html").read_text(encoding="utf-8")
        headings = HEADED.findall(html)
        lists = [ENTRY.findall(entries) for entries in LISTED.findall(html)]
        assert all(entries == headings for entries in lists), address
        assert bool(lists) is bool(headings), address
        assert ('data-md-type="toc" hidden' in html) is not bool(headings), address
