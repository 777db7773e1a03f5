"""`manage.py demo`: the first thing a newcomer sees."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import SearchQuery
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F
from django.urls import reverse
from django.utils import timezone

from certification.applications.models import DECIDERS, REVIEWERS
from cxpa_portal.demo import talk
from cxpa_portal.demo.cast import PASSWORD, address_of, second_factor, the_cast
from cxpa_portal.home.letter import Letter
from forums.discussions.models import Board, Planned, Poll, Post, PostSearch, Story, Tag, Thanks, Topic
from forums.reading.models import Bookmark, Reading
from members.accounts.models import Person
from members.mail.models import Bounce, Mail

FLOORS = {"members", "forums", "events", "certification"}


def demo(*arguments):
    said = StringIO()
    call_command("demo", *arguments, stdout=said)
    return said.getvalue()


def person(key):
    return Person.objects.get(email=address_of(key))


def sign_in(client, key):
    return client.post(reverse("account_login"), {"login": address_of(key), "password": PASSWORD})


def test_every_role_is_there():
    keys = ["ann", "cleo", "bob", "eli", "hana", "olga", "maya", "rex", "dora", "carol", "sam"]
    assert [role.key for role in the_cast()] == keys
    assert person("ann").is_member
    assert not person("bob").is_member
    assert person("bob").member_until < timezone.now()
    assert person("cleo").member_until is None
    assert person("maya").is_moderator
    assert person("carol").is_staff
    assert not person("sam").is_active


def test_those_who_judge_applications_do_it_in_the_admin_behind_a_second_factor():
    assert person("rex").groups.filter(name=REVIEWERS).exists()
    assert person("dora").groups.filter(name=DECIDERS).exists()
    for key in ("rex", "dora"):
        assert person(key).is_staff
        assert not person(key).is_superuser
        assert Authenticator.objects.filter(user=person(key), type=Authenticator.Type.TOTP).exists()


def test_every_address_is_verified():
    verified = EmailAddress.objects.filter(verified=True, primary=True).values_list("email", flat=True)
    assert set(verified) == set(Person.objects.named().values_list("email", flat=True))


def test_the_cast_signs_in_with_the_password_that_is_printed(client):
    assert sign_in(client, "ann").url == reverse("home")


def test_staff_are_asked_for_the_code_that_the_development_page_shows(client):
    assert sign_in(client, "carol").url == reverse("mfa_authenticate")
    carol = next(role for role in the_cast() if role.key == "carol")
    authenticator = Authenticator.objects.get(user=person("carol"), type=Authenticator.Type.TOTP)
    assert authenticator.wrap().validate_code(second_factor(carol)["now"])


def test_the_suspended_stay_out(client):
    assert sign_in(client, "sam").url == reverse("account_inactive")


def test_sign_ins_are_one_line_per_role():
    lines = demo("--sign-ins").splitlines()
    assert len(lines) == len(the_cast())
    assert all(role.email in line and PASSWORD in line for role, line in zip(the_cast(), lines, strict=True))


def test_every_board_has_topics():
    assert Board.objects.count() >= 10
    assert not Board.objects.filter(topics=None).exists()


def test_it_is_a_community_and_not_a_sample():
    assert Person.objects.count() >= 150
    assert Person.objects.exclude(country="").values("country").distinct().count() >= 30
    assert Topic.objects.count() >= 80
    assert Post.objects.count() >= 350
    assert Person.objects.annotate(said=Count("posts")).filter(said__gt=0).count() >= 80
    assert Topic.objects.filter(post_count__gt=55).exists()
    assert Topic.objects.filter(closed_at__isnull=False).exists()
    assert Topic.objects.filter(pinned_at__isnull=False).exists()
    assert Post.objects.filter(edited_at__isnull=False).exists()
    assert Topic.objects.unanswered().count() >= 5


def test_topics_are_of_every_kind_with_what_belongs_to_them():
    assert set(Topic.objects.values_list("kind", flat=True)) == {kind for kind, _label in Topic.KINDS}
    assert not Topic.objects.filter(kind__in=["practice", "failure"], story=None).exists()
    assert Story.objects.filter(hit_too_count__gte=10).count() >= 5
    assert {poll.kind for poll in Poll.objects.filter(voter_count__gte=30)} == {Poll.SINGLE, Poll.RANKED}
    assert Topic.objects.exclude(context_card=None).count() >= 40
    assert Tag.objects.words().filter(topic_count__gte=3).count() >= 5
    assert Tag.objects.exclude(synonym_of=None).exists()
    assert Planned.objects.waiting().count() == 2
    assert Bookmark.objects.filter(person=person("ann")).count() >= 3


def test_thanks_are_many_and_each_post_counts_its_own():
    assert Thanks.objects.count() >= 500
    assert not Thanks.objects.filter(at__gt=timezone.now()).exists()
    assert not Thanks.objects.filter(person=F("post__author")).exists()
    said = Thanks.objects.values_list("post", "kind").annotate(n=Count("pk"))
    counted = {(pk, kind): number for pk, kind, number in said}
    posts = Post.objects.exclude(reactions={}).values_list("pk", "reactions")
    assert counted == {(pk, kind): number for pk, reactions in posts for kind, number in reactions.items()}
    private = Thanks.objects.filter(post__topic__board__audience__in=["group", "network"])
    speakers = set(Post.objects.values_list("topic", "author"))
    assert set(private.values_list("post__topic", "person")) <= speakers


def test_strangers_read_no_failure_story():
    seen = Topic.objects.visible_to(AnonymousUser())
    assert seen.exists()
    assert not seen.filter(board__slug="failure-stories").exists()


def test_posts_of_the_talk_stand_in_the_order_of_time():
    told = Post.objects.filter(topic__token__in=[topic["token"] for topic in talk.read()])
    posts = list(told.order_by("pk").values_list("created_at", flat=True))
    assert len(posts) > 300
    assert posts == sorted(posts)
    assert Post.objects.filter(created_at__gte=timezone.now()).count() == 0


def test_everything_that_was_said_can_be_found():
    assert PostSearch.objects.count() == Post.objects.spoken().count()
    assert Post.objects.filter(search__vector=SearchQuery("apostrophes", config="portal")).exists()


def test_ann_finds_answers_followed_topics_and_new_ones():
    letter = Letter(person("ann"))
    assert letter.answers
    assert letter.followed
    assert letter.new


def test_ann_is_in_the_middle_of_a_topic():
    ann = person("ann")
    half_read = [
        place for place in Reading.objects.filter(person=ann) if 0 < place.last_number < place.topic.last_number
    ]
    assert len(half_read) >= 3
    assert ann.notices.unread().exists()
    assert ann.notices.exclude(read_at=None).exists()


def test_cleo_is_new():
    cleo = person("cleo")
    assert Letter(cleo).is_quiet
    assert Letter(cleo).is_first
    # At some hours an event of theirs is less than a day away, and of that they are reminded.
    assert not cleo.notices.exclude(kind="events/registration/reminder").exists()


def test_three_letters_wait_for_the_worker_and_no_more():
    waiting = Mail.objects.filter(state=Mail.QUEUED)
    assert set(waiting.values_list("address", flat=True)) == {address_of(key) for key in ("ann", "eli", "maya")}
    assert waiting.count() == 3


def test_staff_find_letters_in_every_state_but_that_of_a_moment():
    assert set(Mail.objects.values_list("state", flat=True)) == {state for state, _words in Mail.STATES} - {"sending"}
    assert [bounce.address for bounce in Bounce.objects.standing()] == [address_of("bob")]


def test_run_again_it_changes_nothing_and_says_so():
    def everything():
        rooms = [config for config in apps.get_app_configs() if config.name.split(".")[0] in FLOORS]
        models = [model for config in rooms for model in config.get_models()]
        return {
            model: sorted(model.objects.values_list(), key=repr) for model in [*models, EmailAddress, Authenticator]
        }

    before = everything()
    assert len(before) > 40
    assert "nothing was changed" in demo()
    assert everything() == before


def test_a_topic_that_was_added_to_the_content_comes_alone():
    gone = Topic.objects.get(title="Kindest service you had this month")
    count = Post.objects.count()
    with transaction.atomic():
        gone.delete()
        demo()
        assert Post.objects.count() == count
        transaction.set_rollback(True)


def test_production_refuses(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="never in production"):
        demo()
