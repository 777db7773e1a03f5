"""What somebody gets who has never been here: a light page that everyone can use."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.test.testcases import LiveServerThread
from django.urls import reverse

from forums.reading.models import PAGE
from members.mail.models import stop_token

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_BYTES, MOST_REQUESTS = 60 * 1024, 8
TEXT = (
    "We had **six owners** and no owner. What helped in the end was one sheet of paper on the wall, with the moments "
    "our customers told us about in their own words, and a name beside each.\n\n- no tool\n- no workshop\n- one hour "
    "every second Friday\n\nIt took a quarter until people stopped asking whose job it is, and two until the number "
    "of repeat calls fell. The part I would do again first: sit in with the front line before drawing anything. "
    "[The template](https://portal.example/sheet) is ours, and yours if you like."
)


@pytest.fixture
def production_url(settings, tmp_path):
    """A running portal with its files as in production: collected, compressed, named by their content."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_FINDERS = settings.STATICFILES_FINDERS[:2]  # what is ours; the admin's takes a minute to pack
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "cxpa_portal.assets.HashedFiles"}}
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = False
    call_command("collectstatic", interactive=False, verbosity=0)
    # Unlike pytest-django's, without a handler before the portal's own that would send files as they lie there.
    server = LiveServerThread("localhost", static_handler=lambda portal: portal)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    yield f"http://localhost:{server.port}"
    server.terminate()


@pytest.fixture
def visit(browser, production_url):
    """`visit(path)`: (bytes over the wire, addresses asked for) of opening it in a browser that has kept nothing."""
    contexts = []

    def open_one(path):
        contexts.append(browser.new_context(base_url=production_url, viewport={"width": 1280, "height": 800}))
        page = contexts[-1].new_page()
        page.set_default_timeout(20_000)
        wire = contexts[-1].new_cdp_session(page)
        asked, sizes = [], []
        wire.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
        wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        wire.send("Network.enable")
        answer = page.goto(path, wait_until="networkidle")
        assert answer.status == 200
        return sum(sizes), [url for url in asked if url.startswith("http")]

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def long_topic(make_topic, ann, eli):
    """A topic with a whole page of posts as people write them, and a second page."""
    topic = make_topic(body=TEXT)
    for number in range(PAGE + 1):
        topic.reply(by=(ann, eli)[number % 2], body=f"{TEXT}\n\nThat was {number}.")
    return topic


def test_a_first_visit_is_light(visit, long_topic, make_topic):
    for number in range(12):
        make_topic(title=f"How do you map journey {number}?", body=TEXT, replies=1)
    for path in ("/", reverse("forums:latest"), long_topic.get_absolute_url()):
        size, asked = visit(path)
        assert size <= MOST_BYTES, f"{path}: {size / 1024:.1f} KB"
        assert len(asked) <= MOST_REQUESTS, f"{path} asks for {asked}"


def main_pages(topic, question, person):
    """(address, who opens it) of the pages people come to most; None is a stranger. `make look` sees all of them."""
    stop = reverse("mail:stop", args=[stop_token(person.pk, "forums/reading/posted")])
    stranger = ["/", reverse("forums:latest"), topic.get_absolute_url(), stop, "/discussions/999999/gone/"]
    stranger += [reverse("account_login"), reverse("account_signup"), reverse("forums:unanswered")]
    signed_in = ["/", reverse("forums:unread"), question.get_absolute_url(), "/search/?q=owners"]
    signed_in += ["/search/?q=ownrs+board%3Anowhere+is%3Aopen", reverse("forums:searches")]
    signed_in += [reverse("forums:ask"), reverse("mail:notices"), reverse("accounts:profile")]
    signed_in += [reverse("forums:top"), reverse("mail:preferences")]
    return [(address, None) for address in stranger] + [(address, person) for address in signed_in]


def violations(page, rules):
    """What axe finds on the page as it stands; only that, because to write down what is well takes it much longer."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    options = rules | {"resultTypes": ["violations"]}
    return page.evaluate("options => axe.run(options).then(found => found.violations)", options)


@pytest.mark.parametrize("who", ["a stranger", "a member"])
def test_everyone_can_use_the_main_pages(new_page, long_topic, make_topic, ann, eli, who):
    question = make_topic(kind="question", title="Who owns the journey after the sale?", by=eli)
    question.reply(by=ann, body="Nobody, until we asked.")
    person = ann if who == "a member" else None
    page = new_page(person, reduced_motion="reduce")
    wrong = []
    for address in [address for address, opened_by in main_pages(long_topic, question, ann) if opened_by == person]:
        page.emulate_media(color_scheme="light")
        page.goto(address)
        # In the dark only the colours are others.
        for scheme, rules in [("light", {}), ("dark", {"runOnly": ["color-contrast"]})]:
            page.emulate_media(color_scheme=scheme)
            for width in (320, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                found = violations(page, rules)
                wrong += [
                    f"{address} {scheme} {width}: {each['id']} {each['nodes'][0]['html'][:200]}" for each in found
                ]
                if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                    wrong.append(f"{address} {width}: scrolls sideways")
    assert wrong == []
