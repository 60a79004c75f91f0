"""A new resource file from a few answers: valid, in its catalogue's folder, with the next free code."""

import re
from typing import Any

from msgspec import Struct

from generator.authoring.questions import Answers
from generator.diagnostics import OperatorError
from generator.load import Loaded, register_from
from generator.model.codes import FreeCodes, usual_prefix
from generator.model.register import FiledCatalogue, Register
from generator.model.written import SHORT_NAME
from generator.source.folder import SourceFile
from generator.source.yaml_text import yaml_text

SCHEMA_LINE = "# yaml-language-server: $schema=../../../docs/schema/resource.schema.json\n"


class NewFile(Struct, frozen=True):
    """The new resource: where its file goes, its text and its code."""

    path: str
    text: str
    code: str


def new_resource(loaded: Loaded, answers: Answers) -> NewFile:
    """The file the answers make; raises `OperatorError` when an answer cannot stand."""
    catalogue = _catalogue(loaded.register, answers["catalogue"])
    code = next_code(loaded.register, catalogue, answers.get("group", ""))
    provider = answers.get("provider") or catalogue.catalogue.lead
    data = {
        "资源名称": answers["name"],
        "资源代码": code,
        "提供方": provider,
        "采集方": [provider],
        "摘要": answers["summary"],
        "格式": [_pair(answers["format"], "分类", "类型")],
        "信息项": [
            _pair(item, "名称", "数据类型", ":") for item in re.split("[,，、]", answers["items"]) if item.strip()
        ],
        "共享类型": answers["sharing"],
        "共享条件": answers.get("condition"),
        "使用范围": answers.get("scope"),
        "使用用途": answers.get("purpose"),
        "共享方式": [_pair(answers["mode"], "分类", "类型")] if answers.get("mode") else None,
        "依据": [_pair(answers["basis"], "文件", "条款")] if answers.get("basis") else None,
        "不予理由": answers.get("reason"),
        "开放类型": answers["opening"],
        "更新周期": answers["cycle"],
    }
    filled = {key: value for key, value in data.items() if value}
    path = f"{catalogue.file.rsplit('/', 1)[0]}/{file_name(answers['name'], code)}.yml"
    if path in loaded.files:
        raise OperatorError(f"{path} 已经存在；请换一个名称")
    return NewFile(path, SCHEMA_LINE + yaml_text(filled), code)


def with_new(loaded: Loaded, new: NewFile) -> Loaded:
    """The register as it will be with the new file in it."""
    return register_from([*loaded.files.values(), SourceFile(new.path, new.text.encode())], (), loaded)


def next_code(register: Register, catalogue: FiledCatalogue, group: str) -> str:
    """The next free code under a 类项目细目 prefix, by default the commonest of the catalogue; never one in use."""
    prefix = group or usual_prefix(catalogue)
    if not prefix:
        raise OperatorError("本目录还没有资源，不知道用什么代码；请用 --group 写明类、项、目，如 307008")
    return FreeCodes(register).next(prefix)


def _catalogue(register: Register, name: str) -> FiledCatalogue:
    for catalogue in register.catalogues:
        if name in (f"{catalogue.kind.folder}/{catalogue.folder}", catalogue.folder, catalogue.catalogue.name):
            return catalogue
    raise OperatorError(f"没有目录「{name}」；请先建立文件夹和其中的 catalogue.yml")


def _pair(text: str, first: str, second: str, mark: str = "/") -> dict[str, Any]:
    one, _, other = text.replace("：", ":").replace("／", "/").partition(mark)
    if not one.strip() or not other.strip():
        raise OperatorError(f"「{text.strip()}」应写成 {first}{mark}{second}")
    return {first: one.strip(), second: other.strip()}


def file_name(name: str, code: str) -> str:
    """The name of a resource's file, without its ending: the resource's own where it can be one, else its number."""
    return name if re.fullmatch(SHORT_NAME, name) else code.split("/")[1]
