"""How long the kiosk page takes from a cold start to a button that works."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from bench.centre import furnish
from bench.server import Server

RUNS = 5
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
USABLE = "() => document.querySelector('main button:not(:disabled)') && performance.now()"


def measure_kiosk(data: Path) -> dict[str, Any]:
    """Return milliseconds from navigation to the first language button, each in a fresh browser profile."""
    from playwright.sync_api import sync_playwright

    data.mkdir()
    database = f"sqlite:///{data / 'motcua.sqlite'}"
    centre = furnish(database)
    (data / "agent").mkdir()
    (data / "agent" / "token").write_text(centre.kiosks[0])
    took = []
    with Server(data=data, database=database) as server:
        port = server.port + 1
        agent = subprocess.Popen(
            [
                sys.executable, "-m", "kiosk.agent", "run", "--server", f"http://127.0.0.1:{server.port}",
                "--data", str(data / "agent"), "--listen", f"127.0.0.1:{port}", "--printer", str(data / "none"),
            ],
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _await(f"http://127.0.0.1:{port}/")
            with sync_playwright() as playwright:
                for _ in range(RUNS):
                    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
                    page = browser.new_page(viewport={"width": 1080, "height": 1920})
                    page.goto(f"http://127.0.0.1:{port}/", wait_until="commit")
                    took.append(round(page.wait_for_function(USABLE, polling=10).json_value()))
                    browser.close()
        finally:
            agent.terminate()
            agent.wait(10)
    return {"runs_ms": took, "median_ms": sorted(took)[RUNS // 2]}


def _await(address: str) -> None:
    for _ in range(100):
        try:
            urlopen(address, timeout=2).close()
            return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("the agent did not start")
