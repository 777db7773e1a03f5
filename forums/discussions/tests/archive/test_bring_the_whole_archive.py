"""A whole real community comes once, and can be searched and read."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.db.models import Count, F, Max, Q, Sum
from django.urls import reverse
from django.utils.html import escape

from forums.discussions.models import Board, Option, PersonOrigin, Poll, Post, PostOrigin, PostSearch, Topic
from forums.discussions.tests.test_import_discourse import bring
from forums.discussions.tests.test_import_discourse_again import everything

pytestmark = [pytest.mark.archive, pytest.mark.django_db]


def page_with(client, post):
    return client.get(post.get_absolute_url(), follow=True).content.decode()


def words_of(hit):
    return (hit.topic.title + Post.objects.get(pk=hit.post.pk).html).lower()


def test_everything_came(imported_archive):
    assert "Left out" not in imported_archive
    assert Topic.objects.count() == 5046
    assert Board.objects.count() == 11
    assert get_user_model().objects.count() == PersonOrigin.objects.count() == 999
    assert Post.objects.filter(kind=Post.POST).count() == 36_898
    assert Post.objects.filter(kind=Post.ACTION).count() == 92
    assert PostOrigin.objects.filter(details__is_accepted=True).count() == 672
    assert sum(PostOrigin.objects.values_list("details__likes", flat=True).filter(details__likes__gt=0)) == 11_199
    assert sum(Post.objects.exclude(reactions={}).values_list("reactions__thanks", flat=True)) == 11_199
    assert Post.objects.filter(has_poll=True).count() == 21
    assert Poll.objects.count() == 24
    assert Poll.objects.aggregate(n=Sum("voter_count"))["n"] == 480
    assert Option.objects.aggregate(n=Sum("imported_votes"))["n"] == 778
    assert Post.objects.filter(reply_to_number__isnull=False).count() == 10_070
    assert Post.objects.exclude(hidden_at=None).count() == 22
    assert Post.objects.exclude(edited_at=None).count() == 3_767
    assert Topic.objects.exclude(closed_at=None).count() >= 39
    assert Topic.objects.exclude(pinned_at=None).count() == 1
    assert Topic.objects.filter(posts__kind=Post.PLACEHOLDER).distinct().count() == 225

    numbered = Topic.objects.annotate(count=Count("posts"), highest=Max("posts__number"))
    assert not numbered.exclude(count=F("highest"), last_number=F("highest")).exists()
    assert PostSearch.objects.count() == Post.objects.spoken().count()
    assert not Post.objects.filter(Q(html__icontains="<img") | Q(html__icontains="<script")).exists()
    for html in Post.objects.filter(html__contains='href="/').values_list("html", flat=True).iterator():
        assert all(href.startswith("/discussions/") for href in re.findall(r'href="(/[^"]*)', html))


def test_it_can_be_searched_and_read(imported_archive, client):
    found = client.get(reverse("search"), {"q": "raycast physics"}).context["hits"]
    assert len(found) == 20
    assert all("raycast" in words_of(hit) and "physic" in words_of(hit) for hit in found)
    longest = Topic.objects.order_by("-last_number").first()
    assert client.get(f"{longest.get_absolute_url()}?page={(longest.last_number - 1) // 20 + 1}").status_code == 200

    most_liked = Post.objects.exclude(reactions={}).order_by("-reactions__thanks", "pk").first()
    words = f'Thank you <span class="thanks-count">{most_liked.reactions["thanks"]}</span>'
    assert words in page_with(client, most_liked)
    for poll in Poll.objects.exclude(imported_voters=0).select_related("post__author"):
        page = page_with(client, poll.post)
        assert f'id="poll-{poll.pk}"' in page
        assert f"{poll.imported_voters} people answered" in page
    # Whom it answers, where that stands on another page.
    far = Post.objects.filter(reply_to_number__lte=F("number") - 20, topic__hidden_at=None).spoken()
    far = next(
        post for post in far.order_by("pk")[:50] if post.topic.posts.spoken().filter(number=post.reply_to_number)
    )
    name = far.topic.posts.get(number=far.reply_to_number).author.name
    assert f">to {escape(name)}</a>" in page_with(client, far)


def test_coming_again_changes_nothing(imported_archive, archive):
    before = everything()
    assert "Nothing new came: nothing was changed." in bring(archive)
    assert everything() == before
