"""What a view that takes a text does with its draft, from the empty form to the text that was sent."""

import uuid

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from .drafts import kind_of
from .lost import forget, keeps_text, lost_text, signed
from .models import Draft, Overtaken, TooMany
from .saying import too_long, too_many
from .words import TooLong, version_in, words_in, writer_in

__all__ = ["Writing", "keeps_text"]

# Buttons of a form that ask for something else than sending it.
_NOT_SENDING = {"keep", "preview", "switch", "without_context", "draft_attach"}


class Writing:
    """The draft `key` of one request.

    A form shows `initial()` and `context` (in `members/progress/_draft.html`); a POST that `is_sent` goes to the verb
    and ends with `done()`; one with "keep" goes to `keep()`.
    """

    def __init__(self, request, key):
        kind_of(key)  # raises UnknownKind
        self.request, self.key = request, key
        self.other = None  # what another window wrote, where it was in the way

    @classmethod
    def anew(cls, request, kind):
        """One of any number of drafts of this kind: the one the form or `?draft=` names, else a new one."""
        _kind, _colon, sent = request.POST.get("draft_key", "").partition(":")
        for named in [sent, request.GET.get("draft", "")]:
            try:
                return cls(request, f"{kind}:{uuid.UUID(named)}")
            except ValueError:
                continue
        return cls(request, f"{kind}:{uuid.uuid4()}")

    @property
    def is_sent(self):
        """Whether the form was sent for good, and not to be looked at or kept for later."""
        return self.request.method == "POST" and not _NOT_SENDING & set(self.request.POST)

    @property
    def is_to_be_kept(self):
        return self.request.method == "POST" and "keep" in self.request.POST

    @cached_property
    def draft(self):
        """The row, whether it can be gone on with or has ended; None where there is none."""
        return Draft.objects.filter(person=self.request.user, key=self.key).first()

    @property
    def living(self):
        return self.draft if self.draft is not None and self.draft.ended_at is None else None

    @cached_property
    def lost(self):
        """What an ended session left, where that is newer than the draft."""
        text = lost_text(self.request, self.key)
        if text and self.draft and parse_datetime(text["at"]) < self.draft.saved_at:
            return None
        return text

    def initial(self):
        """{name: text} of what was kept; empty where nothing was."""
        if self.lost:
            return dict(self.lost["fields"])
        return dict(self.living.fields) if self.living else {}

    @property
    def context(self):
        """What `members/progress/_draft.html` shows."""
        about = {"key": self.key, "by": signed(self.request.user), "owner": self.request.user.pk, "other": self.other}
        if self.request.method == "POST":
            # What came back is newer than what is kept; of the draft it knows what the page that sent it knew.
            version = self.other.version if self.other else self._version
            return {**about, "version": version, "is_unsaved": True, "kept_at": None, "url": ""}
        kept = self.living
        about |= {"version": self.draft.version if self.draft else 0, "is_unsaved": self.lost is not None}
        return {**about, "kept_at": kept.saved_at if kept else None, "url": kept.get_absolute_url() if kept else ""}

    def keep(self, form_fields):
        """Keep what is in the form and go back to the page it came from.

        Returns None where it could not be kept: then the page says why, and the view shows the form again.
        """
        fields = words_in(form_fields)
        try:
            draft = Draft.keep(
                by=self.request.user, key=self.key, fields=fields, version=self._version, writer=self._writer
            )
        except Overtaken as error:
            self.other = error.draft
        except TooLong:
            messages.warning(self.request, too_long())
        except TooMany as error:
            messages.warning(self.request, too_many(error.oldest))
        else:
            forget(self.request, self.key)
            said = (
                _("There is no text to keep yet.")
                if draft.ended_at
                else _("Kept. You find it under “Your drafts” too.")
            )
            messages.info(self.request, said)
            return redirect(self._way_back(draft))
        return None

    def done(self, sentence=""):
        """The text arrived: its draft is gone, here and in the browser. `sentence` tells the writer."""
        sent = {"version": self._version, "writer": self._writer, "fields": words_in(self.request.POST)}
        Draft.drop(by=self.request.user, key=self.key, **sent)
        forget(self.request, self.key)
        if sentence:
            # The page that comes next forgets what the browser kept (see base.html).
            messages.success(self.request, sentence, extra_tags=f"drafts {self.request.user.pk}:{self.key}")

    @property
    def _version(self):
        return version_in(self.request.POST)

    @property
    def _writer(self):
        return writer_in(self.request.POST)

    def _way_back(self, draft):
        """The page the form stood on, unless that is where the form is begun anew."""
        came_from = self.request.META.get("HTTP_REFERER", "")
        onward = (not draft.ended_at and draft.url) or self.request.get_full_path()
        host = {self.request.get_host()}
        if not url_has_allowed_host_and_scheme(came_from, host, require_https=self.request.is_secure()):
            return onward
        path = "/" + came_from.split("://", 1)[-1].partition("/")[2].partition("?")[0].partition("#")[0]
        return onward if path == onward.partition("?")[0].partition("#")[0] else came_from
