"""What is new for saved searches: one notice a search, once a day, of what its person may see at that moment."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forums.discussions.models import Behind, Topic
from forums.discussions.search.asked import Asked
from forums.discussions.search.candidates import posts_that_match
from members.mail.notices import tell_anew

from .models import Level, SavedSearch
from .reader import ask_anew
from .unread import with_place

FOUND = "forums/reading/found"
MOST_TOLD = 100  # posts of which a notice says how many there are
SETTLED = timedelta(minutes=5)  # what is just being written is told the next day, when nothing before it can be missing


def tell_due(now=None):
    """Look at all searches that are due; returns how many."""
    return SavedSearch.look_due(look, now)


def look(search, now):
    """Tell the person of a SavedSearch what is new, with what they have not read of it yet. The row is locked."""
    person = search.person
    if not person.is_active:
        return
    ask_anew(person)
    waits = person.notices.filter(key=search.notice_key).unread().exists()
    since = search.told_from_post if waits else search.last_seen_post
    found = new_posts(search, since, now)
    if not found or max(found) <= search.last_seen_post:
        return
    search.told_at, search.told_from_post, search.last_seen_post = now, since, max(found)
    search.save(update_fields=["told_at", "told_from_post", "last_seen_post"])
    url = f"{search.get_absolute_url()}?new={since}"
    tell_anew(FOUND, headlines={person: headline(search, len(found))}, url=url, key=search.notice_key)


def new_posts(search, since, now):
    """The ids of posts after `since` that answer a SavedSearch, of others, in topics its person has not muted; at most
    MOST_TOLD, the newest."""
    person = search.person
    asked = Asked(search.words, person, now)
    asked.newer_than = since
    if asked.is_empty or not asked.asking.boards:
        return []
    posts = posts_that_match(asked).exclude(author=person.pk)
    posts = posts.exclude(pk__in=Behind.posts_of(person))
    posts = posts.filter(created_at__gt=search.saved_at, created_at__lte=now - SETTLED)
    found = dict(posts.order_by("-pk").values_list("pk", "topic")[:MOST_TOLD])
    if not found:
        return []
    topics = with_place(Topic.objects.filter(pk__in=found.values()), person).exclude(my_level=Level.MUTED)
    shown = set(topics.order_by().values_list("pk", flat=True))
    return [pk for pk, topic in found.items() if topic in shown]


def headline(search, count):
    """What the notice says."""
    if count >= MOST_TOLD:
        words = _("%(count)d new posts or more for “%(name)s”")
    else:
        words = ngettext("%(count)d new post for “%(name)s”", "%(count)d new posts for “%(name)s”", count)
    return words % {"count": count, "name": search.name}
