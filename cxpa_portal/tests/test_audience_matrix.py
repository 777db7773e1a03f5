"""Who may see what: every address × every member of the cast, against a literal table.

`docs/architecture.md` has the same table in words. A new address fails this test until it has its row.
"""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

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
    # mail and notices: the notice is ann's
    "notices/": SIGNED_IN,
    "notices/read/": POST_ONLY,
    "notices/<int:pk>/": answers("in", 404, 404, ann="on"),
    "mail/preferences/": SIGNED_IN,
    "mail/stop/<str:token>/": PUBLIC,
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
}


@pytest.fixture
def world(cast, make_board, make_topic, maya):
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
    return {"boards": boards, "topics": topics, "notice": cast["ann"].notices.get(), "ann": cast["ann"]}


def address_of(row, world):
    """The address a row of the table stands for; its last word names the audience of the board."""
    route, _space, audience = row.partition(" ")
    topic = world["topics"][audience or "everyone"]
    fillers = {
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
