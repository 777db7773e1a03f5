"""The whole path of a newcomer, in a browser, with a real worker and a real mail server.

They read, join, reply, are answered, hear of it, and stop the mail.
"""

import os
import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone
from playwright.sync_api import expect

from cxpa_portal.tests.postbox import Postbox, link_in, text_of
from forums.reading.models import Reading, Reason
from members.mail.models import Mail
from members.mail.preferences import is_stopped

pytestmark = [pytest.mark.browser, pytest.mark.walk, pytest.mark.worker, pytest.mark.django_db(transaction=True)]

NAME, ADDRESS = "Nia Adeyemi", "nia@newcomer.example"
PATIENCE = 60  # seconds for a letter; a busy machine takes long to start the worker
KIND = "forums/reading/posted"


@pytest.fixture
def postbox():
    with Postbox() as box:
        yield box


@pytest.fixture
def worker(postbox, live_url, tmp_path):
    """A Celery worker as in production, on the database and the queue of this test run."""
    server = django_settings.DATABASE_URL.partition("?")[0].rpartition("/")[0]
    environment = os.environ | {
        "DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}",
        "REDIS_URL": django_settings.REDIS_URL,
        "EMAIL_URL": f"smtp://127.0.0.1:{postbox.port}",
        "PORTAL_URL": live_url,
        "PORTAL_ENV": "development",
    }
    command = [sys.executable, "-W", "ignore", "-m", "celery", "--app", "cxpa_portal.celery:app", "--quiet", "worker"]
    command += ["--queues", django_settings.CELERY_TASK_DEFAULT_QUEUE, "--pool", "solo", "--without-gossip"]
    command += ["--without-mingle", "--without-heartbeat", "--hostname", f"walk-{os.getpid()}@localhost"]
    with (tmp_path / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--loglevel", "INFO"], cwd=django_settings.BASE_DIR, env=environment, stdout=log, stderr=log
        )
    yield process
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    print((tmp_path / "worker.log").read_text())  # noqa: T201 - shown by pytest where the test failed


@pytest.fixture
def topic(make_topic, ann, eli):
    """A public question of Ann's which Eli watches too: a letter to him shows that the worker has been there."""
    topic = make_topic(kind="question", title="Who owns the journey after the sale?")
    Reading.watch(eli, topic, reason=Reason.CHOSE)
    return topic


def wait_for(postbox, address, count, worker):
    """The newest letter to `address`, once there are `count` of them."""
    until = time.monotonic() + PATIENCE
    while len(found := postbox.to(address)) < count:
        assert worker.poll() is None, "the worker ended by itself"
        assert time.monotonic() < until, f"{len(found)} letters to {address}, {list(Mail.objects.values('state'))}"
        time.sleep(0.1)
    return found[-1]


def the_moment_is_over():
    """Letters wait a few minutes for readers who are there; the worker knows no other clock than its own."""
    Mail.objects.filter(state=Mail.QUEUED).update(due_at=timezone.now())
    current_app.send_task("members.mail.tasks.sweep")


def reply(page, topic, text, button="Send my answer"):
    page.goto(topic.get_absolute_url())
    page.get_by_label("Your reply").fill(text)
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("article").get_by_text(text)).to_be_visible()


def one_click(address, fields):
    """What a mail program does for its own button (RFC 8058): one POST, no cookie, nothing followed but the answer."""
    without_proxy = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with without_proxy.open(address, urllib.parse.urlencode(fields).encode(), timeout=20) as answer:
        return answer.status


def test_a_newcomer_reads_joins_replies_is_answered_and_stops_the_mail(
    page, new_page, worker, postbox, topic, ann, eli
):
    # A stranger finds a public topic from the landing page, in one click.
    page.goto("/")
    page.get_by_role("link", name=topic.title).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(topic.title)

    # They join from there, and confirm their address by the letter that arrived.
    page.get_by_role("main").get_by_role("link", name="Join CXPA").click()
    page.get_by_label("Your name").fill(NAME)
    page.get_by_label("E-mail address").fill(ADDRESS)
    page.get_by_label("Password", exact=True).fill("six-owners-one-door")
    page.get_by_role("button", name="Create my account").click()
    expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()
    welcome = wait_for(postbox, ADDRESS, 1, worker)
    assert "List-Unsubscribe" not in welcome, "a letter one has just asked for cannot be stopped"
    page.goto(link_in(welcome, "/accounts/confirm-email/"))
    page.get_by_role("button", name="Yes, it is mine").click()
    page.wait_for_url("**/discussions/**", timeout=20_000)

    # They answer, and are answered. After a month nobody looks at a first post beforehand; how a moderator does is
    # walked in forums/moderation.
    newcomer = get_user_model().objects.get(email=ADDRESS)
    get_user_model().objects.filter(pk=newcomer.pk).update(joined_at=newcomer.joined_at - timedelta(days=31))
    reply(page, topic, "With us it was the lead of operations.")
    anns = new_page(ann)
    reply(anns, topic, "How did you make them say yes?")

    # The news stands in the portal …
    page.goto("/")
    page.get_by_role("link", name="Notices, 1 new").click()
    page.get_by_role("link", name=f"{ann.name} replied").click()
    expect(page.get_by_role("main").get_by_text("How did you make them say yes?")).to_be_visible()
    expect(page.get_by_role("link", name="Notices", exact=True)).to_be_attached()

    # … so that this needs no letter; but the next does, with a link that by itself changes nothing.
    the_moment_is_over()
    reply(anns, topic, "And who said no?")
    the_moment_is_over()
    letter = wait_for(postbox, ADDRESS, 2, worker)
    assert topic.title in letter["Subject"]
    assert "And who said no?" in text_of(letter)
    elsewhere = new_page()
    elsewhere.goto(link_in(letter, "/mail/stop/"))
    assert not is_stopped(newcomer.pk, KIND), "mail scanners follow links"
    elsewhere.get_by_role("button", name="Stop these mails").click()
    expect(elsewhere.get_by_role("heading", name="These mails are stopped")).to_be_visible()
    assert is_stopped(newcomer.pk, KIND)

    # Taken back, and stopped by the mail program's own button.
    elsewhere.get_by_role("button", name="Send them again after all").click()
    expect(elsewhere.get_by_role("heading", name="Stop these mails?")).to_be_visible()
    assert not is_stopped(newcomer.pk, KIND)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert one_click(re.search(r"<(\S+)>", letter["List-Unsubscribe"])[1], {"List-Unsubscribe": "One-Click"}) == 200
    assert is_stopped(newcomer.pk, KIND)

    # The next answer reaches everybody else by mail, and them by the notice alone.
    before = len(postbox.to(eli.email))
    reply(anns, topic, "And what did the others say?")
    the_moment_is_over()
    wait_for(postbox, eli.email, before + 1, worker)
    assert Mail.objects.get(to=newcomer, key__startswith=f"post:{topic.posts.last().pk}:").state == Mail.WITHHELD
    assert len(postbox.to(ADDRESS)) == 2
    page.goto("/")
    expect(page.get_by_role("link", name="Notices, 1 new")).to_be_attached()
