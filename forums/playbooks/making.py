"""From a solved topic to the first draft of a playbook: who may, and what it begins with."""

from django.db.models import Q
from django.utils.translation import gettext as _

from forums.discussions.models import Tag
from forums.experts.models.expertises import CONFIRMED, ENDORSED, Expertise
from members.subjects.models import Subject

MOST = 10  # answers it begins with


def can_be_distilled_by(topic, person):
    """Moderators, whoever asked, and those whom peers call experts in the subject, may make a playbook of it.

    Whoever asked without their name is not offered it: their name would stand on it.
    """
    if not is_open_to(topic, person):
        return False
    return is_asker_or_moderator(topic, person) or experts_in(topic.pk, person).exists()


def is_open_to(topic, person):
    """Whether it is solved, and `person` somebody who may look after a playbook at all."""
    return bool(
        topic.accepted_count and person.is_authenticated and person.is_active and (person.is_member or person.is_staff)
    )


def is_asker_or_moderator(topic, person):
    return topic.author_id == person.pk or person.is_moderator


def experts_in(topic, person):
    """What `person` is endorsed in of what the tags of `topic` (its pk, or where a query outside this one has it: three
    levels up) are about, as Expertises; asks nothing by itself."""
    known = Expertise.objects.shown().filter(person=person.pk, state__in=[ENDORSED, CONFIRMED])
    tagged = Subject.objects.order_by().filter(pk__in=Tag.objects.filter(taggings__topic=topic).values("subject"))
    return known.filter(Q(subject__in=tagged.values("pk")) | Q(subject__in=tagged.values("parent")))


def answers_of(topic):
    """The answers that helped, in their order."""
    return list(topic.posts.spoken().filter(accepted_at__isnull=False).order_by("number")[:MOST])


def heading_for(post):
    """A heading to begin with, to be written anew."""
    return _("What %(name)s answered") % {"name": post.voice[:80]}


def subjects_for(topic):
    """The subjects that its tags name."""
    return Subject.objects.filter(pk__in=Tag.objects.filter(taggings__topic=topic.pk).values("subject"))
