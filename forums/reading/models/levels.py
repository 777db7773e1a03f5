"""What a person hears of a topic, a board or a tag, and which of the three decides."""

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    EVERY = "every", _("Tell me of every post, also by mail")
    FOLLOWING = "following", _("Follow: tell me here what is new")
    NORMAL = "normal", _("Just keep my place")
    MUTED = "muted", _("Leave it out of my lists")


LOUD = [Level.FOLLOWING, Level.EVERY]  # those who choose one of these are told of new posts


def resolved(said, on_board, on_tag):
    """The expression of the level that counts, in lists as in telling.

    1. What a person said of the topic itself: by choosing, starting it or replying. `said` is the When of that.
    2. A muted board is muted, whatever its tags say.
    3. The strongest of board and tags: to hear of something outweighs to be spared of it, which outweighs nothing.

    `on_board` and `on_tag` give, for a Level, the condition that the board (one of the tags) has it.
    """
    return Case(
        said,
        When(on_board(Level.MUTED), then=Value(Level.MUTED.value)),
        *(When(Q(on_board(level)) | Q(on_tag(level)), then=Value(level.value)) for level in reversed(LOUD)),
        When(on_tag(Level.MUTED), then=Value(Level.MUTED.value)),
        default=Value(Level.NORMAL.value),
        output_field=models.CharField(),
    )
