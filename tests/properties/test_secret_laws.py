"""Laws of what may not be published: what is passed over quickly is what looking closely would pass over."""

from unittest.mock import patch

from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.check import told_alone
from generator.history.text import ESCAPE, FOLD, shown_text, unescaped
from generator.model.personal_numbers import BANK_CARD, HALF_WIDTH, MOBILE, RESIDENT_ID, without_numbers
from generator.model.resource import Resource
from generator.record import read_record
from generator.rules import secrets
from generator.rules.secrets import SECRECY, is_secret
from generator.source.yaml import read_yaml

NUMBERS = ("13800138000", "11010519491231002X", "6222021234567890128", "4367421234567890129", "86 13912345678", "2026")
GAPS = ("", "", "", "", " ", "-", "－", "．", "·", "　", "―", "\t", "\n", "\\", "\\\n  ", "\n    ", "、", " - ", "\v")
SIGNS = (
    "绝密",
    "机 密",
    "秘密",
    "【秘密】",
    "密级：秘密",
    "★10年",
    "☆长期",
    "工作秘密",
    "涉密",
    "㊙",
    "密码",
    "无涉密",
    "《涉密办法》",
)
ESCAPES = ("\\u5bc6", "\\x31\\x33\\u0038", "\\U00005bc6", "\\uFF11", "\\n", "\\t", "\\_", "\\")
WORDS = ("名称: ", "\n", " ", "机", "绝", "年", "３", "a", "X", "Ⅷ", "٣", "\x85")

spread = st.builds(
    lambda number, gaps: "".join(digit + gap for digit, gap in zip(number, [*gaps, *[""] * 30], strict=False)),
    st.sampled_from(NUMBERS) | st.from_regex("[0-9０-９]{9,20}", fullmatch=True),
    st.lists(st.sampled_from(GAPS), max_size=22),
)
texts = st.lists(
    spread | st.sampled_from(SIGNS) | st.sampled_from(ESCAPES) | st.sampled_from(WORDS) | st.text(max_size=4),
    max_size=8,
).map("".join)


def closely_without_numbers(text: str) -> str:
    """Every number of every kind starred, whatever the text looks like."""
    for kind in (RESIDENT_ID, MOBILE, BANK_CARD):
        shown, at = list(text), 0
        for start, end, _ in sorted(kind.found_in(text)):
            at = max(at, start + 3)
            shown[at : max(at, end - 2)] = "*" * max(0, end - 2 - at)
            at = max(at, end - 2)
        text = "".join(shown)
    return text


def closely_secret(text: str) -> bool:
    return any(match["mark"] for match in SECRECY.finditer(text.translate(HALF_WIDTH)))


def closely_shown(raw: bytes) -> str | None:
    text = closely_without_numbers(raw.decode("utf-8", "replace"))
    read = ESCAPE.sub(unescaped, text)
    meant = (text, read, FOLD.sub("", read), FOLD.sub(" ", read))
    return None if any(closely_secret(one) or closely_without_numbers(one) != one for one in meant) else text


@settings(max_examples=300)
@given(texts)
def test_numbers_are_starred_as_if_every_text_were_searched_closely(text: str) -> None:
    assert without_numbers(text) == closely_without_numbers(text)


@settings(max_examples=300)
@given(texts)
def test_a_text_is_secret_as_if_it_were_searched_closely(text: str) -> None:
    assert is_secret(text) == closely_secret(text)


@settings(max_examples=300)
@given(texts)
def test_an_old_file_is_shown_as_if_it_were_searched_closely(text: str) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    assert shown_text(raw) == closely_shown(raw)


@settings(max_examples=300)
@given(texts)
@example("１３８ 0013-8000")
@example("涉密")
def test_a_record_is_told_of_as_if_it_were_searched_closely(text: str) -> None:
    document, _ = read_yaml("a.yml", f"资源名称: 甲\n摘要: 甲{text}\n".encode("utf-8", "surrogatepass"))
    if document is not None and document.noted is None:
        resource, same, again = (read_record(Resource, document)[0] for _ in range(3))
        with patch.object(secrets, "_is_suspicious", return_value=True):
            closely = told_alone(resource)
        assert told_alone(same) == told_alone(again, document.text) == closely


def test_the_texts_tried_hold_what_they_are_meant_to() -> None:
    for number in NUMBERS[:4]:
        assert without_numbers(f"{number[:3]}－{number[3:]}") != f"{number[:3]}－{number[3:]}"
