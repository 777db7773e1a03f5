"""Letters are kept as long as the policy says, and no longer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.mail import keeping, kinds
from members.mail.delivery import deliver_due
from members.mail.keeping import RULES, clear
from members.mail.models import Mail, NotPossible
from members.mail.outbox import send, send_rendered

pytestmark = pytest.mark.django_db
NEWS = {"subject": "News", "words": "Words.", "url": "http://portal.example/1/"}


@pytest.fixture
def letters(ann):
    """One of each class, sent."""
    kinds.register("sample/receipt", label="Receipts", reason="You paid.", is_required=True, keep="receipts")
    about = {"to": ann, "address": ann.email, "subject": "482913 is your code", "text": "482913", "html": "<p>482913"}
    send_rendered("accounts", key="code", **about)
    send("sample/news", to=ann, key="news", **NEWS)
    send_rendered("sample/receipt", key="receipt", **about)
    deliver_due()


def later(days):
    return timezone.now() + timedelta(days=days)


def with_words():
    return sorted(Mail.objects.exclude(text="").values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("days", "words", "rows"),
    [
        (0, ["accounts", "sample/news", "sample/receipt"], 3),
        (2, ["sample/news", "sample/receipt"], 3),
        (91, ["sample/receipt"], 3),
        (401, ["sample/receipt"], 1),
        (3_654, [], 0),
    ],
)
def test_words_and_rows_go_when_their_time_is_over(letters, days, words, rows):
    clear(later(days))
    assert (with_words(), Mail.objects.count()) == (words, rows)


def test_of_a_code_nothing_stays_that_tells_it(letters):
    clear(later(2))
    code = Mail.objects.get(kind="accounts")
    assert (code.subject, code.text, code.html, code.context) == ("", "", "", {})
    assert code.state == Mail.SENT


def test_what_is_still_to_be_sent_keeps_its_words(ann):
    send("sample/news", to=ann, key="news", **NEWS)
    clear(later(1_000))
    assert Mail.objects.get().context["words"] == "Words."


def test_what_is_gone_cannot_be_sent_again_and_staff_are_told(letters, carol, carol_client):
    clear(later(91))
    mail = Mail.objects.get(kind="sample/news")
    mail.failed("554 no")
    with pytest.raises(NotPossible, match="removed"):
        mail.retry(by=carol)
    said = carol_client.get(reverse("admin:mail_mail_change", args=[mail.pk])).content.decode()
    assert "Its words are removed." in said


def test_it_goes_in_batches_and_no_further_than_asked(ann, monkeypatch):
    monkeypatch.setattr(keeping, "BATCH", 2)
    for number in range(5):
        send("sample/news", to=ann, key=f"news:{number}", **NEWS)
    deliver_due()
    assert clear(later(91), most=1) == 2
    assert clear(later(91)) == 3
    assert clear(later(91)) == 0


def test_every_kind_names_a_rule():
    assert {kind.keep for kind in kinds.all_kinds()} <= set(RULES)


def test_staff_read_the_policy_above_the_list(carol_client):
    said = carol_client.get(reverse("admin:mail_mail_changelist")).content.decode()
    for rule in RULES.values():
        assert str(rule.sentence) in said
