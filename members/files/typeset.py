"""Papers as PDF, set by typst from facts alone."""

import json
from functools import lru_cache

import typst
from django.utils import timezone


def pdf_from(pattern, **facts):
    """The bytes of the PDF that the .typ file at the Path `pattern` sets from `facts`.

    Facts are JSON, and reach it as data, never as markup: what somebody typed may hold any sign.
    """
    compiler = typst.Compiler(str(pattern), root=str(pattern.parent), font_paths=_fonts())
    return compiler.compile(
        format="pdf",
        sys_inputs={name: json.dumps(fact) for name, fact in facts.items()},
        timestamp=int(timezone.now().timestamp()),
    )


@lru_cache(maxsize=1)
def _fonts():
    """Ours first (typst brings it), the machine's for scripts it lacks. Found once: looking takes seconds."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)
