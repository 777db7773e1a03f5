"""Reading a case and recommending what to do with it: the work of reviewers."""

from django.db import transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from members.audit.log import record

from ..employers import essence_of, shared_employer
from ..states import State
from .answers import Job
from .cases import Comment, Part, Review, TwoRoles
from .transitions import NotNow


class Reviewing:
    """The part of Application that is about its reviewers."""

    @cached_property
    def readings(self):
        """All reviews with their people and comments, the first first. Two queries, asked for once."""
        return list(self.reviews.select_related("part__person").prefetch_related("comments"))

    @property
    def current_readings(self):
        """The reviews of what was sent last, those given back aside."""
        return [review for review in self.readings if review.revision == self.revision and not review.returned_at]

    @property
    def asked_changes(self):
        """{slug of a section: [comments]} of the last time changes were asked, for the applicant."""
        asked = {}
        for review in self.readings:
            if review.revision == self.revision - 1 and not review.returned_at:
                for comment in review.comments.all():
                    asked.setdefault(comment.section, []).append(comment.text)
        return asked

    @property
    def wants_a_reviewer(self):
        """Whether another reviewer is needed for what was sent last."""
        return (
            self.state == State.IN_REVIEW
            and self.recommended_at is None
            and len(self.current_readings) < self.rules.reviews_needed
        )

    def review_of(self, person):
        """The open review `person` has of this case, or None."""
        return next((each for each in self.current_readings if each.part.person_id == person.pk and each.is_open), None)

    @transaction.atomic
    def take(self, *, by, employer):
        """Take the case to review it, declaring no conflict of interest; `employer` is where the reviewer works.

        Taken twice, it is taken once. Raises TwoRoles for one's own case, a case one decides on, or one of somebody
        with the same employer; NotNow when it is not waiting for a reviewer.
        """
        self._hold()
        if review := self.review_of(by):
            return review
        if not self.wants_a_reviewer:
            raise NotNow(_("This case is not waiting for a reviewer."))
        self._refuse_shared_employer(by, employer)
        part = self._take_part(by, Part.REVIEWER, employer)
        # One row per reviewer and revision: who gave it back and takes it again goes on with theirs.
        review, _new = Review.objects.update_or_create(
            application=self,
            part=part,
            revision=self.revision,
            defaults={"taken_at": timezone.now(), "returned_at": None},
        )
        self.__dict__.pop("readings", None)
        record("applications.taken", self, by=by, employer=employer, declared="no conflict of interest")
        return review

    @transaction.atomic
    def give_back(self, *, by):
        """Let somebody else review it. Done twice, once."""
        self._hold()
        review = self.review_of(by)
        if review:
            review.returned_at = timezone.now()
            review.save(update_fields=["returned_at"])
            self.__dict__.pop("readings", None)
            record("applications.given_back", self, by=by)

    @transaction.atomic
    def recommend(self, recommendation, *, by, reason="", comments=None):
        """Say what to do with the case: Review.APPROVE, CHANGES with `comments` {section: text}, or DENY with a reason.

        With the last review that is needed the case is ready to be decided. Raises NotNow when `by` is not reading it,
        or nothing more can be asked of the applicant.
        """
        self._hold()
        review = self.review_of(by)
        if review is None or self.state != State.IN_REVIEW:
            raise NotNow(_("You are not reviewing this case now."))
        comments = {slug: text.strip() for slug, text in (comments or {}).items() if text.strip()}
        if recommendation == Review.CHANGES:
            self._refuse_useless_changes(comments)
        review.recommendation, review.reason, review.recommended_at = recommendation, reason.strip(), timezone.now()
        review.save(update_fields=["recommendation", "reason", "recommended_at"])
        Comment.objects.bulk_create(Comment(review=review, section=slug, text=text) for slug, text in comments.items())
        self.__dict__.pop("readings", None)
        record("applications.recommended", self, by=by, recommendation=recommendation)
        done = [each for each in self.current_readings if each.recommended_at]
        if len(done) >= self.rules.reviews_needed:
            self.recommended_at = timezone.now()
            self.save(update_fields=["recommended_at"])
        return review

    @transaction.atomic
    def explain_delay(self, reason, *, by):
        """Tell the applicant why it takes longer than promised; an empty reason takes the words back."""
        self._hold()
        if self.state != State.IN_REVIEW:
            raise NotNow(_("This case is not in review."))
        if self.late_reason != reason.strip():
            self.late_reason = reason.strip()[:250]
            self.save(update_fields=["late_reason"])
            record("applications.delay_explained", self, by=by, reason=self.late_reason)

    def _refuse_useless_changes(self, comments):
        if not comments:
            raise NotNow(_("Say in at least one section what has to change."))
        if self.revision >= self.rules.revision_rounds:
            raise NotNow(_("Changes were asked as often as the rules allow. What is left is to approve or not."))

    def _refuse_shared_employer(self, person, employer):
        if not essence_of(employer):
            raise TwoRoles(_("Say where you work, so that nobody judges a colleague."))
        own_jobs = Job.objects.filter(application__person=person, is_current=True).values_list("employer", flat=True)
        shared = shared_employer([employer, *own_jobs], self.jobs.values_list("employer", flat=True))
        if shared:
            raise TwoRoles(
                _("The applicant worked for %(employer)s, as you do. Somebody else has to take this case.")
                % {"employer": shared}
            )

    def _take_part(self, person, role, employer=""):
        """The Part of `person` in this case. Raises TwoRoles when it is another than `role`."""
        if person.pk == self.person_id:
            raise TwoRoles(_("This is your own application. Somebody else has to take it."))
        part, _new = Part.objects.get_or_create(
            application=self, person=person, defaults={"role": role, "employer": employer[:150]}
        )
        if part.role == Part.REVIEWER and role == Part.DECIDER:
            raise TwoRoles(_("You reviewed this case, so somebody else has to decide on it."))
        if part.role != role:
            raise TwoRoles(_("You decide on this case, so somebody else has to review it."))
        if employer and part.employer != employer:
            part.employer = employer[:150]
            part.save(update_fields=["employer"])
        return part
