"""The search: nothing is missed, the best comes first, and the files say what the index says."""

import json
import pickle
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cli import run
from generator.edition import read_edition
from generator.load import load_register
from generator.publish.search import FOLDER, search_files
from generator.search.document import Document, Facet, Rank
from generator.search.index import VERIFIED, Column, Index
from generator.search.part import Part
from generator.search.postings import FIELDS, SUMMARY, Postings, lists_of
from generator.search.text import folded, grams_of_term, grams_of_text, terms_of
from generator.views.pages import pages_of
from generator.views.search import register_index
from tests.conftest import REPOSITORY
from tests.searching import (
    PlainScan,
    documents_of,
    inflated,
    queries,
    read_index,
    read_numbers,
    read_postings,
    site_index,
    write_search,
)

GUANGXI = REPOSITORY / "examples/guangxi-2021"
SHARING = Facet("sharing", "共享类型", ("无条件共享", "有条件共享"), Rank.SUMMARY)
PROVIDER = Facet("provider", "提供方", ("省民政厅", "省公安厅"), Rank.PROVIDER, {"省民政厅": "湖南省民政厅"})


@pytest.fixture(scope="module")
def own() -> Index:
    return register_index(load_register(REPOSITORY).register)


@pytest.fixture(scope="module")
def guangxi(tmp_path_factory: pytest.TempPathFactory) -> Index:
    out = tmp_path_factory.mktemp("import") / "guangxi"
    table, mapping = GUANGXI / "guangxi-published-rows.tsv", GUANGXI / "mapping.yml"
    assert run(["import", str(table), "--mapping", str(mapping), "--out", str(out)]) == 0
    return register_index(load_register(out).register)


def document(name: str, **more: Any) -> Document:
    return replace(Document(f"resources/{name}/", name), **more)


def index_of(*documents: Document, pages: tuple[Document, ...] = ()) -> Index:
    return Index.of(documents, pages, (PROVIDER, SHARING))


def names(index: Index, query: str) -> list[str]:
    return [index.document(number).name for number in index.answer(query)]


# Nothing is missed.


@pytest.mark.parametrize("register", ["own", "guangxi"])
def test_500_queries_find_what_a_plain_scan_finds(register: str, request: pytest.FixtureRequest) -> None:
    """No resource is missed; one too many only where so many are found that no one page shows them."""
    index = request.getfixturevalue(register)
    assert len(index.resources) > (1000 if register == "guangxi" else 150)
    scan, extra, wanted = PlainScan(index), 0, 0
    asked = [query for query in queries(documents_of(index), 500) if terms_of(query)]
    assert len(asked) > 490
    for query in asked:
        found, right = set(index.answer(query)), scan.numbers(query)
        assert found >= right, query
        assert found == right or len(found) > VERIFIED, query
        extra, wanted = extra + len(found - right), wanted + len(right)
    assert extra <= wanted / 1000


@given(st.text(max_size=12), st.text(max_size=30))
def test_a_text_has_every_gram_of_each_piece_of_it(piece: str, rest: str) -> None:
    for term in terms_of(piece):
        text = folded(f"{rest}{term}{rest}")
        if term in text:
            assert set(grams_of_term(term)) <= grams_of_text(text)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_that_is_typed(text: str) -> None:
    once = folded(text)
    assert "  " not in once
    assert once.strip() == once or not once.isascii()


@pytest.mark.parametrize(
    ("typed", "folds"),
    [
        ("Ａ级　纳税人", "a级 纳税人"),
        ("ＧＢ／Ｔ　２２６１", "gb/t 2261"),
        (" \t甲\u200b乙\n", "甲 乙"),
        ("ﾃﾞｰﾀ", "データ"),
        ("第贰拾壹条", "第贰拾壹条"),
        ("①", "1"),
    ],
)
def test_how_texts_are_folded(typed: str, folds: str) -> None:
    assert folded(typed) == folds


@pytest.mark.parametrize(
    ("term", "grams"),
    [
        ("登", ("登",)),
        ("登记", ("登记",)),
        ("登记证", ("登记", "记证")),
        ("a级", ("a级",)),
        ("gb", ("gb",)),
        ("3070", ("3070",)),
        ("307008/000001", ("307008", "/00000", "000001")),
        ("证gb/t号", ("gb/t", "证g", "t号")),
        ("𠮷野家", ("𠮷野", "野家")),
    ],
)
def test_the_grams_of_a_word(term: str, grams: tuple[str, ...]) -> None:
    assert grams_of_term(term) == grams


def test_few_results_are_read_word_by_word() -> None:
    """The pieces of 登记证 stand apart in one of them."""
    index = index_of(document("甲", summary="登记和记证"), document("乙", summary="登记证"))
    assert names(index, "登记证") == ["乙"]


def test_a_word_does_not_reach_from_one_item_into_the_next() -> None:
    index = index_of(*(document(f"资源{number}", items=("登记", "证号")) for number in range(VERIFIED + 1)))
    assert names(index, "记证") == []


# The best comes first.


def test_results_are_ranked_by_where_the_words_stand() -> None:
    index = index_of(
        document("摘要", summary="说到婚姻登记"),
        document("信息项", items=("婚姻登记日期",)),
        document("部门", facets={"provider": ("婚姻登记处",)}),
        document("人口婚姻登记"),
        document("婚姻登记信息"),
        document("婚姻登记"),
    )
    assert names(index, "婚姻登记") == ["婚姻登记", "婚姻登记信息", "人口婚姻登记", "部门", "信息项", "摘要"]


def test_of_several_words_the_worst_counts() -> None:
    index = index_of(
        document("甲", summary="户籍和婚姻"), document("婚姻", items=("户籍",)), document("婚姻户籍"), document("婚姻")
    )
    assert names(index, "婚姻 户籍") == ["婚姻户籍", "婚姻", "甲"]


def test_a_word_found_twice_counts_where_it_stands_best() -> None:
    index = index_of(
        document("甲", facets={"sharing": ("有条件共享",)}),
        document("乙", facets={"sharing": ("有条件共享",)}, items=("有条件共享说明",)),
    )
    assert names(index, "有条件共享") == ["乙", "甲"]


def test_a_whole_code_comes_first_and_is_not_taken_for_its_neighbours() -> None:
    codes = ("307008/000010", "307008/000001", "307010/000001", "307008/0000011")
    index = index_of(*(document(f"资源{code}", code=code) for code in codes))
    assert names(index, "307008/000001") == ["资源307008/000001", "资源307008/0000011"]
    assert names(index, "３０７０１０") == ["资源307010/000001"]


def test_equal_results_keep_the_order_of_the_register() -> None:
    index = index_of(*(document(f"登记信息{number}") for number in (3, 1, 2)))
    assert names(index, "登记") == ["登记信息3", "登记信息1", "登记信息2"]


@pytest.mark.parametrize("query", ["湖南省民政厅", "湖南省", "民政"])
def test_an_organisation_is_found_by_its_full_name(query: str) -> None:
    index = index_of(document("甲", facets={"provider": ("省民政厅",)}), document("乙"))
    assert names(index, query) == ["甲"]


def test_no_query_gives_every_resource_and_no_page() -> None:
    index = index_of(document("乙"), document("甲"), pages=(document("网页"),))
    assert names(index, " \u3000") == ["乙", "甲"]
    assert names(index, "网页") == ["网页"]


# The files.


@pytest.mark.parametrize("size", [1, 7, 64])
def test_parts_joined_are_the_whole(own: Index, size: int, tmp_path: Path) -> None:
    """An index can be built in parts, in other processes and on other machines: the files are the same."""
    documents, facets = documents_of(own), [column.facet for column in own.columns]
    keys = [facet.key for facet in facets]
    starts = range(0, len(documents), size)
    parts = (pickle.loads(pickle.dumps(Part.of(documents[at : at + size], keys))) for at in starts)
    joined = Index.join(parts, Part.of([document("网页")], keys), facets)
    assert dict(search_files(joined)) == dict(search_files(Index.of(documents, [document("网页")], facets)))


def test_a_part_is_small_and_quick_to_hand_over(own: Index) -> None:
    """Few large values: five times the bytes of the texts it stands for."""
    documents = documents_of(own)
    part = pickle.dumps(Part.of(documents, [column.facet.key for column in own.columns]), 5)
    assert len(part) < 5 * sum(len(row.encode()) for row in own.rows)


def test_the_files_hold_the_postings_and_the_documents(own: Index, tmp_path: Path) -> None:
    write_search(own, tmp_path)
    folder = tmp_path / FOLDER
    about = read_index(folder)
    read = sorted(read_postings(folder), key=lambda entry: entry[0].encode("utf-16-be"))
    assert [gram for gram, _ in read] == list(own.postings.grams())
    for gram, lists in read:
        assert lists == [own.postings.numbers(gram, field) for field in FIELDS]
    assert about["firsts"] == sorted(about["firsts"], key=lambda gram: gram.encode("utf-16-be"))
    assert (about["resources"], about["documents"]) == (len(own.resources), len(own.rows))
    chunks = sorted(folder.glob("documents/*/*.bin"), key=lambda file: int(file.stem))
    assert [row for file in chunks for row in json.loads(inflated(file))] == [json.loads(row) for row in own.rows]
    assert json.loads(inflated(folder / "places.bin")) == [list(column) for column in zip(*own.resources, strict=True)]
    for key, places in own.orders.items():
        assert read_numbers(folder, f"orders/{key}") == list(places)
    for column, facet in zip(own.columns, about["facets"], strict=True):
        numbers = read_numbers(folder, f"columns/{facet['key']}")
        sets = facet["sets"] or [[at] for at in range(len(facet["values"]))]
        values = [[facet["values"][value][0] for value in sets[number]] for number in numbers]
        assert values == [sorted(given, key=column.values.index) for given in _given(own, column)]


def _given(index: Index, column: Column) -> list[tuple[str, ...]]:
    return [one.facets.get(column.facet.key) or ("",) for one in documents_of(index)[: len(index.resources)]]


def test_a_long_list_of_numbers_survives() -> None:
    """Gaps of one, two and three bytes, within a part and from one part to the next."""
    numbers = [0, 1, 128, 129, 129 + 127, 129 + 127 + 128, 20_000, 300_000]
    blank, one = document(""), document("", summary="丙")
    postings = Postings()
    for start, stop in ((0, 129), (129, 260), (260, 300_001)):
        postings.add(lists_of(one if at in numbers else blank for at in range(start, stop)), start)
    assert postings.numbers("丙", SUMMARY) == numbers


def test_the_same_register_gives_the_same_files_and_one_change_few_new_ones(own: Index) -> None:
    documents, facets = documents_of(own), [column.facet for column in own.columns]
    changed = [*documents]
    changed[7] = replace(changed[7], summary="改了摘要")
    one, two, three = (dict(search_files(Index.of(some, [], facets))) for some in (documents, documents, changed))
    assert one == two
    new = {file for file, content in three.items() if one.get(file) != content}
    assert {file for file in new if "documents" in file} == {"assets/search/documents/0/0.bin"}
    assert not [file for file in new if "columns" in file or "orders" in file or "places" in file]
    assert len(new) < len(one) * 0.7


def test_values_stand_in_their_order_and_the_missing_last() -> None:
    given = [document(value, facets={"sharing": (value,) if value else ()}) for value in ("乙", "有条件共享", "", "甲")]
    _, column = index_of(*given).columns
    assert column.values == ("有条件共享", "乙", "甲", "")
    assert column.counts == (1, 1, 1, 1)


def test_a_value_given_twice_counts_once() -> None:
    _, column = index_of(document("甲", facets={"sharing": ("有条件共享", "有条件共享")})).columns
    assert (column.counts, column.sets) == ((1,), ((0,),))


# What is found on the site, and in the terminal.


def test_organisations_catalogues_and_bases_are_found_too() -> None:
    pages = pages_of(read_edition(REPOSITORY, date(2026, 11, 23)))
    index = site_index(pages, [Document("guides/", "填报指南", summary="怎样填写")])
    assert len(index.resources) == len(pages.resources)

    def found(query: str) -> list[str]:
        return [index.document(number).address for number in index.answer(query) if number >= len(index.resources)]

    assert found("省民政厅")[0] == "organisations/省民政厅/"
    assert found("湖南省民政厅部门信息资源目录") == ["catalogues/department/省民政厅/"]
    assert found("中华人民共和国民法典") == ["bases/#中华人民共和国民法典"]
    assert found("怎样填写") == ["guides/"]


def test_the_terminal_says_what_the_index_says(own: Index, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "婚姻登记", "--format", "json"]) == 0
    captured = capsys.readouterr()
    first, *others = json.loads(captured.out)
    assert first == {
        "code": "307008/000001",
        "name": "婚姻登记信息",
        "provider": "省民政厅",
        "address": "resources/307008/000001/",
    }
    assert [first["name"], *(other["name"] for other in others)] == names(own, "婚姻登记")
    assert captured.err == "找到 3 项\n"


def test_the_terminal_lists_no_more_than_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "护照"]) == 0
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("307007/000004 普通护照签发信息（省公安厅）\n", "找到 1 项\n")
    assert run(["search", "婚姻登记", "--limit", "1"]) == 0
    captured = capsys.readouterr()
    assert captured.out == "307008/000001 婚姻登记信息（省民政厅）\n"
    assert captured.err == "找到 3 项，列出前 1 项\n"
    assert run(["search", "没有这样的词", "--format", "json"]) == 0
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("[]\n", "找到 0 项\n")


@pytest.mark.parametrize("limit", ["0", "-1", "１", "many", "1" * 10])
def test_a_limit_that_is_no_count_is_refused(limit: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "甲", f"--limit={limit}"]) == 2
    assert f"「{limit}」不是项数" in capsys.readouterr().err
