"""What hangs on the talk of the demo community: tags, context cards, thanks, votes, and who hit the same.

Said one by one by the verbs, the thanks alone would cost half a minute and hundreds of notices. So the very rows are
written at once, with the numbers on the posts that `Thanks.say` would have counted (tests/test_same_rows.py).
"""

from collections import Counter
from datetime import timedelta

from forums.discussions.models import (
    Ballot,
    ContextCard,
    HitToo,
    Poll,
    Post,
    PostSearch,
    Story,
    Tag,
    Tagging,
    Thanks,
    Topic,
    Vote,
)
from members.subjects.models import PersonContext

from .cast import told_in
from .chance import lot
from .moments import moment
from .people import read as read_people
from .rewritten import rewrite

KINDS = [Thanks.THANKS] * 5 + [Thanks.HELPED] * 3 + [Thanks.SAME] * 2
CLOSED_ROOMS = {"network", "group"}  # who reads these boards is not written in the content: those who speak do


def hang(told, people, now):
    """Hang on each of `told`, (Topic, what the content says of it, audience of its board), what belongs to it."""
    tag({topic: about.get("tags", []) for topic, about, _audience in told})
    _say_where(topic for topic, _about, _audience in told)
    _thank(told, people, now)
    alike = {}
    for topic, about, audience in told:
        if "poll" not in about and "hit_too" not in about:
            continue
        crowd = _crowd(about, audience, topic.created_at, now)
        voters = [people[key] for key in crowd if people[key].pk != topic.author_id]
        if "poll" in about:
            vote(topic.posts.get(number=1).polls.get(), voters[: about["poll"]["voters"]], about["poll"]["weights"])
        if "hit_too" in about:
            alike[topic.pk] = voters[: about["hit_too"]]
    hit({story: alike[story.pk] for story in Story.objects.filter(pk__in=alike)})


def tag(wanted):
    """Let each Topic of `wanted` carry the tags it names; the words of content/tags.toml are explained."""
    explained = told_in("tags.toml")["tag"]
    synonyms = {word: each["name"] for each in explained for word in each["synonyms"]}
    names = sorted({name for each in wanted.values() for name in each} | set(synonyms) | set(synonyms.values()))
    tags = Tag.by_name(names)
    _explain(explained, synonyms, tags)
    for topic, each in wanted.items():
        topic.tag_names = [tags[name].name for name in each]
    Topic.objects.bulk_update(wanted, ["tag_names"])
    Tagging.objects.bulk_create(Tagging(topic=topic, tag=tags[name]) for topic, each in wanted.items() for name in each)
    Tag.objects.count_topics()
    PostSearch.index(post_ids=Post.objects.filter(topic__in=wanted, number=1).values_list("pk", flat=True))


def _explain(explained, synonyms, tags):
    """What staff wrote stays, and a word that topics carry leads to no other."""
    silent = [each for each in explained if not tags[each["name"]].about]
    for each in silent:
        tags[each["name"]].about = each["about"]
    Tag.objects.bulk_update([tags[each["name"]] for each in silent], ["about"])
    leading = Tag.objects.filter(name__in=synonyms, synonym_of=None, taggings=None)
    leading = [tag for tag in leading if tag != tags[synonyms[tag.name]]]
    for tag in leading:
        tag.synonym_of = tags[synonyms[tag.name]]
    Tag.objects.bulk_update(leading, ["synonym_of"])


def _say_where(topics):
    """Three of four authors let stand beside their topic where it was."""
    topics = [topic for topic in topics if topic.kind != Topic.ANNOUNCEMENT and lot("where", topic.token) % 4]
    known = {each.person_id: each for each in PersonContext.objects.filter(person__in={t.author_id for t in topics})}
    ContextCard.objects.bulk_create(
        ContextCard(topic=topic, **{part: getattr(known[topic.author_id], part) for part in ContextCard.PARTS})
        for topic in topics
        if topic.author_id in known
    )


def _crowd(about, audience, at, now):
    """The keys of those who may read the topic and were there at the moment `at`, in an order that belongs to it."""
    if audience in CLOSED_ROOMS:
        return list(dict.fromkeys(post["by"] for post in about["post"]))
    here = [
        each["key"]
        for each in read_people()
        if each.get("member_for", 0) > 0 and not each.get("suspended") and now - timedelta(days=each["joined"]) < at
    ]
    return sorted(here, key=lambda key: lot("crowd", about["token"], key))


def _thank(told, people, now):
    """Some posts move many, most a few or nobody."""
    posts = {(post.topic_id, post.number): post for post in Post.objects.filter(topic__in=[each[0] for each in told])}
    said = []
    for topic, about, audience in told:
        crowd = _crowd(about, audience, topic.created_at, now)
        for number, line in enumerate(about["post"], 1):
            post, at = posts[topic.pk, number], moment(line["at"], now)
            chance = lot("thanks", about["token"], number)
            most = _how_many(chance, is_first=number == 1)
            begin = chance // 1000 % max(len(crowd), 1)
            for key in (crowd[begin:] + crowd[:begin])[:most]:
                if people[key].pk != post.author_id:
                    later = at + (now - at) * (lot("later", about["token"], number, key) % 900 + 10) / 4000
                    said.append((later, post, people[key], KINDS[lot("kind", about["token"], number, key) % 10]))
    thank(said)


def _how_many(chance, is_first):
    share = chance % 100
    few = 0 if share < 40 else 1 if share < 65 else 3 if share < 88 else 7
    return few * 2 + 2 if is_first else few


def thank(said):
    """Each of `said`, (moment, Post, Person, kind), at once; the posts' own numbers with them."""
    said = sorted(said, key=lambda each: each[0])
    Thanks.objects.bulk_create(Thanks(at=at, post=post, person=by, kind=kind) for at, post, by, kind in said)
    counts = Counter((post, kind) for _at, post, _by, kind in said)
    for (post, kind), count in counts.items():
        post.reactions |= {kind: count}
    rewrite(list({post for post, _kind in counts}), ["reactions"])


def vote(poll, voters, weights):
    """Let each of `voters` answer, the options weighing as `weights` say; the last by the verb, which counts them."""
    options = list(poll.options.all())
    answers = [(person, _answer(poll, person, options, weights)) for person in voters]
    ballots = Ballot.objects.bulk_create(Ballot(poll=poll, person=person) for person, _chosen in answers[:-1])
    Vote.objects.bulk_create(
        Vote(ballot=ballot, option=option, rank=rank)
        for ballot, (_person, chosen) in zip(ballots, answers, strict=False)
        for rank, option in enumerate(chosen, 1)
    )
    for person, chosen in answers[-1:]:
        poll.vote(by=person, options=[option.pk for option in chosen])


def _answer(poll, person, options, weights):
    """What they prefer, first to last; all of it where it is asked in order."""
    chances = {
        option: lot("vote", poll.post.topic.token, person.email, option.position) % 1000 / weight
        for option, weight in zip(options, weights, strict=True)
    }
    ordered = sorted(options, key=chances.get)
    return ordered if poll.kind == Poll.RANKED else ordered[:1]


def hit(alike):
    """Each of `alike`, {Story: [Person]}, met the same; the stories' own numbers with them."""
    HitToo.objects.bulk_create(HitToo(story=story, person=person) for story, some in alike.items() for person in some)
    for story, some in alike.items():
        story.hit_too_count = len(some)
    rewrite(list(alike), ["hit_too_count"])
