"""The browser's search, run outside a browser: its pure functions, and its answers beside the program's."""

import csv
import json
import random
import shutil
import subprocess
from collections import Counter
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl
import pytest

from generator.load import load_register
from generator.publish.search import FOLDER
from generator.search.document import Document, Facet, Rank
from generator.search.index import Index
from generator.search.postings import FIELDS
from generator.search.text import folded, grams_of_term, start_gram, terms_of, whole_gram
from generator.views.search import register_index
from tests.conftest import REPOSITORY
from tests.searching import HARD, documents_of, many_documents, queries, write_search

ASSETS = REPOSITORY / "site_templates/theme/assets"
(ZIP,) = (ASSETS / "vendor").glob("fflate-*.js")
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="needs Node.js")

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
COLD = 120_000
"""Bytes that the first answer may cost with 10,000 resources."""


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site's scripts where Node.js takes them for modules."""
    folder = tmp_path_factory.mktemp("scripts")
    for file in ASSETS.glob("search-*.js"):
        shutil.copy(file, folder)
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def own() -> Index:
    return register_index(load_register(REPOSITORY).register)


@pytest.fixture(scope="module")
def own_folder(own: Index, tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("own")
    write_search(own, site)
    return site / FOLDER


def told(scripts: Path, folder: Path, program: str, given: Any = None) -> Any:
    """What the scripts say; `tests/search_script.mjs` tells what a program has at hand."""
    command = [str(NODE), str(REPOSITORY / "tests/search_script.mjs"), str(scripts), str(folder), program]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# Text and lists.


def test_texts_are_folded_and_cut_alike(scripts: Path, own: Index) -> None:
    asked = [*HARD, *queries(documents_of(own), 300)]
    program = """return given.map((query) => [search.folded(query), search.termsOf(query),
        search.termsOf(query).map(search.gramsOf), search.termsOf(query).map(search.startGram),
        search.wholeGram(query)]);"""
    for query, (fold, terms, grams, starts, whole) in zip(asked, told(scripts, scripts, program, asked), strict=True):
        assert fold == folded(query)
        assert tuple(terms) == terms_of(query)
        assert [tuple(one) for one in grams] == [grams_of_term(term) for term in terms]
        assert starts == [start_gram(term) for term in terms]
        assert whole == whole_gram(query)


def test_lists_are_decoded_and_what_is_common_is_found(scripts: Path) -> None:
    program = """return [search.decoded(Uint8Array.from([9, 1, 1, 127, 1, 255, 1, 128, 128, 1]), 1, 10),
        search.common([[1, 3, 5, 7], [3, 4, 7], [0, 3, 6, 7, 9]]), search.common([[2, 4]]),
        search.common([[1, 2], []])];"""
    assert told(scripts, scripts, program) == [[0, 1, 128, 129, 384, 16768], [3, 7], [2, 4], []]


def test_every_list_of_the_files_is_the_programs(scripts: Path, own: Index, own_folder: Path) -> None:
    grams = random.Random(7).sample(list(own.postings.grams()), 400)
    program = "const index = await open(); return Promise.all(given.map((gram) => index.withAll([gram])));"
    for gram, lists in zip(grams, told(scripts, own_folder, program, [*grams, "没有"]), strict=False):
        assert lists == [own.postings.numbers(gram, field) for field in FIELDS]


def test_words_of_the_query_are_marked(scripts: Path) -> None:
    program = """return [search.pieces("Ａ级纳税人", ["a级"]), search.pieces("㎏计", ["g计"]),
        search.excerpt("字".repeat(80) + "登记证" + "字".repeat(99), ["登记"])
          .map(({ text, isHit }) => [text.length, isHit])];"""
    assert told(scripts, scripts, program) == [
        [{"text": "Ａ级", "isHit": True}, {"text": "纳税人", "isHit": False}],
        [{"text": "㎏计", "isHit": True}],
        [[25, False], [2, True], [95, False]],
    ]


def test_what_is_found_is_marked_however_it_is_written(scripts: Path) -> None:
    """Full width, enclosed, Roman and CJK radicals by the one character; what is composed of several as a whole."""
    written = {
        "３０７号": ("307", "３０７"), "第Ⅳ类": ("iv", "Ⅳ"), "㈠项": ("一", "㈠"), "⼀般": ("一", "⼀"),
        "甲Cafe\u0301乙": ("café", "Cafe\u0301"), "ﾊﾟｽﾎﾟｰﾄ": ("パス", "ﾊﾟｽ"), "a\u0307\u0323b": ("ạ̇", "a\u0307\u0323"),
        "\u1112\u1161\u11ab글": ("한", "\u1112\u1161\u11ab"), "甲ΟΔΟΣ": ("οδος", "ΟΔΟΣ"),
    }  # fmt: skip
    program = "return given.map(([text, query]) => search.pieces(text, search.termsOf(query)));"
    cut = told(scripts, scripts, program, [(text, query) for text, (query, _) in written.items()])
    for (text, (query, marked)), pieces in zip(written.items(), cut, strict=True):
        assert all(term in folded(text) for term in terms_of(query)), text
        assert [piece["text"] for piece in pieces if piece["isHit"]] == [marked]
        assert "".join(piece["text"] for piece in pieces) == text


@pytest.mark.parametrize(
    ("query", "rank"),
    [
        ("婚姻登记", Rank.WHOLE), ("307008/000001", Rank.WHOLE), ("婚姻", Rank.START), ("登记", Rank.NAME),
        ("登记 婚姻", Rank.NAME), ("婚姻 民政", Rank.PROVIDER), ("湖南", Rank.PROVIDER), ("证号", Rank.ITEMS),
        ("dz", Rank.ITEMS), ("证号 汇总", Rank.SUMMARY), ("证号汇总", 255),
    ],
)  # fmt: skip
def test_how_well_a_row_has_every_word(scripts: Path, query: str, rank: int) -> None:
    """As the program ranks the same document."""
    facet = Facet("provider", "提供方", ("省民政厅",), Rank.PROVIDER, {"省民政厅": "湖南省民政厅"})
    one = Document("a/", "婚姻登记", "307008/000001", ("证号",), "汇总", ("DZ",), {"provider": ("省民政厅",)})
    index = Index.of([one], [], [facet])
    program = "return search.rankIn(given.row, search.termsOf(given.query), given.facets);"
    facets = [{"rank": 3, "values": [["省民政厅", 1, "湖南省民政厅"]]}]
    assert told(scripts, scripts, program, {"row": json.loads(index.rows[0]), "query": query, "facets": facets}) == rank
    assert index.answer(query) == ([] if rank == 255 else [0])


# Answers.

ANSWERS = """const answers = [];
for (const query of given) {
  const { resources, pages } = await search.found(await open(), query);
  answers.push([...resources, ...pages]);
}
return answers;"""


def test_400_queries_find_the_same_in_the_same_order_as_the_program(
    scripts: Path, own: Index, own_folder: Path
) -> None:
    asked = [*queries(documents_of(own), 400, seed=8), *HARD]
    for query, numbers in zip(asked, told(scripts, own_folder, ANSWERS, asked), strict=True):
        assert numbers == own.answer(query), query


def test_facets_count_what_each_other_value_would_add(scripts: Path, own: Index, own_folder: Path) -> None:
    """Against counting by hand; the chosen facet counts as if it were not chosen."""
    program = """const index = await open(); const keys = index.about.facets.map(({ key }) => key); const answers = [];
        for (const [query, chosen] of given) {
          const found = await search.found(index, query);
          const { numbers, facets } = await search.narrowed(index, found, { chosen, open: keys });
          answers.push([Array.from(numbers), Object.fromEntries(facets.map(({ key, values }) => [key, values]))]);
        }
        return answers;"""
    documents = documents_of(own)
    asked = [
        ("", {}),
        ("登记", {}),
        ("登记", {"sharing": ["有条件共享"]}),
        ("", {"cycle": ["每日", "实时"], "format": ["电子表格"]}),
    ]
    for (query, chosen), (numbers, counts) in zip(asked, told(scripts, own_folder, program, asked), strict=True):
        found = [number for number in own.answer(query) if number < len(own.resources)]

        def fits(number: int, but: str, chosen: dict[str, list[str]] = chosen) -> bool:
            facets = documents[number].facets
            return all(set(facets.get(key) or ("",)) & set(some) for key, some in chosen.items() if key != but)

        assert numbers == [number for number in found if fits(number, "")]
        for column in own.columns:
            key = column.facet.key
            counted = Counter(v for n in found if fits(n, key) for v in documents[n].facets.get(key) or ("",))
            assert {value: count for value, count in counts[key] if count} == counted


@pytest.mark.parametrize(
    "sort", ["name", "-name", "code", "items", "-items", "urgency", "-updated", "provider", "cycle"]
)
def test_results_are_put_in_order(scripts: Path, sort: str, tmp_path: Path) -> None:
    """By pinyin, what has no code or clock last; equal ones in the order in which they were found."""
    facets = [Facet("provider", "提供方", ("甲厅", "乙厅")), Facet("cycle", "更新周期", ("每日", "每年"))]
    made = [
        ("重庆", "2", 1, "", "", "2026-01-02", "乙厅", "每日"),
        ("长沙", "", 3, "0 2026-11-20", "2026-11-20", "2026-01-02", "甲厅", "每年"),
        ("安置", "10", 1, "2 2026-11-30", "2026-11-30", "", "", "每日"),
        ("A级", "1", 2, "", "", "2026-03-01", "乙厅", "每日"),
    ]
    documents = [
        Document(
            f"{at}/", name, code, ("项",) * items, "", (), {"provider": (provider,), "cycle": (cycle,)}, False, *days
        )
        for at, (name, code, items, *days, provider, cycle) in enumerate(made)
    ]
    wanted = {
        "name": [3, 2, 1, 0], "-name": [0, 1, 2, 3], "code": [3, 2, 0, 1], "items": [0, 2, 3, 1],
        "-items": [1, 3, 0, 2], "urgency": [1, 2, 0, 3], "-updated": [3, 0, 1, 2],
        "provider": [1, 0, 3, 2], "cycle": [0, 2, 3, 1],
    }  # fmt: skip
    write_search(Index.of(documents, [], facets), tmp_path)
    program = "return Array.from(await search.sorted(await open(), [0, 1, 2, 3], given));"
    assert told(scripts, tmp_path / FOLDER, program, sort) == wanted[sort]


# Files.

LINES = [
    ["资源名称", "资源代码", "说明"],
    ["=1+1", "000012345678901234", "甲\n乙"],
    ["+86", "1E5", "@SUM(A1)"],
    ["<b>&amp;\"'", "_x0041_", " 前后有空格 "],
    ["\x00\x0b丙\ufffe", "𠮷", "字" * 40_000],
    ["", "", "-"],
]
"""Cells that a spreadsheet would take for something else."""


@pytest.fixture(scope="module")
def workbook(scripts: Path) -> bytes:
    """The workbook of `LINES`, made with the zip library that the site brings."""
    library = Path(shutil.copy(ZIP, scripts / "fflate.mjs"))
    program = f"return Array.from(search.workbookOf(given, await import({library.as_uri()!r})));"
    return bytes(told(scripts, scripts, program, LINES))


def test_a_workbook_has_the_very_texts_and_no_formula(workbook: bytes) -> None:
    """Read by a library of its own; what no workbook can hold is left out, and a cell has at most 32,767 characters."""
    book = openpyxl.load_workbook(BytesIO(workbook))
    sheet = book.active
    assert [[cell.value or "" for cell in row] for row in sheet][:4] == [
        *LINES[:3],
        ["<b>&amp;\"'", "_x005F_x0041_", " 前后有空格 "],
    ]
    assert [cell.value for cell in sheet[5]] == ["丙", "𠮷", "字" * 32_767]
    assert [cell.value for cell in sheet[6]] == [None, None, "-"]
    assert {(cell.data_type, cell.number_format) for row in sheet for cell in row if cell.value} == {("s", "@")}
    assert [cell.font.bold for cell in sheet[1]] == [True, True, True]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.title) == ("A2", "A1:C6", "检索结果")


def test_the_filter_of_a_workbook_has_the_name_by_which_libreoffice_finds_it(workbook: bytes) -> None:
    with ZipFile(BytesIO(workbook)) as archive:
        (name,) = ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{{{MAIN}}}definedName")
    assert (name.attrib, name.text) == (
        {"name": "_xlnm._FilterDatabase", "localSheetId": "0", "hidden": "1"},
        "'检索结果'!$A$1:$C$6",
    )


def test_the_same_lines_make_the_same_workbook_of_well_formed_parts(workbook: bytes, scripts: Path) -> None:
    with ZipFile(BytesIO(workbook)) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))


def test_a_text_file_has_the_very_texts_but_for_formulas(scripts: Path) -> None:
    program = "return Array.from(search.csvOf(given));"
    text = bytes(told(scripts, scripts, program, LINES[:4])).decode("utf-8-sig")
    assert list(csv.reader(StringIO(text, newline=""))) == [
        LINES[0],
        ["'=1+1", "000012345678901234", "甲\n乙"],
        ["'+86", "1E5", "'@SUM(A1)"],
        LINES[3],
    ]


def test_the_zip_library_is_the_packages_own_file() -> None:
    """Not changed by a letter, its version and its licence beside it."""
    version = json.loads((REPOSITORY / "package.json").read_text("utf-8"))["devDependencies"]["fflate"]
    package = REPOSITORY / "node_modules/fflate"
    assert ZIP.name == f"fflate-{version}.js"
    assert json.loads((package / "package.json").read_text("utf-8"))["version"] == version
    assert ZIP.read_bytes() == (package / "esm/browser.js").read_bytes()
    assert ZIP.with_suffix(".LICENSE.txt").read_bytes() == (package / "LICENSE").read_bytes()
    assert [file.name for file in ZIP.parent.iterdir() if not file.name.startswith(ZIP.stem)] == []


# What an answer costs.


@pytest.fixture(scope="module")
def large(own: Index, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Document], Path]:
    """Ten thousand documents and the folder of their index."""
    documents, facets = many_documents(own, 10_000)
    site = tmp_path_factory.mktemp("large")
    write_search(Index.of(documents, [], facets), site)
    return documents, site / FOLDER


def test_a_cold_answer_of_10000_resources_costs_little(scripts: Path, large: tuple[list[Document], Path]) -> None:
    """Bytes of the index, of shards, columns of the open facets and the first rows, for each of 64 fixed queries."""
    documents, folder = large
    asked = [
        "",
        "信息",
        "登记",
        "证",
        "身份证件号码",
        "长沙",
        "DWMC",
        "有条件共享 登记",
        documents[4711].code,
        *queries(documents, 55),
    ]
    program = """const costs = [];
        for (const query of given) {
          const index = await open();
          const question = { query, chosen: {}, sort: "", from: 0, open: ["kind", "provider", "sharing"] };
          const { total, rows } = await search.answerOf(index, await search.ordered(index, question), 0);
          costs.push([query, total, rows.length, open.bytes]);
        }
        return costs;"""
    costs = told(scripts, folder, program, asked)
    assert len(costs) == 64
    assert max(costs, key=lambda cost: cost[3])[3] <= COLD
    assert sum(cost[1] > 0 for cost in costs) > 60


def test_what_can_be_fetched_at_once_is(scripts: Path, large: tuple[list[Document], Path]) -> None:
    """A query that thousands of names have: all lists, then the columns of the open facets, then the first rows."""
    program = """const about = (await open()).about;
        const rounds = [];
        let round = null;
        const read = async (address) => {
          if (!round) {
            rounds.push(round = { kinds: [] });
            round.over = new Promise((resolve) => setTimeout(resolve, 20)).then(() => (round = null));
          }
          round.kinds.push(address.split("/")[0]);
          await round.over;
          return read.now(address);
        };
        read.now = open.read;
        const question = { query: given, chosen: {}, sort: "", from: 0, open: ["kind", "sharing"] };
        const index = new search.SearchIndex(about, read);
        const { total } = await search.answerOf(index, await search.ordered(index, question), 0);
        return [total, rounds.map(({ kinds }) => [...new Set(kinds)])];"""
    total, rounds = told(scripts, large[1], program, "登记")
    assert total > 1_000
    assert rounds == [["grams"], ["columns"], ["documents"]]
