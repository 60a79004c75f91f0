"""The registers behind the built sites: the small valid one of `tests/cases/minimal`, spoilt on purpose."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from tests.stories.story import tell

MINIMAL = Path(__file__).parent.parent / "cases" / "minimal"
FOLDER = "catalogues/department/省教育厅"
RESOURCE = f"{FOLDER}/民办学校办学许可信息.yml"

ATTACKS = (
    "<script>window.hacked=1</script>",
    "{{ 7*7 }}",
    "{% raw %}",
    "](javascript:window.hacked=1)",
    '"><img src=x onerror=window.hacked=1>',
    "&lt;b&gt;",
    "\u202egnp.exe",
    "mulu-mark-content-mark",
    "../../etc/passwd",
)
"""One text per thing that might go wrong between a clerk's file and a visitor's screen."""

ALL_ATTACKS = " ".join(ATTACKS)

HOSTILE_FILES = ("{{ 7+7 }} &lt;b&gt; {% raw %} ](javascript&#58;x).yml", "<img src=x onerror=window.hacked=1>.yml")
"""Names a file system allows: the program reads the first file and refuses the second."""

REFUSED = {"资源代码": ATTACKS[0], "提供方": ATTACKS[4], "更新周期": ATTACKS[1], ATTACKS[2]: ATTACKS[3]}
"""Values and a key that the model refuses, so that findings quote them."""


def shown(text: str) -> str:
    """The text as it must appear: itself, but for hidden characters, which are replaced while reading."""
    return text.replace("\u202e", "\ufffd")


def hostile_name(number: int) -> str:
    """The name of the resource that carries one attack, unlike all others."""
    return f"{ATTACKS[number]} {number}"


def hostile(root: Path) -> Path:
    """A register whose titles, names, texts, values, file names and folder names are attacks."""
    shutil.copytree(MINIMAL, root)
    _change(root / "catalogues/authority.yml", lambda data: data | {"目录名称": ALL_ATTACKS, "示例数据": ALL_ATTACKS})
    _change(root / "catalogues/organisations.yml", _with_hostile_full_name)
    basis = {"名称": ALL_ATTACKS, "文号": ALL_ATTACKS, "效力": "地方政府规章", "网址": "javascript:window.hacked=1"}
    _change(root / "catalogues/legal-bases.yml", lambda data: {"依据文件": [*data["依据文件"], basis]})
    catalogue = root / FOLDER / "catalogue.yml"
    _change(catalogue, lambda data: data | {"目录名称": ALL_ATTACKS, "目录说明": ALL_ATTACKS})
    valid = _read(root / RESOURCE)
    for number in range(len(ATTACKS)):
        _write(root / FOLDER / f"{number}.yml", valid | _hostile_texts(number))
    for name in HOSTILE_FILES:
        _write(root / FOLDER / name, valid | REFUSED)
    (root / FOLDER / "unreadable.yml").write_text(f"资源名称: [{ATTACKS[4]}\n{ATTACKS[0]}", encoding="utf-8")
    for folder in ("..%2f..%2fetc", "{{ 7+7 }}", "shell", "mulu-mark-content-mark"):
        shutil.copytree(root / "catalogues/base/人口", root / "catalogues/theme" / folder)
    return root


def _with_hostile_full_name(data: dict[str, Any]) -> dict[str, Any]:
    return {"部门": [entry | ({"全称": ALL_ATTACKS} if entry["简称"] == "省教育厅" else {}) for entry in data["部门"]]}


def _hostile_texts(number: int) -> dict[str, Any]:
    text = ATTACKS[number]
    return {
        "资源名称": hostile_name(number),
        "资源代码": f"307003/0001{number:02d}",
        "摘要": text,
        "所属系统": text,
        "格式": [{"分类": "数据库", "类型": text, "说明": text}],
        "信息项": [{"名称": text, "英文名称": text, "数据类型": "字符型C", "说明": text, "共享条件": text}],
        "共享条件": text,
        "使用范围": f"{text}\n{text}",
        "使用用途": text,
        "共享方式": [{"分类": "共享平台", "类型": "接口", "说明": text}],
        "不予理由": text,
        "开放条件": text,
        "免提交事项": [text],
        "依据": [{"文件": ALL_ATTACKS, "条款": text}, {"文件": text, "条款": text}],
        "审核确认": {"部门": "省教育厅", "日期": "2026-01-21", "文号": text},
    }


def faulty(root: Path) -> Path:
    """A register with an ordinary fault in each of three files, one of which cannot be read at all."""
    shutil.copytree(MINIMAL, root)
    valid = _read(root / RESOURCE)
    _write(root / FOLDER / "没有摘要.yml", valid | {"资源名称": "没有摘要", "资源代码": "307003/000002", "摘要": ""})
    _write(root / FOLDER / "错词.yml", valid | {"资源名称": "错词", "资源代码": "307003/000003", "更新周期": "每天"})
    (root / FOLDER / "读不出.yml").write_text("资源名称: [没有写完\n", encoding="utf-8")
    return root


AUTUMN_DAY = "2026-09-29"
"""A Tuesday; 30 September is a working day, 1 to 7 October are days off, Saturday 10 October is worked."""

AUTUMN_REQUESTS = {"2026-0001": "2026-09-01", "2026-0002": "2026-09-16", "2026-0003": "2026-09-21"}
"""Requests for conditional data by number with the day they came; each has ten working days by 条例第二十一条."""


TELEPHONE = {"和社会查询。": "和社会查询，咨询 13800138000。"}
"""What a clerk once wrote into the summary, in place of what stood there."""


def autumn(root: Path) -> Path:
    """A repository in which a resource was deleted for another, and three requests wait for their replies.

    The resource was changed twice, and for a month its file held a telephone number.
    """
    teachers = f"{FOLDER}/教师资格认定信息.yml"
    asked = {
        f"catalogues/ledgers/requests/2026/{number}.yml": (
            "资源代码: 307003/000001\n使用部门: 省公安厅\n共享类型: 有条件共享\n使用用途: 核验办学许可\n"
            f"收到日期: {on}\n"
        )
        for number, on in AUTUMN_REQUESTS.items()
    }
    steps: list[dict[str, Any]] = [
        {"step": "00", "edit": {"catalogues/authority.yml": {"430000\n": "430000\n基线: ${commit:start}\n"}}},
        {"step": "01", "at": "2026-06-01 10:00", "edit": {teachers: {"更新周期: 每日": "更新周期: 每月", **TELEPHONE}}},
        {"step": "01", "at": "2026-06-15 10:00", "edit": {teachers: {new: old for old, new in TELEPHONE.items()}}},
        {"step": "02", "at": "2026-07-01 10:00", "remove": [teachers], "message": "删除教师资格认定信息\n"},
        {"step": "03", "at": "2026-09-22 10:00", "put": asked, "message": "登记共享申请\n"},
    ]
    tell(root, steps)
    return root


def _change(file: Path, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    _write(file, change(_read(file)))


def _read(file: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return data


def _write(file: Path, data: dict[str, Any]) -> None:
    """Everything outside ASCII escaped in double quotes: the way a hidden character passes a reader of diffs."""
    file.write_text(yaml.safe_dump(data, sort_keys=False, width=10**6), encoding="utf-8")
