"""One letter a person and post, none to who is there and reads it, none of what they may not see any more."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.db import connection
from django.utils import timezone

from members.mail import kinds, sights
from members.mail.delivery import deliver_due
from members.mail.kinds import Channel
from members.mail.models import Mail
from members.mail.outbox import send, send_to_many
from members.mail.preferences import CANNOT_SEE, CHOSE_DIGEST, CHOSE_NOT, HAS_READ, IS_GONE, choose, still_wanted
from members.mail.sights import Thing

pytestmark = pytest.mark.django_db
NEWS, MENTION, POST = "sample/news", "sample/news2", Thing("sample", 7, 3)
WORDS = {"subject": "a journey nobody owns", "words": "We gave it away.", "url": "/discussions/"}


class Sight:
    """What the sample room knows: to whom the thing is hidden, and who has read it."""

    hidden, read = set(), set()

    def may_see(self, pairs):
        return {(person.pk, thing) for person, thing in pairs if person.pk not in self.hidden}

    def has_read(self, pairs):
        return {(person.pk, thing) for person, thing in pairs if person.pk in self.read}


@pytest.fixture(autouse=True)
def sight(_sample_kind, monkeypatch):
    about = {"label": "Sample news", "reason": "You follow the sample.", "is_news": True}
    kinds.register(NEWS, channels=kinds.BY_MAIL_AND_NOTICE, **about)
    kinds.register(MENTION, strength=1, channels=kinds.BY_MAIL_AND_NOTICE, **about)
    monkeypatch.setattr(sights, "_sights", {})
    known = Sight()
    known.hidden, known.read = set(), set()
    sights.register("sample", None, may_see=known.may_see, has_read=known.has_read)
    return known


def ask(person, kind=NEWS, key="post:3", about=POST):
    send(kind, to=person, key=key if kind == NEWS else f"{key}:mention", about=about, **WORDS)


def waiting(person):
    return [mail.kind for mail in Mail.objects.filter(to=person, state=Mail.QUEUED)]


def later(minutes=4):
    return timezone.now() + timedelta(minutes=minutes)


def test_it_waits_a_moment_for_who_is_there(ann):
    ask(ann)
    assert deliver_due() == 0
    assert deliver_due(later()) == 1


def test_who_reads_it_meanwhile_gets_no_letter(ann, eli, sight, mails):
    for person in [ann, eli]:
        ask(person)
    sight.read.add(ann.pk)
    assert deliver_due(later()) == 1
    assert [message.to for message in django_mail.outbox] == [[eli.email]]
    assert (mails(to=ann)[0].state, mails(to=ann)[0].reason) == (Mail.WITHHELD, str(HAS_READ))


@pytest.mark.parametrize("kind_of_both", [[NEWS, MENTION], [MENTION, NEWS], [MENTION, NEWS, MENTION, NEWS]])
def test_of_several_reasons_the_strongest_is_told_in_whatever_order_they_come(ann, kind_of_both):
    for kind in kind_of_both:
        ask(ann, kind)
    assert waiting(ann) == [MENTION]


def test_another_post_and_another_person_get_their_own(ann, eli):
    ask(ann)
    ask(ann, key="post:4", about=Thing("sample", 7, 4))
    ask(eli)
    assert (waiting(ann), waiting(eli)) == ([NEWS, NEWS], [NEWS])


def test_what_went_out_already_is_not_sent_again_for_a_stronger_reason(ann):
    ask(ann)
    deliver_due(later())
    ask(ann, MENTION)
    assert deliver_due(later(8)) == 0


def test_who_refuses_one_kind_hears_of_it_by_the_other(ann):
    choose(ann, {MENTION: Channel.NEVER}, by=ann)
    ask(ann, MENTION)
    ask(ann, NEWS)
    assert waiting(ann) == [NEWS]


def test_reminders_of_the_same_thing_are_no_news_and_all_come(ann):
    kinds.register(NEWS, label="Reminder", reason="You asked.")
    ask(ann, key="reminder:1")
    ask(ann, key="reminder:2")
    assert deliver_due() == 2


def lapse(person, sight):
    sight.hidden.add(person.pk)
    return CANNOT_SEE


def suspend(person, sight):
    person.suspended_until = timezone.now() + timedelta(days=1)
    person.save(update_fields=["suspended_until"])
    return IS_GONE


def close(person, sight):
    person.is_active = False
    person.save(update_fields=["is_active"])
    return IS_GONE


def weekly(person, sight):
    choose(person, {NEWS: Channel.DIGEST}, by=person)
    return CHOSE_DIGEST


def no_mail(person, sight):
    choose(person, {NEWS: Channel.NOTICE}, by=person)
    return CHOSE_NOT


@pytest.mark.parametrize("happens", [lapse, suspend, close, weekly, no_mail])
def test_what_happened_since_it_was_written_counts(ann, sight, happens, mails):
    ask(ann)
    why = happens(ann, sight)
    assert deliver_due(later()) == 0
    (mail,) = mails()
    assert (mail.state, mail.reason, mail.for_digest) == (Mail.WITHHELD, str(why), why is CHOSE_DIGEST)


def test_what_must_arrive_goes_to_who_is_suspended_too(ann, sight):
    kinds.register(NEWS, label="Receipt", reason="You paid.", is_required=True)
    ask(ann)
    suspend(ann, sight)
    lapse(ann, sight)
    assert deliver_due() == 1


@pytest.mark.parametrize("how_many", [1, 30])
def test_a_batch_is_asked_about_at_once(make_person, how_many, mails, django_assert_num_queries):
    send_to_many(NEWS, people=[make_person() for _ in range(how_many)], key="post:3", about=POST, **WORDS)
    batch = mails()
    with django_assert_num_queries(2):  # people, choices
        assert still_wanted(batch) == {}


@pytest.mark.django_db(transaction=True)
def test_two_reasons_at_the_same_moment_make_one_letter(ann):
    def reason(kind):
        try:
            ask(ann, kind)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        list(both.map(reason, [NEWS, MENTION]))
    assert len(waiting(ann)) == 1
