"""Samples of the letters of an application, for the gallery."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.mail.gallery.samples import day, register

ROOM = "certification/applications"


def _sample(letter, label="", *, url_name="certification:application", **context):
    def tells(person):
        said = {name: value() if callable(value) else value for name, value in context.items()}
        return {"url": reverse(url_name), "name": person.first_name, **said}

    register(f"{ROOM}/{letter}", tells, label=label)


_sample("received", by_when=lambda: day(28), again=False)
_sample("received", _("after changes"), by_when=lambda: day(14), again=True)
_sample(
    "changes",
    until=lambda: day(60),
    note="Two of three parts are clear. What is missing is how you measured what changed.",
    comments=[
        {
            "section": "Your work in customer experience",
            "text": "Say which of the five years were spent leading the programme, and which in a team.",
        },
        {"section": "What came of it", "text": "Which number moved, and how do you know that it was your work?"},
    ],
)
_sample("approved", url_name="certification:exam", until=lambda: day(180))
_sample(
    "denied",
    why="The scheme asks for three years of work in customer experience.\nYour application shows one and a half.",
    refund="US$245.00",
    kept="US$50.00",
    appeal_days=30,
)
_sample("denied", _("nothing goes back, no appeal"), why="The fee was not paid.", refund="", kept="", appeal_days=0)
_sample("closed", was_draft=True)
_sample("closed", _("changes were asked for"), was_draft=False)
_sample("runs_out", until=lambda: day(14), is_draft=True)
_sample("runs_out", _("changes were asked for"), until=lambda: day(14), is_draft=False)
