"""What the page of a question shows: the answers that helped above the others, their mark in their place, and the
quiet actions of who may say so."""

from django.db.models import F, OuterRef, Subquery

from forums.discussions.worth import worth
from forums.reading import parts

from .models import Acceptance, Outcome
from .models.answers import can_be_accepted_by, can_be_withdrawn_by
from .models.outcomes import can_be_told_by
from .outcomes_said import said_of

IN_FULL = 3  # answers that stand above the others with their whole text; more stand there as links


def register():
    parts.add_to_posts(columns)
    parts.register(parts.Place.ANSWERS, "forums/questions/_helped.html", helped, position=10)
    parts.register(parts.Place.FOOT, "forums/questions/_kind.html", kind, position=80)
    parts.register_for_posts("forums/questions/_verdict.html", verdicts, position=20)
    parts.register_actions("forums/questions/_accept.html", acceptances, position=10)


def columns(person):
    """Read with the posts: who said that it helped, and what this reader told of it."""
    told = Outcome.objects.filter(post=OuterRef("pk"), person=person.pk) if person.is_authenticated else None
    said = Acceptance.objects.filter(post=OuterRef("pk"))
    return {
        "accepted_by": Subquery(said.values("by")),
        "accepted_by_name": Subquery(said.values(name=F("by__name"))),
        **({"my_outcome": Subquery(told.values("kind"))} if told is not None else {}),
    }


def helped(page):
    """The answers that helped, those that worked best first. None where they are the first to be read anyhow."""
    answers = sorted(page.accepted, key=lambda post: (-worth(post.outcomes), post.accepted_at, post.number))
    answers = [post for post in answers if not post.is_hidden]
    if not answers or not page.topic.is_question or _stand_first(answers):
        return None
    folded = [post for post in answers if getattr(post, "is_folded", False)]
    open_ones = [post for post in answers if post not in folded]
    shown = open_ones[:IN_FULL]
    for post in shown:
        post.lasting_url = post.get_absolute_url()
        post.verdict = verdict_of(page, post)
    return {"answers": shown, "others": [*open_ones[IN_FULL:], *folded], "count": len(answers)}


def _stand_first(answers):
    return [post.number for post in answers] == list(range(2, len(answers) + 2))


def verdicts(page, posts):
    """The mark of each answer that helped, and what came of it."""
    if not page.topic.is_question:
        return {}
    return {
        post.pk: verdict_of(page, post)
        for post in posts
        if post.number > 1 and not post.is_hidden and (post.accepted_at or post.outcomes)
    }


def verdict_of(page, post):
    """Who said when that it helped, what came of it, and whether this reader may tell."""
    by_asker = post.accepted_by == page.topic.author_id
    return {
        "at": post.accepted_at,
        "by_asker": by_asker,
        "by": page.topic.voice if by_asker else post.accepted_by_name,
        "said": said_of(post.outcomes),
        "may_tell": can_be_told_by(post, page.person),
        "mine": getattr(post, "my_outcome", None),
        "is_told": bool(post.outcomes),
    }


def acceptances(page, posts):
    """ "This answered it", for who asked and moderators."""
    if not page.topic.is_question or not page.person.is_authenticated:
        return {}
    return {
        post.pk: {}
        for post in posts
        if (can_be_withdrawn_by if post.accepted_at else can_be_accepted_by)(post, page.person) and post.number > 1
    }


def kind(page):
    """Who began it, and moderators, may make a question of a discussion, and a discussion of a question."""
    topic = page.topic
    if topic.kind not in (topic.DISCUSSION, topic.QUESTION) or topic.accepted_count or topic.closed_at:
        return None
    return {} if topic.can_be_renamed_by(page.person) else None
