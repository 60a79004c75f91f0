"""A real Chromium, the built sites it visits, and a visit that fails on whatever goes wrong unseen."""

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Route, expect, sync_playwright

from generator.audience import for_audience
from generator.edition import Audience, Edition, read_edition
from generator.evaluation import evaluated
from generator.views.pages import Pages, pages_of
from tests.bench.repository import make
from tests.browser import registers

REPOSITORY = Path(__file__).parent.parent.parent
TODAY = "2026-11-23"
UNKNOWN = "no/such/page/"
PATIENCE = 15_000  # milliseconds; only a failing test waits this long
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_BROWSER = (
    "没有找到浏览器。请安装 Chromium（Debian、Ubuntu：sudo apt-get install chromium fonts-noto-cjk），"
    "或者用环境变量 MULU_BROWSER 指明已有浏览器的位置，再运行测试。"
)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the browser and may reach this machine only."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))


@dataclass(frozen=True, slots=True)
class Site:
    """A built site: its register as files, what it says, its own files, and the address at which it is served."""

    register: Path
    pages: Pages
    folder: Path
    root: str

    @property
    def edition(self) -> Edition:
        """The register as read on the site's day."""
        return self.pages.edition

    def url(self, address: str) -> str:
        """Where a page is served; the address is the generator's, relative to the site's root."""
        return self.root + quote(address, safe="/?=&#%._-~")


class Handler(SimpleHTTPRequestHandler):
    """Serves the site below a prefix, with its headers, and its 404 page for all else, as forges' page hosts do."""

    def __init__(self, *arguments: object, prefix: str, **options: object) -> None:
        self.prefix = prefix
        super().__init__(*arguments, **options)  # type: ignore[arg-type]

    def translate_path(self, path: str) -> str:
        if path.startswith(self.prefix):
            return super().translate_path(path.removeprefix(self.prefix[:-1]))
        return str(Path(self.directory) / "nowhere")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def end_headers(self) -> None:
        """The policy that the site brings for web servers, on top of the one that each page carries."""
        self.send_header("Content-Security-Policy", (Path(self.directory) / "csp.txt").read_text("utf-8").strip())
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        pass


@contextmanager
def served(
    register: Path, folder: Path, prefix: str = "/", today: str = TODAY, baseline: str | None = None
) -> Iterator[Site]:
    """Build a register's site of a day into `folder/site`, errors or not, and serve it below the prefix."""
    with ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Handler, prefix=prefix, directory=str(folder / "site"))
    ) as server:
        root = f"http://127.0.0.1:{server.server_port}{prefix}"
        command = [sys.executable, "-m", "generator", "build", "--with-errors", "--today", today]
        edition = for_audience(read_edition(register, date.fromisoformat(today), baseline=baseline), Audience.PUBLIC)
        pages = pages_of(edition, partial(evaluated, register, edition) if edition.past else tuple)
        built = subprocess.run(
            [*command, "--root", str(register), "--out", str(folder / "site")]
            + (["--baseline", baseline] if baseline else []),
            cwd=REPOSITORY,
            env=os.environ | {"MULU_SITE_URL": root if prefix != "/" else ""},
            capture_output=True,
            text=True,
            check=False,
        )
        assert built.returncode == 0, built.stderr
        thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True)
        thread.start()
        yield Site(register, pages, folder / "site", root)
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site of the register in this repository."""
    with served(REPOSITORY, tmp_path_factory.mktemp("own")) as site:
        yield site


@pytest.fixture(scope="session")
def faulty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site of a small register with ordinary faults, which declares no demonstration data."""
    folder = tmp_path_factory.mktemp("faulty")
    with served(registers.faulty(folder / "register"), folder) as site:
        yield site


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site of a register whose every text is an attack."""
    folder = tmp_path_factory.mktemp("hostile")
    with served(registers.hostile(folder / "register"), folder) as site:
        yield site


@pytest.fixture(scope="session")
def nested_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site of the small faulty register, served below /a/b/."""
    folder = tmp_path_factory.mktemp("nested")
    with served(registers.faulty(folder / "register"), folder, prefix="/a/b/") as site:
        yield site


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site of the demonstration repository, served below /mulu/: a year and a half of filings and deadlines."""
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "generator", "demo", str(folder / "register"), "--today", TODAY]
    subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=True)
    with served(folder / "register", folder, prefix="/mulu/") as site:
        yield site


@pytest.fixture(scope="session")
def big_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site of 3,000 resources of six departments, with two months of signed merges."""
    folder = tmp_path_factory.mktemp("big")
    baseline = make(folder / "register", resources=3_000, merges=200, departments=6)
    with served(folder / "register", folder, baseline=baseline) as site:
        yield site


@pytest.fixture(scope="session")
def autumn_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site of a small register two days before the National Day of 2026, with a deleted resource."""
    folder = tmp_path_factory.mktemp("autumn")
    with served(registers.autumn(folder / "register"), folder, today=registers.AUTUMN_DAY) as site:
        yield site


def browser_file() -> str:
    """Where the browser is; none is a failure, never a skip."""
    names = (os.environ.get("MULU_BROWSER", ""), *BROWSERS)
    executable = next((found for name in names if name and (found := shutil.which(name))), None)
    if executable is None:
        pytest.fail(NO_BROWSER, pytrace=False)
    return executable


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A running Chromium without a network."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_file(), args=list(QUIET))
        yield browser
        browser.close()


class Visit:
    """`visit(site, address)`: the page there, opened on the day it was built by somebody who has never been here.

    One tab with scripts and one without serve all tests of a run, since a new one costs more than a page does.
    """

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.tabs: dict[bool, Page] = {}
        self.elsewhere: list[Page] = []
        self.site: Site
        self.trouble: list[str] = []

    def __call__(
        self,
        site: Site,
        address: str = "",
        *,
        width: int = 1280,
        javascript: bool = True,
        at: str = "",
        zone: str = "",
    ) -> Page:
        """Open a page; `javascript=False` opens it in the tab without scripts.

        `at` is the reader's instant, by default noon in China on the day of the build; `zone` the time zone he is in.
        """
        if javascript not in self.tabs:
            self.tabs[javascript] = self._tab(javascript)
        page = self.tabs[javascript]
        if zone:
            page = self._tab(javascript, zone)
            self.elsewhere.append(page)
        if javascript:
            instant = at or f"{site.edition.today.isoformat()}T12:00:00+08:00"
            page.clock.set_fixed_time(datetime.fromisoformat(instant))
        self.site = site
        page.unroute_all()
        page.route(re.compile(f"^(?!{re.escape(site.root)})"), self._refuse)
        page.emulate_media(color_scheme="light", media="null")
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(site.url(address))
        return page

    def leave(self) -> None:
        """Forget everything, so that the next visitor is a new one."""
        for page in self.tabs.values():
            if page.url.startswith("http"):
                page.evaluate("localStorage.clear()")
            page.goto("about:blank")
        while self.elsewhere:
            self.elsewhere.pop().context.close()

    def _tab(self, javascript: bool, zone: str | None = None) -> Page:
        context = self.browser.new_context(
            java_script_enabled=javascript, locale="zh-CN", timezone_id=zone, service_workers="block"
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", self._heard)
        page.on("dialog", self._spoken_to)
        page.on("pageerror", lambda error: self.trouble.append(f"{page.url}: {error}"))
        page.on("websocket", lambda socket: self.trouble.append(f"{page.url}: web socket {socket.url}"))
        page.on("popup", lambda popup: self.trouble.append(f"{page.url}: new window {popup.url}"))
        return page

    def _refuse(self, route: Route) -> None:
        self.trouble.append(f"request elsewhere: {route.request.url}")
        route.abort()

    def _spoken_to(self, dialog: Dialog) -> None:
        self.trouble.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _heard(self, message: ConsoleMessage) -> None:
        is_expected = message.location["url"] == self.site.url(UNKNOWN)
        if message.type in ("error", "warning") and not is_expected:
            self.trouble.append(f"{message.type} in the console: {message.text} {message.location}")


@pytest.fixture(scope="session")
def visits(chromium: Browser) -> Visit:
    """The tabs of all visits."""
    return Visit(chromium)


@pytest.fixture
def visit(visits: Visit) -> Iterator[Visit]:
    """Opens pages; afterwards the test fails if any sent a request elsewhere, logged an error, threw or spoke up."""
    visits.trouble.clear()
    yield visits
    visits.leave()
    assert visits.trouble == []
