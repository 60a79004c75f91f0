"""Texts and values that strangers could write."""

from hypothesis import strategies as st

words = st.text(alphabet="甲乙丙丁目录ab09-_ ", min_size=1, max_size=8).map(str.strip).filter(bool)
any_text = st.text(max_size=300)
yaml_like = st.lists(
    st.sampled_from(
        [
            "a",
            "名称",
            ": ",
            "：",
            ":",
            "\n",
            "  ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            "'",
            '"',
            "#",
            "&x",
            "*x",
            "!!t ",
            "|",
            "\t",
            "---",
            "，",
            "\u202e",
            "\\",
            "? ",
            "%",
            "@",
        ]
    ),
    max_size=60,
).map("".join)
trees = st.recursive(
    words,
    lambda inner: st.lists(inner, min_size=1, max_size=4) | st.dictionaries(words, inner, min_size=1, max_size=4),
    max_leaves=20,
)
records = st.dictionaries(words, trees, min_size=1, max_size=6)
