"""Samples of the letters about questions, for the gallery."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.mail.gallery.samples import day, register

from .asking import KIND as OUTCOME
from .promise.telling import COULD_ANSWER, DESK, LATE

TOPIC = "Which number do you show a board that wants one number?"


def _outcome(others, label=""):
    def tells(person):
        return {
            "author": "Eli Brandt",
            "topic": TOPIC,
            "excerpt": "Show two: one for how it feels and one for what it costs us when it feels bad. The second is "
            "the one they act on.",
            "days": 30,
            "others": others,
            "url": reverse("forums:post", args=[733, 4]),
            "ask_url": reverse("questions:told", args=["a-signed-word"]),
        }

    register(OUTCOME, tells, label=label)


def _waiting(kind):
    def tells(person):
        return {
            "topic": TOPIC,
            "asker": "Cleo Marchetti",
            "board": "Measuring",
            "excerpt": "Ours asks for one figure a quarter. The survey says one thing, and the churn says another.",
            "until": f"{day(1)}, 17:40",
            "url": reverse("questions:desk") if kind == DESK else reverse("forums:topic", args=[733, "which-number"]),
        }

    register(kind, tells)


_outcome(0)
_outcome(2, _("of several answers"))
for _kind in [COULD_ANSWER, DESK, LATE]:
    _waiting(_kind)
