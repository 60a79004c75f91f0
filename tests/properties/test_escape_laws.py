"""What templates escape by says what MarkupSafe says, whatever the value."""

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from generator.model.words import SharingClass
from generator.publish.snippets import escaped

TEXTS = st.text(st.sampled_from("<>&\"'a省\n\u2028；/=") | st.characters())
OTHERS = st.integers() | st.none() | st.booleans() | st.dates() | st.sampled_from(SharingClass)


@given(TEXTS | TEXTS.map(Markup) | OTHERS)
def test_a_value_is_escaped_as_markupsafe_does(value: object) -> None:
    assert escaped(value) == escape(value)


@given(TEXTS)
def test_no_sign_of_markup_is_left_in_a_text(text: str) -> None:
    assert set("<>\"'").isdisjoint(escaped(text))
    assert Markup(escaped(text)).unescape() == Markup(escape(text)).unescape()
