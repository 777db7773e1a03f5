"""What editors and authors hear of each other: a notice, and a letter that each of them can stop."""

from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from members.accounts.zones import zone_named
from members.mail.kinds import BY_MAIL_AND_NOTICE, Group
from members.mail.kinds import register as register_kind
from members.mail.notices import tell, tell_many
from members.mail.outbox import send, send_to_many

from .editors import editors, is_editor, may_write

SUBMITTED, DECIDED = "forums/articles/submitted", "forums/articles/decided"


def register():
    """Make the kinds of letters known; called once, when the room is ready."""
    register_kind(
        SUBMITTED,
        label=gettext_lazy("Articles that wait for an editor"),
        reason=gettext_lazy("You get this because you are one of the editors."),
        group=Group.ROLES,
        concerns=is_editor,
        channels=BY_MAIL_AND_NOTICE,
        quiet=True,
    )
    register_kind(
        DECIDED,
        label=gettext_lazy("What becomes of my articles"),
        reason=gettext_lazy("You get this because the article is yours."),
        group=Group.ANSWERS,
        concerns=may_write,
        channels=BY_MAIL_AND_NOTICE,
        quiet=True,
    )


def tell_editors(article, *, words=""):
    """An article waits: everyone who edits hears of it, but for its author."""
    people = list(editors().exclude(pk=article.author_id))
    is_again = article.version_number > 1
    names = {"name": article.author, "title": article.title}
    headline = _("%(name)s reworked “%(title)s”") if is_again else _("%(name)s sent an article: “%(title)s”")
    # Each time it is sent is a piece of news, and sending twice is one.
    about = {"url": article.manuscript_url, "key": f"article:{article.pk}:sent:{article.submitted_at:%Y%m%d%H%M%S%f}"}
    tell_many(people, SUBMITTED, headline=headline % names, **about)
    send_to_many(
        SUBMITTED,
        people=people,
        author=str(article.author),
        headline=article.author.headline,
        title=article.title,
        sentence=article.sentence,
        words=words,
        is_again=is_again,
        **about,
    )


def tell_author(article, what, *, by, words=""):
    """Its author hears what became of it, unless they did it themselves. `what` is the state it came to."""
    author = article.author
    if author is None or (by is not None and author.pk == by.pk):
        return
    at = ""
    if what == article.SCHEDULED:
        local = timezone.localtime(article.due_at, zone_named(author.time_zone))
        at = f"{written(local, pgettext('whole moment', 'l j F Y, H:i'))} ({author.time_zone.replace('_', ' ')})"
    headline = {
        article.PUBLISHED: _("Your article “%(title)s” is published"),
        article.SCHEDULED: _("Your article “%(title)s” comes out on %(at)s"),
        article.CHANGES: _("The editors ask for changes to “%(title)s”"),
        article.DECLINED: _("The editors do not take “%(title)s”"),
    }[what] % {"title": article.title, "at": at}
    url = article.get_absolute_url() if what == article.PUBLISHED else article.manuscript_url
    key = f"article:{article.pk}:{what}:{article.remarks.count()}"
    tell(author, DECIDED, headline=headline, url=url, key=key)
    send(DECIDED, to=author, key=key, what=what, title=article.title, words=words, at=at, url=url, headline=headline)
