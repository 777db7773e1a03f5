"""Chromium for measuring and looking: it speaks to this machine alone."""

from contextlib import contextmanager

from playwright.sync_api import sync_playwright

from cxpa_portal.embedded import programs

ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]


@contextmanager
def chromium():
    """A browser until the block ends. Raises SystemExit with a sentence where there is none."""
    path = programs.find_or_install("chromium")
    if not path:
        raise SystemExit("Chromium is needed: install it, or set CHROME_PATH to its path.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()
