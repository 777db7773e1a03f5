"""The one letter that this room sends: the answer to a mail that could not be taken."""

from django.utils.translation import gettext_lazy as _

from ..kinds import register as register_kind


def register():
    """Make the kind known; called once, when the room is ready."""
    register_kind(
        "members/mail/incoming/refused",
        label=_("Answers to mails that could not be posted"),
        reason=_("You get this because you sent a mail to the portal."),
        is_required=True,
        priority=3,
    )
