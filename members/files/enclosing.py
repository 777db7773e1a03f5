"""What a view that takes files with a text does with them, from the empty form to the text that was sent."""

import uuid

from django.utils.translation import ngettext

from .models import NotAccepted
from .sent import TooManyFiles

MOST_AT_ONCE = 10


class Enclosed:
    """The files of the text that is written under `key`, in one request; of `text` too, where that stands already.

    `model` is the room's SentFile. A POST begins with `take_in()`, whatever it is for: files that came are kept also
    when the form goes back for another reason. A form shows `context` in `members/files/_enclosed.html`, the verb gets
    `key` and `without`.
    """

    def __init__(self, request, model, key, text=None, url=""):
        self.request, self.model, self.key, self.saved, self.url = request, model, key, text, url
        self.errors = []

    @property
    def is_only_adding(self):
        """Whether the button beside the files was pressed, and not one that sends the text."""
        return self.request.method == "POST" and "draft_attach" in self.request.POST

    @property
    def without(self):
        """The keys of files the writer wants away."""
        return {key for key in map(_uuid_in, self.request.POST.getlist("draft_without")) if key}

    def take_in(self):
        """Keep the files of the form and the words for pictures, let go of what is unwanted; False with `errors`."""
        if self.request.method != "POST":
            return True
        for sent in self.in_hand() if self.without else []:
            if sent.file.key in self.without:
                sent.file.discard(by=self.request.user)
        self._describe()
        for upload in self.request.FILES.getlist("draft_files")[: MOST_AT_ONCE + 1]:
            self.add(upload)
        return not self.errors

    def add(self, upload):
        """Keep one file; returns its row, or None and one more of `errors`."""
        try:
            return self.model.send(upload, by=self.request.user, key=self.key, text=self.saved)
        except NotAccepted as reason:
            self.errors.append(f"“{upload.name}”: {reason}")
        except TooManyFiles:
            most = self.model.most
            self.errors.append(
                ngettext(
                    "“%(name)s” is one too many: a text can have %(most)s file.",
                    "“%(name)s” is one too many: a text can have %(most)s files.",
                    most,
                )
                % {"name": upload.name, "most": most}
            )
        return None

    def in_hand(self):
        return list(self.model.objects.in_hand(self.request.user, self.key))

    @property
    def context(self):
        """What `members/files/_enclosed.html` shows."""
        saved = list(self.model.objects.of(self.saved)) if self.saved else []
        return self.context_of([*saved, *self.in_hand()])

    def context_of(self, sent):
        """`context` where the files are known; an empty list spares the queries."""
        for each in sent:
            each.is_unwanted = each.file.key in self.without
        return {"sent": sent, "errors": self.errors, "key": self.key, "url": self.url, "most": self.model.most}

    def _describe(self):
        if not any(name.startswith("draft_alt_") for name in self.request.POST):
            return
        of_saved = self.model.objects.of(self.saved) if self.saved else []
        for sent in [*of_saved, *self.in_hand()]:
            words = self.request.POST.get(f"draft_alt_{sent.file.key}")
            if words is not None and sent.file.is_image and words.strip()[:250] != sent.alt:
                sent.alt = words.replace("\x00", "").strip()[:250]
                sent.save(update_fields=["alt"])


def _uuid_in(text):
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
