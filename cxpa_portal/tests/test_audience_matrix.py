"""Who may see what: every address × every member of the cast, against a literal table.

`docs/architecture.md` has the same table in words. A new address fails this test until it has its row.
"""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from events.registration.models import Feed
from forums.reading.models import Reading, Reason
from members.mail.models import stop_token
from members.mail.notices import tell

from .addresses import routes

pytestmark = pytest.mark.django_db

# What a GET answers: 200 · "in": to the sign-in page and back · "on": leads on · 404 (also for what is not yours) ·
# 403: you see it, but this is not yours to do · 405: only a POST does something here.
OUTSIDE = ["stranger", "sam"]  # sam is suspended: his session counts for nothing
ACCOUNTS = ["cleo", "bob"]  # a free account, a lapsed member
MEMBERS = ["ann", "eli", "hana", "olga", "rex", "dora"]
EVERYBODY = [*OUTSIDE, *ACCOUNTS, *MEMBERS, "maya", "carol"]


def answers(outside, accounts, members, maya=None, carol=None, **single):
    """A row of the table: one answer per member of the cast."""
    row = dict.fromkeys(OUTSIDE, outside) | dict.fromkeys(ACCOUNTS, accounts) | dict.fromkeys(MEMBERS, members)
    return row | {"maya": maya or members, "carol": carol or members} | single


PUBLIC = answers(200, 200, 200)
SIGNED_IN = answers("in", 200, 200)
POST_ONLY = answers("in", 405, 405)
GUESTS_ONLY = answers(200, "on", "on")
CONFIRM_FIRST = answers("in", "confirm", "confirm")

MATRIX = {
    # home
    "": PUBLIC,
    "offline/": PUBLIC,
    "sw.js": PUBLIC,
    "robots.txt": PUBLIC,
    "favicon.ico": answers("on", "on", "on"),
    "health/": PUBLIC,
    "search/": PUBLIC,
    # discussions: lists
    "discussions/": PUBLIC,
    "discussions/unanswered/": PUBLIC,
    "discussions/boards/": PUBLIC,
    "discussions/unread/": SIGNED_IN,
    "discussions/mine/": SIGNED_IN,
    "discussions/read/": POST_ONLY,
    "discussions/preview/": POST_ONLY,
    "discussions/ask/": SIGNED_IN,
    # a board, a topic and a post, by the audience of the board
    "discussions/boards/<slug:slug>/ everyone": PUBLIC,
    "discussions/boards/<slug:slug>/ accounts": answers(404, 200, 200),
    "discussions/boards/<slug:slug>/ members": answers(404, 404, 200),
    "discussions/boards/<slug:slug>/ group": answers(404, 404, 404, maya=200, carol=200),
    "discussions/<int:pk>/<slug:slug>/ everyone": PUBLIC,
    "discussions/<int:pk>/<slug:slug>/ accounts": answers(404, 200, 200),
    "discussions/<int:pk>/<slug:slug>/ members": answers(404, 404, 200),
    "discussions/<int:pk>/<slug:slug>/ group": answers(404, 404, 404, maya=200, carol=200),
    "discussions/<int:pk>/<slug:slug>/ hidden": answers(404, 404, 404, maya=200, carol=200),
    "discussions/<int:pk>/posts/<int:number>/ everyone": answers("on", "on", "on"),
    "discussions/<int:pk>/posts/<int:number>/ accounts": answers(404, "on", "on"),
    "discussions/<int:pk>/posts/<int:number>/ members": answers(404, 404, "on"),
    "discussions/<int:pk>/posts/<int:number>/ group": answers(404, 404, 404, maya="on", carol="on"),
    "discussions/<int:pk>/posts/<int:number>/ hidden": answers(404, 404, 404, maya="on", carol="on"),
    # writing: ann wrote all of them; everybody may write where accounts may
    "discussions/<int:pk>/reply/ everyone": SIGNED_IN,
    "discussions/<int:pk>/reply/ accounts": SIGNED_IN,
    "discussions/<int:pk>/reply/ members": answers("in", 404, 200),
    "discussions/<int:pk>/reply/ group": answers("in", 404, 404, maya=200, carol=200),
    "discussions/<int:pk>/reply/ hidden": answers("in", 404, 404, maya=200, carol=200),
    "discussions/<int:pk>/posts/<int:number>/edit/ everyone": answers("in", 403, 403, ann=200, maya=200, carol=200),
    "discussions/<int:pk>/posts/<int:number>/edit/ accounts": answers("in", 403, 403, ann=200, maya=200, carol=200),
    "discussions/<int:pk>/posts/<int:number>/edit/ members": answers("in", 404, 403, ann=200, maya=200, carol=200),
    "discussions/<int:pk>/posts/<int:number>/edit/ group": answers("in", 404, 404, maya=200, carol=200),
    "discussions/<int:pk>/posts/<int:number>/edit/ hidden": answers("in", 404, 404, maya=200, carol=200),
    "discussions/<int:pk>/closure/": POST_ONLY,
    "discussions/<int:pk>/watching/": POST_ONLY,
    # about CXPA, policies with a version before the one in force, and the blog: by the audience of each
    "about/": PUBLIC,
    "about/<slug:slug>/ everyone": PUBLIC,
    "about/<slug:slug>/ accounts": answers(404, 200, 200),
    "about/<slug:slug>/ members": answers(404, 404, 200),
    "about/<slug:slug>/ group": answers(404, 404, 404, maya=200, carol=200),
    "about/<slug:slug>/ draft": answers(404, 404, 404),
    "policies/": PUBLIC,
    "policies/<slug:slug>/ everyone": PUBLIC,
    "policies/<slug:slug>/ members": answers(404, 404, 200),
    "policies/<slug:slug>/ draft": answers(404, 404, 404),
    "policies/<slug:slug>/versions/<int:number>/ everyone": PUBLIC,
    "policies/<slug:slug>/versions/<int:number>/ members": answers(404, 404, 200),
    "policies/<slug:slug>/versions/<int:number>/ draft": answers(404, 404, 404),
    "articles/": PUBLIC,
    "articles/<slug:slug>/ everyone": PUBLIC,
    "articles/<slug:slug>/ members": answers(404, 404, 200),
    "articles/<slug:slug>/ draft": answers(404, 404, 404),
    # mail and notices: the notice is ann's
    "notices/": SIGNED_IN,
    "notices/read/": POST_ONLY,
    "notices/<int:pk>/": answers("in", 404, 404, ann="on"),
    "mail/preferences/": SIGNED_IN,
    "mail/stop/<str:token>/": PUBLIC,
    "mail/digest/": SIGNED_IN,
    # membership and invoices: the invoice, and what was given back on it, are ann's
    "membership/": SIGNED_IN,
    "membership/plans/": PUBLIC,
    "membership/join/<slug:slug>/ plan": SIGNED_IN,
    "membership/renewal/": answers("in", "on", "on", ann=200),
    "membership/dues/<int:pk>/withdrawal/": POST_ONLY,
    "invoices/": SIGNED_IN,
    "invoices/address/": SIGNED_IN,
    "invoices/<str:number>/": answers("in", 404, 404, ann=200),
    "invoices/<str:number>/invoice.pdf": answers("in", 404, 404, ann=200),
    "invoices/<str:number>/<str:note>.pdf": answers("in", 404, 404, ann=200),
    # events: the programme and its calendar; the draft is hana's
    "events/": PUBLIC,
    "events/past/": PUBLIC,
    "events/calendar.ics": PUBLIC,
    "events/<int:pk>/event.ics everyone": PUBLIC,
    "events/<int:pk>/event.ics members": answers(404, 404, 200),
    "events/<int:pk>/event.ics draft": answers(404, 404, 404, hana=200, carol=200),
    # files: the picture of an event is for those who see the event
    "files/<uuid:key>/<str:name> everyone": PUBLIC,
    "files/<uuid:key>/<str:name> members": answers(404, 404, 200),
    "files/<uuid:key>/<str:name> draft": answers(404, 404, 404, hana=200, carol=200),
    "files/<uuid:key>/<int:width>/<str:name> everyone": PUBLIC,
    "files/<uuid:key>/<int:width>/<str:name> members": answers(404, 404, 200),
    "files/<uuid:key>/<int:width>/<str:name> draft": answers(404, 404, 404, hana=200, carol=200),
    # registration: ann has a place at the event that everyone sees; hana hosts both
    "events/<int:pk>/<slug:slug>/ everyone": PUBLIC,
    "events/<int:pk>/<slug:slug>/ members": answers(404, 404, 200),
    "events/<int:pk>/registration/ everyone": answers("in", "on", "on"),
    "events/<int:pk>/registration/ members": answers("in", 404, "on"),
    "events/<int:pk>/registration/cancellation/ everyone": answers("in", "on", "on", ann=200),
    "events/<int:pk>/registration/cancellation/ members": answers("in", 404, "on"),
    "events/<int:pk>/registration.ics": answers("in", 404, 404, ann=200),
    "events/<int:pk>/join/ everyone": answers("in", "on", "on"),
    "events/<int:pk>/join/ members": answers("in", 404, "on"),
    "events/<int:pk>/door/": answers("in", 404, 404, hana=200, carol=200),
    "events/<int:pk>/door/walk-ins/": answers("in", 404, 404, hana="on", carol="on"),
    "events/<int:pk>/door/<uuid:token>/": POST_ONLY,
    "events/mine/": SIGNED_IN,
    "events/mine/calendar/": answers("in", "on", "on"),
    "events/feed/<str:token>.ics": PUBLIC,
    # CX Day: this year's is published, next year's in preparation
    "cx-day/": PUBLIC,
    "cx-day/<int:year>/": PUBLIC,
    "cx-day/<int:year>/ draft": answers(404, 404, 404, carol=200),
    "cx-day/<int:year>/host/": answers("in", 403, 200),
    "cx-day/<int:year>/host/ draft": answers("in", 404, 404, carol="on"),
    # accounts
    "accounts/profile/": SIGNED_IN,
    "accounts/login/": GUESTS_ONLY,
    "accounts/signup/": GUESTS_ONLY,
    "accounts/logout/": answers("on", 200, 200),
    "accounts/inactive/": PUBLIC,
    "accounts/reauthenticate/": SIGNED_IN,
    "accounts/email/": SIGNED_IN,
    "accounts/confirm-email/": PUBLIC,
    "accounts/^confirm-email/(?P<key>[-:\\w]+)/$": PUBLIC,
    "accounts/password/change/": SIGNED_IN,
    "accounts/password/set/": answers("in", "on", "on"),
    "accounts/password/reset/": PUBLIC,
    "accounts/password/reset/done/": PUBLIC,
    "accounts/password/reset/key/done/": PUBLIC,
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": PUBLIC,
    "accounts/login/code/": GUESTS_ONLY,
    "accounts/login/code/confirm/": answers("on", "on", "on"),
    "accounts/2fa/": SIGNED_IN,
    "accounts/2fa/authenticate/": answers("on", "on", "on"),
    "accounts/2fa/reauthenticate/": CONFIRM_FIRST,
    "accounts/2fa/totp/activate/": CONFIRM_FIRST,
    "accounts/2fa/totp/deactivate/": answers("in", 404, 404),
    "accounts/2fa/recovery-codes/": answers("in", 404, 404),
    "accounts/2fa/recovery-codes/generate/": CONFIRM_FIRST,
    "accounts/2fa/recovery-codes/download/": answers("in", 404, 404),
    "accounts/2fa/webauthn/": SIGNED_IN,
    "accounts/2fa/webauthn/add/": CONFIRM_FIRST,
    "accounts/2fa/webauthn/reauthenticate/": CONFIRM_FIRST,
    "accounts/2fa/webauthn/keys/<int:pk>/remove/": CONFIRM_FIRST,
    "accounts/2fa/webauthn/keys/<int:pk>/edit/": CONFIRM_FIRST,
    "accounts/2fa/webauthn/login/": answers("on", "on", "on"),
    "accounts/3rdparty/": SIGNED_IN,
    "accounts/3rdparty/signup/": answers("on", "on", "on"),
    "accounts/3rdparty/login/cancelled/": PUBLIC,
    "accounts/3rdparty/login/error/": answers(401, 401, 401),
    "accounts/social/login/cancelled/": answers("in", "on", "on"),
    "accounts/social/login/error/": answers("in", "on", "on"),
    "accounts/social/signup/": answers("in", "on", "on"),
    "accounts/social/connections/": answers("in", "on", "on"),
    "accounts/oidc/^(?P<provider_id>[^/]+)/login/": answers(404, 404, 404),
    "accounts/oidc/^(?P<provider_id>[^/]+)/login/callback/": answers(404, 404, 404),
    "accounts/sessions/": SIGNED_IN,
    # framework, applications and exams: eli writes an application
    "certification/": PUBLIC,
    "certification/application/": SIGNED_IN,
    "certification/application/beginning/": POST_ONLY,
    "certification/application/fields/": POST_ONLY,
    "certification/application/submission/": answers("in", 404, 404, eli=200),
    "certification/application/withdrawal/": answers("in", 404, 404, eli=200),
    "certification/application/<slug:slug>/": answers("in", 404, 404, eli=200),
    "certification/exam/": SIGNED_IN,
    # credentials and renewal: ann holds one, and has claimed something
    "certification/register/": PUBLIC,
    "certification/register/<str:number>/": PUBLIC,
    "certification/credential/": SIGNED_IN,
    "certification/credential/certificate.pdf": answers("in", 404, 404, ann=200),
    "certification/credential/register/": POST_ONLY,
    "certification/renewal/": SIGNED_IN,
    "certification/renewal/request/": POST_ONLY,
    "certification/renewal/ending/": POST_ONLY,
    "certification/credits/": SIGNED_IN,
    "certification/credits/claims/new/": answers("in", 404, 404, ann=200),
    "certification/credits/claims/<int:pk>/": answers("in", 404, 404, ann=200),
    "certification/credits/claims/<int:pk>/ending/": POST_ONLY,
}


@pytest.fixture
def world(
    cast,
    make_board,
    make_topic,
    make_article,
    maya,
    make_credential,
    make_claim,
    make_invoice,
    make_membership,
    make_application,
    make_event,
    make_picture,
    make_registration,
    make_campaign,
):
    """A board per audience with a topic of Ann's in it, a hidden topic, and one of Ann's notices."""
    moderators = Group.objects.get(name="Moderators")
    boards = {
        audience: make_board(slug=audience, audience=audience, group=moderators if audience == "group" else None)
        for audience in ["everyone", "accounts", "members", "group"]
    }
    topics = {audience: make_topic(board=board) for audience, board in boards.items()}
    topics["hidden"] = make_topic(board=boards["everyone"])
    topics["hidden"].hide(by=maya)
    for topic in topics.values():
        Reading.watch(cast["ann"], topic, reason=Reason.CHOSE)
    tell(cast["ann"], "forums/reading/posted", headline="News", url="/", key="k")
    for kind in ["page", "policy", "article"]:
        for audience in ["everyone", "accounts", "members", "group", "draft"]:
            about = {"slug": audience, "audience": "everyone" if audience == "draft" else audience}
            group = moderators if audience == "group" else None
            article = make_article(kind=kind, group=group, published=audience != "draft", **about)
            article.revise(by=cast["carol"], body="The words in force.", change="Another word.")
    events = {audience: make_event(audience=audience, picture=make_picture()) for audience in ["everyone", "members"]}
    events["draft"] = make_event(published_at=None, picture=make_picture())
    make_application(person=cast["eli"])
    credential = make_credential(cast["ann"])
    make_membership(cast["ann"])
    invoice = make_invoice(cast["ann"])
    invoice.settle(by=cast["carol"], amount=invoice.total)
    given_back = invoice.credit(100, by=cast["carol"], reason="A part of it.")
    return {
        "boards": boards,
        "topics": topics,
        "notice": cast["ann"].notices.get(key="k"),
        "ann": cast["ann"],
        "invoice": invoice,
        "given_back": given_back,
        "credential": credential,
        "claim": make_claim(credential),
        "events": events,
        "place": make_registration(events["everyone"], cast["ann"]),
        "feed": Feed.renew(cast["ann"], by=cast["ann"]),
        "year": make_campaign().year,
        "draft_year": make_campaign(date=timezone.localdate() + timedelta(days=380), published_at=None).year,
    }


def address_of(row, world):
    """The address a row of the table stands for; its last word names the audience of the board."""
    route, _space, audience = row.partition(" ")
    topic = world["topics"].get(audience, world["topics"]["everyone"])
    event = world["events"].get(audience, world["events"]["everyone"])
    fillers = {
        "events/<int:pk>/<slug:slug>": f"events/{event.pk}/{event.slug}",
        "events/<int:pk>": f"events/{event.pk}",
        "feed/<str:token>": f"feed/{world['feed'].token}",
        "<uuid:token>": str(world["place"].token),
        "<uuid:key>": str(event.picture.key),
        "<int:width>": "320",
        "<str:name>": "map.png",
        "<int:year>": str(world["draft_year" if audience == "draft" else "year"]),
        "invoices/<str:number>": f"invoices/{world['invoice'].number}",
        "<str:note>": world["given_back"].number,
        "join/<slug:slug>": "join/individual",
        "application/<slug:slug>": "application/about",
        "register/<str:number>": f"register/{world['credential'].number}",
        "claims/<int:pk>": f"claims/{world['claim'].pk}",
        "<slug:slug>": topic.slug if "<int:pk>" in route else audience,
        "<int:pk>": str(world["notice"].pk if route.startswith("notices") else topic.pk),
        "<int:number>": "1",
        "<str:token>": stop_token(world["ann"].pk, "forums/reading/posted"),
        "^confirm-email/(?P<key>[-:\\w]+)/$": "confirm-email/nonsense/",
        "^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "password/reset/key/1-nonsense/",
        "^(?P<provider_id>[^/]+)": "nobody",
    }
    for placeholder, value in fillers.items():
        route = route.replace(placeholder, value)
    return "/" + route


def seen(client, address):
    """The answer of a GET, in the words of the table."""
    response = client.get(address)
    if response.status_code not in (301, 302):
        return response.status_code
    if response.url.startswith(reverse("account_login")):
        return "in" if "next=" in response.url else "on"
    return "confirm" if response.url.startswith(reverse("account_reauthenticate")) else "on"


def test_every_address_has_its_row():
    assert {row.partition(" ")[0] for row in MATRIX} == {route for route, _pattern in routes()}


@pytest.mark.parametrize("who", EVERYBODY)
def test_everyone_sees_exactly_what_the_table_says(who, cast, world, client, client_of):
    browser = client if who == "stranger" else client_of(cast[who])
    for row, expected in MATRIX.items():
        # A page of its own each time: signing out in one row must not change the next.
        fresh = browser if who == "stranger" else client_of(cast[who])
        found = seen(fresh, address_of(row, world))
        assert found == expected[who], f"{who} at {row}: {found}, the table says {expected[who]}"


def test_public_pages_are_those_the_table_gives_to_strangers():
    """With sign-in as the default, whoever marks a view as public must say so here too."""
    public = {route for route, pattern in routes() if not getattr(pattern.callback, "login_required", True)}
    open_rows = {row.partition(" ")[0] for row, row_answers in MATRIX.items() if row_answers["stranger"] != "in"}
    assert public == open_rows
