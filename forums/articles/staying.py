"""The conversation about an article stays with it: a topic of its own, read by nobody who may not read the article."""

from django.utils.translation import gettext as _

from forums.discussions.models.moving import ask_before

from .conversation import is_within
from .models import Article


def register():
    ask_before(_why_it_stays)


def _why_it_stays(topic, board):
    article = Article.objects.filter(topic=topic.pk).first()
    if article is None:
        return ""
    if board is None:
        return _("It is the conversation about the article “%(title)s”, and stays one.") % {"title": article.title}
    if not is_within(board, article.audience, article.group_id):
        return _("More people read that board than the article “%(title)s” it is about.") % {"title": article.title}
    return ""
