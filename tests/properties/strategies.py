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


PLAIN = st.text(alphabet="甲乙丙丁目录信息ab09、（）/", min_size=1, max_size=10)
REMARKS = st.text(alphabet="甲乙 #:-|>'\"[]{},ab1", max_size=8).map(lambda text: ("# " + text).rstrip())
FIELDS = {
    "资源名称": "text",
    "资源代码": "text",
    "采集方": "texts",
    "摘要": "text",
    "格式": ("分类", "类型", "说明"),
    "信息项": ("名称", "英文名称", "数据类型", "长度", "说明"),
    "共享类型": "text",
    "依据": ("文件", "条款"),
    "审核确认": "record",
    "来源": "texts",
    "状态": "text",
}


@st.composite
def written_resources(draw: st.DrawFn) -> str:
    """A resource file as people write them: any order, depth, quotes, flow or block lists, comments, empty lines."""
    lines: list[str] = [draw(REMARKS)] if draw(st.booleans()) else []
    for key in draw(st.permutations(list(FIELDS)))[: draw(st.integers(1, 6))]:
        lines += _clutter(draw, "")
        shape = FIELDS[key]
        pad = " " * draw(st.integers(1, 5))
        if shape == "text":
            lines += _field(draw, key, "")
        elif shape == "record":
            lines.append(f"{key}:{_beside(draw)}")
            lines += [line for inner in ("部门", "日期") for line in (*_clutter(draw, pad), *_field(draw, inner, pad))]
        elif draw(st.booleans()):
            lines.append(f"{key}: [{', '.join(draw(st.lists(PLAIN, min_size=1, max_size=3)))}]{_beside(draw)}")
        else:
            lines.append(f"{key}:{_beside(draw)}")
            pad = pad if draw(st.booleans()) else ""
            for _ in range(draw(st.integers(1, 3))):
                lines += _clutter(draw, pad)
                lines += _list_entry(draw, shape, pad)
            lines += _clutter(draw, pad)
    end = draw(st.sampled_from(["", "\n", "\n\n", "\n# 完", "\n# 完\n"]))
    return "\n".join(lines) + end


def _clutter(draw: st.DrawFn, pad: str) -> list[str]:
    kind = draw(st.sampled_from(["none", "none", "none", "blank", "remark", "remarks"]))
    if kind == "blank":
        return [draw(st.sampled_from(["", "  "]))]
    return [pad + draw(REMARKS) for _ in range({"none": 0, "remark": 1, "remarks": 2}[kind])]


def _beside(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(["", "", "  ", " "])) + draw(st.just("") | REMARKS.map(lambda text: "  " + text))


def _list_entry(draw: st.DrawFn, shape: object, pad: str) -> list[str]:
    if not isinstance(shape, tuple):
        return [f"{pad}- {draw(PLAIN)}{_beside(draw)}"]
    keys = draw(st.permutations(shape))[: draw(st.integers(1, len(shape)))]
    inner = pad + " " * 3
    fields = [line for key in keys for line in (*_clutter(draw, inner), *_field(draw, key, inner))]
    if fields[0].strip() and not fields[0].strip().startswith("#"):
        return [f"{pad}-  {fields[0].strip()}", *fields[1:]]
    return [f"{pad}-{_beside(draw)}", *fields]


def _field(draw: st.DrawFn, key: str, pad: str) -> list[str]:
    text = draw(PLAIN)
    style = draw(st.sampled_from(["plain", "plain", "single", "double", "wrapped", "literal", "folded", "blank"]))
    deeper = pad + " " * draw(st.integers(1, 4))
    match style:
        case "plain":
            return [f"{pad}{key}:{draw(st.sampled_from([' ', '  ']))}{text}{_beside(draw)}"]
        case "single":
            return [f"{pad}{key}: '{text} # ''{text}: '{_beside(draw)}"]
        case "double":
            return [f'{pad}{key}: "{text}\\n# \\"', f'{deeper}{text}"{_beside(draw)}']
        case "wrapped":
            return [f"{pad}{key}: {text}", f"{deeper}{text}", "", f"{deeper}{text}{_beside(draw)}"]
        case "literal":
            return [f"{pad}{key}: |{draw(st.sampled_from(['', '-', '+']))}", f"{deeper}{text}", f"{deeper}  # {text}"]
        case "folded":
            return [f"{pad}{key}: >{_beside(draw)}".rstrip(), f"{deeper}{text}", "", f"{deeper}{text}"]
        case _:
            return [f"{pad}{key}:{_beside(draw)}"]
