"""Drafts of this room: an article that was not sent yet, and the next text of one that lies with its author."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forums.discussions.numbers import number_in
from members.progress import drafts

from .editors import may_write
from .models import Article

NEW, NEXT = "article", "manuscript"


def register():
    """Make the kinds known; called once, when the room is ready."""
    drafts.register(NEW, label=gettext_lazy("Article"), title=_title, url=_url, choices=["audience"])
    drafts.register(
        NEXT,
        label=gettext_lazy("Change to an article"),
        title=lambda draft: _article(draft)[0],
        url=lambda draft: _article(draft)[1],
        prepare=_articles,
        choices=["based_on", "audience"],
    )


def _title(draft):
    return draft.fields.get("title", "")[:200]


def _url(draft):
    """Who is no member any more reads what they wrote under "Your drafts", and cannot send it."""
    return f"{reverse('articles:write')}?draft={draft.rest}" if may_write(draft.person) else ""


def _article(draft):
    if not hasattr(draft, "about_article"):
        _articles([draft], draft.person)
    return draft.about_article


def _articles(found, person):
    """(title, address) of what each is a change to: one query, whatever their number."""
    numbers = {number_in(draft.rest) for draft in found} - {None}
    articles = Article.objects.open_to(person).defer("body", "html").in_bulk(numbers)
    for draft in found:
        article = articles.get(number_in(draft.rest))
        may_edit = article is not None and article.can_be_edited_by(person)
        title = article.title if article else str(_("Something that is no longer there"))
        draft.about_article = (title, reverse("articles:text", args=[article.pk]) if may_edit else "")
