"""What a solved topic says of playbooks below its posts: those made of it, and a way to make one."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import JSONObject

from forums.reading import parts

from . import making
from .models import Playbook

MOST = 5


def register():
    """Called once, when the room is ready."""
    parts.add_to_topic(columns)
    parts.register(parts.Place.FOOT, "forums/playbooks/_foot.html", told, position=60)


def columns(person):
    """`playbooks`, those made of the topic that `person` may read, and `knows_it`, whether they are an expert in it."""
    made = Playbook.objects.shown().visible_to(person).made_from(OuterRef(OuterRef("pk"))).newest_first()
    about = JSONObject(pk=F("pk"), slug=F("slug"), title=F("title"))
    found = {"playbooks": ArraySubquery(made.values_list(about)[:MOST])}
    if person.is_authenticated:
        found["knows_it"] = Exists(making.experts_in(OuterRef(OuterRef(OuterRef("pk"))), person))
    return found


def told(page):
    """{playbooks, can_make} of a solved topic; None where nothing was solved or nothing is to be said."""
    topic, person = page.topic, page.person
    if not topic.accepted_count:
        return None
    asks = making.is_open_to(topic, person)
    can_make = asks and (topic.knows_it or making.is_asker_or_moderator(topic, person))
    return {"playbooks": topic.playbooks, "can_make": can_make} if topic.playbooks or can_make else None
