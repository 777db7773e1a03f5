"""The letters and notices of the answer promise."""

from django.utils.translation import gettext_lazy as _

from members.mail.kinds import register as register_kind


def register():
    register_kind(
        "forums/questions/could_answer",
        label=_("Questions that wait and that I could answer"),
        reason=_("You get this because you know the subject, and nobody has answered yet. At most three a week."),
    )
    register_kind(
        "forums/questions/desk",
        label=_("Questions that come to the answer desk"),
        reason=_("You get this because you have a place at the answer desk."),
    )
    register_kind(
        "forums/questions/late",
        label=_("Questions past their promise"),
        reason=_("You get this because you look after questions for CXPA."),
    )
