"""Person: anyone with an account. The e-mail address is the name they sign in with."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import MinLengthValidator
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from members.audit.log import record

from .audience import NAMED, Audience
from .handles import LONGEST, base_of, handles_for
from .standing import Standing
from .zones import zone_choices

SYSTEM_MODERATORS = "Moderators"
NAMELESS = "nobody@nameless.invalid"  # an address that can receive nothing


class PersonQuerySet(models.QuerySet):
    def active(self):
        """Everyone who may sign in."""
        return self.filter(Q(suspended_until=None) | Q(suspended_until__lte=timezone.now()), is_active=True)

    def named(self):
        """Everyone, but for the one who stands where somebody speaks without a name."""
        return self.exclude(email=NAMELESS)

    def in_audience(self, audience, group_id=None):
        """Those who belong to `audience` (of a board, an event …), staff included: the other side of `seen_by`."""
        if audience == Audience.MEMBERS:
            return self.filter(Q(member_until__gt=timezone.now()) | Q(is_staff=True))
        if audience in NAMED:
            return self.filter(Q(groups=group_id) | Q(is_superuser=True)).distinct()
        return self

    def with_handles(self, people):
        """Give each of `people`, not yet saved, a handle that is free; for many at once. Returns them."""
        people = list(people)
        handles = handles_for([person.name for person in people], set(self.handles()))
        for person, handle in zip(people, handles, strict=True):
            person.handle = handle
        return people

    def handles(self):
        return self.filter(handle__isnull=False).values_list("handle", flat=True)


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):
    def create_user(self, email, password=None, **fields):
        """A new Person; without `password` they sign in by code or passkey until they set one."""
        if not email:
            raise ValueError("A person needs an e-mail address.")
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        person.take_handle()
        return person

    def create_superuser(self, email, password=None, **fields):
        """A Person who may do everything in the admin (after adding a second factor)."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def nameless(self):
        """The one Person whom readers meet where somebody speaks without a name; made at the first use.

        Nobody signs in as them, no letter reaches them, and they have no handle to be called by.
        """
        about = {"name": "A member", "is_active": False, "password": make_password(None)}
        return self.get_or_create(email=NAMELESS, defaults=about)[0]

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class Person(Standing, AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("Someone has an account with this address.")},
    )
    name = models.CharField(_("name"), max_length=100, validators=[MinLengthValidator(2)])
    handle = models.SlugField(
        _("name for @"),
        max_length=LONGEST,
        unique=True,
        null=True,
        blank=True,
        allow_unicode=True,
        help_text=_("Others type it after an @ to call you into a conversation."),
        error_messages={"unique": _("Somebody goes by this already.")},
    )
    headline = models.CharField(
        _("what you do"), max_length=120, blank=True, help_text=_("Such as “Head of CX, insurance”.")
    )
    city = models.CharField(_("city"), max_length=80, blank=True)
    country = CountryField(_("country"), blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", choices=zone_choices)

    member_until = models.DateTimeField(
        _("member until"),
        null=True,
        blank=True,
        help_text=_("The last moment of the membership, grace included. Empty: a free account."),
    )
    is_staff = models.BooleanField(_("staff"), default=False, help_text=_("May enter the admin, with a second factor."))
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = PersonManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="one_person_per_address", violation_error_message=_("This address has an account.")
            ),
        ]

    def __str__(self):
        return self.name

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.first_name

    @property
    def first_name(self):
        return self.name.split(" ")[0]

    @property
    def initials(self):
        """Up to two letters that stand in for a face: the first of the first and of the last word."""
        words = [word for word in self.name.split() if word[0].isalnum()] or [self.name or "?"]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()

    @property
    def is_member(self):
        """Whether the membership is active or in grace now."""
        return self.member_until is not None and self.member_until > timezone.now()

    @property
    def is_nameless(self):
        """Whether this is the one behind whom people speak without a name."""
        return self.email == NAMELESS

    def is_in(self, group_name):
        """Whether this person belongs to the named group."""
        return group_name in self._my_groups.values()

    @property
    def group_ids(self):
        """The ids of the groups this person belongs to."""
        return frozenset(self._my_groups)

    @cached_property
    def _my_groups(self):
        """Names by id; asked once per request."""
        return dict(self.groups.values_list("pk", "name"))

    def remember_groups(self, names_by_id):
        """Spare `is_in` and `group_ids` their query: these are all groups of this person."""
        self._my_groups = dict(names_by_id)

    @property
    def is_moderator(self):
        return self.is_superuser or self.is_in(SYSTEM_MODERATORS)

    def take_handle(self):
        """Have a handle made from the name, if there is none yet. Two people of one name at once get two."""
        while not self.handle:
            taken = set(Person.objects.filter(handle__startswith=base_of(self.name)).handles())
            handle = next(handles_for([self.name], taken))
            try:
                with transaction.atomic():
                    Person.objects.filter(pk=self.pk, handle=None).update(handle=handle)
            except IntegrityError:
                continue
            self.refresh_from_db(fields=["handle"])

    @transaction.atomic
    def belong_until(self, moment, *, by):
        """Be a member until `moment` (a datetime, grace included; None ends it). Done twice, nothing changes."""
        if self.member_until == moment:
            return
        self.member_until = moment
        self.save(update_fields=["member_until"])
        record("accounts.belongs", self, by=by, until=moment.isoformat() if moment else None)
