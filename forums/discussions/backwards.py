"""From the HTML of an imported post to Markdown that renders to the same page."""

from markdownify import MarkdownConverter


class Backwards(MarkdownConverter):
    """HTML to Markdown, with headings put back to where people write them: two levels up, see `markdown.py`."""

    def __init__(self):
        super().__init__(bullets="-", escape_misc=True, code_language_callback=_language_of)

    def convert_hN(self, n, el, text, parent_tags):  # noqa: N802  the name markdownify asks for
        if "_inline" in parent_tags:
            return text
        words = " ".join(text.split())
        return f"\n\n{'#' * max(n - 2, 1)} {words}\n\n" if words else ""

    def convert_summary(self, el, text, parent_tags):
        return f"\n\n**{text.strip()}**\n\n" if text.strip() else ""


def _language_of(pre):
    """The language of a code block, kept by `render` as a class of the inner <code>."""
    code = pre.find("code")
    classes = code.get("class", []) if code else []
    return next((name.removeprefix("language-") for name in classes if name.startswith("language-")), "")
