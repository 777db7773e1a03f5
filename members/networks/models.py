"""Local networks: people of one city or region who meet. Who belongs to one is in the network's group as well, so that
boards, events and articles can be for them alone."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from members.accounts.audience import Audience, audiences_of
from members.audit.log import record

from .cities import coordinates_of


class Closed(Exception):
    """The network is closed: nobody can join it."""

    def __str__(self):
        return str(_("This network is closed, so nobody can join it."))


class NotAMember(Exception):
    """Networks are led by members of CXPA."""

    def __str__(self):
        return str(_("They are not a member of CXPA at the moment, and networks are led by members."))


class NetworkQuerySet(models.QuerySet):
    def open(self):
        """Those that take people in."""
        return self.filter(closed_at=None)

    def of(self, person):
        """The networks `person` belongs to, closed ones too."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(pk__in=NetworkMember.objects.filter(person=person.pk).values("network"))

    def visible_to(self, person):
        """Open networks for everyone; a closed one stays for those who belong to it."""
        if person.is_authenticated and person.is_superuser:
            return self
        return self.filter(Q(closed_at=None) | Q(pk__in=Network.objects.of(person).values("pk")))

    def with_people_count(self):
        """Each with `people_count`."""
        people = NetworkMember.objects.present().filter(network=OuterRef("pk")).order_by().values("network")
        return self.annotate(people_count=Coalesce(Subquery(people.annotate(n=Count("pk")).values("n")), 0))

    def for_listing(self):
        """Each with `people_count` and `listed_leads`: two queries at any number of networks."""
        leads = NetworkMember.objects.leading().select_related("person").order_by("pk")
        return self.with_people_count().prefetch_related(Prefetch("people", leads, to_attr="listed_leads"))


class Network(models.Model):
    name = models.CharField(_("name"), max_length=80, help_text=_("As people there say it: “Zurich”, “Bay Area”."))
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    city = models.CharField(_("city"), max_length=80)
    country = CountryField(_("country"))
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, help_text=_("Empty: that of the city, where we know it.")
    )
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    about = models.TextField(_("what it is"), max_length=2000, help_text=_("Who meets, how often, and what for."))
    group = models.OneToOneField(Group, models.PROTECT, related_name="network", verbose_name=_("its group"))
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_reason = models.CharField(_("why it closed"), max_length=250, blank=True)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="one_network_per_name",
                violation_error_message=_("Another network has this name."),
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False,  # a range of nothing is neither true nor false, and a check lets that pass
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="network_lies_somewhere",
                violation_error_message=_("Latitude and longitude belong together: −90 to 90, and −180 to 180."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_reason="") | Q(closed_at__gte=F("opened_at")),
                name="network_closed_after_opened",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("networks:network", args=[self.slug])

    @property
    def is_open(self):
        return self.closed_at is None

    @property
    def where(self):
        """ "Zurich, Switzerland"; only the country where the name says the city already."""
        return self.country.name if self.city == self.name else f"{self.city}, {self.country.name}"

    @property
    def coordinates(self):
        return None if self.latitude is None else (self.latitude, self.longitude)

    def place_of(self, person):
        """How `person` belongs to it: their NetworkMember, or None."""
        return self.people.filter(person=person).first() if person.is_authenticated else None

    def shows_leads_to(self, person):
        """Strangers are shown no names."""
        return person.is_authenticated

    def shows_people_to(self, person, place):
        """Names are for members of CXPA and for who belongs to the network (`place`, see `place_of`)."""
        return place is not None or Audience.MEMBERS in audiences_of(person)

    @classmethod
    @transaction.atomic
    def open(cls, *, by, now=None, **fields):
        """A new network of these fields, with a group of its own."""
        network = cls(**fields, opened_at=now or timezone.now())
        network.group = Group.objects.create(name=network.group_name)
        network._find_itself()
        network.save(force_insert=True)
        record("networks.opened", network, by=by)
        return network

    @property
    def group_name(self):
        """What the group of a network of this name is called, where staff choose among groups."""
        return f"{self.name} network"

    @transaction.atomic
    def change(self, *, by, **fields):
        """Change its words, or where it lies; its group goes by the new name. What is the same changes nothing."""
        changed = {name: value for name, value in fields.items() if getattr(self, name) != value}
        if not changed:
            return
        for name, value in changed.items():
            setattr(self, name, value)
        if {"city", "country"} & changed.keys() and not {"latitude", "longitude"} & changed.keys():
            self.latitude = self.longitude = None
        self._find_itself()
        self.save(update_fields=[*changed, "latitude", "longitude"])
        Group.objects.filter(pk=self.group_id).update(name=self.group_name)
        record("networks.changed", self, by=by, what=sorted(changed))

    @transaction.atomic
    def join(self, *, by):
        """Take `by` in; returns their NetworkMember. Done twice, nothing changes. Raises Closed."""
        return self._take_in(by, by=by)

    @transaction.atomic
    def leave(self, *, by):
        """Let `by` go; whoever led it no longer does. Done twice, nothing changes."""
        self._lock()
        left, _rows = self.people.filter(person=by).delete()
        self.group.user_set.remove(by)
        if left:
            record("networks.left", self, by=by)

    @transaction.atomic
    def name_lead(self, person, *, by):
        """`person` leads it from now on, and belongs to it. Done twice, nothing changes. Raises Closed, NotAMember."""
        if not person.is_member:
            raise NotAMember
        place = self._take_in(person, by=by)
        if not place.is_lead:
            place.is_lead = True
            place.save(update_fields=["is_lead"])
            record("networks.lead_named", self, by=by, who=person.name, person=person.pk)

    @transaction.atomic
    def release_lead(self, person, *, by):
        """`person` no longer leads it, and still belongs to it. Done twice, nothing changes."""
        if self.people.filter(person=person, is_lead=True).update(is_lead=False):
            record("networks.lead_released", self, by=by, who=person.name, person=person.pk)

    @transaction.atomic
    def close(self, *, by, reason=""):
        """Nobody can join any more; its people keep reading. Done twice, the first word stays."""
        if self._lock().closed_at:
            return
        self.closed_at, self.closed_reason = timezone.now(), reason
        self.save(update_fields=["closed_at", "closed_reason"])
        record("networks.closed", self, by=by, reason=reason)

    @transaction.atomic
    def reopen(self, *, by):
        """People can join again. Done twice, nothing changes."""
        if self._lock().closed_at is None:
            return
        self.closed_at, self.closed_reason = None, ""
        self.save(update_fields=["closed_at", "closed_reason"])
        record("networks.reopened", self, by=by)

    def _take_in(self, person, *, by):
        is_closed = self._lock().closed_at is not None
        place = self.people.filter(person=person).first()
        if place is None:
            if is_closed:
                raise Closed
            place = self.people.create(person=person, joined_at=timezone.now())
            record(
                "networks.joined", self, by=by, **({} if by == person else {"who": person.name, "person": person.pk})
            )
        # Staff may have taken them out of the group by hand.
        self.group.user_set.add(person)
        return place

    def _lock(self):
        """The row as it is now, held until the end of the transaction: nobody slips in while it closes."""
        return Network.objects.select_for_update(no_key=True).get(pk=self.pk)

    def _find_itself(self):
        if self.latitude is None and self.longitude is None and (found := coordinates_of(self.city, self.country.code)):
            self.latitude, self.longitude = found


class NetworkMemberQuerySet(models.QuerySet):
    def present(self):
        """Those who may sign in: who is suspended is neither counted nor named."""
        return self.filter(person__is_active=True)

    def leading(self):
        """Those who lead: while their membership rests, so does this."""
        return self.present().filter(is_lead=True, person__member_until__gt=timezone.now())


class NetworkMember(models.Model):
    """How one person belongs to one network."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="people", verbose_name=_("network"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="network_places", verbose_name=_("person")
    )
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)
    is_lead = models.BooleanField(_("leads it"), default=False)

    objects = NetworkMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("person of a network")
        verbose_name_plural = _("people of networks")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["network", "person"], name="one_place_per_network")]

    def __str__(self):
        return f"{self.person} · {self.network}"
