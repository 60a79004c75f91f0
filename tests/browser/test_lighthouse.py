"""Lighthouse on the pages that people open first, served as a web server serves them: compressed, one connection."""

import json
import shutil
import subprocess
import threading
from functools import partial
from pathlib import Path

import pytest

from generator.publish.server import local_server
from generator.views import addresses
from tests.browser.conftest import QUIET, REPOSITORY, Site, browser_file
from tests.browser.test_robust import NO_TOOLS, NODE_MODULES

LEAST = 0.95
MARRIAGE = "resources/307008/000001/"


def _measured(site: Path, pages: dict[str, str]) -> dict[str, dict[str, object]]:
    if not (NODE_MODULES / "lighthouse").is_dir() or shutil.which("node") is None:
        pytest.fail(NO_TOOLS.format("lighthouse"), pytrace=False)
    with local_server(site, 0) as server:
        thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True)
        thread.start()
        root = f"http://127.0.0.1:{server.server_port}/"
        program = REPOSITORY / "tests" / "browser" / "lighthouse.mjs"
        command = [
            "node",
            str(program),
            browser_file(),
            json.dumps(QUIET),
            str(LEAST),
            *(root + one for one in pages.values()),
        ]
        answer = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
        server.shutdown()
        thread.join()
    assert answer.returncode == 0, answer.stderr
    measured = json.loads(answer.stdout)
    return {name: measured[root + address] for name, address in pages.items()}


def test_pages_are_quick_and_sound_by_lighthouse(demo_site: Site) -> None:
    """Performance, accessibility and best practices score 95 or more on home, search and a resource."""
    pages = {"home": addresses.HOME, "search": addresses.SEARCH, "resource": MARRIAGE}
    measured = _measured(demo_site.folder, pages)
    below = {
        name: found
        for name, found in measured.items()
        if min(found["scores"].values()) < LEAST  # type: ignore[attr-defined]
    }
    assert below == {}


def test_lighthouse_can_tell_a_slow_page(tmp_path: Path) -> None:
    """A page that keeps its words behind two seconds of script scores below: the scores above mean something."""
    script = "const end = performance.now() + 2000; while (performance.now() < end); document.body.textContent = '甲'"
    page = f"<!doctype html><html><title>甲</title><body><script>{script}</script></body></html>"
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    (slow,) = _measured(tmp_path, {"slow": ""}).values()
    assert slow["scores"]["performance"] < LEAST  # type: ignore[index]
    assert slow["scores"]["accessibility"] < LEAST  # type: ignore[index]
