"""What the digest says to a candidate."""

from django.utils.translation import gettext as _

from members.accounts.days import in_words
from members.mail.sections import Item

from .models import Authorization
from .states import State


def items(person, since, until):
    """At most one Item: the exam that comes, a new result, or the right to sit that waits to be used."""
    authorization = Authorization.objects.of(person)
    if authorization is None:
        return []
    url = authorization.get_absolute_url()
    new = [sitting for sitting in authorization.counted if since < sitting.recorded_at <= until]
    if new:
        passed = new[-1].state == State.PASSED
        headline = _("You passed the CCXP exam") if passed else _("The result of your CCXP exam is there")
        return [Item(f"sitting:{new[-1].pk}:result", headline, url)]
    if not authorization.is_active:
        return []
    if sitting := authorization.open_sitting:
        headline = _("Your CCXP exam is on %(day)s") % {"day": in_words(sitting.day)}
        return [Item(f"sitting:{sitting.pk}:{sitting.day:%Y%m%d}", headline, url, sitting.place)]
    headline = _("You may sit the CCXP exam until %(day)s") % {"day": in_words(authorization.expires_on)}
    return [Item(f"right:{authorization.pk}:until-{authorization.expires_on:%Y%m%d}", headline, url)]
