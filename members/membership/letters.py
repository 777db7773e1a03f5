"""The letters and notices this room sends."""

from django.urls import reverse
from django.utils.translation import gettext as _

from members.mail.notices import tell
from members.mail.outbox import send


def welcome(term):
    """A term began, or the next one is certain: the person is a member until its end."""
    person, earlier = term.membership.person, term.membership.terms.standing().exclude(pk=term.pk).exists()
    send(
        "members/membership/welcome",
        to=person,
        key=f"term:{term.pk}:began",
        name=person.first_name,
        plan=str(term.plan),
        ends=term.ends_in_words,
        opens=term.renewal_opens_in_words,
        is_first=not earlier,
        reason_given=term.granted_reason,
        url=reverse("membership:membership"),
    )
    if earlier:
        headline = _("You are a member until %(ends)s") % {"ends": term.ends_in_words}
    else:
        headline = _("Welcome: you are a member until %(ends)s") % {"ends": term.ends_in_words}
    tell(
        person,
        "members/membership/welcome",
        headline=headline,
        url=reverse("membership:membership"),
        key=f"term:{term.pk}:began:1",
    )


def reminder(term, dues, *, offset):
    """The membership ends in `offset` days (-1: it ended). With open `dues`, the next step is their invoice."""
    person = term.membership.person
    url = dues.invoice.get_absolute_url() if dues else reverse("membership:renewal")
    kind = "members/membership/ended" if offset < 0 else "members/membership/ending"
    if offset < 0:
        headline = _("Your membership has ended; until %(grace)s everything stays open to you") % {
            "grace": term.grace_ends_in_words
        }
    else:
        headline = _("Your membership ends on %(ends)s") % {"ends": term.ends_in_words}
    # With the last day in its key, a term that gets another last day is reminded of again.
    send(
        kind,
        to=person,
        key=f"term:{term.pk}:{term.ends_on}:D-{offset}",
        name=person.first_name,
        ends=term.ends_in_words,
        grace=term.grace_ends_in_words,
        has_grace=term.grace_days > 0,
        price=dues.invoice.total_in_words if dues else term.plan.price_in_words if term.plan.is_open else "",
        number=dues.invoice.number if dues else "",
        url=url,
    )
    tell(
        person,
        kind,
        headline=headline,
        url=url,
        key=f"membership:{term.membership_id}:{term.ends_on}:ends:{60 - offset}",
    )
