"""What the articles have to say in a person's digest: those that appeared since the last one."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.mail import sections
from members.mail.sections import Item

from .models import Article

MOST = 5


def register():
    sections.register("forums/articles/new", heading=gettext_lazy("Worth reading"), items=new, position=60, most=MOST)


def new(person, since, until):
    """Articles of the blog published between the two moments, the newest first."""
    found = Article.objects.visible_to(person).articles().filter(published_at__gt=since, published_at__lte=until)
    found = found.exclude(author=person).for_listing().newest_first()[: MOST * 2]
    return [
        Item(
            key=f"article:{article.pk}:new",
            headline=article.title,
            url=article.get_absolute_url(),
            detail=_written_by(article),
        )
        for article in found
    ]


def _written_by(article):
    if article.author is None:
        return article.sentence
    by = _("by %(name)s") % {"name": article.author}
    return f"{article.sentence} · {by}" if article.sentence else by
