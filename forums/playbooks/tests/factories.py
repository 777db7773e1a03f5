"""Solved questions, and playbooks made of them."""

import pytest
from django.utils import timezone

from forums.playbooks.models import Playbook
from members.subjects.models import Subject


@pytest.fixture
def make_solved(make_topic, ann, eli):
    """`make_solved(answers=1, **changes)`: a question of Ann's with answers of Eli's that helped her."""

    def make(answers=1, **changes):
        from forums.questions.models import Acceptance

        topic = make_topic(**{"kind": "question"} | changes)
        for number in range(answers):
            post = topic.reply(by=eli, body=f"Begin with the **complaints**, then look at part {number + 1}.")
            Acceptance.accept(post, by=changes.get("by", ann))
        topic.refresh_from_db()
        return topic

    return make


@pytest.fixture
def make_playbook(make_solved, ann):
    """`make_playbook(published=True, by=ann, topic=None, **changes)`: a playbook made of a solved question."""

    def make(published=True, topic=None, by=ann, **changes):
        topic = topic or make_solved(by=by)
        about = {"title": "Map a journey nobody owns", "about": "For whoever begins.", "months": 6}
        about["subjects"] = Subject.objects.filter(parent__isnull=False).order_by("pk")[:1]
        playbook = Playbook.begin(topic, by=by, **about | changes)
        if published:
            playbook.publish(by=by, now=changes.get("now") or timezone.now())
        return playbook

    return make
