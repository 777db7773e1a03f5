"""What providers tell: letters that came back, or that somebody marked as spam. By django-anymail's webhooks."""

import hashlib
import logging
import warnings

from anymail.exceptions import AnymailConfigurationError, AnymailInsecureWebhookWarning
from anymail.signals import EventType, RejectReason, tracking
from anymail.urls import urlpatterns as known
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.dispatch import receiver
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from members.audit.log import record

from .kinds import digest_kind, known_kind
from .models import Bounce, Mail, ProviderEvent
from .models.providers import REPLAY
from .notices import tell
from .preferences import stop

VIEWS = {
    pattern.name.removesuffix("_tracking_webhook"): pattern.callback
    for pattern in known
    if pattern.name.endswith("_tracking_webhook")
}
DEAD = {RejectReason.BOUNCED, RejectReason.INVALID}
logger = logging.getLogger(__name__)


@login_not_required
@csrf_exempt  # the provider's signature, or its secret, is the proof
@require_http_methods(["HEAD", "POST"])
def telling(request, provider):
    """Hear what the provider called `provider` tells, if it is ours and can prove itself; else nothing is here."""
    view = VIEWS.get(provider) if provider in settings.MAIL_PROVIDERS else None
    if view is None or not _can_prove_itself(view.view_class, provider):
        raise Http404
    return view(request)


def _can_prove_itself(view_class, provider):
    """Whether a signing key or a secret is set: without, anybody could stop anybody's letters."""
    try:
        with warnings.catch_warnings(action="ignore", category=AnymailInsecureWebhookWarning):
            view = view_class()
    except AnymailConfigurationError as error:
        logger.error("What %s tells is not heard: %s", provider, error)
        return False
    if view.basic_auth or not view.warn_if_no_basic_auth:
        return True
    logger.error("What %s tells is not heard: set ANYMAIL_WEBHOOK_SECRET", provider)
    return False


@receiver(tracking)
@transaction.atomic
def heard(sender, event, esp_name, **about):
    """One piece of news from a provider. Told again, or told when it is long past, it changes nothing."""
    now = timezone.now()
    if event.timestamp and event.timestamp < now - REPLAY:
        return
    _known, is_new = ProviderEvent.objects.get_or_create(provider=esp_name, event=_name_of(event))
    if not is_new:
        return
    mail = _mail_of(event)
    why = " ".join((event.mta_response or event.description or event.event_type or "").split())[:500]
    if event.event_type in (EventType.BOUNCED, EventType.REJECTED):
        _came_back(mail, event, why)
    elif mail and event.event_type == EventType.COMPLAINED:
        complained(mail)
    elif mail and event.event_type == EventType.UNSUBSCRIBED:
        _stop(mail, [mail.kind])
    elif mail and event.event_type == EventType.DELIVERED and mail.state == Mail.UNKNOWN:
        mail.settle_arrived(by=None)


def complained(mail):
    """Somebody marked a letter as spam: no more of this kind, and no digests. Told kindly, to be taken back."""
    digest = digest_kind()
    _stop(mail, [mail.kind, *([digest.name] if digest else [])])
    record("mail.complained", mail, by=None)
    if mail.to:
        tell(
            mail.to,
            "members/mail/complaint",
            headline=_("A letter of ours was marked as spam in your mailbox, so we stopped that kind. Was it a slip?"),
            url=reverse("mail:preferences"),
            key="complaint",
        )


def _stop(mail, names):
    for name in names:
        kind = known_kind(name)
        if kind and not kind.is_required and mail.to_id:
            stop(mail.to_id, name)


def _came_back(mail, event, why):
    is_final = event.reject_reason in DEAD
    if mail:
        mail.bounced(why, is_final=is_final)
    elif is_final and event.recipient and get_user_model().objects.filter(email__iexact=event.recipient).exists():
        Bounce.meet(event.recipient, why, is_final=True)


def _mail_of(event):
    """The Mail that an event is about, or None; never one to another address."""
    number = (event.metadata or {}).get("mail", "")
    mail = Mail.objects.filter(pk=int(number)).first() if str(number).isdecimal() and len(str(number)) < 19 else None
    if mail is None and event.message_id:
        mail = Mail.of_message(event.message_id) or Mail.objects.filter(provider_id=event.message_id).first()
    if mail and event.recipient and mail.address.lower() != event.recipient.lower():
        return None
    return mail


def _name_of(event):
    """What tells this piece of news from every other, also where a provider gives it no name."""
    told = [event.event_type, event.event_id or [event.message_id, event.recipient, event.timestamp]]
    return hashlib.sha256("\n".join(map(str, told)).encode()).hexdigest()
