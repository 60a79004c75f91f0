"""What a check says: rules, places and findings, as values."""

import re
from enum import StrEnum

from msgspec import Struct

LONGEST_QUOTE = 200
HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""Characters that cannot be seen or that turn the reading order: controls, zero widths, bidirectional marks, tags."""


class OperatorError(Exception):
    """What an operator must mend before the program can run; the message says it in one Chinese sentence."""


class Severity(StrEnum):
    """How hard a finding weighs: an error refuses merge and build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Span(Struct, frozen=True, order=True):
    """A stretch of one file; lines and columns count characters from 1, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


FILE_START = Span(1, 1, 1, 1)


class Rule(Struct, frozen=True):
    """One fault that can be found; `message` and `hint` are format strings over the finding's values.

    `shows_line` is false where a report must not repeat the line that the finding points at, `publishable` where
    no site may be built while there is such a finding, whatever the operator says.
    """

    id: str
    fault: str
    message: str
    hint: str
    article: str = ""
    severity: Severity = Severity.ERROR
    shows_line: bool = True
    publishable: bool = True

    def at(self, file: str, span: Span = FILE_START, /, **values: object) -> "Finding":
        """A finding of this rule at a place; values are quoted so that no control character survives."""
        shown = {name: quoted(str(value)) for name, value in values.items()}
        return Finding(self, file, span, self.message.format(**shown), self.hint.format(**shown))


class Finding(Struct, frozen=True):
    """One fault at one place of the register, with its cure; `code` is the resource's when known.

    `waived` says by whom and until when the fault is waived; empty where it is not.
    """

    rule: Rule
    file: str
    span: Span
    message: str
    hint: str
    code: str = ""
    waived: str = ""

    @property
    def is_error(self) -> bool:
        """Whether the finding refuses merge and build."""
        return self.rule.severity is Severity.ERROR

    @property
    def sort_key(self) -> tuple[str, Span, str, str]:
        """File, place, rule: the order in which people work through a list of findings."""
        return (self.file, self.span, self.rule.id, self.message)


def quoted(text: str, longest: int = LONGEST_QUOTE) -> str:
    r"""The text on one line, hidden characters spelled out as `\uXXXX`, clipped at so many characters."""
    clipped = text if len(text) <= longest else text[:longest] + "…"
    one_line = clipped.replace("\n", " ").replace("\t", " ")
    return HIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", one_line)
