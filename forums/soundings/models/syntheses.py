"""What the author makes of the views. It is published only as those who gave them agreed to it.

The rule, and why: what was said in a small round is told outside only with the consent of those who said it. So every
text is asked about anew: an agreement belongs to one version. A wish for a change stops it until the text has changed.
At least three must agree, because among fewer each could be recognised, and everybody who answered must be among them.
Whoever stays silent for seven days neither agrees nor stops the others: they are neither named nor thanked.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from forums.discussions import markdown
from forums.discussions.models import Board, Topic
from members.audit.log import record

from .refusals import NotNow
from .soundings import FEWEST

ANSWER_WITHIN = timedelta(days=7)
NAME_AS_IS = str.maketrans({mark: f"\\{mark}" for mark in "\\*_`[]<>@#"})  # a name is no Markdown


class Synthesis(models.Model):
    """One text about one closed board, written by its author."""

    sounding = models.OneToOneField("soundings.Sounding", models.CASCADE, related_name="synthesis")
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"))
    html = models.TextField(editable=False)
    board = models.ForeignKey(Board, models.PROTECT, related_name="+", verbose_name=_("board"))
    version = models.PositiveIntegerField(default=1, help_text=_("Counts the texts that people were asked about."))
    asked_at = models.DateTimeField(_("people were asked"))
    due_at = models.DateTimeField(_("silence counts as no answer"))
    token = models.UUIDField(unique=True, editable=False)
    topic = models.OneToOneField(
        Topic,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published as"),
    )

    class Meta:
        verbose_name = _("synthesis")
        verbose_name_plural = _("syntheses")

    def __str__(self):
        return f"{self.sounding}, synthesis"

    @property
    def is_published(self):
        return self.topic_id is not None

    @classmethod
    @transaction.atomic
    def propose(cls, sounding, *, by, title, body, board, token, now=None):
        """Ask everybody who gave a view about this text; one that differs from the last is asked about anew.

        Raises NotNow where the board is open, has fewer than three views, or is published.
        """
        from ..news import tell_of_request

        now = now or timezone.now()
        sounding._lock()
        if by.pk != sounding.author_id or not sounding.can_be_told:
            raise NotNow(sounding.why_not_told)
        said = {"title": title, "body": body, "board_id": board.pk}
        synthesis = cls.objects.filter(sounding=sounding).first()
        if synthesis and synthesis.is_published:
            raise NotNow(_("It is published: change it where it stands."))
        if synthesis and all(getattr(synthesis, name) == value for name, value in said.items()):
            return synthesis
        fresh = {**said, "html": markdown.render(body), "asked_at": now, "due_at": now + ANSWER_WITHIN}
        if synthesis is None:
            synthesis = cls.objects.create(sounding=sounding, token=token, **fresh)
        else:
            cls.objects.filter(pk=synthesis.pk).update(version=synthesis.version + 1, **fresh)
            synthesis.refresh_from_db()
        synthesis.agreements.all().delete()
        record("soundings.synthesis_proposed", sounding, by=by, version=synthesis.version)
        tell_of_request(synthesis)
        return synthesis

    @transaction.atomic
    def answer(self, *, by, agrees, version, is_named=False, words="", now=None):
        """What `by`, who gave a view, says to text number `version`. Raises NotNow, also where it changed meanwhile."""
        from ..news import tell_of_answer

        self._lock()
        if self.is_published or not self.sounding.views.filter(person=by.pk).exists():
            raise NotNow(_("It is published already."))
        if version != self.version:
            raise NotNow(_("The text has changed since you read it. Here is how it reads now."))
        said = {"agrees": agrees, "is_named": is_named and agrees, "words": "" if agrees else words}
        agreement, new = Agreement.objects.update_or_create(
            synthesis=self, person=by, defaults={**said, "at": now or timezone.now()}
        )
        record("soundings.synthesis_answered", self.sounding, by=by, agrees=agrees)
        tell_of_answer(self, agreement)
        return agreement

    def why_not_yet(self, now=None):
        """What still stands before publishing, as a sentence; "" where nothing does."""
        now = now or timezone.now()
        answers = list(self.agreements.all())
        agreed = sum(answer.agrees for answer in answers)
        if len(answers) > agreed:
            return _now("Somebody asks for a change. Change the text, and everybody is asked anew.")
        missing = self.sounding.view_count - len(answers)
        if missing and now < self.due_at:
            return ngettext(
                "%(count)d person has not answered yet.", "%(count)d people have not answered yet.", missing
            ) % {"count": missing}
        if agreed < FEWEST:
            return _now("Fewer than three agreed. Among so few each could be recognised, so it stays between you.")
        return ""

    @transaction.atomic
    def publish(self, *, by, now=None):
        """Make it a topic that names only those who agreed to be named. Done twice, it is one topic.

        Raises NotNow, and NotAllowed of the discussions where `by` may no longer write on that board.
        """
        from ..news import tell_of_publishing

        self._lock()
        if by.pk != self.sounding.author_id:
            raise NotNow
        if self.is_published:
            return self.topic
        if why := self.why_not_yet(now):
            raise NotNow(why)
        self.topic = Topic.start(
            board=self.board,
            by=by,
            title=self.title,
            body=f"{self.body}\n\n---\n\n{self.thanks}",
            token=self.token,
            now=now,
        )
        self.save(update_fields=["topic"])
        record("soundings.published", self.sounding, by=by, topic=self.topic.pk)
        tell_of_publishing(self)
        return self.topic

    @property
    def thanks(self):
        """The last line of what is published: how it came about, and whom the author thanks by name."""
        agreed = list(self.agreements.filter(agrees=True).select_related("person").order_by("pk"))
        names = [str(each.person).translate(NAME_AS_IS) for each in agreed if each.is_named]
        others = len(agreed) - len(names)
        if names and others:
            names.append(
                ngettext("%(count)d who stays unnamed", "%(count)d who stay unnamed", others) % {"count": others}
            )
        if not names:
            return _now("From a sounding board with %(count)d members, who agreed to this text. Thank you.") % {
                "count": len(agreed)
            }
        return _now("From a sounding board, with thanks to %(names)s, who agreed to this text.") % {
            "names": get_text_list(names, _now("and"))
        }

    def _lock(self):
        self.refresh_from_db(
            from_queryset=Synthesis.objects.select_for_update(of=["self"]).select_related(
                "sounding__author", "board__posting_group", "board__group"
            )
        )


class Agreement(models.Model):
    """What somebody who gave a view says to the text that is to be published."""

    synthesis = models.ForeignKey(Synthesis, models.CASCADE, related_name="agreements")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sounding_agreements")
    agrees = models.BooleanField(_("agrees"))
    is_named = models.BooleanField(_("wants to be named"), default=False)
    words = models.CharField(_("the change they ask for"), max_length=600, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("answer to a synthesis")
        verbose_name_plural = _("answers to syntheses")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["synthesis", "person"], name="one_agreement_per_person"),
            models.CheckConstraint(condition=Q(agrees=True) | Q(is_named=False), name="named_only_who_agrees"),
            models.CheckConstraint(condition=Q(agrees=True) | ~Q(words=""), name="a_change_is_said_in_words"),
        ]

    def __str__(self):
        return f"{self.synthesis}, answer {self.pk}"
