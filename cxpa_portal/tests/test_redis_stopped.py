"""With Redis gone nobody is kept from signing in, reading or posting, and no page waits long for it."""

import time
from datetime import timedelta

import pytest
from celery import current_app
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from forums.discussions.models import Post
from members.mail.delivery import deliver_due
from members.mail.models import Mail

pytestmark = pytest.mark.django_db(transaction=True)  # what is done on commit must really be tried


@pytest.fixture
def no_redis(settings, tmp_path):
    """The cache and the broker at an address where nothing answers."""
    nowhere = tmp_path / "nothing.sock"
    redis = settings.CACHES["default"] | {"LOCATION": f"unix://{nowhere}"}
    settings.CACHES = settings.CACHES | {"default": redis}
    app = current_app._get_current_object()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app.conf, "broker_url", f"redis+socket://{nowhere}")
        _forget_connections(app)
        with pytest.raises(OperationalError):
            app.send_task("members.mail.tasks.sweep")
        yield
    _forget_connections(app)


def _forget_connections(app):
    """Celery keeps the pool it opened; the next letter looks at the settings again."""
    app._pool = None
    app.amqp._producer_pool = None


def answers(ask):
    """The response of `ask()`: a page, or what leads to one, within a second.

    Whoever waits for Redis waits every time, and a busy machine only now and then: so the best of three counts.
    """
    took = []
    while len(took) < 3 and min(took, default=9) > 1:
        began = time.perf_counter()
        response = ask()
        took.append(time.perf_counter() - began)
        assert response.status_code in (200, 302)
    assert min(took) < 1, took
    return response


def test_signing_in_reading_and_posting_go_on(no_redis, ann, eli, password, make_topic):
    topic = make_topic(by=eli)
    client = Client()
    answers(lambda: client.get(reverse("account_login")))
    answers(lambda: client.post(reverse("account_login"), {"login": ann.email, "password": password}))
    assert client.session["_auth_user_id"] == str(ann.pk)
    for address in ["/", reverse("forums:latest"), reverse("forums:unread"), topic.get_absolute_url()]:
        answers(lambda address=address: client.get(address))
    answers(lambda: client.get(reverse("search"), {"q": "journey"}))
    answers(lambda: client.post(reverse("forums:reply", args=[topic.pk]), {"body": "One sheet of paper on the wall."}))
    assert Post.objects.filter(topic=topic, author=ann).exists()


def test_joining_goes_on(no_redis, client, mails):
    about = {"name": "Nia Adeyemi", "email": "nia@newcomer.example", "password1": "tea-and-journey-maps"}
    answers(lambda: client.post(reverse("account_signup"), about))
    assert [mail.address for mail in mails(state=Mail.QUEUED)] == ["nia@newcomer.example"]


def test_the_letter_waits_and_the_sweep_finds_it(no_redis, told_by_hand, ann_client, eli, make_topic, mails):
    topic = make_topic(by=eli)
    ann_client.post(reverse("forums:reply", args=[topic.pk]), {"body": "One sheet of paper on the wall."})
    assert mails() == [], "who watches is told by whoever comes next, every minute"
    assert told_by_hand() == 2
    assert [mail.address for mail in mails(state=Mail.QUEUED)] == [eli.email]
    later = timezone.now() + timedelta(minutes=4)  # it waits a moment for a reader who is there
    assert deliver_due(later) == 1
    assert deliver_due(later) == 0, "once"
