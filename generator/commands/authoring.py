"""The command that makes one new file of a register from a few answers."""

import argparse
import sys

from generator.authoring.questions import QUESTIONS, Question, missing_questions, word_for
from generator.commands import FAULTS_FOUND, IN_ORDER
from generator.diagnostics import OperatorError


def new(options: argparse.Namespace) -> int:
    """A new resource file, asked for on a terminal or given by options; 1 when it still has an error."""
    from generator.authoring.file import new_resource, with_new
    from generator.check import checked
    from generator.load import load_register
    from generator.publish.tree import write_one
    from generator.report.text import as_text

    loaded = load_register(options.root)
    answers = {name: value for name, value in vars(options).items() if isinstance(value, str) and value.strip()}
    answers |= {one.name: word_for(one, answers[one.name]) for one in QUESTIONS if one.name in answers}
    if not sys.stdin.isatty():
        left = [f"--{question.name}（{question.ask}）" for question in missing_questions(answers)]
        if left:
            raise OperatorError(f"还需要写明 {'、'.join(left)}")
    while question := next(missing_questions(answers), None):
        answers[question.name] = _asked(question)
    made = new_resource(loaded, answers)
    result = checked(with_new(loaded, made))
    findings = [finding for finding in result.findings if finding.file == made.path]
    write_one(options.root / made.path, made.text)
    sys.stdout.write(as_text(findings, result.texts))
    sys.stderr.write(f"已新建 {made.path}，代码 {made.code}；{'请按上面所列补正' if findings else '没有发现问题'}\n")
    return FAULTS_FOUND if any(finding.is_error for finding in findings) else IN_ORDER


def _asked(question: Question) -> str:
    """The answer given on the terminal, asked for again until it can stand."""
    choices = f"（{'、'.join(question.words)}）" if question.words else ""
    while True:
        sys.stderr.write(f"{question.ask}{choices}：")
        sys.stderr.flush()
        answer = sys.stdin.readline()
        if not answer:
            raise OperatorError("没有答完，没有新建文件")
        try:
            if answer.strip():
                return word_for(question, answer)
        except OperatorError as error:
            sys.stderr.write(f"{error}\n")
