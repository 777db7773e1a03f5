"""Who hears what of a playbook."""

from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from members.mail.notices import tell, tell_anew
from members.mail.outbox import send

DUE, DOUBTED, ANSWERED, OFFERED, TAKEN, STATE, GONE = (
    f"forums/playbooks/{word}" for word in ["due", "doubted", "answered", "offered", "taken", "state", "gone"]
)


def tell_of_date(playbook):
    """The owner is asked whether it is still true."""
    about = {"title": playbook.title}
    url, key = playbook.get_absolute_url(), f"playbook:{playbook.pk}:due:{playbook.due_at:%Y-%m-%d}"
    tell(playbook.owner, DUE, headline=_("Is “%(title)s” still true?") % about, url=url, key=key)
    send(DUE, to=playbook.owner, key=key, url=url, checked=month_of(playbook.checked_at), **about)


def tell_of_doubt(playbook, doubt):
    """The owner hears that it is not so for somebody."""
    about = {"name": str(doubt.by), "title": playbook.title}
    url, key = f"{playbook.get_absolute_url()}#doubt-{doubt.pk}", f"doubt:{doubt.pk}"
    headline = _("%(name)s says “%(title)s” is not so where they work") % about
    tell(playbook.owner, DOUBTED, headline=headline, url=url, key=key)
    send(DOUBTED, to=playbook.owner, key=key, url=url, words=doubt.words, **about)


def tell_of_answer(doubt):
    """Whoever doubted hears what the owner says, if they can still read it."""
    if not type(doubt.playbook).objects.visible_to(doubt.by).filter(pk=doubt.playbook_id).exists():
        return
    agreed = _("You were right: “%(title)s” is changed")
    headline = agreed if doubt.outcome == doubt.AGREED else _("An answer to your doubt about “%(title)s”")
    url = f"{doubt.playbook.get_absolute_url()}#doubt-{doubt.pk}"
    about = {"title": doubt.playbook.title}
    tell(doubt.by, ANSWERED, headline=headline % about, url=url, key=f"doubt:{doubt.pk}:answer")


def tell_of_offer(playbook, by):
    """Whoever is asked to look after it."""
    about = {"name": str(by), "title": playbook.title}
    url, key = reverse("playbooks:handover", args=[playbook.pk]), f"playbook:{playbook.pk}:offered"
    key = f"{key}:{playbook.offered_at.timestamp():.0f}"
    headline = _("%(name)s asks you to look after “%(title)s”") % about
    tell(playbook.offered_to, OFFERED, headline=headline, url=url, key=key)
    send(OFFERED, to=playbook.offered_to, key=key, url=url, **about)


def tell_of_taking_over(playbook, before):
    """Whoever looked after it until now, and who does from now on."""
    about = {"name": playbook.owner, "title": playbook.title}
    headlines = {
        before: _("%(name)s looks after “%(title)s” now") % about,
        playbook.owner: _("You look after “%(title)s” now") % about,
    }
    tell_anew(TAKEN, headlines=headlines, url=playbook.get_absolute_url(), key=f"playbook:{playbook.pk}:owner")


def tell_of_retiring(playbook, by):
    """The owner, where somebody else retired it."""
    if by.pk != playbook.owner_id:
        headline = _("“%(title)s” is retired: it is no longer shown to others") % {"title": playbook.title}
        key = f"playbook:{playbook.pk}:state"
        tell_anew(STATE, headlines={playbook.owner: headline}, url=playbook.get_absolute_url(), key=key)


def tell_of_state(playbook):
    """The owner hears when it is put in doubt, and when it no longer is."""
    doubted = _("Readers are told that “%(title)s” is in doubt, until you have answered")
    headline = doubted if playbook.is_doubted else _("“%(title)s” is no longer in doubt")
    about = {playbook.owner: headline % {"title": playbook.title}}
    tell_anew(STATE, headlines=about, url=playbook.get_absolute_url(), key=f"playbook:{playbook.pk}:state")


def tell_of_gone(playbook, count):
    """The owner hears that posts behind it can no longer be read, and which passages wait for it."""
    headline = ngettext(
        "A post behind “%(title)s” is gone: its passage is not shown until you have looked",
        "%(count)d posts behind “%(title)s” are gone: their passages are not shown until you have looked",
        count,
    ) % {"count": count, "title": playbook.title}
    tell_anew(
        GONE,
        headlines={playbook.owner: headline},
        url=playbook.get_absolute_url(),
        key=f"playbook:{playbook.pk}:gone",
    )


def month_of(moment):
    """ "March 2026": when it was last checked."""
    return written(timezone.localtime(moment), pgettext("month of a year", "F Y"))
