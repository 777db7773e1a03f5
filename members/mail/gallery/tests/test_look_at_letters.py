"""Staff look at every letter of the portal in the admin, for a reader of their choice."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from members.mail.gallery.samples import samples_of
from members.mail.kinds import all_kinds
from members.mail.models import Mail

pytestmark = pytest.mark.django_db
KIND = "members/membership/welcome"


def letter_page(kind=KIND, number=1):
    return reverse("admin:mail_gallery_letter", args=[kind, number])


def frame_page(scheme, kind=KIND, number=1):
    return reverse("admin:mail_gallery_frame", args=[kind, number, scheme])


def test_all_kinds_are_listed_with_their_subjects_and_nothing_is_written(carol_client, django_assert_max_num_queries):
    address = reverse("admin:mail_gallery")
    with django_assert_max_num_queries(15):
        page = carol_client.get(address)
    said = page.content.decode()
    assert "Welcome, Ann: you are a member until" in said
    assert "There is no sample of it." not in said
    for kind in all_kinds():
        assert letter_page(kind.name) in said
    assert not Mail.objects.exists()


def test_a_letter_that_others_wrote_and_one_with_a_paper_open_too(carol_client):
    assert "Your code" in carol_client.get(frame_page("dark", "accounts")).content.decode()
    assert "(application/pdf)" in carol_client.get(letter_page("members/billing/paid")).content.decode()


def test_one_letter_shows_its_frames_its_text_and_its_headers(carol_client):
    answer = carol_client.get(letter_page())
    assert "frame-src 'self'" in answer["Content-Security-Policy"], "or the browser shows none of them"
    said = answer.content.decode()
    assert said.count("<iframe") == 3
    assert said.count('sandbox="allow-popups"') == 3
    assert frame_page("dark") in said
    assert "List-Unsubscribe-Post" in said
    assert "See your membership:" in said


def test_the_frame_can_do_nothing_but_show_itself(carol_client):
    answer = carol_client.get(frame_page("light"))
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "script-src" not in policy, "nothing loosens what default-src forbids"
    assert "frame-ancestors 'self'" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert b"<script" not in answer.content


def test_dark_is_dark_whatever_the_browser_likes(carol_client):
    dark, light = (carol_client.get(frame_page(scheme)).content.decode() for scheme in ("dark", "light"))
    assert "@media all {" in dark
    assert "@media not all {" in light
    assert "prefers-color-scheme" not in dark + light


def test_the_reader_is_where_staff_say(carol_client):
    [confirmed] = [each for each in samples_of("accounts") if str(each.label) == "an address is confirmed"]
    address = letter_page("accounts", confirmed.number)
    assert " JST," in carol_client.get(address, {"zone": "Asia/Tokyo"}).content.decode()
    assert " UTC," in carol_client.get(address, {"zone": "Mars/Olympus", "language": "xx"}).content.decode()


def test_what_is_not_there_is_not_found(carol_client):
    assert carol_client.get(letter_page("members/membership/nothing")).status_code == 404
    assert carol_client.get(letter_page(number=99)).status_code == 404
    assert carol_client.get(frame_page("pink")).status_code == 404
    assert carol_client.post(letter_page()).status_code == 405


def test_only_staff_who_look_after_letters_come_here(client, ann_client, rex, client_of):
    pages = [letter_page(), frame_page("light"), reverse("admin:mail_gallery")]
    assert [client.get(page).status_code for page in pages] == [302] * 3
    assert [ann_client.get(page).status_code for page in pages] == [404] * 3
    assert [client_of(rex).get(page).status_code for page in pages] == [403] * 3
    rex.user_permissions.add(Permission.objects.get(codename="view_mail"))
    assert [client_of(rex).get(page).status_code for page in pages[:2]] == [200] * 2


def test_the_links_of_a_sample_change_nothing(client, carol_client, ann):
    """They name a person who is in no table."""
    address = carol_client.get(frame_page("light")).content.decode().partition("/mail/stop/")[2].partition('"')[0]
    assert client.post(f"/mail/stop/{address}").status_code in (200, 302)
    assert not ann.mail_choices.exists()
