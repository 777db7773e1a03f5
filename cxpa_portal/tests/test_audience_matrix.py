"""Who may see what: every address × every member of the cast, against the literal table in `matrix/`.

`docs/architecture.md` has the same table in words. A new address fails this test until it has its row.
"""

import pytest
from django.test import Client
from django.urls import reverse

from .addresses import routes
from .matrix import MATRIX
from .matrix.answers import GROUPS
from .matrix.world import address_of, world

__all__ = ["world"]  # the fixture

pytestmark = pytest.mark.django_db


def meaning_of(response):
    if response.status_code not in (301, 302):
        return response.status_code
    if response.url.startswith(reverse("account_login")):
        return "in" if "next=" in response.url else "on"
    return "confirm" if response.url.startswith(reverse("account_reauthenticate")) else "on"


def test_every_address_has_its_row():
    assert {row.partition(" ")[0] for row in MATRIX} == {route for route, _pattern in routes()}


def walk(who, person, addresses, client_of):
    """Open every one of `{row: address}` as one of the cast; returns where the answer is not that of the table."""
    wrong, browser = [], None
    for row, expected in MATRIX.items():
        browser = browser or (client_of(person) if person else Client())
        response = browser.get(addresses[row])
        if (found := meaning_of(response)) != expected[who]:
            wrong.append(f"{who} at {row}: {found}, the table says {expected[who]}")
        if response.wsgi_request.session.modified:
            browser = None  # signing out in one row must not change the next
    return wrong


@pytest.mark.parametrize("group", GROUPS, ids=" ".join)
def test_everyone_sees_exactly_what_the_table_says(group, cast, world, client_of):
    addresses = {row: address_of(row, world) for row in MATRIX}
    wrong = [each for who in group for each in walk(who, cast.get(who), addresses, client_of)]
    assert not wrong, "\n".join(wrong)


def test_public_pages_are_those_the_table_gives_to_strangers():
    """With sign-in as the default, whoever marks a view as public must say so here too."""
    # A view that keeps the text of an ended session takes strangers in only to send them on to sign in.
    views = {route: pattern.callback for route, pattern in routes() if not hasattr(pattern.callback, "keeps_text")}
    public = {route for route, view in views.items() if not getattr(view, "login_required", True)}
    open_rows = {row.partition(" ")[0] for row, row_answers in MATRIX.items() if row_answers["stranger"] != "in"}
    assert public == open_rows
