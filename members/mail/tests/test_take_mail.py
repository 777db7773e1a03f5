"""What people send by mail is taken for what it is, once, and nobody's words are lost."""

import threading
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from members.mail.delivery import deliver_due
from members.mail.incoming import taking, things
from members.mail.incoming.addresses import address_of, read_address
from members.mail.incoming.arriving import arrive
from members.mail.incoming.taking import work_through
from members.mail.incoming.things import Place, Refused, Taken
from members.mail.models import Bounce, Incoming, Mail, Notice, WritingKey

pytestmark = pytest.mark.django_db
TEXT = "In ours the branch managers own it."


class Letterbox:
    """A thing that takes what is written to it, and remembers that."""

    def __init__(self):
        self.taken, self.kept, self.refusal, self.before = [], [], "", lambda: None

    def take(self, person, pk, said):
        self.before()
        if self.refusal:
            raise Refused(self.refusal)
        self.taken.append((person, pk, said))
        return Taken("/there/")

    def keep(self, person, pk, said):
        self.kept.append((person, pk, said))
        return "/drafts/1/"


@pytest.fixture
def box(takes_mail, monkeypatch):
    monkeypatch.setattr(things, "_things", {})
    box = Letterbox()
    place = Place(7, "A place", "/place/", "Everyone can read it.")
    things.register("box", letter="x", take=box.take, keep=box.keep, places=lambda person: [place])
    return box


@pytest.fixture
def address(box, ann):
    return address_of(ann.pk, "box", 7, 2)


def test_what_somebody_sends_is_taken_as_theirs(box, ann, address, write_by_mail):
    row = write_by_mail(ann, address, TEXT)
    ((person, pk, said),) = box.taken
    assert (person, pk, said.number, said.text, said.title) == (ann, 7, 2, TEXT, "What you wrote")
    assert (row.state, row.url, row.person, row.thing) == (Incoming.TAKEN, "/there/", ann, "box")
    assert Mail.objects.count() == 0


def test_an_address_is_short_and_may_be_written_in_capitals(ann, address):
    assert len(address.partition("@")[0]) <= 64
    assert read_address(address.upper()) == read_address(f"<{address}>") == read_address(address)


def test_an_address_of_an_old_secret_still_works(ann, address, settings):
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-one"
    assert read_address(address).pk == 7


@pytest.mark.parametrize("change", ["x8", "x7.3", "other", "host", "none"])
def test_an_address_that_somebody_made_up_is_dropped_without_an_answer(change, box, ann, address, write_by_mail):
    wrong = {
        "x8": address.replace("+x7", "+x8"),
        "x7.3": address.replace("x7.2", "x7.3"),
        "other": address.replace("reply+x7", "reply+t7"),
        "host": address.replace("in.cxpa", "in.elsewhere"),
        "none": "reply@in.cxpa.example",
    }[change]
    row = write_by_mail(ann, wrong, TEXT)
    assert (row.state, box.taken, Mail.objects.count()) == (Incoming.DROPPED, [], 0)


def test_the_same_mail_counts_once_however_it_comes(box, ann, address, raw_mail):
    raw = raw_mail(ann, address, TEXT)
    assert [arrive(raw, source="maildir"), arrive(raw, source="imap", to=[address.upper()])] == [1, 0]
    assert [work_through(), work_through()] == [1, 0]
    assert arrive(raw, source="maildir") == 0
    assert len(box.taken) == 1


def test_one_mail_to_two_places_comes_to_both(box, ann, address, write_by_mail):
    other = address_of(ann.pk, "box", 8)
    write_by_mail(ann, f"{address}, {other}", TEXT)
    assert sorted(pk for _person, pk, _said in box.taken) == [7, 8]
    assert len({said.token for _person, _pk, said in box.taken}) == 2


def test_who_sends_from_another_address_is_not_believed_and_the_owner_hears(box, ann, eli, address, write_by_mail):
    for _twice in range(2):
        row = write_by_mail(eli, address, TEXT)
    assert (row.state, box.taken, Mail.objects.count()) == (Incoming.DROPPED, [], 0)
    (notice,) = Notice.objects.filter(person=ann)
    assert "another address" in notice.headline
    assert notice.url == reverse("mail:by_mail")


@pytest.mark.parametrize(("verified", "count"), [(True, 1), (False, 0)])
def test_another_address_of_theirs_counts_once_it_is_verified(verified, count, box, ann, address, write_by_mail):
    EmailAddress.objects.create(user=ann, email="Ann@work.example", verified=verified)
    write_by_mail(ann, address, TEXT, sender="ann@WORK.example")
    assert len(box.taken) == count


def test_what_the_mail_server_found_forged_is_not_taken(box, ann, address, write_by_mail, settings):
    settings.MAIL_IN_TRUSTED_SERVER = "mx.cxpa.example"
    forged = "mx.cxpa.example; dmarc=fail header.from=cxpa.example"
    write_by_mail(ann, address, TEXT, Authentication_Results=forged)
    assert box.taken == []
    write_by_mail(ann, address, TEXT, Authentication_Results=forged.replace("mx.", "mx.elsewhere."))
    write_by_mail(ann, address, TEXT, Authentication_Results=forged.replace("fail", "pass"))
    assert len(box.taken) == 2


def test_a_refused_mail_is_answered_once_with_the_reason_and_the_draft(box, ann, address, write_by_mail, mailoutbox):
    box.refusal = "This topic is closed."
    row = write_by_mail(ann, address, TEXT, subject="Re: Who owns it?")
    assert (row.state, row.reason, row.url) == (Incoming.REFUSED, "This topic is closed.", "/drafts/1/")
    assert box.kept[0][2].text == TEXT
    work_through()
    deliver_due()
    (letter,) = mailoutbox
    assert letter.to == [ann.email]
    assert letter.subject == "Your mail “Re: Who owns it?” is not posted"
    for body in (letter.body, letter.alternatives[0][0]):
        assert "This topic is closed." in body
        assert "/drafts/1/" in body
        assert TEXT in body


def test_many_refusals_end_in_the_portal_and_not_in_letters(box, ann, address, write_by_mail):
    box.refusal = "Closed."
    for _mail in range(taking.MOST_ANSWERS + 2):
        write_by_mail(ann, address, TEXT)
    assert Mail.objects.count() == taking.MOST_ANSWERS
    assert Notice.objects.filter(person=ann).count() == 2
    assert len(box.kept) == taking.MOST_ANSWERS + 2


def test_a_mail_without_words_of_its_own_is_refused_with_that(box, ann, address, write_by_mail):
    row = write_by_mail(ann, address, "> Eli replied\n> in a topic")
    assert (row.state, box.taken) == (Incoming.REFUSED, [])
    assert "no text" in row.reason


def test_what_makes_more_than_a_person_writes_is_kept_as_drafts_without_answers(box, ann, address, write_by_mail):
    for _mail in range(taking.MOST_AN_HOUR):
        write_by_mail(ann, address, TEXT)
    row = write_by_mail(ann, address, TEXT)
    assert (len(box.taken), len(box.kept), row.state) == (taking.MOST_AN_HOUR, 1, Incoming.REFUSED)
    assert Mail.objects.count() == 0
    assert Notice.objects.filter(person=ann).count() == 1


def test_a_machine_gets_no_answer_and_staff_can_let_it_through(box, ann, carol, address, write_by_mail):
    row = write_by_mail(ann, address, TEXT, Auto_Submitted="auto-replied")
    assert (row.state, box.taken, Mail.objects.count()) == (Incoming.DROPPED, [], 0)
    assert row.let_through(by=carol)
    work_through()
    assert len(box.taken) == 1
    row.refresh_from_db()
    assert not row.let_through(by=carol)  # it is taken now, and stays so


def test_letting_through_does_not_make_a_forged_mail_theirs(box, ann, eli, carol, address, write_by_mail):
    row = write_by_mail(eli, address, TEXT)
    row.let_through(by=carol)
    work_through()
    assert box.taken == []


def test_a_letter_that_came_back_is_told_to_the_outbox(box, ann, takes_mail):
    from pathlib import Path

    mail = Mail.objects.create(key="k", kind="sample/news", to=ann, address=ann.email, subject="S", text="T")
    Mail.objects.filter(pk=mail.pk).update(state=Mail.SENT, sent_at=timezone.now())
    raw = (Path(__file__).parent / "letters/machines/bounce_postfix.eml").read_bytes()
    arrive(raw.replace(b"<ORIGINAL>", mail.message_id.encode()), source="test")
    work_through()
    mail.refresh_from_db()
    assert mail.state == Mail.BOUNCED
    assert "User unknown" in mail.reason
    assert Bounce.objects.get(address=ann.email).is_standing
    assert (box.taken, Incoming.objects.get().state) == ([], Incoming.DROPPED)


def test_a_bounce_of_a_letter_that_nobody_sent_changes_nothing(box, ann, takes_mail):
    from pathlib import Path

    raw = (Path(__file__).parent / "letters/machines/bounce_postfix.eml").read_bytes()
    arrive(raw.replace(b"<ORIGINAL>", b"<1.made.up@cxpa.example>"), source="test")
    work_through()
    assert Incoming.objects.get().state == Incoming.DROPPED
    assert not Bounce.objects.exists()


def test_addresses_made_anew_lead_nowhere_and_that_is_said(box, ann, address, write_by_mail, ann_client):
    ann_client.post(reverse("mail:addresses_anew"))
    row = write_by_mail(ann, address, TEXT)
    assert (row.state, box.taken) == (Incoming.REFUSED, [])
    assert "anew" in row.reason
    WritingKey.make_anew(ann)
    assert read_address(address).is_taken_back
    write_by_mail(ann, address_of(ann.pk, "box", 7), TEXT)
    assert len(box.taken) == 1


def test_who_left_or_is_suspended_writes_no_more(box, ann, sam, write_by_mail):
    assert write_by_mail(sam, address_of(sam.pk, "box", 7), TEXT).state == Incoming.DROPPED
    ann.be_out_until(timezone.now() + timedelta(days=1), by=None)
    assert write_by_mail(ann, address_of(ann.pk, "box", 7), TEXT).state == Incoming.REFUSED
    assert box.taken == []


def test_what_fails_is_tried_again_and_shown_to_staff_in_the_end(box, ann, address, raw_mail, clock):
    def fail():
        raise RuntimeError("a bug")

    box.before = fail
    arrive(raw_mail(ann, address, TEXT), source="test")
    for _attempt in range(8):
        work_through()
        clock(timedelta(hours=1))
    row = Incoming.objects.get()
    assert (row.state, row.attempts) == (Incoming.FAILED, 5)
    box.before = lambda: None
    row.try_again(by=ann)
    work_through()
    assert len(box.taken) == 1


def test_a_worker_that_dies_leaves_the_mail_as_it_was(box, ann, address, raw_mail, clock):
    def die():
        WritingKey.make_anew(ann)  # written before, in the same transaction
        raise KeyboardInterrupt

    box.before = die
    arrive(raw_mail(ann, address, TEXT), source="test")
    with pytest.raises(KeyboardInterrupt):
        work_through()
    assert Incoming.objects.get().state == Incoming.WAITING
    assert not WritingKey.objects.exists()
    box.before = lambda: None
    assert work_through() == 0  # not at once: what killed one worker might kill the next
    clock(timedelta(minutes=5))
    assert work_through() == 1
    assert len(box.taken) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_take_it_once(box, ann, address, raw_mail):
    meet = threading.Barrier(2, timeout=3)
    arrive(raw_mail(ann, address, TEXT), source="test")
    pk = Incoming.objects.claim(timezone.now())
    counts = []

    def work():
        try:
            meet.wait()
            counts.append(taking._take_one(pk))
        finally:
            connection.close()

    box.before = lambda: threading.Event().wait(0.3)  # long enough for the other to come
    threads = [threading.Thread(target=work) for _worker in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == [0, 1]
    assert len(box.taken) == 1


def test_the_words_go_after_a_month_and_the_row_stays(box, ann, address, write_by_mail, clock):
    row = write_by_mail(ann, address, TEXT)
    assert Incoming.objects.forget_words() == 0
    clock(timedelta(days=31))
    assert [Incoming.objects.forget_words(), Incoming.objects.forget_words()] == [1, 0]
    row.refresh_from_db()
    assert (row.raw, row.subject, row.state) == (None, "", Incoming.TAKEN)
    Incoming.objects.update(state=Incoming.FAILED)
    row.refresh_from_db()
    assert not row.try_again(by=ann)


def test_the_page_says_the_addresses_of_who_looks(box, ann, eli, ann_client, eli_client):
    url = reverse("mail:by_mail")
    mine, theirs = ann_client.get(url).content.decode(), eli_client.get(url).content.decode()
    assert address_of(ann.pk, "box", 7) in mine
    assert "A place" in mine
    assert address_of(ann.pk, "box", 7) not in theirs


def test_a_portal_that_takes_no_mail_says_so(ann, ann_client, client, settings):
    assert "takes no mail" in ann_client.get(reverse("mail:by_mail")).content.decode()
    assert ann_client.post(reverse("mail:addresses_anew")).status_code == 404
    assert client.get(reverse("mail:by_mail")).status_code == 302
    assert read_address("reply+x7.2.1.abcdefgh23456723@in.cxpa.example") is None


def test_staff_see_what_became_of_it_and_never_what_it_says(box, ann, address, write_by_mail, carol_client):
    box.refusal = "Closed."
    row = write_by_mail(ann, address, TEXT, subject="A secret subject")
    listed = carol_client.get(reverse("admin:mail_incoming_changelist")).content.decode()
    shown = carol_client.get(reverse("admin:mail_incoming_change", args=[row.pk])).content.decode()
    for page in (listed, shown):
        assert ann.email in page
        assert "Closed." in page
        assert not any(secret in page for secret in (TEXT, "secret subject", address))
    box.refusal = ""
    about = {"action": "try_again", "_selected_action": [row.pk]}
    carol_client.post(reverse("admin:mail_incoming_changelist"), about)
    work_through()
    assert len(box.taken) == 1
