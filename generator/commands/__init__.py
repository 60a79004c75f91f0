"""One function per command: it calls the rooms below, prints what they say, and gives the exit code."""

import re

from generator.diagnostics import OperatorError

IN_ORDER, FAULTS_FOUND, COULD_NOT_RUN = 0, 1, 2
"""Exit codes of every command."""


def pinned_baseline(given: str | None) -> str | None:
    """The baseline kept outside the repository, by option or environment; whole, since a short one can be forged."""
    if given and not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", given):
        raise OperatorError("仓库外给出的基线须是提交的完整编号（40 位十六进制）；可用 git rev-parse 查得")
    return given or None
