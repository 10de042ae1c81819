"""The screen in a real Chromium: served from this machine only, to whoever has the token, with nothing from outside."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests import homes
from tests.meeting import kit

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PLANTED = "样例人名甲乙丙"
LONGEST = 30_000


class Served:
    """A served home: its address with the token, and without."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.base = url.partition("?")[0]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with kit.desk(tmp_path / "h") as desk:
        kit.returned_twice(desk, "请修复村口的路")
        desk.act(kit.case(desk, facts=f"{PLANTED}说水渠干了", **homes.CONTACT), "send-up", {"note": "办不了"})
    command = [sys.executable, "-m", "xfgrid", "serve", "--port", "0", "--home", str(tmp_path / "h")]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=os.environ | {"XFGRID_LANGUAGE": "zh-CN"}
    )
    assert process.stderr is not None
    found = re.search(r"http://\S+", process.stderr.readline())
    assert found
    yield Served(found[0])
    process.send_signal(signal.SIGINT)
    process.wait(20)


def test_only_the_token_opens_the_page_and_only_from_this_address(served: Served) -> None:
    port = httpx.URL(served.base).port
    assert httpx.get(served.base).status_code == 403
    assert httpx.get(served.base, params={"token": "x" * 43}).status_code == 403
    assert httpx.get(f"{served.base}ws").status_code == 403
    assert httpx.get(served.url, headers={"Host": f"elsewhere.example:{port}"}).status_code == 403
    assert httpx.get(served.url, headers={"Origin": "http://elsewhere.example"}).status_code == 403
    with httpx.Client(follow_redirects=True) as browser:
        page = browser.get(served.url)
        assert (page.status_code, "token" in str(page.url)) == (200, False)
        assert "connect-src 'self'" in page.headers["Content-Security-Policy"]
        assert browser.get(f"{served.base}static/js/textual.js").status_code == 200


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_the_queue_is_read_in_chromium_and_nothing_is_asked_from_outside(served: Served, tmp_path: Path) -> None:
    from playwright.sync_api import WebSocket, sync_playwright

    asked: list[str] = []
    errors: list[str] = []
    frames: list[bytes] = []

    def hear(socket: WebSocket) -> None:
        socket.on("framereceived", lambda data: frames.append(data if isinstance(data, bytes) else data.encode()))

    def shown() -> str:
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", b"".join(frames).decode(errors="replace"))

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1100, "height": 640})
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", hear)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(served.url)
        until(page, lambda: "请输入口令" in shown())
        page.locator("textarea").first.focus()
        page.keyboard.insert_text(homes.PASSPHRASE)
        page.keyboard.press("Enter")
        until(page, lambda: "请修复村口的路" in shown())
        page.wait_for_timeout(300)
        picture = page.screenshot(path=tmp_path / "queue.png")
        browser.close()
    assert len(picture) > 10_000
    assert {httpx.URL(url).host for url in asked} == {"127.0.0.1"}
    assert errors == []
    assert PLANTED not in shown()
    assert homes.NUMBER not in shown()


def until(page: object, holds: object) -> None:
    for _ in range(LONGEST // 100):
        if holds():  # type: ignore[operator]
            return
        page.wait_for_timeout(100)  # type: ignore[attr-defined]
    pytest.fail("never shown")
