"""Who asked, who answered, and who is shown for what they do: all of them may have spoken without a name."""

from forums.discussions.models import Behind, Post


def is_asker(topic, person):
    """Whether `person` asked the question of `topic`."""
    return topic.is_by(person)


def acting_as(topic, person):
    """The Person under whom stands what `person` does in `topic`: who asked without a name acts without one.

    So a row of what they accepted or reported tells no more than the question does.
    """
    return topic.masked(person)


def person_who_asked(topic):
    """The Person who hears of the answers to `topic`, never to be shown; None where that account is gone."""
    if not topic.is_nameless:
        return topic.author
    opening = Post.objects.filter(topic=topic.pk, number=1).first()
    return opening and Behind.person_of(opening)


def person_who_wrote(post):
    """The Person who hears what came of `post`, never to be shown; None where that account is gone."""
    return Behind.person_of(post)
