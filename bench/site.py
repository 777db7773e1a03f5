"""What a first visit costs: bytes over the wire and requests, in a browser that has never been here."""

from . import community, servers
from .browser import chromium
from .results import Row, is_wanted

MOST_KB, MOST_REQUESTS = 60, 8
NAMES = ["landing", "topic", "list"]
FIGURES = ["site.first_visit_kb.{}", "site.first_visit_requests.{}"]


def is_asked(only):
    """Whether `only` asks for anything of this."""
    return any(is_wanted(figure.format(name), only) for name in NAMES for figure in FIGURES)


def rows(portal, only):
    """Open the pages that `only` asks for, each in a browser of its own with nothing kept."""
    wanted = [name for name in NAMES if any(is_wanted(figure.format(name), only) for figure in FIGURES)]
    # Asked before the browser starts: its loop runs in this thread, where Django then refuses to query.
    paths = {"landing": "/", "topic": community.longest_topic().get_absolute_url(), "list": "/discussions/"}
    with chromium() as browser:
        for name in wanted:
            requests, size = first_visit(browser, portal + paths[name])
            found = [
                Row(FIGURES[0].format(name), round(size / 1024, 1), "KB", at_most=MOST_KB),
                Row(FIGURES[1].format(name), requests, "requests", at_most=MOST_REQUESTS),
            ]
            yield from (row for row in found if is_wanted(row.name, only))


def first_visit(browser, address):
    """(requests, bytes over the wire) of opening `address` with an empty cache, scripts that follow included."""
    context = browser.new_context(extra_http_headers=servers.FROM_PROXY, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    seen = context.new_cdp_session(page)
    started, sizes = [], []
    seen.on("Network.requestWillBeSent", lambda event: started.append(event["request"]["url"]))
    seen.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    seen.send("Network.enable")
    answer = page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(500)
    context.close()
    if answer.status != 200:
        raise SystemExit(f"{address} answered {answer.status}: nothing to measure.")
    return len([url for url in started if url.startswith("http")]), sum(sizes)
