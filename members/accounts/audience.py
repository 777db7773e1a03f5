"""Who may see a thing, and who may write somewhere: one vocabulary for all floors."""

from django.db.models import CheckConstraint, Q, TextChoices
from django.utils.translation import gettext_lazy as _


class Audience(TextChoices):
    EVERYONE = "everyone", _("Everyone, also without signing in")
    ACCOUNTS = "accounts", _("Everyone with an account")
    MEMBERS = "members", _("Members of CXPA")
    NETWORK = "network", _("A local network")
    GROUP = "group", _("A named group")


# The audiences that a row names by a Group of its own: a network's people are in the group of the network.
NAMED = [Audience.NETWORK, Audience.GROUP]


def names_its_group(name, message):
    """The constraint of a model with `audience` and `group`: a group is named exactly when it is needed."""
    return CheckConstraint(
        condition=Q(audience__in=["network", "group"], group__isnull=False)
        | (~Q(audience__in=["network", "group"]) & Q(group=None)),
        name=name,
        violation_error_message=message,
    )


def audiences_of(person):
    """The audiences `person` (a Person or AnonymousUser) belongs to, the named groups left aside.

    Staff belong to all of them: they answer for every board.
    """
    if not person.is_authenticated:
        return [Audience.EVERYONE]
    if person.is_member or person.is_staff:
        return [Audience.EVERYONE, Audience.ACCOUNTS, Audience.MEMBERS]
    return [Audience.EVERYONE, Audience.ACCOUNTS]


def seen_by(person, prefix=""):
    """A Q over a model with `audience` and `group` fields (reached through `prefix`): what `person` may see."""
    seen = Q(**{f"{prefix}audience__in": audiences_of(person)})
    if not person.is_authenticated:
        return seen
    if person.is_superuser:
        return Q()
    groups = person.groups.through.objects.filter(person_id=person.pk).values("group_id")
    return seen | Q(**{f"{prefix}audience__in": NAMED, f"{prefix}group__in": groups})


def sees(person, audience, group_id=None):
    """The same as `seen_by`, of one person and one row that were both read already: no query, but for the groups of a
    person whose groups nobody asked for yet."""
    if person.is_authenticated and person.is_superuser:
        return True
    if audience in NAMED:
        return person.is_authenticated and group_id in person.group_ids
    return audience in audiences_of(person)
