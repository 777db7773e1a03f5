"""The files of an article while it is written: a picture that leads it, and those that stand in its text."""

from django.urls import reverse
from django.utils.translation import gettext as _

from members.files.enclosing import Enclosed

from .models import ArticleFile


class Pictures(Enclosed):
    """As Enclosed, with the field "lead_file" for the picture that stands above the text."""

    def __init__(self, request, key, article=None):
        super().__init__(request, ArticleFile, key, text=article, url=reverse("articles:files"))
        self.lead_errors = []

    def take_in(self):
        """Keep what came; False where something could not be kept. The page then says why."""
        super().take_in()
        if self.request.method == "POST" and (upload := self.request.FILES.get("lead_file")):
            self._take_lead(upload)
        return not self.errors and not self.lead_errors

    def is_ready(self):
        """Whether the picture says what is to be seen in it; an article does not go out without."""
        lead = self.lead
        if lead and not lead.alt:
            self.lead_errors.append(_("Say in a sentence what is to be seen, for those who cannot see it."))
        return not self.lead_errors

    @property
    def lead(self):
        """The ArticleFile that leads, the last that was sent; None without one, or where it is to be taken away."""
        leads = [each for each in self._all if each.is_lead and not each.is_unwanted]
        return leads[-1] if leads else None

    @property
    def context(self):
        """What `members/files/_enclosed.html` shows, and `lead` beside it."""
        shown = self.context_of([each for each in self._all if not each.is_lead])
        return shown | {"lead": self.lead, "lead_errors": self.lead_errors}

    @property
    def _all(self):
        """Asked once, and anew after something came."""
        if not hasattr(self, "_known"):
            saved = list(self.model.objects.of(self.saved)) if self.saved else []
            self._known = [*saved, *(self.in_hand() if self.key else [])]
            for each in self._known:
                each.is_unwanted = each.file.key in self.without
        return self._known

    def _take_lead(self, upload):
        self.__dict__.pop("_known", None)
        said = len(self.errors)
        sent = self.add(upload)
        if sent is None:
            self.lead_errors += self.errors[said:]
            del self.errors[said:]
            return
        if not sent.file.is_image:
            sent.file.discard(by=self.request.user)
            self.lead_errors.append(_("“%(name)s” is no picture. A JPEG, PNG or WebP works.") % {"name": upload.name})
            return
        for earlier in self.in_hand():
            if earlier.is_lead:
                earlier.file.discard(by=self.request.user)
        sent.is_lead, sent.alt = True, self.request.POST.get("lead_alt", "").replace("\x00", "").strip()[:250]
        sent.save(update_fields=["is_lead", "alt"])
        self.__dict__.pop("_known", None)


def shown_below(article):
    """The files of an article that stand neither above its text nor in it, in one query; none where it has none."""
    if not article.has_files:
        return []
    sent = ArticleFile.objects.of(article).filter(is_lead=False)
    return [each for each in sent if not (each.file.is_image and str(each.file.key) in article.html)]
