"""The rules: each looks at one text, and says in words what it saw, or nothing."""

import re
from datetime import timedelta

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forums.discussions import markdown
from forums.discussions.models import Post

from ..models import Held, SeenHost
from ..models.seen_hosts import hosts_in, links_in

MANY_LINKS = 5
SAME_WITHIN = timedelta(days=7)
SHORTEST_SAME = 40  # characters; "Thank you, that helped" is said often
HURRY = timedelta(seconds=20)
_NUMBER = re.compile(r"(?:\+|\b00)\d[\d\s().-]{7,}\d|\b(?:whats\s?app|telegram|wechat)\b", re.IGNORECASE)
_MONEY = re.compile(
    r"\b(?:loans?|invest\w*|crypto\w*|bitcoin|forex|profits?|earn\w*|payouts?|refunds?|jackpot|casino)\b|[$€£]\s?\d{3}",
    re.IGNORECASE,
)

# What the page of the rules calls them.
LABELS = {
    "first_post": gettext_lazy("First post of a new account"),
    "new_host": gettext_lazy("A link to a site nobody named here before, in a first post"),
    "many_links": gettext_lazy("Many links"),
    "same_text": gettext_lazy("The same text in several topics"),
    "money": gettext_lazy("A number to call, with words about money"),
    "hurry": gettext_lazy("Written within seconds of signing up"),
    "word": gettext_lazy("A watch word"),
}


def found_in(sent, trust, words):
    """[{"rule", "saw"}] of what they see; empty where the text may go out. `words` are the WatchWords it has."""
    html = markdown.render(sent.body)
    found = [
        ("first_post", _first_post(trust)),
        ("new_host", _new_host(html, trust)),
        ("many_links", _many_links(html)),
        ("same_text", _same_text(sent)),
        ("money", _money(sent)),
        ("hurry", _hurry(sent, trust)),
        *(("word", _word(word)) for word in words),
    ]
    return [{"rule": rule, "saw": str(saw)} for rule, saw in found if saw]


def sentence_for_author(found):
    """Why it waits, in words that are true and teach nobody how to get past."""
    if [each["rule"] for each in found] == ["first_post"]:
        return _("It is with a moderator, who reads the first post of each new account, usually within a day.")
    return _("It is with a moderator, who reads it before others do, usually within a day.")


def _first_post(trust):
    return trust.needs_a_look and _("it is the first post of a new account")


def _new_host(html, trust):
    hosts = hosts_in(html)
    unseen = SeenHost.unseen(hosts) if hosts and trust.standing == 0 else []
    return unseen and _("it leads to %(hosts)s, which nobody named here before") % {
        "hosts": get_text_list(unseen[:3], _("and"))
    }


def _many_links(html):
    count = len(links_in(html))
    return count > MANY_LINKS and ngettext("it has %(count)d link", "it has %(count)d links", count) % {"count": count}


def _same_text(sent):
    """Word for word, by the same person elsewhere in the last days."""
    if len(sent.body) < SHORTEST_SAME:
        return None
    since = timezone.now() - SAME_WITHIN
    others = Post.objects.filter(author=sent.by, created_at__gt=since, body=sent.body)
    held = Held.objects.filter(person=sent.by, at__gt=since, fields__body=sent.body, post=None)
    held = held.exclude(case__outcome="withdrawn").exclude(key=sent.key)
    count = others.exclude(topic=sent.topic).count() + held.count()
    said = ngettext(
        "the same text was sent to %(count)d other topic", "the same text was sent to %(count)d other topics", count
    )
    return count and said % {"count": count}


def _money(sent):
    return (
        _NUMBER.search(sent.body)
        and _MONEY.search(f"{sent.title} {sent.body}")
        and _("it has a number or name to call, and words about money")
    )


def _hurry(sent, trust):
    return trust.is_new and timezone.now() - sent.by.joined_at < HURRY and _("it was sent within seconds of signing up")


def _word(word):
    return _("it has “%(word)s”, a word we watch for: %(why)s") % {"word": word.pattern, "why": word.why}
