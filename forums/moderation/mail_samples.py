"""Samples of what moderators write to authors, for the gallery."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.mail.gallery.samples import register

ROOM = "forums/moderation"
WORDS = "You name a customer and what they pay.\nWithout the name it is a good story; leave the rest as it is."


def _sample(letter, label="", *, was_out=True, words=WORDS):
    def tells(person):
        url = reverse("forums:post", args=[731, 14]) if letter == "published" else reverse("moderation:text", args=[62])
        return {"title": "What we learned from a lost account", "words": words, "url": url, "was_out": was_out}

    register(f"{ROOM}/{letter}", tells, label=label)


_sample("returned")
_sample("returned", _("before it came out"), was_out=False)
_sample("hidden")
_sample("hidden", _("before it came out"), was_out=False, words="")
_sample("published", words="")
_sample("published", _("with a word of the moderator"), words="Good to have you here.")


def _acted(label, **about):
    def tells(person):
        url, until = reverse("moderation:sanction", args=["the-link-of-one-person"]), "29 November 2026, 14:00 CET"
        told = {"headline": str(label), "words": "Third time this week: no advertising.", "url": url, "until": until}
        state = {"is_silence": True, "is_over": False, "can_object": False, "was_heard": False}
        return told | state | about

    register(f"{ROOM}/acted", tells, label=label)


_acted(_("You can read, and not write until 29 November 2026, 14:00 CET"), can_object=True)
_acted(_("You cannot sign in until 29 November 2026, 14:00 CET"), can_object=True, is_silence=False)
_acted(_("You can write again"), is_over=True, was_heard=True, words="", until="")
_acted(_("Another moderator has read your objection: the decision stands"), was_heard=True)
_acted(_("Another moderator has read what you say about “Five surveys”: the decision stands"), is_about_text=True)
