"""Samples of the letters about conversations, for the gallery."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forums.discussions.markdown import excerpt, render
from members.mail.gallery.samples import register

from .news import INVITED, MESSAGED

BODY = "I read your post about the handover, and we have *exactly* that. Would you have half an hour next week?"


def _sample(kind, label="", *, body=BODY, subject="", **changes):
    def tells(person):
        html = render(body) if body else ""
        about = {
            "author": "Hana Sato",
            "headline": "CX consultant, retail banks",
            "subject": subject,
            "url": reverse("conversations:message", args=[88, 3]),
            "excerpt": excerpt(html) if body else "",
        }
        return about | ({"html": html, "text": body} if kind == MESSAGED else {}) | changes

    register(kind, tells, label=label)


_sample(MESSAGED)
_sample(MESSAGED, _("with a subject"), subject="The handover between sales and service")
_sample(MESSAGED, _("a long one"), html="")
_sample(INVITED, is_asked=True)
_sample(INVITED, _("with a subject"), subject="Mentoring, perhaps?", is_asked=True)
_sample(INVITED, _("brought in by who knows them"), body="", subject="CX Day in Zurich", is_asked=False)
