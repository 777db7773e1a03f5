"""Editors read what was sent in, ask for changes, say no, and publish; author and editors hear of each other."""

import uuid
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forums.articles.models import Article, NotAllowed, NotNow, Outdated
from members.audit.models import Entry
from members.progress.models import Draft

pytestmark = pytest.mark.django_db
QUEUE = "/articles/review/"


def decide(browser, article, decision, **more):
    form = {"decision": decision, "words": "", "based_on": article.version_number} | more
    return browser.post(reverse("articles:decision", args=[article.pk]), form)


def state(article):
    return Article.objects.get(pk=article.pk).state


def headlines(person):
    return list(person.notices.order_by("id").values_list("headline", flat=True))


@pytest.fixture
def editor_client(editor, client_of):
    return client_of(editor)


def test_from_changes_to_readers(ann, ann_client, editor, editor_client, client, make_sent, mails):
    article = make_sent(words="Too long?")
    assert headlines(editor) == ["Ann Okafor sent an article: “What a lost letter taught us”"]
    assert article.title in editor_client.get(QUEUE).content.decode()
    page = editor_client.get(article.manuscript_url).content.decode()
    assert "Too long?" in page
    assert "Your decision" in page

    assert decide(editor_client, article, "changes", words="Who wrote the letter?").url == QUEUE
    assert headlines(ann) == ["The editors ask for changes to “What a lost letter taught us”"]
    assert "Who wrote the letter?" in ann_client.get(article.manuscript_url).content.decode()

    told = {"title": article.title, "sentence": article.sentence, "audience": "everyone", "based_on": 1}
    ann_client.post(
        reverse("articles:text", args=[article.pk]), told | {"body": "A clerk wrote it.", "words": "A clerk."}
    )
    article.refresh_from_db()
    assert (article.state, article.version_number) == ("review", 2)
    assert headlines(editor)[-1] == "Ann Okafor reworked “What a lost letter taught us”"
    assert client.get(article.get_absolute_url()).status_code == 404

    decide(editor_client, article, "publish", words="Lovely.")
    assert "A clerk wrote it." in client.get(article.get_absolute_url()).content.decode()
    assert headlines(ann)[-1] == "Your article “What a lost letter taught us” is published"
    kinds = [mail.kind.rpartition("/")[2] for mail in mails(kind__startswith="forums/articles/")]
    assert kinds == ["submitted", "decided", "submitted", "decided"]
    steps = list(article.remarks.values_list("step", flat=True))
    assert steps == ["sent", "changes", "sent", "published"]
    done = Entry.objects.filter(action__startswith="articles.").order_by("id").values_list("action", flat=True)
    assert list(done)[-6:] == [
        f"articles.{word}" for word in ["begun", "sent", "given_back", "revised", "sent", "published"]
    ]


def test_the_letters_can_be_written(ann, editor, make_sent, mails):
    article = make_sent(words="A <b>word</b>.")
    article.ask_changes(by=editor, words="Shorter & clearer.")
    article.rework(by=ann, body="Short.")
    article.schedule(timezone.now() + timedelta(days=2), by=editor)
    article.publish(by=editor)
    for mail in mails(kind__startswith="forums/articles/"):
        mail.render()
        assert article.title in mail.subject
        assert "<b>word" not in mail.html
    assert "Shorter & clearer." in mails(kind="forums/articles/decided")[0].text
    assert "comes out on" in mails(kind="forums/articles/decided")[1].subject


def test_a_no_owes_its_reason(editor_client, ann_client, make_sent):
    article = make_sent()
    page = decide(editor_client, article, "decline").content.decode()
    assert "Say what you miss, or why it is a no." in page
    assert state(article) == "review"
    decide(editor_client, article, "decline", words="It sells something.")
    assert state(article) == "declined"
    assert "It sells something." in ann_client.get(article.manuscript_url).content.decode()
    assert ann_client.get(reverse("articles:text", args=[article.pk])).status_code == 403


def test_pressed_twice_it_is_said_once(ann, editor, make_sent):
    article = make_sent()
    for _press in range(2):
        article.ask_changes(by=editor, words="Shorter.")
    assert len(headlines(ann)) == 1
    article.rework(by=ann, body="Short.")
    article.submit(by=ann)
    assert len(headlines(editor)) == 2
    article.publish(by=editor)
    article.publish(by=editor)
    assert article.remarks.filter(step="published").count() == 1


def test_of_two_editors_the_second_is_told(editor, editor_client, carol, make_sent):
    article = make_sent()
    Article.objects.get(pk=article.pk).decline(by=carol, words="No.")
    page = decide(editor_client, article, "publish")
    assert state(article) == "declined"
    assert page.status_code == 200
    with pytest.raises(NotNow, match="said no"):
        article.publish(by=editor)


def test_nobody_publishes_a_text_they_have_not_read(ann, editor, editor_client, make_sent, client):
    article = make_sent()
    fresh = Article.objects.get(pk=article.pk)
    fresh.take_back(by=ann)
    fresh.rework(by=ann, body="Quite another text.", based_on=1)
    page = decide(editor_client, article, "publish", words="Good.").content.decode()
    assert "another text since you opened this page" in page
    assert "Good." in page
    assert client.get(article.get_absolute_url()).status_code == 404
    with pytest.raises(Outdated):
        article.publish(by=editor, based_on=1)


def test_what_its_author_took_back_is_theirs_alone(ann, ann_client, editor, editor_client, carol, make_sent):
    article = make_sent()
    for _press in range(2):
        ann_client.post(reverse("articles:withdrawal", args=[article.pk]))
    assert state(article) == "draft"
    assert article.remarks.count() == 2
    assert editor_client.get(article.manuscript_url).status_code == 404
    assert article.title not in editor_client.get(QUEUE).content.decode()
    with pytest.raises(NotNow, match="took it back"):
        article.publish(by=carol)
    ann_client.post(
        reverse("articles:text", args=[article.pk]),
        {"title": "Another title for it", "sentence": "S.", "body": "B.", "audience": "members", "based_on": 1},
    )
    article.refresh_from_db()
    assert (article.state, article.slug, article.audience) == ("review", "another-title-for-it", "members")


@pytest.mark.parametrize(("who", "sees"), [("eli", 404), ("maya", 404), ("cleo", 404), ("rex", 404)])
def test_the_desk_is_for_editors(who, sees, request, make_sent):
    browser, article = request.getfixturevalue(f"{who}_client"), make_sent()
    for address in [QUEUE, article.manuscript_url, reverse("articles:text", args=[article.pk])]:
        assert browser.get(address).status_code == sees
    for name in ["decision", "withdrawal"]:
        assert browser.post(reverse(f"articles:{name}", args=[article.pk]), {"decision": "publish"}).status_code == 404
    assert state(article) == "review"


def test_nobody_decides_on_their_own(editor, editor_client, make_sent):
    article = make_sent(by=editor)
    assert "Your decision" not in editor_client.get(article.manuscript_url).content.decode()
    assert decide(editor_client, article, "publish").status_code == 403
    assert state(article) == "review"
    assert headlines(editor) == []


def test_who_does_not_write_it_does_not_send_it(eli, editor, make_sent):
    article = make_sent()
    article.ask_changes(by=editor, words="Shorter.")
    for person in [eli, editor]:
        with pytest.raises(NotAllowed):
            article.rework(by=person, body="Mine.")
        with pytest.raises(NotAllowed):
            article.submit(by=person)


def test_an_editor_improves_what_people_read_and_says_what_changed(editor, editor_client, client, make_sent):
    article = make_sent()
    article.publish(by=editor)
    told = {"title": article.title, "sentence": article.sentence, "body": "It was green.", "based_on": 1}
    address = reverse("articles:text", args=[article.pk])
    assert "Say what is different now." in editor_client.post(address, told).content.decode()
    editor_client.post(address, told | {"change": "The colour."})
    assert "It was green." in client.get(article.get_absolute_url()).content.decode()
    assert list(article.versions.order_by("number").values_list("number", "change")) == [(1, ""), (2, "The colour.")]


def test_whose_text_is_older_sees_both_and_loses_nothing(ann, ann_client, editor, make_sent):
    article = make_sent()
    article.ask_changes(by=editor, words="Shorter.")
    article.revise(by=editor, body="An editor's words.")
    told = {"title": article.title, "sentence": "S.", "body": "My own words.", "audience": "everyone", "based_on": 1}
    address = reverse("articles:text", args=[article.pk])
    page = ann_client.post(address, told).content.decode()
    assert "An editor&#x27;s words." in page or "An editor's words." in page
    assert "My own words." in page
    assert state(article) == "changes"
    ann_client.post(address, told | {"based_on": 2})
    article.refresh_from_db()
    assert (article.body, article.state) == ("My own words.", "review")


def test_a_next_text_can_wait_as_a_draft(ann, ann_client, editor, make_sent):
    article = make_sent()
    article.ask_changes(by=editor, words="Shorter.")
    address = reverse("articles:text", args=[article.pk])
    told = {"title": article.title, "sentence": "S.", "body": "Half a thought.", "based_on": 1, "keep": "1"}
    ann_client.post(address, told)
    assert Draft.objects.of(ann).get().url == address
    assert "Half a thought." in ann_client.get(address).content.decode()
    assert "Half a thought." not in ann_client.get(article.manuscript_url).content.decode()


def test_every_step_there_is_and_no_other(ann, editor, make_sent):
    """The table of ways, walked: a state another is not led to refuses it."""
    verbs = {
        Article.REVIEW: lambda one: one.submit(by=ann),
        Article.CHANGES: lambda one: one.ask_changes(by=editor, words=str(uuid.uuid4())),
        Article.DECLINED: lambda one: one.decline(by=editor, words=str(uuid.uuid4())),
        Article.SCHEDULED: lambda one: one.schedule(timezone.now() + timedelta(days=1), by=editor),
        Article.PUBLISHED: lambda one: one.publish(by=editor),
        Article.RETIRED: lambda one: one.retire(by=editor, reason="Old."),
    }
    roads = {
        Article.REVIEW: [],
        Article.CHANGES: [Article.CHANGES],
        Article.DECLINED: [Article.DECLINED],
        Article.SCHEDULED: [Article.SCHEDULED],
        Article.PUBLISHED: [Article.PUBLISHED],
        Article.RETIRED: [Article.PUBLISHED, Article.RETIRED],
    }
    for begins, road in roads.items():
        for ends, verb in verbs.items():
            if begins == ends:
                continue
            article = make_sent(takes_comments=False)
            for step in road:
                verbs[step](article)
            assert article.state == begins
            with suppress(NotNow, NotAllowed):
                article.unschedule(by=editor) if (begins, ends) == ("scheduled", "review") else verb(article)
            came = Article.objects.get(pk=article.pk).state
            assert came == (ends if ends in Article.WAYS[begins] else begins), f"{begins} to {ends}"


def test_the_state_never_says_another_thing_than_its_moments(make_sent):
    article = make_sent()
    for wrong in [{"state": "published"}, {"state": "scheduled"}, {"published_at": timezone.now()}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Article.objects.filter(pk=article.pk).update(**wrong)


def test_staff_do_the_same_in_the_admin(carol_client, ann, make_sent):
    article = make_sent()
    listed = carol_client.get("/admin/articles/article/?state__exact=review").content.decode()
    assert article.title in listed
    change = carol_client.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert "Ask for changes" in change
    carol_client.post(f"/admin/articles/article/{article.pk}/changes/", {"words": "Shorter."})
    assert (state(article), headlines(ann)) == ("changes", [f"The editors ask for changes to “{article.title}”"])
    page = carol_client.post(f"/admin/articles/article/{article.pk}/hour/", {"at": "2001-01-01T10:00"})
    assert "That moment has passed." in page.content.decode()
    carol_client.post(f"/admin/articles/article/{article.pk}/hour/", {"at": "2099-01-01T10:00"})
    assert state(article) == "scheduled"


def test_the_queue_costs_the_same_at_any_length(editor_client, make_sent, django_assert_max_num_queries):
    make_sent()
    with django_assert_max_num_queries(6):
        editor_client.get(QUEUE)
    for _number in range(15):
        make_sent()
    with django_assert_max_num_queries(6):
        assert "waits for" in editor_client.get(QUEUE).content.decode()


def test_the_list_of_staff_costs_the_same_at_any_length(carol_client, make_sent, eli, django_assert_max_num_queries):
    make_sent()
    with CaptureQueriesContext(connection) as few:
        carol_client.get("/admin/articles/article/")
    for number in range(12):
        make_sent(by=eli, title=f"What letter {number} taught us")
    with django_assert_max_num_queries(len(few)):
        assert carol_client.get("/admin/articles/article/").status_code == 200
