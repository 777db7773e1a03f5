"""Reading about CXPA and its policies: open to strangers, as they are now and as they were."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.articles import first_pages
from forums.articles.models import Article, Version

pytestmark = pytest.mark.django_db
PLANTED = [about["slug"] for about in first_pages.read()]


@pytest.fixture
def planted(db):
    """The pages a new portal opens with; a test that emptied the tables may have taken them away."""
    first_pages.plant(Article, Version)


@pytest.fixture
def policy(make_article):
    return make_article(
        kind="policy", slug="fairness", title="Fairness", body="We are fair.", now=timezone.now() - timedelta(days=100)
    )


def content(client, name, *args):
    return client.get(reverse(f"articles:{name}", args=args)).content.decode()


def test_a_stranger_reads_what_cxpa_is(client, planted):
    page = content(client, "about")
    assert "In most organisations one person" in page
    assert reverse("articles:page", args=["mission"]) in page
    assert reverse("articles:page", args=["overview"]) not in page, "it stands here itself"


def test_the_overview_has_one_address(client, planted):
    assert client.get(reverse("articles:page", args=["overview"])).url == reverse("articles:about")


def test_every_first_page_opens_with_real_words(client, planted):
    for about in first_pages.read():
        article = Article.objects.get(kind=about["kind"], slug=about["slug"])
        page = client.get(article.get_absolute_url(), follow=True).content.decode()
        assert about["title"] in page
        assert len(article.body.split()) > 200
        assert "{address}" not in article.body, "the address is the portal's own"


def test_links_between_the_first_pages_lead_somewhere(client, planted):
    here = [f'href="{article.get_absolute_url()}"' for article in Article.objects.all()]
    for article in Article.objects.all():
        for link in article.html.split('href="')[1:]:
            target = link.partition('"')[0]
            if target.startswith(("/about/", "/policies/")):
                assert f'href="{target}"' in here, f"{article}: {target}"


def test_planting_again_leaves_what_staff_did(planted, carol):
    mission = Article.objects.get(slug="mission")
    mission.revise(by=carol, body="Shorter.", change="Shorter.")
    Article.objects.get(slug="history").retire(by=carol, reason="Being rewritten.")
    count = Article.objects.count()
    first_pages.plant(Article, Version)
    mission.refresh_from_db()
    assert (mission.body, Article.objects.count()) == ("Shorter.", count)
    assert not Article.objects.get(slug="history").is_public


def test_a_new_portal_is_never_without_an_about_page(client):
    Article.objects.filter(kind="page", state="published").update(retired_at=timezone.now(), state="retired")
    assert "About CXPA" in content(client, "about")


def test_a_policy_says_since_when_it_is_in_force(client, policy):
    assert f"In force since {timezone.localdate(policy.published_at):%-d %B %Y}" in content(
        client, "policy", policy.slug
    )


def test_an_earlier_version_stays_readable_and_says_that_it_is_over(client, policy, carol):
    policy.revise(by=carol, body="We are fairer.", change="A promise more.")
    page = content(client, "policy", policy.slug)
    assert "We are fairer." in page
    assert "A promise more." in page
    before = content(client, "version", policy.slug, 1)
    assert "We are fair." in before
    assert "not in force any more" in before


def test_the_version_in_force_has_one_address(client, policy):
    assert client.get(reverse("articles:version", args=[policy.slug, 1])).url == policy.get_absolute_url()


def test_drafts_of_a_policy_are_nobodys_version(client, make_article, carol):
    policy = make_article(kind="policy", body="A first attempt.", published=False)
    policy.revise(by=carol, body="Ready.")
    policy.publish(by=carol)
    policy.revise(by=carol, body="Better.", change="Better.")
    assert client.get(reverse("articles:version", args=[policy.slug, 1])).status_code == 404
    assert client.get(reverse("articles:version", args=[policy.slug, 2])).status_code == 200
    assert client.get(reverse("articles:version", args=[policy.slug, 9])).status_code == 404
    assert content(client, "policy", policy.slug).count("The version of") == 1


@pytest.mark.parametrize("kind", ["page", "policy", "article"])
def test_drafts_and_retired_texts_are_not_there(client, ann_client, make_article, carol, kind):
    draft, gone = make_article(kind=kind, published=False), make_article(kind=kind)
    gone.retire(by=carol, reason="Out of date.")
    for article in [draft, gone]:
        assert client.get(article.get_absolute_url()).status_code == 404
        assert ann_client.get(article.get_absolute_url()).status_code == 404


def test_what_is_for_members_is_for_members(client, cleo_client, ann_client, make_article):
    article = make_article(audience="members")
    assert client.get(article.get_absolute_url()).status_code == 404
    assert cleo_client.get(article.get_absolute_url()).status_code == 404
    assert article.title in ann_client.get(article.get_absolute_url()).content.decode()
    for name in ["about", "policies", "articles"]:
        assert article.title not in content(cleo_client, name)


def test_a_long_text_begins_with_its_contents(client, make_article):
    headings = ["What we did", "What we did", "What <came> of it", "Thanks"]
    article = make_article(kind="page", body="\n\n".join(f"## {heading}\n\nWords." for heading in headings))
    page = content(client, "page", article.slug)
    assert 'href="#what-we-did"' in page
    assert 'href="#what-we-did-2"' in page, "two headings of one name have two addresses"
    assert '<h2 id="what-came-of-it">' in page


def test_what_staff_write_cannot_run(client, make_article):
    article = make_article(body="<script>alert(1)</script> [here](javascript:alert(1))")
    assert "<script>alert" not in content(client, "article", article.slug)
    assert 'href="javascript' not in content(client, "article", article.slug)


@pytest.mark.parametrize("name", ["about", "policies", "articles"])
def test_a_list_costs_the_same_at_any_length(
    client, make_article, carol, eli, name, django_assert_num_queries, django_assert_max_num_queries
):
    kind = {"about": "page", "policies": "policy", "articles": "article"}[name]
    make_article(kind=kind)
    with django_assert_max_num_queries(1):
        client.get(reverse(f"articles:{name}"))
    for number in range(15):
        make_article(kind=kind, author=[carol, eli][number % 2])
    with django_assert_max_num_queries(1):
        client.get(reverse(f"articles:{name}"))
