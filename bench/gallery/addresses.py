"""What there is to look at: every address of the resolver, with samples of the demo community where it has a gap."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db.models import F
from django.urls import reverse

from certification.applications.models import Application
from certification.credentials.models import Credential
from certification.renewal.models import Claim
from cxpa_portal.tests.addresses import routes
from events.cxday.models import Campaign
from events.programme.models import Event
from events.registration.models import Registration
from forums.articles.models import Article, Version
from forums.conversations.models import MessageReport
from forums.discussions.models import Board, Poll, Tag, Topic
from forums.reading.models import PAGE
from members.billing.models import Invoice
from members.mail.models import Mail, stop_token
from members.membership.models import Membership, Plan
from members.networks.models import Network

from .answers import samples_of_answers
from .talk import samples_of_talk, samples_of_the_ground

STATUS = {"403": 403, "404": 404, "csrf": 403, "429": 429, "500": 500}  # of the pages below went-wrong/
NO_SAMPLE = {
    # Only there with a passkey or with a provider's keys; their own tests walk them.
    "accounts/2fa/webauthn/keys/<int:pk>/remove/",
    "accounts/2fa/webauthn/keys/<int:pk>/edit/",
    "accounts/oidc/^(?P<provider_id>[^/]+)/login/",
    "accounts/oidc/^(?P<provider_id>[^/]+)/login/callback/",
    # The HTML of a letter is no page: it stands in the frame of the page above it.
    "development/mail/<int:pk>/html/",
}


# Pages that say something else to somebody else of the demo community.
OTHER_EYES = {
    "cleo": [
        *("/", "/membership/", "/membership/plans/", "/events/mine/", "/invoices/", "/certification/", "/notices/"),
        *("/questions/desk/", "/soundings/", "/discussions/searches/", "/articles/mine/", "/contact/"),
    ],
    "bob": ["/membership/", "/membership/plans/", "/membership/join/individual/"],
    "ronan": ["/", "/membership/", "/membership/renewal/"],  # in grace, with an invoice that waits
    "kaila": ["/membership/"],  # may renew now
    "sana": ["/certification/application/", "/certification/application/work/"],  # asked for changes
    "chloe": ["/certification/application/"],  # in review
    "noemi": ["/", "/certification/exam/"],  # a day for her exam
    "liina": ["/certification/exam/"],  # may arrange one
    "eli": [
        *("/", "/certification/", "/certification/credential/", "/certification/renewal/", "/events/mine/"),
        *("/experts/questions/", "/experts/offers/", "/experts/offer/", "/questions/desk/", "/soundings/"),
    ],
    "siobhan": ["/experts/offers/"],  # one rests
    "denise": ["/articles/mine/", "/experts/offers/"],  # the editors ask for changes
    "ravi": ["/playbooks/"],  # looks after one that is doubted
    "lars": ["/articles/mine/"],  # with the editors
    "hana": ["/", "/certification/renewal/", "/certification/credits/"],  # behind her pace
    "imran": ["/certification/renewal/"],  # an invoice for it waits
    "gonzalo": ["/certification/credential/"],  # suspended
    "maya": ["/discussions/boards/", "/questions/desk/"],
    "rex": ["/admin/"],
}


AT_WORK = {Application: {"state": "in_review"}, Invoice: {"paid_at": None, "voided_at": None}}


class NothingThere(Exception):
    """A kind of address without a sample: nobody would look at its page."""


def every_page(person):
    """(address, status) of all that a GET may show; `person` is who has written and is signed in."""
    samples = _samples(person)
    for route, _pattern in routes():
        if route in NO_SAMPLE:
            continue
        if not any(mark in route for mark in "<("):
            name = route.strip("/").rpartition("/")[2]
            yield f"/{route}", STATUS.get(name, 200) if route.startswith("went-wrong/") else 200
        elif route not in samples:
            raise NothingThere(f"No sample for {route}: name one in bench/gallery/addresses.py.")
        else:
            yield from ((address, 200) for address in samples[route])
    yield from ((address, 200) for address in [*_beside(person), *_in_the_admin()])


def reset_link(person):
    """The address in a letter that lets `person` choose a new password."""
    uid, token = user_pk_to_url_str(person), default_token_generator.make_token(person)
    return reverse("account_reset_password_from_key", args=[uid, token])


def _samples(person):
    public = Topic.objects.filter(board__audience="everyone", hidden_at=None, closed_at=None)
    busy = public.order_by("-post_count").first()
    question = public.questions().filter(post_count__gt=1).order_by("-last_posted_at").first()
    unanswered = public.unanswered().newest_first().first()
    closed = Topic.objects.filter(board__audience="everyone", closed_at__isnull=False).first()
    own = Topic.objects.filter(author=person, closed_at=None).order_by("-post_count").first()
    written = person.posts.filter(topic=own, number=1).first()
    letter = Mail.objects.first()
    notice = person.notices.first()
    boards = [Board.objects.filter(audience=audience).first() for audience in ("everyone", "members")]
    failure = Topic.objects.visible_to(person).filter(kind=Topic.FAILURE).exclude(author=person).first()
    poll = Topic.objects.visible_to(person).filter(kind=Topic.POLL).first()
    topics = [topic for topic in (busy, question, unanswered, closed, own, failure, poll) if topic]
    return {
        **_of_the_upper_floors(person),
        **samples_of_talk(person, written),
        **samples_of_answers(person),
        **samples_of_the_ground(person),
        "discussions/boards/<slug:slug>/": [board.get_absolute_url() for board in boards if board],
        "discussions/<int:pk>/<slug:slug>/": [topic.get_absolute_url() for topic in dict.fromkeys(topics)],
        "discussions/<int:pk>/reply/": [
            reverse("forums:reply", args=[busy.pk]),
            reverse("forums:reply", args=[question.pk]) + "?to=2",
        ],
        "discussions/<int:pk>/posts/<int:number>/": [written.get_absolute_url()],
        "discussions/<int:pk>/posts/<int:number>/edit/": [written.get_absolute_url() + "edit/"],
        "discussions/<int:pk>/closure/": [reverse("forums:closure", args=[own.pk])],
        "discussions/<int:pk>/watching/": [reverse("forums:watching", args=[own.pk])],
        "notices/<int:pk>/": [reverse("mail:notice", args=[notice.pk])] if notice else [],
        "mail/stop/<str:token>/": [reverse("mail:stop", args=[stop_token(person.pk, "forums/reading/posted")])],
        "accounts/^confirm-email/(?P<key>[-:\\w]+)/$": ["/accounts/confirm-email/nonsense/"],
        "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": [
            "/accounts/password/reset/key/1-nonsense/"
        ],
        "development/mail/<int:pk>/": [reverse("development:letter", args=[letter.pk])] if letter else [],
    }


def _of_the_upper_floors(person):
    """Samples of events, membership, certification and articles; a kind the community has none of stays empty."""
    upcoming = Event.objects.published().upcoming().filter(audience="everyone").in_programme_order()
    cancelled = upcoming.exclude(cancelled_at=None).first()
    online = upcoming.going_ahead().filter(kind=Event.ONLINE, external_url="").first()
    room = upcoming.going_ahead().filter(kind=Event.IN_PERSON, external_url="").first()
    past = Event.objects.published().past().filter(audience="everyone").latest_first().first()
    mine = Registration.objects.of(person).active().upcoming().for_listing().first()
    invoices = list(Invoice.objects.filter(person=person)[:2])
    credentials = list(Credential.objects.on_register().order_by("state", "-pk").distinct("state"))
    campaign = Campaign.objects.exclude(published_at=None).first()
    claim = Claim.objects.filter(credential__person__email="hana@cxpa.example").first()
    draft = Application.objects.filter(person=person, state="draft").first()
    written = Article.objects.published().exclude(slug="overview")  # which stands at /about/ itself
    pages = {kind: written.filter(kind=kind).first() for kind, _label in Article.KINDS}
    version = Version.objects.filter(article__kind="policy", number__lt=F("article__version_number")).first()
    events = [event for event in (room, online, cancelled, past) if event]
    own = [mine.event] if mine else []
    return {
        "events/<int:pk>/<slug:slug>/": [event.get_absolute_url() for event in [*events, *own]],
        "events/<int:pk>/registration/": [],
        "events/<int:pk>/registration/cancellation/": [reverse("events:cancellation", args=[e.pk]) for e in own],
        "events/<int:pk>/join/": [],
        "events/<int:pk>/door/": [reverse("events:door", args=[event.pk]) for event in events[:1]],
        "events/<int:pk>/door/walk-ins/": [],
        "events/<int:pk>/door/<uuid:token>/": [],
        "events/<int:pk>/event.ics": [],
        "events/<int:pk>/registration.ics": [],
        "events/feed/<str:token>.ics": [],
        "cx-day/<int:year>/": [reverse("cxday:campaign", args=[campaign.year])] if campaign else [],
        "cx-day/<int:year>/host/": [reverse("cxday:host", args=[campaign.year])] if campaign else [],
        "certification/application/<slug:slug>/": [
            reverse("certification:section", args=[section.slug]) for section in (draft.sections if draft else [])
        ],
        "certification/register/<str:number>/": [each.get_absolute_url() for each in credentials],
        "certification/credits/claims/<int:pk>/": [reverse("certification:claim", args=[claim.pk])] if claim else [],
        "certification/credits/claims/<int:pk>/ending/": [],
        "membership/join/<slug:slug>/": [
            reverse("membership:join", args=[plan.slug]) for plan in Plan.objects.all()[:1]
        ],
        "membership/dues/<int:pk>/withdrawal/": [],
        "invoices/<str:number>/": [invoice.get_absolute_url() for invoice in invoices],
        "invoices/<str:number>/invoice.pdf": [],
        "invoices/<str:number>/<str:note>.pdf": [],
        "files/<uuid:key>/<str:name>": [],
        "files/<uuid:key>/<int:width>/<str:name>": [],
        "about/<slug:slug>/": [pages["page"].get_absolute_url()] if pages["page"] else [],
        "policies/<slug:slug>/": [pages["policy"].get_absolute_url()] if pages["policy"] else [],
        "policies/<slug:slug>/versions/<int:number>/": [
            reverse("articles:version", args=[version.article.slug, version.number])
        ]
        if version
        else [],
        "articles/<slug:slug>/": [pages["article"].get_absolute_url()] if pages["article"] else [],
    }


def _beside(person):
    """Pages that differ by what stands behind the question mark."""
    yield "/search/?q=journey"
    yield "/search/?q=jorney"  # misspelt
    yield "/search/?q=xyzzyplugh"
    yield "/discussions/unanswered/?show=undecided"
    yield "/playbooks/?subject=journey-mapping"
    yield "/certification/register/?q=a"
    yield "/events/?where=online"
    yield "/discussions/?older=1-1"
    yield reverse("forums:ask") + "?kind=discussion"
    long = Topic.objects.visible_to(person).filter(last_number__gt=PAGE).first()
    if long:
        yield f"{long.get_absolute_url()}?page=2"


def _in_the_admin():
    """Staff's first page, the lists they work through, and one object of each kind that has a page of its own."""
    yield "/admin/"
    talk = (Board, Topic, Tag, Poll, MessageReport, Network)
    work = (Application, Invoice, Event, Registration, Campaign, Membership, Credential, Claim, Article, Mail)
    for model in (*work, *talk):
        meta = model._meta
        yield reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        one = model.objects.filter(**AT_WORK.get(model, {})).order_by("pk").first()
        if one:
            yield reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[one.pk])
