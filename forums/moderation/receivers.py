"""What is out is read for watch words as well: by members, whom nothing stops, and after a change."""

from django.dispatch import receiver
from django.utils.translation import gettext as _

from forums.discussions.models import Post
from forums.discussions.signals import post_added, post_edited

from .models import Case, Held, SeenHost, WatchWord


@receiver(post_added, sender=Post)
def read_new_post(post, **_about):
    SeenHost.note(post)
    words = _words_in(post)
    if words and not _was_approved(post):
        _open(post, words)


@receiver(post_edited, sender=Post)
def read_changed_post(post, **_about):
    """A word that came with the change; those a moderator let stand before are no news."""
    SeenHost.note(post)
    known = {each.get("word") for case in Case.objects.filter(post=post) for each in case.found}
    words = [word for word in _words_in(post) if word.pattern not in known]
    if words:
        _open(
            Post.objects.select_for_update(of=["self"]).select_related("topic__board", "author").get(pk=post.pk), words
        )


def _words_in(post):
    title = post.topic.title if post.number == 1 else ""
    return WatchWord.found_in(f"{title}\n{post.body}")


def _was_approved(post):
    """Whether a moderator has just read it as a held text."""
    return bool(post.token) and Held.objects.filter(token=post.token).exists()


def _open(post, words):
    saw = _("it has “%(word)s”, a word we watch for: %(why)s")
    found = [
        {"rule": "word", "saw": saw % {"word": word.pattern, "why": word.why}, "word": word.pattern} for word in words
    ]
    Case.about_post(post, kind=Case.WORD, found=found, rules=["word"])
