"""What is asked about a new resource; light enough for the command line to take its options from."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from generator.diagnostics import OperatorError
from generator.model.words import SYNONYMS, OpeningClass, SharingClass, UpdateCycle

Answers = Mapping[str, str]


class Question(Struct, frozen=True):
    """One thing to ask: the option's name, what to ask, the words that may answer it, and when it is asked."""

    name: str
    ask: str
    words: type[StrEnum] | None = None
    is_asked: Callable[[Answers], bool] = lambda answers: True


def _is(*classes: SharingClass) -> Callable[[Answers], bool]:
    return lambda answers: answers.get("sharing") in classes


RESTRICTED = _is(SharingClass.CONDITIONAL, SharingClass.DENIED)
CONDITIONAL = _is(SharingClass.CONDITIONAL)
SHARED = _is(SharingClass.UNCONDITIONAL, SharingClass.CONDITIONAL)
DENIED = _is(SharingClass.DENIED)

QUESTIONS = (
    Question("catalogue", "放在哪个目录（如 department/省民政厅）"),
    Question("name", "资源名称"),
    Question("summary", "摘要：信息从哪里来、包括什么、用于什么"),
    Question("format", "格式，分类/类型（如 数据库/KingbaseES）"),
    Question("items", "信息项，名称:数据类型，逗号分隔（如 姓名:字符型C,登记日期:日期型D）"),
    Question("sharing", "共享类型", SharingClass),
    Question("condition", "共享条件：谁、凭什么、可用于什么", None, CONDITIONAL),
    Question("scope", "使用范围：哪些部门或者层级可以使用", None, SHARED),
    Question("purpose", "使用用途：可以用于哪些事项", None, CONDITIONAL),
    Question("mode", "共享方式，分类/类型（如 共享平台/接口）", None, SHARED),
    Question("basis", "依据，文件/条款（如 中华人民共和国个人信息保护法/第三十四条）", None, RESTRICTED),
    Question("reason", "不予共享的理由", None, DENIED),
    Question("opening", "向社会开放", OpeningClass),
    Question("cycle", "更新周期", UpdateCycle),
)

EXTRAS = (
    Question("provider", "提供方，默认为牵头部门"),
    Question("group", "类、项、目代码，默认用本目录最常用的"),
)
"""What is never asked and may be given as an option."""


def missing_questions(answers: Answers) -> Iterator[Question]:
    """The questions still open, each looked at when those before it are answered."""
    for question in QUESTIONS:
        if question.is_asked(answers) and not answers.get(question.name):
            yield question


def word_for(question: Question, answer: str) -> str:
    """The answer in the words of the code list; raises `OperatorError` when it is none of them."""
    if question.words is None:
        return answer.strip()
    word = SYNONYMS.get(question.words, {}).get(answer.strip(), answer.strip())
    listed = [str(word) for word in question.words]
    if word not in listed:
        raise OperatorError(f"「{answer.strip()}」不是规定用语，只能填：{'、'.join(listed)}")
    return word
