"""Who hears of what moderators did, and in which words. What is behind words in place of a name stays there."""

from django.urls import reverse
from django.utils.translation import gettext as _

from members.mail.notices import tell
from members.mail.outbox import send

RETURNED, HIDDEN, PUBLISHED, TOLD = (
    f"forums/moderation/{word}" for word in ["returned", "hidden", "published", "told"]
)


def tell_author(case):
    """Whoever wrote it hears what was decided, with the moderator's words; by letter too."""
    author = case.author
    if author is None:
        return
    about = {"title": case.title}
    headlines = {
        case.RETURNED: (RETURNED, _("A moderator asks you to change what you wrote in “%(title)s”")),
        case.HIDDEN: (HIDDEN, _("A moderator has hidden what you wrote in “%(title)s”")),
        case.REFUSED: (HIDDEN, _("What you wrote for “%(title)s” is not published")),
        case.PUBLISHED: (PUBLISHED, _("What you wrote in “%(title)s” is there for others to read")),
        case.KEPT: (PUBLISHED, _("What you wrote in “%(title)s” stays there for others to read")),
    }
    kind, headline = headlines[case.outcome]
    is_out = case.outcome in (case.PUBLISHED, case.KEPT)
    url = case.post.get_absolute_url() if is_out and case.post else reverse("moderation:text", args=[case.pk])
    key = f"case:{case.pk}:{case.round}:{case.outcome}"
    tell(author, kind, headline=headline % about, url=url, key=key, is_private=case.is_nameless)
    letter = {"title": case.title, "words": case.words, "url": url, "was_out": not case.is_held}
    send(kind, to=author, key=key, private=case.is_nameless, **letter)


def tell_author_it_is_open_again(case, was):
    """What was hidden is there again, and what was published is not for now: its author hears of it."""
    author = case.author
    if author is None or was == case.KEPT:
        return
    back = was in (case.HIDDEN, case.RETURNED) and not case.is_held
    words = (
        _("A moderator took a decision back: what you wrote in “%(title)s” is there again")
        if back
        else _("A moderator looks again at what you wrote for “%(title)s”")
    )
    url = case.post.get_absolute_url() if back else reverse("moderation:waiting")
    key = f"case:{case.pk}:{case.round}:undone"
    tell(author, PUBLISHED, headline=words % {"title": case.title}, url=url, key=key, is_private=case.is_nameless)


def tell_flaggers(case):
    """Whoever flagged it hears what came of it; once for each time it is decided."""
    words = {
        case.KEPT: _("A moderator has read the post you flagged in “%(title)s”: it stays"),
        case.HIDDEN: _("The post you flagged in “%(title)s” is no longer there. Thank you for telling us"),
        case.RETURNED: _("The post you flagged in “%(title)s” is back with its author, to be changed. Thank you"),
    }.get(case.outcome)
    if words is None:
        return
    for flag in case.flags.select_related("by"):
        tell(
            flag.by,
            TOLD,
            headline=words % {"title": case.title},
            url=reverse("moderation:flags"),
            key=f"flag:{flag.pk}:{case.round}:{case.outcome}",
        )
