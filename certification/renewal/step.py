"""What the scheme page's one button says while a renewal wants something of its holder."""

from django.urls import reverse

from certification.credentials.models import Credential
from certification.framework.steps import HELD, Step

from .pages import HolderPage


def step(person):
    """To the renewal, or to its invoice; None as long as nothing is due."""
    credential = Credential.objects.held_by(person).first() if person.is_authenticated else None
    if credential is None:
        return None
    outlook = HolderPage(credential).outlook
    if not outlook.is_due:
        return None
    url = reverse("certification:renewal") if outlook.asks else outlook.url
    return Step(outlook.label, url, outlook.sentence, HELD + 5)
