"""Where on this floor people speak to each other, and what the silenced may still send there.

They may read, keep, watch, write drafts, take back what is theirs, tell moderators of what others wrote, and object.
"""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from members.accounts import silence, standing
from members.progress.drafts import UnknownKind
from members.progress.lost import writer_named
from members.progress.models import Draft, Overtaken, TooMany
from members.progress.words import TooLong, version_in, words_in, writer_in

from .models import Sanction

# By room: what says nothing to others. Whatever is not named here is closed to them.
FREE = {
    "forums": [
        *("everything_read", "board_read", "watch_board", "watch_tag", "watching", "keeping"),
        *("search_name", "search_telling", "search_removal", "saved_search", "searches"),
        *("feed_making", "feed_removal", "preview", "files", "taking_back", "plan_withdrawal"),
    ],
    "questions": ["claim_withdrawal", "departure"],
    "experts": ["muting", "rest", "withdrawal", "endorsement_withdrawal", "declining"],
    "playbooks": [],
    "soundings": ["openness", "withdrawal"],
    "conversations": ["files", "openness", "response", "withdrawal", "report", "departure", "muting"],
    "articles": ["contact", "files", "preview", "withdrawal"],
    "moderation": ["flag", "withdrawal", "sanction", "objection"],
}
KINDS = {"silenced_until": Sanction.SILENCE, "suspended_until": Sanction.SUSPENSION}


def register():
    """Close these rooms to the silenced, and tell the pages that refuse what is known."""
    for namespace, free in FREE.items():
        silence.covers(namespace, but=free)
    silence.kept_by(keep)
    standing.told_by(why)


def beside(person):
    """A sentence for the forms of somebody who is silenced; "" for nearly everybody. No query."""
    if not person.is_silenced:
        return ""
    until = date_format(localtime(person.silenced_until), "j F Y, H:i")
    return _("You can read, and write again from %(until)s. Until then, what you write here stays a draft.") % {
        "until": until
    }


def why(person, column):
    """What the moderator wrote, and where the person objects."""
    rows = Sanction.objects.in_force().for_listing().filter(person=person, kind=KINDS[column])
    sanction = rows.newest_first().first()
    contact = reverse("articles:page", args=["contact"])
    if sanction is None:
        return standing.Why(contact_url=contact)
    return standing.Why(sanction.words, sanction.address, sanction.can_be_objected_to, contact)


def keep(request):
    """Keep the text of the form among their drafts, so that refusing it loses nothing."""
    key = request.POST.get("draft_key", "")
    if not key or writer_named(request) not in (None, request.user.pk):
        return False
    about = {"version": version_in(request.POST), "writer": writer_in(request.POST)}
    try:
        draft = Draft.keep(by=request.user, key=key, fields=words_in(request.POST), **about)
    except (UnknownKind, TooLong, TooMany, Overtaken):
        return False
    return draft.ended_at is None
