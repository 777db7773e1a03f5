"""Who holds the CCXP: those who earned it before the portal kept the sittings, what became of it, and their credits."""

from datetime import timedelta
from functools import cache, partial
from operator import itemgetter
from uuid import UUID, uuid5

from dateutil.relativedelta import relativedelta

from certification.credentials import numbers
from certification.credentials.models import Credential
from certification.framework.models import ProgramRules
from certification.renewal.models import Claim, Renewal

from .awards import award
from .cast import address_of, told_in
from .chance import lot
from .counted import accept
from .knowing import person_named
from .moments import moment

LATELY = timedelta(days=30)
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
    if new:
        lives = sorted((_life(about, now) for about in new), key=itemgetter("at"))
        yield lives[0]["at"], partial(_award, lives)
    for about in new:
        for turn in about.get("turn", []):
            yield moment(turn["at"], now), partial(_turn, about["person"], turn["verb"], turn["reason"])
    keys = {about["person"] for about in new}
    yield from _claims([claim for claim in content["claim"] if claim["person"] in keys], now)
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
    """What awards.award() takes of a credential: from the award on, renewed each time it would have ended."""
    at, ends = moment(f"{about['awarded']} days ago at 15:00", now), relativedelta(months=36)
    renewed = []
    # Before the portal kept the ledger, renewals were counted on paper.
    while at + ends < now and not about.get("lapsed"):
        until = (at + ends).date() + relativedelta(months=36)
        renewed.append((at + ends - timedelta(days=20), until))
        ends += relativedelta(months=36)
    return about | {"at": at, "renewed": renewed, "number": number_of(about["person"])}


def _award(lives):
    people = [person_named(life["person"]) for life in lives]
    shown = [
        life | {"person": person, "name": life.get("name", person.name), "shown": life.get("shows", False)}
        for life, person in zip(lives, people, strict=True)
    ]
    award(shown, by=person_named("carol"))


def _turn(key, verb, reason):
    getattr(_credential(key), verb)(by=person_named("carol"), reason=reason)


def _claims(claims, now):
    """What holders did elsewhere, asked for and, mostly, counted: what was counted long ago, at once."""
    old = []
    for about in claims:
        asked = moment(f"{about['done'] - 1} days ago at 18:00", now)
        decided = asked + timedelta(hours=20)
        if "state" not in about and decided < now - LATELY:
            old.append((about, asked, decided))
            continue
        yield asked, partial(_make_claim, about, now)
        if about.get("state") == "queried":
            yield decided, partial(_query, about)
        elif about.get("state") != "waiting":
            yield decided, partial(_accept, about)
    if old:
        yield max(decided for _about, _asked, decided in old), partial(_count, old, now)


def _make_claim(about, now):
    Claim.make(_credential(about["person"]), by=person_named(about["person"]), **_said(about, now))


def _query(about):
    _find_claim(about).ask(about["question"], by=person_named("carol"))


def _accept(about):
    _find_claim(about).accept(by=person_named("carol"))


def _count(old, now):
    emails = {address_of(about["person"]) for about, _asked, _decided in old}
    held = Credential.objects.filter(person__email__in=emails, succeeded_at=None).select_related("person")
    held = {credential.person.email: credential for credential in held}
    claimed = [
        (Claim(credential=held[address_of(about["person"])], claimed_at=asked, **_said(about, now)), decided)
        for about, asked, decided in old
    ]
    accept(claimed, by=person_named("carol"))


def _said(about, now):
    """What the holder wrote; `token` is theirs alone."""
    fields = {name: about[name] for name in ("title", "provider", "minutes", "category")}
    done_on = moment(f"{about['done']} days ago at 12:00", now).date()
    return fields | {"done_on": done_on, "note": about.get("note", ""), "token": _token_of(about)}


def _token_of(about):
    return uuid5(CLAIMS, f"{about['person']}/{about['title']}")


def _find_claim(about):
    return Claim.objects.select_related("credential__person").get(token=_token_of(about))


def _ask_for_renewal(key):
    Renewal.request(_credential(key), by=person_named(key))


def _pay_for_renewal(key):
    invoice = Renewal.objects.of(person_named(key)).running().get().invoice
    reference = f"TRF {lot(key, 'renewal') % 10**8:08}"
    invoice.settle(by=person_named("carol"), amount=invoice.total, reference=reference)


def _credential(key):
    return Credential.objects.select_related("person").get(person__email=address_of(key), succeeded_at=None)
