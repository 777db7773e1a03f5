"""Samples of the letters about credits and the renewal, for the gallery."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.mail.gallery.samples import day, register

from .amounts import in_credits

ROOM = "certification/renewal"
NUMBER = "CCXP-104217"


def _renewal(word, **context):
    def tells(person):
        said = {name: value() if callable(value) else value for name, value in context.items()}
        return {"name": person.name, "number": NUMBER, "url": reverse("certification:renewal"), **said}

    register(f"{ROOM}/{word}", tells)


def _claim(state, label, **context):
    def tells(person):
        return {
            "state": state,
            "title": "A workshop on service blueprints",
            "credits": in_credits(180),
            "question": "",
            "because": "",
            "url": reverse("certification:claim", args=[41]),
            **context,
        }

    register(f"{ROOM}/claim", tells, label=label)


def _reminder(occasion, label, *, is_met=False):
    def tells(person):
        return {
            "occasion": occasion,
            "number": NUMBER,
            "last": day({"first_year": 730, "opening": 180, "last_weeks": 30, "ended": -1}[occasion]),
            "opens": day(550 if occasion == "first_year" else 0),
            "so_far": "20 of 20 credits" if is_met else "13 of 20 credits",
            "missing": "" if is_met else "7 credits are still missing, at least 3 of them from real-time learning.",
            "forecast": "" if is_met else "At the pace of the last months you have them in eight months.",
            "is_met": is_met,
            "url": reverse("certification:renewal"),
        }

    register(f"{ROOM}/reminder", tells, label=label)


_renewal("renewed", until=lambda: day(365 * 3))
_renewal("sent_back", because="Two of the activities are counted twice:\nthe workshop of March stands in both lists.")
_claim("accepted", _("counted"))
_claim("queried", _("a question"), question="How long was it without the breaks?")
_claim("rejected", _("not counted"), because="It was a sales talk of the maker of a survey tool.")
_reminder("first_year", _("a year in"))
_reminder("opening", _("the renewal opens"))
_reminder("opening", _("the renewal opens, all credits there"), is_met=True)
_reminder("last_weeks", _("the last weeks"))
_reminder("last_weeks", _("the last weeks, all credits there"), is_met=True)
_reminder("ended", _("it ended"))
