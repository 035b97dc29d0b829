"""A coder at the page, in a real browser without a window."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SECONDS = 60


@contextmanager
def coder_at(url: str, email: str, password: str, project: int) -> Iterator["Page"]:
    """The page of ``project`` with its first task, as this coder sees it. Skips without a browser."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is er niet.")
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.skip("Chromium is er niet.")
    with playwright.sync_playwright() as started:
        # Root, as in a container, has no sandbox.
        as_root = getattr(os, "geteuid", lambda: 1)() == 0
        browser = started.chromium.launch(executable_path=program, args=["--no-sandbox"] if as_root else [])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(SECONDS * 1000)
        page.goto(f"{url}/user/login/")
        page.fill("input[name=email]", email)
        page.fill("input[name=password]", password)
        page.click("button[type=submit]")
        page.wait_for_url(lambda address: "/user/login" not in address)
        page.goto(f"{url}/projects/{project}/data?labeling=1")
        yield Page(page)
        browser.close()


class Page:
    """The labelling page."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._page.wait_for_selector(".pc-unit >> text=/./")

    @property
    def heading(self) -> str:
        """Which unit is shown, such as ``Subdoel 1``."""
        return str(self._page.locator(".pc-codes > h4").first.inner_text())

    def chosen(self, question: str) -> list[str]:
        """The names chosen under this heading."""
        checked = self._group(question).locator(".ant-radio-wrapper-checked, .ant-checkbox-wrapper-checked")
        return [text.partition("[")[0] for text in checked.all_inner_texts()]

    def questions(self) -> list[str]:
        """The headings that the coder sees, without that of the unit."""
        texts: list[str] = self._page.locator(".pc-codes h4:visible").all_inner_texts()
        return texts[1:]

    def choose(self, question: str, name: str) -> None:
        self._group(question).locator(".lsf-choice__item", has_text=name).first.locator("label").click()

    def press(self, key: str) -> None:
        self._page.keyboard.press(key)

    def remark(self, text: str) -> None:
        self._page.fill("textarea", text)

    def text(self) -> str:
        return str(self._page.locator(".pc-columns").inner_text())

    def submit(self, *, by_key: bool = False) -> None:
        """Hand in, and wait for the next unit."""
        before = self._page.locator(".pc-plan").inner_html()
        if by_key:
            self._page.keyboard.press("Control+Enter")
        else:
            self._page.click("button:has-text('Submit')")
        self._page.wait_for_function(
            "before => { const plan = document.querySelector('.pc-plan');"
            " return !plan || plan.innerHTML !== before }",
            arg=before,
        )

    def warning(self) -> str:
        """Hand in, and read why that is not possible yet."""
        self._page.click("button:has-text('Submit')")
        box = self._page.locator(".ant-modal-confirm-content")
        text = str(box.inner_text())
        self._page.click(".ant-modal-confirm-btns button")
        box.wait_for(state="hidden")
        return text

    def picture(self, path: Path) -> None:
        self._page.screenshot(path=str(path))

    def _group(self, question: str) -> Any:
        return self._page.locator(f".pc-codes h4:text-is('{question}') + .lsf-choices")
