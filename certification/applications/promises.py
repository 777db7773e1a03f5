"""Until when we promised what, and whether we are late. Working days, as the rules of the application say."""

from datetime import UTC

from django.utils import timezone

from certification.framework.dates import working_days_after


def promised_review(application):
    """The date by which the reviewers answer what was sent last."""
    return working_days_after(_day(application.review_began_at), application.rules.review_promise_days)


def promised_decision(application):
    """The date by which it is decided: after the review, or after its promised end while it goes on."""
    begins = _day(application.recommended_at) if application.recommended_at else promised_review(application)
    return working_days_after(begins, application.rules.decision_promise_days)


def is_late(day):
    return day < timezone.localdate()


def _day(moment):
    return moment.astimezone(UTC).date()
