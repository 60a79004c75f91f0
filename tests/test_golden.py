"""The bodies of the pages of a small register, as they were last looked at; `make golden` rewrites them."""

import os
from datetime import date
from pathlib import Path

import pytest

from generator.check import all_rules
from generator.edition import read_edition
from generator.model.words import CatalogueKind
from generator.publish.bodies import body
from generator.publish.kinds import growing_pages
from generator.views import addresses
from generator.views.pages import pages_of

GOLDEN = Path(__file__).parent / "golden" / "minimal"
RESOURCE = "catalogues/department/省教育厅/民办学校办学许可信息.yml"
FAULTY = "资源名称: 甲<b>\n资源代码: 307003/000002\n提供方: 省教育厅\n更新周期: 每天\n"


@pytest.fixture
def bodies(register: Path) -> dict[str, str]:
    (register / RESOURCE).with_name("有错误.yml").write_text(FAULTY, encoding="utf-8")
    pages = pages_of(read_edition(register, date(2026, 11, 23)))
    content_of = {page.address: page.content for _, page in growing_pages(pages)}
    framework = {"pages": pages, "rules": all_rules()[:3], "kinds": CatalogueKind, "same_tab": []}
    (problem,) = [problem for problem in pages.problems if problem.rule.id == "M103"]
    return {
        "home": body("home", addresses.HOME, **framework),
        "catalogues": body("catalogues", addresses.CATALOGUES, **framework),
        "organisations": body("organisations", addresses.ORGANISATIONS, **framework),
        "problems": body("problems", addresses.PROBLEMS, **framework),
        "bases": body("bases", addresses.LEGAL_BASES, **framework),
        "rules": body("rules", addresses.RULES, **framework),
        "resource": content_of["resources/307003/000001/"],
        "faulty-resource": content_of["resources/307003/000002/"],
        "catalogue": content_of[pages.catalogues[-1].address],
        "organisation": content_of["organisations/省教育厅/"],
        "rule-problems": content_of[problem.address],
    }


def test_pages_say_what_they_said_when_last_looked_at(bodies: dict[str, str]) -> None:
    if os.environ.get("MULU_GOLDEN") == "rewrite":
        GOLDEN.mkdir(parents=True, exist_ok=True)
        for name, text in bodies.items():
            (GOLDEN / f"{name}.html").write_text(text, encoding="utf-8")
    assert {path.stem: path.read_text(encoding="utf-8") for path in GOLDEN.glob("*.html")} == bodies
