"""Samples of the letters about a credential, for the gallery."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.mail.gallery.samples import day, register

NUMBER = "CCXP-104217"
BECAUSE = "An employer told us that the experience in the application was not yours.\nWe are asking both sides."


def _awarded(person):
    return {
        "name": person.name,
        "number": NUMBER,
        "until": day(365 * 3),
        "url": reverse("certification:verification", args=[NUMBER]),
        "own_url": reverse("certification:credential"),
    }


def _changed(state, because, label=""):
    def tells(person):
        return {
            "name": person.name,
            "number": NUMBER,
            "state": state,
            "on": day(0),
            "because": because,
            "until": day(500),
            "url": reverse("certification:verification", args=[NUMBER]),
        }

    register("certification/credentials/changed", tells, label=label)


register("certification/credentials/awarded", _awarded)
_changed("suspended", BECAUSE, _("suspended"))
_changed("active", "Both sides were heard, and the application was right.", _("valid again"))
_changed("revoked", "The experience in the application was somebody else's.", _("withdrawn"))
_changed("surrendered", "You wrote that you leave the field.", _("given back"))
