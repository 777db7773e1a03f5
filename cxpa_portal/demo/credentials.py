"""Who holds the CCXP: those who earned it before the portal kept the sittings, what became of it, and their credits."""

from datetime import timedelta
from functools import cache, partial
from uuid import UUID, uuid5

from dateutil.relativedelta import relativedelta

from certification.credentials import numbers
from certification.credentials.models import Credential
from certification.framework.models import Framework, ProgramRules
from certification.renewal.models import Claim, Renewal

from .cast import address_of, told_in
from .chance import lot
from .moments import moment
from .people import person_named

CLAIMS = UUID("5b0d7c52-5c64-4c0e-9a3f-7a1be21d6a04")  # the tokens of demo claims are made from it


@cache
def read():
    """What content/certification.toml says."""
    return told_in("certification.toml")


def acts(now):
    """(moment, do) of the rules and of the credentials of those who never had one."""
    content = read()
    rules = content["rules"]
    if not ProgramRules.objects.filter(effective_from=rules["effective_from"]).exists():
        yield moment("4000 days ago at 09:00", now), partial(ProgramRules.objects.create, **rules)
    have = set(Credential.objects.values_list("person__email", flat=True))
    new = [about for about in content["credential"] if address_of(about["person"]) not in have]
    for about in new:
        yield from _life(about, now)
    keys = {about["person"] for about in new}
    for claim in content["claim"]:
        if claim["person"] in keys:
            yield from _claim(claim, now)
    for about in content["renewal"]:
        if about["person"] in keys:
            yield moment(about["asked"], now), partial(_ask_for_renewal, about["person"])
            if "paid" in about:
                yield moment(about["paid"], now), partial(_pay_for_renewal, about["person"])


def number_of(key):
    """The number of the credential that belongs to `key`: drawn by lot, it would be another each time."""
    digits = f"{lot(key, 'number', 0) % 10**numbers.DIGITS:0{numbers.DIGITS}}"
    return f"{numbers.PREFIX}-{digits}{numbers.check_letter(digits)}"


def _life(about, now):
    """From the award on: renewed each time it would have ended, then whatever else happened to it."""
    key, awarded = about["person"], moment(f"{about['awarded']} days ago at 15:00", now)
    yield awarded, partial(_award, about)
    ends = awarded + relativedelta(months=36)
    # Before the portal kept the ledger, renewals were counted on paper.
    while ends < now and not about.get("lapsed"):
        yield ends - timedelta(days=20), partial(_extend, key)
        ends += relativedelta(months=36)
    for turn in about.get("turn", []):
        yield moment(turn["at"], now), partial(_turn, key, turn["verb"], turn["reason"])


def _award(about):
    person = person_named(about["person"])
    credential = Credential.award(
        person,
        name=about.get("name", person.name),
        framework=Framework.objects.in_force(),
        by=person_named("carol"),
        number=number_of(about["person"]),
    )
    if about.get("shows"):
        credential.show_on_register(place=True, work=True, by=person)


def _extend(key):
    credential = _credential(key)
    credential.extend(credential.expires_on + relativedelta(months=36), by=person_named("carol"))


def _turn(key, verb, reason):
    getattr(_credential(key), verb)(by=person_named("carol"), reason=reason)


def _claim(about, now):
    """What a holder did elsewhere, asked for and, mostly, counted."""
    key, title = about["person"], about["title"]
    token = uuid5(CLAIMS, f"{key}/{title}")
    done_on = moment(f"{about['done']} days ago at 12:00", now).date()
    asked = moment(f"{about['done'] - 1} days ago at 18:00", now)
    fields = {name: about[name] for name in ("title", "provider", "minutes", "category")}
    yield asked, partial(_make_claim, key, token, fields | {"done_on": done_on, "note": about.get("note", "")})
    if about.get("state") == "queried":
        yield asked + timedelta(hours=20), lambda: _find_claim(token).ask(about["question"], by=person_named("carol"))
    elif about.get("state") != "waiting":
        yield asked + timedelta(hours=20), lambda: _find_claim(token).accept(by=person_named("carol"))


def _make_claim(key, token, fields):
    Claim.make(_credential(key), by=person_named(key), token=token, **fields)


def _find_claim(token):
    return Claim.objects.select_related("credential__person").get(token=token)


def _ask_for_renewal(key):
    Renewal.request(_credential(key), by=person_named(key))


def _pay_for_renewal(key):
    invoice = Renewal.objects.of(person_named(key)).running().get().invoice
    reference = f"TRF {lot(key, 'renewal') % 10**8:08}"
    invoice.settle(by=person_named("carol"), amount=invoice.total, reference=reference)


def _credential(key):
    return Credential.objects.select_related("person").get(person__email=address_of(key), succeeded_at=None)
