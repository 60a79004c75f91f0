"""The page of articles: every article stands there, and every rule and deadline under the article it cites."""

from pathlib import Path

import pytest

from generator.check import all_rules
from generator.profiles.deadlines import DEADLINE_RULES
from generator.views.articles import articles_of, cited_articles, in_chinese
from tests.conftest import REPOSITORY
from tests.test_site import build


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("办法第九条第二款、第十七条第五款、条例第十六条", [("办法", 9), ("办法", 17), ("条例", 16)]),
        ("条例第二十一条", [("条例", 21)]),
        ("办法第三十条第（一）项", [("办法", 30)]),
        ("编制指南", []),
        ("GB 32100-2015", []),
    ],
)
def test_a_citation_names_its_articles(text: str, cited: list[tuple[str, int]]) -> None:
    assert list(cited_articles(text)) == cited


def test_numbers_are_written_as_articles_count() -> None:
    assert [in_chinese(number) for number in (1, 10, 11, 20, 34, 44)] == [
        "一",
        "十",
        "十一",
        "二十",
        "三十四",
        "四十四",
    ]
    for number in range(1, 100):
        assert list(cited_articles(f"办法第{in_chinese(number)}条")) == [("办法", number)]


def test_every_article_of_both_regulations_is_listed() -> None:
    hunan, order = articles_of(all_rules())
    assert (len(hunan.rows), len(order.rows)) == (34, 44)
    assert (hunan.rows[-1].article, order.rows[-1].article) == ("第三十四条", "第四十四条")


def test_every_rule_and_deadline_stands_under_each_article_it_cites() -> None:
    rows = [row for regulation in articles_of(all_rules()) for row in regulation.rows]
    ruled = {rule.id for row in rows for rule in row.rules}
    assert ruled == {rule.id for rule in all_rules() if list(cited_articles(rule.article))}
    assert {rule.id for row in rows for rule in row.deadlines} == {rule.id for rule in DEADLINE_RULES}


def test_an_update_is_due_under_the_tenth_article() -> None:
    tenth = articles_of(all_rules())[0].rows[9]
    assert "hunan-update" in {rule.id for rule in tenth.deadlines}
    assert "触发事项" in tenth.duty.done


def test_the_page_has_a_place_for_each_article(tmp_path: Path) -> None:
    assert build(REPOSITORY, tmp_path / "site") == 0
    html = (tmp_path / "site/articles/index.html").read_text("utf-8")
    assert html.count('<tr id="hunan-2021-') == 34
    assert html.count('<tr id="state-council-809-') == 44
