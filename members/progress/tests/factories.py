"""Drafts for tests, of a kind that needs no room above."""

import pytest

from members.progress import drafts
from members.progress.models import Draft


@pytest.fixture
def notes(monkeypatch):
    """A kind of draft: "note:7" stands at /notes/7/, and nobody goes on with note 404."""
    monkeypatch.setattr(drafts, "_kinds", dict(drafts._kinds))
    drafts.register(
        "note",
        label="Note",
        title=lambda draft: draft.fields.get("title", ""),
        url=lambda draft: "" if draft.rest == "404" else f"/notes/{draft.rest}/",
        choices=["colour"],
    )


@pytest.fixture
def make_draft(notes):
    """`make_draft(person, body="…", key="note:7", **keep)`: a draft of `person`."""
    count = iter(range(1, 10_000))

    def make(person, body="What I tried first.", title="", **about):
        fields = {"title": title, "body": body}
        return Draft.keep(by=person, key=about.pop("key", None) or f"note:{next(count)}", fields=fields, **about)

    return make
