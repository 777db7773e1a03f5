"""The letters and notices of the answer promise."""

from django.utils.translation import gettext_lazy as _

from members.mail.incoming.addresses import reply_address
from members.mail.kinds import BY_MAIL_AND_NOTICE, BY_NOTICE, Channel, Group
from members.mail.kinds import register as register_kind

from ..models import DeskVolunteer
from .telling import PERMISSION


def register():
    register_kind(
        "forums/questions/could_answer",
        label=_("Questions that wait and that I could answer"),
        reason=_("You get this because you know the subject, and nobody has answered yet. At most three a week."),
        group=Group.ANSWERS,
        concerns=_is_member,
        channels=BY_MAIL_AND_NOTICE,
        quiet=True,
        answerable=reply_address,
    )
    register_kind(
        "forums/questions/desk",
        label=_("Questions that come to the answer desk"),
        reason=_("You get this because you have a place at the answer desk."),
        group=Group.ROLES,
        concerns=_sits_at_the_desk,
        channels=(Channel.NOW, Channel.NOTICE, Channel.NEVER),
        quiet=True,
        answerable=reply_address,
    )
    register_kind(
        "forums/questions/late",
        label=_("Questions past their promise"),
        reason=_("You get this because you look after questions for CXPA."),
        group=Group.ROLES,
        concerns=_looks_after_questions,
        channels=(Channel.NOW, Channel.NOTICE, Channel.NEVER),
        quiet=True,
    )
    for word, label, reason in [
        ("accepted", _("Answers of mine that helped"), _("You are told because you answered.")),
        ("helped", _("Answers that helped, where I follow the question"), _("You are told because you follow it.")),
        ("came", _("What came of my answers"), _("You are told because you answered.")),
    ]:
        register_kind(
            f"forums/questions/{word}",
            label=label,
            reason=reason,
            group=Group.FOLLOWED if word == "helped" else Group.ANSWERS,
            channel=Channel.NOTICE,
            channels=BY_NOTICE,
        )


def _is_member(person):
    return person.is_member


def _sits_at_the_desk(person):
    return DeskVolunteer.objects.filter(person=person).exists()


def _looks_after_questions(person):
    return person.is_staff and person.has_perm(PERMISSION)
