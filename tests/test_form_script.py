"""The form's script writes what the program writes: every scalar, every shape of record."""

import json
import shutil
import subprocess
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.form.editing import written
from generator.form.scalar import tidy
from generator.model.resource import Resource
from generator.source.yaml import read_yaml
from tests.conftest import REPOSITORY
from tests.test_editing import LETTERS, PLAIN, QUOTED, TEXTS

SCRIPT = REPOSITORY / "site_templates/theme/assets/form.js"
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="needs Node.js")


def of_script(program: str, given: Any) -> Any:
    """What the script's functions (`m`) say of what they are given (`a`)."""
    code = f"""
        const m = require({json.dumps(str(SCRIPT))});
        const a = JSON.parse(require("node:fs").readFileSync(0, "utf-8"));
        process.stdout.write(JSON.stringify((() => {{ {program} }})()));
    """
    done = subprocess.run([str(NODE), "-e", code], input=json.dumps(given), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


ODD = [
    "甲\n乙",
    "甲\n\n  乙",
    "yeſ",
    "ınf",
    "a'b",
    "-",
    "12:30:59.5",
    "1.e5",
    "_1",
    "1__0",
    "甲\u3000#乙",
    "甲\u00a0#乙",
]


def as_program(texts: list[str]) -> bool:
    """Whether the script writes each text as the program does."""
    by_script: list[str] = of_script("return a.map((text) => m.textOf({ 摘要: text }, []));", texts)
    return by_script == [written(Resource, {"摘要": text}) for text in texts]


def test_every_scalar_is_written_as_the_program_writes_it() -> None:
    assert as_program([*PLAIN, *QUOTED, *ODD])


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS.filter(bool), min_size=50, max_size=200))
def test_any_text_is_written_as_the_program_writes_it(texts: list[str]) -> None:
    assert as_program(texts)


@settings(max_examples=10)
@given(st.lists(st.text(LETTERS, max_size=40), min_size=20, max_size=60))
def test_a_text_is_tidied_alike(texts: list[str]) -> None:
    assert of_script("return a.map(m.tidy);", texts) == [tidy(text) for text in texts]


def test_a_whole_record_is_written_as_the_program_writes_it() -> None:
    data: dict[str, Any] = {
        "资源名称": "0123",
        "采集方": ["是", "甲: 乙"],
        "摘要": "第一行\n\n  第二行",
        "信息项": [{"名称": "甲", "说明": "- 乙"}, {"共享条件": "甲\n乙", "来自": "307003/000001"}],
        "审核确认": {"部门": "省教育厅", "日期": "2026-03-01"},
        "注销": {"理由": "甲\n乙", "继任资源代码": ["307003/000001"]},
    }
    text = of_script('return m.textOf(a, ["# 甲", ""]);', data)
    assert text == written(Resource, data, ["# 甲"])
    document, findings = read_yaml("甲.yml", text.encode())
    assert document
    assert findings == []
    assert document.data == data
