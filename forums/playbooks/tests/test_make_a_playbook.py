"""From a solved question to a page: who may, what it begins with, and what stands behind it."""

import uuid
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from forums.experts.models import Expertise
from forums.playbooks import foot
from forums.playbooks.models import NothingBehindIt, NotTheirs, Overtaken, Passage, Playbook, Wording
from forums.reading.finding import reply_key, topic_for
from members.subjects.models import Subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def subject(db):
    return Subject.objects.filter(parent__isnull=False).order_by("pk").first()


@pytest.fixture
def sent(subject):
    about = {"title": "Map a journey nobody owns", "about": "For whoever begins.", "months": 6}
    return about | {"subjects": [subject.pk], "token": str(uuid.uuid4())}


def begin_at(topic):
    return reverse("playbooks:begin", args=[topic.pk])


def test_whoever_asked_makes_one_of_the_answers_that_helped(ann_client, ann, eli, make_solved, sent):
    topic = make_solved(answers=2)
    assert "Make a playbook of this" in ann_client.get(topic.get_absolute_url()).content.decode()
    page = ann_client.post(begin_at(topic), sent, follow=True).content.decode()
    playbook = Playbook.objects.get()
    assert (playbook.owner, playbook.state) == (ann, "draft")
    passages = list(playbook.passages.all())
    assert [passage.text[:32] for passage in passages] == ["Begin with the **complaints**, t"] * 2
    assert [passage.sources.get().post.author for passage in passages] == [eli, eli]
    assert "A draft: only who works on it sees it." in page


def test_an_unsolved_question_has_nothing_to_make(ann_client, make_topic, sent):
    topic = make_topic(kind="question")
    assert "Make a playbook of this" not in ann_client.get(topic.get_absolute_url()).content.decode()
    assert ann_client.post(begin_at(topic), sent).status_code == 403


@pytest.mark.parametrize(("who", "may"), [("maya", True), ("eli", False), ("cleo", False), ("carol", True)])
def test_moderators_may_and_others_may_not(who, may, request, client_of, make_solved, sent):
    topic = make_solved()
    browser = client_of(request.getfixturevalue(who))
    assert ("Make a playbook of this" in browser.get(topic.get_absolute_url()).content.decode()) == may
    assert browser.post(begin_at(topic), sent).status_code == (302 if may else 403)


def test_experts_in_the_subject_may(hana, hana_client, make_solved, subject, sent):
    from forums.discussions.models import Tag

    Tag.objects.create(name="mapping", slug="mapping", subject=subject)
    topic = make_solved(tags=["mapping"])
    offer = Expertise.offer(by=hana, subject=subject, words="I have done it.")
    assert hana_client.post(begin_at(topic), sent).status_code == 403
    Expertise.objects.filter(pk=offer.pk).update(state="endorsed")
    assert "Make a playbook of this" in hana_client.get(topic.get_absolute_url()).content.decode()
    assert hana_client.post(begin_at(topic), sent).status_code == 302


@pytest.mark.parametrize("who", ["ann", "hana", "maya"])
def test_below_a_solved_question_it_costs_no_query(who, request, make_solved, django_assert_num_queries):
    person = request.getfixturevalue(who)
    page = SimpleNamespace(topic=topic_for(person, (pk := make_solved().pk), 20, reply_key(pk)).get(), person=person)
    assert person.is_moderator == (who == "maya"), "asked once in a request, by the page itself"
    with django_assert_num_queries(0):
        foot.told(page)


def test_below_an_open_question_it_costs_none(ann, make_topic, django_assert_num_queries):
    page = SimpleNamespace(topic=make_topic(kind="question"), person=ann)
    with django_assert_num_queries(0):
        assert foot.told(page) is None


def test_whoever_asked_without_a_name_is_not_offered_it(ann, make_solved):
    topic = topic_for(ann, (pk := make_solved().pk), 20, reply_key(pk)).get()
    topic.author = type(ann).objects.create_user("nameless@cxpa.example", name="A member")
    assert foot.told(SimpleNamespace(topic=topic, person=ann)) is None


def test_sent_twice_it_is_one(ann_client, make_solved, sent):
    topic = make_solved()
    for _each in range(2):
        ann_client.post(begin_at(topic), sent)
    assert Playbook.objects.count() == 1


def test_what_is_missing_is_said_and_nothing_is_lost(ann_client, make_solved, sent):
    page = ann_client.post(begin_at(make_solved()), sent | {"about": ""}).content.decode()
    assert "One sentence, for whoever sees it in a list." in page
    assert sent["title"] in page
    assert not Playbook.objects.exists()


def test_a_topic_one_cannot_read_has_no_playbook_to_make(cleo_client, make_board, make_solved, sent):
    topic = make_solved(board=make_board(audience="members"))
    assert cleo_client.get(begin_at(topic)).status_code == 404


def edit(playbook, passage):
    return reverse("playbooks:passage", args=[playbook.pk, passage.pk])


def test_a_passage_is_written_anew_and_its_texts_are_kept(ann_client, ann, make_playbook):
    playbook = make_playbook()
    passage = playbook.passages.get()
    page = ann_client.get(edit(playbook, passage))
    stands = page.context["form"].initial
    said = {"heading": "Begin with complaints", "text": "They **know** the way.", "why": "Shorter."}
    ann_client.post(edit(playbook, passage), said | {"posts": stands["posts"], "version": 1})
    passage.refresh_from_db()
    assert passage.html.strip() == "<p>They <strong>know</strong> the way.</p>"
    assert [(each.version, each.why, each.by) for each in Wording.objects.order_by("version")] == [
        (1, "", ann),
        (2, "Shorter.", ann),
    ]
    assert "Shorter." in ann_client.get(reverse("playbooks:history", args=[playbook.pk])).content.decode()


def test_the_same_text_again_changes_nothing(ann, make_playbook):
    passage = make_playbook().passages.get()
    posts = [source.post for source in passage.sources.all()]
    passage.revise(by=ann, heading=passage.heading, text=passage.text, posts=posts)
    assert (passage.version, passage.wordings.count()) == (1, 1)


def test_whoever_was_slower_is_shown_both_texts(ann_client, ann, maya, make_playbook):
    playbook = make_playbook()
    passage = playbook.passages.get()
    posts = [source.post for source in passage.sources.all()]
    passage.revise(by=maya, heading="Theirs", text="Maya's text.", posts=posts)
    with pytest.raises(Overtaken):
        passage.revise(by=ann, heading="Mine", text="Ann's text.", posts=posts, version=1)
    mine = {"heading": "Mine", "text": "Ann's text.", "posts": posts[0].get_absolute_url(), "version": 1}
    page = ann_client.post(edit(playbook, passage), mine).content.decode()
    assert "Maya&#x27;s text." in page or "Maya's text." in page
    assert "Ann&#x27;s text." in page
    ann_client.post(edit(playbook, passage), mine | {"version": 2})
    passage.refresh_from_db()
    assert passage.heading == "Mine"


def test_a_passage_always_stands_on_a_post(ann, ann_client, make_playbook):
    playbook = make_playbook()
    passage = playbook.passages.get()
    with pytest.raises(NothingBehindIt):
        passage.revise(by=ann, heading="Mine", text="Mine.", posts=[])
    page = ann_client.post(edit(playbook, passage), {"heading": "Mine", "text": "Mine.", "posts": ""}).content.decode()
    assert "Name at least one post" in page


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("https://elsewhere.example/a", "is no address of a post"),
        ("/discussions/{topic}/posts/99/", "There is no post 99 that you can read"),
        ("/discussions/{hidden}/posts/1/", "There is no post 1 that you can read"),
    ],
)
def test_only_posts_that_can_be_read_are_named(ann_client, make_playbook, make_topic, make_board, hana, line, words):
    group = Group.objects.create(name="Others")
    board = make_board(audience="group", group=group, posting="group", posting_group=group)
    hana.groups.add(group)
    hidden = make_topic(by=hana, board=board)
    playbook = make_playbook()
    passage = playbook.passages.get()
    topic = passage.sources.get().post.topic_id
    said = {"heading": "Mine", "text": "Mine.", "posts": line.format(topic=topic, hidden=hidden.pk)}
    assert words in ann_client.post(edit(playbook, passage), said).content.decode()


def test_addresses_as_browsers_show_them_are_understood(ann_client, make_playbook, make_topic):
    other = make_topic(replies=2)
    playbook = make_playbook()
    lines = f"http://x.example{other.get_absolute_url()}?page=1#post-3\n{other.get_absolute_url()}"
    said = {"heading": "More", "text": "More of it.", "posts": lines}
    ann_client.post(reverse("playbooks:addition", args=[playbook.pk]), said)
    numbers = playbook.passages.get(heading="More").sources.values_list("post__number", flat=True)
    assert sorted(numbers) == [1, 3]


def test_passages_move_up_and_are_taken_out(ann_client, make_solved, make_playbook):
    playbook = make_playbook(topic=make_solved(answers=2))
    first, second = playbook.passages.standing()
    ann_client.post(reverse("playbooks:rise", args=[playbook.pk, second.pk]))
    assert [each.pk for each in playbook.passages.standing()] == [second.pk, first.pk]
    ann_client.post(reverse("playbooks:removal", args=[playbook.pk, first.pk]))
    assert [each.pk for each in playbook.passages.standing()] == [second.pk]
    assert Wording.objects.filter(passage=first).exists()


def test_nobody_else_changes_it(eli_client, client, eli, make_playbook):
    playbook = make_playbook()
    passage = playbook.passages.get()
    names = ["about", "publication", "check", "addition", "handover"]
    for address in [edit(playbook, passage), *(reverse(f"playbooks:{name}", args=[playbook.pk]) for name in names)]:
        assert eli_client.post(address, {}).status_code == 403, address
        assert client.post(address, {}).status_code == 302, address
    for verb in [playbook.publish, playbook.confirm, playbook.retire, passage.remove, passage.rise]:
        with pytest.raises(NotTheirs):
            verb(by=eli)


def test_a_draft_is_seen_by_who_works_on_it(eli_client, maya_client, ann_client, make_playbook):
    playbook = make_playbook(published=False)
    assert eli_client.get(playbook.get_absolute_url()).status_code == 404
    assert ann_client.get(playbook.get_absolute_url()).status_code == 200
    assert maya_client.get(playbook.get_absolute_url()).status_code == 200
    assert playbook.title not in eli_client.get("/playbooks/").content.decode()


def test_an_empty_one_is_not_published(ann, ann_client, make_playbook):
    playbook = make_playbook(published=False)
    playbook.passages.get().remove(by=ann)
    page = ann_client.post(reverse("playbooks:publication", args=[playbook.pk]), follow=True)
    assert "There is no passage in it yet" in page.content.decode()
    assert Playbook.objects.get().state == "draft"
    assert Passage.objects.count() == 1
