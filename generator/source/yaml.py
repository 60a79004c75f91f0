"""The door to YAML: bytes in, text scalars with their places out, every fault a finding.

What is written plainly is read line by line (`plain`), all else by PyYAML's parser (`parser`). Scalars stay text
whatever they look like; an empty scalar means "not filled in" and is `None`. Aliases, tags, duplicate and non-text
keys, further documents and invisible characters are refused, and the rest of the file is still read, so that all faults
show at once.
"""

from collections.abc import Iterator

from generator.diagnostics import HIDDEN, Finding, Span
from generator.source import faults
from generator.source.document import Document
from generator.source.plain import plain

MOST_BYTES = 256 * 1024


def read_yaml(path: str, raw: bytes) -> tuple[Document | None, list[Finding]]:
    """The document in `raw` and what is wrong with it; no document when it cannot be read at all.

    `path` only names the file in findings.
    """
    if len(raw) > MOST_BYTES:
        return None, [faults.TOO_LARGE.at(path, size=len(raw), limit=MOST_BYTES)]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return None, [faults.NOT_UTF8.at(path, Span(line, 1, line, 1), line=line, guess=_encoding_guess(raw))]
    findings = []
    if text.startswith("\ufeff"):
        text = text[1:]
        findings.append(faults.BYTE_ORDER_MARK.at(path))
    text = text.replace("\r\n", "\n")
    if HIDDEN.search(text):
        findings += _hidden_characters(path, text)
        text = HIDDEN.sub("\ufffd", text)
    elif read := plain(text):
        return Document(path, text, *read), findings
    from generator.source.parser import parsed  # slow to import, and most files are written plainly

    return parsed(path, text, findings)


def _encoding_guess(raw: bytes) -> str:
    for encoding, name in (("utf-16", "UTF-16"), ("gb18030", "GBK")):
        if encoding == "utf-16" and raw[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return f"（看起来是 {name} 编码）"
    return ""


def _hidden_characters(path: str, text: str) -> Iterator[Finding]:
    for number, line in enumerate(text.split("\n"), 1):
        for match in HIDDEN.finditer(line):
            column = match.start() + 1
            span = Span(number, column, number, column + 1)
            yield faults.HIDDEN_CHARACTER.at(path, span, character=f"U+{ord(match[0]):04X}")
