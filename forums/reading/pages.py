"""One page of a topic, as one reader sees it."""

from django.utils.functional import cached_property

from forums.discussions.numbers import number_in

from .models import PAGE, Level, Reading, Reason, page_of


def page_url(topic, page):
    """The address of one page of `topic`; the first has the topic's own."""
    return f"{topic.get_absolute_url()}?page={page}" if page > 1 else topic.get_absolute_url()


def post_url(topic, number):
    """The page of `topic` that holds post `number`, at that post."""
    return f"{page_url(topic, page_of(number))}#post-{number}"


class TopicPage:
    """Posts 20k-19 to 20k of a topic (found `with_place` for people who are signed in)."""

    def __init__(self, topic, person, number):
        self.topic = topic
        self.person = person
        self.number = number_in(number, digits=6) or 0
        self.count = page_of(topic.last_number)
        self.seen = getattr(topic, "my_last_number", None)

    @property
    def exists(self):
        return 1 <= self.number <= self.count

    @property
    def first(self):
        return (self.number - 1) * PAGE + 1

    @property
    def last(self):
        return min(self.number * PAGE, self.topic.last_number)

    @cached_property
    def posts(self):
        """The posts of this page, each knowing whether it is new to this reader and what they may do with it."""
        posts = list(self.topic.posts.between(self.first, self.last).select_related("author").defer("body"))
        moderates = self.person.is_authenticated and self.person.is_moderator
        for post in posts:
            post.topic = self.topic
            post.is_withheld = post.kind == post.PLACEHOLDER or (post.is_hidden and not moderates)
            post.is_new = self.seen is not None and post.number > self.seen
            post.is_first_new = post.is_new and post.number == self.seen + 1 and post.number > 1
            post.can_edit = post.can_be_edited_by(self.person)
        by_number = {post.number: post for post in posts if post.kind == post.POST and not post.is_withheld}
        for post in posts:
            # Whom it answers, where that is on this page and not simply the post before it.
            post.answered = by_number.get(post.reply_to_number) if post.reply_to_number != post.number - 1 else None
        return posts

    def read(self, person):
        """Move the reader's place to the end of this page; writes nothing where they have read further."""
        if self.posts and self.last > (self.seen or 0):
            Reading.reach(person, self.topic, self.last)

    @property
    def previous_url(self):
        return self._url(self.number - 1) if self.number > 1 else None

    @property
    def next_url(self):
        return self._url(self.number + 1) if self.number < self.count else None

    @property
    def numbers(self):
        """Page links around this one, with the first and the last: {number, url, is_current}; None marks a gap."""
        near = {1, self.count, *range(self.number - 2, self.number + 3)}
        links, before = [], 0
        for number in sorted(n for n in near if 1 <= n <= self.count):
            if number > before + 1:
                links.append(None)
            links.append({"number": number, "url": self._url(number), "is_current": number == self.number})
            before = number
        return links

    @property
    def resume_url(self):
        """To the first unread post, when it stands on another page."""
        if self.seen and self.seen < self.topic.last_number and page_of(self.seen + 1) != self.number:
            return post_url(self.topic, self.seen + 1)
        return None

    @property
    def watch(self):
        """What this reader hears of the topic: the level, why, and the levels to choose from."""
        level = getattr(self.topic, "my_level", None) or Level.NORMAL
        reason = getattr(self.topic, "my_reason", None)
        return {
            "level": level,
            "reason": Reason(reason).label if reason else "",
            "levels": [
                {"value": value, "label": label, "is_current": value == level} for value, label in Level.choices
            ],
        }

    @property
    def can_be_closed(self):
        return self.topic.can_be_closed_by(self.person)

    def _url(self, number):
        return page_url(self.topic, number)
