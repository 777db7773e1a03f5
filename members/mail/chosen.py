"""News whose letter somebody chose to have in their digest instead of at once."""

from collections import defaultdict

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import ranking, sections
from .kinds import kind_named
from .models import Mail
from .preferences import lost_sight
from .sections import Item, Why
from .sights import Thing

MOST = 15  # of one reader that are looked at


def register():
    sections.register("members/mail/chosen", heading=gettext_lazy("You wanted to know"), items=items, position=12)


def items(readers, now):
    """A line for each letter that waits for the digest of a reader, the newest first: what they may still see, and have
    not read meanwhile."""
    found = defaultdict(list)
    for mail in _waiting(readers):
        if len(found[mail.to_id]) < MOST:
            found[mail.to_id].append(_item(mail))
    return found


def _waiting(readers):
    waiting = Mail.objects.filter(to__in=readers.pks, for_digest=True, is_private=False)
    waiting = waiting.filter(created_at__gt=readers.since, created_at__lte=readers.until).order_by("-created_at", "-pk")
    waiting = [mail for mail in waiting if readers.by_pk[mail.to_id].is_news(mail.created_at)]
    letters = [(mail, readers.by_pk[mail.to_id].person) for mail in waiting]
    lost = lost_sight(letters, is_news=lambda mail: kind_named(mail.kind).is_news)
    return [mail for mail in waiting if mail.pk not in lost]


def _item(mail):
    kind, (room, name) = kind_named(mail.kind), mail.kind.rsplit("/", 1)
    subject = mail.subject or render_to_string(f"{room}/mail/{name}.subject.txt", mail.context)
    url = mail.context.get("url") or ""
    why = Why(ranking.FOLLOWS, _("You chose to have this here."), f"kind:{mail.kind}", str(kind.label))
    return Item(
        key=f"mail:{mail.pk}",
        headline=" ".join(subject.split())[:250],
        url=url if url.startswith("/") else "/",
        detail=mail.context.get("excerpt", ""),
        why=(why,),
        thing=Thing(mail.thing, mail.thing_id, mail.thing_number) if mail.thing else None,
        is_unread=kind.is_news,
    )
