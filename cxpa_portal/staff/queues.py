"""What waits for staff: the first page of the admin. Each queue is one query, and only for those who may see it."""

from dataclasses import dataclass, field

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from certification.applications.models import Application
from certification.exams.models import DateWish
from certification.renewal.models import Claim, Renewal
from events.programme.models import Event
from forums.articles.models import Article
from forums.conversations.models import MessageReport
from forums.discussions.models import Unmasking
from forums.experts.models import Expertise
from forums.moderation.models import Case
from forums.questions.models import Promise
from members.billing.models import Invoice
from members.mail.models import KindSwitch, Mail, Outage


@dataclass
class Queue:
    label: str  # what waits, in words
    step: str  # what somebody does about it
    waiting: object  # the QuerySet of rows that wait
    since: str  # the field that says since when
    filters: dict = field(default_factory=dict)  # of the list in the admin that shows the same rows

    @property
    def model(self):
        return self.waiting.model

    @property
    def url(self):
        about = self.model._meta
        address = reverse(f"admin:{about.app_label}_{about.model_name}_changelist")
        return f"{address}?{urlencode(self.filters)}" if self.filters else address

    def is_for(self, person):
        about = self.model._meta
        return person.has_perm(f"{about.app_label}.view_{about.model_name}")

    @cached_property
    def _measured(self):
        return self.waiting.order_by().aggregate(count=Count("pk"), oldest=Min(self.since))

    @property
    def count(self):
        return self._measured["count"]

    @property
    def oldest(self):
        """Since when the oldest waits: a datetime, or None."""
        return self._measured["oldest"]


def queues(person):
    """Every queue of every floor, the money and the people who wait for an answer first."""
    cases = Application.objects.for_staff(person)
    return [
        Queue(
            _("Transfers to confirm"),
            _("Compare with the bank's statement"),
            Invoice.objects.open(),
            "issued_at",
            {"state": "open"},
        ),
        Queue(
            _("Messages reported"),
            _("Read it with the five before it, then settle it"),
            MessageReport.objects.waiting(),
            "at",
            {"settled_at__isempty": "1"},
        ),
        Queue(
            _("Cases for moderators"),
            _("Read the text, then let it stand, send it back or hide it"),
            Case.objects.reaching(person).open(),
            "waits_since",
            {"settled_at__isempty": "1"},
        ),
        Queue(
            _("Authors asked for"),
            _("Read why, then agree or say no: it takes two"),
            Unmasking.objects.waiting_for(person),
            "asked_at",
            {"state": "waiting"},
        ),
        Queue(
            _("Questions past their promise"),
            _("Find somebody who can answer, or write the first word"),
            Promise.objects.readable_by(person).late(),
            "until",
            {"state": "late"},
        ),
        Queue(
            _("Applications to review"),
            _("Take one and say what you recommend"),
            cases.to_review(),
            "review_began_at",
            {"queue": "review"},
        ),
        Queue(
            _("Applications to decide"),
            _("Somebody who has not reviewed it decides"),
            cases.to_decide(),
            "recommended_at",
            {"queue": "decide"},
        ),
        Queue(
            _("Dates for the exam to arrange"),
            _("Arrange it with the provider"),
            DateWish.objects.filter(settled_at=None),
            "wished_at",
            {"settled_at__isempty": "1"},
        ),
        Queue(
            _("Renewals to confirm"),
            _("Confirm, or name the fee"),
            Renewal.objects.waiting(),
            "requested_at",
            {"state__in": "unpriced,to_confirm"},
        ),
        Queue(
            _("Credits claimed"),
            _("Count them, ask back or decline"),
            Claim.objects.waiting(),
            "claimed_at",
            {"state__exact": "claimed"},
        ),
        Queue(
            _("Experts to confirm"),
            _("Read what peers say of them, then confirm or say why not"),
            Expertise.objects.waiting(),
            "state_since",
            {"state__exact": "endorsed"},
        ),
        Queue(
            _("Articles to read"),
            _("Publish it, ask for changes, or say why not"),
            Article.objects.waiting(),
            "submitted_at",
            {"state__exact": "review"},
        ),
        Queue(
            _("Events proposed"),
            _("Read it, then publish it or write to the host"),
            Event.objects.proposed(),
            "proposed_at",
            {"state": "proposed"},
        ),
        Queue(
            _("Letters that did not arrive"),
            _("Look why, then send them again"),
            Mail.objects.undecided(),
            "created_at",
            {"state__in": f"{Mail.FAILED},{Mail.UNKNOWN}"},
        ),
        Queue(
            _("Kinds of letters that are stopped"),
            _("See why, then let them go or keep them here"),
            KindSwitch.objects.standing(),
            "stopped_at",
            {"released_at__isempty": "1"},
        ),
        Queue(
            _("The mail server does not answer"),
            _("See what it said; all letters wait"),
            Outage.objects.lasting(),
            "began_at",
            {"ended_at__isempty": "1"},
        ),
    ]


def show(request, context):
    """Unfold asks for this when it draws the admin's first page."""
    mine = [queue for queue in queues(request.user) if queue.is_for(request.user)]
    return context | {
        "queues": [queue for queue in mine if queue.count],
        "clear": [queue for queue in mine if not queue.count],
    }
