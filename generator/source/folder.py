"""The door to the register's folder: which files there are, and their bytes."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from generator.diagnostics import Finding, OperatorError
from generator.source import faults

FOLDER = "catalogues"
MOST_BYTES = 1024 * 1024
"""Bytes of a file that are read; what is larger the door to YAML refuses anyway."""
AT_ONCE = 64 * 1024
UNFIT_SIGN = re.compile(r'[\x00-\x1f\\:*?"<>|]')
UNFIT_NAME = "文件名含有不能使用的符号"


class SourceMissingError(OperatorError):
    """There is no register to read; the message says what the operator can do."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the register: its path from the root, with forward slashes, its bytes, its id where git gave it."""

    path: str
    raw: bytes
    blob: str = field(default="", compare=False)


def read_files(root: Path) -> tuple[list[SourceFile], list[Finding]]:
    """Every regular file below `catalogues/`, by path; links, devices and unreadable names are findings.

    Raises `SourceMissingError` when the folder is not there or holds no file.
    """
    folder = root / FOLDER
    if not folder.is_dir() or folder.is_symlink():
        raise SourceMissingError(f"在 {root} 下没有找到 {FOLDER} 目录；请用 --root 指明登记册所在的目录")
    files: list[SourceFile] = []
    findings: list[Finding] = []
    pending = [FOLDER]
    while pending:
        for entry in sorted(os.scandir(root / (here := pending.pop())), key=lambda entry: entry.name, reverse=True):
            path = f"{here}/{entry.name}"
            fault, cure = _unfit(entry)
            if fault:
                shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
                findings.append(faults.UNFIT_FILE.at(shown, fault=fault, cure=cure))
            elif entry.is_dir(follow_symlinks=False):
                pending.append(path)
            else:
                files.append(SourceFile(path, _bytes_of(entry)))
    if not files:
        raise SourceMissingError(f"{folder} 中没有任何文件；请先放入登记文件")
    return sorted(files, key=lambda file: file.path), findings


def is_text(name: str) -> bool:
    """Whether a name is UTF-8: what is not stands in it as lone surrogates."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _unfit(entry: os.DirEntry[str]) -> tuple[str, str]:
    """What is wrong with an entry and its cure; both empty when it is fit."""
    if not is_text(entry.name):
        return "文件名不是 UTF-8 编码", "请重新命名"
    if UNFIT_SIGN.search(entry.name):
        return UNFIT_NAME, "请改名，去掉其中的符号"
    if entry.is_symlink():
        return "此处是指向别处的链接", "请换成文件本身"
    if not entry.is_dir(follow_symlinks=False) and not entry.is_file(follow_symlinks=False):
        return "此处不是普通文件", "请移出 catalogues"
    return "", ""


def _bytes_of(entry: os.DirEntry[str]) -> bytes:
    file = os.open(entry.path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        raw = os.read(file, AT_ONCE)
        while len(raw) < MOST_BYTES and (more := os.read(file, AT_ONCE)):
            raw += more
        return raw[:MOST_BYTES]
    finally:
        os.close(file)
