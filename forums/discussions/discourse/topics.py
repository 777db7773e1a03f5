"""Threads of the archive as rows: topics, posts, what hangs on them, where they came from, what search reads."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction

from forums.discussions import markdown
from forums.discussions.models import Option, Poll, Post, PostOrigin, PostSearch, Tag, Tagging, Topic, TopicOrigin

from ..slugs import slug_of
from .cooked import to_html
from .hanging import polls_in, reactions_in, tags_in

CLOSING = {"closed.enabled", "autoclosed.enabled", "archived.enabled"}
PINNING = {"pinned.enabled", "pinned_globally.enabled"}
UNLISTING = {"visible.disabled"}


@dataclass
class Rows:
    """What one transaction writes, and the names of the files it came from."""

    threads: dict
    topics: list = field(default_factory=list)
    posts: list = field(default_factory=list)
    topic_origins: list = field(default_factory=list)
    post_origins: list = field(default_factory=list)
    polls: list = field(default_factory=list)
    options: list = field(default_factory=list)

    @property
    def said(self):
        """How many posts of the archive these are."""
        return sum(len(thread.said) for thread in self.threads.values())

    @transaction.atomic
    def write(self):
        """Write all of it or nothing; returns a Counter of what came, by the keys of the report."""
        taggings = self._tag()
        for model, rows in [
            (Topic, self.topics),
            (Post, self.posts),
            (TopicOrigin, self.topic_origins),
            (PostOrigin, self.post_origins),
            (Poll, self.polls),
            (Option, self.options),
            (Tagging, taggings),
        ]:
            model.objects.bulk_create(rows)
        PostSearch.index(post_ids=[origin.post_id for origin in self.post_origins])
        return self._counted()

    def _tag(self):
        """Name the tags on the rows of the topics, as they are called here; returns their Taggings."""
        names = {origin.topic_id: found for origin in self.topic_origins if (found := tags_in(origin.details))}
        tags = Tag.by_name(sorted({name for found in names.values() for name in found})) if names else {}
        taggings = []
        for topic in self.topics:
            carried = list(dict.fromkeys(tags[name] for name in names.get(topic.pk, []) if name in tags))
            topic.tag_names = [tag.name for tag in carried]
            taggings += [Tagging(topic_id=topic.pk, tag=tag) for tag in carried]
        return taggings

    def _counted(self):
        kinds = Counter(post.kind for post in self.posts)
        kept = [origin.details for origin in self.post_origins]
        return Counter(
            topics=len(self.topics),
            posts=kinds[Post.POST],
            actions=kinds[Post.ACTION],
            placeholders=kinds[Post.PLACEHOLDER],
            likes=sum(details.get("likes", 0) for details in kept),
            accepted=sum("is_accepted" in details for details in kept),
            polls=len(self.polls),
            tags=sum(len(topic.tag_names) for topic in self.topics),
            replies=sum(post.reply_to_number is not None for post in self.posts),
            absent=sum(thread.absent for thread in self.threads.values()),
        )


class Maker:
    """Makes rows of threads of one source, without the database.

    `shift` and `post_shift` come from `numbers.reserve`, the rest maps ids there to what they are here.
    """

    def __init__(self, source, *, people, boards, links, shift, post_shift):
        self.source = source
        self.people = people
        self.boards = boards
        self.links = links
        self.shift = shift
        self.post_shift = post_shift

    def rows(self, threads):
        """Rows of `threads`, a dict by the names of their files."""
        rows = Rows(threads)
        for thread in threads.values():
            posts = list(self._posts(thread))
            topic = self._topic(thread, posts)
            rows.posts += posts
            rows.topics.append(topic)
            self._hang_polls(rows, thread, posts, topic)
            rows.topic_origins.append(
                TopicOrigin(
                    source=self.source, external_id=thread.id, topic_id=self.shift + thread.id, details=thread.details
                )
            )
            rows.post_origins += [
                PostOrigin(
                    source=self.source, external_id=post.id, post_id=self.post_shift + post.id, details=post.details
                )
                for post in thread.shown
            ]
        return rows

    def _hang_polls(self, rows, thread, posts, topic):
        for said in thread.said:
            if said.kind != Post.POST:
                continue
            for fields, options in polls_in(said.details, closed_at=topic.closed_at, ended_at=topic.last_posted_at):
                poll = Poll(post_id=self.post_shift + said.id, **fields)
                posts[said.number - 1].has_poll = True
                rows.polls.append(poll)
                rows.options += [Option(poll=poll, **each) for each in options]

    def _topic(self, thread, posts):
        spoken = [post for post in thread.said if post.is_spoken]
        shown = spoken or thread.shown
        first, last = shown[0], max(shown, key=lambda post: (post.created_at, post.number))
        end = max(post.created_at for post in thread.said)
        closed = _latest(thread, CLOSING) if thread.is_closed else None
        pinned, unlisted = _latest(thread, PINNING), _latest(thread, UNLISTING)
        return Topic(
            pk=self.shift + thread.id,
            board=self.boards[thread.category],
            kind=Topic.QUESTION if any("is_accepted" in post.details for post in thread.said) else Topic.DISCUSSION,
            title=markdown.shorten(thread.title, 200),
            slug=slug_of(thread.title),
            author_id=self.people[first.author.id],
            excerpt=posts[first.number - 1].excerpt if spoken else "",
            created_at=min(thread.created_at, thread.said[0].created_at),
            last_number=thread.highest,
            post_count=len(spoken),
            last_posted_at=last.created_at,
            last_author_id=self.people[last.author.id],
            closed_at=(closed.created_at if closed else end) if thread.is_closed else None,
            closed_by_id=self.people[closed.author.id] if closed else None,
            pinned_at=(pinned.created_at if pinned else thread.created_at) if thread.is_pinned else None,
            # Unlisted there was readable by whoever had the address. Here it is for moderators, who may show it again.
            hidden_at=None if thread.is_listed else (unlisted.created_at if unlisted else end),
            hidden_by_id=self.people[unlisted.author.id] if unlisted and not thread.is_listed else None,
        )

    def _posts(self, thread):
        """A row for each number from 1 to the highest; what is missing between stays a gap that one can see."""
        said = {post.number: post for post in thread.said}
        moment = min(thread.created_at, thread.said[0].created_at)
        for number in range(1, thread.highest + 1):
            post = said.get(number)
            moment = post.created_at if post else moment
            if post is None or post.kind == Post.PLACEHOLDER:
                yield Post(topic_id=self.shift + thread.id, number=number, kind=Post.PLACEHOLDER, created_at=moment)
            else:
                yield self._post(thread, post)

    def _post(self, thread, said):
        post = Post(
            pk=self.post_shift + said.id,
            topic_id=self.shift + thread.id,
            number=said.number,
            kind=said.kind,
            author_id=self.people[said.author.id],
            body=to_html(said.html, self.links),
            format=Post.HTML,
            action=said.action if said.kind == Post.ACTION else "",
            reply_to_number=said.reply_to if (said.reply_to or 0) <= thread.highest else None,
            created_at=said.created_at,
            edited_at=said.edited_at,
            hidden_at=said.hidden_at,
            reactions=reactions_in(said.details) if said.kind == Post.POST else {},
        )
        post.render()
        return post


def _latest(thread, actions):
    return next((post for post in reversed(thread.said) if post.action in actions), None)
