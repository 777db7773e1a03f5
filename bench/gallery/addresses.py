"""What there is to look at: every address of the resolver, with samples of the demo community where it has a gap."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from cxpa_portal.tests.addresses import routes
from forums.discussions.models import Board, Topic
from forums.reading.models import PAGE
from members.mail.models import Mail, stop_token

STATUS = {"403": 403, "404": 404, "csrf": 403, "429": 429, "500": 500}  # of the pages below went-wrong/
NO_SAMPLE = {
    # Only there with a passkey or with a provider's keys; their own tests walk them.
    "accounts/2fa/webauthn/keys/<int:pk>/remove/",
    "accounts/2fa/webauthn/keys/<int:pk>/edit/",
    "accounts/oidc/^(?P<provider_id>[^/]+)/login/",
    "accounts/oidc/^(?P<provider_id>[^/]+)/login/callback/",
    # The HTML of a letter is no page: it stands in the frame of the page above it.
    "development/mail/<int:pk>/html/",
}


class NothingThere(Exception):
    """A kind of address without a sample: nobody would look at its page."""


def every_page(person):
    """(address, status) of all that a GET may show; `person` is who has written and is signed in."""
    samples = _samples(person)
    for route, _pattern in routes():
        if route in NO_SAMPLE:
            continue
        if not any(mark in route for mark in "<("):
            name = route.strip("/").rpartition("/")[2]
            yield f"/{route}", STATUS.get(name, 200) if route.startswith("went-wrong/") else 200
        elif route not in samples:
            raise NothingThere(f"No sample for {route}: name one in bench/gallery/addresses.py.")
        else:
            yield from ((address, 200) for address in samples[route])
    yield from ((address, 200) for address in _beside(person))


def reset_link(person):
    """The address in a letter that lets `person` choose a new password."""
    uid, token = user_pk_to_url_str(person), default_token_generator.make_token(person)
    return reverse("account_reset_password_from_key", args=[uid, token])


def _samples(person):
    public = Topic.objects.filter(board__audience="everyone", hidden_at=None, closed_at=None)
    busy = public.order_by("-post_count").first()
    question = public.questions().filter(post_count__gt=1).order_by("-last_posted_at").first()
    unanswered = public.unanswered().newest_first().first()
    closed = Topic.objects.filter(board__audience="everyone", closed_at__isnull=False).first()
    own = Topic.objects.filter(author=person, closed_at=None).order_by("-post_count").first()
    written = person.posts.filter(topic=own, number=1).first()
    letter = Mail.objects.first()
    notice = person.notices.first()
    boards = [Board.objects.filter(audience=audience).first() for audience in ("everyone", "members")]
    topics = [topic for topic in (busy, question, unanswered, closed, own) if topic]
    return {
        "discussions/boards/<slug:slug>/": [board.get_absolute_url() for board in boards if board],
        "discussions/<int:pk>/<slug:slug>/": [topic.get_absolute_url() for topic in dict.fromkeys(topics)],
        "discussions/<int:pk>/reply/": [
            reverse("forums:reply", args=[busy.pk]),
            reverse("forums:reply", args=[question.pk]) + "?to=2",
        ],
        "discussions/<int:pk>/posts/<int:number>/": [written.get_absolute_url()],
        "discussions/<int:pk>/posts/<int:number>/edit/": [written.get_absolute_url() + "edit/"],
        "discussions/<int:pk>/closure/": [reverse("forums:closure", args=[own.pk])],
        "discussions/<int:pk>/watching/": [reverse("forums:watching", args=[own.pk])],
        "notices/<int:pk>/": [reverse("mail:notice", args=[notice.pk])] if notice else [],
        "mail/stop/<str:token>/": [reverse("mail:stop", args=[stop_token(person.pk, "forums/reading/posted")])],
        "accounts/^confirm-email/(?P<key>[-:\\w]+)/$": ["/accounts/confirm-email/nonsense/"],
        "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": [
            "/accounts/password/reset/key/1-nonsense/"
        ],
        "development/mail/<int:pk>/": [reverse("development:letter", args=[letter.pk])] if letter else [],
    }


def _beside(person):
    """Pages that differ by what stands behind the question mark."""
    yield "/search/?q=journey"
    yield "/search/?q=xyzzyplugh"
    yield "/discussions/?older=1-1"
    yield reverse("forums:ask") + "?kind=discussion"
    long = Topic.objects.visible_to(person).filter(last_number__gt=PAGE).first()
    if long:
        yield f"{long.get_absolute_url()}?page=2"
