"""Samples of the letters about sounding boards, for the gallery."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.mail.gallery.samples import register

ROOM = "forums/soundings"


def _url():
    return reverse("soundings:sounding", args=[23])


def _invited(person):
    return {
        "author": "Hana Sato",
        "headline": "CX consultant, retail banks",
        "subjects": "service design and employee experience",
        "because": "because you know about service design.",
        "url": _url(),
    }


def _closed(count, label=""):
    register(f"{ROOM}/closed", lambda person: {"count": count, "url": _url()}, label=label)


def _agreement(person):
    return {"author": "Hana Sato", "board": "Journeys and design", "url": f"{_url()}#synthesis"}


register(f"{ROOM}/invited", _invited)
_closed(5)
_closed(1, _("one view"))
register(f"{ROOM}/agreement", _agreement)
