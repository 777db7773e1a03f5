"""What the articles have to say in a person's digest: those that appeared since the last one."""

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forums.reading.models.places import THING as TOPIC
from members.accounts.audience import sees
from members.mail import ranking, sections, sights
from members.mail.sections import Item, Why
from members.mail.sights import Thing

from .models import Article

MOST = 5
LOOKED_AT = 60  # of all that appeared
THING = "article"


def register():
    sections.register("forums/articles/new", heading=gettext_lazy("Worth reading"), items=new, position=60, most=MOST)
    sights.register(THING, None, may_see=may_see)


def may_see(pairs):
    """Of (Person, Thing), those whose article is published, and for that person; one query, besides the groups of who
    is asked about an article for a named group."""
    articles = Article.objects.published().defer("body", "html").in_bulk({thing.pk for _person, thing in pairs})
    return {
        (person.pk, thing)
        for person, thing in pairs
        if (article := articles.get(thing.pk)) and sees(person, article.audience, article.group_id)
    }


def new(readers, now):
    """Articles of the blog published since, for those who may read them, the newest first."""
    published = readers.edition.once("articles.new", lambda: _published(readers.edition))
    return {
        reader.pk: [item for article, item in published if _is_for(article, reader)][: MOST * 2] for reader in readers
    }


def _is_for(article, reader):
    if not reader.is_news(article.published_at) or article.author_id == reader.pk:
        return False
    return sees(reader.person, article.audience, article.group_id)


def _published(edition):
    found = Article.objects.published().articles().filter(published_at__gt=edition.since)
    newest = found.select_related("author").defer("body").newest_first()[:LOOKED_AT]
    return [(article, _item(article)) for article in newest]


def _item(article):
    # The conversation about it is the same news: one line, and neither comes another time.
    conversation = (Thing(TOPIC, article.topic_id, 1),) if article.topic_id else ()
    return Item(
        key=f"article:{article.pk}:new",
        headline=article.title,
        url=article.get_absolute_url(),
        detail=_written_by(article),
        why=(Why(ranking.NEWS, _("New in the blog.")),),
        words=len(strip_tags(article.html).split()),
        thing=Thing(THING, article.pk),
        also=conversation,
    )


def _written_by(article):
    if article.author is None:
        return article.sentence
    by = _("by %(name)s") % {"name": article.author}
    return f"{article.sentence} · {by}" if article.sentence else by
