"""How a keyboard user gets about: by Tab, as far as it takes."""

import pytest
from playwright.sync_api import Locator, Page

IS_FOCUSED = "node => node === document.activeElement"


def tab_to(page: Page, wanted: Locator, most: int = 40) -> None:
    """Press Tab until the wanted element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate(IS_FOCUSED) or wanted.evaluate(IS_FOCUSED):  # the first time an answer may have replaced it
            return
    pytest.fail(f"{wanted} is not reached by {most} presses of Tab", pytrace=False)
