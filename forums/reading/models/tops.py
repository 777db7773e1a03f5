"""What was most talked of and thanked for: a small table, reckoned anew by the clock from what stands in the posts."""

from datetime import timedelta

from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.discussions.models import Post, Topic

MOST = 1_000  # topics of one period: more than anybody pages through


class TopTopic(models.Model):
    WEEK, MONTH, YEAR, ALL = "week", "month", "year", "all"
    PERIODS = [(WEEK, _("This week")), (MONTH, _("This month")), (YEAR, _("This year")), (ALL, _("All time"))]
    DAYS = {WEEK: 7, MONTH: 30, YEAR: 365}

    period = models.CharField(max_length=5, choices=PERIODS)
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="tops")
    score = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("top topic")
        verbose_name_plural = _("top topics")
        constraints = [
            models.UniqueConstraint(fields=["period", "topic"], name="top_once_per_period"),
            models.CheckConstraint(condition=Q(period__in=["week", "month", "year", "all"]), name="top_period_known"),
        ]
        indexes = [models.Index(fields=["period", "-score", "-topic"], name="top_of_period")]

    def __str__(self):
        return f"{self.topic}: {self.score}"

    @classmethod
    def reckon(cls, now=None):
        """The table anew: one for each reply of the period, and one for each thanks to a post of the period.

        Only topics with a post in the period are looked at, by the index of the newest ones.
        """
        for period, _label in cls.PERIODS:
            with transaction.atomic(), connection.cursor() as cursor:
                cls.objects.filter(period=period).delete()
                cursor.execute(_RECKON, {"period": period, "since": cls.begins(period, now), "most": MOST})

    @classmethod
    def begins(cls, period, now=None):
        """The first moment of a period; all time begins before there were boards."""
        days = cls.DAYS.get(period)
        return (now or timezone.now()) - timedelta(days=days) if days else timezone.now().replace(year=1990, day=1)


_RECKON = f"""
    INSERT INTO reading_toptopic (period, topic_id, score)
    SELECT %(period)s, post.topic_id,
           count(*) FILTER (WHERE post.number > 1) + coalesce(sum(thanks.given), 0) AS score
      FROM {Topic._meta.db_table} topic
      JOIN {Post._meta.db_table} post ON post.topic_id = topic.id
           AND post.kind = 'post' AND post.hidden_at IS NULL AND post.created_at > %(since)s
      LEFT JOIN LATERAL (SELECT sum(value::int) AS given FROM jsonb_each_text(post.reactions)
                          WHERE post.reactions <> '{{}}'::jsonb) thanks ON true
     WHERE topic.hidden_at IS NULL AND topic.last_posted_at > %(since)s
     GROUP BY post.topic_id
    HAVING count(*) FILTER (WHERE post.number > 1) + coalesce(sum(thanks.given), 0) > 0
     ORDER BY score DESC, post.topic_id DESC
     LIMIT %(most)s
"""
