"""The policy of a page and the mending of its frame, as texts."""

import base64
import hashlib

import pytest

from generator.publish.frame import framed
from generator.publish.policy import policy, script_hashes, with_policy

FRAME = (
    '<input class="md-toggle" data-md-toggle="drawer" type="checkbox" id="__drawer" autocomplete="off">'
    '<div data-md-component="skip"> <a href="#mix" class="md-skip">x</a> </div>'
    '<article class="md-content__inner md-typeset">甲</article>'
)


def test_only_scripts_that_stand_in_the_page_and_run_are_hashed() -> None:
    data = '<script type="application/ld+json">{}</script><script id="a" type="application/json">[]</script>'
    html = f'<script src="a.js"></script>{data}<script>甲()\n</script><script defer>乙</script><script>乙</script>'
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in ("甲()\n", "乙")]
    assert script_hashes(html) == [f"sha256-{digest}" for digest in digests]


def test_a_policy_allows_the_scripts_it_is_given_and_nothing_from_elsewhere() -> None:
    parts = dict(part.split(" ", 1) for part in policy(["sha256-a", "sha256-b"]).split("; "))
    assert parts["script-src"] == "'self' 'sha256-a' 'sha256-b'"
    assert parts["default-src"] == parts["object-src"] == parts["base-uri"] == "'none'"
    assert {source for part in parts.values() for source in part.split()} == {
        "'self'",
        "'none'",
        "data:",
        "'sha256-a'",
        "'sha256-b'",
    }


def test_a_page_carries_its_policy_before_all_else() -> None:
    html = '<head><meta charset="utf-8"><link href="a"><script>甲</script>'
    start = with_policy(html).removeprefix('<head><meta charset="utf-8">').lstrip()
    assert start.startswith('<meta http-equiv="Content-Security-Policy"')
    with pytest.raises(ValueError, match="no place"):
        with_policy("<head>")


def test_the_frame_gets_a_way_past_its_header_and_loses_what_html_forbids() -> None:
    assert framed(FRAME) == (
        '<input class="md-toggle" data-md-toggle="drawer" aria-label="栏目菜单" type="checkbox" id="__drawer">'
        '<div data-md-component="skip"><a href="#content" class="md-skip">跳到正文</a></div>'
        '<article class="md-content__inner md-typeset" id="content" tabindex="-1">甲</article>'
    )


@pytest.mark.parametrize("missing", ["autocomplete", "drawer", "skip", "article"])
def test_another_frame_is_noticed(missing: str) -> None:
    with pytest.raises(ValueError, match="the frame has no"):
        framed(FRAME.replace(missing, "x"))
