"""What a provider of mail hands on, by django-anymail: each has a way of its own to say it, and to sign it."""

import warnings
from email.policy import compat32
from importlib import import_module

from anymail.exceptions import AnymailError, AnymailInsecureWebhookWarning
from anymail.signals import inbound
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.dispatch import receiver
from django.http import Http404, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..arriving import arrive, too_large
from ..reading import LARGEST

# The view of each provider in anymail.webhooks.<name>.
PROVIDERS = {
    "amazon_ses": "AmazonSESInboundWebhookView",
    "brevo": "BrevoInboundWebhookView",
    "mailersend": "MailerSendInboundWebhookView",
    "mailgun": "MailgunInboundWebhookView",
    "mailjet": "MailjetInboundWebhookView",
    "mandrill": "MandrillCombinedWebhookView",
    "postal": "PostalInboundWebhookView",
    "postmark": "PostmarkInboundWebhookView",
    "resend": "ResendInboundWebhookView",
    "sendgrid": "SendGridInboundWebhookView",
    "sparkpost": "SparkPostInboundWebhookView",
}
LARGEST_BODY = LARGEST * 3 // 2  # of a request: files travel in base64


@csrf_exempt  # a provider posts here; the secret in the address, and its signature where it has one, are the proof
@login_not_required
@require_http_methods(["HEAD", "POST"])
def webhook(request, secret, provider):
    """Take in what MAIL_IN_PROVIDER hands on. Answered only when it is kept: else the provider brings it again."""
    known = settings.MAIL_IN_PROVIDER
    is_right = bool(settings.MAIL_IN_SECRET) and constant_time_compare(secret, settings.MAIL_IN_SECRET)
    if not is_right or provider != known or provider not in PROVIDERS:
        raise Http404
    if request.method == "HEAD":
        return HttpResponse()
    if request.content_type == "application/json":
        # Read here, in bounds of ours: files make it larger than any form of the portal.
        request._body = request.read(LARGEST_BODY + 1)
        if len(request._body) > LARGEST_BODY:
            return HttpResponse(status=413)
    view = getattr(import_module(f"anymail.webhooks.{provider}"), PROVIDERS[provider])
    try:
        # Without a password of its own: the secret in the address does the same.
        with warnings.catch_warnings(action="ignore", category=AnymailInsecureWebhookWarning):
            return view.as_view()(request)
    except AnymailError:
        return HttpResponse(status=400)


@receiver(inbound, dispatch_uid="mail.take_in")
def take_in(sender, event, esp_name, **kwargs):
    """Keep a message that a provider handed on."""
    message = event.message
    raw = message.as_bytes(policy=compat32)
    to = [str(message.envelope_recipient)] if message.envelope_recipient else []
    if len(raw) > LARGEST:
        too_large(raw[:64_000], len(raw), source=esp_name[:20], to=to)
    else:
        arrive(raw, source=esp_name[:20], to=to)
