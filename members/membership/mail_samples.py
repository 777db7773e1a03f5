"""Samples of the letters about a membership, for the gallery."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.mail.gallery.samples import day, register

ROOM = "members/membership"


def _welcome(is_first, label="", reason_given=""):
    def tells(person):
        return {
            "name": person.first_name,
            "plan": "Individual, one year",
            "ends": day(365),
            "opens": day(305),
            "is_first": is_first,
            "reason_given": reason_given,
            "url": reverse("membership:membership"),
        }

    register(f"{ROOM}/welcome", tells, label=label)


def _reminder(letter, ends, label="", *, has_grace=True, price="US$295.00", number=""):
    def tells(person):
        return {
            "name": person.first_name,
            "ends": day(ends),
            "grace": day(ends + 30 if has_grace else ends),
            "has_grace": has_grace,
            "price": price,
            "number": number,
            "url": reverse("billing:invoice", args=[number]) if number else reverse("membership:renewal"),
        }

    register(f"{ROOM}/{letter}", tells, label=label)


_welcome(is_first=True)
_welcome(is_first=False, label=_("one more term, granted"), reason_given="You spoke at CX Day.")
_reminder("ending", 30)
_reminder("ending", 7, _("with an open invoice"), number="2026-00418")
_reminder("ending", 7, _("of a plan no longer open"), price="")
_reminder("ended", -1)
_reminder("ended", -1, _("with an open invoice, without grace"), has_grace=False, number="2026-00418")
