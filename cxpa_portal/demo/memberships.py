"""Who belongs, since when and until when, and what of it is paid: through the same verbs as everyone else.

Of each person content/people.toml says how many days their last term still has. From that follow their terms, back to
the day they joined: those that began before the portal kept the books are carried over, the others were paid here.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.translation import gettext as _

from members.accounts.zones import zone_named
from members.billing.models import BillingAddress, Invoice, Issuer
from members.membership.models import Dues, Membership, Plan

from .carried_over import carry_over
from .cast import address_of, told_in
from .chance import lot
from .knowing import forget, person_named
from .moments import moment
from .people import read as read_people

BOOKS = 125  # days for which the portal has kept the books itself
LATELY = 30  # days: who renewed before was carried over with the new term, which spares a third of the bills
LEEWAY = timedelta(days=3)  # a year is a day longer now and then
EVENING = time(20)  # after work in Lagos; in UTC, so that it is no later date anywhere than the one it is meant for


@cache
def read():
    """What content/memberships.toml says."""
    return told_in("memberships.toml")


def acts(now):
    """(moment, do) of what is missing: the plans, and the memberships of those who have none yet."""
    content = read()
    yield from _offer(content, now)
    have = set(Membership.objects.values_list("person__email", flat=True))
    carried = []
    for about in read_people():
        if "member_for" in about and address_of(about["key"]) not in have:
            plan = content["plans"].get(about["key"], "individual")
            carried += _carried(about, plan, now)
            yield from _paid_here(about, plan, now)
    if carried:
        yield moment(f"{BOOKS} days ago at 06:00", now), partial(_carry_over, carried)
    for key, about in content["granted"].items():
        if address_of(key) not in have:
            yield moment(about["at"], now), partial(_grant, key, "individual", about["months"], about["reason"])
    for about in content["extra"]:
        if address_of(about["person"]) not in have:
            yield from _extra(about, now)


def _offer(content, now):
    """The acts before all others: who writes invoices, what can be bought, and where some are billed."""
    long_ago = moment("4000 days ago at 09:00", now)
    if not Issuer.objects.exists():
        yield long_ago, partial(_name_issuer, content["issuer"])
    there = set(Plan.objects.values_list("slug", flat=True))
    for position, plan in enumerate(content["plan"], 1):
        if plan["slug"] not in there:
            yield long_ago, partial(Plan.objects.create, position=position, **plan)
    known = set(BillingAddress.objects.values_list("person__email", flat=True))
    for about in content["address"]:
        if address_of(about["person"]) not in known:
            yield moment("400 days ago at 10:00", now), partial(_keep_address, about)


def last_terms(about, now):
    """(first day, first day of the last term, last day) of whoever was a member ever, as content/people.toml says."""
    today = timezone.localdate(now, zone_named(about["zone"]))
    ends_on = today + timedelta(days=about["member_for"])
    joined = today - timedelta(days=about["joined"]) - LEEWAY
    first = last = ends_on + timedelta(days=1) - relativedelta(months=12)
    while first - relativedelta(months=12) >= joined:
        first -= relativedelta(months=12)
    return first, last, ends_on


def _carried(about, plan, now):
    """The one long term, in a list, that somebody's membership was before the portal; empty for whoever came later."""
    first, last, ends_on = last_terms(about, now)
    until = last if _is_paid_here(about["key"], first, last, now) else ends_on + timedelta(days=1)
    months = _months(first, until)
    return [(address_of(about["key"]), plan, first, months)] if months else []


def _paid_here(about, plan, now):
    """The acts of the last term, where it began when the portal kept the books already."""
    key = about["key"]
    first, last, _ends_on = last_terms(about, now)
    if not _is_paid_here(about["key"], first, last, now):
        return
    # Some renew weeks before, some in the last days; whoever comes anew is a member on the day the money arrives.
    ahead = 0 if first == last else 2 + lot(key, "renews") % 30
    paid = min(_evening(last - timedelta(days=ahead)), now - timedelta(days=2))
    billed = paid - timedelta(days=1 + lot(key, "pays") % 11, hours=lot(key, "hour") % 9)
    yield billed, partial(_bill, key, plan)
    yield paid, partial(_settle, key)


def _is_paid_here(key, first, last, now):
    """Whether the term that begins on the day `last` was paid here: of who is new, of who renewed lately, and of whose
    invoice something came."""
    # Whoever renews does so up to forty-four days before the new term begins: the portal was there by then.
    is_told_of = key in {about["person"] for about in read()["extra"]}
    days = BOOKS - 45 if first == last or is_told_of else LATELY
    return last > now.date() - timedelta(days=days)


def _extra(about, now):
    """The acts of an invoice that did not go the plain way: open, given up, or given back in part."""
    key = about["person"]
    if "billed" in about:
        yield moment(about["billed"], now), partial(_bill, key, about.get("plan", "individual"))
    if "void" in about:
        yield moment(about["void"], now), partial(_void, key, about["reason"])
    if "credit" in about:
        yield moment(about["credited"], now), partial(_credit, key, about["credit"], about["reason"])
    if "ended" in about:
        yield moment(about["ended"], now), partial(_end_early, key, about["reason"])


def _name_issuer(about):
    Issuer.objects.create(effective_from=date(2012, 1, 1), **about)


def _keep_address(about):
    person = person_named(about["person"])
    BillingAddress(person=person, **{name: text for name, text in about.items() if name != "person"}).keep(by=person)


def _carry_over(terms):
    reason = _("Carried over from the list of members as it was before the portal.")
    carry_over(terms, by=person_named("carol"), reason=reason)
    forget()


def _grant(key, plan, months, reason):
    membership = Membership.held(person_named(key))
    plan = Plan.objects.get(slug=plan)
    membership.grant(plan, months=months, by=person_named("carol"), reason=reason)
    forget(key)


def _bill(key, plan):
    person = person_named(key)
    Dues.bill(person, Plan.objects.get(slug=plan), by=person)


def _settle(key):
    invoice = Invoice.objects.of(person_named(key)).open().get()
    reference = f"TRF {lot(key, 'transfer') % 10**8:08}"
    invoice.settle(
        by=person_named("carol"), amount=invoice.total, received_on=timezone.localdate(), reference=reference
    )
    forget(key)


def _void(key, reason):
    Invoice.objects.of(person_named(key)).open().get().void(by=person_named("carol"), reason=reason)


def _credit(key, amount, reason):
    Invoice.objects.of(person_named(key)).paid().latest("pk").credit(amount, by=person_named("carol"), reason=reason)


def _end_early(key, reason):
    Membership.objects.get(person=person_named(key)).end_early(
        on=timezone.localdate(), by=person_named("carol"), reason=reason
    )
    forget(key)


def _months(first, until):
    between = relativedelta(until, first)
    # 28 February to 1 March, a year on: what is left over of a month is rounding, not a month.
    return between.years * 12 + (12 if between.months > 6 else 0)


def _evening(day):
    return datetime.combine(day, EVENING, UTC)
