from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationConfig(AppConfig):
    name = "events.registration"
    verbose_name = _("Registrations")

    def ready(self):
        from events.programme import notes
        from members.mail import sections
        from members.mail.kinds import Channel, Group, register

        from . import digest, places, receivers, sights  # noqa: F401  connects them
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
            # A CX Day that moves concerns thousands at once.
            about = {"is_required": True, "attach": attach, "burst": 5_000}
            register(f"events/registration/{name}", label=label, reason=yours, **about)
        register(
            "events/registration/reminder",
            label=_("Your events, the day before"),
            reason=_("You get this because you have a place at this event."),
            group=Group.EVENTS,
            channels=(Channel.NOW, Channel.NOTICE, Channel.NEVER),
            attach=attach,
            burst=5_000,
        )
        sections.register("events/registration/coming", heading=_("Coming up"), items=digest.coming, position=30)
        sights.register()
        notes.register("registration", of=places.note_places, position=10)
