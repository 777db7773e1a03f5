"""One page of a topic, as one reader sees it."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from forums.discussions.models import Topic, attachments, evidence, polls, thanks
from forums.discussions.numbers import number_in
from members.accounts.asking import Asker, Rights
from members.mail.notices import remember_unread
from members.statements import Answer

from . import parts
from .answered import address_of_answered
from .finding import ask_for_posts, ask_for_topic, glance_at_posts
from .levels import levels_with
from .models import PAGE, Level, Reading, Reason, page_of
from .related import ask_for_related, glance_at_related


def page_url(topic, page):
    """The address of one page of `topic`; the first has the topic's own."""
    return f"{topic.get_absolute_url()}?page={page}" if page > 1 else topic.get_absolute_url()


def post_url(topic, number):
    """The page of `topic` that holds post `number`, at that post."""
    return f"{page_url(topic, page_of(number))}#post-{number}"


class PageGlance:
    """Posts 20k-19 to 20k of a topic before they are asked for: what their rows come to, and of the reader what is
    theirs alone (`told`, of `finding.PERSONAL`). By that a page is found that was kept."""

    _at_posts = staticmethod(glance_at_posts)

    def __init__(self, reader, pk, asked, number):
        self.reader, self.pk, self.asked, self.number = reader, pk, asked, number
        self.person = Asker(Rights.of(reader), reader.pk)
        [self.told] = asked.told
        self.count = page_of(self.told.last_number)
        self.seen = getattr(self.told, "my_last_number", None)

    @classmethod
    def find(cls, reader, pk, number):
        """Page `number` of the topic `pk`; None where there is none, or where `reader` may not see it. One query."""
        asked = ask_for_topic(reader, pk, number * PAGE)
        page = cls(reader, pk, asked, number) if asked.rows else None
        return page if page and 1 <= number <= page.count else None

    @property
    def first(self):
        return (self.number - 1) * PAGE + 1

    @property
    def last(self):
        return min(self.number * PAGE, self.told.last_number)

    @property
    def is_last(self):
        return self.number == self.count

    @cached_property
    def asked_posts(self):
        """The posts of this page, and the accepted answers from elsewhere, as they were answered: one query."""
        elsewhere = self.number == 1 and self.told.accepted_count > 0 and self.count > 1
        return self._at_posts(self.reader, self.pk, self.first, self.last, with_accepted=elsewhere)

    @cached_property
    def asked_related(self):
        """What to read on, below the last page: one query."""
        return glance_at_related(self.pk, self.reader)

    @property
    def goes_on_at(self):
        """The first post this reader has not seen, when it stands on another page; else None."""
        if self.seen and self.seen < self.told.last_number and page_of(self.seen + 1) != self.number:
            return self.seen + 1
        return None

    @property
    def topic_made_of(self):
        """What is shown of the topic: its row, the rights of the reader, and who they are, where it may speak of them.
        For `kept`."""
        return self.asked.imprint.digests, self.person.rights, self.asked.imprint.speaks and self.reader.pk

    @property
    def made_of(self):
        """What the page shows: the same of its posts too, and how far the reader has read."""
        imprint = self.asked_posts.imprint
        seen = None if self.seen is None else min(max(self.seen, self.first - 1), self.last)
        spoken_of = imprint.speaks and self.reader.pk
        return self.topic_made_of, imprint.digests, spoken_of, self.number, seen, self.goes_on_at

    def read(self):
        """Move the reader's place to the end of this page, which reads the notices of its posts: one statement, and
        none where they have read further and nothing waits."""
        if self.last > (self.seen or 0) or self.told.has_news:
            Reading.reach(self.reader, Topic(pk=self.pk), self.last)
        remember_unread(self.reader, self.told.news_elsewhere)


class TopicPage(PageGlance):
    """The page itself. `person` is the reader, of whom it knows the pk and the rights and nothing else: so others of
    the same rights can be shown what was kept of it."""

    _at_posts = staticmethod(ask_for_posts)

    @classmethod
    def of(cls, glance):
        """The page at a PageGlance: the topic is the same, and its posts are asked for."""
        page = cls(glance.reader, glance.pk, glance.asked, glance.number)
        page.glance = glance
        return page

    @cached_property
    def asked_related(self):
        asked = self.glance.asked_related
        return asked if isinstance(asked, Answer) else ask_for_related(self.pk, self.reader)

    @cached_property
    def topic(self):
        [topic] = self.asked.objects
        return topic

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

    @property
    def _found(self):
        return self.asked_posts.objects

    @property
    def ticks(self):
        """Whether the page says how long something will be or has been."""
        waits = self.topic.promised_until and not self.topic.first_answer_at
        return bool(waits or self.topic.slow_until)

    def _hang_on(self, posts):
        """Thanks, polls and files."""
        shown = [post for post in posts if not post.is_withheld]
        thanks.for_posts(shown, self.person, mine={(post.pk, kind) for post in shown for kind in post.my_thanks})
        polls.for_posts(shown, self.person)
        evidence.for_posts(shown, self.person)
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
        return post_url(self.topic, self.goes_on_at) if self.goes_on_at else None

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
