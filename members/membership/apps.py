from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembershipConfig(AppConfig):
    name = "members.membership"
    verbose_name = _("Membership")

    def ready(self):
        from members.mail import kinds, sections

        from . import receivers  # noqa: F401  connects them
        from .news import items

        reason = _("You get this because you are, or were, a member of CXPA.")
        kinds.register("members/membership/welcome", label=_("My membership began, or goes on"), reason=reason)
        kinds.register("members/membership/ending", label=_("My membership ends soon"), reason=reason)
        kinds.register("members/membership/ended", label=_("My membership has ended"), reason=reason)
        sections.register("members/membership/standing", heading=_("Your membership"), items=items, position=20)
