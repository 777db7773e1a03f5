"""What the other floors have on the words somebody searches for. Discussions have their own pages of hits."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from certification.credentials.models import Credential, plain
from events.programme.models import Event
from forums.articles.models import Article
from members.accounts.asking import Asker, Rights
from members.statements import Statement

FEW = 3  # of each kind: enough to see whether the kind is the right one


@dataclass
class Found:
    """One thing that answers the search."""

    title: str
    url: str
    words: str = ""  # the sentence that says what it is
    at: object = None  # its moment, where it has one
    mark: str = ""


@dataclass
class Group:
    name: str  # stays the same in every language
    heading: str
    found: list


def found_on_other_floors(person, words):
    """Groups of what `person` may see on `words`, those with something in them; one query each."""
    groups = [
        Group("events", _("Events"), _events(person, words)),
        Group("articles", _("Articles and pages"), _articles(person, words)),
        Group("register", _("On the register of CCXPs"), _credentials(words)),
    ]
    return [group for group in groups if group.found]


def _events(person, words):
    def mark(event):
        if event.is_cancelled:
            return _("Cancelled")
        return _("It is over") if event.is_past else ""

    events = _EVENTS.ask(Rights.of(person), person=person.pk or 0, words=words).objects
    return [
        Found(event.title, event.get_absolute_url(), event.summary or event.where, event.starts_at, mark(event))
        for event in events
    ]


def _articles(person, words):
    articles = _ARTICLES.ask(Rights.of(person), person=person.pk or 0, words=words).objects
    return [Found(article.title, article.get_absolute_url(), article.sentence) for article in articles]


def _credentials(words):
    """Holders whose name sounds like `words`: who searches for a name wants that person."""
    holders = _CREDENTIALS.ask(None, words=plain(words)).objects
    return [Found(holder.name, holder.get_absolute_url(), holder.standing().sentence) for holder in holders]


_EVENTS = Statement(
    lambda rights, person, words: Event.objects.published_to(Asker(rights, person)).matching(words).for_listing()[:FEW],
    person=int,
    words=str,
)
_ARTICLES = Statement(
    lambda rights, person, words: Article.objects.visible_to(Asker(rights, person)).matching(words)[:FEW],
    person=int,
    words=str,
)
_CREDENTIALS = Statement(lambda _shape, words: Credential.objects.on_register().matching(words)[:FEW], words=str)
