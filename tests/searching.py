"""What the tests of the search share: the plain scan it is held against, queries drawn from it, a reader of files."""

import json
import random
import zlib
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from generator.publish.search import search_files
from generator.search.document import Document, Facet
from generator.search.index import Index
from generator.search.part import Part
from generator.search.text import folded, terms_of
from generator.views.pages import Pages
from generator.views.search import KEYS, facets_of, page_documents, part_of

SEARCHED = ("provider", "sharing", "opening", "cycle")
NUMERALS = "〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟萬"


def texts_of(index: Index, number: int) -> list[str]:
    """Every text of a resource that a query may stand in."""
    document = index.document(number)
    full = {name: full for column in index.columns for name, full in column.facet.aliases.items()}
    facets = [value for key in SEARCHED for value in document.facets.get(key, ())]
    texts = (document.name, document.code, document.summary, *document.items, *document.also, *facets)
    return [folded(text) for text in (*texts, *(full[value] for value in facets if value in full))]


def site_index(pages: Pages, written: Sequence[Document] = ()) -> Index:
    """The index of a whole site, made in one part."""
    facets = facets_of(pages.edition.register)
    return Index.join([part_of(pages.resources)], Part.of(page_documents(pages, written), KEYS), facets)


def write_search(index: Index, site: Path) -> None:
    """The files of an index below a folder."""
    for address, content in search_files(index):
        file = site / address
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(zlib.compress(content))


class PlainScan:
    """The resources that have every word of a query somewhere, found without any index."""

    def __init__(self, index: Index) -> None:
        self._texts = ["\n".join(texts_of(index, number)) for number in range(len(index.resources))]

    def numbers(self, query: str) -> set[int]:
        """Numbers of the resources that have every word."""
        words = terms_of(query)
        return {number for number, text in enumerate(self._texts) if all(word in text for word in words)}


def queries(documents: Sequence[Document], count: int, seed: int = 20261123) -> list[str]:
    """Queries drawn from names, items, providers, codes and summaries, as people type them."""
    draw = random.Random(seed)
    return [_one(draw, documents) for _ in range(count)]


def _one(draw: random.Random, documents: Sequence[Document]) -> str:
    document = draw.choice(documents)
    provider = next(iter(document.facets.get("provider", ("",))))
    texts = [text for text in (document.name, document.code, provider, document.summary, *document.items[:3]) if text]
    form = draw.randrange(8)
    if form == 0:
        return draw.choice(texts)[:60]
    if form == 1:
        return " ".join(_piece(draw, text, 2) for text in draw.sample(texts, min(2, len(texts))))
    if form == 2:
        return _wide(_piece(draw, document.code or document.name, draw.randint(2, 8)))
    if form == 3:
        numbers = [text for text in texts if any(one in NUMERALS for one in text)]
        text = draw.choice(numbers or texts)
        at = next((at for at, one in enumerate(text) if one in NUMERALS), 0)
        return text[max(0, at - 1) : at + 2]
    if form == 4:
        return draw.choice(document.also or (document.name,)).swapcase()[:20]
    return _piece(draw, draw.choice(texts), form - 4 if form < 7 else draw.randint(3, 7))


def _piece(draw: random.Random, text: str, length: int) -> str:
    at = draw.randrange(max(1, len(text) - length + 1))
    return text[at : at + length]


def _wide(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else "\u3000" if one == " " else one for one in text)


HARD = (
    "信息", "证", "307", "每日", "省公安厅", "有条件共享 登记", "ID", "gb", "0", "/", "00000", "000001", "307008/0",
    "Ａ", "ﾃﾞｰﾀ", "𠮷", "İ", "Σ", "①", "\ufeff登记\u200b", "登记 登记 登记", "a" * 120, "登记\x02信息", "\uffff",
)  # fmt: skip
"""Queries at the edges: single characters, folding, code points, the longest."""

CITIES = (
    "长沙",
    "株洲",
    "湘潭",
    "衡阳",
    "邵阳",
    "岳阳",
    "常德",
    "张家界",
    "益阳",
    "郴州",
    "永州",
    "怀化",
    "娄底",
    "湘西",
)
BUREAUS = ("教育局", "民政局", "公安局", "交通局", "水利局", "卫健委", "住建局", "税务局")
LEVELS = ("市州级", "县级", "县级")
KINDS = ("信息", "名录", "台账", "明细", "统计表", "备案信息", "许可信息", "年度报告", "检查结果", "公示信息")


def many_documents(register: Index, count: int, seed: int = 1) -> tuple[list[Document], tuple[Facet, ...]]:
    """So many made-up resources of sixty a department, their texts pieced together from a register's; the facets."""
    draw = random.Random(seed)
    known = documents_of(register)
    items = [item for one in known for item in one.items]
    departments = max(40, count // 60)
    made = []
    for number in range(count):
        department, one, other = number * departments // count, draw.choice(known), draw.choice(known)
        city = CITIES[department % len(CITIES)]
        code = f"{300_000 + department:06}/{number:06}"
        provider = f"{city}{BUREAUS[department % len(BUREAUS)]}{department}"
        name = one.name[: len(one.name) // 2] + other.name[:3] + draw.choice(KINDS)
        summary = one.summary[: len(one.summary) // 2] + other.summary[len(other.summary) // 2 :]
        facets = {**one.facets, "provider": (provider,), "region": (f"{city}市",), "level": (LEVELS[department % 3],)}
        chosen = tuple(draw.sample(items, draw.randint(5, 15)))
        also = (draw.choice(("XM", "GMSFHM", "HYDJRQ", "DWMC", "TYSHXYDM")),)
        made.append(Document(f"resources/{code}/", name, code, chosen, summary[:90], also, facets))
    return made, tuple(column.facet for column in register.columns)


def documents_of(index: Index) -> list[Document]:
    """Every document of an index, resources before pages."""
    return [index.document(number) for number in range(len(index.rows))]


def inflated(file: Path) -> bytes:
    """The content of a file of the search."""
    return zlib.decompress(file.read_bytes())


def read_index(folder: Path) -> Any:
    """The file that names all others."""
    return json.loads(inflated(folder / "index.bin"))


def read_postings(folder: Path) -> Iterator[tuple[str, list[list[int]]]]:
    """Every gram with its lists, in the order of the shards."""
    about = read_index(folder)
    for shard in range(len(about["firsts"]) + len(about["long"])):
        head, _, lists = inflated(folder / f"grams/{shard // 1000}/{shard}.bin").partition(b"\n")
        entries, at = json.loads(head), 0
        assert entries[0] == [*about["firsts"], *about["long"]][shard]
        for start in range(0, len(entries), 4):
            found = []
            for length in entries[start + 1 : start + 4]:
                found.append(_numbers(lists[at : at + length]))
                at += length
            yield entries[start], found
        assert at == len(lists)


def read_numbers(folder: Path, name: str) -> list[int]:
    """The numbers of a column or an order."""
    numbers = array({1: "B", 2: "H", 4: "I"}[read_index(folder)["widths"][name]])
    numbers.frombytes(inflated(folder / f"{name}.bin"))
    return list(numbers)


def _numbers(written: bytes) -> list[int]:
    numbers, number, gap, shift = [], -1, 0, 0
    for byte in written:
        gap |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            number += gap
            numbers.append(number)
            gap = shift = 0
    return numbers


def read_rows(folder: Path) -> list[Any]:
    """The stored rows of all documents, in the order of their numbers."""
    files = sorted(folder.glob("documents/*/*.bin"), key=lambda file: int(file.stem))
    return [row for file in files for row in json.loads(inflated(file))]
