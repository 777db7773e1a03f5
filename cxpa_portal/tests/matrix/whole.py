"""Who may see what of the whole: the landing page, search, and what browsers ask for."""

from .answers import PUBLIC, answers

ROWS = {
    # home
    "": PUBLIC,
    "offline/": PUBLIC,
    "sw.js": PUBLIC,
    "robots.txt": PUBLIC,
    "favicon.ico": answers("on", "on", "on"),
    "sitemap.xml": PUBLIC,
    "sitemap-topics-<int:number>.xml": PUBLIC,
    "sitemap-<slug:name>.xml": PUBLIC,
    "help/keyboard/": PUBLIC,
    "health/": PUBLIC,
    "search/": PUBLIC,
}
