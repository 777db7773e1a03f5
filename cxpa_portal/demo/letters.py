"""Letters of the demo community in every state, for staff to look after; and one address whose letters come back."""

from datetime import timedelta

from django.urls import reverse

from forums.discussions.markdown import excerpt
from forums.discussions.models import Post
from members.mail.models import Bounce, Mail

from .cast import told_in
from .knowing import person_named
from .moments import moment

LABEL = "letters"
KIND = "forums/reading/posted"


def missing():
    """The letters of content/letters.toml that are not there yet, each with its number."""
    letters = list(enumerate(told_in("letters.toml")["letter"]))
    there = set(Mail.objects.filter(key__startswith="demo:letter:").values_list("key", flat=True))
    return [(number, each) for number, each in letters if _key(number) not in there]


def make(letters, now):
    """Write them, each about a post that everybody may read. Yields after each."""
    posts = Post.objects.filter(topic__board__audience="everyone", number__gt=1, topic__hidden_at=None, hidden_at=None)
    posts = list(posts.select_related("topic__board", "author").order_by("-pk")[: len(letters)])
    for (number, about), post in zip(letters, posts, strict=False):
        mail = _letter(number, about, post, now)
        mail.write()
        mail.save(force_insert=True)
        if mail.state == Mail.BOUNCED:
            at = {"last_at": mail.sent_at, "stopped_at": mail.sent_at}
            Bounce.objects.get_or_create(address=mail.address, defaults={"why": mail.reason, "times": 1, **at})
        yield


def _letter(number, about, post, now):
    person, at = person_named(about["to"]), moment(about["at"], now)
    left = about["state"] in [Mail.SENT, Mail.BOUNCED]
    return Mail(
        key=_key(number),
        kind=KIND,
        to=person,
        address=person.email,
        context=_context(post),
        state=about["state"],
        reason=about.get("reason", ""),
        attempts=0 if about["state"] == Mail.WITHHELD else 1,
        created_at=at,
        due_at=now + timedelta(minutes=20) if about["state"] == Mail.RETRYING else at,
        claimed_at=at if about["state"] == Mail.UNKNOWN else None,
        sent_at=at + timedelta(seconds=4) if left else None,
    )


def _context(post):
    topic = post.topic
    return {
        "author": post.author.name,
        "headline": post.author.headline,
        "topic": topic.title,
        "board": topic.board.name,
        "url": reverse("forums:post", args=[topic.pk, post.number]),
        "html": post.html,
        "excerpt": excerpt(post.html),
        "text": post.body,
        "begins": False,
        "by_choice_of_board": False,
    }


def _key(number):
    return f"demo:letter:{number}"
