"""On what an advice rests, as its author says it, and who has seen the same where they work."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Grade(models.TextChoices):
    """From what one thinks to what was tested by others."""

    OPINION = "opinion", _("Opinion")
    ONCE = "once", _("Done once")
    SEVERAL = "several", _("Done several times")
    MEASURED = "measured", _("Measured")
    PUBLISHED = "published", _("Published research")


class NotSeen(Exception):
    """One's own post, or one that says nothing that could be seen to work."""


class Evidence(models.Model):
    """What stands behind a label: how it was measured, where it was published. The label itself is on the post."""

    post = models.OneToOneField("discussions.Post", models.CASCADE, primary_key=True, related_name="+")
    how = models.CharField(_("how it was measured"), max_length=250, blank=True)
    link = models.URLField(_("where it can be read"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self):
        return self.how or self.link

    @classmethod
    @transaction.atomic
    def put(cls, post, *, grade="", how="", link=""):
        """Label `post`; no grade takes the label away. What belongs to another grade is not kept."""
        about = {"how": how if grade == Grade.MEASURED else "", "link": link if grade == Grade.PUBLISHED else ""}
        if any(about.values()):
            cls.objects.update_or_create(post=post, defaults=about)
        else:
            cls.objects.filter(post=post).delete()
        if post.evidence != grade:
            post.evidence = grade
            post.save(update_fields=["evidence"])

    @classmethod
    def of(cls, post):
        """{grade, how, link} of `post`, as `put` takes them."""
        about = cls.objects.filter(post=post).values("how", "link").first() or {"how": "", "link": ""}
        return {"grade": post.evidence, **about}

    @classmethod
    def beside_posts(cls, person):
        """{name: expression} for posts: what stands behind the label, and what `person` said of it (here, or not)."""
        told = cls.objects.filter(post=OuterRef("pk")).values(told=JSONObject(how="how", link="link"))
        columns = {"evidence_told": Subquery(told)}
        if person.is_authenticated:
            mine = Corroboration.objects.filter(post=OuterRef("pk"), person=person.pk)
            columns["my_seen"] = Subquery(mine.values("here"))
        return columns


def for_posts(posts, person):
    """Give each of `posts`, read with `Evidence.beside_posts`, what its page shows of it; no query."""
    for post in posts:
        post.evidence_word = Grade(post.evidence).label if post.evidence else ""
        post.evidence_told = getattr(post, "evidence_told", None) or {}
        post.seen_here, post.seen_not = post.seen.get("here", 0), post.seen.get("not", 0)
        post.my_seen = getattr(post, "my_seen", None)
        post.can_say_seen = bool(post.evidence) and Corroboration.can_be_said(post, person)


class Corroboration(models.Model):
    """A reader who has seen an advice work where they are, or seen it not work."""

    post = models.ForeignKey("discussions.Post", models.CASCADE, related_name="corroborations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    here = models.BooleanField(_("it worked"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("seen it work")
        verbose_name_plural = _("seen it work")
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="corroborated_once")]

    def __str__(self):
        return f"{self.person}: {self.here}"

    @staticmethod
    def can_be_said(post, person):
        """Whoever reads a labelled post may say so, but not who wrote it."""
        stands = post.kind == "post" and post.hidden_at is None and bool(post.evidence)
        return stands and person.is_authenticated and person.is_active and not post.is_by(person)

    @classmethod
    @transaction.atomic
    def say(cls, *, post, by, here):
        """`by` has seen it work (`here`), has seen that it does not, or (None) takes back what they said.

        A change of mind replaces what was said. Counted anew under the post's lock. Raises NotSeen.
        """
        post = type(post).objects.select_for_update(of=["self"]).select_related("topic", "author").get(pk=post.pk)
        if not cls.can_be_said(post, by):
            raise NotSeen
        if here is None:
            cls.objects.filter(post=post, person=by).delete()
        else:
            said = {"here": here, "at": timezone.now()}
            cls.objects.update_or_create(post=post, person=by, defaults=said)
        said = dict(cls.objects.filter(post=post).order_by().values_list("here").annotate(Count("pk")))
        post.seen = {("here" if here else "not"): count for here, count in said.items()}
        post.save(update_fields=["seen"])
