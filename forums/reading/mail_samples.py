"""Samples of the letters about posts, for the gallery."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forums.discussions.markdown import excerpt, render
from members.mail.gallery.samples import register

ROOM = "forums/reading"
TOPIC = "A journey that nobody owns: who decides when three departments disagree?"
BODY = """We gave it to the operations lead, and it took **two quarters** before the others believed it.

What helped, in this order:

1. one page that says who decides what, [like this one](https://maps.example/one-page)
2. a monthly hour in which the three of them look at the same ten complaints
3. saying out loud what the owner may *not* decide

> Who owns the handover between sales and service?

That was the question that broke it open, @ann. The list of [all our handovers](/files/) is in the portal."""


def _post(body=BODY, **changes):
    html = render(body, people=lambda handles: handles)
    return {
        "author": "Eli Brandt",
        "headline": "Service designer, public transport",
        "topic": TOPIC,
        "board": "Journeys and design",
        "url": reverse("forums:post", args=[731, 14]),
        "html": html,
        "excerpt": excerpt(html),
        "text": body,
        "begins": False,
        "by_choice_of_board": False,
        **changes,
    }


def _sample(letter, label="", **changes):
    def tells(person):
        return _post(**changes)

    register(f"{ROOM}/{letter}", tells, label=label)


def _kept(person):
    about = _post()
    wanted = ["author", "topic", "board", "excerpt", "url"]
    return {name: about[name] for name in wanted} | {"note": "For the talk with the board in spring"}


NAMELESS = {"author": "A member: head of service, insurance, a large company", "headline": ""}

_sample("posted")
_sample("posted", _("a new topic on a board"), begins=True, by_choice_of_board=True)
_sample("posted", _("a long one, without a name"), html="", text=BODY[:220] + "…", **NAMELESS)
_sample("posted", _("a word only"), body="Thank you!", topic="Maps", headline="")
_sample("mentioned")
register(f"{ROOM}/kept", _kept)
register(f"{ROOM}/kept", lambda person: _kept(person) | {"note": ""}, label=_("without a note"))
