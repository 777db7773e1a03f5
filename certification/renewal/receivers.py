"""Attendance becomes credit, and a paid invoice a renewal that waits for a human: each in its signal's transaction."""

from django.dispatch import receiver
from django.utils.translation import gettext as _

from certification.credentials.models import Credential, State
from certification.credentials.signals import credential_awarded
from events.registration.models import Registration
from events.registration.signals import attendance_recorded, attendance_withdrawn
from members.billing.models import Invoice
from members.billing.signals import invoice_paid, invoice_voided

from . import letters
from .models import Category, Credit, Renewal


@receiver(attendance_recorded, sender=Registration, dispatch_uid="renewal.post_credit")
def post_credit(sender, registration, by, **kwargs):
    credential = Credential.objects.latest_of(registration.person)
    if credential:
        _post(credential, registration, by)


@receiver(credential_awarded, sender=Credential, dispatch_uid="renewal.post_credits_of_the_first_days")
def post_credits_of_the_first_days(sender, credential, by, **kwargs):
    """Between the day of the award and its entry the holder may have been somewhere already."""
    attended = Registration.objects.of(credential.person).attended().select_related("event")
    for registration in attended.filter(event__ends_at__date__gte=credential.awarded_on):
        _post(credential, registration, by)


@receiver(attendance_withdrawn, sender=Registration, dispatch_uid="renewal.void_credit")
def void_credit(sender, registration, by, **kwargs):
    credits = Credit.objects.counted().filter(credential__person_id=registration.person_id, source=registration.source)
    for credit in credits.select_related("credential__person"):
        credit.void(by=by, reason=_("The attendance was withdrawn."), for_good=False)
        letters.credit_voided(credit)


def is_earned(credential, event):
    """Whether the credential was valid on the day of the event, in its own zone."""
    day = event.first_day
    return credential.awarded_on <= day <= credential.expires_on and credential.state_on(day) == State.ACTIVE


def _post(credential, registration, by):
    """A credit for an event on whose day the credential was valid."""
    event = registration.event
    if not is_earned(credential, event):
        return
    credit = Credit.post(
        credential,
        source=registration.source,
        category=Category.REAL_TIME,
        minutes=event.credit_minutes,
        earned_on=event.first_day,
        title=event.title,
        url=event.get_absolute_url(),
        subjects=event.subjects.all(),
        by=by,
    )
    if credit and credit.is_counted:
        letters.credit_posted(credit)


@receiver(invoice_paid, sender=Invoice, dispatch_uid="renewal.receive_payment")
def receive_payment(sender, invoice, by, **kwargs):
    for renewal in Renewal.objects.filter(invoice=invoice):
        renewal.receive_payment(by=by)


@receiver(invoice_voided, sender=Invoice, dispatch_uid="renewal.give_up")
def give_up(sender, invoice, by, **kwargs):
    for renewal in Renewal.objects.running().filter(invoice=invoice):
        renewal.give_up(by=by)
