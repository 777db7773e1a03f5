"""A kind of letter for the tests of this room, which knows none of the rooms above."""

import copy
from pathlib import Path

import pytest

from members.mail import kinds

KIND = "sample/news"


@pytest.fixture(autouse=True)
def _sample_kind(settings, monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.register(KIND, label="Sample news", reason="You get this because you follow the sample.")
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = templates


@pytest.fixture
def kind():
    return KIND
