"""Who may see what of the whole: the landing page, search, and what browsers ask for."""

from .answers import PUBLIC, answers

ROWS = {
    # home
    "": PUBLIC,
    "offline/": PUBLIC,
    "sw.js": PUBLIC,
    "robots.txt": PUBLIC,
    "favicon.ico": answers("on", "on", "on"),
    "health/": PUBLIC,
    "search/": PUBLIC,
}
