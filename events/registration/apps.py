from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationConfig(AppConfig):
    name = "events.registration"
    verbose_name = _("Registrations")

    def ready(self):
        from events.programme import notes
        from members.mail import sections
        from members.mail.kinds import register

        from . import digest, places, receivers  # noqa: F401  connects them
        from .ical import attach

        yours = _("You get this because you asked for a place at this event.")
        for name, label in [
            ("confirmed", _("You have a place at an event")),
            ("waiting", _("You are on the waitlist of an event")),
            ("promoted", _("A place became free for you")),
            ("moved", _("An event of yours has another time or place")),
            ("cancelled", _("An event of yours is cancelled")),
            ("given_up", _("You gave up a place")),
        ]:
            # What was asked for, and what changes a promise: always sent, and again when in doubt.
            register(f"events/registration/{name}", label=label, reason=yours, is_required=True, attach=attach)
        register(
            "events/registration/reminder",
            label=_("Your events, the day before"),
            reason=_("You get this because you have a place at this event."),
            attach=attach,
        )
        sections.register("events/registration/coming", heading=_("Coming up"), items=digest.coming, position=30)
        notes.register("registration", of=places.note_places, position=10)
