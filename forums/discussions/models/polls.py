"""Polls: a question with options that belongs to a post."""

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models, transaction
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.audit.log import record

from ..signals import poll_closed

BESIDE = ["id", "question", "kind", "most", "results", "closes_at", "closed_at", "imported_voters", "voter_count"]


class PollClosed(Exception):
    """The poll takes no answer of this person now."""


class WrongVote(Exception):
    """An answer the form does not offer."""


class PollQuerySet(models.QuerySet):
    def for_reader(self, person):
        """Each with its `choices` and with `mine`, the ids this reader chose, in their order: one query."""
        options = Option.objects.filter(poll=OuterRef("pk")).order_by("position")
        told = JSONObject(id="pk", text="text", votes="votes", points="points", imported="imported_votes")
        votes = Vote.objects.filter(ballot__poll=OuterRef("pk"), ballot__person=person.pk).order_by("rank")
        return self.annotate(
            choices=ArraySubquery(options.values(told=told)), mine=ArraySubquery(votes.values("option_id"))
        ).order_by("post_id", "position")

    def beside(self):
        """The polls of this query, `for_reader`, as a column of another; `Poll.read` makes polls of it again."""
        # Whether the date has closed it is said too, so that what is made of the column changes at that moment.
        is_over = Case(When(closes_at__lte=timezone.now(), then=Value(True)), default=Value(False))
        columns = {name: name for name in BESIDE}
        return ArraySubquery(self.values(one=JSONObject(**columns, choices="choices", mine="mine", is_over=is_over)))


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
    imported_voters = models.PositiveIntegerField(default=0, editable=False)
    voter_count = models.PositiveIntegerField(_("people who voted"), default=0, editable=False)

    objects = PollQuerySet.as_manager()

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

    @classmethod
    @transaction.atomic
    def ask(cls, post, *, options, kind=SINGLE, most=1, results=ALWAYS, closes_at=None, question=""):
        """Put a poll with `options` (texts, in their order) under `post`; returns the Poll."""
        limit = {cls.SINGLE: 1, cls.SEVERAL: min(max(most, 1), len(options)), cls.RANKED: len(options)}[kind]
        poll = cls.objects.create(
            post=post, question=question, kind=kind, most=limit, results=results, closes_at=closes_at
        )
        Option.objects.bulk_create(
            Option(poll=poll, position=position, text=text) for position, text in enumerate(options, 1)
        )
        type(post).objects.filter(pk=post.pk).update(has_poll=True)
        post.has_poll = True
        return poll

    @classmethod
    def read(cls, beside, post):
        """The poll of `post` that a query had beside what it asked for (`beside()`)."""
        poll = cls(post=post, **{name: cls._meta.get_field(name).to_python(beside[name]) for name in BESIDE})
        poll.choices, poll.mine = beside["choices"], beside["mine"]
        return poll

    @property
    def is_closed(self):
        """Closed by its author, or by its date: nothing has to run for that."""
        over = self.closes_at is not None and self.closes_at <= timezone.now()
        return self.closed_at is not None or over

    def can_be_answered_by(self, person):
        """Whoever may write on the board may vote, while the poll and its topic are open."""
        topic = self.post.topic
        stands = not self.is_closed and topic.closed_at is None and not self.post.is_hidden
        return stands and topic.board.can_be_posted_to_by(person)

    def can_be_closed_by(self, person):
        return person.is_authenticated and (self.post.is_by(person) or person.is_moderator)

    @transaction.atomic
    def vote(self, *, by, options):
        """Answer with the ids of `options`, the first one preferred where they are ranked; replaces an earlier answer.

        None at all takes the answer back. The numbers are counted anew under the poll's lock.
        Raises PollClosed, and WrongVote for options that are not this poll's, come twice, or are more than it takes.
        """
        locked = Poll.objects.select_for_update(of=["self"]).select_related("post__topic__board").get(pk=self.pk)
        if not locked.can_be_answered_by(by):
            raise PollClosed
        known = set(self.options.values_list("pk", flat=True))
        if len(set(options)) != len(options) or not known.issuperset(options) or len(options) > locked.most:
            raise WrongVote
        Ballot.objects.filter(poll=self, person=by).delete()
        if options:
            ballot = Ballot.objects.create(poll=self, person=by)
            Vote.objects.bulk_create(
                Vote(ballot=ballot, option_id=option, rank=rank) for rank, option in enumerate(options, 1)
            )
        locked._count()

    def _count(self):
        """Count the answers anew. In a ranked poll of n options a first place is worth n points, the next one less."""
        self.voter_count = self.ballots.count() + self.imported_voters
        self.save(update_fields=["voter_count"])
        votes = Vote.objects.filter(option=OuterRef("pk")).order_by().values("option")
        worth = self.options.count() + 1 - F("rank")
        self.options.update(
            votes=Coalesce(Subquery(votes.annotate(n=Count("pk")).values("n")), 0),
            points=Coalesce(Subquery(votes.annotate(n=Sum(worth)).values("n")), 0),
        )

    @transaction.atomic
    def close(self, *, by, now=None):
        """Take no more answers. Done twice, the first moment stays."""
        if Poll.objects.filter(pk=self.pk, closed_at=None).update(closed_at=now or timezone.now()):
            self.refresh_from_db(fields=["closed_at"])
            record("discussions.poll_closed", self, by=self.post.masked(by))
            poll_closed.send(sender=Poll, poll=self)

    @classmethod
    def close_due(cls, now=None):
        """Tell of the polls that their date has closed; each once, also with two beats."""
        now = now or timezone.now()
        due = cls.objects.filter(closed_at=None, closes_at__lte=now).order_by("closes_at")
        while True:
            with transaction.atomic():
                poll = due.select_for_update(skip_locked=True, of=["self"]).select_related("post__topic").first()
                if poll is None:
                    return
                poll.closed_at = poll.closes_at
                poll.save(update_fields=["closed_at"])
                poll_closed.send(sender=cls, poll=poll)

    # --- As one reader finds it: of polls `for_reader` ---------------------------------------------------------------

    @property
    def shows_results(self):
        """Whether this reader sees the numbers now."""
        if self.is_closed or self.results == self.ALWAYS:
            return True
        return self.results == self.VOTED and bool(self.mine)

    @cached_property
    def untold_voters(self):
        """How many answered where it was imported from, when what they chose did not come with it."""
        told = any(option["imported"] for option in self.choices)
        return 0 if told else self.imported_voters

    @property
    def told_voters(self):
        """How many people stand behind the numbers that are shown."""
        return self.voter_count - self.untold_voters

    @cached_property
    def standing(self):
        """The options in the order they were written, with what they got: {id, text, count, share (percent), is_mine,
        rank}; the count of a ranked poll are points."""
        ranked = self.kind == self.RANKED
        rows = [
            {
                "id": option["id"],
                "text": option["text"],
                "count": option["points"] if ranked else option["votes"] + option["imported"],
                "is_mine": option["id"] in self.mine,
                "rank": self.mine.index(option["id"]) + 1 if option["id"] in self.mine else None,
            }
            for option in self.choices
        ]
        most = max((row["count"] for row in rows), default=0)
        whole = most if ranked else self.told_voters
        for row in rows:
            row["share"] = round(100 * row["count"] / whole) if whole else 0
        return rows

    @property
    def results_rows(self):
        """Rows for components/bars.html, those with most first where they are ranked."""
        rows = sorted(self.standing, key=lambda row: -row["count"]) if self.kind == self.RANKED else self.standing
        return [{"name": row["text"], "percent": row["share"], "words": self._words(row)} for row in rows]

    def _words(self, row):
        if self.kind == self.RANKED:
            return ngettext("%(count)s point", "%(count)s points", row["count"]) % {"count": row["count"]}
        said = ngettext("%(count)s vote, %(share)s %%", "%(count)s votes, %(share)s %%", row["count"])
        return said % {"count": row["count"], "share": row["share"]}


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


def beside_posts(person):
    """{name: expression} for posts: the polls of each as `person` finds them, for `for_posts`."""
    polls = Poll.objects.filter(post=OuterRef("pk")).for_reader(person)
    return {"polls_beside": Case(When(has_poll=True, then=polls.beside()))}


def for_posts(posts, person):
    """Give each of `posts`, which were read with `beside_posts`, its `polls_shown`."""
    for post in posts:
        post.polls_shown = [Poll.read(each, post) for each in post.polls_beside or []]
        for poll in post.polls_shown:
            poll.can_answer = poll.can_be_answered_by(person)
            poll.can_close = not poll.is_closed and poll.can_be_closed_by(person)
