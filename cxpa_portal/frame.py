"""What every page shows around its content."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _


class Frame:
    """Lazily: pages that do not show a part do not ask for it."""

    def __init__(self, request):
        self.request = request
        self.development = settings.DEBUG

    @cached_property
    def places(self):
        """The floors, as the words in the top bar."""
        return [
            {"label": label, "url": url, "is_current": self.request.path.startswith(url)}
            for label, url in [
                (_("Discussions"), reverse("forums:latest")),
                (_("Events"), reverse("events:programme")),
                (_("Certification"), reverse("certification:scheme")),
            ]
        ]

    @cached_property
    def notice_count(self):
        person = self.request.user
        return person.notices.unread().count() if person.is_authenticated else 0

    @property
    def is_staff(self):
        return self.request.user.is_staff


def frame(request):
    return {"frame": Frame(request)}
