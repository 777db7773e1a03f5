"""The table of kind and channel, and the presses that set all of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from members.audit.models import Entry
from members.mail import kinds, table
from members.mail.kinds import Channel
from members.mail.models import Choice, Mail, Notice
from members.mail.notices import tell
from members.mail.outbox import send
from members.mail.preferences import channels_of, choose

pytestmark = pytest.mark.django_db
NEWS, PORTAL, URGENT = "sample/news", "sample/portal", "sample/urgent"


@pytest.fixture(autouse=True)
def _three_kinds(_sample_kind):
    for name in list(kinds._kinds):
        if not kinds._kinds[name].is_required:
            del kinds._kinds[name]
    reason = "You follow the sample."
    kinds.register(NEWS, label="Sample news", reason=reason, channels=kinds.BY_MAIL_AND_NOTICE)
    kinds.register(PORTAL, label="Seen", reason=reason, channel=Channel.NOTICE, channels=kinds.BY_NOTICE)
    kinds.register(URGENT, label="Urgent", reason=reason, channels=(Channel.NOW, Channel.NEVER))


@pytest.fixture
def save(ann_client):
    def save(**more):
        return ann_client.post(reverse("mail:preferences"), {k.replace("__", "/"): v for k, v in more.items()})

    return save


def page(client):
    return client.get(reverse("mail:preferences"))


def pressed(client):
    return page(client).context["pressed"]


def test_each_row_says_its_reason_and_marks_what_is_usual(ann_client):
    text = page(ann_client).content.decode()
    assert text.count("You follow the sample.") == 3
    assert text.count(">usual<") == 3
    assert text.count('type="radio"') == 4 + 2 + 2, "only the channels that make sense"


def test_one_chooses_a_channel_for_a_kind(save, ann):
    save(**{f"channel-{NEWS}": "digest", f"channel-{URGENT}": "now"})
    assert channels_of(ann) == {NEWS: Channel.DIGEST, PORTAL: Channel.NOTICE, URGENT: Channel.NOW}
    assert Choice.objects.count() == 1, "what was not changed is not written"


def test_a_channel_the_kind_does_not_have_is_not_taken(save, ann):
    save(**{f"channel-{URGENT}": "digest", f"channel-{PORTAL}": "now", "channel-accounts": "never"})
    assert not Choice.objects.exists()
    with pytest.raises(ValueError, match="does not go by"):
        choose(ann, {URGENT: Channel.DIGEST}, by=ann)


def test_saving_twice_changes_nothing_more(save, ann):
    for _ in range(2):
        save(**{f"channel-{NEWS}": "never"})
    row = Choice.objects.get()
    assert (row.channel, row.before) == (Channel.NEVER, "")
    assert Entry.objects.filter(action="mail.chosen").count() == 1


@pytest.mark.parametrize(
    ("press", "news", "urgent"),
    [("digest", "digest", "now"), ("least", "notice", "never"), ("now", "now", "now")],
)
def test_one_press_sets_all_and_one_takes_it_back(ann_client, save, ann, press, news, urgent):
    choose(ann, {NEWS: Channel.NEVER}, by=ann)
    save(all=press)
    assert channels_of(ann) == {NEWS: news, PORTAL: "notice", URGENT: urgent}
    ann_client.post(reverse("mail:taking_back"), {"pressed": pressed(ann_client)["word"]})
    assert channels_of(ann) == {NEWS: "never", PORTAL: "notice", URGENT: "now"}
    ann_client.post(reverse("mail:taking_back"), {"pressed": pressed(ann_client)["word"]})
    assert channels_of(ann) == {NEWS: news, PORTAL: "notice", URGENT: urgent}


def test_a_press_that_is_not_the_last_is_not_taken_back(ann_client, save, ann, clock):
    save(all="least")
    word = pressed(ann_client)["word"]
    clock(timedelta(seconds=1))
    choose(ann, {NEWS: Channel.NOW}, by=ann)
    for wrong in [word, "", "nonsense"]:
        ann_client.post(reverse("mail:taking_back"), {"pressed": wrong})
    assert channels_of(ann)[NEWS] == Channel.NOW
    assert channels_of(ann)[URGENT] == Channel.NEVER


def test_nobody_takes_back_what_another_chose(eli_client, ann_client, save, ann):
    save(all="least")
    eli_client.post(reverse("mail:taking_back"), {"pressed": pressed(ann_client)["word"]})
    assert channels_of(ann)[NEWS] == Channel.NOTICE


def test_after_an_hour_the_page_offers_nothing_to_take_back(ann_client, save, clock):
    save(all="least")
    assert pressed(ann_client)
    clock(timedelta(seconds=3601))
    assert pressed(ann_client) is None


def test_only_rows_that_concern_one_are_shown_unless_one_chose(ann_client, ann):
    kinds.register("sample/desk", label="The desk", reason="You sit there.", concerns=lambda person: False)
    assert "The desk" not in page(ann_client).content.decode()
    choose(ann, {"sample/desk": Channel.NEVER}, by=ann)
    assert "The desk" in page(ann_client).content.decode()


def test_the_weekly_letter_itself_goes_on_when_all_goes_into_it(ann):
    kinds.register("sample/week", label="My week", reason="Weekly.", is_digest=True, channels=kinds.LETTER_ONLY)
    choose(ann, {"sample/week": Channel.NEVER}, by=ann)
    assert table.pressed("digest", table.rows_for(ann))["sample/week"] == Channel.NOW


def test_what_must_arrive_is_not_offered(ann_client):
    assert "signing in" not in page(ann_client).content.decode()


def test_strangers_are_asked_to_sign_in(client):
    for name in ["preferences", "taking_back", "quiet_hours"]:
        assert client.post(reverse(f"mail:{name}")).status_code == 302
    assert not Choice.objects.exists()


def test_looking_takes_nothing_back(ann_client):
    assert ann_client.get(reverse("mail:taking_back")).status_code == 405


@pytest.mark.parametrize(
    ("channel", "state"), [("digest", Mail.WITHHELD), ("notice", Mail.WITHHELD), ("now", "queued")]
)
def test_a_letter_follows_the_choice_and_its_row_says_why(ann, channel, state, mails):
    choose(ann, {NEWS: channel}, by=ann)
    send(NEWS, to=ann, key="post:1", url="/", subject="x", words="y")
    (mail,) = mails()
    assert (mail.state, mail.for_digest, bool(mail.reason)) == (state, channel == "digest", state == Mail.WITHHELD)


def test_who_wants_to_hear_nothing_gets_no_notice_either(ann, eli):
    choose(ann, {NEWS: Channel.NEVER}, by=ann)
    for person in [ann, eli]:
        tell(person, NEWS, headline="News", url="/", key="news:1")
    assert [notice.person for notice in Notice.objects.all()] == [eli]


def test_a_choice_of_a_channel_that_is_gone_becomes_the_next_that_tells_less(ann):
    choose(ann, {NEWS: Channel.DIGEST}, by=ann)
    kinds.register(NEWS, label="Sample news", reason="You follow it.", channels=(Channel.NOW, Channel.NEVER))
    assert channels_of(ann)[NEWS] == Channel.NEVER


@pytest.mark.parametrize("how_many", [1, 30])
def test_the_page_costs_the_same_for_any_number_of_kinds(ann_client, ann, how_many, django_assert_num_queries):
    for number in range(how_many):
        kinds.register(f"sample/more{number}", label="More", reason="You follow it.")
        choose(ann, {f"sample/more{number}": Channel.DIGEST}, by=ann)
    page(ann_client)
    with django_assert_num_queries(5):  # session, person · choices, quiet hours, the last press
        page(ann_client)
