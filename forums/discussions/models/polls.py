"""Polls: a question with options that belongs to a post."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Poll(models.Model):
    SINGLE, SEVERAL, RANKED = "single", "several", "ranked"
    KINDS = [(SINGLE, _("One answer")), (SEVERAL, _("Several answers")), (RANKED, _("Put them in order"))]
    ALWAYS, VOTED, CLOSED = "always", "voted", "closed"
    RESULTS = [
        (ALWAYS, _("At any time")),
        (VOTED, _("After one's own vote")),
        (CLOSED, _("When it is closed")),
    ]

    post = models.ForeignKey("discussions.Post", models.CASCADE, related_name="polls")
    position = models.PositiveSmallIntegerField(default=1)
    question = models.CharField(_("question"), max_length=250, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=KINDS, default=SINGLE)
    most = models.PositiveSmallIntegerField(_("most answers of one person"), default=1)
    results = models.CharField(_("who sees the results"), max_length=8, choices=RESULTS, default=ALWAYS)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    voter_count = models.PositiveIntegerField(_("people who voted"), default=0, editable=False)

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        constraints = [
            models.UniqueConstraint(fields=["post", "position"], name="poll_position_once_per_post"),
            models.CheckConstraint(condition=Q(kind__in=["single", "several", "ranked"]), name="poll_kind_known"),
            models.CheckConstraint(condition=Q(results__in=["always", "voted", "closed"]), name="poll_results_known"),
            models.CheckConstraint(condition=~Q(kind="single") | Q(most=1), name="poll_single_takes_one"),
        ]

    def __str__(self):
        return self.question or str(self.post)


class Option(models.Model):
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    votes = models.PositiveIntegerField(default=0, editable=False)
    points = models.PositiveIntegerField(default=0, editable=False, help_text=_("Of a ranked poll."))
    imported_votes = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("option of a poll")
        verbose_name_plural = _("options of polls")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["poll", "position"], name="option_position_once_per_poll")]

    def __str__(self):
        return self.text


class Ballot(models.Model):
    """What one person answered in one poll; sending it again replaces it."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="ballots")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="ballots")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="ballot_once_per_poll")]

    def __str__(self):
        return f"{self.person}: {self.poll}"


class Vote(models.Model):
    """One option on a ballot; `rank` 1 is the first of a ranked poll."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="votes")
    option = models.ForeignKey(Option, models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [models.UniqueConstraint(fields=["ballot", "option"], name="vote_once_per_option")]

    def __str__(self):
        return f"{self.option} ({self.rank})"
