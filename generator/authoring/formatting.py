"""`mulu fmt`: which files of a register are not in canonical form, and what they would be."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct

from generator.form.canonical import canonical
from generator.load import Loaded


class Outcome(StrEnum):
    """What becomes of a file: it is canonical, it is written anew, it cannot be."""

    SAME = "same"
    CHANGED = "changed"
    LEFT = "left"


class Formatted(Struct, frozen=True):
    """One file with its canonical text; where it is left alone, `reason` says why."""

    file: str
    outcome: Outcome
    text: str = ""
    reason: str = ""

    def said(self, only_check: bool) -> str:
        """What happened to the file, or would happen, in words."""
        if self.outcome is Outcome.LEFT:
            return f"{self.reason}，没有改动"
        return "与规范格式不同" if only_check else "已整理"


def formatted(loaded: Loaded, files: Iterable[str]) -> list[Formatted]:
    """Each of these files that holds records, with its canonical form; a file with faults of writing is left alone."""
    return list(_formatted(loaded, files))


def _formatted(loaded: Loaded, files: Iterable[str]) -> Iterator[Formatted]:
    for file in files:
        read = loaded.read.get(file)
        if read is None:
            continue
        document = loaded.document(file)
        faulty = any(finding.is_error and finding.rule.id.startswith("Y") for finding in read.findings)
        if document is None or read.record is None or faulty:
            yield Formatted(file, Outcome.LEFT, reason="有不符合书写规则的地方，请先用 mulu check 查看并改正")
            continue
        text = canonical(type(read.record), document)
        if text is None:
            yield Formatted(file, Outcome.LEFT, reason="写法特殊，整理后不能保证内容不变")
        elif text.encode() == loaded.files[file].raw:
            yield Formatted(file, Outcome.SAME)
        else:
            yield Formatted(file, Outcome.CHANGED, text)
