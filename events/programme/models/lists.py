"""The questions that lists ask about events."""

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from members.accounts.audience import seen_by

CONFIG = "portal"


def runs_events(person):
    """Whether `person` is staff for events. Others in the admin (who review applications, say) are guests here."""
    return person.is_staff and person.is_active and person.has_perm("programme.change_event")


class EventQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Published events whose audience `person` belongs to, the cancelled ones too; hosts see their own before.

        Staff who run events see what waits for them. A list that everyone reads asks for `published()` besides.
        """
        if not person.is_authenticated:
            return self.published().filter(seen_by(person))
        if person.is_superuser:
            return self.all()  # seen_by has nothing to say of them, and "nothing or hosted" would be "hosted"
        seen = seen_by(person) if runs_events(person) else seen_by(person) & Q(published_at__isnull=False)
        return self.filter(seen | Q(host=person))

    def published_to(self, person):
        """What is published and `person` may see: `published().visible_to(person)`, where staff are guests like all."""
        if person.is_superuser or not person.is_authenticated:
            return self.published().filter(seen_by(person))
        return self.published().filter(seen_by(person) | Q(host=person.pk))

    def published(self):
        return self.filter(published_at__isnull=False)

    def proposed(self):
        """What members proposed and staff have not decided on yet."""
        return self.filter(proposed_at__isnull=False, published_at=None, cancelled_at=None)

    def going_ahead(self):
        """Without what was cancelled."""
        return self.filter(cancelled_at=None)

    def upcoming(self, now=None):
        """What has not ended, what is on now included."""
        return self.filter(ends_at__gt=now or timezone.now())

    def past(self, now=None):
        return self.filter(ends_at__lte=now or timezone.now())

    def in_programme_order(self):
        return self.order_by("starts_at", "id")

    def latest_first(self):
        return self.order_by("-starts_at", "-id")

    def after(self, moment, pk):
        """What follows the event (`moment`, `pk`) in `in_programme_order`: the next page, without an offset."""
        return self.filter(Q(starts_at__gt=moment) | Q(starts_at=moment, id__gt=pk))

    def before(self, moment, pk):
        """What follows the event (`moment`, `pk`) in `latest_first`."""
        return self.filter(Q(starts_at__lt=moment) | Q(starts_at=moment, id__lt=pk))

    def with_an_online_part(self):
        return self.exclude(kind="in_person")

    def with_a_room(self):
        return self.exclude(kind="online")

    def about(self, subject):
        """Events on `subject`; for a competency also those on the subjects under it."""
        on_it = self.model.subjects.through.objects.filter(
            Q(subject=subject) | Q(subject__parent=subject), event=models.OuterRef("pk")
        )
        return self.filter(models.Exists(on_it))

    def matching(self, words):
        """Full-text search for `words` ("phrases", -not, or), the best first."""
        query = SearchQuery(words, config=CONFIG, search_type="websearch")
        return self.filter(search=query).annotate(rank=SearchRank(F("search"), query)).order_by("-rank", "-starts_at")

    def for_listing(self):
        """All that a row of a list shows, in one query. The room above adds who has a place (`taken`)."""
        return self.select_related("host").defer(
            "description", "description_html", "search", "address", "access", "online_url", "cancelled_reason"
        )
