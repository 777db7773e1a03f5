"""The brake: when more letters of a kind are asked for at once than is ever right, it stops and asks staff."""

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext as _

from .kinds import label_of
from .models import KindSwitch, Mail
from .notices import tell_many


def brake(mails):
    """`mails` without those of kinds that have to wait for staff."""
    newest = {}
    for mail in mails:
        newest[mail.kind] = max(mail.created_at, newest.get(mail.kind, mail.created_at))
    over = KindSwitch.objects.over_burst(newest)
    if not over:
        return mails
    for name, count in over.items():
        _stop(name, count)
    Mail.objects.give_back([mail for mail in mails if mail.kind in over])
    return [mail for mail in mails if mail.kind not in over]


def _stop(name, count):
    why = _("%(count)d letters of this kind were asked for within ten minutes. If that is right, let them go.")
    switch = KindSwitch.stop(name, by=None, reason=why % {"count": count})
    headline = _("Letters wait for your word: %(kind)s, %(count)d within ten minutes")
    tell_many(
        [person for person in get_user_model().objects.filter(is_staff=True, is_active=True) if _may_release(person)],
        "members/mail/brake",
        headline=headline % {"kind": label_of(name), "count": count},
        url=reverse("admin:mail_kindswitch_change", args=[switch.pk]),
        key=f"brake:{switch.pk}",
    )


def _may_release(person):
    return person.has_perm("mail.change_kindswitch")
