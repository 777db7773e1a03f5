"""What people asked to hear less of in their digest."""

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.audit.log import record

signer = signing.Signer(salt="members.mail.less")


def less_token(person_id, code, label):
    """A signed word by which one person asks to hear less of one thing. Never expires, as the letter it stands in."""
    return signer.sign_object([person_id, code, label])


class Less(models.Model):
    """A reason that no longer counts for this person: what has no other is not told. Absent: it counts."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest_less", verbose_name=_("person")
    )
    code = models.CharField(_("of"), max_length=80, help_text=_("A board, a tag, a network, a section …"))
    label = models.CharField(_("in words"), max_length=150)
    at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("less of something")
        verbose_name_plural = _("less of something")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "code"], name="less_of_it_once")]

    def __str__(self):
        return f"{self.person}: {self.label}"

    @classmethod
    @transaction.atomic
    def ask(cls, person_id, code, label):
        """From now on it speaks for nothing in the person's digest. Done twice, the first moment stays."""
        kept, new = cls.objects.get_or_create(person_id=person_id, code=code, defaults={"label": label[:150]})
        if new:
            record("mail.less", kept, by=kept.person, code=code)

    @classmethod
    @transaction.atomic
    def take_back(cls, person_id, code):
        """It counts again. Where it does already, nothing happens."""
        for kept in cls.objects.filter(person=person_id, code=code).select_related("person"):
            record("mail.more_again", kept, by=kept.person, code=code)
            kept.delete()
