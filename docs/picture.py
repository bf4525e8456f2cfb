"""Take the picture of the page that the README and docs/page.md show: `python docs/picture.py`.

It needs Debian's chromium and fonts-noto-core, and writes docs/page.png.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

import mistral_kg

PICTURE = Path(__file__).with_name("page.png")
STATE = "node=id:microsoft&depth=2"
LARGEST = 300_000  # bytes


def main() -> None:
    """Write the picture of the shipped graph's page, around one company."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "page.html"
        path.write_text(mistral_kg.load().view(), encoding="utf-8")
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1080, "height": 640})
        page.goto(f"{path.as_uri()}#{STATE}")
        page.wait_for_timeout(500)
        page.screenshot(path=PICTURE)
        browser.close()
    size = PICTURE.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{PICTURE}: {size:,} bytes; choose a smaller window or another state")


if __name__ == "__main__":
    main()
