"""The letters and notices of a candidate."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.accounts.zones import zone_named
from members.days import in_words
from members.mail.notices import tell
from members.mail.outbox import send

from .states import State


def scheduled(sitting, times):
    """The date, in the zone of the place and in the candidate's own. `times` tells one date from the next."""
    day = in_words(sitting.day)
    _write(
        sitting.authorization,
        "scheduled",
        _("Your CCXP exam is on %(day)s.") % {"day": day},
        key=f"sitting:{sitting.pk}:scheduled:{times}",
        day=day,
        there=when_in(sitting, sitting.time_zone),
        yours=when_in(sitting, sitting.authorization.person.time_zone),
        place=sitting.place,
        reference=sitting.provider_reference,
        minutes=sitting.authorization.rules.exam_minutes or 0,
    )


def called_off(sitting):
    """There will be no exam on that day."""
    _write(
        sitting.authorization,
        "called_off",
        _("Your CCXP exam on %(day)s is called off.") % {"day": in_words(sitting.day)},
        key=f"sitting:{sitting.pk}:called-off:1",
        day=in_words(sitting.day),
        why=sitting.reason,
    )


def result(sitting):
    """Passed or not; for those who have not, what comes next."""
    authorization = sitting.authorization
    passed = sitting.state == State.PASSED
    _write(
        authorization,
        "result",
        _("You passed the CCXP exam.") if passed else _("The result of your CCXP exam is there."),
        key=f"sitting:{sitting.pk}:result:1",
        passed=passed,
        sections=[[str(each.competency), each.percent] for each in sitting.sections.select_related("competency")],
        may_sit_again=authorization.may_sit_again,
        next_from=in_words(authorization.next_from) if authorization.next_from else "",
        until=in_words(authorization.expires_on),
    )


def ends_soon(authorization):
    day = in_words(authorization.expires_on)
    said = _("Your right to sit the CCXP exam ends on %(day)s.") % {"day": day}
    _write(authorization, "ends_soon", said, key=f"right:{authorization.pk}:ends-soon:1", until=day)


def ended(authorization):
    said = _("Your right to sit the CCXP exam has ended.")
    _write(
        authorization, "ended", said, key=f"right:{authorization.pk}:ended:1", until=in_words(authorization.expires_on)
    )


def when_in(sitting, zone_name):
    """The moment of a sitting in a zone, in words: "Tuesday 6 October 2026, 15:00 in Zurich"."""
    local = timezone.localtime(sitting.scheduled_for, zone_named(zone_name))
    about = {"when": date_format(local, "l j F Y, H:i"), "place": zone_name.rpartition("/")[2].replace("_", " ")}
    return (_("%(when)s %(place)s") if zone_name == "UTC" else _("%(when)s in %(place)s")) % about


def _write(authorization, letter, headline, *, key, **context):
    kind, person, url = f"certification/exams/{letter}", authorization.person, authorization.get_absolute_url()
    send(kind, to=person, key=key, url=url, name=person.first_name, **context)
    tell(person, kind, headline=headline, url=url, key=key)
