"""What people said, written as rows at once: those that the verbs would have written one by one.

That both ways lead to the same rows is tested (tests/test_same_rows_long_ago.py).
"""

from forums.discussions.models import Mention, Poll, Post, PostSearch, Story, Topic
from forums.discussions.models.stories import PARTS
from forums.discussions.slugs import slug_of
from forums.questions.models import Promise
from forums.reading.models import Level, Reading, Reason


def say(said, boards, people, poll_of):
    """Write `said`, (moment, topic of the content, its post), the oldest first; returns {token: Topic}.

    Nobody hears of it but those whom a text calls by name. `poll_of(about, at)` is what Poll.ask takes.
    """
    topics, posts = {}, []
    for at, about, post in said:
        topic = topics.get(about["token"]) or _begun(about, at, boards, people[post["by"]])
        topics[topic.token] = topic
        posts.append(_said(topic, post, at, people[post["by"]]))
    promises = _promises(posts)
    Topic.objects.bulk_create(topics.values())
    Post.objects.bulk_create(posts)
    Promise.objects.bulk_create(promises)
    PostSearch.index(post_ids=[post.pk for post in posts])
    Reading.objects.bulk_create(_places(said, topics, people, posts))
    begun = {about["token"]: about for _at, about, _post in said}
    Story.objects.bulk_create(_story(topic, begun[token]["story"]) for token, topic in topics.items() if topic.is_story)
    for post in posts:
        if post.number == 1 and "poll" in begun[post.topic.token]:
            Poll.ask(post, **poll_of(begun[post.topic.token]["poll"], post.created_at))
        if post.named:
            Mention.note(post)
    return topics


def _begun(about, at, boards, by):
    board, title = boards[about["board"]], about["title"]
    kind = about.get("kind", Topic.DISCUSSION)
    return Topic(
        board=board, kind=kind, title=title, slug=slug_of(title), author=by, created_at=at, token=about["token"]
    )


def _said(topic, post, at, by):
    """The next post of `topic`, whose own columns follow."""
    topic.last_number += 1
    topic.post_count += 1
    topic.last_posted_at, topic.last_author = at, by
    written = Post(
        topic=topic,
        number=topic.last_number,
        author=by,
        body=post["text"].strip(),
        created_at=at,
        reply_to_number=post.get("to"),
    )
    written.render()
    if written.number == 1:
        topic.excerpt = written.excerpt
    return written


def _places(said, topics, people, posts):
    """Who wrote follows the topic, up to their own last post; so do those who chose to."""
    places = {}
    for post in posts:
        place = places.setdefault((post.author_id, post.topic_id), Reading(person=post.author, topic=post.topic))
        place.last_number, place.level = post.number, Level.EVERY
        place.reason = Reason.STARTED if post.number == 1 else Reason.REPLIED
    for _at, about, _post in said:
        topic = topics[about["token"]]
        for watcher in about.get("watched_by", []):
            key = people[watcher].pk, topic.pk
            place = places.setdefault(key, Reading(person=people[watcher], topic=topic, last_number=0))
            place.level, place.reason = Level.EVERY, Reason.CHOSE
    return places.values()


def _story(topic, told):
    return Story(topic=topic, **{name: told.get(name, "").strip() for name in PARTS[topic.kind]})


def _promises(posts):
    """The clock of each question, as it was begun and as its first answer stopped it, and what the topic says of it."""
    promises = {}
    for post in posts:
        topic = post.topic
        if not topic.is_question:
            continue
        if post.number == 1:
            promises[topic.token] = Promise.wound(topic, post.created_at)
            topic.promised_until = promises[topic.token].until
        elif topic.first_answer_at is None and post.author_id != topic.author_id:
            promises[topic.token].measure(post.created_at)
            topic.first_answer_at, topic.promised_until = post.created_at, None
    return promises.values()
