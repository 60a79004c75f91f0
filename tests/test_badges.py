"""Badges: what they say, that they can be read aloud and without colour, and that nothing in them is markup."""

import json
import re
from datetime import date
from xml.etree import ElementTree

import jsonschema
import pytest

from generator.deadlines import State
from generator.publish.badges import badge_json, badge_svg
from generator.views.badges import TONES, Badge, Tone, badge_of, badge_over
from tests.test_deadlines import ANSWER, CODE, NO_FIGURE, of, only, request, trigger

TODAY = date(2026, 11, 25)
SVG = "{http://www.w3.org/2000/svg}"
SHIELDS = {
    "type": "object",
    "required": ["schemaVersion", "label", "message"],
    "additionalProperties": False,
    "properties": {
        "schemaVersion": {"const": 1},
        "label": {"type": "string"},
        "message": {"type": "string", "minLength": 1},
        "color": {"enum": ["red", "orange", "blue", "green", "lightgrey"]},
        "isError": {"type": "boolean"},
    },
}
"""What shields.io documents of its endpoint, as far as badges use it."""


def test_every_state_has_a_tone_and_only_lateness_is_red() -> None:
    assert set(TONES) == set(State)
    assert {state for state, tone in TONES.items() if tone is Tone.LATE} == {State.OVERDUE, State.LATE}


@pytest.mark.parametrize(
    ("on", "message", "tone"),
    [
        ("2026-11-02", "已逾期 7 个工作日", Tone.LATE),
        ("2026-11-11", "今日到期", Tone.SOON),
        ("2026-11-13", "即将到期，还有 2 个工作日", Tone.SOON),
        ("2026-11-20", "未到期，还有 7 个工作日", Tone.RUNNING),
        ("2026-12-21", "暂定", Tone.UNKNOWN),
    ],
)
def test_the_badge_of_one_deadline(on: str, message: str, tone: Tone) -> None:
    found = only(trigger(on))
    assert badge_of(found, TODAY) == Badge("更新目录", message, tone, TODAY, found.last_day)


def test_what_has_ended_is_not_corrected_in_the_browser() -> None:
    found = only(trigger("2026-06-12"), answered={("2026-0001", CODE): ANSWER})
    badge = badge_of(found, TODAY)
    assert (badge.message, badge.tone, badge.last_day) == ("逾期办结，逾期 2 个工作日", Tone.LATE, None)


def test_a_duty_without_figure_is_grey_and_not_counted() -> None:
    found = of(*NO_FIGURE)
    assert {badge_of(one, TODAY).tone for one in found} == {Tone.UNKNOWN}
    assert badge_over(found, TODAY) == Badge("时限", "没有未办结的时限", Tone.FINE, TODAY)


def test_a_badge_over_many_counts_the_urgent() -> None:
    found = of(trigger("2026-11-02"), request("2026-11-03"), trigger("2026-11-11"), trigger("2026-11-20"))
    badge = badge_over(found, TODAY, "省教育厅")
    assert (badge.label, badge.message, badge.tone) == ("省教育厅", "已逾期 2 项，今日到期 1 项", Tone.LATE)
    calm = badge_over(of(trigger("2026-11-20"), trigger("2026-12-21")), TODAY)
    assert (calm.message, calm.tone) == ("办理中 2 项", Tone.RUNNING)


def test_the_svg_is_an_image_with_a_name_and_holds_its_text() -> None:
    badge = badge_of(only(trigger("2026-11-02")), TODAY)
    image = ElementTree.fromstring(badge_svg(badge))
    title = image.find(f"{SVG}title")
    assert title is not None
    assert (image.tag, image.get("role"), image.get("aria-label")) == (f"{SVG}svg", "img", title.text)
    assert title.text == "更新目录：已逾期 7 个工作日（2026-11-25）"
    assert [text.text for text in image.iter(f"{SVG}text")] == ["更新目录", "已逾期 7 个工作日"]
    label, message = (float(text.get("textLength") or 0) for text in image.iter(f"{SVG}text"))
    assert (label, message) == (8 * 6, 17 * 6)
    assert float(image.get("width") or 0) == label + message + 4 * 6


@pytest.mark.parametrize("label", ['"/><script>alert(1)</script>', "{{ 7*7 }}", "长" * 500, "a\u202eb\x00", ""])
def test_no_text_is_markup(label: str) -> None:
    badge = badge_over((), TODAY, label)
    for hostile in (badge, Badge("时限", badge.label or "无", Tone.FINE, TODAY)):
        image = ElementTree.fromstring(badge_svg(hostile))
        assert {element.tag.removeprefix(SVG) for element in image.iter()} == {"svg", "title", "rect", "g", "text"}
        jsonschema.validate(json.loads(badge_json(hostile)), SHIELDS)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("tone", Tone)
def test_white_text_can_be_read_on_every_ground(tone: Tone) -> None:
    assert 1.05 / (luminance(tone.ground) + 0.05) >= 4.5


def test_the_json_is_what_shields_reads() -> None:
    written = json.loads(badge_json(badge_of(only(trigger("2026-11-02")), TODAY)))
    jsonschema.validate(written, SHIELDS)
    assert written == {
        "schemaVersion": 1, "label": "更新目录", "message": "已逾期 7 个工作日", "color": "red", "isError": True,
    }  # fmt: skip


def test_no_outside_address_stands_in_the_image() -> None:
    svg = badge_svg(badge_over((), TODAY))
    assert re.findall(r"https?://[^\"']+", svg) == ["http://www.w3.org/2000/svg"]
