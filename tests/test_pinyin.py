"""Names stand in the order in which a dictionary has them, in the search and in the lists of the site."""

from datetime import date
from unicodedata import normalize

from generator.edition import read_edition
from generator.model.words import CatalogueKind
from generator.pinyin import _LENGTHS, _numbered, by_pinyin
from generator.views.pages import pages_of
from tests.conftest import REPOSITORY

SORTED = (
    "104 登记", "Ａ级纳税人", "b超检查", "安全生产", "昌吉", "常德市", "长沙市", "场所", "郴州市", "重庆市", "大厦",
    "衡阳市", "嬛嬛", "会议", "会计师", "娄底市", "邵阳市", "厦门市", "湘潭市", "行政许可", "银行",
    "永州市", "岳阳市", "张家界市", "株洲市", "颛桥",
)  # fmt: skip
"""Latin letters and digits first, full width as half; then by syllable, tone and character, as the words are read."""


def test_names_are_sorted_as_a_person_expects() -> None:
    """长 is cháng in 长沙, 重 chóng in 重庆, 会 kuài in 会计, 厦 xià in 厦门; rare characters too have their place."""
    by_code_point = sorted(SORTED)
    assert by_code_point != list(SORTED)
    assert tuple(sorted(by_code_point, key=by_pinyin)) == SORTED


def test_readings_are_those_of_the_library() -> None:
    """Every character and word it knows, as it writes them itself with tones as numbers."""
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_tone3

    words = {chr(number): [readings.split(",")[:1]] for number, readings in PINYIN_DICT.items()}
    words |= {word: readings for word, readings in PHRASES_DICT.items() if len(word) in _LENGTHS}
    for word, readings in words.items():
        if normalize("NFKC", word) == word:
            pairs = zip(readings, word, strict=False)
            assert by_pinyin(word) == "".join(f"~{to_tone3(some[0])}{character}" for some, character in pairs), word
    assert (_numbered("lǜ"), _numbered("zhōng"), _numbered("de"), _numbered("ê̄")) == ("lv4", "zhong1", "de", "ê1")


def test_departments_and_catalogues_are_listed_by_pinyin() -> None:
    pages = pages_of(read_edition(REPOSITORY, date(2026, 11, 23)))
    departments = [page.name for page in pages.organisations]
    assert departments == sorted(departments, key=by_pinyin)
    assert departments.index("省财政厅") < departments.index("省教育厅") < departments.index("省住房城乡建设厅")
    for kind in CatalogueKind:
        titles = [page.title for page in pages.catalogues_of(kind)]
        assert titles == sorted(titles, key=by_pinyin)
    assert list(pages.board.organisations) == sorted(pages.board.organisations, key=by_pinyin)
