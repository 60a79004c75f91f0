"""What a query costs a reader of a built site, in a real Chromium: bytes when nothing is known yet, time when much is.

`python -m tests.bench.search SITE [--only QUERY…] [--figures FOLDER]`, for example of the site that `python -m
tests.bench --sizes 10000 --repeat 1 --only full --keep` leaves in `10000/ours-…/site` of the folder that it names.

- `files`, `bytes`: every file below `assets/search/` that the search page fetches, opened with a query by somebody who
  has never been here, until it shows its first results: the index, shards, columns of the open facets, documents.
- `seconds`: from a new query standing in the box of an open page until its results stand in the page, the median of
  three visitors who ask everything one after the other. What a query needs is fetched from this machine, so a network's
  way there and back is not in it.
"""

import argparse
import json
import os
import re
import shutil
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import IO, Any
from urllib.parse import quote

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.bench.__main__ import HOME
from tests.bench.machine import machine
from tests.bench.tables import MOST_BYTES, MOST_SECONDS
from tests.browser.conftest import BROWSERS, NO_BROWSER, QUIET

VISITORS = 3
QUERIES = {
    "name": "工程许可单位名录信息 渔业处罚单位名录信息 食盐检查单位名录信息 房产登记单位名录信息 粮食备案单位名录信息",
    "part of a name": "工程许可 许可单位 许可单位名录 检查单位名录信息 处罚单位名录",
    "two characters": "工程 渔业 种苗 矿产 公路 许可 处罚 登记 备案 单位 名录 信息 名称 坐标 修订 无条",
    "one character": "工 渔 局 名 信 第 政 3",
    "code": "307001/000001 307100/009900 307050 000123 307 307042/0 009999 / 307099/0099",
    "Latin": "KingbaseES kingbase API C M101 2026",
    "item": "种苗许可状态 公路处罚等级 医师检查数量 校车登记来源 档案备案型号 许可状态 登记来源",
    "provider": "第001局 第100局 湖南省第050局 省政府办公厅",
    "summary": "履行职责 用于登记、监管和查询 在履行职责中形成 次修订",
    "facet": "无条件共享 每季度 有条件共享 实时",
    "several words": "工程+许可 房产+登记 粮食+备案+第010局 公路+无条件共享 渔业+每季度 第007局+地址 单位+信息",
    "mixed": "工程+307001 第001局+KingbaseES ３０７００１ ＫｉｎｇｂａｓｅＥＳ 307042+登记 第042局3",
    "page": "备案登记 公钥写法不对 C107 第三十条",
    "nowhere": "没有这样的词 驾驶证 zzzz 不动产登记",
}
"""Queries by their sort, parted by spaces; `+` stands for a space within one."""

_ASK = """(query) => new Promise((resolve) => {
  const [box, status] = ["search-box", "search-status"].map((id) => document.getElementById(id));
  new MutationObserver((_, observer) => {
    observer.disconnect();
    resolve((performance.now() - began) / 1000);
  }).observe(status, { childList: true, characterData: true, subtree: true });
  box.value = query;
  const began = performance.now();
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
})"""
"""Seconds until the page says what it found."""


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else a small file waits 40 ms for the reader to acknowledge its head

    def __init__(self, *arguments: Any, sent: list[tuple[str, int]], **options: Any) -> None:
        self.sent = sent
        super().__init__(*arguments, **options)

    def copyfile(self, source: IO[bytes], outputfile: IO[bytes]) -> None:  # type: ignore[override]
        self.sent.append((self.path, os.fstat(source.fileno()).st_size))
        super().copyfile(source, outputfile)

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002
        pass


@contextmanager
def served(site: Path) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """The address of a served site, and what it sends: paths and bytes, as they are sent."""
    sent: list[tuple[str, int]] = []
    handler = partial(_Handler, sent=sent, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", sent
        server.shutdown()


def queries() -> list[tuple[str, str]]:
    """Every query with its sort."""
    return [(sort, query.replace("+", " ")) for sort, some in QUERIES.items() for query in some.split()]


def measured(site: Path, asked: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """For every query its sort, the bytes it costs cold, by the kind of their files, and the seconds it takes warm."""
    names = filter(None, (os.environ.get("MULU_BROWSER"), *BROWSERS))
    executable = next(filter(None, map(shutil.which, names)), None)
    if executable is None:
        raise SystemExit(NO_BROWSER)
    with served(site) as (root, sent), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(QUIET))
        found = [{"sort": sort, "query": query, **_cold(browser, root, query, sent)} for sort, query in asked]
        visits = [_warm(browser, root, [query for _, query in asked]) for _ in range(VISITORS)]
        for one, times in zip(found, zip(*visits, strict=True), strict=True):
            one["seconds"] = median(times)
        browser.close()
    return found


def _warm(browser: Browser, root: str, asked: Sequence[str]) -> list[float]:
    """The seconds each query takes one visitor, whose page is open."""
    page = _opened(browser, f"{root}search/?q={quote('试')}")
    times = [page.evaluate(_ASK, query) for query in asked]
    page.context.close()
    return times


def _cold(browser: Browser, root: str, query: str, sent: list[tuple[str, int]]) -> dict[str, Any]:
    sent.clear()
    page = _opened(browser, f"{root}search/?q={quote(query, safe='')}")
    said = page.locator("#search-status").text_content() or ""
    page.context.close()
    fetched = [(match[1], size) for path, size in sent if (match := re.match(r"/assets/search/([a-z]+)", path))]
    kinds: Counter[str] = Counter()
    for kind, size in fetched:
        kinds[kind] += size
    number = re.search(r"\d+", said)
    return {
        "found": int(number[0]) if number else 0,
        "files": len(fetched),
        "bytes": kinds.total(),
        "kinds": dict(sorted(kinds.items())),
    }


def _opened(browser: Browser, address: str) -> Page:
    page = browser.new_context(locale="zh-CN").new_page()
    page.goto(address)
    expect(page.locator("#search-status")).to_contain_text(re.compile("找到|没有"), timeout=60_000)
    page.wait_for_load_state("networkidle")
    return page


def report(resources: int, found: Sequence[dict[str, Any]]) -> str:
    """The median and the worst of each sort, and every query over the limits."""
    most = MOST_BYTES.get(resources, MOST_BYTES[10_000] if resources < 10_000 else MOST_BYTES[100_000])
    rows = [("", *_summary(found))]
    for sort in QUERIES:
        if some := [one for one in found if one["sort"] == sort]:
            rows.append((sort, *_summary(some)))
    lines = [f"{resources:,} resources, {len(found)} queries: KB cold, median and worst; ms warm, median and worst"]
    lines += [
        f"{name:<16}{of:>4}{kb:>9.1f}{worst:>9.1f}{ms:>9.1f}{slowest:>9.1f}"
        for name, of, kb, worst, ms, slowest in rows
    ]
    over = [one for one in found if one["bytes"] > most or one["seconds"] > MOST_SECONDS]
    lines.append(f"over {most / 1000:.0f} KB or {MOST_SECONDS * 1000:.0f} ms: {len(over)}")
    for one in sorted(over, key=lambda one: -one["bytes"]):
        kinds = ", ".join(f"{kind} {size / 1000:.1f}" for kind, size in one["kinds"].items())
        cold = f"{one['bytes'] / 1000:.1f} KB in {one['files']} files ({kinds})"
        lines.append(f"  {one['query']}: {cold}, {one['seconds'] * 1000:.1f} ms")
    return "\n".join(lines) + "\n"


def _summary(some: Sequence[dict[str, Any]]) -> tuple[int, float, float, float, float]:
    sizes, times = ([one[key] for one in some] for key in ("bytes", "seconds"))
    return len(some), median(sizes) / 1000, max(sizes) / 1000, median(times) * 1000, max(times) * 1000


def main() -> int:
    """Ask everything, print what it cost, keep the figures."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.search", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("site", type=Path, help="a built site")
    parser.add_argument("--only", nargs="+", metavar="QUERY", help="ask only these")
    parser.add_argument("--figures", type=Path, default=HOME, metavar="FOLDER", help="where the figures go")
    options = parser.parse_args()
    site = options.site.resolve()
    resources = sum(1 for _ in site.glob("resources/*/*/index.html"))
    asked = [(sort, query) for sort, query in queries() if not options.only or query in options.only]
    found = measured(site, asked)
    options.figures.mkdir(parents=True, exist_ok=True)
    file = options.figures / f"search-{resources}.json"
    file.write_text(
        json.dumps({"machine": machine(HOME), "resources": resources, "queries": found}, ensure_ascii=False, indent=1)
        + "\n",
        "utf-8",
    )
    sys.stdout.write(report(resources, found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
