"""What a stranger sees first: live things, real and current, and only what everyone may read."""

from datetime import timedelta

from django.core.cache import cache
from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from events.programme.models import Event
from events.registration.places import places_of
from forums.discussions.models import Board, Post, Topic
from forums.questions.promise.figures import last_month
from forums.reading.listing import rows_for

FEW = 10  # conversations; below that, numbers would only say that the place is young
COUNTED_FOR = 600  # seconds a count serves, because counting reads every topic


class Welcome:
    def __init__(self, stranger):
        self.stranger = stranger

    @cached_property
    def conversations(self):
        """Three public conversations, those with the newest answers."""
        return rows_for(
            self.stranger, Topic.objects.visible_to(self.stranger).filter(post_count__gt=1).newest_first(), 3
        )

    @cached_property
    def answers(self):
        """The newest answers to public questions."""
        asked = Topic.objects.visible_to(self.stranger).questions().filter(post_count__gt=1).newest_first()[:20]
        answers = Post.objects.spoken().filter(topic__in=asked.values("pk"), number__gt=1)
        return answers.select_related("topic", "author").order_by("-created_at")[:3]

    @cached_property
    def events(self):
        """The next three public events that one registers for here, each with its places."""
        coming = Event.objects.published().visible_to(self.stranger).going_ahead().filter(external_url="")
        coming = list(coming.filter(starts_at__gt=timezone.now()).for_listing().in_programme_order()[:3])
        places = places_of(coming)
        return [{"event": event, "places": places[event.pk]} for event in coming]

    @cached_property
    def boards(self):
        return Board.objects.visible_to(self.stranger)

    @cached_property
    def waiting(self):
        """A public question that waits for somebody, not older than a month."""
        fresh = (
            Topic.objects.visible_to(self.stranger)
            .unanswered()
            .filter(created_at__gt=timezone.now() - timedelta(days=30))
        )
        return next(iter(rows_for(self.stranger, fresh.newest_first(), 1)), None)

    @property
    def numbers(self):
        """What the public boards hold, as figures: {number, label}. Empty while there is little to count."""
        counted = cache.get_or_set("home.numbers", self._count, COUNTED_FOR)
        if counted["conversations"] < FEW:
            return []
        return [
            {"number": counted["conversations"], "label": _("public conversations")},
            {"number": counted["posts"] - counted["conversations"], "label": _("replies from practice")},
            {"number": counted["answered"], "label": _("questions with an answer")},
        ]

    @cached_property
    def promise(self):
        """How the answer promise was kept of late, in one sentence; "" while there is too little to say so."""
        return cache.get_or_set("home.promise", last_month, COUNTED_FOR)

    def _count(self):
        return Topic.objects.visible_to(self.stranger).aggregate(
            conversations=Count("pk"),
            posts=Sum("post_count", default=0),
            answered=Count("pk", filter=Q(kind=Topic.QUESTION, post_count__gt=1)),
        )
