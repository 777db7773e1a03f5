"""What every page shows around its content."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cxpa_portal.home import keyboard
from members.mail.bell import bell_of
from members.mail.notices import unread_count

# Rooms of the floor whose addresses do not begin with that of its first page.
OF_DISCUSSIONS = [
    "experts:experts",
    "questions:desk",
    "questions:promise",
    "playbooks:playbooks",
    "soundings:soundings",
]


class Frame:
    """Lazily: pages that do not show a part do not ask for it."""

    def __init__(self, request):
        self.request = request
        self.development = settings.DEBUG

    @cached_property
    def places(self):
        """The floors, as the words in the top bar."""
        return [
            {"label": label, "url": within[0], "is_current": self.request.path.startswith(tuple(within))}
            for label, *within in [
                (_("Discussions"), reverse("forums:latest"), *map(reverse, OF_DISCUSSIONS)),
                (_("Events"), reverse("events:programme"), reverse("cxday:current")),
                (_("Certification"), reverse("certification:scheme")),
            ]
        ]

    @property
    def notice_count(self):
        person = self.request.user
        return unread_count(person) if person.is_authenticated else 0

    @property
    def bell(self):
        """The way to the notices, with how many wait. A page that is kept for many readers has a hole there."""
        person = self.request.user
        return getattr(person, "bell", None) or (bell_of(person) if person.is_authenticated else "")

    @property
    def has_shortcuts(self):
        """Whether keys lead somewhere; on a page of refusal it may not be known who asks."""
        return hasattr(self.request, "user") and keyboard.are_on(self.request)

    @property
    def address_bounces(self):
        """Whether letters to who reads this come back, which is known with who is signed in; but for the page on it."""
        bounces = getattr(getattr(self.request, "user", None), "address_bounces", False)
        return bounces and self.request.path != reverse("mail:address")

    @property
    def is_staff(self):
        return self.request.user.is_staff


def frame(request):
    return {"frame": Frame(request)}
