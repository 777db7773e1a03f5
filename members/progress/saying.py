"""What the portal says of drafts, on pages and to the script that saves them."""

from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .models import MOST


def kept(draft):
    """ "Kept 14:03", in the reader's zone."""
    return _("Kept %(time)s") % {"time": written(timezone.localtime(draft.saved_at), pgettext("time of day", "H:i"))}


def too_long():
    return _("This is longer than a draft can be (60,000 characters). It stays in this window; could it become two?")


def too_many(oldest):
    """Names the draft that waited longest, so that nothing is lost silently."""
    day = written(timezone.localtime(oldest.saved_at), pgettext("day of another year", "j F Y"))
    return _(
        "You have %(most)d drafts, and no more are kept. Send or throw away one of them; “%(title)s” of %(day)s "
        "has waited longest."
    ) % {"most": MOST, "title": oldest.title, "day": day}
