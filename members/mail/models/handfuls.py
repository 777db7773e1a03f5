"""How far a worker is with the letters it has begun together."""

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

GIVEN, REACHED, NOT_REACHED = "given", "reached", "not reached"


class HandfulQuerySet(models.QuerySet):
    def taken_from_workers(self, until):
        """Take the handfuls begun by `until` from whoever holds them, in the caller's transaction:
        {(moment of the begin, where they are): [mail.pk]}.

        From then on their workers, should they be alive, give nothing more of them to the mail server.
        """
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM mail_handful WHERE begun_at <= %s RETURNING letters, at, begun_at", [until])
            rows = cursor.fetchall()
        found = {}
        for letters, at, begun_at in rows:
            for place, pk in enumerate(letters, start=1):
                where = GIVEN if place < at else REACHED if place == at else NOT_REACHED
                found.setdefault((begun_at, where), []).append(pk)
        return found


class Handful(models.Model):
    """Letters that a worker has begun in one statement, in their order, and the one it gives to the mail server.

    The table is unlogged: a row costs no writing to the disk, and PostgreSQL empties it after a crash of its own. So
    what stands here is always true; where nothing stands, every letter of the handful is in doubt.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    letters = ArrayField(models.BigIntegerField(), editable=False)
    at = models.PositiveSmallIntegerField(
        _("at"), default=0, editable=False, help_text=_("From 1 on; 0 before the first.")
    )
    begun_at = models.DateTimeField(_("begun"), editable=False)

    objects = HandfulQuerySet.as_manager()

    class Meta:
        verbose_name = _("handful of letters")
        verbose_name_plural = _("handfuls of letters")

    def __str__(self):
        return f"{self.at} / {len(self.letters)}"
