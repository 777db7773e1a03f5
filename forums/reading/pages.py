"""One page of a topic, as one reader sees it."""

import re

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from forums.discussions.models import attachments, evidence, polls, thanks
from forums.discussions.numbers import number_in
from members.accounts.asking import Asker, Rights
from members.mail.notices import remember_unread

from . import parts
from .answered import address_of_answered
from .finding import ask_for_posts, ask_for_topic
from .levels import levels_with
from .models import PAGE, Level, Reading, Reason, page_of

NUMBERS = re.compile(r"\d+")
# What the query of a topic says of this reader that its posts do not show.
PERSONAL = [
    *("my_last_number", "my_reason", "my_said", "my_board_level", "my_level", "has_news", "news_elsewhere"),
    *("my_draft", "my_files", "reader_pk"),
]


def page_url(topic, page):
    """The address of one page of `topic`; the first has the topic's own."""
    return f"{topic.get_absolute_url()}?page={page}" if page > 1 else topic.get_absolute_url()


def post_url(topic, number):
    """The page of `topic` that holds post `number`, at that post."""
    return f"{page_url(topic, page_of(number))}#post-{number}"


class TopicPage:
    """Posts 20k-19 to 20k of a topic, as one reader finds them. `person` is the reader, of whom a page knows the pk and
    the rights and nothing else: so others of the same rights can be shown what was kept of it."""

    def __init__(self, reader, topic, number):
        self.reader = reader
        self.person = Asker(Rights.of(reader), reader.pk)
        self.asked = topic
        [self.topic] = topic.objects
        self.number = number
        self.count = page_of(self.topic.last_number)
        self.seen = getattr(self.topic, "my_last_number", None)

    @classmethod
    def find(cls, reader, pk, number):
        """Page `number` of the topic `pk`; None where there is none, or where `reader` may not see it. One query."""
        topic = ask_for_topic(reader, pk, number * PAGE)
        page = cls(reader, topic, number) if topic.rows else None
        return page if page and 1 <= number <= page.count else None

    @property
    def first(self):
        return (self.number - 1) * PAGE + 1

    @property
    def last(self):
        return min(self.number * PAGE, self.topic.last_number)

    @cached_property
    def posts(self):
        """The posts of this page, each knowing whether it is new to this reader and what they may do with it."""
        posts = [post for post in self._found if self.first <= post.number <= self.last]
        moderates = self.person.is_moderator
        for post in self._found:
            post.topic = self.topic
            post.is_withheld = post.kind == post.PLACEHOLDER or (post.is_hidden and not moderates)
            post.can_bring_back = post.is_withheld and post.is_hidden and post.is_taken_back and post.is_by(self.person)
            post.is_new = self.seen is not None and post.number > self.seen
            post.is_first_new = post.is_new and post.number == self.seen + 1 and post.number > 1
            post.can_edit = post.can_be_edited_by(self.person)
            post.my_thanks = getattr(post, "my_thanks", [])
            post.may_ask_who = self.person.is_authenticated
            post.can_block = self.person.is_authenticated and post.author_id not in (None, self.person.pk)
            post.can_block = post.can_block and not post.is_nameless  # a block would tell who it was
            if post.answered_name:
                post.answered_url = address_of_answered(post, self.first, self.last)
        self._hang_on(self._found)
        return posts

    @cached_property
    def accepted(self):
        """The answers that helped, on the first page of a question: these stand above the others, wherever they are."""
        if self.number > 1 or not self.topic.accepted_count:
            return []
        _posts = self.posts  # what hangs on them is known then
        return [post for post in self._found if post.accepted_at and not post.is_withheld]

    @cached_property
    def asked_posts(self):
        """The posts of this page, and the accepted answers from elsewhere, as they were answered: one query."""
        elsewhere = self.number == 1 and self.topic.accepted_count > 0 and self.count > 1
        return ask_for_posts(self.reader, self.topic, self.first, self.last, with_accepted=elsewhere)

    @property
    def _found(self):
        return self.asked_posts.objects

    @property
    def can_be_kept(self):
        """Whether the two queries say all that its posts show: not where polls or files hang on them."""
        return not any(self.asked_posts.column("has_poll")) and not any(self.asked_posts.column("has_files"))

    @cached_property
    def made_of(self):
        """What its posts are shown by: the rows, the rights of the reader, how far they have read, and who they are,
        where the rows may speak of them. For `kept.kept`."""
        rows = self.asked.text(without=PERSONAL), self.asked_posts.text(without=["reader_pk"])
        seen = None if self.seen is None else min(max(self.seen, self.first - 1), self.last)
        is_named = any(f"{self.reader.pk}" in NUMBERS.findall(text) for text in rows)
        return rows, self.number, self.person.rights, seen, self.reader.pk if is_named else None

    @property
    def minute(self):
        """Which minute it is, where the page says how long something will be or has been; else nothing."""
        waits = self.topic.promised_until and not self.topic.first_answer_at
        ticks = self.number == self.count or waits or self.topic.slow_until
        return timezone.now().strftime("%Y-%m-%d %H:%M") if ticks else ""

    def _hang_on(self, posts):
        """Thanks, polls and files; those of posts that are not shown are not asked for."""
        shown = [post for post in posts if not post.is_withheld]
        thanks.for_posts(shown, self.person, mine={(post.pk, kind) for post in shown for kind in post.my_thanks})
        polls.for_posts(shown, self.person)
        evidence.for_posts(shown, self.person)
        if any(post.has_files for post in shown):
            attachments.for_posts(shown)
        parts.hang_on(self, shown)

    @cached_property
    def head_parts(self):
        """What the rooms above say below the title."""
        return parts.of_page(self, parts.Place.HEAD)

    @cached_property
    def answer_parts(self):
        """What they put between the first post and the others."""
        return parts.of_page(self, parts.Place.ANSWERS)

    @cached_property
    def foot_parts(self):
        """What they put below the posts."""
        return parts.of_page(self, parts.Place.FOOT)

    def read(self):
        """Move the reader's place to the end of this page, which reads the notices of its posts: one statement, and
        none where they have read further and nothing waits."""
        if self.last > (self.seen or 0) or self.topic.has_news:
            Reading.reach(self.reader, self.topic, self.last)
        remember_unread(self.reader, self.topic.news_elsewhere)

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
        level = Level(self.topic.my_level)
        is_said = self.topic.my_said is not None
        return {
            "level": level,
            "label": level.label,
            "is_said": is_said,
            "reason": Reason(self.topic.my_reason).label if is_said else self._reason(level),
            "levels": levels_with(level),
        }

    def _reason(self, level):
        """Why they hear what they hear of a topic of which they said nothing."""
        if level == Level.NORMAL:
            return ""
        if self.topic.my_board_level == level:
            return _("You chose this for the board “%(board)s”.") % {"board": self.topic.board}
        return _("You chose this for one of its tags.")

    @property
    def can_be_renamed(self):
        return self.topic.can_be_renamed_by(self.person)

    @property
    def can_be_closed(self):
        return self.topic.can_be_closed_by(self.person)

    def _url(self, number):
        return page_url(self.topic, number)


def page_number(text):
    """The number of a page in an address; 0, which is no page, for anything else."""
    return number_in(text, digits=6) or 0
