"""X: state secrets and personal data, which have no place in a catalogue, 办法第二、十一条，条例第三、十三条."""

import re
from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from generator.model.ledgers import Trigger
from generator.model.legal_basis import ChangeBasis, Citation, LegalBasis
from generator.model.personal_numbers import (
    BANK_CARD,
    HALF_WIDTH,
    LONG_NUMBER,
    MOBILE,
    RESIDENT_ID,
    Number,
    without_numbers,
)
from generator.model.register import Place
from generator.model.written import Written
from generator.profiles import HUNAN_2021, ORDER_809
from generator.rules.registry import Problem, rule

SECRECY = re.compile(
    r"""
    (?P<harmless>  # the title of a law about secrets, or words that say there are none
        《[^《》★☆]{0,60}(?:涉密|工作秘密)[^《》★☆]{0,60}
        (?:法|条例|规定|办法|细则|规则|标准|规范|目录|范围|意见|通知)(?:\((?:试行|暂行|[^()]{0,9}修[订正])\))?》
      | (?:[不非未无]|禁止|严禁|是否|去除|剔除|排除)[得应能宜可]?将?
        (?:含有?|包[含括]|涉及|存[在储有]|处理|传输|上传|登载|录入|填[写报]|发布|接入|属于?|为|是|有)?
        (?:国家秘密|商业秘密|个人隐私|个人信息|敏感信息|属于|任何|有关|相关|[、和或及与])*
        (?:涉密(?![切集度码])|工作秘密)
      | (?:涉密|工作秘密)[^,;。★☆\n]{0,8}除外
    )
  | (?P<mark>
        (?: (?<![拒隔杜谢])绝密(?![码钥集封闭切接])
          | (?<!商业)(?<!国家)(?<![手司随算飞主])机密(?![码钥集度封闭切性]|文(?![件档电])|计算)
          | 秘密(?=级(?!别)|\s*[★☆*]\s*[长0-9])
          | (?<!商业)(?<!个人)(?<!技术)(?<!国家)(?<!保守)秘密(?=件|\s*[(〔\[]?\s*(?:长期|[0-9]+\s*(?:年|个?月)))
          | (?:(?<=密级)|(?<=密级[:为是])|(?<=密级[:为是]\s))秘密
          | (?<=[(【\[〔])秘密(?=[)】\]〕])
          | ^[^\S\n]*秘密[^\S\n]*$
          | (?<![一-鿿])[绝机秘][^\S\n]+密(?=级|件|[^一-鿿]|$)
        )
        (?:级|件)?(?:\s*[★☆*]\s*(?:长期|[0-9]+\s*(?:年|个?月|日|天)))?
      | [★☆]\s*(?:长期|[0-9]+\s*(?:年|个?月|日|天))
      | 涉密(?![切集度码])|工作秘密|㊙
    )
    """,
    re.VERBOSE | re.MULTILINE,
)
EXECUTABLE = re.compile(
    r"\b(?:(?:java|vb)script\s*:\s*(?=[!-~])|data:(?=[a-z]+/|[;,])|file:(?=//)|blob:(?=http))[^\s，。；、]*",
    re.IGNORECASE | re.ASCII,
)


def is_secret(text: str) -> bool:
    """Whether a text bears a mark of secrecy."""
    return _has_a_sign(text) and any(match["mark"] for match in SECRECY.finditer(text.translate(HALF_WIDTH)))


def _has_a_sign(text: str) -> bool:
    """Whether a text has a character that every mark of secrecy has one of."""
    return "密" in text or "★" in text or "☆" in text or "㊙" in text


def is_plainly_fit(text: str) -> bool:
    """Whether a text has nothing that a mark of secrecy or a personal number is made of; false proves nothing."""
    return not _has_a_sign(text) and not LONG_NUMBER.search(text)


def shown(text: str) -> str:
    """An old text as it may be published: what was purged from the register stays away though Git remembers it."""
    return "（含有不得公布的内容，不予显示）" if is_secret(text) else without_numbers(text)


CITING = (Citation, ChangeBasis, LegalBasis, Trigger)
"""Records that name a law by its title, without title marks."""


def texts_of(record: BaseModel, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text of a record with its place; the title of a law stands in its title marks."""
    for name, field in type(record).model_fields.items():
        is_title = isinstance(record, CITING) and name == ("title" if isinstance(record, LegalBasis) else "document")
        for inner, text in _texts(getattr(record, name), (*place, str(field.alias))):
            yield inner, f"《{text}》" if is_title else text


def _texts(value: object, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, BaseModel):
        yield from texts_of(value, place)
    elif isinstance(value, tuple):
        for number, entry in enumerate(value):
            yield from _texts(entry, (*place, number))


EXECUTABLE_WORDS = ("script", "data:", "file:", "blob:")
"""What every executable link holds one of, in small letters."""


_looked_at: tuple[Written | None, tuple[tuple[Place, str], ...]] = None, ()


def _suspicious_texts(record: Written) -> tuple[tuple[Place, str], ...]:
    """The texts of a record that is worth a look, found once for the five rules that look at it in turn."""
    global _looked_at  # noqa: PLW0603
    if _looked_at[0] is not record:
        _looked_at = record, tuple(texts_of(record)) if _is_suspicious(record) else ()
    return _looked_at[1]


def _is_suspicious(record: Written) -> bool:
    words: list[str] = []
    _gather(vars(record).values(), words)
    return not is_harmless("|".join(words))


def is_harmless(text: str) -> bool:
    """Whether no rule of this family has anything to tell of what stands in a text; false proves nothing."""
    small = text.lower()
    return is_plainly_fit(text) and not any(word in small for word in EXECUTABLE_WORDS)


def _gather(values: Iterable[object], words: list[str]) -> None:
    """Add every text among the values, and within them, to the words."""
    for value in values:
        if value is None:
            continue
        if isinstance(value, str):
            words.append(value)
        elif isinstance(value, tuple):
            _gather(value, words)
        elif isinstance(value, BaseModel):
            _gather(vars(value).values(), words)


@rule(
    "X101",
    "含有涉密标志",
    message="此处有涉密标志「{mark}」",
    hint="涉及国家秘密、工作秘密的内容不得进入目录；请立即删去，并按保密规定报告",
    under={HUNAN_2021: "第二条第二款", ORDER_809: "第三条第一款"},
    shows_line=False,
    publishable=False,
)
def secrecy_mark(record: Written) -> Iterator[Problem]:
    for place, text in _suspicious_texts(record):
        marks = (match["mark"] for match in SECRECY.finditer(text.translate(HALF_WIDTH)))
        if mark := next(filter(None, marks), ""):
            yield Problem(place, values={"mark": mark.strip()})


@rule(
    "X102",
    "含有居民身份证号码",
    message="此处有居民身份证号码（{shown}）",
    hint="目录只写信息项的名称，不写具体内容；请删去",
    under={HUNAN_2021: "第十一条第二项", ORDER_809: "第十三条第一款"},
    publishable=False,
)
def resident_id_number(record: Written) -> Iterator[Problem]:
    yield from _texts_with(RESIDENT_ID, record)


@rule(
    "X103",
    "含有手机号码",
    message="此处有手机号码（{shown}）",
    hint="目录不写个人的联系方式；请删去，或者改写单位的固定电话",
    under={HUNAN_2021: "第十一条第二项", ORDER_809: "第十三条第一款"},
    publishable=False,
)
def mobile_number(record: Written) -> Iterator[Problem]:
    yield from _texts_with(MOBILE, record)


@rule(
    "X104",
    "含有银行卡号",
    message="此处有银行卡号（{shown}）",
    hint="目录只写信息项的名称，不写具体内容；请删去",
    under={HUNAN_2021: "第十一条第二项", ORDER_809: "第十三条第一款"},
    publishable=False,
)
def bank_card_number(record: Written) -> Iterator[Problem]:
    yield from _texts_with(BANK_CARD, record)


def _texts_with(kind: Number, record: Written) -> Iterator[Problem]:
    """A problem per text that holds such a number, with the ends of the first: findings are published too."""
    for place, text in _suspicious_texts(record):
        for _, _, bare in kind.found_in(text):
            yield Problem(place, values={"shown": f"{bare[:3]}…{bare[-2:]}"})
            break


@rule(
    "X105",
    "含有可执行的链接",
    message="此处有可执行的链接「{link}」",
    hint="只能写 http 或者 https 网址；请删去",
)
def executable_link(record: Written) -> Iterator[Problem]:
    for place, text in _suspicious_texts(record):
        if match := EXECUTABLE.search(text):
            yield Problem(place, values={"link": match[0]})
