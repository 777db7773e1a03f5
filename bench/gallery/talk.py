"""Samples of the pages on which people talk, and of what belongs to one person alone."""

from django.urls import reverse

from forums.conversations.models import Conversation
from forums.discussions.models import Planned, Post, Tag, Topic
from forums.reading.best import LONG
from members.accounts.models import Person
from members.networks.models import Network
from members.progress.models import Draft


def samples_of_talk(person, written):
    """Samples of what hangs on topics and posts, and of conversations; `written` is a first post of `person`."""
    visible = Topic.objects.visible_to(person)
    long = visible.filter(last_number__gte=LONG).first()
    story = visible.filter(author=person, kind__in=["practice", "failure"]).first()
    thanked = Post.objects.spoken().filter(topic__in=visible, thanks__isnull=False).first()
    edited = Post.objects.spoken().filter(topic__in=visible, version__gt=1).first()
    tag = Tag.objects.words().order_by("-topic_count").first()
    planned = Planned.objects.of(person).first()
    talk = Conversation.objects.visible_to(person).order_by("-last_number").first()
    said = talk.messages.filter(author=person).order_by("number").first() if talk else None
    heard = talk.messages.exclude(author=person).order_by("number").first() if talk else None
    return {
        "discussions/boards/<slug:slug>/read/": [],
        "discussions/boards/<slug:slug>/watching/": [],
        "discussions/tags/<slug:slug>/": [tag.get_absolute_url()] if tag else [],
        "discussions/tags/<slug:slug>/watching/": [],
        "discussions/polls/<int:pk>/votes/": [],
        "discussions/polls/<int:pk>/closure/": [],
        "discussions/planned/<int:pk>/": [reverse("forums:planned_topic", args=[planned.pk])] if planned else [],
        "discussions/planned/<int:pk>/publication/": [],
        "discussions/planned/<int:pk>/withdrawal/": [],
        "discussions/<int:pk>/facts/": [reverse("forums:facts", args=[written.topic_id])],
        "discussions/<int:pk>/pin/": [],
        "discussions/<int:pk>/story/": [reverse("forums:story", args=[story.pk])] if story else [],
        "discussions/<int:pk>/story/hits/": [],
        "discussions/<int:pk>/best/": [reverse("forums:best", args=[long.pk])] if long else [],
        "discussions/<int:pk>/posts/<int:number>/keeping/": [written.get_absolute_url() + "keeping/"],
        "discussions/<int:pk>/posts/<int:number>/thanks/": [thanked.get_absolute_url() + "thanks/"] if thanked else [],
        "discussions/<int:pk>/posts/<int:number>/history/": [edited.get_absolute_url() + "history/"] if edited else [],
        "discussions/<int:pk>/posts/<int:number>/history/<int:version>/hiding/": [],
        "conversations/<int:pk>/": [talk.get_absolute_url()] if talk else [],
        "conversations/<int:pk>/response/": [],
        "conversations/<int:pk>/messages/": [reverse("conversations:say", args=[talk.pk])] if talk else [],
        "conversations/<int:pk>/messages/<int:number>/": [],
        "conversations/<int:pk>/messages/<int:number>/edit/": _of_message("edit", said),
        "conversations/<int:pk>/messages/<int:number>/withdrawal/": [],
        "conversations/<int:pk>/messages/<int:number>/report/": _of_message("report", heard),
        "conversations/<int:pk>/people/": [reverse("conversations:people", args=[talk.pk])] if talk else [],
        "conversations/<int:pk>/people/invitation/": [],
        "conversations/<int:pk>/people/departure/": [],
        "conversations/<int:pk>/people/muting/": [],
    }


def _of_message(name, message):
    return [reverse(f"conversations:{name}", args=[message.conversation_id, message.number])] if message else []


def samples_of_the_ground(person):
    """Samples of drafts, networks and blocking."""
    draft = Draft.objects.of(person).first()
    open_one = Network.objects.open().first()
    other = Person.objects.active().exclude(pk=person.pk).first()
    return {
        "drafts/<int:pk>/": [reverse("progress:draft", args=[draft.pk])] if draft else [],
        "drafts/<int:pk>/ending/": [],
        "drafts/<int:pk>/return/": [],
        "networks/<slug:slug>/": [open_one.get_absolute_url()] if open_one else [],
        "networks/<slug:slug>/membership/": [],
        "networks/<slug:slug>/leaving/": [],
        "connections/blocked/<int:pk>/": [reverse("connections:block", args=[other.pk])],
        "connections/blocked/<int:pk>/lifting/": [],
    }
