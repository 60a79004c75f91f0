"""Faults in public: faulty resources say so, and the figures are those of `mulu check`."""

import json
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import REPOSITORY, Site, Visit

EVERY_FAULTY_SITE = pytest.mark.parametrize("name", ["faulty_site", "hostile_site"])


@pytest.fixture
def site(name: str, request: pytest.FixtureRequest) -> Site:
    """A site of a register with faults."""
    built: Site = request.getfixturevalue(name)
    return built


@pytest.fixture
def findings(site: Site) -> list[dict[str, Any]]:
    """What `mulu check --format json` says of the site's register."""
    command = [sys.executable, "-m", "generator", "check", "--format", "json", "--root", str(site.register)]
    answer = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    found: list[dict[str, Any]] = json.loads(answer.stdout)
    return found


@EVERY_FAULTY_SITE
def test_the_problem_pages_count_what_check_finds(site: Site, findings: list[dict[str, Any]], visit: Visit) -> None:
    """The total, the count of each rule and the length of each rule's list agree with `mulu check`."""
    page = visit(site, "problems/")
    expect(page.get_by_text(f"登记册共有 {len(findings)} 处问题")).to_be_visible()
    rows = page.locator("#by-rule + table > tbody > tr").evaluate_all(
        "rows => rows.map(row => [row.cells[0].innerText, Number(row.cells[3].innerText)])"
    )
    counts = Counter(finding["rule"] for finding in findings)
    assert {rule.strip(): count for rule, count in rows} == counts
    for rule, count in counts.items():
        page.goto(site.url(f"problems/{rule}/"))
        assert page.locator("#places + table > tbody > tr").count() == count
    page.goto(site.url(""))
    expect(page.locator(".mulu-counts__fault")).to_contain_text(str(len(findings)))


@EVERY_FAULTY_SITE
def test_faulty_resources_and_only_they_say_so(site: Site, findings: list[dict[str, Any]], visit: Visit) -> None:
    """A resource whose file has an error says 未通过校验 and lists each finding; a sound one says nothing."""
    errors = Counter(finding["file"] for finding in findings if finding["severity"] == "error")
    listed = Counter(finding["file"] for finding in findings)
    said: dict[str, bool] = {}
    page = visit(site)
    for file in (site.folder / "resources").rglob("index.html"):
        page.goto(site.url(f"{file.parent.relative_to(site.folder).as_posix()}/"))
        source = page.locator("dt:text-is('登记文件') + dd").inner_text()
        tags = page.locator("h1 + .mulu-tags > .mulu-tag--fault").all_inner_texts()
        said[source] = tags == ["未通过校验"]
        assert page.locator(".mulu-findings > li").count() == listed[source]
    assert said == {file: file in errors for file in said}
    assert True in said.values()
    assert False in said.values()


@pytest.mark.parametrize("name", ["faulty_site"])
def test_a_finding_leads_to_its_rule(site: Site, visit: Visit) -> None:
    """From the problem page a visitor reaches the resource, what is wrong with it, and the rule's page."""
    page = visit(site, "problems/")
    page.locator("#by-rule + table tr", has_text="M101").get_by_role("link").last.click()
    page.get_by_role("link", name="没有摘要", exact=True).click()
    page.locator(".mulu-findings").get_by_role("link", name="M101").click()
    expect(page).to_have_url(site.url("rules/M101/"))
