"""What the digest says to a candidate."""

from django.utils.translation import gettext as _

from members.days import in_words
from members.mail import ranking
from members.mail.sections import Item, Why

from .models import Authorization
from .states import State


def items(readers, now):
    """At most one Item each: the exam that comes, a new result, or the right to sit that waits to be used."""
    found = {}
    for authorization in Authorization.objects.last_of(readers.pks):
        if item := _item(authorization, readers.by_pk[authorization.person_id]):
            found[authorization.person_id] = [item]
    return found


def _item(authorization, reader):
    url = authorization.get_absolute_url()
    new = [sitting for sitting in authorization.counted if reader.is_news(sitting.recorded_at)]
    if new:
        passed = new[-1].state == State.PASSED
        headline = _("You passed the CCXP exam") if passed else _("The result of your CCXP exam is there")
        return _said(f"sitting:{new[-1].pk}:result", headline, url, "", _("You sat the exam."))
    if not authorization.is_active:
        return None
    if sitting := authorization.open_sitting:
        headline = _("Your CCXP exam is on %(day)s") % {"day": in_words(sitting.day)}
        key = f"sitting:{sitting.pk}:{sitting.day:%Y%m%d}"
        return _said(key, headline, url, sitting.place, _("You have a date for it."))
    headline = _("You may sit the CCXP exam until %(day)s") % {"day": in_words(authorization.expires_on)}
    key = f"right:{authorization.pk}:until-{authorization.expires_on:%Y%m%d}"
    return _said(key, headline, url, "", _("Your application was approved."))


def _said(key, headline, url, detail, why):
    return Item(key, headline, url, detail, why=(Why(ranking.DUE, why),))
