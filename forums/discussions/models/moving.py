"""Topics and posts that go elsewhere: a topic to another board, some posts to another topic, a topic into another.

A post that goes takes its row along, and with it all that hangs on it: thanks, files, polls, who is behind it. A number
that a topic gave once is never given again: at the place of a post that went stands a staff action, so that letters,
links and places of readers stay true, and `MovedPost` leads from the old number to the post.

Locks are taken in one order, by all verbs here: posts first, as everywhere, then topics by their pk.
"""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from members.audit.log import record

from ..signals import posts_moved, topic_moved
from ..slugs import slug_of
from .moved import MovedPost
from .posts import MOVED, MOVED_TOO, Post
from .searching import PostSearch
from .tags import MOST as MOST_TAGS
from .tags import Tagging

MOST_AT_ONCE = 500  # posts that are split off in one step
FOOTNOTES = 'id="fn'  # their names hold the number of the post


class NotMovable(Exception):
    """It cannot go there; says why in a sentence."""


class Widens(Exception):
    """More people would read it than now, and nobody has said that this is meant."""


class Merged(Exception):
    """The topic is a part of the one with the pk `topic`."""

    def __init__(self, topic):
        super().__init__(topic)
        self.topic = topic


_looks = []


def ask_before(look):
    """Have `look(topic, board)` asked before a topic leaves its place: why it cannot, in a sentence, or "".

    `board` is where it would stand; None where it would become a part of another topic.
    """
    if look not in _looks:
        _looks.append(look)


class Moving:
    """The verbs of it, for a Topic. Each raises NotMovable."""

    def why_not_to(self, board):
        """Why its posts cannot stand on `board`, in a sentence; "" where they can."""
        if self.hidden_at is not None:
            return _("It is hidden. Show it again before you move anything of it.")
        if self.kind == self.FAILURE and not board.is_among_members:
            return _("A story of failure was told among members. It cannot go where others read.")
        return ""

    @transaction.atomic
    def move_to(self, board, *, by, reason="", widening=False):
        """Stand on `board` from now on; returns whether it did not before.

        Raises Widens where people would read it who cannot now, unless `widening` says that this is meant.
        """
        self._lock(self)
        if self.board_id == board.pk:
            return False
        if why := self.why_not_to(board) or _standing_in_the_way(self, board):
            raise NotMovable(why)
        if not board.is_within(self.board) and not widening:
            raise Widens
        was, self.board = self.board, board
        self.pinned_at = self.pinned_until = None  # that was a place on the board it leaves
        self.save(update_fields=["board", "pinned_at", "pinned_until"])
        PostSearch.queue(topic=self)
        record("discussions.moved", self, by=by, reason=reason, was=was.slug, to=board.slug)
        topic_moved.send(sender=type(self), topic=self, was=was)
        return True

    @transaction.atomic
    def split_off(self, numbers, *, by, reason="", title="", board=None, kind=None, widening=False):
        """Begin a topic of its own with the posts `numbers`; returns it. It stands on `board`, else on the same.

        Raises Widens as `move_to` does.
        """
        posts = self._posts_to_go(numbers)
        self._lock(self)
        board, first = board or self.board, posts[0]
        if why := self.why_not_to(board):
            raise NotMovable(why)
        if first.is_hidden:
            said = _("Post %(number)s would open the new topic, and it is hidden.")
            raise NotMovable(said % {"number": first.number})
        if not board.is_within(self.board) and not widening:
            raise Widens
        fresh = type(self).objects.create(
            board=board,
            kind=kind or (self.QUESTION if self.is_question else self.DISCUSSION),
            title=title,
            slug=slug_of(title),
            author=first.author,
            speaks_as=first.speaks_as,
            excerpt=first.excerpt,
            created_at=first.created_at,
            last_posted_at=first.created_at,
        )
        Tagging.put(fresh, self.tag_names)
        self._let_go(posts, fresh, by=by, reason=reason, is_new=True)
        return fresh

    @transaction.atomic
    def split_into(self, other, numbers, *, by, reason=""):
        """Move the posts `numbers` to the end of `other`, which no more people read than this one. Returns `other`."""
        posts = self._posts_to_go(numbers)
        self._lock(self, other)
        if why := self.why_not_into(other):
            raise NotMovable(why)
        self._let_go(posts, other, by=by, reason=reason, is_new=False)
        return other

    @transaction.atomic
    def merge_into(self, other, *, by, reason="", now=None):
        """Become a part of `other`: all posts go to its end, in their order, and the address leads there.

        It cannot be undone. Done twice, it is done; returns whether it was not before.
        """
        every = Post.objects.select_for_update(of=["self"]).filter(topic=self.pk).order_by("pk")
        list(every.values_list("pk"))
        self._lock(self, other)
        if self.merged_into_id == other.pk and other.pk != self.pk:
            return False
        if why := self.why_not_into(other) or _standing_in_the_way(self, None):
            raise NotMovable(why)
        list(every.values_list("pk"))  # what was written while we waited
        went = self._become_part_of(other)
        now = now or timezone.now()
        self.merged_into, self.hidden_at, self.hidden_by = other, now, by
        self.last_number = self.post_count = self.accepted_count = 0
        self.pinned_at = self.pinned_until = self.slow_until = self.slow_minutes = None
        emptied = ["last_number", "post_count", "accepted_count", "slow_until", "slow_minutes"]
        self.save(update_fields=["merged_into", "hidden_at", "hidden_by", "pinned_at", "pinned_until", *emptied])
        type(self).objects.filter(merged_into=self).update(merged_into=other)  # one step from each, not a chain
        record("discussions.merged", other, by=by, reason=reason, topic=self.title, pk=self.pk, posts=len(went))
        posts_moved.send(sender=type(self), source=self, target=other, numbers=went, is_new=False)
        return True

    # --- Behind the verbs -------------------------------------------------------------------------------------------

    def _posts_to_go(self, numbers):
        """The posts of `numbers`, locked, in their order. Raises NotMovable where one of them cannot go."""
        numbers = set(numbers)
        if not numbers:
            raise NotMovable(_("No post was chosen."))
        if len(numbers) > MOST_AT_ONCE:
            raise NotMovable(_("At most %(most)s posts go at once.") % {"most": MOST_AT_ONCE})
        if 1 in numbers:
            raise NotMovable(_("The first post stays: merge the topic where all of it belongs elsewhere."))
        found = Post.objects.select_for_update(of=["self"]).filter(topic=self.pk, number__in=numbers, kind=Post.POST)
        posts = sorted(found.select_related("author").order_by("pk"), key=lambda post: post.number)
        if missing := sorted(numbers - {post.number for post in posts}):
            named = ", ".join(str(number) for number in missing[:5])
            raise NotMovable(_("There is no post to move at %(numbers)s.") % {"numbers": named})
        return posts

    def _lock(self, *topics):
        """Lock the rows, in the order of their pk, and know them as they are now."""
        rows = type(self).objects.select_for_update(of=["self"]).select_related("board__group")
        for topic in sorted(set(topics), key=lambda each: each.pk):
            topic.refresh_from_db(from_queryset=rows)

    def why_not_into(self, other):
        if other.pk == self.pk:
            return _("This is the same topic.")
        if self.merged_into_id or other.merged_into_id:
            return _("One of the two has just become a part of another topic. Look again.")
        if other.hidden_at is not None:
            return _("That topic is hidden: nobody would find them there.")
        if not other.board.is_within(self.board):
            return _("More people read that topic than this one. Move this one to a board of theirs first.")
        return self.why_not_to(other.board)

    def _let_go(self, posts, target, *, by, reason, is_new):
        """Hand `posts` to `target`, and leave word where they stood."""
        went = {post.number: target.last_number + place for place, post in enumerate(posts, 1)}
        MovedPost.note(self, {post.number: post for post in posts})
        for post in posts:
            post.topic, post.number = target, went[post.number]
            post.reply_to_number = went.get(post.reply_to_number)
            post.render_version = 0 if FOOTNOTES in post.html else post.render_version
        Post.objects.bulk_update(posts, ["topic", "number", "reply_to_number", "render_version"], batch_size=200)
        Post.objects.bulk_create(_words_left(self, sorted(went)))
        for topic in (self, target):
            topic._count_anew()
        self._search_anew(target, went)
        record(
            "discussions.split", self, by=by, reason=reason, into=target.title, pk=target.pk, numbers=sorted(went)[:50]
        )
        posts_moved.send(sender=type(self), source=self, target=target, numbers=went, is_new=is_new)

    def _become_part_of(self, target):
        """Hand every row to `target`; returns {number it had: number it has}."""
        shift = target.last_number
        was = dict(self.posts.order_by("number").values_list("number", "pk"))
        led_on = dict(MovedPost.objects.filter(topic=self.pk, number__in=was).values_list("number", "post"))
        MovedPost.note(self, was)
        MovedPost.note(target, {number + shift: post for number, post in led_on.items()})
        self.posts.filter(html__contains=FOOTNOTES).update(render_version=0)
        answered = {"reply_to_number": F("reply_to_number") + shift}
        self.posts.update(topic=target.pk, number=F("number") + shift, **answered)
        target._count_anew()
        both = dict.fromkeys([*target.tag_names, *self.tag_names])
        Tagging.put(target, list(both)[:MOST_TAGS])
        went = {number: number + shift for number in was}
        self._search_anew(target, went)
        return went

    def _search_anew(self, target, went):
        """What opens a topic, or did, at once: its title weighs otherwise. The others when the clock comes to them."""
        moved = target.posts.filter(number__in=went.values())
        openers = [went[1]] if 1 in went else [1]
        PostSearch.index(post_ids=moved.filter(number__in=openers).values_list("pk", flat=True))
        PostSearch.queue(pk__in=list(moved.exclude(number__in=openers).values_list("pk", flat=True)))

    def _count_anew(self):
        """The columns of the row from its posts. No topic is younger than what is said in it: lists rely on that."""
        said = self.posts.filter(kind=Post.POST)
        last = said.order_by("-created_at", "-number").select_related("author").defer("html", "body").first()
        self.last_number = self.posts.order_by("-number").values_list("number", flat=True).first() or 0
        self.post_count = said.filter(hidden_at=None).count()
        if last is not None:
            self.last_posted_at, self.last_author, self.last_speaks_as = last.created_at, last.author, last.speaks_as
        first_said = said.order_by("created_at").values_list("created_at", flat=True).first()
        self.created_at = min(filter(None, [self.created_at, first_said]))
        self.has_nameless = said.exclude(speaks_as="").exists()
        columns = ["last_number", "post_count", "last_posted_at", "last_author", "last_speaks_as", "has_nameless"]
        self.save(update_fields=["created_at", *columns])


def _standing_in_the_way(topic, board):
    return next(filter(None, (look(topic, board) for look in _looks)), "")


def _words_left(topic, numbers):
    """The staff actions at the places of posts that went; of neighbours the first speaks for all."""
    nobody, now, runs = get_user_model().objects.nameless(), timezone.now(), []
    with translation.override(settings.LANGUAGE_CODE):
        voice = _("A moderator")
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    for run in runs:
        for number in run:
            is_first = number == run[0]
            yield Post(
                topic=topic,
                number=number,
                kind=Post.ACTION,
                action=MOVED if is_first else MOVED_TOO,
                body=str(len(run)) if is_first else "",
                author=nobody,
                speaks_as=voice,
                created_at=now,
            )
