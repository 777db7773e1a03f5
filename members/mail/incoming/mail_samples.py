"""Samples of what we answer to mails, for the gallery."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..gallery.samples import register
from .stopping import STOPPED
from .taking import REFUSED

TEXT = "We tried both, and the second worked.\n\nThe first needs somebody who calls back within a day."


def _refused(label="", *, subject="", url=None, text=TEXT, is_cut=False):
    def tells(person):
        return {
            "subject": subject,
            "why": "The topic was closed before your answer came.",
            "text": text,
            "is_cut": is_cut,
            "url": url() if url else "",
        }

    register(REFUSED, tells, label=label)


_refused(subject="Re: Which number do you show a board?", url=lambda: reverse("progress:draft", args=[12]))
_refused(_("without a draft, and long"), is_cut=True)
register(
    STOPPED, lambda person: {"label": "Replies to what I follow", "url": reverse("mail:stop", args=["a-signed-word"])}
)
