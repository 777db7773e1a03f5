"""Staff write, publish, revise and retire: each a verb that keeps every version, and says who did it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.urls import reverse

from forums.articles.models import Article, Outdated, Version
from members.audit.models import Entry

pytestmark = pytest.mark.django_db
DRAFT = {
    "kind": "policy",
    "slug": "fairness",
    "title": "Fairness",
    "sentence": "In short.",
    "body": "We are fair.",
    "audience": "everyone",
    "position": 1,
    "group": "",
    "author": "",
}


def versions(article):
    return list(article.versions.order_by("number").values_list("number", "body", "change"))


def recorded(action):
    return Entry.objects.filter(action=f"articles.{action}").count()


@pytest.fixture
def policy(make_article):
    return make_article(kind="policy", slug="fairness", title="Fairness", sentence="In short.", body="We are fair.")


@pytest.fixture
def revise(carol_client, policy):
    """`revise(**changes)`: carol saves the policy's page in the admin."""

    def save(based_on=None, client=carol_client, **changes):
        number = Article.objects.get(pk=policy.pk).version_number
        nothing = {f"versions-{name}": 0 for name in ["TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS"]}
        form = DRAFT | {"change": "", "based_on": based_on or number} | nothing | changes
        return client.post(reverse("admin:articles_article_change", args=[policy.pk]), form)

    return save


def test_a_draft_is_begun_in_the_admin_and_published_there(carol_client, carol, client):
    carol_client.post(reverse("admin:articles_article_add"), DRAFT)
    article = Article.objects.get(slug="fairness")
    assert client.get(article.get_absolute_url()).status_code == 404
    publication = f"/admin/articles/article/{article.pk}/publication"
    assert carol_client.get(publication, follow=True).status_code == 200
    assert not Article.objects.published().filter(pk=article.pk).exists(), "looking changes nothing"
    carol_client.post(f"{publication}/")
    carol_client.post(f"{publication}/")
    assert client.get(article.get_absolute_url()).status_code == 200
    article.refresh_from_db()
    assert (article.published_by, recorded("begun"), recorded("published")) == (carol, 1, 1)
    assert versions(article) == [(1, "We are fair.", "")]


def test_a_revision_keeps_what_was_and_says_what_changed(revise, policy, carol):
    assert revise(body="We are fairer.", change="One promise more.").status_code == 302
    assert versions(policy) == [(1, "We are fair.", ""), (2, "We are fairer.", "One promise more.")]
    assert policy.versions.get(number=2).by == carol
    policy.refresh_from_db()
    assert "<p>We are fairer.</p>" in policy.html


def test_what_people_can_read_is_not_changed_without_a_word_on_it(revise, policy):
    page = revise(body="We are fairer.")
    assert "Say in a few words what is different now." in page.content.decode()
    assert "We are fairer." in page.content.decode(), "nothing typed is lost"
    assert versions(policy) == [(1, "We are fair.", "")]


def test_saving_the_same_words_makes_no_version(revise, policy):
    revise(change="Nothing, really.")
    assert len(versions(policy)) == 1
    assert recorded("revised") == 0


def test_a_change_of_place_needs_no_word_and_makes_no_version(revise, policy):
    revise(audience="members", position=7)
    policy.refresh_from_db()
    assert (policy.audience, policy.position, len(versions(policy)), recorded("placed")) == ("members", 7, 1, 1)


def test_who_began_from_an_old_version_is_told_and_loses_nothing(revise, policy, carol):
    policy.revise(by=carol, body="Somebody was faster.", change="Faster.")
    page = revise(based_on=1, body="My own idea.", change="Mine.").content.decode()
    assert "Somebody saved version 2" in page
    assert "My own idea." in page
    assert len(versions(policy)) == 2


def test_a_policy_is_retired_with_a_reason(carol_client, client, policy):
    retirement = f"/admin/articles/article/{policy.pk}/retirement/"
    assert carol_client.post(retirement, {"reason": ""}).status_code == 200
    assert client.get(policy.get_absolute_url()).status_code == 200, "not without a reason"
    carol_client.post(retirement, {"reason": "Replaced."})
    carol_client.post(retirement, {"reason": "Again."})
    policy.refresh_from_db()
    assert (policy.retired_reason, recorded("retired")) == ("Replaced.", 1)
    assert client.get(policy.get_absolute_url()).status_code == 404


def test_published_again_it_keeps_its_first_day(policy, carol):
    first = policy.published_at
    policy.retire(by=carol, reason="A mistake.")
    policy.publish(by=carol)
    assert (policy.published_at, policy.retired_at, policy.retired_reason) == (first, None, "")


def test_the_preview_shows_the_words_and_saves_nothing(carol_client, policy):
    page = carol_client.post("/admin/articles/article/preview/", {"title": "Fairest", "body": "## Look\n\n*Well.*"})
    assert "<em>Well.</em>" in page.content.decode()
    assert len(versions(policy)) == 1
    assert carol_client.get("/admin/articles/article/preview/").status_code == 405


def test_a_version_is_shown_beside_the_one_before(revise, policy, carol_client):
    revise(body="We are fairer.", change="More.")
    version = policy.versions.get(number=2)
    page = carol_client.get(reverse("admin:articles_version_change", args=[version.pk])).content.decode()
    assert "-We are fair." in page
    assert "+We are fairer." in page


@pytest.mark.parametrize("path", ["add/", "preview/", "{pk}/change/", "{pk}/publication/", "{pk}/retirement/"])
def test_none_of_this_is_there_for_others(client, ann_client, maya_client, policy, path):
    address = "/admin/articles/article/" + path.format(pk=policy.pk)
    for browser in [ann_client, maya_client]:
        assert browser.post(address, {"reason": "x"}).status_code == 404
    assert client.post(address, {"reason": "x"}).status_code == 302
    policy.refresh_from_db()
    assert policy.is_public


def test_two_texts_of_one_kind_have_two_addresses(make_article, policy):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_article(kind="policy", slug=policy.slug)
    assert make_article(kind="page", slug=policy.slug)


def test_a_version_is_never_changed(policy):
    for change in [lambda rows: rows.update(body="As if."), lambda rows: rows.delete()]:
        with pytest.raises(InternalError), transaction.atomic():
            change(Version.objects.filter(article=policy))
    assert versions(policy) == [(1, "We are fair.", "")]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_one_is_told(policy, carol):
    together = Barrier(2, timeout=10)

    def save(words):
        article = Article.objects.get(pk=policy.pk)
        together.wait()  # both have read version 1
        try:
            article.revise(by=carol, body=words, change=words, based_on=1)
            return "saved"
        except Outdated:
            return "told"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(save, ["One.", "Two."])) == ["saved", "told"]
    assert len(versions(policy)) == 2
