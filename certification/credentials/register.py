"""The register of credentials: who may find what, and how a name is looked for."""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import IntegerField, Q
from django.db.models.functions import Cast, Round

ROWS = 20
SHORTEST = 3  # letters of a name: fewer would list half the world


class RegisterQuerySet(models.QuerySet):
    def held_by(self, person):
        """The credential of `person`: the one they hold, also suspended or past its term. At most one."""
        return self.filter(person=person, state__in=["active", "suspended"], succeeded_at=None)

    def held_by_any(self, people):
        """The credentials held by `people` (ids), as `held_by` says it of one."""
        return self.filter(person__in=people, state__in=["active", "suspended"], succeeded_at=None)

    def latest_of(self, person):
        """The newest credential of `person`, whatever became of it, or None."""
        return self.filter(person=person, succeeded_at=None).first()

    def valid(self, on):
        """Those whose holders are CCXPs on day `on`."""
        return self.filter(state="active", expires_on__gte=on, succeeded_at=None)

    def on_register(self):
        """What anyone may find by name, as the scheme has it. One that a newer one followed is found by its number."""
        return self.filter(succeeded_at=None)

    def for_listing(self):
        """All that a row shows, in one query."""
        return self.select_related("person")

    def matching(self, words):
        """Those whose name sounds like `words`, each with its `closeness` (0 to 1000), the closest first.

        `words` as `models.plain` writes them.
        """
        closeness = Cast(Round(TrigramWordSimilarity(words, "plain_name") * 1000), IntegerField())
        return (
            self.filter(plain_name__trigram_word_similar=words)
            .annotate(closeness=closeness)
            .order_by("-closeness", "plain_name", "pk")
        )

    def after(self, closeness, name, pk):
        """Of `matching`: what comes after the row with this closeness, plain name and pk."""
        same = Q(closeness=closeness)
        later = Q(plain_name__gt=name) | Q(plain_name=name, pk__gt=pk)
        return self.filter(Q(closeness__lt=closeness) | (same & later))
