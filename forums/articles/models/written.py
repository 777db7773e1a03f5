"""What people write and send in: an article with its pictures, and its next text."""

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from members.files.models import WIDTHS, File

from .. import addresses
from ..editors import may_write
from .files import ArticleFile
from .stages import NotAllowed, NotNow


class Written(models.Model):
    """The part of an article that its author and the editors write together."""

    lead = models.ForeignKey(File, models.SET_NULL, null=True, blank=True, editable=False, related_name="+")
    lead_alt = models.CharField(_("what is to be seen in its picture"), max_length=250, blank=True, editable=False)
    has_files = models.BooleanField(default=False, editable=False)
    token = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        abstract = True

    @property
    def thumb_url(self):
        """Its picture as small as there is one, for lists."""
        return self.lead.thumbnail_url(WIDTHS[0])

    @property
    def lead_url(self):
        return self.lead.thumbnail_url(WIDTHS[-1])

    @property
    def lead_sizes(self):
        """Its picture in all widths, as `srcset` lists them."""
        widths = [width for width in WIDTHS if width < self.lead.width]
        smaller = [f"{self.lead.thumbnail_url(width)} {width}w" for width in widths]
        return ", ".join([*smaller, f"{self.lead.url} {self.lead.width}w"])

    @classmethod
    @transaction.atomic
    def send_in(cls, *, by, token=None, files=None, words="", now=None, **texts):
        """A member's article, from its first text to the editors; returns it. `texts`: title, sentence and body.

        `files` is the draft under which pictures were sent for it, `token` a UUID of the form it came from: the same
        one again returns the article it made before. Raises NotAllowed.
        """
        if not may_write(by):
            raise NotAllowed
        if token and (earlier := cls.objects.filter(token=token, author=by).first()):
            return earlier
        slug = addresses.free_slug(texts["title"], cls.objects.articles())
        article = cls(kind=cls.ARTICLE, author=by, slug=slug, token=token, **texts)
        try:
            with transaction.atomic():
                article.begin(by=by, now=now)
        except IntegrityError:
            # Sent twice at once; or two articles of one title, which is rarer still: that form can be sent again.
            return cls.objects.get(token=token, author=by)
        article.settle_files(files, by=by)
        article.submit(by=by, words=words, now=now)
        return article

    @transaction.atomic
    def rework(self, *, by, audience="", files=None, without=(), based_on=None, words="", now=None, **texts):
        """Its author's next text, sent to the editors with an answer to them; `audience` is everyone or members.

        Raises NotAllowed, NotNow, and Outdated where the text is not version `based_on` any more.
        """
        self._lock()
        if by.pk != self.author_id or not may_write(by):
            raise NotAllowed
        if not self.can_be_reworked_by(by):
            raise NotNow(self.standing)
        self.revise(by=by, based_on=based_on, now=now, **texts)
        self.settle_files(files, by=by, without=without)
        if audience:
            self.place(by=by, audience=audience)
        self._move_to_its_title()
        self.submit(by=by, words=words, now=now)

    @transaction.atomic
    def improve(self, *, by, files=None, without=(), change="", based_on=None, now=None, **texts):
        """An editor's text in place of the one there is, where it stands. Raises NotAllowed, and Outdated."""
        self._lock()
        if not self.can_be_edited_by(by):
            raise NotAllowed
        self.revise(by=by, change=change, based_on=based_on, now=now, **texts)
        self.settle_files(files, by=by, without=without)

    def settle_files(self, key, *, by, without=()):
        """Take the files `by` sent under `key`, let go of those whose keys are in `without`, and know the lead."""
        ArticleFile.settle(self, key, by=by, without=without)
        leads = list(ArticleFile.objects.of(self).filter(is_lead=True))
        for earlier in leads[:-1]:
            earlier.file.discard(by=by)
        self.lead, self.lead_alt = (leads[-1].file, leads[-1].alt) if leads else (None, "")
        self.save(update_fields=["lead", "lead_alt"])

    def _move_to_its_title(self):
        """Before anybody knows its address, that follows the title."""
        slug = addresses.free_slug(self.title, type(self).objects.articles().exclude(pk=self.pk))
        if self.published_at is None and slug != self.slug:
            self.slug = slug
            self.save(update_fields=["slug"])
