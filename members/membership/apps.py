from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembershipConfig(AppConfig):
    name = "members.membership"
    verbose_name = _("Membership")

    def ready(self):
        from members.mail import kinds, sections

        from . import receivers  # noqa: F401  connects them
        from .news import items

        about = {
            "reason": _("You get this because you are, or were, a member of CXPA."),
            "group": kinds.Group.MEMBERSHIP,
            "concerns": _has_been_a_member,
            "channels": kinds.BY_MAIL_AND_NOTICE,
        }
        kinds.register("members/membership/welcome", label=_("My membership began, or goes on"), **about)
        kinds.register("members/membership/ending", label=_("My membership ends soon"), quiet=True, **about)
        kinds.register("members/membership/ended", label=_("My membership has ended"), quiet=True, **about)
        sections.register(
            "members/membership/standing", heading=_("Your membership"), items=items, position=20, may_be_less=False
        )


def _has_been_a_member(person):
    return person.member_until is not None
