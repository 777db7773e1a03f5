"""Somebody who is silenced sends nothing to others, at any address of the portal; a new address is thought about."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import resolve
from django.utils import timezone

from members.accounts import silence

from .matrix import MATRIX
from .matrix.world import address_of, world

__all__ = ["world"]  # the fixture

pytestmark = pytest.mark.django_db

# Where people speak to each other, with what the silenced may still send there. Everything else there is refused.
SPEECH = {
    "forums": {
        *("everything_read", "board_read", "watch_board", "watch_tag", "watching", "keeping"),
        *("search_name", "search_telling", "search_removal", "saved_search", "searches"),
        *("feed_making", "feed_removal", "preview", "files", "taking_back", "plan_withdrawal"),
    },
    "questions": {"claim_withdrawal", "departure"},
    "experts": {"muting", "rest", "withdrawal", "endorsement_withdrawal", "declining"},
    "playbooks": set(),
    "soundings": {"openness", "withdrawal"},
    "conversations": {"files", "openness", "response", "withdrawal", "report", "departure", "muting"},
    "articles": {"contact", "files", "preview", "withdrawal"},
    "moderation": {"flag", "withdrawal", "sanction", "objection"},
}
# What one does for oneself, or with the staff: nothing there speaks to other members before staff have read it. "" are
# the pages of the whole and of signing in.
NOT_SPEECH = {
    *("", "accounts", "subjects", "mail", "progress", "files", "billing", "membership", "networks", "connections"),
    *("events", "cxday", "certification"),
}
WRITTEN = ["discussions.Post", "discussions.Topic", "discussions.Thanks", "discussions.Vote", "conversations.Message"]


def test_every_address_is_thought_about():
    spoken = {namespace: set(free) for namespace, free in silence.covered().items()}
    assert spoken == SPEECH


def test_nothing_is_sent_to_others_and_everything_else_goes_on(world, cast, ann_client):
    cast["ann"].be_silent_until(timezone.now() + timedelta(days=1), by=None)
    models = [apps.get_model(name) for name in WRITTEN]
    before = [model.objects.count() for model in models]
    wrong = []
    for row in MATRIX:
        address = address_of(row, world)
        match = resolve(address.partition("?")[0])
        if match.namespace not in SPEECH:
            assert match.namespace in NOT_SPEECH, f"{row}: is something said to others there?"
            continue
        answer = ann_client.post(address, {"body": "Mine.", "title": "Mine", "kind": "discussion"})
        is_refused = "members/accounts/silenced.html" in [template.name for template in answer.templates]
        if is_refused != (match.url_name not in SPEECH[match.namespace]):
            wrong.append(f"{row}: {answer.status_code}")
        assert not is_refused or answer.status_code == 403
    assert wrong == []
    assert [model.objects.count() for model in models] == before
