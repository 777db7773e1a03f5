"""Looking at one page that is open: in light and dark, at each width."""

from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error

OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# What the admin's theme does on pages of its own, and nobody here can mend.
OF_THE_THEME = {"target-size", "landmark-unique", "aria-input-field-name", "scrollable-region-focusable"}
TALLEST = 6_000  # pixels of a screenshot
# What moves for ever (the live rooms of CX Day) is stopped where it stands.
SETTLED = """() => document.getAnimations().forEach(animation =>
    animation.effect.getComputedTiming().endTime === Infinity ? animation.cancel() : animation.finish())"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True)
class Finding:
    page: str
    form: str  # "stranger, dark, 320"
    what: str
    where: str = ""


@dataclass
class Seen:
    """A page as one kind of visitor sees it."""

    page: str
    visitor: str
    shots: list = field(default_factory=list)  # (form, file name)
    findings: list = field(default_factory=list)

    def found(self, what, where="", form=None):
        self.findings.append(Finding(self.page, form or self.visitor, what, where))


class Eye:
    """Watches a browser page for what must not happen, and looks at it in every form."""

    def __init__(self, page, portal, folder, schemes, widths):
        self.page, self.portal, self.folder = page, portal, folder
        self.schemes, self.widths = schemes, widths
        self.seen = None
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.seen.found("script error", f"{error}"))
        page.on("request", self._request)

    def look(self, seen, open_it):
        """Fill `seen`; `open_it(page)` brings the page there."""
        self.seen = seen
        self.page.set_viewport_size({"width": self.widths[-1], "height": 900})
        try:
            open_it(self.page)
            self.page.wait_for_load_state("networkidle")
            for scheme in self.schemes:
                self.page.emulate_media(color_scheme=scheme)
                if seen.page.startswith("/admin/"):  # whose theme asks for the scheme only when it is opened
                    self.page.reload(wait_until="networkidle")
                for width in self.widths:
                    self._form(scheme, width)
        except Error as error:  # the others are still worth looking at
            seen.found("could not be looked at", error.message.partition("\n")[0])
        return seen

    def _form(self, scheme, width):
        form = f"{self.seen.visitor}, {scheme}, {width}"
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.evaluate(SETTLED)
        if (over := self.page.evaluate(SIDEWAYS)) > 0:
            self.seen.found("scrolls sideways", f"by {over} px", form)
        for wrong in Axe().run(self.page, options=OPTIONS).response["violations"]:
            if wrong["id"] in OF_THE_THEME and self.seen.page.startswith("/admin/"):
                continue
            for node in wrong["nodes"]:
                self.seen.found(f"{wrong['id']}: {wrong['help']}", node["html"][:300], form)
        name = f"{len(list(self.folder.glob('*.jpeg'))):04}-{scheme}-{width}.jpeg"
        height = min(self.page.evaluate("document.documentElement.scrollHeight"), TALLEST)
        clip = {"x": 0, "y": 0, "width": width, "height": max(height, 1)}
        self.page.screenshot(path=self.folder / name, type="jpeg", quality=60, full_page=True, clip=clip)
        self.seen.shots.append((form, name))

    def _console(self, message):
        # The browser complains of pages that answer with an error; some are opened to be looked at.
        if "422" in message.text:  # a form that was looked at while it was written, and is not right yet
            return
        about_itself = message.location.get("url") == self.page.url or "went-wrong" in message.location.get("url", "")
        if message.type == "error" and not (about_itself and "Failed to load resource" in message.text):
            self.seen.found("console error", message.text)

    def _request(self, request):
        if not request.url.startswith((f"{self.portal}/", "data:", "blob:", "about:")):
            self.seen.found("asks another site", request.url)
