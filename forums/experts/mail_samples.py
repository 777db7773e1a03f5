"""Samples of the letters to experts, for the gallery."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.mail.gallery.samples import day, register


def _asked(label="", *, passed_by=""):
    def tells(person):
        return {
            "asker": "Cleo Marchetti",
            "passed_by": passed_by,
            "topic": "How do you begin with journey mapping in a company of forty people?",
            "subject": "journey mapping",
            "excerpt": "We have one designer and no budget. Everybody says: begin with the worst journey. Which is it, "
            "if nobody measures?",
            "due": day(5),
            "url": reverse("forums:topic", args=[732, "how-do-you-begin"]),
            "passing_url": reverse("experts:passing", args=[19]),
        }

    register("forums/experts/asked", tells, label=label)


_asked()
_asked(_("passed on"), passed_by="Eli Brandt")
