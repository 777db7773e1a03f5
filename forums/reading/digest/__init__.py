"""What the discussions have to say in a person's digest.

Nothing a person has read already, nothing they muted, nothing that is hidden or out of their sight. What there is to
tell is read once for everybody (talk.py), what each reader follows and has read once for a batch (mine.py); the rest
happens in memory.
"""

from django.utils.translation import gettext_lazy as _

from members.mail import sections

from . import begun, presence, said, thanked


def register():
    sections.register("forums/reading/answers", heading=_("Answers to you"), items=said.answers, position=10)
    sections.register("forums/reading/followed", heading=_("In what you follow"), items=said.followed, position=11)
    sections.register("forums/reading/thanks", heading=_("Thanks to you"), items=thanked.items, position=15, most=3)
    sections.register("forums/reading/new", heading=_("New in the discussions"), items=begun.new, position=50)
    sections.register(
        "forums/reading/question", heading=_("A question that waits"), items=begun.question, position=51, most=1
    )
    sections.register_presence(presence.last_visits)
