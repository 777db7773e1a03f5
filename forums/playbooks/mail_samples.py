"""Samples of the letters to who looks after a playbook, for the gallery."""

from django.urls import reverse

from members.mail.gallery.samples import register

from .news import DOUBTED, DUE, OFFERED

TITLE = "Closing the loop within two days"


def _sample(kind, url_name="playbooks:playbook", arguments=(7, "closing-the-loop"), anchor="", **context):
    def tells(person):
        return {"title": TITLE, "url": reverse(url_name, args=arguments) + anchor, **context}

    register(kind, tells)


_sample(DUE, checked="March 2026")
_sample(
    DOUBTED,
    anchor="#doubt-31",
    name="Bob Lindqvist",
    words="In a call centre with three shifts nobody can call back within two days. We say five, and keep it.",
)
_sample(OFFERED, "playbooks:handover", [7], name="Hana Sato")
