"""Files of every past shape are read in today's model, whole; a file of today is left as it is."""

from pathlib import Path

import pytest

from generator.history.version import version_of
from generator.model.upgrade import STEPS, upgraded
from generator.model.words import OpeningClass, SharingClass, UpdateCycle
from generator.source.yaml import read_yaml
from tests.conftest import MINIMAL

OLD = Path(__file__).parent / "old"
FILE = "民办学校办学许可信息.yml"


@pytest.mark.parametrize("shape", sorted(folder.name for folder in OLD.iterdir()))
def test_every_past_shape_is_read_whole(shape: str) -> None:
    version, resource = version_of((OLD / shape / FILE).read_bytes())
    assert (version.fault, version.refused) == ("", ())
    assert version.shapes == tuple(step.shape for step in STEPS if step.shape == shape)
    assert resource
    assert (version.code, version.name, version.provider) == (resource.code, resource.name, resource.provider)
    assert (resource.code, resource.name, resource.provider) == ("307003/000001", "民办学校办学许可信息", "省教育厅")
    assert next(item.name for item in resource.items or ()) == "学校名称"


def test_every_step_has_its_old_file() -> None:
    assert {step.shape for step in STEPS} <= {folder.name for folder in OLD.iterdir()}


def test_the_guides_groups_are_fields_today() -> None:
    _, resource = version_of((OLD / "guide-2017" / FILE).read_bytes())
    assert resource
    assert resource.sharing_class is SharingClass.CONDITIONAL
    assert resource.sharing_condition == "各级政务部门凭办理登记、监管事项的需要使用"
    assert (resource.opening_class, resource.opening_condition) == (OpeningClass.CONDITIONAL, "实名注册后使用")
    assert [(item.name, item.length) for item in resource.items or ()] == [("学校名称", 100), ("发证日期", None)]
    assert resource.modes[0].note is None


def test_a_synonym_is_the_word_of_the_list() -> None:
    _, resource = version_of((OLD / "synonyms" / FILE).read_bytes())
    assert resource
    assert (resource.update_cycle, resource.sharing_class) == (UpdateCycle.DAILY, SharingClass.UNCONDITIONAL)
    assert resource.opening_class is OpeningClass.DENIED
    assert [str(item.data_type) for item in resource.items or ()] == ["字符型C", "日期型D"]


@pytest.mark.parametrize("file", sorted(MINIMAL.rglob("department/*/民*.yml")))
def test_a_file_of_today_is_left_as_it_is(file: Path) -> None:
    document, _ = read_yaml("", file.read_bytes())
    assert document
    data = document.filled()
    same, shapes = upgraded(data)
    assert same is data
    assert shapes == ()


@pytest.mark.parametrize(
    "text",
    [
        "共享属性: 无条件",
        "信息项信息: 姓名、性别",
        "信息项:\n  - 姓名",
        "共享方式: 接口",
        "更新周期:\n  - 每天",
        "开放属性:\n  是否向社会开放:\n    - 是",
        "共享属性:\n  共享方式: 库表",
        "是否向社会开放: 是",
    ],
)
def test_an_old_shape_of_another_kind_never_stops_the_reading(text: str) -> None:
    version, resource = version_of(f"资源代码: 307003/000001\n{text}\n".encode())
    assert (version.code, version.fault) == ("307003/000001", "")
    assert resource
    assert resource.code == version.code


@pytest.mark.parametrize(
    ("raw", "fault", "code"),
    [
        ("资源名称: 甲\n".encode(), "文件中没有资源代码", ""),
        ("资源代码: 307003/000001\n信息项: [\n".encode(), "此处缺少内容", "307003/000001"),
        ('资源代码：307003/000001\n名称: "\n'.encode(), "引号没有成对", "307003/000001"),
        (
            "资源代码: 307003/000001\n名称: 学校\n".encode("gbk"),
            "第 1 行有不是 UTF-8 编码的文字（看起来是 GBK 编码）",
            "307003/000001",
        ),
        (b"\xff\xfe" + "资源代码: 307003/000001\n".encode("utf-16-le"), "UTF-16", "307003/000001"),
        (b"a: " + b"x" * 300_000, "文件有 300003 字节", ""),
        (b"", "文件里没有", ""),
    ],
)
def test_an_unreadable_version_says_why_and_whose_it_seems_to_be(raw: bytes, fault: str, code: str) -> None:
    version, resource = version_of(raw)
    assert resource is None
    assert fault in version.fault
    assert version.code == code


def test_a_value_today_cannot_hold_is_named_and_the_rest_is_read() -> None:
    version, resource = version_of(
        "资源代码: 307003/000001\n资源名称: 甲\n更新周期: 想起来就更新\n旧字段: 1\n".encode()
    )
    assert version.refused == ("更新周期", "旧字段")
    assert resource
    assert (resource.name, resource.update_cycle) == ("甲", None)
