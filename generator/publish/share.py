"""A share of a site: what one machine makes of it, apart from the others; joined, they are the whole.

A part on disk is a folder: `files/`, the files of the share, `runs/`, what its resources bring to the files that tell
of all, and `part.json`, the digests of both, what else the whole is made of, and the digest of all this. Parts come
from other machines of ours, over whatever the forge keeps them in: nothing in them is run, and each file is compared
with its digest.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from msgspec import convert, to_builtins

from generator.diagnostics import OperatorError
from generator.publish.builds import Output, digest_of
from generator.search.document import Facet
from generator.search.part import Part

T = TypeVar("T")

_FILES, _RUNS = "files", "runs"
_ABOUT = "part.json"
_FORM = "mulu-part-5"
_KEYS = frozenset({"form", "inputs", "share", "files", "resources", "runs", "whole"})


@dataclass(frozen=True, slots=True)
class Share:
    """One of `count` equal shares of all that grows with the register, counted from 1."""

    number: int = 1
    count: int = 1

    def of(self, items: Sequence[T]) -> Sequence[T]:
        """The share's items: those that follow each other in its place."""
        first, last = (number * len(items) // self.count for number in (self.number - 1, self.number))
        return items[first:last]


WHOLE = Share()
"""The share that is all."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What is known of the site as a whole, for the files that tell of all its pages."""

    title: str
    base: str
    scripts: Mapping[str, Sequence[str]]
    facets: Sequence[Facet]
    pages: Part


@dataclass(frozen=True, slots=True)
class Made:
    """What a share made beside its files: how many resources it has, and the files with what their runs bring.

    `whole` comes with the first share alone, as do the pages that are there once.
    """

    resources: int
    runs: Sequence[Path]
    whole: Whole | None = None


def write_part(folder: Path, inputs: str, share: Share, made: Made, output: Output) -> None:
    """Write beside its files and runs what else a share made."""
    about = {
        "form": _FORM,
        "inputs": inputs,
        "share": to_builtins(share),
        "files": output.files,
        "resources": made.resources,
        "runs": {run.name: digest_of(run.read_bytes()) for run in made.runs},
        "whole": to_builtins(made.whole),
    }
    (folder / _ABOUT).write_text(sealed(about), encoding="utf-8", errors="surrogatepass")


def sealed(about: Mapping[str, Any]) -> str:
    """What a part tells of itself as JSON, its own digest added."""
    return _as_json({**about, "digest": _seal(about)})


def _seal(about: Mapping[str, Any]) -> str:
    return digest_of(_as_json(about).encode("utf-8", "surrogatepass"))


def _as_json(about: Mapping[str, Any]) -> str:
    return json.dumps(about, ensure_ascii=False)


def files_folder(folder: Path) -> Path:
    """Where the files of a part stand."""
    return folder / _FILES


def runs_folder(folder: Path) -> Path:
    """Where the runs of a part stand."""
    return folder / _RUNS


def read_parts(folders: Iterable[Path]) -> tuple[str, list[tuple[Path, dict[str, Any]]]]:
    """The inputs that all parts were made of, and each part's folder and contents in their order.

    Raises `OperatorError` unless they are all the parts, each once, of one and the same site.
    """
    read = [(folder, _about(folder)) for folder in folders]
    inputs = {about["inputs"] for _, about in read}
    if len(inputs) != 1:
        raise OperatorError("各部分不是由同一次提交、同一天、同一版程序生成的，不能合并；请重新生成全部部分")
    count = read[0][1]["share"]["count"]
    by_number = {
        about["share"]["number"]: (folder, about) for folder, about in read if about["share"]["count"] == count
    }
    missing = [str(number) for number in range(1, count + 1) if number not in by_number]
    if missing or len(read) != count:
        lacks = f"，缺少第 {'、'.join(missing)} 部分" if missing else ""
        raise OperatorError(f"应当有 {count} 个部分，每个一次，现在给出 {len(read)} 个{lacks}")
    return inputs.pop(), [by_number[number] for number in range(1, count + 1)]


def take_part(folder: Path, about: dict[str, Any], output: Output) -> Made:
    """Put the files of a part, and give back what else it holds."""
    for path, digest in about["files"].items():
        output.put(path, _read(folder, _FILES, path, digest))
    for name, digest in about["runs"].items():
        _read(folder, _RUNS, name, digest)
    runs = [runs_folder(folder) / name for name in about["runs"]]
    whole = convert(about["whole"], Whole | None)
    return Made(about["resources"], runs, whole)


def _read(folder: Path, within: str, path: str, digest: str) -> bytes:
    """A file of a part as it was made."""
    file = folder / within / path
    if ".." in path.split("/") or path.startswith("/") or not file.is_file():
        raise OperatorError(f"{folder} 不完整：缺少 {within}/{path}；请重新生成这一部分")
    content = file.read_bytes()
    if digest_of(content) != digest:
        raise OperatorError(f"{folder} 已损坏：{within}/{path} 与生成时不同；请重新生成这一部分")
    return content


def _about(folder: Path) -> dict[str, Any]:
    try:
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8", errors="surrogatepass"))
    except (OSError, ValueError):
        raise OperatorError(f"{folder} 不是 mulu build --shard 生成的部分，或者没有写完") from None
    if not isinstance(about, dict) or about.get("form") != _FORM:
        raise OperatorError(f"{folder} 是另一版程序生成的；请重新生成这一部分")
    if about.pop("digest", "") != _seal(about):
        raise OperatorError(f"{folder} 已损坏：{_ABOUT} 与生成时不同；请重新生成这一部分")
    if about.keys() != _KEYS or (about["whole"] is None) is (about["share"].get("number") == 1):
        raise OperatorError(f"{folder} 已损坏：{_ABOUT} 不全；请重新生成这一部分")
    return about
