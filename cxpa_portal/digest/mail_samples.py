"""Samples of the letters this room writes, for the gallery."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.mail.gallery.samples import register

from .kinds import ASKED, KIND
from .letters import summary

LESS = "/mail/less/a-signed-word/"
SECTIONS = [
    (
        "Answers for you",
        [
            (
                "Eli Brandt answered “Which number do you show a board that wants one number?”",
                "/discussions/topics/733/posts/4/",
                "Show two: one for how it feels, and one for what it costs us when it feels bad.",
                "You asked it.",
                "",
            ),
            (
                "Hana Sato began “A journey that nobody owns”",
                "/discussions/topics/731/posts/1/",
                "Three departments, and nobody who decides.",
                "You follow “Journeys and design”.",
                LESS,
            ),
        ],
    ),
    (
        "Coming up",
        [("How a hospital listens: a morning on the wards", "/events/417/", "In Zurich, on 14 March", "", LESS)],
    ),
    (
        "Your membership",
        [
            (
                "Your membership ends on 14 April 2027",
                "/membership/renewal/",
                "Renew now and the next term begins the day after: no day is lost.",
                "Something for you to do.",
                "",
            )
        ],
    ),
]


def _weekly(sections, label="", *, is_quiet=False):
    def tells(person):
        told = [
            {
                "heading": heading,
                "items": [
                    dict(zip(["headline", "url", "detail", "why", "less"], line, strict=True))
                    | {"thing": None, "is_unread": False, "less_label": heading}
                    for line in lines
                ],
            }
            for heading, lines in sections
        ]
        about = {"first_name": person.first_name, "round": "weekly", "minutes": 2, "is_quiet": is_quiet}
        return about | {"sections": told} | summary(told)

    register(KIND, tells, label=label)


def _asked(person):
    return {"first_name": person.first_name, "url": reverse("mail:go_on", args=["a-signed-word"])}


_weekly(SECTIONS)
_weekly(SECTIONS[1:2], _("one piece of news, to somebody who has not come for long"), is_quiet=True)
register(ASKED, _asked)
