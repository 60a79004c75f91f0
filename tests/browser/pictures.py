"""The pictures of the guides and the social card, taken of the site as it is: `make screenshots` makes them anew."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from generator.publish import TEMPLATES
from tests.browser.conftest import BROWSERS, NO_BROWSER, QUIET, REPOSITORY, served

PICTURES = TEMPLATES / "pages" / "guides" / "pictures"
CARD = TEMPLATES / "theme" / "assets" / "card.png"
TAKEN = {
    "resource-cite.png": ("resources/307008/000001/", "#cite", "#cite + dl"),
    "form.png": ("guides/form/?task=change&number=307008/000001", "#form-task", "[data-key=摘要]:visible"),
    "rule.png": ("rules/M103/", "#程序的回答", "#程序的回答 + .highlight"),
}
"""File, page, and the elements between whose first top and last bottom the picture is taken."""

_CARD = """
<html lang="zh-CN"><body style="margin:0;display:grid;place-content:center;width:1200px;height:630px;background:#1d4f91;
color:#fff;font-family:'Noto Sans CJK SC',sans-serif;text-align:center">
<div style="font-size:92px;font-weight:600">政务信息资源目录</div>
<div style="font-size:40px;margin-top:28px">编制 · 审核 · 备案 · 公布</div></body></html>
"""


def take(page: Page, root: str) -> Iterator[Path]:
    """Take every picture of the site served at `root`; gives back the files."""
    PICTURES.mkdir(exist_ok=True)
    for name, (address, first, last) in TAKEN.items():
        page.goto(root + address)
        page.wait_for_load_state("networkidle")
        top = page.locator(first).first.bounding_box()
        bottom = page.locator(last).last.bounding_box()
        assert top
        assert bottom
        height = min(bottom["y"] + bottom["height"] - top["y"] + 24, 520)
        clip = {"x": top["x"] - 12, "y": top["y"] - 12, "width": top["width"] + 24, "height": height}
        page.screenshot(path=PICTURES / name, clip=clip, full_page=True)  # type: ignore[arg-type]
        yield PICTURES / name
    page.goto("about:blank")  # the site's policy would refuse the card's styles
    page.set_viewport_size({"width": 1200, "height": 630})
    page.set_content(_CARD)
    page.screenshot(path=CARD)
    yield CARD


def main() -> None:
    """Build the site of this repository, visit it, take the pictures."""
    names = (os.environ.get("MULU_BROWSER", ""), *BROWSERS)
    executable = next((found for name in names if name and (found := shutil.which(name))), None)
    if executable is None:
        sys.exit(NO_BROWSER)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(REPOSITORY, Path(folder)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=executable, args=list(QUIET))
        page = browser.new_page(viewport={"width": 1000, "height": 800}, color_scheme="light", locale="zh-CN")
        for file in take(page, site.root):
            sys.stdout.write(f"{file.relative_to(REPOSITORY)}\n")
        browser.close()


if __name__ == "__main__":
    main()
