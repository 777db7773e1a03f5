"""The style sheet: written as many small parts, sent as one file.

A page links `css/portal.css` alone, because a first visit has few requests to spend. The parts in `static/css/` are
what people read and change; the whole is put together from them whenever it is asked for and they differ from it.
"""

import os
import re
import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

WHOLE = "css/portal.css"
# Layers decide who wins; the order here only has to name the layers first and keep print last within each.
FIRST, LAST = ["layers.css", "reset.css", "tokens.css", "base.css", "layout.css"], ["utilities.css", "print.css"]


def parts(folder):
    """The files the whole is made of, in order. A file that nobody named comes with the components."""
    named = [folder / name for name in FIRST + LAST]
    others = sorted(set(folder.rglob("*.css")) - set(named))
    first, last = named[: len(FIRST)], named[len(FIRST) :]
    return [part for part in [*first, *others, *last] if part.exists()]


def whole(folder):
    """The text of all parts, without what only people read: comments, indents and empty lines."""
    text = "\n".join(part.read_text(encoding="utf-8") for part in parts(folder))
    lines = (line.strip() for line in re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def write(path, text):
    """Write `text` so that whoever reads at the same moment sees the old file or the new one, never a half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(unfinished, 0o644)  # mkstemp lets only its owner read; a web server may be someone else
        os.replace(unfinished, path)
    except BaseException:
        os.unlink(unfinished)
        raise


class PartsFinder(BaseFinder):
    """Gives Django the whole style sheet, both to a browser in development and to collectstatic."""

    def __init__(self, *args, **kwargs):
        self.folder = Path(settings.BASE_DIR) / "static" / "css"
        self.storage = FileSystemStorage(location=Path(settings.VAR_DIR) / "assets")

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        found = [str(self.build())] if path == WHOLE else []
        return found if find_all else next(iter(found), [])

    def list(self, ignore_patterns):
        self.build()
        yield WHOLE, self.storage

    def build(self):
        """Write the whole when it differs from its parts; answer where it is."""
        path, text = Path(self.storage.path(WHOLE)), whole(self.folder)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            write(path, text)
        return path


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Names with a hash in them, also inside the `import` of our scripts, so that every file may be kept for ever."""

    support_js_module_import_aggregation = True
