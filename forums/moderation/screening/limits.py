"""What a new free account can do in its first days. Said beside the form, with when it is over."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forums.discussions import markdown

from ..models import Sending
from ..models.seen_hosts import links_in
from ..trust import Trust

TEXTS_AN_HOUR = 5
LINKS = 2
MENTIONS = 5


def beside(person):
    """The limits of `person` in a sentence; "" for nearly everybody. One query for a new account, none for others."""
    trust = Trust(person)
    if not trust.is_limited:
        return ""
    return _(
        "New accounts begin gently: until %(until)s, or until three of your posts stand, you can send %(texts)d texts "
        "an hour, with %(links)d links and %(mentions)d people called by @."
    ) % {"until": _until(trust), "texts": TEXTS_AN_HOUR, "links": LINKS, "mentions": MENTIONS}


def refusal(sent, trust):
    """Why `sent` cannot go out now, in a sentence; "" where it can."""
    if not trust.is_limited:
        return ""
    links = len(links_in(markdown.render(sent.body)))
    if links > LINKS:
        said = ngettext(
            "It has %(count)d link, and until %(until)s yours can have %(most)d.",
            "It has %(count)d links, and until %(until)s yours can have %(most)d.",
            links,
        )
        return said % {"count": links, "until": _until(trust), "most": LINKS}
    called = len(markdown.handles_in(sent.body)) if "@" in sent.body else 0
    if called > MENTIONS:
        said = _("It calls %(count)d people by @, and until %(until)s yours can call %(most)d.")
        return said % {"count": called, "until": _until(trust), "most": MENTIONS}
    return _too_many(sent)


def _too_many(sent):
    """Asked last: whatever gets past this is on its way, and counts."""
    next_at = Sending.take(sent.by, token=sent.token, most=TEXTS_AN_HOUR)
    if next_at is None:
        return ""
    minutes = max(1, -(-int((next_at - timezone.now()).total_seconds()) // 60))
    return ngettext(
        "You have sent %(most)d texts within an hour, as many as a new account can. The next can go in %(count)d "
        "minute; keep this one for later meanwhile.",
        "You have sent %(most)d texts within an hour, as many as a new account can. The next can go in %(count)d "
        "minutes; keep this one for later meanwhile.",
        minutes,
    ) % {"most": TEXTS_AN_HOUR, "count": minutes}


def _until(trust):
    """The day and hour in the zone of the reader, whose request this is."""
    return date_format(timezone.localtime(trust.limits_end_at), "j F, H:i")
