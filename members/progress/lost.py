"""Texts sent when the session had ended: kept in the session of the stranger until they have signed in again."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.signing import BadSignature, Signer
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from .drafts import UnknownKind, kind_of
from .pace import is_too_fast
from .words import spoken, words_in

KEPT = "lost_texts"
MOST_TEXTS = 5
MOST_BYTES = 200_000  # of all of them

_signer = Signer(salt="members.progress.by")


def signed(person):
    """Says in a form whose writing it is, so that a text is never given to whoever signs in next."""
    return _signer.sign(str(person.pk))


def writer_named(request):
    """The pk of the person whose form was sent; None where the form does not say."""
    try:
        return int(_signer.unsign(request.POST.get("draft_by", "")))
    except (BadSignature, ValueError):
        return None


def keeps_text(*kinds):
    """Mark a view that takes texts of these kinds: what is sent without being signed in is kept, then sent on.

    Everything else about it stays as sign-in by default has it. Stands above the decorators of methods.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.user.is_authenticated:
                return view(request, *args, **kwargs)
            if request.method == "POST":
                return _keep_and_send_on(request, kinds)
            return redirect_to_login(request.get_full_path())

        guarded.keeps_text = kinds
        return login_not_required(guarded)

    return decorate


def _keep_and_send_on(request, kinds):
    """Keep the text and ask its writer to sign in; the form they come back to has it (Writing.initial)."""
    key, fields = request.POST.get("draft_key", ""), words_in(request.POST)
    if not any(text.strip() for text in spoken(fields)) or not _is_of(key, kinds):
        return redirect_to_login(request.get_full_path())
    if size_of(fields) > MOST_BYTES or is_too_fast(request, "lost", most=30, within=3600):
        shown = {"text": "\n\n".join(spoken(fields)), "next": request.get_full_path()}
        return render(request, "members/progress/too_long.html", shown, status=413)
    texts = [text for text in request.session.get(KEPT, []) if text["key"] != key]
    texts.append({"key": key, "fields": fields, "by": writer_named(request), "at": timezone.now().isoformat()})
    while len(texts) > MOST_TEXTS or sum(size_of(text["fields"]) for text in texts) > MOST_BYTES:
        texts.pop(0)
    request.session[KEPT] = texts
    messages.info(request, _("You were signed out meanwhile. Your text is kept: sign in, and it is where you left it."))
    return redirect_to_login(way_back(request, key))


def lost_text(request, key):
    """What this browser sent as `key` while it was signed out, as {fields, at}; None where nothing, or by another."""
    texts = [text for text in request.session.get(KEPT, []) if text["key"] == key]
    return next((text for text in texts if text["by"] in (None, request.user.pk)), None)


def forget(request, key):
    """The text has arrived, or its draft is newer."""
    texts = request.session.get(KEPT)
    if texts and (others := [text for text in texts if text["key"] != key]) != texts:
        request.session[KEPT] = others


def way_back(request, key):
    """The form that was sent, with the name of its draft where the address does not say which one it is."""
    rest = key.partition(":")[2]
    if rest.isdigit() or "draft" in request.GET:
        return request.get_full_path()
    return f"{request.path}?{urlencode({**request.GET.dict(), 'draft': rest})}"


def size_of(fields):
    return sum(len(text.encode(errors="replace")) for text in spoken(fields))


def _is_of(key, kinds):
    try:
        return kind_of(key).name in kinds
    except UnknownKind:
        return False
