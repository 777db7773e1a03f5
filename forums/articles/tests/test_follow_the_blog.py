"""The blog from outside: a feed that is the same for all, what search engines are told, and who wrote what."""

import json
import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

pytestmark = pytest.mark.django_db
FEED = "/articles/feed/"
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client):
    answer = client.get(FEED)
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")


def test_the_feed_holds_what_everyone_may_read(client, ann_client, make_article, carol, settings):
    settings.PORTAL_URL = "https://portal.example"
    public = make_article(body="## Look\n\nSee [the map](/events/).", author=carol)
    make_article(audience="members")
    make_article(audience="accounts")
    make_article(published=False)
    make_article(kind="page")
    for browser in [client, ann_client]:
        (entry,) = entries(browser)
    assert entry.findtext(f"{ATOM}title") == public.title
    assert entry.findtext(f"{ATOM}id") == f"https://portal.example{public.lasting_url}"
    content = entry.findtext(f"{ATOM}content")
    assert 'href="https://portal.example/events/"' in content
    assert f'href="{FEED}"' in client.get("/articles/").content.decode()


def test_its_number_stays_when_its_title_changes(client, make_article, carol):
    article = make_article()
    before = entries(client)[0].findtext(f"{ATOM}id")
    article.revise(by=carol, title="Quite another title", change="The title.")
    article.place(by=carol, slug="another-address")
    after = entries(client)[0]
    assert after.findtext(f"{ATOM}id") == before
    assert client.get(article.lasting_url).url == "/articles/another-address/"


def test_who_has_it_already_is_sent_nothing(client, make_article, carol):
    article = make_article()
    tag = client.get(FEED)["ETag"]
    again = client.get(FEED, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    article.revise(by=carol, body="Another text.", change="All of it.")
    changed = client.get(FEED, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    article.retire(by=carol, reason="Old.")
    assert client.get(FEED, headers={"If-None-Match": changed["ETag"]}).status_code == 200
    assert entries(client) == []


def test_the_feed_costs_the_same_at_any_length(client, make_article, django_assert_num_queries):
    for number in range(25):
        make_article(now=timezone.now() - timedelta(days=number))
    with django_assert_num_queries(2):
        assert len(entries(client)) == 20


def test_search_engines_are_told_what_everyone_may_read(client, ann_client, make_article):
    article = make_article(title="Maps </script><script>alert(1)</script>", slug="maps-told")
    page = client.get(article.get_absolute_url())
    (told,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.content.decode())
    about = json.loads(told)
    assert (about["@type"], about["headline"]) == ("BlogPosting", article.title)
    assert "<script>alert" not in page.content.decode()
    secret = make_article(audience="members")
    assert "ld+json" not in ann_client.get(secret.get_absolute_url()).content.decode()


def test_an_author_has_a_page_of_what_the_reader_may_read(client, ann_client, make_article, eli, ann):
    eli.city, eli.country = "Hamburg", "DE"
    eli.save(update_fields=["city", "country"])
    public, secret = make_article(author=eli), make_article(author=eli, audience="members")
    address = f"/articles/by/{eli.handle}/"
    assert address in client.get(public.get_absolute_url()).content.decode()
    page = client.get(address).content.decode()
    assert public.title in page
    assert "Service designer" in page
    assert secret.title not in page
    assert eli.email not in page
    assert secret.title in ann_client.get(address).content.decode()


def test_what_an_author_is_confirmed_in_stands_on_their_page(client, make_article, expert, eli):
    make_article(author=eli)
    assert (
        f"Answers questions about {expert.subject.name}" in client.get(f"/articles/by/{eli.handle}/").content.decode()
    )


def test_who_has_written_nothing_one_may_read_has_no_page(client, make_article, eli, ann):
    make_article(author=eli, audience="members")
    make_article(author=ann, published=False)
    for handle in [eli.handle, ann.handle, "nobody", "a%20b"]:
        assert client.get(f"/articles/by/{handle}/").status_code == 404


def test_who_is_suspended_has_no_page_and_the_article_stays(client, make_article, eli):
    article = make_article(author=eli)
    eli.is_active = False
    eli.save(update_fields=["is_active"])
    assert client.get(f"/articles/by/{eli.handle}/").status_code == 404
    assert f"/articles/by/{eli.handle}/" not in client.get(article.get_absolute_url()).content.decode()


def test_an_authors_page_costs_the_same_at_any_length(client, make_article, eli, django_assert_max_num_queries):
    for number in range(23):
        make_article(author=eli, now=timezone.now() - timedelta(days=number))
    with django_assert_max_num_queries(3):
        page = client.get(f"/articles/by/{eli.handle}/")
    rest = client.get(f"/articles/by/{eli.handle}/" + page.context["older_url"])
    assert len(rest.context["articles"]) == 3
