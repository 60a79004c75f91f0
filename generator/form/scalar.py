"""A text as a scalar of a file: plain where every reader of YAML reads that text, else in quotes or as a block.

`site_templates/theme/assets/form.js` writes the same.
"""

import re

_UNPLAIN_START = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`]")
_UNPLAIN = re.compile(r"[:\s]#|:\s|:$|\t")
_LIKE_SOMETHING_ELSE = re.compile(
    r"""
    y|n|yes|no|true|false|on|off|null|~|=|<<|\.{3}
    | [-+]?0[0-9_]+ | [-+]?[0-9][0-9_]*_[0-9_]* | [-+][0-9_]+ | [-+]?0[xob][0-9a-f_]+
    | [-+]?[0-9][0-9_]*(?: :[0-5]?[0-9])+(?: \.[0-9_]*)?
    | [-+]?(?: [0-9][0-9_]*\.[0-9_]* | \.[0-9_]+ | [0-9][0-9_]*\.?)(?: [eE][-+]?[0-9]+)
    | [-+]?(?: [0-9][0-9_]*\.[0-9_]* | \.[0-9_]+ | \.inf) | \.nan
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[Tt\s].*
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
"""What YAML 1.1 or 1.2 takes for a truth, nothing, a number or an instant; a whole number as people write it and a
day may stand plain, since they are read as the same characters."""


def tidy(text: str) -> str:
    """The text as it is written: no space at its ends or at the ends of its lines, no carriage return."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")
    return "\n".join(line.rstrip() for line in lines)


def scalar(text: str) -> str:
    """A tidy text as it stands after `key: ` or `- `; the further lines of a block stand at its left edge."""
    if "\n" in text:
        return f"|\n{text}"
    if _UNPLAIN_START.match(text) or _UNPLAIN.search(text) or _LIKE_SOMETHING_ELSE.fullmatch(text):
        return "'" + text.replace("'", "''") + "'"
    return text
