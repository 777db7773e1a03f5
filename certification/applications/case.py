"""A case on one screen, and what the one who looks at it may do now."""

from django.utils.translation import gettext_lazy as _

from members.audit.history import history_of

from .admin_forms import DecideForm, DelayForm, GiveBackForm, RecommendForm, TakeForm
from .models import NotNow, Part, TwoRoles
from .promises import is_late, promised_decision, promised_review
from .states import State

# The record of the verbs, in words.
HAPPENED = {
    "applications.began": _("Begun"),
    "applications.job_removed": _("A place of work was removed"),
    "applications.sent": _("Sent"),
    "applications.sent_again": _("Sent again, with changes"),
    "applications.fee_waived": _("No fee to pay"),
    "applications.paid": _("Paid"),
    "applications.back_to_draft": _("Back to the applicant: the invoice was given up"),
    "applications.taken": _("Taken for review, without a conflict of interest"),
    "applications.given_back": _("Given back by the reviewer"),
    "applications.recommended": _("Recommendation sent"),
    "applications.changes_asked": _("Changes asked for"),
    "applications.delay_explained": _("The delay was explained"),
    "applications.approved": _("Approved"),
    "applications.denied": _("Not approved"),
    "applications.withdrawn": _("Withdrawn"),
    "applications.reminded": _("Reminded"),
    "applications.ran_out": _("Closed unfinished"),
}


class Case:
    """What the page of a case shows `person`, and the forms it offers them."""

    def __init__(self, application, person):
        self.application, self.person = application, person
        self.parts = list(application.parts.select_related("person"))
        self.role = next((part.role for part in self.parts if part.person_id == person.pk), None)

    def forms(self, data=None):
        """The forms for what may be done now; with `data`, the one that was sent is bound."""
        return [self._form(form_class, data) for form_class in self._possible()]

    def do(self, data):
        """Do what was sent. Returns (done, forms): when it could not be done, the form says why."""
        forms = self.forms(data)
        sent = next((form for form in forms if form.is_bound), None)
        if sent is None or not sent.is_valid():
            return False, forms
        try:
            sent.do()
        except (NotNow, TwoRoles) as refusal:
            sent.add_error(None, str(refusal))
            return False, forms
        return True, forms

    @property
    def history(self):
        return history_of(self.application, HAPPENED)

    @property
    def promise(self):
        """(the promised date, whether it has gone by) of what is due next; None when nothing is promised."""
        if self.application.state != State.IN_REVIEW:
            return None
        decide = self.application.recommended_at is not None
        day = (promised_decision if decide else promised_review)(self.application)
        return {"day": day, "is_late": is_late(day), "decide": decide}

    @property
    def sections(self):
        """The answers by section, with what earlier reviewers asked for in each."""
        asked = {}
        for review in self.application.readings:
            for comment in review.comments.all():
                asked.setdefault(comment.section, []).append(comment)
        return [{"told": told, "comments": asked.get(told.slug, [])} for told in self.application.told]

    def _possible(self):
        application, person = self.application, self.person
        if application.state != State.IN_REVIEW or person.pk == application.person_id:
            return []
        found = []
        if application.review_of(person):
            found += [RecommendForm, GiveBackForm]
        elif self._may("review") and self.role in (None, Part.REVIEWER) and application.wants_a_reviewer:
            found.append(TakeForm)
        # Who reviewed it sees the decision form too only when they could decide: never.
        if self._may("decide") and application.recommended_at and self.role in (None, Part.DECIDER):
            found.append(DecideForm)
        return [*found, DelayForm] if found else []

    def _form(self, form_class, data):
        sent = data if data is not None and data.get("act") == form_class.act else None
        return form_class(sent, application=self.application, person=self.person)

    def _may(self, what):
        return self.person.has_perm(f"applications.{what}_application")
