"""Samples of what editors, authors and the people of the office hear, for the gallery."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.mail.gallery.samples import Written, day, register

from .news import DECIDED, SUBMITTED
from .views.contact import KIND as CONTACT
from .views.contact import letter

TITLE = "What a year of closing the loop taught us"


def _submitted(label="", *, is_again=False, words=""):
    def tells(person):
        return {
            "author": "Olga Petrenko",
            "headline": "Chief customer officer, energy",
            "title": TITLE,
            "sentence": "We called back every customer who gave us less than a seven. Half of it was worth it.",
            "words": words,
            "is_again": is_again,
            "url": reverse("articles:manuscript", args=[12]),
        }

    register(SUBMITTED, tells, label=label)


def _decided(what, headline, words="", at=""):
    def tells(person):
        url = reverse("articles:manuscript", args=[12])
        if what == "published":
            url = reverse("articles:article", args=["a-year-of-closing-the-loop"])
        when = at() if at else ""
        said = headline % {"title": TITLE, "at": when}
        return {"what": what, "title": TITLE, "words": words, "at": when, "url": url, "headline": said}

    register(DECIDED, tells, label=_STATES[what])


def _contact(person):
    told = {
        "name": "Bob Lindqvist",
        "address": "bob@company.example",
        "about": "An invoice for our organisation",
        "words": "Our finance department asks for a purchase order on the invoice.\n\nWhere do I put it?",
    }
    return Written(**letter(told, person))


_STATES = {"published": _("published"), "scheduled": _("planned"), "changes": _("changes"), "declined": _("declined")}

_submitted(words="The second half is the part I am unsure of.")
_submitted(_("reworked"), is_again=True)
_decided("published", "Your article “%(title)s” is published")
_decided(
    "scheduled",
    "Your article “%(title)s” comes out on %(at)s",
    at=lambda: f"{day(9)}, 08:00 (Europe/Zurich)",
)
_decided(
    "changes",
    "The editors ask for changes to “%(title)s”",
    "The numbers in the middle need a word on where they come from.\n\nThe end is strong: leave it.",
)
_decided("declined", "The editors do not take “%(title)s”", "It is close to what we published in March.")
register(CONTACT, _contact)
