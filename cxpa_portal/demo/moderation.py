"""What waits for the moderators of the demo community: flags, first posts, and what came of some of them."""

import uuid

from forums.discussions import markdown
from forums.discussions.models import Topic
from forums.moderation import holding
from forums.moderation.models import Case, Flag, Held

from . import clock
from .cast import told_in
from .knowing import person_named
from .moments import moment
from .news import no_letters
from .talk import read as read_talk

LABEL = "cases"
TEXTS = uuid.UUID("5f0a7d0c-0f5e-4f4c-8a38-3a54c1f6d2e7")  # the tokens of held texts are made from it


def read():
    """What content/moderation.toml says of each case, as dicts, those of flags first."""
    told = told_in("moderation.toml")
    return [*told["flagged"], *told["held"]]


def token_of(about):
    return uuid.uuid5(TEXTS, about["body"])


def missing():
    """Those that are not there yet."""
    tokens = {topic["title"]: topic["token"] for topic in read_talk()}
    flagged = set(Flag.objects.values_list("post__topic__token", "post__number"))
    held = set(Held.objects.exclude(token=None).values_list("token", flat=True))
    cases = [about | {"token": tokens[about["topic"]]} for about in read()]
    return [
        about
        for about in cases
        if ((about["token"], about["number"]) not in flagged if "flags" in about else token_of(about) not in held)
    ]


def make(cases, now):
    """Open each at its moment, and let moderators do what they did. Yields after each."""
    with no_letters():
        for about in cases:
            topic = Topic.objects.select_related("board").get(token=about["token"])
            (_flag if "flags" in about else _hold)(topic, about, now)
            yield


def _flag(topic, about, now):
    post = topic.posts.get(number=about["number"])
    for told in about["flags"]:
        with clock.held_at(moment(told["at"], now)):
            said = {"reason": told["reason"], "words": told.get("words", "")}
            case = Flag.raise_one(post, by=person_named(told["by"]), **said).case
    if did := about.get("claimed"):
        with clock.held_at(moment(did["at"], now)):
            case.claim(by=person_named(did["by"]))
    if did := about.get("kept"):
        with clock.held_at(moment(did["at"], now)):
            case.keep(by=person_named(did["by"]), words=did["words"])


def _hold(topic, about, now):
    at, html = moment(about["at"], now), markdown.render(about["body"])
    held = Held.objects.create(
        person=person_named(about["by"]),
        board=topic.board,
        topic=topic,
        title=topic.title,
        fields={"body": about["body"]},
        html=html,
        excerpt=markdown.excerpt(html),
        key=f"reply:{topic.pk}",
        token=token_of(about),
        at=at,
    )
    rules = [each["rule"] for each in about["found"]]
    kind = Case.FIRST if rules == ["first_post"] else Case.SCREENED
    opened = {"opened_at": at, "waits_since": at, "found": about["found"], "rules": rules}
    case = Case.objects.create(board=topic.board, held=held, kind=kind, **opened)
    if did := about.get("returned"):
        with clock.held_at(moment(did["at"], now)):
            holding.send_back(case, by=person_named(did["by"]), words=did["words"])
